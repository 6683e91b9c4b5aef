"""What can be exported: the term of a group, or the roll of one list, with what is known around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Group, GroupKey, Phrase, Student
from app.domain.names import by_surname
from app.domain.overview import Overview, OverviewCell
from app.register.overview import entered
from app.register.register import Register


@frozen
class ExportSource:
    """The term, `overview`, or else one list with its `cells`.

    `meeting` and `room` are those that a sign-in sheet is for: of the list, else of the meeting nearest to now; None
    and "" where not known. `students` are those that it names: of the list, else who is in the group now. `lecturer`
    is empty where nobody signed in by name. `unsent` is how many of these marks USOS has not accepted.
    """

    key: GroupKey
    group: Group | None
    term: Phrase | None
    lecturer: str
    at: datetime
    meeting: datetime | None
    room: str
    students: tuple[Student, ...] = ()
    unsent: int = 0
    overview: Overview | None = None
    list: AttendanceList | None = None
    cells: tuple[OverviewCell, ...] = ()
    read_at: datetime | None = None

    @property
    def unread(self) -> int:
        """How many of the lists were never read."""
        if self.overview is None:
            return int(self.read_at is None)
        return sum(one.list is not None and one.read_at is None for one in self.overview.meetings)


class ExportSources:
    """Gathers from the register, at once. Every method may raise `StoreError`."""

    def __init__(self, register: Register, lecturer: str = "", late_template: str = "") -> None:
        """Gather for this lecturer; `late_template` is the comment on who comes late, "" the usual one."""
        self._register = register
        self._lecturer, self._late = lecturer, late_template

    def of_list(self, list_id: str) -> ExportSource | None:
        """Return the roll of a list or draft in the order of a class, None where the list is not known."""
        roll = self._register.roll(list_id)
        if roll is None:
            return None
        return replace(
            self._around(roll.list.group, roll.list.date),
            students=tuple(entry.student for entry in roll.entries),
            unsent=self._register.unsent(list_id).total,
            list=roll.list,
            cells=tuple(entered(entry, self._late) for entry in roll.entries),
            read_at=roll.read_at,
        )

    def of_term(self, key: GroupKey) -> ExportSource | None:
        """Return the term of a group, None where the group is not known."""
        overview = self._register.overviews.of(key)
        if overview is None:
            return None
        known = [one.date for one in overview.meetings]
        nearest = min(known, key=lambda date: (abs(date - self._register.now()), date), default=None)
        here = sorted(self._register.roll_details.participants(key), key=by_surname)
        return replace(
            self._around(key, nearest),
            students=tuple(here or (one.student for one in overview.students)),
            unsent=sum(one.unsent for one in overview.meetings),
            overview=overview,
        )

    def _around(self, key: GroupKey, meeting: datetime | None) -> ExportSource:
        """Return what is known around a meeting of a group, with nobody in it."""
        group = self._register.group(key)
        terms = (one.term for one in self._register.terms("pl"))
        meetings = self._register.timetable.meetings(key)
        return ExportSource(
            key=key,
            group=group,
            term=next((one.name for one in terms if group and one.id == group.term_id), None),
            lecturer=self._lecturer,
            at=self._register.now(),
            meeting=meeting,
            room=next((one.room for one in meetings if one.start == meeting), ""),
        )
