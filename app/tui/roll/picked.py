"""A student picked at random among those present: large, and nothing else. It marks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from app.domain.model import PRESENCES, Entry
from app.i18n import gettext, ngettext
from app.keymap import keys
from app.roll.random_pick import pick
from app.roll.session import RollSession
from app.tui.roll.side_panel import name_lines, spaced_lines
from app.tui.widgets.rows import cut

INSIDE = 50  # cells of the box


class Picked(ModalScreen[None]):
    """Shows a name; the key that picked it picks another."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, session: RollSession) -> None:
        """Pick among those whom this roll has present."""
        super().__init__()
        self._session = session
        self._shown = self._pick()

    def _pick(self) -> Entry | None:
        return pick(self._session.roll.cursor.here(), self._session.list_id, self._session.workspace.options.picks)

    def compose(self) -> ComposeResult:
        """Lay out a box with a name."""
        box = Static(id="picked", markup=False)
        box.border_title = Content(gettext("Picked at random"))
        box.border_subtitle = Content(
            gettext("{key} picks another, {back} closes").format(
                key=keys.shown("roll.pick"), back=keys.name_of("escape")
            )
        )
        yield box

    def on_mount(self) -> None:
        """Show the first one."""
        self._show()

    def on_key(self, event: Key) -> None:
        """Pick another."""
        if event.key in keys.named("roll.pick").keys:
            event.stop()
            self._pick_again()

    def _pick_again(self) -> None:
        self._shown = self._pick() or self._shown
        self._show()

    def _show(self) -> None:
        if self._shown is None:  # the only one present was marked otherwise meanwhile
            self.dismiss()
            return
        student = self._shown.student
        names = Content("\n").join(
            [
                *(Content.styled(line, "bold") for line in spaced_lines(student.given_name, INSIDE)),
                Content(),
                *(Content.styled(line, "bold $accent") for line in _block(name_lines(student.last_name, INSIDE))),
            ]
        )
        present = sum(self._session.roll.tally.counts[mark] for mark in PRESENCES)
        among = ngettext("of {number} present", "of {number} present", present).format(number=present)
        self.query_one("#picked", Static).update(Content.assemble("\n", names, "\n\n", (among, "$foreground-muted")))


def _block(lines: Sequence[str]) -> list[str]:
    """Return lines of the same length: they are centred together, for a letter is in several of them."""
    width = max(map(cell_len, lines), default=0)
    return [cut(line, width) for line in lines]
