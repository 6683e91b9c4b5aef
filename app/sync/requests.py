"""What can be asked of USOS, as values: readings, actions, deliveries. Each of them is one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.model import GroupKey, Mode
from app.store.outbox import Due


@dataclass(frozen=True, slots=True)
class ReadGroups:
    """Read the lecturer's groups and terms."""


@dataclass(frozen=True, slots=True)
class ReadLists:
    """Read the lists of one group, or of all groups."""

    of: GroupKey | None = None


@dataclass(frozen=True, slots=True)
class ReadList:
    """Read one list: its mode, its date."""

    list_id: str


@dataclass(frozen=True, slots=True)
class ReadRoll:
    """Read the roll of a list."""

    list_id: str


@dataclass(frozen=True, slots=True)
class ReadEachList:
    """Read these lists at once: which are gone, and the mode and date of the others."""

    list_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadTimetable:
    """Read the meetings of all groups in the week that begins with this day."""

    first: date


@dataclass(frozen=True, slots=True)
class ReadMeetings:
    """Read all meetings of one group."""

    of: GroupKey


@dataclass(frozen=True, slots=True)
class ReadEmails:
    """Read the e-mail addresses of the students of a list whose roll was read, where USOS gives any."""

    list_id: str


Reading = ReadGroups | ReadLists | ReadList | ReadRoll | ReadEachList | ReadTimetable | ReadMeetings | ReadEmails


@dataclass(frozen=True, slots=True)
class Create:
    """Create a list."""

    of: GroupKey
    date: datetime
    mode: Mode


@dataclass(frozen=True, slots=True)
class CreateFromTimetable:
    """Create a list for each meeting of a group."""

    of: GroupKey
    mode: Mode


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """Change the mode of a list that has no marks."""

    list_id: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class DeleteList:
    """Delete a list that has no marks."""

    list_id: str


@dataclass(frozen=True, slots=True)
class Recreate:
    """Move what waits in a draft, or in a list that is gone, to the list of its meeting.

    That is `into` where it is known already, else the one of the same time, else a new one.
    """

    list_id: str
    into: str = ""


Action = Create | CreateFromTimetable | ChangeMode | DeleteList | Recreate
"""What the lecturer asks for at once or not at all: it is tried once, never by itself, never later."""
ACTIONS = (Create, CreateFromTimetable, ChangeMode, DeleteList, Recreate)


@dataclass(frozen=True, slots=True)
class Deliver:
    """Send one decision."""

    due: Due


@dataclass(frozen=True, slots=True)
class CheckEntries:
    """Read the entries that these decisions of one list are about: what USOS holds right before they are sent."""

    list_id: str
    due: tuple[Due, ...]

    @property
    def student_ids(self) -> tuple[str, ...]:
        """Whose entries these are."""
        return tuple(due.student_id for due in self.due)


Request = Reading | Action | Deliver | CheckEntries
