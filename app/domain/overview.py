"""The term of a group as one value: students × meetings, with the counts in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from fractions import Fraction

from app.domain.group_rules import GroupRules
from app.domain.model import AttendanceList, Entry, Group, Mark, Mode, Student


class CellState(Enum):
    """What is known of a student in a meeting."""

    ENTERED = auto()  # there is an entry: `OverviewCell.entry`, its mark may be "not set"
    NOT_IN_GROUP = auto()  # the roll was read, and the student was not on it
    NO_LIST = auto()  # the meeting has no list
    NOT_READ = auto()  # there is a list whose roll was never read: nothing is known, which is not "none"


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """One student in one meeting; `entry` is there in the state ENTERED alone, and says what is unsent or in conflict.

    `late` and `made_up` are what the comment says.
    """

    state: CellState
    entry: Entry | None = None
    late: bool = False
    made_up: bool = False

    @property
    def mark(self) -> Mark | None:
        """The mark decided last, None while not set or not known."""
        return self.entry.mark if self.entry else None


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """How many students carry each mark in a meeting."""

    intramural: int = 0
    remote: int = 0
    justified: int = 0
    absent: int = 0
    unset: int = 0

    @property
    def present(self) -> int:
        """Those who were there, in the room or not."""
        return self.intramural + self.remote

    @property
    def students(self) -> int:
        """All who have an entry."""
        return self.present + self.justified + self.absent + self.unset


@dataclass(frozen=True, slots=True)
class OverviewMeeting:
    """One column. `list` is None for a meeting of the timetable without a list.

    `counts` and `read_at` are None where the roll was never read. `held`: its roll was read and it has begun by now;
    these are the meetings over which students are counted. `unsent` is how many of its marks USOS has not accepted,
    `undecided` how many need a decision of the lecturer.
    """

    date: datetime
    mode: Mode | None
    list: AttendanceList | None
    read_at: datetime | None = None
    counts: MeetingCounts | None = None
    held: bool = False
    unsent: int = 0
    undecided: int = 0


class LimitState(Enum):
    """Where a student stands with the limit that is nearest."""

    NONE = auto()  # there is no limit
    BELOW = auto()
    NEAR = auto()  # one more absence reaches it
    REACHED = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class OverviewStudent:
    """One row; `cells` are in the order of `Overview.meetings`.

    `held` is how many meetings held so far the student had an entry in, `attended` how many of those they attended (by
    the rules of the group), `percent` attended of held with one decimal, None where none was held. `absences` are all,
    the excused ones too. `counted` are the absences that the limits count, late arrivals by their weight included.
    `may_miss` is how many more they may miss, None without a limit, negative over it.
    """

    student: Student
    cells: tuple[OverviewCell, ...]
    unexcused: int
    absences: int
    late: int
    made_up: int
    held: int
    attended: int
    percent: float | None
    counted: Fraction
    may_miss: int | None
    limit_state: LimitState
    notify: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole term of a group as known here."""

    group: Group
    rules: GroupRules
    meetings: tuple[OverviewMeeting, ...]
    students: tuple[OverviewStudent, ...]

    @property
    def complete(self) -> bool:
        """Whether every list was read."""
        return all(one.read_at is not None for one in self.meetings if one.list is not None)
