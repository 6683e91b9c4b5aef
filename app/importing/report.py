"""What a report says, before anybody knows whose students these are: files, rows, sessions, problems."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from app.domain.frozen import frozen
from app.importing.stamps import Day, Stamp


class Format(StrEnum):
    """Which program wrote a file."""

    TEAMS_LIST = "teams-list"
    TEAMS_REPORT = "teams-report"
    ZOOM = "zoom"
    MEET = "meet"
    BIGBLUEBUTTON = "bigbluebutton"
    WEBEX = "webex"
    TABLE = "table"
    UNKNOWN = "unknown"


class ProblemKind(StrEnum):
    """What is wrong with a file, or what it cannot be used for."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    DAMAGED = "damaged"
    PROTECTED = "protected"  # by a password
    CHAT = "chat"
    PDF = "pdf"
    PICTURE = "picture"
    WEB_PAGE = "web-page"
    DOCUMENT = "document"  # of a word processor, or an archive
    NOT_A_REPORT = "not-a-report"
    INCOMPLETE = "incomplete"  # it ends in the middle, or lists fewer people than it counts
    NOBODY = "nobody"  # a report that lists nobody
    INTRAMURAL_LIST = "intramural-list"  # a call says nothing of who was in the room
    OTHER_DAY = "other-day"  # `days` are those it tells of
    OTHER_TIME = "other-time"  # of that day, but hardly of the time of the class
    OTHER_MEETINGS = "other-meetings"  # rows of other days or classes were left out
    NO_COLUMN = "no-column"  # a table of people without a column for this day


@frozen
class Problem:
    """One thing that is wrong with a file."""

    kind: ProblemKind
    days: tuple[date, ...] = ()


@frozen
class Session:
    """One stay in a call as a file tells it; each part is None where it does not.

    `certain` is False where another device may have ended it: two joins, and one leave.
    """

    start: Stamp | None
    end: Stamp | None
    length: timedelta | None
    certain: bool = True


@frozen
class SignColumn:
    """A column of signs: its number in the sheet (from 1), its heading, its day if told.

    `about_attendance` is False where the heading is another word, such as that of a test.
    """

    number: int
    heading: str
    day: Stamp | Day | None
    about_attendance: bool = True


@frozen
class Person:
    """One row of a file: somebody as the file calls them.

    `name` is as written (a telephone's number shortened), `names` what else they may be called, `number` what stands in
    a column of students' numbers, `signs` the cells under the report's `columns`. `host`: whose call it was.
    """

    line: int
    name: str
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    number: str = ""
    sessions: tuple[Session, ...] = ()
    signs: tuple[str, ...] = ()
    remark: str = ""
    host: bool = False
    nameless: bool = False  # a telephone, or somebody anonymous


@frozen
class Report:
    """What one file says. `days` are those told outside its rows; `complete` is False where some of it is missing."""

    name: str
    format: Format
    complete: bool
    meetings: int
    problems: tuple[Problem, ...] = ()
    people: tuple[Person, ...] = ()
    columns: tuple[SignColumn, ...] = ()
    days: tuple[Day, ...] = ()

    @property
    def is_conference(self) -> bool:
        """Whether it tells of a call, not of signs on a list."""
        return self.format is not Format.UNKNOWN and not self.columns
