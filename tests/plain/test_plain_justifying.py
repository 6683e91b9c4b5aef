"""Absences excused in the linear mode: by a number, by the days of a certificate, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

from app.emulator import Emulator
from tests.plain.test_plain import spoken


def test_j_tells_the_absences_a_number_excuses_one_and_backspace_takes_it_back(tmp_path: Path) -> None:
    with Emulator() as usos:
        # The first term is told so that its rolls are read; only what was read can be told.
        keys = "v\nEnter\nEsc\nj\nEnter\nBackspace\nc\nEnter\npraca oddana\nEsc\nCtrl+Q\n"
        ran = spoken(usos, tmp_path, keys)
        assert ": absences to excuse, in all groups\nExcuses\n" in ran.stdout
        assert re.search(r"\n1  [^\n]+, \w{3} \d+ \w{3} \d\d:\d\d, [^\n]+, until [^\n]+\n2  ", ran.stdout), ran.stdout
        assert ": 1 absence excused. ⌫ undoes it.\n" in ran.stdout
        assert re.search(r"Undone: [^\n]+, \w{3} \d+ \w{3}, excused → absent\.\n", ran.stdout), ran.stdout
        assert re.search(r"\nComment on [^\n]+ saved\. ⌫ undoes it\.\n", ran.stdout), ran.stdout


def test_a_certificate_is_asked_for_by_its_days_and_told_before_it_is_written(tmp_path: Path) -> None:
    with Emulator() as usos:
        keys = "v\nEnter\nEsc\nj\nd\nEnter\nchoroba\n1.10 - 23.11\n-\nd\nEnter\n1.10 - 23.11\n\nEsc\nCtrl+Q\n"
        ran = spoken(usos, tmp_path, keys)
        assert "9.11: choroba\nThat is not possible.\n" in ran.stdout
        assert re.search(r"\nThu 1 Oct – Mon 23 Nov\n[^\n]+\nabsences: \d → 0 unexcused, \d in all", ran.stdout), (
            ran.stdout
        )
        assert "Nothing was written.\n" in ran.stdout
        assert re.search(r": \d absences? excused(, after the deadline)?\. ⌫ undoes it\.", ran.stdout), ran.stdout
