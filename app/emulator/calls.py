"""What was called, for tests to look at."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class LoggedCall:
    """One call to `services/…`, without anything of OAuth."""

    method: str
    params: Mapping[str, str]
    status: "int | Literal['cut', 'hung']"
    """The HTTP status; `cut` when the connection was closed instead, `hung` when no answer ever comes."""


class CallLog:
    """All calls in the order in which they were answered, cut or left hanging. Any thread may read it."""

    def __init__(self) -> None:
        self._calls: list[LoggedCall] = []
        self._lock = threading.Lock()

    def add(self, call: LoggedCall) -> None:
        """Remember a call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()

    def of(self, method: str) -> list[LoggedCall]:
        """The calls of one method, by its full name."""
        return [call for call in self if call.method == method]

    def count(self, method: str) -> int:
        """How many calls of one method there were."""
        return len(self.of(method))

    def __iter__(self) -> Iterator[LoggedCall]:
        with self._lock:
            return iter(self._calls.copy())

    def __len__(self) -> int:
        with self._lock:
            return len(self._calls)
