"""Importing a report line by line: the file by number or path, a question for each row to decide, Enter writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.config.settings import Settings
from app.domain.model import Student
from app.emulator import Emulator
from app.usos.client import Usos
from tests.importing.written import Stayed, teams
from tests.plain.test_plain import called, held, spoken
from tests.support.driver import access_to, emulated


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=8) as running:
        running.set_list_mode(running.current_list(), "remote")
        yield running


def report_of(usos: Emulator, folder: Path) -> tuple[Path, list[Student]]:
    """Everybody was there to the end, but for the first, who is called by half a name."""
    way = Usos(access_to(usos), Settings())
    known = way.attendance_list(usos.current_list())
    people = sorted((student for student, _ in way.attendance(known.id)), key=lambda one: one.name)
    way.close()
    first, *others = people
    begin, end = known.date, known.date + timedelta(minutes=90)
    stayed = [Stayed(f"{one.first_name} {one.last_name}", begin, end) for one in others]
    nickname = Stayed(f"{first.first_name[:4]} {first.last_name[:-1]}x", begin, end)
    file = folder / "raport.csv"
    file.write_text(teams([nickname, *stayed]), encoding="utf-8")
    return file, people


def test_a_report_is_imported_and_taken_back_line_by_line(usos: Emulator, tmp_path: Path):
    held(tmp_path)
    file, people = report_of(usos, tmp_path)
    nickname = f"{people[0].first_name[:4]} {people[0].last_name[:-1]}x"
    typed = ["i", str(file), "0", "backspace", "1", "", "backspace", "", "escape", "escape", "ctrl+q"]

    ran = spoken(usos, tmp_path, "\n".join([*typed, ""]), "--list", usos.current_list())

    lines = ran.stdout.splitlines()
    assert f"{file.name} (Teams)" in lines
    assert sum(
        line.startswith("Mathematical Analysis I · class gr. 3 · Mon 23 Nov 2026 10:15 · remote") for line in lines
    )
    asked = [line for line in lines if f"who is it?, 1 {people[0].name}  0 nobody on this list" in line]
    assert len(asked) == 2, "once more after the decision was taken back"
    decisions = [line for line in lines if " = " in line]
    said = [
        f": {nickname} = nobody on this list. ⌫ undoes it.",
        f": Undone: {nickname} = nobody on this list.",
        f": {nickname} = {people[0].name}. ⌫ undoes it.",
    ]
    assert all(line.endswith(told) for line, told in zip(decisions, said, strict=True)), decisions
    assert "Will be marked: 8" in lines
    assert any("8 marks written." in line for line in lines)
    assert any("Undone: 8 students" in line for line in lines)
    assert any("Nothing is left to do here; Enter goes back." in line for line in lines)
    assert ran.returncode == 0


def test_a_row_may_stay_undecided_and_what_is_no_file_is_said(usos: Emulator, tmp_path: Path):
    held(tmp_path)
    file, _ = report_of(usos, tmp_path)
    typed = ["i", str(tmp_path / "none.csv"), "i", str(file), "", "", "escape", "escape", "ctrl+q"]

    ran = spoken(usos, tmp_path, "\n".join([*typed, ""]), "--list", usos.current_list())

    assert "none.csv cannot be read" in ran.stdout
    assert "1 row is not decided. Write 7 marks?" in ran.stdout
    assert "7 marks written." in ran.stdout


def test_enter_goes_back_once_all_is_written_and_lines_of_a_file_are_no_held_key(usos: Emulator, tmp_path: Path):
    held(tmp_path)
    file, _ = report_of(usos, tmp_path)
    typed = ["i", str(file), "1", "", "", "escape", "ctrl+q"]

    ran = spoken(usos, tmp_path, "\n".join([*typed, ""]), "--list", usos.current_list())

    assert "8 marks written." in ran.stdout
    assert ran.stdout.count("Nothing is left to do here; Enter goes back.") == 1


def test_a_table_that_tells_no_times_has_nothing_to_measure(usos: Emulator, tmp_path: Path):
    _, people = report_of(usos, tmp_path)
    file = tmp_path / "lista.csv"
    file.write_text("\n".join(["Nazwisko i imię;23.11.2026", *(f"{one.name};ob" for one in people)]), encoding="utf-8")
    typed = ["i", str(file), "s", "d", "escape", "escape", "ctrl+q"]

    ran = spoken(usos, tmp_path, "\n".join([*typed, ""]), "--list", usos.current_list())

    assert ran.stdout.count("The table tells no times, so there is nothing to measure.") == 2
    assert "Minimum attendance" not in ran.stdout


def test_it_begins_from_the_lists_and_speaks_polish(usos: Emulator, tmp_path: Path):
    file, _ = report_of(usos, tmp_path)
    typed = ["enter", "i", "", str(file), "1", "escape", "escape", "ctrl+q"]

    ran = spoken(usos, tmp_path, "\n".join([*typed, ""]), "--lang", "pl")

    assert "Zostanie wpisane: 8" in ran.stdout
    assert "Zapisać 8 wpisów?" in ran.stdout


def test_a_key_that_is_held_down_writes_nothing_that_stays(usos: Emulator, tmp_path: Path):
    held(tmp_path)
    file, _ = report_of(usos, tmp_path)
    with called(usos, tmp_path, of=8) as terminal:
        terminal.type("i")
        terminal.until("Number or path of the file")
        terminal.type(f"{file}\r")
        terminal.until("who is it?")
        terminal.type("\r")
        terminal.until_keys_mark(0.5)
        for _ in range(5):
            terminal.type("\r")
            terminal.until_keys_mark(0.033)
        terminal.until_keys_mark(0.5)
        assert "7 marks written." in terminal.text()
        assert "Enter was held down, so it counts once." in terminal.text(), terminal.text()
        terminal.type("\x1b")
        terminal.until("1 of 8")
        terminal.type("\x11")
        assert terminal.end() == 0
    assert {mark for mark, _ in usos.marks(usos.current_list()).values()} == {None}
