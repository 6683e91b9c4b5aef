"""What one wants to know beside the marks, and how one wants the rolls shown; kept in the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.domain.absences import Absences
from app.domain.model import AttendanceList, GroupKey, Student
from app.domain.roll_order import Arrangement
from app.domain.whole_number import whole_number
from app.store import Store
from app.store.journal import Decision

MOST = 9999
_LEAST, _LONGEST = timedelta(seconds=1), timedelta(hours=4)  # between the marks of one class


class RollDetails:
    """Details, order, head counts, absences so far."""

    def __init__(self, store: Store) -> None:
        """Keep them in this store."""
        self._store = store

    # --- for every roll ---

    @property
    def details(self) -> bool:
        """Whether numbers, absences and comments are shown."""
        return bool(self._store.preferences.get("details"))

    def keep_details(self, *, shown: bool) -> None:
        """Show them or not, at the next start as well."""
        self._store.preferences.keep("details", "shown" if shown else "")

    @property
    def arrangement(self) -> Arrangement:
        """In which order rolls are shown."""
        return Arrangement.of(self._store.preferences.get("order"))

    def keep_arrangement(self, chosen: Arrangement) -> None:
        """Show rolls in that order from now on."""
        self._store.preferences.keep("order", chosen.order)

    @property
    def theme(self) -> str:
        """The theme that was chosen, empty where none was."""
        return self._store.preferences.get("theme")

    def keep_theme(self, name: str) -> None:
        """Use this theme from the next start on."""
        self._store.preferences.keep("theme", name)

    # --- for one list, for one group ---

    def head_count(self, list_id: str) -> int | None:
        """Return how many people were counted in the room."""
        return number(self._store.preferences.get(f"head count {list_id}"))

    def keep_head_count(self, list_id: str, heads: int | None) -> None:
        """Keep how many people were counted, None for not counted."""
        self._store.preferences.keep(f"head count {list_id}", "" if heads is None else str(heads))

    def absences(self, attendance_list: AttendanceList, now: datetime) -> Mapping[str, Absences]:
        """Return by student how often they were absent from this group's other meetings so far."""
        until = max(attendance_list.date, now)
        return self._store.rolls.absences(attendance_list.group, attendance_list.id, until)

    def participants(self, group: GroupKey) -> list[Student]:
        """Return who is in a group now, as far as USOS tells, in no particular order."""
        return self._store.meetings.participants(group)

    def time_taken(self, list_id: str) -> timedelta | None:
        """Return how long the list was called here, from the first mark of its first student to that of its last.

        None where that tells nothing: all were marked in one moment, or so far apart that it was not one class.
        """
        marked = self._store.journal.first_marks(list_id)
        taken = marked[-1] - marked[0] if marked else timedelta()
        return taken if _LEAST <= taken <= _LONGEST else None

    def last_decisions(self, list_id: str, most: int) -> list[Decision]:
        """Return the newest decisions about a list, the newest step first, and those of one step in their order."""
        return self._store.journal.newest(list_id, most)


def number(text: str) -> int | None:
    """Return a whole number that somebody typed, None where it is none."""
    return whole_number(text, range(MOST + 1))
