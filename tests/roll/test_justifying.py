"""Excusing absences in many lists: one step to take back as a whole, whose parts are steps of their rolls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.domain.group_rules import GroupRules, JustifyBy
from app.domain.model import AttendanceList, Group, ListId, Mark, Mode, Phrase, Record, Term
from app.i18n import use_language
from app.messages import corrections, roll
from app.register.excusing import Together
from app.register.reversal import Reversal
from app.roll.justifying import Justifying
from app.roll.outcomes import Commented, Excused, Notice, ReadOnly, Stuck
from app.sync.events import EntriesAnswered
from tests.support.clock import NOW
from tests.support.driver import UNGUARDED
from tests.support.roll_caller import ABSENT, KEY, PEOPLE, PRESENT, RollCaller

LISTS = tuple(ListId(f"100{week}") for week in range(1, 5))
ANNA, JAN = PEOPLE[0], PEOPLE[1]
EXCUSED = Record(Mark.JUSTIFIED, "excuse handed in")


def absent_in(caller: RollCaller, *lists: str, comment: str = "") -> list[tuple[str, str]]:
    """Let Anna be absent in these lists, a week between each, and Jan present; return which entries are hers."""
    term = Term(
        id="Z", name=Phrase("Z", "Z"), start=NOW.date() - timedelta(90), finish=NOW.date() + timedelta(90), order=1
    )
    group = Group(key=KEY, term_id="Z", course=Phrase("Analiza", ""), class_type=Phrase("", ""), students=6)
    caller.store.mirror.keep_groups([group], [term], NOW)
    for weeks, list_id in enumerate(lists):
        date = NOW.replace(minute=15) - timedelta(weeks=weeks)
        one = AttendanceList(id=ListId(list_id), group=KEY, date=date, mode=Mode.INTRAMURAL, owner="")
        caller.store.mirror.keep_list(one)
        caller.store.mirror.keep_roll(list_id, [(ANNA, replace(ABSENT, comment=comment)), (JAN, PRESENT)], NOW)
    return [(list_id, ANNA.id) for list_id in lists]


def records(caller: RollCaller, *lists: str) -> list[Record]:
    return [caller.record(ANNA.id, list_id) for list_id in lists]


def worklist(caller: RollCaller) -> list[tuple[str, str]]:
    return [absence.place for one in caller.register.excusing.worklist() for absence in one.absences]


def test_an_absence_is_excused_with_words_that_say_nothing_of_why(caller: RollCaller) -> None:
    (place,) = absent_in(caller, LISTS[0])
    outcome = Justifying(caller.workspace).excuse([place])
    assert outcome == Excused(ANNA, 1)
    assert roll.told(outcome) == "Ąbek Łucja: 1 absence excused. ⌫ undoes it."
    assert records(caller, LISTS[0]) == [EXCUSED]
    assert caller.register.unsent().total == 1


def test_a_comment_of_ones_own_is_written_beside_an_absence_and_taken_back(caller: RollCaller) -> None:
    (place,) = absent_in(caller, LISTS[0])
    justifying = Justifying(caller.workspace)
    outcome = justifying.comment(place, "praca oddana")
    assert isinstance(outcome, Commented)
    assert roll.told(outcome, "justifications.undo") == "Comment on Ąbek Łucja saved. ⌫ undoes it."
    justifying.excuse([place])
    assert records(caller, LISTS[0]) == [Record(Mark.JUSTIFIED, "praca oddana; excuse handed in")]
    justifying.corrections.undo()
    justifying.corrections.undo()
    assert records(caller, LISTS[0]) == [ABSENT]


def test_a_comment_that_stands_stays_before_it_and_the_words_are_written_once(caller: RollCaller) -> None:
    (place,) = absent_in(caller, LISTS[0], comment="pisała maila; excuse handed in")
    Justifying(caller.workspace).excuse([place])
    assert records(caller, LISTS[0]) == [Record(Mark.JUSTIFIED, "pisała maila; excuse handed in")]
    (place,) = absent_in(caller, LISTS[1], comment="pisała maila")
    Justifying(caller.workspace).excuse([place])
    assert records(caller, LISTS[1]) == [Record(Mark.JUSTIFIED, "pisała maila; excuse handed in")]


def test_the_words_are_those_of_the_language_or_those_that_were_chosen(callers: Callable[..., RollCaller]) -> None:
    caller = callers(options=replace(UNGUARDED, excused="usprawiedliwiono"))
    places = absent_in(caller, *LISTS[:2])
    Justifying(caller.workspace).excuse([places[0]])
    use_language("pl")
    Justifying(replace(caller.workspace, options=UNGUARDED)).excuse([places[1]])
    use_language("en")
    assert [one.comment for one in records(caller, *LISTS[:2])] == ["usprawiedliwiono", "zwolnienie dostarczone"]


def test_a_certificate_is_one_step_and_undo_here_takes_back_all_of_it(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:3])
    justifying = Justifying(caller.workspace)
    assert justifying.excuse(places) == Excused(ANNA, 3)
    assert records(caller, *LISTS[:3]) == [EXCUSED] * 3
    assert worklist(caller) == []
    assert roll.told(justifying.corrections.undo()) == "Undone: Ąbek Łucja, 3 absences."
    assert records(caller, *LISTS[:3]) == [ABSENT] * 3
    assert caller.register.unsent().total == 0
    assert roll.told(justifying.corrections.redo()) == "Redone: Ąbek Łucja, 3 absences."
    assert records(caller, *LISTS[:3]) == [EXCUSED] * 3
    justifying.corrections.undo()
    assert justifying.corrections.undo() == Reversal()


def test_that_the_deadline_was_over_is_said_of_those_of_which_it_is_true(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS)  # the oldest is of three weeks ago, and may be excused for two
    justifying = Justifying(caller.workspace)
    assert roll.told(justifying.excuse(places[3:])) == "Ąbek Łucja: 1 absence excused, after the deadline. ⌫ undoes it."
    justifying.corrections.undo()
    assert justifying.excuse(places) == Excused(ANNA, 4, overdue=1)
    assert roll.told(Excused(ANNA, 4, overdue=1)).endswith("4 absences excused. ⌫ undoes it. After the deadline: 1.")
    caller.register.rules.keep(KEY, GroupRules(justify_by=JustifyBy.ANY_TIME))
    justifying.corrections.undo()
    assert justifying.excuse(places) == Excused(ANNA, 4)
    justifying.corrections.undo()
    assert justifying.make_up(places[3]) == Excused(ANNA, 1, made_up=True)


def test_an_undo_of_one_absence_names_its_day_also_where_only_a_comment_is_taken_back(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    absences = [absence for one in caller.register.excusing.worklist() for absence in one.absences]
    justifying = Justifying(caller.workspace)
    justifying.excuse(places)
    justifying.corrections.undo()
    justifying.excuse([places[0]])
    justifying.make_up(places[1])
    undone = [corrections.of_excuses(justifying.corrections.undo(), absences) for _ in range(3)]
    assert undone == [
        "Undone: Ąbek Łucja, Mon 16 Nov, absence made up.",
        "Undone: Ąbek Łucja, Mon 23 Nov, excused → absent.",
        "Nothing to undo.",
    ]
    redone = corrections.of_excuses(justifying.corrections.redo(), absences)
    assert redone == "Redone: Ąbek Łucja, Mon 23 Nov, absent → excused."


def test_undo_in_a_roll_takes_back_the_part_of_that_roll_and_says_so(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:3])
    Justifying(caller.workspace).excuse(places)
    undone = caller.call(LISTS[1]).undo()
    assert records(caller, *LISTS[:3]) == [EXCUSED, ABSENT, EXCUSED]
    told = "Undone: Ąbek Łucja, excused → absent. In 2 other lists it stays: ⌫ there undoes it."
    assert roll.told(undone) == told
    assert "In 1 other list it stays" in roll.told(caller.call(LISTS[0]).undo())
    last = caller.call(LISTS[2]).undo()
    assert isinstance(last, Reversal)
    assert last.elsewhere == 0


def test_what_a_roll_took_back_already_is_no_part_of_the_step_any_more(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    justifying = Justifying(caller.workspace)
    justifying.excuse(places)
    caller.call(LISTS[1]).undo()
    undone = justifying.corrections.undo()
    assert isinstance(undone, Reversal)
    assert [entry.student.id for entry, _ in undone.changed] == [ANNA.id]
    assert records(caller, *LISTS[:2]) == [ABSENT, ABSENT]


def test_what_was_decided_in_a_roll_since_stays_when_the_step_is_taken_back(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    justifying = Justifying(caller.workspace)
    justifying.excuse(places)
    caller.register.mark(LISTS[0], ANNA.id, Mark.INTRAMURAL)
    justifying.corrections.undo()
    assert [one.mark for one in records(caller, *LISTS[:2])] == [Mark.INTRAMURAL, Mark.ABSENT]


def test_steps_of_one_list_and_of_many_are_taken_back_in_their_order(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS)
    justifying = Justifying(caller.workspace)
    justifying.make_up(places[3])
    justifying.excuse(places[:2])
    justifying.excuse([places[2]])
    justifying.corrections.undo()
    assert records(caller, *LISTS) == [EXCUSED, EXCUSED, ABSENT, Record(Mark.ABSENT, "made up")]
    justifying.corrections.undo()
    justifying.corrections.undo()
    assert records(caller, *LISTS) == [ABSENT] * 4


def test_what_was_made_up_stays_an_absence_that_the_overview_knows(caller: RollCaller) -> None:
    (place,) = absent_in(caller, LISTS[0])
    justifying = Justifying(caller.workspace)
    outcome = justifying.make_up(place)
    assert roll.told(outcome) == "Ąbek Łucja: 1 absence made up for. ⌫ undoes it."
    assert roll.told(justifying.make_up(place)).startswith("Ąbek Łucja: this absence is made up for already. ⌫")
    term = caller.register.overviews.of(KEY)
    assert term is not None
    assert next(one for one in term.students if one.student == ANNA).made_up == 1
    assert worklist(caller) == []
    assert roll.told(justifying.corrections.undo()) == "Undone: Ąbek Łucja, absence made up."


def test_whatever_is_no_absence_any_more_is_left_alone(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    caller.register.mark(LISTS[0], ANNA.id, Mark.INTRAMURAL)
    justifying = Justifying(caller.workspace)
    assert justifying.excuse(places) == Excused(ANNA, 1)
    assert justifying.excuse(places) is Notice.NO_ABSENCE
    told = "There is nothing more to excuse here. ⌫ undoes the last one; any other: in the term (V)."
    assert roll.told(Notice.NO_ABSENCE) == told
    assert roll.told(justifying.excuse(places[:1])) == "Ąbek Łucja: this is no absence any more."
    excused = "Ąbek Łucja: this absence is excused already. ⌫ undoes the last one; any other: in the term (V)."
    assert roll.told(justifying.excuse(places[1:])) == roll.told(justifying.make_up(places[1])) == excused
    assert [one.mark for one in records(caller, *LISTS[:2])] == [Mark.INTRAMURAL, Mark.JUSTIFIED]
    assert justifying.excuse([("gone", ANNA.id)]) is Notice.ENTRY_GONE


def test_where_somebody_has_set_another_mark_meanwhile_it_is_decided_there_first(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    caller.register.comment(LISTS[0], ANNA.id, "dzwoniła")
    caller.store.mirror.keep_roll(LISTS[0], [(ANNA, PRESENT), (JAN, PRESENT)], NOW)
    justifying = Justifying(caller.workspace)
    assert isinstance(justifying.excuse(places[:1]), Stuck)
    outcome = justifying.excuse(places)
    assert outcome == Excused(ANNA, 1, left=1)
    assert "1 first needs your decision in its roll." in roll.told(outcome)


def test_a_disk_that_takes_nothing_leaves_no_half_of_a_certificate(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:3])
    justifying = Justifying(caller.workspace)
    caller.let_the_disk_take_nothing()
    assert justifying.excuse(places) is Notice.NOT_STORED
    assert records(caller, *LISTS[:3]) == [ABSENT] * 3
    caller.let_the_disk_take_all()
    assert justifying.corrections.undo() == Reversal()
    assert justifying.excuse(places) == Excused(ANNA, 3)


def test_an_undo_that_the_disk_does_not_take_can_be_asked_for_again(caller: RollCaller) -> None:
    places = absent_in(caller, *LISTS[:2])
    justifying = Justifying(caller.workspace)
    justifying.excuse(places)
    caller.let_the_disk_take_nothing()
    assert justifying.corrections.undo() is Notice.NOT_STORED
    caller.let_the_disk_take_all()
    justifying.corrections.undo()
    assert records(caller, *LISTS[:2]) == [ABSENT, ABSENT]


def test_where_another_program_has_the_marks_nothing_is_excused(callers: Callable[..., RollCaller]) -> None:
    caller = callers(owner="process 4711")
    (place,) = absent_in(caller, LISTS[0])
    assert isinstance(Justifying(caller.workspace).excuse([place]), ReadOnly)
    assert records(caller, LISTS[0]) == [ABSENT]


def test_a_step_that_usos_has_taken_in_part_is_taken_back_as_far_as_it_goes_and_waits_for_the_rest(
    caller: RollCaller,
) -> None:
    places = absent_in(caller, *LISTS[:2])
    justifying = Justifying(caller.workspace)
    justifying.excuse(places)
    due = next(one for one in caller.store.outbox.due() if one.list_id == LISTS[0])
    assert caller.store.outbox.attempt(due, NOW)
    undone = justifying.corrections.undo()
    assert isinstance(undone, Reversal)
    assert [entry.student.id for entry in undone.waits_for] == [ANNA.id]
    assert records(caller, *LISTS[:2]) == [EXCUSED, ABSENT]
    caller.store.outbox.accept(due)
    justifying.corrections.follow(EntriesAnswered(LISTS[0], (ANNA.id,)))
    assert [one.mark for one in records(caller, *LISTS[:2])] == [Mark.ABSENT, Mark.ABSENT]


def test_of_lists_that_were_never_read_it_is_said_that_nothing_is_known(caller: RollCaller) -> None:
    absent_in(caller, LISTS[0])
    unread = AttendanceList(id=LISTS[1], group=KEY, date=NOW - timedelta(1), mode=Mode.INTRAMURAL, owner="")
    caller.store.mirror.keep_list(unread)
    caller.store.mirror.keep_list(replace(unread, id=LISTS[2], date=NOW + timedelta(1)))
    assert caller.register.excusing.rolls_known() == (1, 2)


def test_an_absence_in_a_draft_is_told_and_excused_in_the_draft_until_its_list_is_there(caller: RollCaller) -> None:
    absent_in(caller, LISTS[1])
    draft = caller.register.timetable.draft(KEY, NOW - timedelta(2), Mode.INTRAMURAL).id
    assert worklist(caller) == [(LISTS[1], ANNA.id)]
    caller.call(draft, ANNA.id).mark(Mark.ABSENT)
    assert worklist(caller) == [(draft, ANNA.id), (LISTS[1], ANNA.id)]
    covered = caller.register.excusing.covered(ANNA.id, (NOW.date() - timedelta(30), NOW.date()))
    places = [absence.place for one in covered for absence in one.absences]
    assert places == [(draft, ANNA.id), (LISTS[1], ANNA.id)]
    assert Justifying(caller.workspace).excuse(places) == Excused(ANNA, 2)
    assert records(caller, LISTS[1], draft) == [EXCUSED, EXCUSED]
    caller.call(draft, ANNA.id).mark(Mark.ABSENT)
    there = AttendanceList(id=LISTS[0], group=KEY, date=NOW - timedelta(2), mode=Mode.INTRAMURAL, owner="")
    caller.store.mirror.keep_list(there)
    assert worklist(caller) == [], "its marks will go over to the list, whose roll was not read yet"


def test_what_is_read_while_the_rolls_are_opened_is_not_written_over(caller: RollCaller) -> None:
    (place, other) = absent_in(caller, *LISTS[:2])
    record = Justifying(caller.workspace).corrections.record
    caller.store.mirror.keep_roll(LISTS[0], [(ANNA, PRESENT), (JAN, PRESENT)], NOW)
    made = record({place: (ABSENT, EXCUSED), other: (ABSENT, EXCUSED)})
    assert isinstance(made, Together)
    assert made.entries.keys() == {other}
    assert records(caller, *LISTS[:2]) == [PRESENT, EXCUSED]
    assert record({place: (ABSENT, EXCUSED)}) is Notice.ENTRY_GONE
