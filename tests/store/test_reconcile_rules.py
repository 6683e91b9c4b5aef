"""What a reading of USOS means for a decision on its way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import NOT_SET, Mark, Record
from app.store.reconcile_rules import Finding, OnItsWay, judge, same

PRESENT, ABSENT, REMOTE = (Record(mark, "") for mark in (Mark.INTRAMURAL, Mark.ABSENT, Mark.REMOTE))
THEIRS = Record(Mark.JUSTIFIED, "a colleague's")

# Absent was decided in place of nothing; present was sent before.
WAITING = OnItsWay(ABSENT, "waiting", NOT_SET, NOT_SET, [PRESENT], [PRESENT], None, 0)
ACCEPTED = replace(WAITING, state="accepted", known=ABSENT, sent=[PRESENT, ABSENT])
REFUSED = replace(WAITING, state="refused")
MISSING = replace(ACCEPTED, state="missing", known=NOT_SET, found_before=NOT_SET)
CONFLICT = replace(WAITING, state="conflict", known=THEIRS, found_before=THEIRS)


@pytest.mark.parametrize("row", [WAITING, ACCEPTED, REFUSED, MISSING, CONFLICT], ids=lambda row: row.state)
def test_what_usos_holds_is_confirmed_in_any_state(row):
    assert judge(ABSENT, row) is Finding.CONFIRMED


@pytest.mark.parametrize("row", [WAITING, ACCEPTED, REFUSED, MISSING, CONFLICT], ids=lambda row: row.state)
def test_a_value_that_is_neither_ours_nor_was_there_is_a_conflict_in_any_state(row):
    assert judge(THEIRS, row) is Finding.CONFLICT
    assert judge(replace(ABSENT, comment="a colleague's"), row) is Finding.CONFLICT


@pytest.mark.parametrize("row", [WAITING, REFUSED], ids=lambda row: row.state)
def test_before_it_is_accepted_a_decision_goes_on_while_usos_holds_what_it_held_or_something_of_ours(row):
    assert judge(NOT_SET, row) is Finding.WAITS
    assert judge(PRESENT, row) is Finding.WAITS
    assert judge(REMOTE, replace(row, known=REMOTE)) is Finding.WAITS
    assert judge(REMOTE, row) is Finding.CONFLICT


def test_an_accepted_one_that_usos_does_not_hold_is_missing():
    assert judge(NOT_SET, ACCEPTED) is Finding.MISSING


def test_an_older_one_of_ours_that_came_late_is_overwritten_twice_and_then_shown():
    assert [judge(PRESENT, replace(ACCEPTED, resent=resent)) for resent in range(4)] == [
        Finding.AGAIN,
        Finding.AGAIN,
        Finding.MISSING,
        Finding.MISSING,
    ]


def test_an_older_one_of_ours_whose_call_was_answered_cannot_come_late_and_is_shown():
    assert judge(PRESENT, replace(ACCEPTED, unanswered=[])) is Finding.MISSING


def test_what_is_missing_stays_so_until_it_is_there_or_somebody_else_changes_it():
    assert judge(NOT_SET, MISSING) is Finding.MISSING
    assert judge(PRESENT, MISSING) is Finding.MISSING


def test_a_conflict_stays_until_it_is_decided_or_the_other_value_is_taken_back():
    assert judge(THEIRS, CONFLICT) is Finding.CONFLICT
    assert judge(NOT_SET, CONFLICT) is Finding.WAITS
    assert judge(PRESENT, CONFLICT) is Finding.WAITS
    assert judge(PRESENT, replace(CONFLICT, found_before=PRESENT)) is Finding.CONFLICT


@pytest.mark.parametrize("state", ["waiting", "accepted", "refused"])
def test_a_mark_where_none_should_be_is_shown_even_if_it_is_ours_for_it_cannot_be_cleared(state):
    for decided in (NOT_SET, Record(None, "mail")):
        assert judge(PRESENT, replace(WAITING, state=state, decided=decided, known=decided)) is Finding.CONFLICT


def test_line_ends_and_outer_blanks_of_a_comment_make_no_difference_and_all_else_does():
    assert same(Record(Mark.ABSENT, "a\nb "), Record(Mark.ABSENT, " a\r\nb"))
    assert same(Record(Mark.ABSENT, "a\nb"), Record(Mark.ABSENT, "a\rb"))
    assert not same(Record(Mark.ABSENT, "a\nb"), Record(Mark.ABSENT, "a b"))
    assert not same(Record(Mark.ABSENT, "A"), Record(Mark.ABSENT, "a"))
    assert not same(PRESENT, ABSENT)
    assert not same(NOT_SET, ABSENT)


# --- any finding ---

RECORDS = st.builds(Record, st.sampled_from([None, *Mark]), st.sampled_from(["", "mail", "mail\n", "late"]))
ROWS = st.builds(
    OnItsWay,
    decided=RECORDS,
    state=st.sampled_from(["waiting", "accepted", "refused", "conflict", "missing"]),
    known=RECORDS,
    base=RECORDS,
    sent=st.lists(RECORDS, max_size=3),
    unanswered=st.lists(RECORDS, max_size=3),
    found_before=st.none() | RECORDS,
    resent=st.integers(0, 5),
)


@given(RECORDS, ROWS)
def test_confirmed_is_what_says_the_same_and_nothing_else(found, row):
    assert (judge(found, row) is Finding.CONFIRMED) == same(found, row.decided)


@given(RECORDS, ROWS)
def test_nothing_goes_over_a_value_that_was_neither_there_nor_ours(found, row):
    if judge(found, row) in {Finding.WAITS, Finding.AGAIN}:
        assert any(same(found, one) for one in (row.known, row.base, *row.sent))


@given(RECORDS, ROWS)
def test_only_what_was_accepted_is_sent_again_and_only_over_our_own(found, row):
    if judge(found, row) is Finding.AGAIN:
        assert row.state == "accepted"
        assert any(same(found, one) for one in row.unanswered)


@given(RECORDS, ROWS, st.integers(0, 5))
def test_a_decision_that_was_sent_again_more_often_is_not_sent_again_sooner(found, row, more):
    if judge(found, row) is not Finding.AGAIN:
        assert judge(found, replace(row, resent=row.resent + more)) is not Finding.AGAIN


@given(RECORDS, ROWS)
def test_the_same_reading_twice_says_the_same_of_what_needs_a_decision(found, row):
    finding = judge(found, row)
    if finding in {Finding.CONFLICT, Finding.MISSING}:
        again = replace(row, state=finding.name.lower(), known=found, found_before=found)
        assert judge(found, again) is finding
