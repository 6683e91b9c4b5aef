"""What can be asked of USOS, as values: readings, actions, deliveries. Each of them is one request."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.frozen import frozen
from app.domain.model import GroupKey, Mode
from app.store.outbox import Due


@frozen
class ReadGroups:
    """Read the lecturer's groups and terms."""


@frozen
class ReadLists:
    """Read the lists of one group, or of all groups."""

    of: GroupKey | None = None


@frozen
class ReadList:
    """Read one list: its mode, its date."""

    list_id: str


@frozen
class ReadRoll:
    """Read the roll of a list."""

    list_id: str


@frozen
class ReadEachList:
    """Read these lists at once: which are gone, and the mode and date of the others."""

    list_ids: tuple[str, ...]


@frozen
class ReadTimetable:
    """Read the meetings of all groups in the week that begins with this day."""

    first: date


@frozen
class ReadMeetings:
    """Read all meetings of one group."""

    of: GroupKey


@frozen
class ReadEmails:
    """Read the e-mail addresses of the students of a list whose roll was read, where USOS gives any."""

    list_id: str


Reading = ReadGroups | ReadLists | ReadList | ReadRoll | ReadEachList | ReadTimetable | ReadMeetings | ReadEmails


@frozen
class Create:
    """Create a list."""

    of: GroupKey
    date: datetime
    mode: Mode


@frozen
class CreateFromTimetable:
    """Create a list for each meeting of a group."""

    of: GroupKey
    mode: Mode


@frozen
class CreateEach:
    """Create a list for each of these times of a group; one that is there already is left as it is."""

    of: GroupKey
    dates: tuple[datetime, ...]
    mode: Mode


@frozen
class ChangeMode:
    """Change the mode of a list that has no marks."""

    list_id: str
    mode: Mode


@frozen
class DeleteList:
    """Delete a list: only after a fresh reading has shown no mark in it, and while none of ours can be under way."""

    list_id: str


@frozen
class Recreate:
    """Move what waits in a draft, or in a list that is gone, to the list of its meeting.

    That is `into` where it is known already, else the one of the same time, else a new one.
    """

    list_id: str
    into: str = ""


Action = Create | CreateFromTimetable | CreateEach | ChangeMode | DeleteList | Recreate
"""What the lecturer asks for at once or not at all: it is tried once, never by itself, never later."""
ACTIONS = (Create, CreateFromTimetable, CreateEach, ChangeMode, DeleteList, Recreate)


@frozen
class Deliver:
    """Send one decision."""

    due: Due


@frozen
class CheckEntries:
    """Read the entries that these decisions of one list are about: what USOS holds right before they are sent."""

    list_id: str
    due: tuple[Due, ...]

    @property
    def student_ids(self) -> tuple[str, ...]:
        """Whose entries these are."""
        return tuple(due.student_id for due in self.due)


Request = Reading | Action | Deliver | CheckEntries
