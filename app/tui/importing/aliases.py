"""The names that were confirmed in imports: listed, and forgotten one by one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from app.i18n import drawable, gettext
from app.keymap.table import Key, Place
from app.messages import importing, roll
from app.roll.decisions import Decisions
from app.store.identities import Alias
from app.sync.requests import Reading
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.workspace import Workspace

_MOST_NAME = 40


class AliasRows(Rows):
    """Names of reports, and whose they are."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._aliases: Sequence[Alias] = ()
        self._width = 0

    @property
    def current(self) -> Alias | None:
        """The name under the cursor, None while there are none."""
        return self._aliases[self.cursor] if self._aliases else None

    def show(self, aliases: Sequence[Alias]) -> None:
        """Show these."""
        self._aliases = aliases
        self._width = min(max((cell_len(drawable(one.called)) for one in aliases), default=0), _MOST_NAME)
        self.fill(len(aliases), self.cursor, placeholder=gettext("No name has been confirmed yet."))

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: the name in the report, the student, and the address where one is remembered."""
        shown = self._aliases[row]
        address = f"  {drawable(shown.key)}" if "@" in shown.key else ""
        return [
            (f" {cut(drawable(shown.called), min(self._width, width // 2))}  ", "name" if row == self.cursor else ""),
            ("→  ", "faint"),
            (drawable(shown.student.name), ""),
            (address, "faint"),
        ]


class AliasesScreen(StoreScreen[AliasRows]):
    """Shows what is remembered of names; one key forgets one."""

    PLACE = Place.ALIASES

    def __init__(self, workspace: Workspace) -> None:
        """Show the names as stored."""
        super().__init__(workspace, AliasRows(id="aliases"))
        self._decisions = Decisions(workspace)

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: all that is shown is on this computer."""
        return ()

    def load(self) -> None:
        """Show the names as stored."""
        self.title_line.show(Content.styled(gettext("Confirmed names"), "bold"), self.workspace.place)
        aliases = self.workspace.register.identities.aliases()
        self.rows.show(aliases)
        self.state_line.show(importing.confirmed(len(aliases)))
        self.show_keys()

    def show_state(self) -> None:
        """Show nothing: no answer and no mark changes what is shown."""

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something: where there is no name, none can be forgotten."""
        return [key for key in super().bar_keys() if key.id != "aliases.erase" or self.rows.count]

    def action_erase(self) -> None:
        """Forget the name under the cursor: the next report that has it asks again."""
        current = self.rows.current
        if current is None or not self.may_change():
            return
        rejected = self._decisions.write(lambda: self.workspace.register.identities.erase(current.key))
        self.load()
        if rejected is not None:
            self.say(roll.told(rejected), Tone.WARNING)
        else:
            self.say(gettext("Forgotten: {name}.").format(name=drawable(current.called)))
