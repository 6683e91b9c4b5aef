"""Bytes of a terminal on their way to a roll: through the filter and the guard, as both front ends send them."""

from __future__ import annotations

import pytest

from app.domain.model import Mark
from app.keymap import keys
from app.keymap.table import Place
from app.keymap.terminal_bytes import TerminalBytes
from app.plain.strokes import Stroke, of_piece
from app.roll.outcomes import NotCounted, Outcome, Repeated, TooFast, Why
from app.workspace.workspace import CallingOptions
from tests.support.roll_caller import RollCaller, in_hand, shown

P, R, J, A = Mark.INTRAMURAL, Mark.REMOTE, Mark.JUSTIFIED, Mark.ABSENT


@pytest.fixture
def session(callers):
    caller: RollCaller = callers(options=CallingOptions())
    caller.keep()
    return caller.call()


def typed(session, *timed: tuple[float, bytes]) -> list[Outcome]:
    """Send bytes at these seconds; keys that count mark. Return what is told of the others."""
    terminal, known = TerminalBytes(), {name for key in keys.of(Place.ROLL) for name in key.keys}
    told: list[Outcome] = []
    for at, data in [*timed, (timed[-1][0] + 60, b"")]:
        for piece in [*terminal.tick(at), *(terminal.feed(data, at) if data else [])]:
            stroke = Stroke(of_piece(piece), at)
            told += obeyed(session, session.key_guard.arrive(stroke, session.key_guard.use_of(stroke.key, known)))
    return told + obeyed(session, session.key_guard.settle())


def obeyed(session, arrived) -> list[Outcome]:
    """Do what the keys do that count; return what is told of the others."""
    told = []
    for one in arrived:
        outcome = one if isinstance(one, TooFast) else judged(session.key_guard, one)
        mark = None if outcome else keys.chosen_mark(one.key, session.roll.presence)
        if outcome is not None:
            told.append(outcome)
        elif mark is not None:
            session.mark(mark)
    return told


def judged(guard, one) -> Outcome | None:
    """Return what is to be said of a key that does not count."""
    return guard.judge(one, marks=guard.marks(one.key), goes_on=guard.goes_on(one.key))


def each(text: str, apart: float, begin: float = 10.0) -> list[tuple[float, bytes]]:
    """Return the bytes of a text, each so many seconds after the one before."""
    return [(begin + number * apart, character.encode()) for number, character in enumerate(text)]


def marks(session) -> list[Mark]:
    return [mark for mark in shown(session) if mark is not None]


def test_a_class_typed_by_hand_or_in_one_go_counts(session):
    assert typed(session, (10.0, b"1414")) == []
    assert typed(session, (20.0, b"4"), (20.03, b"1")) == []
    assert shown(session) == [P, A, P, A, A, P]


def test_thirty_mark_keys_in_one_write_are_one_decision_each(session):
    assert typed(session, (10.0, b"141414141414")) == []
    assert shown(session) == [P, A, P, A, P, A]


@pytest.mark.parametrize(
    "text",
    [
        "3141592\r",
        "1412341\r",
        "Adam Nowak\rPaulina Zaremba\r",
        "Zuzanna Kos",
        "Paulina\tZaremba",
        "Oana Popa\nAnna Poran\n",
    ],
)
@pytest.mark.parametrize("apart", [0.0, 0.005, 0.015])
def test_a_reader_or_a_paste_marks_nobody_and_says_so(session, text, apart):
    told = typed(session, *(each(text, apart) if apart else [(10.0, text.encode())]))
    assert [type(one) for one in told] == [TooFast]
    assert (marks(session), in_hand(session)) == ([], "0")


def test_what_a_reader_types_into_a_search_is_text(session):
    assert session.key_guard.use_of("slash", set()).name == "SEARCHES"


def test_five_quick_keys_and_enter_are_a_person(session):
    assert typed(session, *each("1414\r", 0.01)) == []
    assert marks(session) == [P, A, P, A]


def test_after_a_burst_that_was_none_keys_count_again(session):
    typed(session, (10.0, b"3141592\r"))
    assert typed(session, (10.2, b"4")) == []
    assert marks(session) == [A]


def test_a_key_held_for_a_second_marks_one(session):
    told = typed(session, (10.0, b"1"), *each("1" * 20, 0.033, begin=10.5))
    assert marks(session) == [P]
    assert {type(one) for one in told} == {Repeated}


def test_in_the_first_moment_of_a_roll_no_key_marks(session):
    session.key_guard.opened(10.0)
    assert typed(session, (9.98, b"3"), (10.0, b"1"), (10.29, b"4")) == [
        NotCounted("3", Why.JUST_OPENED),  # typed before the roll was there
        NotCounted("1", Why.JUST_OPENED),
        NotCounted("4", Why.JUST_OPENED),
    ]
    assert typed(session, (10.5, b"1")) == []
    assert marks(session) == [P]


def test_in_the_first_moment_enter_is_the_key_that_has_opened_the_roll_and_passes_over_nobody(session):
    session.key_guard.opened(10.0)
    assert typed(session, (10.2, b"\r")) == [NotCounted("enter", Why.JUST_OPENED)]
    assert typed(session, (10.5, b"\r")) == []


def test_the_first_key_after_the_window_came_to_the_front_is_not_counted(session):
    session.key_guard.came_to_front(10.0)
    assert typed(session, (10.1, b"A"), (10.25, b"P")) == [NotCounted("A", Why.OTHER_WINDOW)]
    assert marks(session) == [P]


def test_a_paste_that_the_terminal_marks_marks_nobody(session):
    assert typed(session, (10.0, b"\x1b[200~1414\r\x1b[201~")) == []
    assert marks(session) == []


@pytest.mark.parametrize("apart", [0.12, 0.5, 5.0])
@pytest.mark.parametrize(
    "report",
    [
        b"\x1b[<35;1;14M",
        b"\x1b[112;2;80u",
        b"\x1b]11;rgb:1515/1818/1d1d\x1b\\",
        b"\x1bP1$r4;1m\x1b\\",
        b"\x1b[A",
        b"\x1bOA",
    ],
)
def test_a_report_cut_anywhere_marks_nobody(session, report, apart):
    for place in range(1, len(report)):
        begin = 100.0 * place
        typed(session, (begin, report[:place]), (begin + apart, report[place:]))
    assert marks(session) == []
