"""One gate for all calls, and one method per API method. Safe to use from several threads."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx

from app.model import AttendanceList, Group, GroupKey, Mark, Mode, Person, Record, Student, Term
from app.settings import Access, Settings, is_loopback
from app.usos import answers, reading
from app.usos.errors import OfflineError, Silence, UnreadableError
from app.usos.reading import Json
from app.usos.signing import Signed

_LIST_FIELDS = "id|course_unit[id]|group_number|owner[id|first_name|last_name]|date|mode"
_ENTRY_FIELDS = "student[id|first_name|last_name|student_number]|attendance_mode|comment"
_GROUP_FIELDS = "course_unit_id|group_number|term_id|course_name|class_type|participants"


# Errors after which no byte of the call has left this machine.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Teaching:
    """The answer of `groups/lecturer`: what a lecturer teaches, and in which terms."""

    groups: tuple[Group, ...]
    terms: tuple[Term, ...]


class Usos:
    """An installation, reached with one lecturer's token. Every method may raise any `UsosError`.

    Calls are form POSTs; redirects are not followed; a call that fails is not repeated here.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Get ready to call; nothing is sent yet. `settings.access` must be there; `clock` dates the signatures."""
        if settings.access is None:
            raise ValueError("no USOS is configured")
        self._base = settings.access.url
        self._settings, self._clock = settings, clock
        self._http = self._connections(settings.access)

    def _connections(self, access: Access) -> httpx.Client:
        try:
            return httpx.Client(
                auth=Signed(access, self._clock),
                headers={"User-Agent": f"rollcall/{version('rollcall')}", "Accept": "application/json"},
                timeout=httpx.Timeout(self._settings.read_timeout, connect=self._settings.connect_timeout),
                limits=httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=60),
                follow_redirects=False,
                # httpx would hand loopback calls, Authorization and all, to a proxy named in the environment.
                trust_env=not is_loopback(urlsplit(self._base).hostname or ""),
            )
        except (ImportError, ValueError) as error:
            raise OfflineError(Silence.PROXY, reached=False) from error

    def renew(self) -> None:
        """Open new connections for the calls to come; a call in flight ends as it may."""
        if self._settings.access is not None:
            old, self._http = self._http, self._connections(self._settings.access)
            old.close()

    def close(self) -> None:
        """Close the connections; a call in flight ends with an error."""
        self._http.close()

    # --- services/attendance ---

    def attendance(self, list_id: str, student_ids: Iterable[str] = ()) -> tuple[tuple[Student, Record], ...]:
        """Read a roll, or only these students' entries of it; order as it comes (`attendance`)."""
        only = "|".join(student_ids)
        rows = self._call(
            "attendance/attendance",
            {"list_id": list_id, "fields": _ENTRY_FIELDS} | ({"student_ids": only} if only else {}),
        )
        return tuple(reading.entry(row) for row in reading.sequence(rows))

    def attendance_list(self, list_id: str) -> AttendanceList:
        """Read one list (`attendance_list`)."""
        return reading.attendance_list(
            self._call("attendance/attendance_list", {"list_id": list_id, "fields": _LIST_FIELDS})
        )

    def attendance_lists(self, list_ids: Iterable[str]) -> dict[str, AttendanceList | None]:
        """Read several lists by id; None for those that do not exist (`attendance_lists`)."""
        asked = list(list_ids)
        if not asked:
            return {}
        found = reading.mapping(
            self._call("attendance/attendance_lists", {"list_ids": "|".join(asked), "fields": _LIST_FIELDS})
        )
        return {
            name: None if (row := reading.needed(found, name)) is None else reading.attendance_list(row)
            for name in asked
        }

    def group(self, key: GroupKey) -> tuple[AttendanceList, ...]:
        """Read all lists of one group (`group`)."""
        rows = self._call("attendance/group", _group_parameters(key) | {"fields": _LIST_FIELDS})
        return tuple(reading.attendance_list(row) for row in reading.sequence(rows))

    def user(self) -> tuple[AttendanceList, ...]:
        """Read all lists of the lecturer (`user`); some installations lack it (usos-api.md, 5.1)."""
        rows = self._call("attendance/user", {"fields": _LIST_FIELDS})
        return tuple(reading.attendance_list(row) for row in reading.sequence(rows))

    def update_attendance(self, list_id: str, student_id: str, mark: Mark, comment: str | None) -> None:
        """Set one student's entry (`update_attendance`). None leaves the comment out, "" asks to clear it.

        Returns only if USOS answered `{}`; repeating the call with the same values does no harm.
        """
        named = {"list_id": list_id, "student_id": student_id, "attendance_mode": mark.value}
        self._command("attendance/update_attendance", named | ({} if comment is None else {"comment": comment}))

    def create_attendance_list(self, key: GroupKey, date: datetime, mode: Mode) -> str:
        """Create a list and return its id (`create_attendance_list`). Not to be repeated blindly."""
        answer = self._call(
            "attendance/create_attendance_list",
            _group_parameters(key) | {"date": f"{date:%Y-%m-%d %H:%M:%S}", "mode": mode.value},
        )
        return reading.identity(reading.needed(answer, "list_id"))

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
        """Read whose token this is (`users/user`)."""
        return reading.person(self._call("users/user", {"fields": "id|first_name|last_name"}))

    def teaching(self) -> Teaching:
        """Read the lecturer's groups of all terms (`groups/lecturer`)."""
        answer = self._call("groups/lecturer", {"fields": _GROUP_FIELDS})
        of_terms = reading.mapping(reading.needed(answer, "groups"))
        return Teaching(
            groups=tuple(reading.group(row) for rows in of_terms.values() for row in reading.sequence(rows)),
            terms=tuple(reading.term(row) for row in reading.sequence(reading.needed(answer, "terms"))),
        )

    # --- the gate ---

    def _command(self, method: str, parameters: dict[str, str]) -> None:
        """Call a method whose only good answer is the empty object."""
        if self._call(method, parameters) != {}:
            raise UnreadableError(f"services/{method}: an empty object was expected")

    def _call(self, method: str, parameters: dict[str, str]) -> Json:
        """Call `services/<method>` and return the JSON of a good answer."""
        name, http = f"services/{method}", self._http
        try:
            response = http.post(self._base + name, data=parameters)
        except httpx.TimeoutException as error:
            raise OfflineError(Silence.TIMEOUT, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except httpx.DecodingError as error:
            raise UnreadableError(f"{name}: broken encoding") from error
        except httpx.HTTPError as error:
            silence = Silence.TLS if _about_tls(error) else Silence.NO_CONNECTION
            raise OfflineError(silence, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except RuntimeError as error:
            if not http.is_closed:
                raise
            # Another thread has renewed the connections between our taking this one and sending.
            raise OfflineError(Silence.NO_CONNECTION, reached=False) from error
        # USOS speaks UTF-8 only; a charset that a stranger's header names could be no text encoding at all.
        body = response.content.decode("utf-8", "replace")
        return answers.content(name, response.status_code, dict(response.headers), body)


def _group_parameters(key: GroupKey) -> dict[str, str]:
    return {"course_unit_id": key.unit_id, "group_number": key.number}


def _about_tls(error: BaseException) -> bool:
    """Tell whether a TLS failure is behind the error; httpx keeps it only in the chain of causes."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ssl.SSLError):
            return True
        link = link.__cause__ or link.__context__
    return False
