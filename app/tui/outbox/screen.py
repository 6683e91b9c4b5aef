"""The outbox screen: everything USOS has not accepted, list by list, with age and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content

from app.config import settings
from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Entry, Group
from app.domain.reason import Reason
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import groups, marks, roll, unsent_export
from app.roll import sending
from app.roll.decisions import Decisions
from app.roll.key_guard import DecidingKeys, KeyGuard
from app.roll.outcomes import Notice, Rejected, Stuck
from app.sync.events import SyncEvent
from app.sync.requests import Action, ReadEachList, Reading, Recreate
from app.tui import background, group_title, telling
from app.tui.background import Finished
from app.tui.roll.roster import MARKED_STYLES, pill
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.usos.errors import UsosError
from app.workspace.workspace import Workspace

Item = tuple[AttendanceList, Entry]

_MOST_NAME = 40
_DECIDING = ("retry", "take_theirs", "recreate")


@frozen
class Heading:
    """What stands above the unsent entries of a list; `group` is None where it is not known."""

    list: AttendanceList
    group: Group | None


class OutboxRows(Rows):
    """Unsent entries under the headings of their lists."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: list[Item | Heading] = []
        self._now: datetime | None = None
        self._name_width = 0

    @property
    def current(self) -> Item | None:
        """The list and the entry under the cursor, None while there are none."""
        row = self._rows[self.cursor] if self._rows else None
        return None if isinstance(row, Heading) else row

    def show(self, rows: list[Item | Heading], now: datetime, placeholder: str) -> None:
        """Show these headings and entries; the cursor stays on its student."""
        staying = self.current
        self._rows, self._now = rows, now
        items = [(number, row) for number, row in enumerate(rows) if not isinstance(row, Heading)]
        self._name_width = min(max((cell_len(_name(row)) for _, row in items), default=0), _MOST_NAME)
        cursor = next((number for number, row in items if staying and _key(row) == _key(staying)), self.cursor)
        headings = [number for number, row in enumerate(rows) if isinstance(row, Heading)]
        self.fill(len(rows), cursor, headings=headings, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or an entry: name, mark, age, what keeps it from USOS."""
        shown = self._rows[row]
        if isinstance(shown, Heading):
            return [(self._title(shown, width).rstrip(), "heading")]
        entry = shown[1]
        age = groups.age(self._now - entry.decided_at) if self._now and entry.decided_at else ""
        return [
            (f"  {cut(_name(shown), min(self._name_width, width - 40))}", "name" if row == self.cursor else ""),
            ("  ", ""),
            pill(entry.mark),
            (f"{age:>9}   ", "faint"),
            (marks.why_unsent(entry), "warning" if entry.needs_decision else "faint"),
        ]

    def _title(self, heading: Heading, width: int) -> str:
        one, group = heading.list, heading.group
        when = groups.meeting(one, self._now.date()) if self._now else ""
        before = f"{when} · {groups.of_draft(one)}"
        return group_title.in_cells(group, width, before) if group else f"{before}{groups.title_of(one, group)}"


class OutboxScreen(StoreScreen[OutboxRows]):
    """Shows what is not in USOS; Enter opens the roll at that student."""

    PLACE = Place.OUTBOX

    def __init__(self, workspace: Workspace, at: float) -> None:
        """Show the outbox as stored; `at` is when the key came that opened it, by the keys' own clock."""
        super().__init__(workspace, OutboxRows(id="outbox"))
        self._decisions = Decisions(workspace)
        deciding = {name for name, action in self.actions.items() if action in _DECIDING}
        of_outbox = DecidingKeys(deciding.__contains__, find="", settles=True)
        guard = KeyGuard(workspace.options, lambda: 0, lambda: Notice.DONE, of_outbox)
        guard.opened(at)
        self.guard_keys(guard, partial(telling.tell, self))

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists that are shown, to see which are gone: one call for all of them."""
        lists = tuple(one.id for one, _ in self.workspace.register.unsent_lists() if not one.is_draft)
        return (ReadEachList(lists),) if lists else ()

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing: all that is shown is on this machine."""
        return ()

    def load(self) -> None:
        """Show the outbox as stored."""
        self.title_line.show(Content.styled(gettext("Not in USOS yet"), "bold"), self.workspace.place)
        rows: list[Item | Heading] = []
        for attendance_list, entries in self.workspace.register.unsent_lists():
            rows.append(Heading(attendance_list, self.workspace.register.group(attendance_list.group)))
            rows += [(attendance_list, entry) for entry in entries]
        self.rows.show(rows, self.workspace.register.now(), gettext("Everything is in USOS."))
        self.show_keys()
        self.show_state()

    def show_state(self) -> None:
        """Show how many need a decision."""
        unsent = self.workspace.register.unsent()
        text = marks.stuck_number(unsent.stuck) if unsent.stuck else ""
        self.state_line.show(Content.styled(text, "$warning"), self.sync_content(unsent.total))

    def follow(self, event: SyncEvent) -> None:
        """Show the outbox anew whatever has happened: any of it may have changed it."""
        super().follow(event)
        self.load()

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell of marks that could not go to the list in their draft's place; else as every screen."""
        if error is None and isinstance(action, Recreate) and self.workspace.register.unsent(action.list_id).total:
            self.say(gettext("The list exists; marks of students who are not on it stay here."))
        else:
            super().ended(action, error)

    def _remainder(self) -> unsent_export.Remainder:
        register = self.workspace.register
        return [
            (one, groups.title_of(one, register.group(one.group)), entries) for one, entries in register.unsent_lists()
        ]

    def _wants_a_list(self) -> bool:
        current = self.rows.current
        return current is not None and (current[0].is_draft or current[1].reason == Reason.LIST_NOT_FOUND)

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something now: to create a list where there is none, to copy a path once there is."""
        current = self.rows.current
        works = {
            "open": current,
            "retry": current,
            "export": current,
            "recreate": self._wants_a_list(),
            "take_theirs": current and current[1].needs_decision,
            "copy": self.address,
        }
        useless = {action for action, does in works.items() if not does}
        return [key for key in super().bar_keys() if key.action not in useless]

    def arrived(self) -> None:
        """Show the keys that go with the entry one has moved to."""
        self.show_keys()

    # --- actions ---

    def action_open(self) -> None:
        """Open the roll at the student under the cursor."""
        if self.rows.current is not None:
            attendance_list, entry = self.rows.current
            self.navigator.open_roll(attendance_list.id, entry.student.id)

    def on_rows_chosen(self) -> None:
        """Open the roll at the student that was clicked."""
        self.action_open()

    def action_retry(self) -> None:
        """Send the entry under the cursor again, and try everything else now."""
        if not self.may_change():
            return
        stuck = self.rows.current is not None and self.rows.current[1].needs_decision
        if stuck and not self._decide(self._decisions.keep_mine):
            return
        if self.rows.current is not None and self.rows.current[0].is_draft:
            told = gettext("This is a draft. {key} creates its list in USOS, or uses the one that exists.")
            self.say(told.format(key=keys.shown("outbox.recreate")))
            return
        notice = sending.send_all(self.workspace)
        self.say(roll.told(notice) if notice is Notice.PAUSED else gettext("Trying again …"))

    def action_take_theirs(self) -> None:
        """Leave what USOS has for the student under the cursor."""
        if self.rows.current is not None and self.rows.current[1].needs_decision:
            self._decide(self._decisions.take_theirs)

    def _decide(self, decide: Callable[[str, Entry], Entry | Rejected]) -> bool:
        if self.rows.current is None:
            return False
        attendance_list, entry = self.rows.current
        decided = decide(attendance_list.id, entry)
        if not isinstance(decided, Entry):
            self.load()
            self.say(roll.told(decided), Tone.WARNING)
            return False
        if attendance_list.is_draft:  # where this was the last of it
            self._decisions.write(lambda: self.workspace.register.timetable.drop_draft(attendance_list.id))
        self.load()
        if decided.needs_decision:  # USOS has yet another value, which was not shown
            telling.tell(self, Stuck(decided))
        return not decided.needs_decision

    def action_recreate(self) -> None:
        """Create anew the list of the entry under the cursor, where it is gone, and move its marks there."""
        current = self.rows.current
        if not self.may_change():
            return
        if current is None or not self._wants_a_list():
            self.say(gettext("This list still exists; there is nothing to create."))
        else:
            there = self.workspace.register.timetable.list_for(current[0].id)
            self.workspace.sync.act(Recreate(current[0].id, there.id if there else ""))
            self.say(gettext("Creating the list …"))

    def action_export(self) -> None:
        """Write what is shown into a file, off this thread: the folder may be on a slow disk."""
        unsent = self._remainder()
        if not unsent:
            self.say(gettext("There is nothing to write."))
            return
        now, chosen = self.workspace.register.now(), self.workspace.export

        def write() -> Path:
            return unsent_export.write(unsent, chosen.folder or settings.export_folder(), now, chosen.delimiter)

        background.start(self, write, self._written, self._not_written)

    def on_finished(self, message: Finished) -> None:
        """Tell how the writing has ended."""
        message.conclude()

    def _written(self, file: Path) -> None:
        self.address = str(file.absolute())
        told = gettext("Saved as {file} and .csv.").format(file=drawable(str(file)))
        self.say(told, link=file.absolute().as_uri())
        self.show_keys()

    def _not_written(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        told = gettext("It could not be written: {reason}").format(reason=error.strerror or error)
        self.say(told, Tone.WARNING)


def _name(item: Item) -> str:
    return drawable(item[1].student.name)


def _key(item: Item) -> tuple[str, str]:
    return item[0].id, item[1].student.id
