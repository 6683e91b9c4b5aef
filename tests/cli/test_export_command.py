"""`rollcall export`: the path alone on stdout, words on stderr, statuses as everywhere; nothing is written over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.emulator import Emulator, Fault, FaultKind
from tests.cli.test_overview_command import ATTENDANCE, current_group, lists_of
from tests.support.machine import Computer, Ran, without_keychain


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def export(computer: Computer, usos: Emulator, *more: str) -> Ran:
    return computer.run("export", *current_group(usos), *more)


def test_a_term_is_read_and_written_and_its_path_printed(computer: Computer, usos: Emulator, tmp_path: Path) -> None:
    computer.signs_in(usos)
    file = tmp_path / "term.xlsx"
    ran = export(computer, usos, "--xlsx", str(file))
    assert (ran.status, ran.out) == (0, f"{file}\n")
    assert "The file will hold: the names of 30 students" in ran.err
    assert "It will not hold: album numbers, comments." in ran.err
    counts, meetings = (CalamineWorkbook.from_path(file).get_sheet_by_name(name) for name in ("Counts", "Classes"))
    assert len(counts.to_python()) == len(meetings.to_python())
    assert file.stat().st_mode & 0o777 == 0o600


def test_one_list_is_written_with_what_was_asked_for(computer: Computer, usos: Emulator, tmp_path: Path) -> None:
    computer.signs_in(usos)
    first = lists_of(usos)[0]
    file = tmp_path / "list.csv"
    ran = export(computer, usos, "--csv", str(file), "--list", first, "--numbers", "--comments")
    assert ran.status == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    words = {
        "intramural": "present",
        "justified_absence": "excused",
        "absence": "absent",
        None: "",
    }
    marks = sorted(words[mark] for mark, _ in usos.marks(first).values())
    assert sorted(row["2026-10-05 10:15"] for row in rows) == marks
    assert all(row["album number"] for row in rows)


def test_a_file_that_is_there_is_left_and_nothing_is_asked_of_usos(
    computer: Computer, usos: Emulator, tmp_path: Path
) -> None:
    computer.signs_in(usos)
    file = tmp_path / "term.html"
    file.write_bytes(b"mine")
    before = len(usos.calls)
    ran = export(computer, usos, "--html", str(file))
    assert (ran.status, ran.out) == (1, "")
    assert "A file of that name already exists" in ran.err
    assert (file.read_bytes(), len(usos.calls)) == (b"mine", before)


def test_what_could_not_be_read_is_said_in_the_file_and_by_the_status(
    computer: Computer, usos: Emulator, tmp_path: Path
) -> None:
    computer.signs_in(usos)
    usos.faults.add(Fault(kind=FaultKind.UNAVAILABLE_503, method=ATTENDANCE, count=None))
    file = tmp_path / "term.csv"
    ran = export(computer, usos, "--csv", str(file))
    assert ran.status == 3
    assert "not been read from USOS yet" in ran.err
    assert "not read yet" in file.read_text("utf-8-sig")


@pytest.mark.parametrize("given", [(), ("--csv", "a", "--html", "b")])
def test_exactly_one_kind_of_file_is_asked_for(computer: Computer, usos: Emulator, given: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        export(computer, usos, *given)
    assert ended.value.code == 2


def test_a_group_that_is_not_there_and_somebody_who_is_not_signed_in_are_told(
    computer: Computer, usos: Emulator, tmp_path: Path
) -> None:
    file = str(tmp_path / "sheet.html")
    assert computer.run("export", "1", "1", "--sheet", file).status == 4
    computer.signs_in(usos)
    ran = computer.run("export", "1", "1", "--sheet", file)
    assert ran.status == 1
    assert "rollcall lists" in ran.err
    assert not Path(file).exists()


def test_every_group_of_the_current_terms_is_written_to_a_folder_and_again_beside_it(
    computer: Computer, usos: Emulator, tmp_path: Path
) -> None:
    computer.signs_in(usos)
    folder = tmp_path / "terms"
    ran = computer.run("export", "--all", "--csv", str(folder))
    assert ran.status == 0
    written = ran.out.splitlines()
    assert [f"{number}/{len(written)} " in ran.err for number in range(1, len(written) + 1)] == [True] * len(written)
    assert sorted(written) == sorted(str(file) for file in folder.iterdir())
    assert len(written) > 1
    again = computer.run("export", "--all", "--csv", str(folder), "--offline")
    assert again.status == 0
    assert len(list(folder.iterdir())) == 2 * len(written)


@pytest.mark.parametrize("given", [(), ("1",), ("1", "1", "--all"), ("--all", "--list", "1")])
def test_one_group_or_all_of_them_are_asked_for(computer: Computer, tmp_path: Path, given: tuple[str, ...]) -> None:
    assert computer.run("export", *given, "--csv", str(tmp_path / "a")).status == 2
