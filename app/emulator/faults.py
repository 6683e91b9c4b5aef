"""What can go wrong on purpose: the plan of faults that the next calls meet."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from app.emulator.exchange import Json
from app.emulator.vocabulary import MARKS, MODES


class FaultKind(StrEnum):
    """The kinds of faults; `MEANINGS` says what each does."""

    LATENCY = "latency"
    FOREIGN_CHANGE = "foreign_change"
    MODE_CHANGE = "mode_change"
    LIST_DELETED = "list_deleted"
    ERROR_500 = "error_500"
    UNAVAILABLE_503 = "unavailable_503"
    BUSY_429 = "busy_429"
    HTML_200 = "html_200"
    NULL_200 = "null_200"
    EMPTY_LIST_200 = "empty_list_200"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 the name of a fault
    REFUSED = "refused"
    LIES = "lies"
    TRUNCATED_JSON = "truncated_json"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    LATE = "late"
    HANG = "hang"


MEANINGS: Mapping[FaultKind, str] = {
    FaultKind.LATENCY: "takes `seconds` longer, less if the faults are cleared before; other faults still apply",
    FaultKind.FOREIGN_CHANGE: "just before, a colleague gives the student (or `student_id`) `mark` and `comment`",
    FaultKind.MODE_CHANGE: "just before, the call's list gets the mode `mode`",
    FaultKind.LIST_DELETED: "just before, the call's list is deleted with its marks",
    FaultKind.ERROR_500: "500 with an HTML body, nothing applied",
    FaultKind.UNAVAILABLE_503: "503 with HTML and Retry-After of `seconds`, nothing applied",
    FaultKind.BUSY_429: "429 with HTML and Retry-After of `seconds`, nothing applied",
    FaultKind.HTML_200: "200 with a captive portal's HTML, nothing applied",
    FaultKind.NULL_200: "200 with the body null, nothing applied",
    FaultKind.EMPTY_LIST_200: "200 with the body [], nothing applied",
    FaultKind.EXPIRED_TOKEN: "401 as for an expired token, nothing applied",
    FaultKind.REFUSED: "the API error with `reason`, nothing applied",
    FaultKind.LIES: "the right answer, but nothing is stored",
    FaultKind.TRUNCATED_JSON: "applied, but half of the answer's JSON is missing",
    FaultKind.CUT_BEFORE: "the connection is closed without an answer, nothing applied",
    FaultKind.CUT_AFTER: "applied, then the connection is closed without an answer",
    FaultKind.LATE: "never answered, applied `seconds` later or when faults are cleared (never if it was stopped)",
    FaultKind.HANG: "never answered, nothing applied; cut when the faults are cleared or the emulator stops",
}

# These happen before the call is handled, and leave its answer to the handling or to another fault.
PRELUDES = frozenset({FaultKind.LATENCY, FaultKind.FOREIGN_CHANGE, FaultKind.MODE_CHANGE, FaultKind.LIST_DELETED})


class FaultError(ValueError):
    """A description of a fault makes no sense."""


@dataclass(frozen=True)
class Fault:
    """One fault for the next `count` calls of `method`, after letting `after` calls of it through."""

    kind: FaultKind
    method: str = "*"
    """Full name as in `services/attendance/update_attendance`; `*`: any method."""
    count: int | None = 1
    """None: until cleared."""
    after: int = 0
    seconds: float = 1.0
    reason: str = "student_not_in_group"
    mode: str = "remote"
    mark: str | None = "absence"
    comment: str | None = None
    student_id: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in list(FaultKind):
            raise FaultError(f"there is no fault {self.kind!r}; there are {', '.join(FaultKind)}")
        if self.mode not in MODES or self.mark not in {*MARKS, None}:
            raise FaultError(f"there is no mode {self.mode!r} or no mark {self.mark!r}")
        # A plain text that names a kind will do, in tests above all.
        object.__setattr__(self, "kind", FaultKind(self.kind))

    def matches(self, method: str) -> bool:
        """Whether a call of this method counts."""
        return self.method in {"*", method}

    def to_json(self) -> dict[str, Json]:
        """The fault as the control page shows and takes it."""
        return {**asdict(self), "kind": str(self.kind)}


def fault_from_json(given: Json) -> Fault:
    """The fault that a control call describes; FaultError says what is wrong with it."""
    if not isinstance(given, Mapping):
        raise FaultError("a fault is a dictionary")
    defaults = Fault(kind=FaultKind.LATENCY).to_json()
    unknown = given.keys() - defaults.keys()
    if unknown or "kind" not in given:
        raise FaultError(f"a fault has the keys {', '.join(defaults)}, of which kind is required")
    values = {**defaults, **given}
    for each in fields(Fault):
        value = values[each.name]
        if isinstance(value, bool) or not isinstance(value, _TYPES[each.name]):
            raise FaultError(f"{each.name} cannot be {value!r}")
    return Fault(**values)  # type: ignore[arg-type]  # checked just above


_TYPES: Mapping[str, tuple[type, ...]] = {
    "kind": (str,),
    "method": (str,),
    "count": (int, type(None)),
    "after": (int,),
    "seconds": (int, float),
    "reason": (str,),
    "mode": (str,),
    "mark": (str, type(None)),
    "comment": (str, type(None)),
    "student_id": (str, type(None)),
}


class Faults:
    """The plan, first planned first served. Any thread may change it while the server runs."""

    def __init__(self, when_cleared: Callable[[], None] = lambda: None) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()
        self._when_cleared = when_cleared

    def add(self, *faults: Fault) -> None:
        """Plan more faults."""
        with self._lock:
            self._planned.extend(faults)

    def clear(self) -> None:
        """Plan nothing; calls that hang are cut, those that are slow go on."""
        self.replace([])

    def replace(self, faults: Iterable[Fault]) -> None:
        """Plan these faults only; calls that hang are cut, those that are slow go on."""
        with self._lock:
            self._planned = list(faults)
        self._when_cleared()

    def planned(self) -> list[Fault]:
        """What is still to come."""
        with self._lock:
            return self._planned.copy()

    def take(self, method: str) -> list[Fault]:
        """The faults that a call of this method meets: all its preludes, then at most one that decides its end."""
        taken: list[Fault] = []
        left: list[Fault] = []
        has_ending = False
        with self._lock:
            for fault in self._planned:
                is_ending = fault.kind not in PRELUDES
                if not fault.matches(method) or (is_ending and has_ending):
                    left.append(fault)
                elif fault.after > 0:
                    left.append(replace(fault, after=fault.after - 1))
                else:
                    taken.append(fault)
                    has_ending = has_ending or is_ending
                    if fault.count is None:
                        left.append(fault)
                    elif fault.count > 1:
                        left.append(replace(fault, count=fault.count - 1))
            self._planned = left
        return sorted(taken, key=lambda fault: fault.kind not in PRELUDES)
