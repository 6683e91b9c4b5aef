"""Report files on this computer: which are offered, how a path is completed or dropped, and what is never read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.importing.report import Format, ProblemKind
from app.workspace import report_files
from app.workspace.report_files import UnreadableFileError


def put(folder: Path, name: str, age: int = 0, content: bytes = b"x") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (1_700_000_000 - age, 1_700_000_000 - age))
    return file


def test_the_newest_files_that_may_be_reports_come_first(tmp_path: Path):
    for age, name in enumerate(["photo.jpg", "new.CSV", "old.xlsx", ".hidden.csv", "older.ods", "thesis.pdf"]):
        put(tmp_path, name, age)
    (tmp_path / "folder.csv").mkdir()

    assert [one.path.name for one in report_files.newest(tmp_path)] == ["new.CSV", "old.xlsx", "older.ods"]
    assert len(report_files.newest(tmp_path, 1)) == 1


def test_a_folder_that_is_not_there_offers_nothing(tmp_path: Path):
    assert report_files.newest(tmp_path / "none") == []


def test_a_path_is_completed_as_far_as_it_is_clear(tmp_path: Path):
    for name in ("Raport 1.csv", "Raport 2.csv", "Inne/x.csv"):
        put(tmp_path, name)

    assert report_files.completed(f"{tmp_path}/r") == (f"{tmp_path}/Raport ", ["Raport 1.csv", "Raport 2.csv"])
    assert report_files.completed(f"{tmp_path}/i") == (f"{tmp_path}/Inne{os.sep}", [])
    assert report_files.completed(f"{tmp_path}/Raport 1") == (f"{tmp_path}/Raport 1.csv", [])
    assert report_files.completed(f"{tmp_path}/q") == (f"{tmp_path}/q", [])
    assert report_files.completed(f"{tmp_path}/none/x") == (f"{tmp_path}/none/x", [])


@pytest.mark.parametrize(
    "written",
    [
        "{plain}",
        "'{plain}'",
        '"{plain}"',
        "{escaped}",
        "{address}",
        "{plain}\n",
        "{escaped} '{plain}'",
        "{plain}\n{plain}",
    ],
)
def test_a_dropped_file_is_understood_however_the_terminal_writes_it(tmp_path: Path, written: str):
    file = put(tmp_path, "raport z zajęć (1).csv")
    escaped = str(file).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")

    found = report_files.dropped(written.format(plain=file, escaped=escaped, address=file.as_uri()))

    assert set(found) == {file}


@pytest.mark.parametrize("text", ["", "some words", "1111", "/nowhere/x.csv", "a\0b", "'", "\\"])
def test_text_that_is_no_file_is_no_drop(text: str):
    assert report_files.dropped(text) == []


def test_a_home_folder_is_understood_and_one_of_nobody_does_no_harm():
    assert report_files.typed_path("~/x.csv") == Path.home() / "x.csv"
    assert report_files.typed_path("~nobody-at-all/x.csv") == Path("~nobody-at-all/x.csv")


def test_what_is_larger_than_any_report_is_not_read_to_its_end(tmp_path: Path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.truncate(3_000_000_000)  # sparse

    (report,) = report_files.read_all([file], [].append)

    assert (report.format, report.problems[0].kind) == (Format.UNKNOWN, ProblemKind.TOO_LARGE)


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFileError):
        report_files.read_all([pipe], [].append)
    assert report_files.missing([pipe]) == pipe


def test_two_files_of_one_name_are_told_apart_and_one_named_twice_is_read_once(tmp_path: Path):
    one, two = put(tmp_path, "a/r.csv"), put(tmp_path, "b/r.csv")

    shares: list[float] = []
    reports = report_files.read_all([one, two, one], shares.append)

    assert [report.name for report in reports] == [str(one), str(two)]
    assert shares == [0.5, 1]
