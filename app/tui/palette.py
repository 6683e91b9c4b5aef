"""The command palette: every action of the screen, and the themes, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList

from app.domain.names import folded
from app.i18n import drawable, gettext, language
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import demo
from app.messages.groups import group_title
from app.roll.session import RollSession
from app.tui import background
from app.tui.store_screen import StoreScreen
from app.tui.widgets.rows import Rows
from app.workspace.workspace import Trick

_LAST = 0.5  # by which a theme matches less than what one rather looks for
_WIDTH = 90  # cells of the palette at most, as in its stylesheet,
_AROUND = 4  # of which its scrollbar and the space at either end are


@runtime_checkable
class _CallsStudents(Protocol):
    """A screen on which one goes from student to student."""

    session: RollSession

    def go_to(self, student_id: str) -> None:
        """Put the cursor on a student."""


class Actions(Provider):
    """What can be done here. Only our own words are offered: the palette reads titles as markup."""

    async def discover(self) -> Hits:
        """Offer everything before anything is typed: last what has a key at hand, and the themes."""
        for title, beside, action in (*self._actions(_at_hand), *self._themes()):
            yield DiscoveryHit(self._line(Content(title), beside), action, text=title)

    async def search(self, query: str) -> Hits:
        """Offer what matches, or say that nothing does."""
        matcher = self.matcher(query)
        any_matches = False
        for offered, weight in ((self._actions(), 1), (self._themes(), _LAST)):
            for title, beside, action in offered:
                score = matcher.match(title)
                if score > 0:
                    any_matches = True
                    shown = self._line(matcher.highlight(title), beside)
                    yield Hit(score * weight, shown, action, text=title)
        for title, beside, action in self._places():
            score = self.matcher(folded(query)).match(folded(title))
            if score > 0:
                any_matches = True
                yield Hit(score, self._line(Content(title), beside), action, text=title)
        if not any_matches:
            yield Hit(1, gettext("No action of that name"), lambda: None)

    def _line(self, title: Content, beside: str) -> Content:
        """Return a title, and what stands beside it at the right: in its last line, or below where there is no room."""
        width = min(self.screen.size.width, _WIDTH) - _AROUND
        *lines, last = title.wrap(width)
        room = width - cell_len(beside)
        gap = room - last.cell_length
        before = " " * gap if gap > 1 else f"\n{' ' * room}"
        return Content("\n").join([*lines, Content.assemble(last, before, (beside, "not bold $foreground-muted"))])

    def _actions(self, order: Callable[[Key], int] = lambda _: 0) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen = self.screen
        if isinstance(screen, StoreScreen):
            for trick in screen.workspace.tricks:
                play = partial(self._play, screen, trick)
                yield demo.title(trick.kind), demo.explanation(trick.kind), play
        here = keys.of(screen.PLACE) if isinstance(screen, StoreScreen) else []
        for key in sorted((*here, *keys.of(Place.EVERY)), key=order):
            if key.action != "app.command_palette":
                title = gettext(key.help)
                shown = " ".join(keys.all_names(key))
                yield title[0].upper() + title[1:], shown, partial(screen.run_action, key.action)

    def _themes(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen = self.screen
        if isinstance(screen, StoreScreen):
            for theme in sorted(self.app.available_themes):
                choose = partial(screen.navigator.choose_theme, theme)
                yield gettext("Theme: {name}").format(name=theme), "", choose

    def _places(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Offer the groups, and in a roll its students. Their names are never read as markup, nor highlighted."""
        screen = self.screen
        if not isinstance(screen, StoreScreen):
            return
        for term in screen.workspace.register.terms(language()):
            for group in term.groups:
                yield (
                    group_title(group),
                    gettext("the lists of this group"),
                    partial(screen.navigator.open_lists, group),
                )
        if isinstance(screen, _CallsStudents):
            for entry in screen.session.roll.cursor.entries:
                yield drawable(entry.student.name), gettext("to this student"), partial(screen.go_to, entry.student.id)

    def _play(self, screen: StoreScreen[Rows], trick: Trick) -> None:
        """Play a trick of the demo off this thread, for stopping a server takes its time, and tell when it is done."""

        def tell(_: None) -> None:
            shown = screen.app.screen
            if isinstance(shown, StoreScreen):
                shown.say(demo.done(trick.kind))

        background.start(self.app, partial(trick.play, *screen.subject()), tell, _raise)


def _at_hand(key: Key) -> int:
    """Return how near at hand an action is: 1 on a key of its own, for which nobody looks by name, 2 a step."""
    if key.action.startswith("move"):
        return 2
    return 0 if any(re.fullmatch(r"f\d+|ctrl\+[a-z]", name) for name in key.keys) else 1


def _raise(error: Exception) -> None:
    raise error


class Palette(CommandPalette):
    """Textual's palette, but a second Enter does not do again what was chosen, nor close the screen below."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take no Enter once something was chosen."""
        self._drop_if_closed(event)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take no choice once something was chosen."""
        self._drop_if_closed(event)

    def _drop_if_closed(self, event: Message) -> None:
        if not self.is_current:
            event.stop()
            event.prevent_default()


def palette() -> Palette:
    """Return the palette in the language in use."""
    return Palette(placeholder=gettext("What do you want to do?"), id="--command-palette")
