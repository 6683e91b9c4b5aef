"""The term of a group in the linear mode: told line by line, asked about by questions."""

from __future__ import annotations

import re
from pathlib import Path

from app.emulator import Emulator
from tests.plain.test_plain import spoken


def test_v_tells_the_term_of_a_group_and_a_number_the_meetings_of_a_student(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "v\nEnter\n/\nÓsmak\n1\nEnter\nEsc\nEsc\nEsc\nEsc\nCtrl+Q\n")
        assert "Number, or Enter for 1: the term of a group\nNumber, or Enter for 1: 1\n" in ran.stdout
        assert "Mathematical Analysis I · class gr. 3\n8 lists\n1  Ąbek Łucja, absences: " in ran.stdout
        assert re.search(
            r"\n1  Ósmak Paweł, absences: \d unexcused, \d in all · no mark \d, "
            r"attended \d of the 8 classes held \(\d\d %\)\n",
            ran.stdout,
        )
        assert "\n8  Mon 23 Nov 10:15, no mark\n9  Mon 30 Nov 10:15, no list\n" in ran.stdout
        assert "Number, or Enter for 8: 8\n" in ran.stdout
        number = re.search(r"(\d+) of 30  Ósmak Paweł  no mark: back\n", ran.stdout)
        assert number, "the roll of that meeting opens at that student"


def test_the_rules_are_asked_for_question_by_question_and_kept(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "\nF3\n1\n150%\n30 %\n4\n2\n2\n\n-\nv\ng\ny\nEsc\nEsc\nCtrl+Q\n")
        assert "Unexcused absences allowed, Enter for no limit, - for none: 1\n" in ran.stdout
        assert "for none: 150%\nThat is not possible.\nAbsences allowed in all" in ran.stdout
        assert "Coming late counts as, Enter for nothing: 4\nThat is not possible.\nComing late counts as" in ran.stdout
        assert "Rules saved.\n" in ran.stdout
        assert "Rules: unexcused ≤ 1 · all ≤ 30 % · late = ½ · without the excused\n" in ran.stdout
        assert ": by absences\n" in ran.stdout
        assert ": near the limit\n" in ran.stdout
        again = spoken(usos, tmp_path, "\nF3\n\n\n\n\n\n\nEsc\nCtrl+Q\n")
        assert "Unexcused absences allowed, Enter for 1, - for none: \n" in again.stdout
        assert "Absences allowed in all, Enter for 30 %, - for none: \n" in again.stdout
        assert "kept.\n" not in again.stdout


def test_in_a_roll_v_leads_to_the_term_and_back_to_the_student_in_hand(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "v\nEsc\nEsc\n", "--list", usos.current_list())
        assert "1 of 30  Ąbek Łucja  no mark: the term of the group\n" in ran.stdout
        assert ": back\n1 of 30  Ąbek Łucja  no mark: back\n" in ran.stdout


def test_the_term_is_told_in_polish_and_without_a_network_from_what_is_known(tmp_path: Path) -> None:
    with Emulator() as usos:
        spoken(usos, tmp_path, "v\n1\nEsc\nCtrl+Q\n")
        usos.stop()
        ran = spoken(usos, tmp_path, "v\n1\nEsc\nCtrl+Q\n", "--lang", "pl")
        assert re.search(r"\n1  Ąbek Łucja, nieobecności: \d nieuspr., \d razem.*, ", ran.stdout), ran.stdout
