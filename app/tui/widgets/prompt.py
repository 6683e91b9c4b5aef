"""One line to type into, at the foot of a screen: for finding, for a comment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key, Paste
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from app.domain.frozen import frozen
from app.tui.widgets.bars import KeyItem

_EDITING = {
    key: binding.action
    for binding in Input.BINDINGS
    if not isinstance(binding, tuple)
    for key in binding.key.split(",")
}
LINE_BREAK, TAB = "↵", "⇥"
"""How a line of text shows what it cannot hold."""
_SILENT = {"up", "down", "tab", "shift+tab", "pageup", "pagedown"}


@frozen
class Question:
    """What is asked, and who wants to know. `catch` sees each character first and returns whether it took it.

    Where there is no room for the label a `shorter` one stands in its place, if there is one.
    The answer to a `secret` question is not shown. The text it begins from may be `selected`: typing replaces it.
    Without a label nothing is shown: then only Enter and Esc are waited for. Without a `line` there is nothing to type
    into: a key is the answer, and `catch` sees its name. Of a text that `keeps_tabs` those that are pasted are shown as
    signs, else as spaces.
    """

    label: str
    items: tuple[KeyItem, ...]
    accepted: Callable[[str], None]
    dropped: Callable[[], None]
    changed: Callable[[str], object] = field(default=lambda text: None)
    catch: Callable[[str, str], bool] = field(default=lambda character, text: False)
    shorter: str = ""
    secret: bool = False
    line: bool = True
    selected: bool = False
    keeps_tabs: bool = False


class Prompt(Horizontal):
    """A label, a line of text and a hint; invisible until it is opened.

    It never has Textual's focus. The screen hands it every key, so that keys typed in one burst ("/kow1") are taken
    in their order; with a focus change between them, a later key could overtake an earlier one.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start closed."""
        super().__init__(id=id)
        self.display = False
        self._label = Static(id="prompt-label", markup=False)
        self._line = _Line(id="prompt-line")
        self._hint = Static(id="prompt-hint", markup=False)
        self._question: Question | None = None

    @property
    def question(self) -> Question | None:
        """What is being asked, None while closed."""
        return self._question

    def compose(self) -> ComposeResult:
        """Lay out label, line and hint."""
        yield self._label
        yield self._line
        yield self._hint

    def open(self, question: Question, text: str = "", cursor: int | None = None) -> None:
        """Ask, with a text to begin from and the cursor at some place of it, or else at its end."""
        self._question = question
        fits = cell_len(question.label) <= self.app.size.width - 2
        self._label.update(question.label if fits or not question.shorter else question.shorter)
        self._hint.update("")
        self._label.set_class(not question.line, "-alone")
        self._line.display = question.line
        self._line.password = question.secret
        self._line.value = text
        end = len(text) if cursor is None else cursor
        self._line.selection = Selection(0 if question.selected else end, end)
        self.display = bool(question.label)

    def close(self) -> None:
        """Put the line away."""
        self._question = None
        self.display = False

    def hint(self, text: str) -> None:
        """Show a few words beside the line."""
        self._hint.update(text)

    async def press(self, event: Key) -> bool:
        """Take a key; False where it is not for a line of text."""
        question, before = self._question, self._line.value
        if question is None:
            return False
        if event.key == "enter":
            question.accepted(before)
        elif event.key == "escape":
            question.dropped()
        elif not question.line:
            return question.catch(event.key, before) or event.is_printable or event.key in {*_EDITING, *_SILENT}
        elif event.is_printable and event.character:
            if not question.catch(event.character, before):
                self._line.replace(event.character, *self._line.selection)
        elif event.key in _EDITING:
            await self._line.run_action(_EDITING[event.key])
        elif event.key not in _SILENT:
            return False
        self._tell_change(question, before)
        return True

    def paste(self, event: Paste) -> None:
        """Take pasted text into the one line there is, its line breaks as arrows."""
        if self._question is not None:
            before = self._line.value
            text = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").replace("\n", LINE_BREAK)
            text = text.replace("\t", TAB) if self._question.keeps_tabs else text.expandtabs(4)
            self._line.replace(text, *self._line.selection)
            self._tell_change(self._question, before)

    def _tell_change(self, question: Question, before: str) -> None:
        if self._question is question and self._line.value != before:
            question.changed(self._line.value)


class _Line(Input, can_focus=False):
    """Textual's input, drawn as if it had the focus."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.has_focus = True
