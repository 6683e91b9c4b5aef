"""A roll that may be a draft: what becomes of it, and the list that takes its place once there is one.

A class is called before USOS has a list for it: the roll is a draft on this machine. When its list is wanted, sync
looks for one of that meeting, creates it if there is none, reads its roll and moves the draft's decisions to it
(`Recreate`). The roll then goes over: it shows the list from that moment, with the cursor on the same student, and what
was marked in the seconds between goes after. A list that somebody else has created is taken the same way, but where
marks wait only when the lecturer asks for it; a draft in which nothing was decided goes over by itself.
Example: without a network thirty are marked in a draft, then Ctrl+N is pressed on the train. USOS has by now a list of
that meeting, with two marks of a colleague: the draft's decisions move there, the two that differ are conflicts, who
was marked and is not on the list is named, and the roll that is open shows the list.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.model import AttendanceList, Entry, GroupKey, ListId
from app.roll.decisions import Decisions
from app.roll.outcomes import Adopted, Notice, ReadOnly, Rejected
from app.sync.requests import Recreate
from app.usos.errors import UsosError
from app.workspace.workspace import Workspace


class DraftBinding:
    """Which list a roll is of: a draft's, until USOS has one for its meeting."""

    def __init__(self, workspace: Workspace, decisions: Decisions, list_id: str) -> None:
        """Bind to this list or draft."""
        self._workspace, self._decisions = workspace, decisions
        self.list_id = list_id
        self._asked: Recreate | None = None

    @property
    def group(self) -> GroupKey | None:
        """The group this is a draft of, None where it is a list of USOS."""
        meeting = ListId(self.list_id).meeting
        return meeting[0] if meeting else None

    @property
    def is_creating(self) -> bool:
        """Whether USOS is being asked for the list."""
        return self._asked is not None and self._workspace.sync.is_wanted(self._asked)

    @property
    def error(self) -> UsosError | None:
        """Why the list was not created when it was asked for last."""
        return self._workspace.sync.failure(self._asked) if self._asked else None

    @property
    def list_there(self) -> AttendanceList | None:
        """The list that USOS has for the draft's meeting, as far as is known."""
        return self._workspace.register.timetable.list_for(self.list_id)

    def create_list(self) -> Rejected:
        """Ask USOS for the list, where that is not under way: for the one that is there, else for a new one."""
        if self.group is None:
            return Notice.LIST_IN_USOS
        if self._workspace.owner:
            return ReadOnly(self._workspace.owner)
        if not self.is_creating:
            there = self.list_there
            self._asked = Recreate(self.list_id, there.id if there else "")
            self._workspace.sync.act(self._asked)
        return Notice.CREATING

    def go_over(self, shown: Sequence[Entry]) -> Adopted | Notice | None:
        """Go over to the draft's list if it is there and nothing waits here that has to be asked about.

        `shown` are the entries as the roll has them. Return who of them is not on the list and who is new on it,
        `DONE` where its roll was never read, and None where the draft stays. Raises `StoreError`.
        """
        if self.group is None or self.is_creating:
            return None
        register, draft, asked = self._workspace.register, self.list_id, self._asked
        done = asked is not None and self._workspace.sync.failure(asked) is None
        known = register.roll(asked.into) if asked and asked.into else None
        there = known.list if known else self.list_there
        if there is None or not (done or register.unsent(draft).total == 0):
            return None
        marked = {entry.student.id for entry in shown if entry.mark}
        if not self._workspace.owner and self._decisions.take_over(draft, there, marked) is not Notice.DONE:
            return None  # the disk did not take it: the draft stays, and the next event tries again
        self.list_id, self._asked = there.id, None
        return self._adopted(there, shown, marked)

    def _adopted(self, there: AttendanceList, shown: Sequence[Entry], marked: set[str]) -> Adopted | Notice:
        roll = self._workspace.register.roll(there.id)
        if roll is None or roll.read_at is None:
            return Notice.DONE
        on_list, before = {entry.student.id for entry in roll.entries}, {entry.student.id for entry in shown}
        return Adopted(
            list=there,
            joined=tuple(entry.student for entry in roll.entries if before and entry.student.id not in before),
            left_out=tuple(entry.student for entry in shown if entry.student.id in marked - on_list),
            with_marks=bool(marked),
            created=self._workspace.list_history.was_created_here(there.id),
        )

    def leave(self) -> None:
        """Forget a draft in which nothing was decided."""
        if self.group is not None and not self.is_creating:
            self._decisions.write(lambda: self._workspace.register.timetable.drop_draft(self.list_id))
