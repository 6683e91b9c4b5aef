"""What somebody else has set in USOS is not written over by a key that was pressed before it was shown."""

from __future__ import annotations

import pytest

from app.domain.model import Mark, Record, Standing
from app.roll.corrections import Corrections
from app.roll.outcomes import Marked, Resolved, Stuck
from app.store.journal import Change
from app.sync.events import EntriesAnswered
from tests.support.roll_caller import ABSENT, LIST, PEOPLE, PRESENT, RollCaller, in_hand, told

THEIRS = Record(Mark.JUSTIFIED, "zwolnienie")
LATER = Record(Mark.REMOTE, "Teams")


def entry(caller: RollCaller, student_id: str = "0"):
    found = caller.register.entry(LIST, student_id)
    assert found is not None
    return found


def assert_theirs_stands(caller: RollCaller, found: Record = THEIRS) -> None:
    now = entry(caller)
    assert (now.standing, now.found) == (Standing.CONFLICT, found)
    assert "0" not in {due.student_id for due in caller.store.outbox.due()}


@pytest.mark.parametrize(
    "key",
    [
        lambda session: session.mark(Mark.ABSENT),
        lambda session: session.mark_present(),
        lambda session: session.late("0", "late 5 min"),
        lambda session: session.comment("0", "mail"),
    ],
    ids=["mark", "present", "late", "comment"],
)
def test_a_key_on_what_was_shown_before_a_reading_goes_over_nothing_and_shows_both_values(caller, key):
    caller.keep()
    session = caller.call()
    caller.keep(held={0: THEIRS})  # read, and not yet taken in by what the lecturer looks at
    key(session)
    assert_theirs_stands(caller)
    assert told(session) == [Stuck(entry(caller))]


def test_it_goes_on_to_the_next_student_as_any_mark(caller):
    caller.keep()
    session = caller.call()
    caller.keep(held={0: THEIRS})
    assert isinstance(session.mark(Mark.ABSENT), Marked)
    assert (in_hand(session), caller.record("0")) == ("1", ABSENT)


def test_over_what_was_shown_it_is_a_correction_like_any_other(caller):
    caller.keep(held={0: THEIRS})
    session = caller.call(student_id="0")
    session.mark(Mark.ABSENT)
    assert entry(caller).standing is Standing.UNSENT
    assert told(session) == []


def test_the_same_mark_as_somebody_else_has_set_is_no_conflict(caller):
    caller.keep()
    session = caller.call()
    caller.keep(held={0: ABSENT})
    session.mark(Mark.ABSENT)
    assert entry(caller).standing is Standing.SAVED
    assert told(session) == []


def test_a_mark_of_ours_that_usos_took_meanwhile_is_not_somebody_elses(caller):
    caller.keep()
    session = caller.call(student_id="0")
    session.mark(Mark.INTRAMURAL)
    leaving = caller.leaves("0")
    session.arrive("0")
    session.mark(Mark.ABSENT)
    caller.store.outbox.accept(leaving)  # not taken in yet
    session.arrive("0")
    session.mark(Mark.JUSTIFIED)
    assert entry(caller).standing is Standing.UNSENT


def test_one_key_decides_then_and_not_over_yet_another_value(caller):
    caller.keep()
    session = caller.call()
    caller.keep(held={0: THEIRS})
    session.mark(Mark.ABSENT)
    session.arrive("0")
    told(session)
    caller.keep(held={0: LATER})
    assert isinstance(session.keep_mine(), Resolved)
    assert_theirs_stands(caller, LATER)
    assert told(session) == [Stuck(entry(caller))]
    session.keep_mine()
    assert caller.due("0").record == ABSENT


def test_an_old_conflict_that_was_not_shown_is_not_decided_by_a_mark(caller):
    caller.keep()
    session = caller.call()
    session.mark(Mark.INTRAMURAL)
    session.arrive("0")
    caller.keep(held={0: THEIRS})
    session.mark(Mark.ABSENT)
    assert_theirs_stands(caller)


def test_a_comment_of_somebody_else_without_a_mark_is_not_written_over_either(caller):
    caller.keep()
    session = caller.call()
    caller.keep(held={0: Record(None, "a colleague's")})
    session.mark(Mark.ABSENT)
    assert_theirs_stands(caller, Record(None, "a colleague's"))


def test_a_correction_in_the_term_is_made_on_what_the_page_shows(caller):
    caller.keep()
    shown = entry(caller)
    caller.keep(held={0: THEIRS})
    corrections = Corrections(caller.workspace)
    corrections.mark(LIST, "0", Mark.ABSENT, shown)
    assert_theirs_stands(caller)
    assert corrections.take_unasked() == [Stuck(entry(caller))]


@pytest.mark.parametrize("way", ["fill", "change"])
def test_what_is_read_between_a_look_and_the_commit_is_not_written_over(caller, monkeypatch, way):
    caller.keep()
    decide = caller.store.outbox.decide

    def read_just_before(*arguments, **named):
        caller.keep(held={0: THEIRS})
        decide(*arguments, **named)

    monkeypatch.setattr(caller.store.outbox, "decide", read_just_before)
    if way == "fill":
        caller.register.fill(LIST, ["0", "1"], Mark.ABSENT)
    else:
        caller.register.change(LIST, [Change(one.id, entry(caller, one.id).record, ABSENT) for one in PEOPLE[:2]])
    assert_theirs_stands(caller)
    assert caller.due("1").record == ABSENT


def test_nor_by_an_undo(caller, monkeypatch):
    caller.keep(held={0: PRESENT})
    session = caller.call(student_id="0")
    session.mark(Mark.ABSENT)
    caller.accepted("0")
    caller.keep(held={0: ABSENT})
    decide = caller.store.outbox.decide

    def read_just_before(*arguments, **named):
        caller.keep(held={0: THEIRS})
        decide(*arguments, **named)

    monkeypatch.setattr(caller.store.outbox, "decide", read_just_before)
    session.undo()
    assert_theirs_stands(caller)


def test_a_refusal_that_a_reading_brings_before_the_news_of_it_is_told_once(caller):
    caller.keep()
    session = caller.call()
    session.mark(Mark.INTRAMURAL)
    caller.keep(held={0: THEIRS})

    session.load()

    assert told(session) == [Stuck(entry(caller))]
    session.follow(EntriesAnswered(LIST, ("0",)))
    session.load()
    assert told(session) == []
    assert told(caller.call()) == [], "what was so before the roll was opened is not news"
