"""The cursor of a roll, whatever is done to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import NOT_SET, Entry, Mark, Record, Student
from app.domain.roll_order import Seating
from app.roll.cursor import Cursor
from app.roll.outcomes import Step

MARKED = Record(Mark.INTRAMURAL, "")
ROLLS = st.dictionaries(st.integers(0, 9), st.booleans(), max_size=10)
MOVES = st.lists(st.sampled_from(["up", "down", "end", "home", "on", "mark", "search", "back"]), max_size=20)


def entry(number: int, *, marked: bool) -> Entry:
    return Entry(Student(str(number), "", str(number), ""), MARKED if marked else NOT_SET)


def entries_of(roll: dict[int, bool]) -> tuple[Entry, ...]:
    return tuple(entry(number, marked=marked) for number, marked in roll.items())


def seated(roll: dict[int, bool]) -> Cursor:
    cursor = Cursor()
    cursor.seat(Seating(entries_of(roll)))
    return cursor


def do(cursor: Cursor, what: str) -> None:
    here = cursor.current
    match what:
        case "up" | "down":
            cursor.move(1 if what == "down" else -1)
        case "home" | "end":
            cursor.move(-100 if what == "home" else 100)
        case "on":
            cursor.go_on()
        case "mark" if here is not None:
            cursor.renew([Entry(here.student, MARKED)])
        case "search" if cursor.entries:
            cursor.leave_for(cursor.entries[-1].student.id)
        case "back":
            cursor.come_back()


def unmarked(cursor: Cursor) -> list[int]:
    return [
        place
        for place, one in enumerate(cursor.entries)
        if one.mark is None and one.student.id not in cursor.seating.gone
    ]


@given(ROLLS, MOVES)
def test_somebody_is_in_hand_wherever_one_moves_unless_nobody_is_there(roll, moves):
    cursor = seated(roll)
    for what in moves:
        do(cursor, what)
        assert (cursor.current is None) is (not roll)
        assert 0 <= cursor.position <= max(0, len(roll) - 1)


@given(ROLLS)
def test_a_roll_opens_on_the_first_without_a_mark(roll):
    cursor = seated(roll)
    assert cursor.position == next(iter(unmarked(cursor)), 0)


@given(ROLLS, MOVES)
def test_going_on_is_to_the_next_without_a_mark_below_else_to_the_first_above(roll, moves):
    cursor = seated(roll)
    for what in moves:
        do(cursor, what)
    before, open_places = cursor.position, unmarked(cursor)
    step = cursor.go_on()
    below = [place for place in open_places if place > before]
    above = [place for place in open_places if place < before]
    expected = (
        (Step.NEXT, below[0])
        if below
        else (Step.WRAPPED, above[0])
        if above
        else (Step.STAYED if open_places or not roll else Step.ALL_MARKED, before)
    )
    assert (step, cursor.position) == expected


@given(ROLLS, MOVES, ROLLS)
def test_what_is_read_leaves_the_cursor_on_its_student_once_one_has_moved(roll, moves, read):
    cursor = seated(roll)
    for what in moves:
        do(cursor, what)
    here, moved = cursor.current, cursor.was_moved
    cursor.seat(cursor.seating.renewed(entries_of(read)))
    if here is not None and moved:
        assert cursor.current is not None
        assert cursor.current.student == here.student
    assert {one.student.id for one in cursor.here()} == {str(number) for number in read}


@given(ROLLS, MOVES, st.randoms(use_true_random=False))
def test_another_order_moves_nobody_out_of_hand(roll, moves, random):
    cursor = seated(roll)
    for what in moves:
        do(cursor, what)
    here, held = cursor.current, {one.student.id: one.record for one in cursor.entries}
    shuffled = list(entries_of(roll))
    random.shuffle(shuffled)
    cursor.reseat(shuffled)
    assert (cursor.current and cursor.current.student) == (here and here.student)
    assert {one.student.id: one.record for one in cursor.entries} == held
    assert [one.student.id for one in cursor.entries] == [one.student.id for one in shuffled]


def test_a_click_is_a_move_only_where_it_leads_elsewhere():
    cursor = seated({0: False, 1: False})
    cursor.follow("0")
    cursor.follow("9")
    assert (cursor.was_moved, cursor.position) == (False, 0)
    cursor.follow("1")
    assert (cursor.was_moved, cursor.position) == (True, 1)


def test_who_is_not_on_the_roll_has_the_number_after_the_last():
    cursor = seated({3: True, 4: False})
    assert [cursor.number_of(one) for one in ("3", "4", "9")] == [1, 2, 3]
    assert cursor.entry_of("9") is None
    assert not cursor.go_to("9")


def test_who_comes_next_are_the_unmarked_below_and_then_those_above() -> None:
    cursor = seated({0: False, 1: True, 2: False, 3: True, 4: False})
    cursor.move(2)
    assert [one.student.id for one in cursor.following(3)] == ["4", "0"]
    assert [one.student.id for one in cursor.following(1)] == ["4"]
    assert Cursor().following(2) == []


def test_nothing_leads_back_to_a_student_who_is_no_longer_there() -> None:
    cursor = seated({0: False, 1: False, 2: False})
    cursor.leave_for("2")
    cursor.seat(Seating(entries_of({1: False, 2: False})))
    assert (cursor.origin, cursor.back_to) == (None, None)
    assert not cursor.come_back()
