"""The term of a group as one value: students × meetings, with the counts in both directions."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from fractions import Fraction

from app.domain.frozen import frozen
from app.domain.group_rules import GroupRules
from app.domain.model import AttendanceList, Entry, Group, Mark, Mode, Student


class CellState(Enum):
    """What is known of a student in a meeting."""

    ENTERED = auto()  # there is an entry: `OverviewCell.entry`, its mark may be "not set"
    NOT_IN_GROUP = auto()  # the roll was read, and the student was not on it
    NO_LIST = auto()  # the meeting has no list
    NOT_READ = auto()  # there is a list whose roll was never read: nothing is known, which is not "none"


@frozen
class OverviewCell:
    """One student in one meeting; `entry` is there in the state ENTERED alone, and says what is unsent or in conflict.

    `late`: present, and by the comment late. `made_up`: absent, and by the comment that was made up for.
    """

    state: CellState
    entry: Entry | None = None
    late: bool = False
    made_up: bool = False

    @property
    def mark(self) -> Mark | None:
        """The mark decided last, None while not set or not known."""
        return self.entry.mark if self.entry else None


@frozen
class MarkCounts:
    """How often each mark was given: by students in a meeting, or by meetings to a student."""

    intramural: int = 0
    remote: int = 0
    justified: int = 0
    absent: int = 0
    unset: int = 0

    def by_mark(self) -> dict[Mark | None, int]:
        """Return the numbers by mark, that of those not set under None."""
        numbers = (self.intramural, self.remote, self.justified, self.absent, self.unset)
        return dict(zip((*Mark, None), numbers, strict=True))

    @property
    def present(self) -> int:
        """The presences, in the room or not."""
        return self.intramural + self.remote

    @property
    def absences(self) -> int:
        """The absences, excused or not."""
        return self.justified + self.absent

    @property
    def total(self) -> int:
        """All entries, those not set too."""
        return self.present + self.absences + self.unset


@frozen
class OverviewMeeting:
    """One column. `list` is None for a meeting of the timetable without a list.

    `counts` and `read_at` are None where the roll was never read. `begun`: it has begun by now, and counts once its
    roll was read. `held`: that is so; these are the meetings over which students are counted. `unsent` is how many of
    its marks USOS has not accepted, `undecided` how many need a decision of the lecturer.
    """

    date: datetime
    mode: Mode | None
    list: AttendanceList | None
    read_at: datetime | None = None
    counts: MarkCounts | None = None
    begun: bool = False
    held: bool = False
    unsent: int = 0
    undecided: int = 0


class LimitState(Enum):
    """Where a student stands with the limit that is nearest."""

    NONE = auto()  # there is no limit
    BELOW = auto()
    NEAR = auto()  # they may miss one more meeting
    REACHED = auto()  # they may miss none
    OVER = auto()


@frozen
class OverviewStudent:
    """One row; `cells` are in the order of `Overview.meetings`.

    `counts` are over the meetings held so far in which the student has an entry. `held` is how many of these make the
    percentage: all, or without those excused where excused absences do not count. `percent` is attended of held with
    one decimal, None where none was held. `late` and `made_up` count cells that are so, in meetings held. `counted`
    is what the limit that is nearest counts, late arrivals by their weight and nothing that was made up; without a
    limit it is of the unexcused absences. `may_miss` is how many more whole absences that limit allows, None without a
    limit, negative over it. `notify`: the dean's office is to be told. `unread` is how many meetings have begun whose
    roll was not read yet: as long as there are some, the percentage is not that of the term, and less may be missed.
    """

    student: Student
    cells: tuple[OverviewCell, ...]
    counts: MarkCounts
    late: int
    made_up: int
    held: int
    percent: float | None
    counted: Fraction
    may_miss: int | None
    limit_state: LimitState
    notify: bool = False
    unread: int = 0

    @property
    def unexcused(self) -> int:
        """How often they were absent without an excuse, made up for or not."""
        return self.counts.absent

    @property
    def absences(self) -> int:
        """How often they were absent, excused or not."""
        return self.counts.absences

    @property
    def attended(self) -> int:
        """How many meetings they attended, in the room or not."""
        return self.counts.present


@frozen
class Overview:
    """The whole term of a group as known here."""

    group: Group
    rules: GroupRules
    meetings: tuple[OverviewMeeting, ...]
    students: tuple[OverviewStudent, ...]

    @property
    def rolls_known(self) -> tuple[int, int]:
        """Of how many lists the roll was read, and how many there are."""
        lists = [one for one in self.meetings if one.list is not None]
        return sum(one.read_at is not None for one in lists), len(lists)

    @property
    def begun(self) -> tuple[int, int]:
        """Of how many lists of meetings that have begun the roll was read, and how many these are."""
        return sum(one.held for one in self.meetings), sum(one.begun for one in self.meetings)

    @property
    def complete(self) -> bool:
        """Whether every list was read."""
        read, number = self.rolls_known
        return read == number
