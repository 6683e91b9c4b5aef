"""The term of a group: who was there when, who is missing too often, and a mark corrected where it is seen."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize

from app.domain.model import Group, Mark
from app.domain.overview import LimitState
from app.domain.overview_order import Ordering, Sorting, near_limit
from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import groups, overview, roll
from app.roll import sending
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Reading, ReadLists, ReadRoll
from app.tui import group_title, unread
from app.tui.overview.correcting import Correcting
from app.tui.overview.finding import Finding
from app.tui.overview.matrix import NAME, Matrix
from app.tui.overview.painter import OverviewPainter
from app.tui.roll import key_lines
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.rows import Rows
from app.tui.widgets.sparks import progress
from app.workspace.workspace import Workspace

_BAR = 8  # cells
_OF_STUDENTS = {f"overview.{name}" for name in ("open", "sort", "near", "find", "undo")}
_MARGINS = 4  # cells beside and between the title and the rules


class OverviewScreen(StoreScreen[Matrix]):
    """Shows students × meetings of a group. The register counts, and the rolls have the rules of marks."""

    PLACE = Place.OVERVIEW

    def __init__(self, workspace: Workspace, group: Group, at: float, list_id: str = "", student_id: str = "") -> None:
        """Show the term of this group; see `Navigator.open_overview`."""
        self.painter = OverviewPainter(workspace.register.now, list_id, student_id)
        super().__init__(workspace, self.painter.rows)
        self.group = group
        self._correcting = Correcting(self)
        self.guard_keys(self._correcting.key_guard, self._correcting.tell)
        self._correcting.key_guard.opened(at)

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of this group; their rolls are read while nothing else is to be done."""
        return (ReadLists(self.group.key),)

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group, and the list and the student in hand."""
        student, meeting = self.rows.current, self.painter.meeting
        list_id = meeting.list.id if meeting and meeting.list else ""
        return self.group, list_id, student.student.id if student else ""

    def action_export(self) -> None:
        """Ask how to write out the term, or the list in hand."""
        _, list_id, _ = self.in_hand()
        self.message.hush()
        self.navigator.open_export(self.group, list_id, term=True)

    # --- what is laid out and shown ---

    def body(self) -> ComposeResult:
        """Lay out the headings, and the matrix under them."""
        yield self.painter.head
        yield self.rows

    def foot(self) -> ComposeResult:
        """Lay out what is in hand, and where one types."""
        yield self.painter.foot
        yield self.prompt

    def on_mount(self) -> None:
        """Let the rolls of this group be read first."""
        self.read_ahead(self.group.key)

    def on_unmount(self) -> None:
        """Let go out what was corrected, and go on with the rolls of all groups."""
        self._correcting.close()
        self.read_ahead()

    def on_resize(self, event: Resize) -> None:
        """Fit the columns into the new size."""
        self.painter.fit(event.size)
        self._show_title()

    def load(self) -> None:
        """Show the term as stored; the cursor stays on its student and its meeting."""
        shown = self.workspace.register.overviews.of(self.group.key)
        if shown is not None:
            self.painter.show(shown, self._placeholder())
        self._show_title()
        self.show_state()
        self.show_keys()

    def _show_title(self) -> None:
        """Show whose term it is, and by which rules is counted, where both have room."""
        rules = overview.rules(self.painter.shown.rules) if self.painter.shown else ""
        fits = cell_len(groups.group_title(self.group)) + cell_len(rules) + _MARGINS <= self.size.width
        group_title.show(self.title_line, self.group, Content.styled(rules, "$foreground-muted") if fits else "")

    def _placeholder(self) -> str:
        if self.painter.ordering.near_limit:
            return gettext("Nobody is near the limit: all may miss more than 1.")
        return gettext("Reading the lists from USOS …") if self.is_reading() else gettext("Nobody is known here yet.")

    def show_state(self) -> None:
        """Show how many students and lists there are, the order, and what is being read or waits."""
        parts, shown = [], self.painter.shown
        if shown is not None:
            read = shown.rolls_known
            parts = [groups.students(len(shown.students))] if shown.students else []
            parts.append(f"{progress(*read, _BAR)}{overview.lists_known(*read)}")
            if number := near_limit(shown):
                parts.append(overview.near_limit(number))
            if self.painter.ordering.sorting is not Sorting.NAME:
                parts.append(gettext(self.painter.ordering.sorting.value))
        unsent = self.workspace.register.unsent().total
        told, shorter = (Content.styled(" · ".join(one), "$foreground-muted") for one in (parts, parts[:1] + parts[2:]))
        self.state_line.show(told, self.sync_content(unsent), shorter=[shorter])

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the marks, which need a meeting in hand, and below them the other keys; without students no marks."""
        if not self.rows.count:
            return super().bar_lines()
        meeting = self.painter.meeting
        of_marks = key_lines.of_marks(meeting.mode if meeting else None)
        if meeting is None or meeting.list is None:
            of_marks = tuple(replace(one, available=False) for one in of_marks)
        return of_marks, *super().bar_lines()

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something: where nobody is shown, there is nobody to open, to sort and to find."""
        useless = set() if self.painter.shown and self.painter.shown.students else _OF_STUDENTS
        return [key for key in super().bar_keys() if key.id not in useless]

    # --- what sync reports ---

    def follow(self, event: SyncEvent) -> None:
        """Fill the columns as readings arrive, and take in what USOS has made of a mark."""
        self._correcting.follow(event)
        if isinstance(event, ReadingEnded) and isinstance(event.reading, ReadRoll):
            self._take_in_roll(event.reading.list_id)
        super().follow(event)
        if isinstance(event, ReadingEnded) and event.reading in self.readings():
            self.read_ahead(self.group.key)

    def _take_in_roll(self, list_id: str) -> None:
        """Show a roll that was read: its column alone, where that is all that has changed."""
        if self.painter.shown is None:
            return
        shown = self.workspace.register.overviews.with_roll(self.painter.shown, list_id)
        if shown is None:
            self.renew_soon()
        elif shown is not self.painter.shown:
            self.painter.take_in_roll(shown, self._placeholder())
            self.show_state()

    # --- keys ---

    def action_mark(self, mark: str) -> None:
        """Correct what is in hand."""
        said = self.message.said  # the same key again answers what it asks
        self.message.hush()
        self._correcting.mark(Mark(mark), said)

    def arrived(self) -> None:
        """Show in words what is in hand now."""
        self.painter.look()

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show what was clicked, also while something is asked; Textual calls the handler of the base, too."""
        self.painter.look()
        self.show_keys()

    def on_rows_chosen(self) -> None:
        """Open what was clicked."""
        self.action_open()

    def action_move_column(self, step: int) -> None:
        """Go to another meeting, or at last to the name; from the name to the first meeting in sight."""
        rows = self.rows
        self._go_to_column(rows.first if rows.column == NAME and step > 0 else rows.column + step)

    def action_move_to_column(self, direction: int) -> None:
        """Go to the newest meeting, or to the name."""
        self._go_to_column(self.painter.newest() if direction > 0 else NAME)

    def _go_to_column(self, column: int) -> None:
        self.message.hush()
        self.rows.go_to_column(column)
        self.painter.look()
        self.show_keys()

    def action_sort(self) -> None:
        """Sort by the next one of name, absences and percent."""
        self.message.hush()
        self._arrange(replace(self.painter.ordering, sorting=self.painter.ordering.sorting.next()))

    def action_near_limit(self) -> None:
        """Show only who is near the limit of absences, at it or over it; or all again."""
        ordering, shown = self.painter.ordering, self.painter.shown
        limited = shown is not None and any(one.limit_state is not LimitState.NONE for one in shown.students)
        if not limited and not ordering.near_limit:
            told = gettext("This group has no limit of absences. {key} sets one.")
            self.say(told.format(key=keys.shown("overview.rules")))
            return
        self.message.hush()
        self._arrange(replace(ordering, near_limit=not ordering.near_limit))
        if not ordering.near_limit:
            back = gettext("Only students near the limit: they may miss 1 at most. {key} shows all again.")
            self.say(back.format(key=keys.shown("overview.near")))

    def _arrange(self, ordering: Ordering) -> None:
        self.painter.ordering = ordering
        self.painter.show_students(self._placeholder())
        self.show_state()

    def action_find(self) -> None:
        """Find a student while typing."""
        self.message.hush()
        self.ask(Finding(self.painter, show=self._show_found, closed=self.close_prompt).question())

    def _show_found(self, hint: str, items: tuple[KeyItem, ...]) -> None:
        self.prompt.hint(hint)
        self.offer(items)

    def action_undo(self) -> None:
        """Take back the newest correction made here."""
        self.message.hush()
        self._correcting.undo()

    def action_redo(self) -> None:
        """Do again the correction that was taken back last."""
        self.message.hush()
        self._correcting.redo()

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection."""
        self.message.hush()
        if self.may_change():
            self.say(roll.told(sending.send_all(self.workspace)))

    def action_refresh(self) -> None:
        """Read the lists and the rolls of this group again, and try what waits."""
        meetings = self.painter.shown.meetings if self.painter.shown else ()
        rolls = (ReadRoll(one.list.id) for one in meetings if one.list and not one.list.is_draft)
        self.workspace.sync.want_anew(*rolls)
        super().action_refresh()

    def trouble(self) -> str:
        """Return what failed, be it that a roll counted here could not be read."""
        counted = [one.list for one in self.painter.shown.meetings if one.list] if self.painter.shown else []
        return super().trouble() or unread.told(self.workspace.sync, counted, self.key_of("refresh"))

    # --- where it leads ---

    def action_open(self) -> None:
        """Open the roll of the meeting in hand at the student, or on a name the student in all groups."""
        student, meeting = self.rows.current, self.painter.meeting
        if student is None:
            return
        self.message.hush()
        if meeting is None:
            self.navigator.open_student(student.student)
        elif meeting.list is None:
            self.say(gettext("This class has no list."))
        else:
            self._correcting.forget_steps()
            self.navigator.open_roll(meeting.list.id, student.student.id)

    def action_back(self) -> None:
        """Go back; while an undo waits for USOS, only when asked a second time."""
        if self._correcting.may_leave():
            self.dismiss()
