"""What is said of a correction in the term: whose, of which day, from what to what, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app import i18n
from app.domain.model import NOT_SET, Entry, Mark, Record, Student
from app.messages import corrections, roll
from app.register.reversal import Reversal
from app.roll.outcomes import Marked, PressAgain, Repeated, Step

ZOFIA = Student(id="1", first_name="Zofia", last_name="Ćwik", number="412345")
DAY = date(2026, 11, 16)
PRESENT, EXCUSED = Record(Mark.INTRAMURAL, ""), Record(Mark.JUSTIFIED, "")


def entry(record: Record = NOT_SET) -> Entry:
    return Entry(student=ZOFIA, record=record)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Ćwik Zofia, Mon 16 Nov: no mark → excused. ⌫ undoes it."),
        ("pl", "Ćwik Zofia, pn 16 lis: brak wpisu → usprawiedliwiona. ⌫ – cofnij."),
    ],
)
def test_a_correction_names_student_day_both_marks_and_the_key_that_takes_it_back(language: str, told: str) -> None:
    i18n.use_language(language)
    assert corrections.told(Marked(entry(), EXCUSED, Step.STAYED), DAY) == told


def test_before_a_presence_is_taken_away_it_is_asked() -> None:
    asked = PressAgain(entry(PRESENT), Mark.JUSTIFIED)
    told = "Ćwik Zofia, Mon 16 Nov: present → excused? Press the key again."
    assert (corrections.told(asked, DAY), roll.is_warning(asked)) == (told, True)


def test_what_is_taken_back_names_the_day_too() -> None:
    undone = Reversal(changed=((entry(EXCUSED), PRESENT),), done=True)
    assert corrections.told(undone, DAY) == "Undone: Ćwik Zofia, Mon 16 Nov, excused → present."


def test_what_usos_cannot_clear_names_the_day_too_and_asks_for_the_right_mark_only_where_one_was_led_to_it() -> None:
    stuck = Reversal(stuck=(entry(PRESENT),), done=True)
    assert corrections.told(stuck, DAY) == "Ćwik Zofia, Mon 16 Nov: USOS cannot clear a mark. Choose the right one."
    stayed = "Ćwik Zofia, Mon 16 Nov: USOS cannot clear a mark, so it stays."
    assert corrections.told(replace(stuck, stayed=True), DAY) == stayed


def test_what_is_no_correction_is_said_as_in_a_roll() -> None:
    assert corrections.told(Reversal(), None) == roll.told(Reversal()) != ""


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "4 was held down: nobody was marked."), ("pl", "Klawisz 4 był przytrzymany: niczego nie wpisano.")],
)
def test_where_the_press_before_a_repeat_had_only_asked_a_held_key_has_marked_nobody(language: str, told: str) -> None:
    i18n.use_language(language)
    undone = Reversal(changed=((entry(EXCUSED), PRESENT),), done=True)
    assert corrections.told(Repeated("4", undone), DAY) == told
    assert corrections.told(Repeated("4"), DAY) == roll.told(Repeated("4"))
