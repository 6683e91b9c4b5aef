"""The demo: a university in this process, and what can be done to its network for anyone to watch."""

from __future__ import annotations

from collections.abc import Callable

from app.config.settings import Access
from app.domain import polish_time
from app.emulator import Emulator, Fault, FaultKind, Options
from app.usos.client import Usos
from app.workspace.workspace import Trick, TrickKind

_SLOW = 2.0  # seconds an answer takes on the slow network; `messages.demo` says so


class Demo:
    """An emulator that starts when it is first connected to."""

    def __init__(self, students: int, groups: int, seed: int, connect: Callable[[Access], Usos]) -> None:
        """Have a university of these sizes; `connect` makes a client for it."""
        self._options = Options(students=students, groups=groups, seed=seed, odd_names=False)
        self._connect = connect
        self._emulator: Emulator | None = None

    def connect(self) -> Usos:
        """Start the university and return a client for it."""
        emulator = Emulator(self._options, now=polish_time.now)
        emulator.start()
        self._emulator = emulator
        return self._connect(
            Access(
                url=emulator.url,
                consumer_key=emulator.consumer_key,
                consumer_secret=emulator.consumer_secret,
                token=emulator.token,
                token_secret=emulator.token_secret,
            )
        )

    def stop(self) -> None:
        """Close the university."""
        if self._emulator is not None:
            self._emulator.stop()

    def renew(self) -> None:
        """Let a token that was expired be good again."""
        if self._emulator is not None:
            self._emulator.renew_token()

    def tricks(self) -> tuple[Trick, ...]:
        """Return what can be done to the demo, for the command palette."""
        return (
            Trick(TrickKind.CUT_NETWORK, self._cut),
            Trick(TrickKind.SLOW_NETWORK, self._slow),
            Trick(TrickKind.RESTORE_NETWORK, self._restore),
            Trick(TrickKind.COLLEAGUE, self._change_mark),
            Trick(TrickKind.EXPIRE_TOKEN, self._expire),
        )

    def _cut(self, _list_id: str, _student_id: str) -> None:
        self.stop()

    def _slow(self, _list_id: str, _student_id: str) -> None:
        if self._emulator is not None:
            self._emulator.faults.add(Fault(kind=FaultKind.LATENCY, count=None, seconds=_SLOW))

    def _restore(self, _list_id: str, _student_id: str) -> None:
        if self._emulator is not None:
            self._emulator.faults.clear()
            self._emulator.start()

    def _change_mark(self, list_id: str, student_id: str) -> None:
        if self._emulator is not None:
            where = list_id or self._emulator.current_list()
            marks = self._emulator.marks(where)
            who = student_id or next(iter(marks))
            mark, _ = marks[who]
            self._emulator.set_mark(where, who, "absence" if mark != "absence" else "justified_absence", None)

    def _expire(self, _list_id: str, _student_id: str) -> None:
        if self._emulator is not None:
            self._emulator.expire_token()
