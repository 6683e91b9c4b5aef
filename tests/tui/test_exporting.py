"""Lists and terms are written to files by keys: what a file will hold is said first, and nothing is written over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.config import settings
from app.emulator import Emulator
from app.tui.exporting.screen import ExportScreen
from app.tui.lists.screen import ListsScreen
from app.tui.overview.screen import OverviewScreen
from app.tui.roll.summary import Summary
from tests.support.driver import Driver, drive, emulated
from tests.support.private import painted_lines


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=12) as emulator:
        yield emulator


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = tmp_path / "documents" / "rollcall"
    monkeypatch.setattr(settings, "export_folder", lambda: chosen)
    return chosen


async def to_export(rollcall: Driver) -> None:
    await rollcall.press("e")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, ExportScreen), "the page of exports")


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_roll_is_written_as_it_stands_without_numbers_and_comments(
    usos: Emulator, tmp_path: Path, folder: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "4", "c")
        await rollcall.type("zwolnienie")
        await rollcall.press("enter")
        entries = rollcall.roll.rows.entries
        await to_export(rollcall)
        await rollcall.press("2")
        await rollcall.until_shown(
            "The file will hold: the names of 12 students, the marks of 1 class.",
            "It will not hold: album numbers, comments.",
            "● CSV",
        )
        await rollcall.press("enter")
        await rollcall.until_shown("Saved as")
        assert only_file(folder).name in "".join(rollcall.screen_text().split())
        links = {segment.style.link for line in painted_lines(rollcall.app) for segment in line if segment.style}
        assert only_file(folder).as_uri() in links
        await rollcall.press("f3")
        await rollcall.until_shown("Copied, if your terminal allows it.")
        assert rollcall.app.clipboard == str(only_file(folder))
        text = only_file(folder).read_text("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == ["surname and first name", "2026-11-23 10:15", "late"]
        assert [row[:2] for row in rows[1:3]] == [
            [entries[0].student.name, "present"],
            [entries[1].student.name, "absent"],
        ]
        assert "zwolnienie" not in text
        assert only_file(folder).stat().st_mode & 0o777 == 0o600

    drive(tmp_path, usos, steps)


def test_what_is_ticked_is_said_and_written(usos: Emulator, tmp_path: Path, folder: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        number = rollcall.roll.rows.entries[0].student.number
        await to_export(rollcall)
        await rollcall.press("n", "k")
        await rollcall.until_shown("☑ album numbers", "☑ comments", "numbers, comments.")
        assert "will not hold" not in rollcall.screen_text()
        await rollcall.press("enter")
        await rollcall.until_shown("Saved as")
        (sheet,) = CalamineWorkbook.from_path(only_file(folder)).sheet_names
        rows = CalamineWorkbook.from_path(only_file(folder)).get_sheet_by_name(sheet).to_python()
        assert number in [row[1] for row in rows]

    drive(tmp_path, usos, steps)


def test_from_the_lists_the_whole_term_is_written_and_lists_not_read_are_told(
    usos: Emulator, tmp_path: Path, folder: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await to_export(rollcall)
        await rollcall.until_shown("● the whole term", "○ one list: Mon 23 Nov 10:15", "not been read from USOS yet")
        await rollcall.press("f5")
        await rollcall.until(lambda: "not been read from USOS yet" not in rollcall.screen_text(), "all lists read")
        await rollcall.press("enter")
        await rollcall.until_shown("Saved as")
        assert CalamineWorkbook.from_path(only_file(folder)).sheet_names == ["Counts", "Classes"]
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen), "the lists")

    drive(tmp_path, usos, steps)


def test_the_same_again_gets_another_name_and_a_name_that_was_typed_is_refused(
    usos: Emulator, tmp_path: Path, folder: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await to_export(rollcall)
        for number in (1, 2):
            await rollcall.press("enter")
            await rollcall.until(
                lambda number=number: folder.exists() and len(list(folder.iterdir())) == number, "a file"
            )
            await rollcall.until_shown("Saved as")
        before = {file: file.read_bytes() for file in folder.iterdir()}
        assert any(file.stem.endswith("(2)") for file in before)
        await rollcall.press("f")
        await rollcall.until(lambda: ".xlsx" in rollcall.screen_text().splitlines()[-2], "the end of a long path")
        await rollcall.press(*["backspace"] * 200)
        await rollcall.type(min(before, key=lambda one: len(one.name)).name)
        await rollcall.press("enter", "enter")
        await rollcall.until_shown("A file of that name already exists; nothing was written.")
        assert {file: file.read_bytes() for file in folder.iterdir()} == before

    drive(tmp_path, usos, steps)


def test_a_sheet_for_signatures_has_no_numbers_whatever_is_ticked(usos: Emulator, tmp_path: Path, folder: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        numbers = [entry.student.number for entry in rollcall.roll.rows.entries]
        await to_export(rollcall)
        await rollcall.press("n", "4")
        await rollcall.until_shown("12 students, 8 blank rows.", "It will not hold: album numbers, comments.")
        await rollcall.press("enter")
        await rollcall.until_shown("Saved as")
        text = only_file(folder).read_text("utf-8")
        assert not any(number in text for number in numbers)

    drive(tmp_path, usos, steps)


def test_the_summary_leads_there_too_and_back(usos: Emulator, tmp_path: Path, folder: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f7")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Summary), "the summary")
        await to_export(rollcall)
        await rollcall.press("t")
        await rollcall.until_shown("● the whole term")
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Summary), "the summary")
        assert not folder.exists()

    drive(tmp_path, usos, steps)


def test_a_folder_that_cannot_be_written_is_told(usos: Emulator, tmp_path: Path, folder: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        folder.parent.mkdir()
        folder.write_bytes(b"a file where the folder should be")
        await to_export(rollcall)
        await rollcall.press("enter")
        await rollcall.until_shown("nothing was written")

    drive(tmp_path, usos, steps)


def test_the_term_on_the_screen_leads_there_too_and_a_typed_name_follows_the_kind_of_file(
    usos: Emulator, tmp_path: Path, folder: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await rollcall.press("v")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OverviewScreen), "the term")
        await to_export(rollcall)
        await rollcall.until_shown("● the whole term")
        await rollcall.press("f", *["backspace"] * 200)
        await rollcall.type("term.xlsx")
        await rollcall.press("enter", "2")
        await rollcall.until_shown("term.csv")
        await rollcall.press("enter")
        await rollcall.until_shown("Saved as")
        assert only_file(folder).name == "term.csv"

    drive(tmp_path, usos, steps)
