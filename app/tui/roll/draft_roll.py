"""A roll that may be a draft: what becomes of it, and the list that takes its place once there is one."""

from __future__ import annotations

from contextlib import suppress

from app.domain.model import AttendanceList, GroupKey, meeting_of_draft
from app.i18n import gettext
from app.messages import drafts, failures
from app.store import StoreError
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import Action, ReadGroups, Reading, ReadLists, Recreate
from app.tui.roll.roll_view import RollView
from app.tui.widgets.bars import Tone
from app.usos.errors import BusyError, OfflineError, UsosError
from app.workspace.workspace import Workspace


class DraftRoll(RollView):
    """Shows a roll; where it is a draft, creates or adopts its list and goes over to it."""

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Show this list or draft, with the cursor on that student."""
        super().__init__(workspace, list_id, student_id)
        self._asked: Recreate | None = None
        self.asks_first = False  # whether to ask USOS at once for the list of the draft

    @property
    def draft_of(self) -> GroupKey | None:
        """The group this is a draft of, None where it is a list of USOS."""
        meeting = meeting_of_draft(self.list_id)
        return meeting[0] if meeting else None

    def readings(self) -> tuple[Reading, ...]:
        """Return, of a draft, the lists of its group, for one may have come; and who is in it while nobody is known."""
        if self.draft_of is None:
            return super().readings()
        return (ReadLists(self.draft_of),) if self.rows.count else (ReadLists(self.draft_of), ReadGroups())

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing where the list is being created: that begins with the same reading."""
        if self.draft_of is None:
            return super().opening()
        return () if self._asked else (ReadLists(self.draft_of),)

    def on_mount(self) -> None:
        """Ask for the list, where that is wanted."""
        if self.asks_first and self.draft_of is not None and not self.workspace.owner:
            self._ask_for_list()

    def on_unmount(self) -> None:
        """Forget a draft in which nothing was decided."""
        if self.draft_of is not None and not self._is_creating() and not self.workspace.owner:
            with suppress(StoreError):
                self.workspace.register.timetable.drop_draft(self.list_id)

    # --- the list in its place ---

    def action_create_list(self) -> None:
        """Create the list of a draft, or adopt the one that is there."""
        if self.draft_of is None:
            self.say(gettext("This list is in USOS already."))
        elif self.workspace.owner:
            self.say(failures.owned_by(self.workspace.owner), Tone.WARNING)
        elif not self._is_creating():
            self.message.hush()
            self._ask_for_list()
            self.show_state()
            self.show_trouble()

    def _ask_for_list(self) -> None:
        there = self.workspace.register.timetable.list_for(self.list_id)
        self._asked = Recreate(self.list_id, there.id if there else "")
        self.workspace.sync.act(self._asked)

    def _is_creating(self) -> bool:
        return self._asked is not None and self.workspace.sync.is_wanted(self._asked)

    def load(self) -> None:
        """Show the roll as stored, that of the list where a draft has got one."""
        told = self._go_over()
        super().load()
        if told:
            self.say(told)

    def has_moved_on(self) -> bool:
        """Tell whether the list has taken the draft's place just now, and show it."""
        was_draft = self.draft_of is not None
        if was_draft:
            self._reload()
        return was_draft and self.draft_of is None

    def _go_over(self) -> str:
        """Go over to the list of a draft, and return what it has brought; stay while something waits here.

        What waits moves only when the lecturer asks for it. A draft that was left empty has nothing to move.
        """
        if self.draft_of is None or self._is_creating():
            return ""
        register, draft = self.workspace.register, self.list_id
        done = self._asked is not None and self.workspace.sync.failure(self._asked) is None
        known = register.roll(self._asked.into) if self._asked and self._asked.into else None
        there = known.list if known else register.timetable.list_for(draft)
        if there is None or not (done or register.unsent(draft).total == 0):
            return ""
        before, marked = self.rows.entries, {entry.student.id for entry in self.rows.entries if entry.mark}
        if not self.workspace.owner:
            if register.timetable.waiting(draft):  # marked while the list came into being
                register.timetable.take_over(draft, there.id)
                self.workspace.sync.decided(there.id, *marked)
            register.timetable.drop_draft(draft)
        self._first = self.rows.current.student.id if self.rows.current else self._first
        self.list_id, self._asked = there.id, None
        self.workspace.sync.want(*self.opening())
        return self._told_of(there, {entry.student.id for entry in before}, marked)

    def _told_of(self, there: AttendanceList, known: set[str], marked: set[str]) -> str:
        """Return what is to be said of the students of the list, where its roll was read."""
        roll = self.workspace.register.roll(there.id)
        if roll is None or roll.read_at is None:
            return ""
        on_list = {entry.student.id for entry in roll.entries}
        left = [entry.student for entry in self.rows.entries if entry.student.id in marked - on_list]
        unknown = [entry.student for entry in roll.entries if entry.student.id not in known] if known else []
        return drafts.adopted(unknown, left, marks=bool(marked))

    def news(self, news: SyncEvent) -> None:
        """Fill a draft whose students have become known; else as every roll."""
        match news:
            case ReadingEnded(ReadGroups()) if self.draft_of is not None and self.list and not self.rows.count:
                one = self.list
                self.carry_out(lambda: self.workspace.register.timetable.draft(one.group, one.date, one.mode))
        super().news(news)

    # --- what is said ---

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Let the roll itself tell how the creating of its list has ended; else as every screen."""
        if not isinstance(action, Recreate):
            super().ended(action, error)

    def _placeholder(self) -> str:
        if self.draft_of is not None:
            return gettext("No student of this group is known here yet.")
        return super()._placeholder()

    def trouble(self) -> str:
        """Return, of a draft, why it has no list and what to do; else what is the matter."""
        current, link = self.rows.current, self.workspace.sync.connection
        if self.draft_of is None or self.workspace.owner or self._is_creating():
            return "" if self._is_creating() else super().trouble()
        if (current is not None and current.needs_decision) or (
            link.trouble and not isinstance(link.trouble, (OfflineError, BusyError))
        ):
            return super().trouble()
        error = self.workspace.sync.failure(self._asked) if self._asked else None
        there = self.workspace.register.timetable.list_for(self.list_id)
        if there is not None:
            return drafts.adopting(there)
        if error is not None and not isinstance(error, (OfflineError, BusyError)):
            return drafts.failed(error)
        return drafts.offline(link) or drafts.kept()

    def show_trouble(self) -> None:
        """Say that the list is being created; else what is the matter."""
        if self.draft_of is not None and self._is_creating():
            self.message.stand(gettext("Creating the list …"), Tone.PLAIN)
        else:
            super().show_trouble()
