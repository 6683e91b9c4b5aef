"""The words of the program as values: groups, lists, marks, rolls. Rules only, no I/O."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Self

from app.domain.frozen import frozen
from app.domain.reason import Reason


class Mark(StrEnum):
    """What `update_attendance` can say of a student; its values are the API's. "Not set" is None."""

    INTRAMURAL = "intramural"
    REMOTE = "remote"
    JUSTIFIED = "justified_absence"
    ABSENT = "absence"


class Mode(StrEnum):
    """How a meeting is held; values as in the API's `attendance_list`."""

    INTRAMURAL = "intramural"
    REMOTE = "remote"
    HYBRID = "hybrid"

    def allows(self, mark: Mark) -> bool:
        """Whether USOS takes this mark in a list of this mode (reasons of `update_attendance`)."""
        match mark:
            case Mark.INTRAMURAL:
                return self is not Mode.REMOTE
            case Mark.REMOTE:
                return self is not Mode.INTRAMURAL
            case _:
                return True


PRESENCES = (Mark.INTRAMURAL, Mark.REMOTE)


@frozen
class Phrase:
    """A text USOS keeps in two languages; either side may be empty."""

    pl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the asked side, or the other one where the asked side is empty."""
        return (self.pl or self.en) if language == "pl" else (self.en or self.pl)


@frozen
class Term:
    """A term; `start` to `finish` covers teaching and exams, and terms may overlap."""

    id: str
    name: Phrase
    start: date
    finish: date
    order: int

    def covers(self, day: date) -> bool:
        """Tell whether the day lies in the term (the API's own "active" flag cannot be trusted)."""
        return self.start <= day <= self.finish


class GroupKey(NamedTuple):
    """What identifies a group in USOS: the course unit and the group's number in it."""

    unit_id: str
    number: str


@frozen
class Group:
    """One class group the lecturer teaches; `students` is None until somebody counted them."""

    key: GroupKey
    term_id: str
    course: Phrase
    class_type: Phrase
    students: int | None


@frozen
class Student:
    """A person on a roll; `number` is the album number, empty where USOS withholds it.

    `apart` is what tells them from somebody of the same name on one of their rolls, "" where nobody is.
    """

    id: str
    first_name: str
    last_name: str
    number: str
    apart: str = ""

    @property
    def name(self) -> str:
        """Surname first, as a Polish class list has it, and nobody else's on any of their rolls."""
        return f"{self.last_name} {self.given_name}".strip()

    @property
    def own_name(self) -> str:
        """The same without what tells them apart: for programs, which have the id."""
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def given_name(self) -> str:
        """The first name, and what tells them from a namesake."""
        return f"{self.first_name} {self.apart}".strip()


@frozen
class Person:
    """A USOS user as such: whose token it is, or who owns a list."""

    id: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """First name first, as people introduce themselves."""
        return f"{self.first_name} {self.last_name}".strip()


class ListId(str):
    """The id of an attendance list: one that USOS gave, or that of a draft, which says whose draft it is.

    It can stand wherever a text can. What takes an id takes any text that is one; what gives an id gives this.
    """

    __slots__ = ()

    DRAFT = "draft|"
    """How the ids of drafts begin; none of USOS does, for "|" stands between ids in its parameters."""

    @classmethod
    def of_draft(cls, group: GroupKey, start: datetime) -> Self:
        """Return the id of the draft for a meeting of a group."""
        return cls(f"{cls.DRAFT}{group.unit_id}|{group.number}|{start.isoformat()}")

    @property
    def is_draft(self) -> bool:
        """Whether the list exists only on this machine."""
        return self.startswith(self.DRAFT)

    @property
    def meeting(self) -> tuple[GroupKey, datetime] | None:
        """The group and the time of the meeting that a draft is for; None for a list of USOS."""
        if not self.is_draft:
            return None
        unit_id, number, start = self.removeprefix(self.DRAFT).split("|")
        return GroupKey(unit_id, number), datetime.fromisoformat(start)


@frozen
class AttendanceList:
    """The list of one meeting of a group; `date` is Polish wall-clock time.

    A draft is called like any other list, but exists only on this machine until USOS has a list for that meeting.
    """

    id: ListId
    group: GroupKey
    date: datetime
    mode: Mode
    owner: str

    @property
    def is_draft(self) -> bool:
        """Whether USOS has no such list yet, as far as is known."""
        return self.id.is_draft


@frozen
class Meeting:
    """One meeting of a group in the timetable, in Polish wall-clock time; `room` is empty where it is not told."""

    group: GroupKey
    start: datetime
    finish: datetime
    room: str


@frozen
class Record:
    """What stands for a student in a list: the mark, or None for "not set", and the comment word for word."""

    mark: Mark | None
    comment: str


NOT_SET = Record(None, "")


class Standing(StrEnum):
    """Where an entry stands between this machine and USOS."""

    SAVED = "saved"  # USOS has it, as far as was read or answered
    UNSENT = "unsent"  # decided here, not accepted yet
    REFUSED = "refused"  # USOS said no; `Entry.reason` says why
    CONFLICT = "conflict"  # somebody else set something there meanwhile; `Entry.found` is what
    MISSING = "missing"  # USOS accepted it, and does not have it; `Entry.found` is what it has


@frozen
class Entry:
    """One student of a roll with the newest record: the lecturer's decision if there is one, else USOS's.

    `known` is what USOS had when it was last read or took a mark. `in_doubt`: a request has left and nobody knows
    its end. `replaced` is what was decided and came to USOS, where somebody has changed it there since; it needs no
    decision.
    """

    student: Student
    record: Record
    standing: Standing = Standing.SAVED
    reason: Reason | str = ""
    known: Record = NOT_SET
    found: Record | None = None
    decided_at: datetime | None = None
    in_doubt: bool = False
    replaced: Record | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether nothing goes on here before the lecturer decides."""
        return self.standing in {Standing.REFUSED, Standing.CONFLICT, Standing.MISSING}

    @property
    def mark(self) -> Mark | None:
        """The newest mark, None while not set."""
        return self.record.mark

    @property
    def comment(self) -> str:
        """The newest comment, empty where there is none."""
        return self.record.comment


@frozen
class Roll:
    """All entries of one list, and when they were last read from USOS (None: never)."""

    list: AttendanceList
    entries: tuple[Entry, ...]
    read_at: datetime | None

    def counts(self) -> Counter[Mark | None]:
        """How many entries carry each mark; None counts those not set."""
        return Counter(entry.mark for entry in self.entries)


@frozen
class Tally:
    """How far a list is: how many of its students are marked, and how."""

    marked: int
    students: int
    present: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def share(self) -> float | None:
        """The part of those marked that is present, None where nobody is marked."""
        return self.present / self.marked if self.marked else None


@frozen
class ListOverview:
    """A list with its tally, None where its roll was never read."""

    list: AttendanceList
    tally: Tally | None


@frozen
class Lesson:
    """One meeting of a group as it will be called.

    It is one of the timetable, or a list that the timetable does not know of. `list` is None where there is none yet,
    `mode` then the one that was last used for the group. `draft` is what was called before there was a list.
    """

    group: Group
    start: datetime
    finish: datetime
    room: str
    mode: Mode
    list: AttendanceList | None = None
    tally: Tally | None = None
    draft: ListOverview | None = None
