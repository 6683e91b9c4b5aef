"""One line to type into, at the foot of a screen: for finding, for a comment."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.events import Key, Paste
from textual.widgets import Static

from app.domain.frozen import frozen
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from app.tui.widgets.input_line import InputLine

LINE_BREAK, TAB = "↵", "⇥"
"""How a line of text shows what it cannot hold."""
_STEPS = {"up": -1, "shift+tab": -1, "down": 1, "tab": 1}
_SILENT = {*_STEPS, "pageup", "pagedown"}


@frozen
class Question:
    """What is asked, and who wants to know. `catch` sees each character first and returns whether it took it.

    `moved` is told where an arrow goes, 1 for down, while there is a line to type into. The `items` are the keys that
    work at first, see `BaseScreen.offer`; a `hint` stands beside the line until another one is shown.

    Where there is no room for the label, and half a line to type into, a `shorter` one stands in its place, if there is
    one.
    The answer to a `secret` question is not shown. The text it begins from may be `selected`: typing replaces it.
    Without a label nothing is shown: then only Enter and Esc are waited for. Without a `line` there is nothing to type
    into: a key is the answer, and `catch` sees its name. A text that is `kept` word for word shows pasted tabs as
    signs, else they are spaces, and quitting does not lose it without a word: see `Prompt.would_lose`.
    The characters by which it is `opened` are not typed before anything else was: one of them was pressed twice.
    """

    label: str
    items: tuple[KeyItem, ...]
    accepted: Callable[[str], None]
    dropped: Callable[[], None]
    changed: Callable[[str], object] = field(default=lambda text: None)
    catch: Callable[[str, str], bool] = field(default=lambda character, text: False)
    moved: Callable[[int], object] = field(default=lambda step: None)
    shorter: str = ""
    hint: str = ""
    secret: bool = False
    line: bool = True
    selected: bool = False
    kept: bool = False
    opened: Container[str] = ()


class _Parts(NamedTuple):
    label: Static
    line: InputLine
    hint: Static
    editing: Mapping[str, str]  # what keys do in the line


class Prompt(Horizontal, Steady):
    """A label, a line of text and a hint; invisible until it is opened.

    It never has Textual's focus. The screen hands it every key, so that keys typed in one burst ("/kow1") are taken
    in their order; with a focus change between them, a later key could overtake an earlier one.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start closed."""
        super().__init__(id=id)
        self.display = False
        self._question: Question | None = None
        self.items: tuple[KeyItem, ...] = ()
        """The keys that work while this is asked."""
        self._begun = ""  # the text to begin from, or the one that `would_lose` has told of
        self._first = ("", 0, 0)  # the text to begin from, and what was selected of it

    @property
    def question(self) -> Question | None:
        """What is being asked, None while closed."""
        return self._question

    @cached_property
    def _parts(self) -> _Parts:
        """Label, line and hint, made when the first question is asked: a start need not wait for them."""
        from app.tui.widgets.input_line import EDITING, InputLine  # noqa: PLC0415 - as the docstring says

        parts = _Parts(
            Static(id="prompt-label", markup=False),
            InputLine(id="prompt-line"),
            Static(id="prompt-hint", markup=False),
            EDITING,
        )
        self.mount(parts.label, parts.line, parts.hint)
        return parts

    def open(self, question: Question, text: str = "", selection: tuple[int, int] | None = None) -> None:
        """Ask, with a text to begin from, and what stands between two places of it selected."""
        self._question, self._begun, self.items = question, text, question.items
        label, line, _, _ = self._parts
        self._show_label(question)
        self.hint(question.hint)
        label.set_class(not question.line, "-alone")
        line.display = question.line
        line.password = question.secret
        begin, end = selection or (0 if question.selected else len(text), len(text))
        line.begin(text, begin, end)
        self._first = text, begin, end
        self.display = bool(question.label)

    def _show_label(self, question: Question) -> None:
        room = self.app.size.width // (2 if question.line else 1) - 2
        fits = cell_len(question.label) <= room
        self._parts.label.update(question.label if fits or not question.shorter else question.shorter)

    def on_resize(self) -> None:
        """Show the label that fits now."""
        if self._question is not None:
            self._show_label(self._question)

    def close(self) -> None:
        """Put the line away."""
        self._question = None
        self.display = False

    def would_lose(self) -> bool:
        """Tell, once for a text, whether it was typed to be kept and would be lost by leaving now."""
        if self._question is None or not self._question.kept:
            return False
        before, self._begun = self._begun, self._parts.line.value
        return self._begun != before

    def hint(self, text: str) -> None:
        """Show a few words beside the line."""
        self._parts.hint.update(text, layout=False)
        self._parts.hint.display = bool(text)

    async def press(self, event: Key) -> bool:
        """Take a key; False where it is not for a line of text."""
        question = self._question
        if question is None:
            return False
        _, line, _, editing = self._parts
        before = line.value
        if event.key == "enter":
            question.accepted(before)
        elif event.key == "escape":
            question.dropped()
        elif not question.line:
            return question.catch(event.key, before) or event.is_printable or event.key in {*editing, *_SILENT}
        elif event.is_printable and event.character:
            if event.character in question.opened and (before, *line.selection) == self._first:
                return True
            if not question.catch(event.character, before):
                line.replace(event.character, *line.selection)
        elif event.key in editing:
            await line.run_action(editing[event.key])
        elif event.key in _STEPS:
            question.moved(_STEPS[event.key])
        elif event.key not in _SILENT:
            return False
        self._tell_change(question, before)
        return True

    def paste(self, event: Paste) -> None:
        """Take pasted text into the one line there is, its line breaks as arrows."""
        if self._question is not None:
            line = self._parts.line
            before = line.value
            text = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").replace("\n", LINE_BREAK)
            text = text.replace("\t", TAB) if self._question.kept else text.expandtabs(4)
            line.replace(text, *line.selection)
            self._tell_change(self._question, before)

    def _tell_change(self, question: Question, before: str) -> None:
        if self._question is question and self._parts.line.value != before:
            question.changed(self._parts.line.value)
