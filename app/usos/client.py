"""One gate for all calls, and one method per API method. Safe to use from several threads."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime

from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Meeting, Mode, Person, Record, Student, Term
from app.usos import anonymous, answers, reading
from app.usos.errors import (
    ClockError,
    InternalError,
    NotAllowedError,
    RefusedError,
    SignInNeededError,
    UnreadableError,
    UsosError,
)
from app.usos.gate import Gate
from app.usos.reading import Json
from app.usos.selectors import ACTIVITIES, EMAILS, ENTRIES, GROUPS, LISTS, TIMETABLE, Ladder, Selectors, is_about_fields
from app.usos.signing import Signed

TOLERATED = 240
"""Seconds our clock may be off: USOS is believed to allow 300 (usos-api.md, 1.4)."""

MOST_GROUPS = 3000
"""Groups of one lecturer; a long career has some hundred, and with a hundred thousand no key would be answered."""


@frozen
class Teaching:
    """The answer of `groups/lecturer`: what a lecturer teaches, in which terms, and whom, where that is told."""

    groups: tuple[Group, ...]
    terms: tuple[Term, ...]
    participants: Mapping[GroupKey, tuple[Person, ...]]


class Usos:
    """An installation, reached with one lecturer's token. Every method may raise any `UsosError`."""

    def __init__(
        self,
        access: Access,
        settings: Settings,
        selectors: Selectors | None = None,
        clock: Callable[[], float] = polish_time.epoch,
    ) -> None:
        """Get ready to call; nothing is sent yet.

        `selectors` is what this installation is known to refuse of our field selectors; `clock` dates the signatures.
        """
        self._access, self._settings, self._clock = access, settings, clock
        self._selectors = selectors or Selectors()
        self._clock_was_off = False
        self._person: Person | None = None
        self._gate = self._open()

    def _open(self) -> Gate:
        return Gate(self._access.url, self._settings, Signed(self._access, self._clock))

    def renew(self) -> None:
        """Open new connections for the calls to come; a call in flight ends with an error."""
        old, self._gate = self._gate, self._open()
        old.close()

    def close(self) -> None:
        """Close the connections; a call in flight ends with an error."""
        self._gate.close()

    # --- services/attendance ---

    def attendance(self, list_id: str, student_ids: Iterable[str] = ()) -> tuple[tuple[Student, Record], ...]:
        """Read a roll, or only these students' entries of it; order as it comes (`attendance`)."""
        only = "|".join(student_ids)
        named = {"list_id": list_id} | ({"student_ids": only} if only else {})
        rows = self._of_list(ENTRIES, "attendance/attendance", named)
        return tuple(reading.entry(row) for row in reading.sequence(rows))

    def emails(self, list_id: str) -> dict[str, str]:
        """Read the e-mail addresses of the students of a list by their ids, where this installation gives any.

        One that refuses or cannot give them is not asked again (`attendance`).
        """
        fields = self._selectors.best(EMAILS)
        if not fields:
            return {}
        method = "attendance/attendance"
        try:
            rows = reading.sequence(self._call(method, {"list_id": list_id, "fields": fields}))
        except RefusedError as error:
            if not is_about_fields(error):
                raise
            self._selectors.step_down(EMAILS, fields, lasting=error.error != "field_forbidden")
            return {}
        except InternalError:
            if self._selectors.failed_before(EMAILS.name, fields):
                self._selectors.step_down(EMAILS, fields, lasting=True)
            raise
        return dict(pair for row in rows if (pair := reading.email(row)) is not None)

    def attendance_list(self, list_id: str) -> AttendanceList:
        """Read one list (`attendance_list`)."""
        return reading.attendance_list(self._of_list(LISTS, "attendance/attendance_list", {"list_id": list_id}))

    def attendance_lists(self, list_ids: Iterable[str]) -> dict[ListId, AttendanceList | None]:
        """Read several lists by id; None for those that do not exist (`attendance_lists`)."""
        asked = list(list_ids)
        if not asked:
            return {}
        found = reading.mapping(self._select(LISTS, "attendance/attendance_lists", {"list_ids": "|".join(asked)}))
        return {
            ListId(name): None if (row := reading.needed(found, name)) is None else reading.attendance_list(row)
            for name in asked
        }

    def group(self, key: GroupKey) -> tuple[AttendanceList, ...]:
        """Read all lists of one group (`group`)."""
        return reading.rows(self._select(LISTS, "attendance/group", _group_parameters(key)), reading.attendance_list)

    def user(self) -> tuple[AttendanceList, ...]:
        """Read all lists of the lecturer (`user`); some installations lack it (usos-api.md, 5.1)."""
        return reading.rows(self._select(LISTS, "attendance/user", {}), reading.attendance_list)

    def update_attendance(
        self, list_id: str, student_id: str, mark: Mark, comment: str | None, within: float = math.inf
    ) -> None:
        """Set one student's entry (`update_attendance`). None leaves the comment out, "" asks to clear it.

        Returns only if USOS answered `{}`; repeating the call with the same values does no harm. What cannot leave
        `within` so many seconds, for there is no connection yet, does not leave at all.
        """
        named = {"list_id": list_id, "student_id": student_id, "attendance_mode": mark.value}
        told = {} if comment is None else {"comment": comment}
        self._command("attendance/update_attendance", named | told, time.monotonic() + within)

    def create_attendance_list(self, key: GroupKey, date: datetime, mode: Mode) -> ListId:
        """Create a list and return its id (`create_attendance_list`). Not to be repeated blindly."""
        answer = self._call(
            "attendance/create_attendance_list",
            _group_parameters(key) | {"date": f"{date:%Y-%m-%d %H:%M:%S}", "mode": mode.value},
        )
        return ListId(reading.identity(reading.needed(answer, "list_id")))

    def create_from_tt(self, key: GroupKey, default_mode: Mode) -> None:
        """Create a list for each meeting of the group's timetable (`create_from_tt`)."""
        self._command("attendance/create_from_tt", _group_parameters(key) | {"default_mode": default_mode.value})

    def change_list_mode(self, list_id: str, mode: Mode) -> None:
        """Change the mode of a list that has no marks (`change_list_mode`)."""
        self._command("attendance/change_list_mode", {"list_id": list_id, "mode": mode.value})

    def delete_list(self, list_id: str) -> None:
        """Delete a list that has no marks (`delete_list`)."""
        self._command("attendance/delete_list", {"list_id": list_id})

    # --- around it ---

    def me(self) -> Person:
        """Return whose token this is, read once (`users/user`)."""
        if self._person is None:
            self._person = reading.person(self._call("users/user", {"fields": "id|first_name|last_name"}))
        return self._person

    def is_staff(self) -> bool | None:
        """Read whether this is somebody who may teach (`users/user`, `staff_status`); None where that is not told."""
        told = reading.mapping(self._call("users/user", {"fields": "id|staff_status"})).get("staff_status")
        return None if told is None else told not in (0, "0")

    def scopes(self) -> frozenset[str]:
        """Read what the token is good for (`apisrv/consumer`)."""
        told = reading.needed(self._call("apisrv/consumer", {"fields": "token_scopes"}), "token_scopes")
        return frozenset(reading.text(scope) for scope in reading.sequence(told))

    def teaching(self) -> Teaching:
        """Read the lecturer's groups of all terms (`groups/lecturer`)."""
        answer = self._select(GROUPS, "groups/lecturer", {})
        of_terms = reading.mapping(reading.needed(answer, "groups"))
        if sum(len(reading.sequence(rows)) for rows in of_terms.values()) > MOST_GROUPS:
            raise UnreadableError("services/groups/lecturer: more groups than anybody teaches")
        pairs = [pair for rows in of_terms.values() for pair in reading.rows(rows, _with_participants)]
        return Teaching(
            groups=tuple({group: None for group, _ in pairs}),
            terms=reading.terms(reading.needed(answer, "terms")),
            participants={group.key: people for group, people in pairs if people},
        )

    def timetable(self, first: date, days: int) -> tuple[Meeting, ...]:
        """Read the meetings of some days, 7 at most (`tt/user`, or `tt/staff` where only the second answers).

        Groups that somebody else teaches may be among them (usos-api.md, 4.4).
        """
        span = {"start": first.isoformat(), "days": str(days)}
        best = self._selectors.best(TIMETABLE)
        if best == "tt/user":
            try:
                return reading.meetings(self._select(ACTIVITIES, best, span))
            except (NotAllowedError, RefusedError, InternalError):
                pass  # what keeps the second from answering, too, is told below
        taught = reading.meetings(self._select(ACTIVITIES, "tt/staff", span | {"user_id": self.me().id}))
        self._selectors.step_down(TIMETABLE, best, lasting=True)
        return taught

    def meetings(self, key: GroupKey) -> tuple[Meeting, ...]:
        """Read all meetings of a group (`tt/classgroup_dates2`)."""
        named = {"unit_id": key.unit_id, "group_number": key.number}
        return reading.meetings(self._select(ACTIVITIES, "tt/classgroup_dates2", named))

    # --- the gate ---

    def _command(self, method: str, parameters: dict[str, str], leave_by: float = math.inf) -> None:
        """Call a method whose only good answer is the empty object."""
        if self._call(method, parameters, leave_by) != {}:
            raise UnreadableError(f"services/{method}: an empty object was expected")

    def _of_list(self, ladder: Ladder, method: str, parameters: dict[str, str]) -> Json:
        """Call a method about one list as `_select` does; null means no such list only if `attendance_lists` agrees."""
        answer = self._select(ladder, method, parameters)
        if answer is None:
            list_id = ListId(parameters["list_id"])
            if self.attendance_lists([list_id])[list_id] is None:
                raise answers.gone(f"services/{method}")
            raise UnreadableError(f"services/{method}: null for a list that there is")
        return answer

    def _select(self, ladder: Ladder, method: str, parameters: dict[str, str]) -> Json:
        """Call a method for the best selection of fields that this installation takes."""
        while True:
            fields = self._selectors.best(ladder)
            try:
                answer = self._call(method, parameters | {"fields": fields})
            except RefusedError as error:
                forbidden = error.error == "field_forbidden"
                if not (is_about_fields(error) and self._selectors.step_down(ladder, fields, lasting=not forbidden)):
                    raise
            except InternalError:
                if not self._selectors.failed_before(method, fields):
                    raise
                return self._select_less(ladder, method, parameters, fields)
            else:
                self._selectors.worked(method)
                return answer

    def _select_less(self, ladder: Ladder, method: str, parameters: dict[str, str], failing: str) -> Json:
        """Call a method that failed twice for these fields for smaller selections, and remember one that works.

        Only if the larger one fails after it once more: otherwise USOS has just recovered. Raises `InternalError`
        where none works.
        """
        for fields in self._selectors.smaller(ladder, failing):
            try:
                answer = self._call(method, parameters | {"fields": fields})
            except InternalError:
                continue
            with suppress(InternalError):
                return self._call(method, parameters | {"fields": failing})
            self._selectors.step_down(ladder, ladder.steps[ladder.steps.index(fields) - 1], lasting=True)
            return answer
        raise InternalError

    def _call(self, method: str, parameters: dict[str, str], leave_by: float = math.inf) -> Json:
        """Call `services/<method>` and return the JSON of a good answer."""
        try:
            return self._gate.call(f"services/{method}", parameters, leave_by)
        except SignInNeededError as error:
            ahead = clock_ahead(self._access.url, self._settings, self._clock)
            if ahead is not None and abs(ahead) > TOLERATED:
                self._clock_was_off = True
                raise ClockError(ahead) from error
            if not self._clock_was_off:
                raise
        # The clock may have been set right between that signature and our look at it; then all is as good as before.
        return self._gate.call(f"services/{method}", parameters, leave_by)


def clock_ahead(url: str, settings: Settings, clock: Callable[[], float]) -> float | None:
    """Return by how many seconds our clock is ahead of an installation's; None if that cannot be found out."""
    try:
        theirs = anonymous.server_time(url, settings)
    except UsosError:
        return None
    return polish_time.seconds_ahead(clock(), theirs)


def _group_parameters(key: GroupKey) -> dict[str, str]:
    return {"course_unit_id": key.unit_id, "group_number": key.number}


def _with_participants(row: Json) -> tuple[Group, tuple[Person, ...]]:
    return reading.group(row), reading.participants(row)
