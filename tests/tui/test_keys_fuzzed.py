"""Cut and mangled bytes of a terminal through the filter, Textual's parser and the guard: no mark, no crash, no hang.

Short by default; `ROLLCALL_LONG=1` tries thousands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import accumulate, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import Key

from app.keymap import keys
from app.keymap.table import Place
from app.keymap.terminal_bytes import TerminalBytes
from app.roll.bursts import REST
from app.roll.outcomes import TooFast
from app.roll.session import RollSession
from app.tui.terminal_driver import messages_of
from app.workspace.workspace import CallingOptions
from tests.roll.conftest import callers  # noqa: F401 - a fixture
from tests.support.roll_caller import shown

EXAMPLES = 3000 if os.environ.get("ROLLCALL_LONG") else 150
FUZZED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

numbers = st.integers(0, 9999)
mice = st.builds("\x1b[<{};{};{}{}".format, numbers, numbers, numbers, st.sampled_from("Mm")).map(str.encode)
kitty = st.builds("\x1b[{};{};{}u".format, numbers, st.integers(1, 16), st.integers(33, 500)).map(str.encode)
answers = st.builds(
    "\x1b{}{}{}".format,
    st.sampled_from(["]11;rgb:", "P1$r", "P>|", "_G", "]52;c;"]),
    st.text("0123456789abcdefprjznou/;", min_size=6, max_size=40),
    st.sampled_from(["\x1b\\", "\x07"]),
).map(str.encode)
pastes = st.text("14prjaz \r\nAdam\x1b[", max_size=40).map(lambda text: f"\x1b[200~{text}\x1b[201~".encode())
unknown = st.builds(
    lambda parameters, final: f"\x1b[{parameters}{final}".encode(),
    st.text("0123456789;:?>=", min_size=10, max_size=60),
    st.sampled_from("mnctxyzgijklo"),
)
REPORTS = st.one_of(mice, kitty, answers, pastes, unknown)


@st.composite
def cut(draw: st.DrawFn) -> list[tuple[float, bytes]]:
    """Draw a report that arrives in two or three parts.

    An escape, a letter and the rest, each by itself, are what a hand types: Esc and a mark.
    """
    report = draw(REPORTS)
    places = sorted(draw(st.sets(st.integers(1, len(report) - 1), max_size=2).filter(lambda drawn: drawn != {1, 2})))
    gaps = draw(st.lists(st.sampled_from([0.001, 0.06, 0.12, 0.24]), min_size=len(places), max_size=len(places)))
    parts = [report[begin:end] for begin, end in pairwise([0, *places, len(report)])]
    return list(zip(accumulate([0.0, *gaps]), parts, strict=True))


@st.composite
def mangled(draw: st.DrawFn) -> list[tuple[float, bytes]]:
    """Draw a report in which a byte is another one, or missing, behind its first two."""
    report = bytearray(draw(st.one_of(mice, answers, unknown)))
    place = draw(st.integers(2, len(report) - 1))
    report[place : place + 1] = draw(st.binary(max_size=1))
    return [(0.0, bytes(report))]


class Roll:
    """A roll at a terminal that sends bytes: keys that count mark, as on the screen."""

    def __init__(self, session: RollSession) -> None:
        self.session, self.now, self.marked = session, 0.0, 0
        self.known = {name for key in keys.of(Place.ROLL) for name in key.keys}

    def send(self, timed: list[tuple[float, bytes]]) -> int:
        """Send bytes, a quiet hour after the last ones; return how many students are marked then."""
        self.now += 3600
        terminal, last = TerminalBytes(), self.now
        for seconds, data in timed:
            last = self.now + seconds
            self._take(terminal.tick(last), last)
            self._take(terminal.feed(data, last), last)
        self._take(terminal.tick(last + 1), last + 1)
        self._obey(self.session.key_guard.settle())
        marked = sum(mark is not None for mark in shown(self.session))
        while any(mark is not None for mark in shown(self.session)):
            self.session.undo()
        return marked

    def _take(self, pieces: list, at: float) -> None:
        for message in self._messages(pieces):
            if isinstance(message, Key):
                if self.session.key_guard.holds and at - self.last >= REST:
                    self._obey(self.session.key_guard.settle())
                message.time = self.last = at
                self._obey(
                    self.session.key_guard.arrive(message, self.session.key_guard.use_of(message.key, self.known))
                )

    def _messages(self, pieces: list) -> Iterator[object]:
        for piece in pieces:
            yield from messages_of(piece)

    def _obey(self, arrived: list) -> None:
        for one in arrived:
            if isinstance(one, TooFast) or self.session.key_guard.judge(one, marks=keys.marks(one.key)):
                continue
            mark = keys.chosen_mark(one.key, self.session.roll.presence)
            if mark is not None:
                self.session.mark(mark)


def roll(callers) -> Roll:  # noqa: F811 - the fixture, handed on
    caller = callers(options=CallingOptions())
    caller.keep()
    return Roll(caller.call())


def test_a_report_cut_anywhere_marks_nobody(callers):  # noqa: F811
    terminal = roll(callers)

    @FUZZED
    @given(cut())
    def it_marks_nobody(timed):
        assert terminal.send(timed) == 0, timed

    it_marks_nobody()


def test_a_report_with_a_wrong_byte_marks_nobody(callers):  # noqa: F811
    terminal = roll(callers)

    @FUZZED
    @given(mangled())
    def it_marks_nobody(timed):
        assert terminal.send(timed) == 0, timed

    it_marks_nobody()


def test_no_bytes_end_or_hang_anything(callers):  # noqa: F811
    terminal = roll(callers)

    @FUZZED
    @given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5]), st.binary(max_size=60) | REPORTS), max_size=6))
    def nothing_ends(parts):
        times = list(accumulate(gap for gap, _ in parts))
        terminal.send([(at, data) for at, (_, data) in zip(times, parts, strict=True)] or [(0.0, b"\x1b")])

    nothing_ends()
