"""A search in a roll: which of those who match is chosen, and so marked; without a screen."""

from __future__ import annotations

from dataclasses import replace

from app.domain.model import Mark
from app.roll.outcomes import Marked, Step
from app.roll.search import Search
from tests.support.roll_caller import LIST, PEOPLE, RollCaller, in_hand

P, A = Mark.INTRAMURAL, Mark.ABSENT
JANS = [replace(who, first_name="Jan") if who.id in "1245" else who for who in PEOPLE]


def test_the_match_that_the_arrows_choose_is_marked_and_the_cursor_comes_back(caller: RollCaller) -> None:
    caller.keep(people=JANS)
    session = caller.call()
    search = Search(session.roll.cursor)
    assert [one.id for one in search.look("jan")] == ["1", "2", "4", "5"]
    assert search.choose(1)
    assert search.choose(1)
    assert in_hand(session) == "4"
    assert search.take("jan")
    outcome = session.mark(A)
    assert isinstance(outcome, Marked)
    assert (outcome.before.student.id, outcome.step) == ("4", Step.RETURNED)
    assert in_hand(session) == "0"


def test_the_arrows_end_at_the_first_and_at_the_last_match(caller: RollCaller) -> None:
    caller.keep(people=JANS)
    search = Search(caller.call().roll.cursor)
    assert not search.choose(1)
    search.look("jan")
    assert not search.choose(-1)
    assert [search.choose(1) for _ in range(4)] == [True, True, True, False]
    assert search.found.chosen == JANS[5]


def test_another_letter_chooses_the_best_match_again(caller: RollCaller) -> None:
    caller.keep(people=JANS)
    search = Search(caller.call().roll.cursor)
    search.look("jan")
    search.choose(2)
    assert [one.id for one in search.look("jan z")] == ["5"]
    search.look("jan")
    assert search.found.chosen == JANS[1]


def test_whoever_was_chosen_stays_so_when_marks_come_from_elsewhere(caller: RollCaller) -> None:
    caller.keep(people=JANS)
    session = caller.call()
    search = Search(session.roll.cursor)
    search.look("jan")
    search.choose(1)
    caller.register.mark(LIST, "1", P)  # who is marked would come last in a new search
    session.load()
    assert search.take("jan")
    assert in_hand(session) == "2"


def test_the_number_of_a_row_comes_before_album_numbers_and_these_are_told(caller: RollCaller) -> None:
    caller.keep()
    session = caller.call()
    search = Search(session.roll.cursor)
    assert [one.id for one in search.look("4")] == ["3", "0", "1", "2", "4", "5"]
    assert [search.is_of_album(one) for one in search.found.students] == [False, *[True] * 5]
    assert search.take("4")
    assert in_hand(session) == "3"
    assert [one.id for one in search.look("7")] == []
    assert [one.id for one in search.look("345")] == ["5"]
    assert [one.id for one in search.look("04")] == []


def test_what_stands_in_the_name_is_no_album_number(caller: RollCaller) -> None:
    caller.keep()
    search = Search(caller.call().roll.cursor)
    (found,) = search.look("cwik")
    assert not search.is_of_album(found)
    (found,) = search.look("cwik 412")
    assert search.is_of_album(found)


def test_after_a_search_for_who_is_in_hand_the_roll_goes_on(caller: RollCaller) -> None:
    caller.keep()
    session = caller.call()
    search = Search(session.roll.cursor)
    search.look(PEOPLE[0].last_name)
    assert in_hand(session) == "0"
    assert search.take(PEOPLE[0].last_name)
    outcome = session.mark(P)
    assert isinstance(outcome, Marked)
    assert (outcome.before.student.id, outcome.step) == ("0", Step.NEXT)
    assert in_hand(session) == "1"
