"""What is said of each outcome of a command: in both languages, and of every one there is."""

from __future__ import annotations

from typing import get_args

import pytest

from app import i18n
from app.domain.model import NOT_SET, AttendanceList, Entry, GroupKey, ListId, Mark, Mode, Record, Standing, Student
from app.i18n import LANGUAGES, drawable
from app.messages import roll
from app.register.reversal import Reversal
from app.roll.outcomes import (
    Adopted,
    Already,
    Blocked,
    Commented,
    Excused,
    Filled,
    Imported,
    Late,
    LeavingUndo,
    Marked,
    NotCounted,
    NothingToExcuse,
    Notice,
    Outcome,
    PressAgain,
    ReadOnly,
    Repeated,
    Replaced,
    Resolved,
    Step,
    Stuck,
    TooFast,
    UndoStops,
    Why,
)
from tests.support.clock import NOW

ANNA = Student("1", "Anna [b]", "Nowak\x1b", "412345")
PRESENT, ABSENT = Record(Mark.INTRAMURAL, ""), Record(Mark.ABSENT, "mail")
UNMARKED, MARKED = Entry(ANNA, NOT_SET), Entry(ANNA, PRESENT)
REFUSED = Entry(ANNA, PRESENT, Standing.REFUSED, "student_not_in_group", decided_at=NOW)
CONFLICT = Entry(ANNA, PRESENT, Standing.CONFLICT, known=ABSENT, found=ABSENT, decided_at=NOW)
MISSING = Entry(ANNA, PRESENT, Standing.MISSING, known=NOT_SET, found=NOT_SET, decided_at=NOW)
REPLACED = Entry(ANNA, ABSENT, known=ABSENT, replaced=PRESENT)
LIST = AttendanceList(id=ListId("1"), group=GroupKey("1", "1"), date=NOW, mode=Mode.HYBRID, owner="")
UNDONE = Reversal(changed=((MARKED, NOT_SET),), done=True, step=1)
CANNOT = Reversal(stuck=(MARKED,), done=True, step=1)
WAITS = Reversal(waits_for=(MARKED,), step=1)

SILENT_NOTICES = (Notice.DONE, Notice.NOBODY, Notice.CREATING)  # the last one stands below the roll

TOLD: list[Outcome] = [
    *(notice for notice in Notice if notice not in SILENT_NOTICES),
    ReadOnly("4711"),
    Blocked(Mode.INTRAMURAL, fixed=True),
    Blocked(Mode.INTRAMURAL, fixed=False),
    Blocked(Mode.REMOTE, fixed=True),
    Blocked(Mode.REMOTE, fixed=False),
    Marked(MARKED, ABSENT, Step.STAYED),
    Marked(UNMARKED, ABSENT, Step.RETURNED),
    Marked(UNMARKED, ABSENT, Step.WRAPPED),
    Marked(MARKED, ABSENT, Step.NEXT),
    Marked(UNMARKED, PRESENT, Step.NEXT, late="late 2 min"),
    Marked(UNMARKED, PRESENT, Step.NEXT, late="late"),
    Marked(UNMARKED, PRESENT, Step.NEXT, late=""),
    Marked(Entry(ANNA, ABSENT), PRESENT, Step.NEXT, late="late"),
    Already(MARKED, Step.STAYED),
    Late(MARKED, "late", Step.STAYED),
    Late(MARKED, "", Step.STAYED),
    Commented(MARKED, Step.STAYED),
    Commented(Entry(ANNA, ABSENT), Step.STAYED),
    Filled(0, Mark.ABSENT),
    Filled(1, Mark.ABSENT),
    Filled(2, Mark.ABSENT),
    Filled(5, Mark.ABSENT),
    Imported(5, 0),
    Imported(0, 1),
    Stuck(REFUSED),
    Stuck(CONFLICT),
    Stuck(MISSING),
    Replaced((REPLACED,)),
    Replaced((REPLACED,) * 2),
    Replaced((REPLACED,) * 5),
    Excused(ANNA, 1),
    Excused(ANNA, 5, left=1),
    Excused(ANNA, 1, made_up=True),
    NothingToExcuse(MARKED),
    Repeated("1"),
    Repeated("space", UNDONE),
    Repeated("1", CANNOT),
    Repeated("1", Notice.NOT_STORED),
    *(NotCounted("p", why) for why in Why),
    *(TooFast(number) for number in (6, 22, 25)),
    TooFast(8, UNDONE),
    TooFast(8, Notice.NOT_STORED),
    LeavingUndo(WAITS),
    UndoStops(MARKED),
    Adopted(LIST, (), (), with_marks=False),
    Adopted(LIST, (ANNA,) * 5, (ANNA,), with_marks=True),
    UNDONE,
    CANNOT,
    WAITS,
    Reversal(waits_for=(MARKED,), step=1, back=False),
    Reversal(changed=((MARKED, NOT_SET),), done=True, step=1, back=False),
    Reversal(changed=((MARKED, Record(Mark.INTRAMURAL, "mail")),), done=True, step=1),
    Reversal(changed=((MARKED, NOT_SET),) * 5, done=True, step=1),
    Reversal(changed=((MARKED, NOT_SET),), done=True, step=1, elsewhere=1),
    Reversal(changed=((MARKED, NOT_SET),), done=True, step=1, elsewhere=5),
    Reversal(changed=((MARKED, NOT_SET),) * 2, stuck=(MARKED,), done=True, step=1),
    Reversal(stuck=(MARKED,) * 2, done=True, step=1),
    Reversal(stuck=(MARKED,) * 6, done=True, step=1),
    Reversal(done=True, step=1),
    Reversal(),
    Reversal(back=False),
]
SILENT: list[Outcome] = [
    *SILENT_NOTICES,
    Marked(UNMARKED, PRESENT, Step.NEXT),
    Marked(UNMARKED, PRESENT, Step.STAYED),
    Marked(UNMARKED, PRESENT, Step.ALL_MARKED),  # the summary opens
    Resolved(MARKED),
    PressAgain(MARKED, Mark.ABSENT),  # the term asks, no roll does
]
NOT_DONE = {
    Notice.NOT_STORED,
    Notice.STORE_BUSY,
    Notice.STORE_LOST,
    Notice.CONTROL_SIGN,
    Notice.NOT_LATE,
    Notice.NO_ABSENCE,
    Notice.ENTRY_GONE,
}
WARNINGS = {
    ReadOnly,
    Blocked,
    PressAgain,
    Stuck,
    Replaced,
    NothingToExcuse,
    LeavingUndo,
    UndoStops,
    NotCounted,
    TooFast,
}


def _short(outcome: Outcome) -> str:
    return outcome.name if isinstance(outcome, Notice) else type(outcome).__name__


def test_there_is_an_example_of_every_outcome() -> None:
    assert {type(one) for one in (*TOLD, *SILENT)} == set(get_args(Outcome))
    assert {one for one in (*TOLD, *SILENT) if isinstance(one, Notice)} == set(Notice)


@pytest.mark.parametrize("outcome", TOLD, ids=_short)
def test_it_is_said_in_both_languages_and_harmless_to_draw(outcome: Outcome) -> None:
    said = set()
    for language in LANGUAGES:
        i18n.use_language(language)
        text = roll.told(outcome)
        assert text
        assert text.isprintable()
        assert "{" not in text
        said.add(text)
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("outcome", SILENT, ids=_short)
def test_what_the_roll_itself_shows_is_not_said_as_well(outcome: Outcome) -> None:
    for language in LANGUAGES:
        i18n.use_language(language)
        assert roll.told(outcome) == ""


@pytest.mark.parametrize("outcome", [*TOLD, *SILENT], ids=_short)
def test_a_warning_is_what_was_not_done_or_has_to_be_decided(outcome: Outcome) -> None:
    expected = type(outcome) in WARNINGS or outcome in NOT_DONE
    match outcome:
        case Reversal():
            expected = bool(outcome.stuck or outcome.waits_for)
        case Repeated(taken_back=taken_back):
            expected = taken_back in (CANNOT, Notice.NOT_STORED)
        case _:
            pass
    assert roll.is_warning(outcome) is expected


def test_what_was_marked_is_said_with_the_name_where_the_row_does_not_show_it_all() -> None:
    late = Marked(UNMARKED, PRESENT, Step.NEXT, late="late 2 min")
    assert roll.told(late) == f"{drawable(ANNA.name)}: present, late 2 min"
    assert (
        roll.told(Marked(UNMARKED, PRESENT, Step.NEXT, late="late"))
        == f"{drawable(ANNA.name)}: present, late (without minutes)"
    )
    assert roll.told(Marked(UNMARKED, PRESENT, Step.NEXT, late="")) == f"{drawable(ANNA.name)}: present, not late"
    assert roll.told(Late(MARKED, "late 2 min", Step.STAYED)) == f"{drawable(ANNA.name)}: late 2 min"
    stayed = roll.told(Marked(MARKED, ABSENT, Step.STAYED))
    assert stayed == f"{drawable(ANNA.name)}: present → absent. ⌫ undoes it. All are marked; ↓ goes on."
    assert (
        roll.told(Commented(Entry(ANNA, ABSENT), Step.STAYED))
        == f"Comment on {drawable(ANNA.name)} saved. ⌫ undoes it."
    )
    assert roll.told(Commented(MARKED, Step.STAYED)) == f"Comment on {drawable(ANNA.name)} deleted. ⌫ undoes it."


def test_a_comment_is_told_only_where_it_decides() -> None:
    """It may tell of somebody's health, and the screen may be on the projector."""
    same_mark = Entry(ANNA, Record(Mark.ABSENT, "ill"), Standing.CONFLICT, known=ABSENT, found=ABSENT, decided_at=NOW)
    assert "mail" not in roll.told(Stuck(CONFLICT))
    assert "“ill”" in roll.told(Stuck(same_mark))
    assert "“mail”" in roll.told(Stuck(same_mark))


def test_what_is_counted_in_polish_reads_as_one_says_it() -> None:
    i18n.use_language("pl")
    assert roll.filled(19, Mark.INTRAMURAL).startswith("Wpisano „obecność” 19 osobom. ")
    assert roll.told(Excused(ANNA, 1)).startswith("Nowak  Anna [b]: usprawiedliwiono 1 nieobecność. ")
    assert roll.told(UNDONE) == "Cofnięto: Nowak  Anna [b], obecność → brak wpisu."
