"""The crash report: where the program failed, and nothing about anybody."""

import stat
import sys
from datetime import datetime
from importlib import metadata

import pytest

import app
from app.cli import crash
from app.config import installed
from app.usos.gate import Gate

AT = datetime.fromisoformat("2026-11-23 10:15:07")


def lose(secret: str) -> None:
    raise LookupError(f"no student {secret}")


def failing_with(secret: str, *, handled: bool) -> Exception:
    """Fail where a name and a secret are in variables, in the message, and in the error before."""
    token = f"token {secret}"
    try:
        try:
            lose(secret)
        except LookupError as error:
            if handled:
                raise ValueError(f"{secret} {token}") from error
            raise ValueError(secret)  # noqa: B904 - an error on the way of another
    except ValueError as error:
        return error


@pytest.mark.parametrize("handled", [True, False])
def test_a_report_names_errors_and_places_but_no_message_and_no_variable(tmp_path, handled):
    secret = "".join(["Żaneta", "Ćwik", "hunter2"])
    report = crash.write(failing_with(secret, handled=handled), tmp_path, AT).read_text(encoding="utf-8")
    assert "builtins.ValueError" in report
    assert "builtins.LookupError" in report
    assert f"{__file__}:" in report
    assert "in failing_with" in report
    for word in (secret, "hunter2", "no student", "token"):
        assert word not in report


def test_a_report_says_which_program_on_which_system_failed(tmp_path):
    first_line = crash.write(RuntimeError(), tmp_path, AT).read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith("rollcall ")
    assert f"Python {sys.version.split()[0]}" in first_line


def test_a_report_is_named_by_its_moment(tmp_path):
    assert crash.write(RuntimeError(), tmp_path, AT).name == "crash-20261123-101507.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_a_report(tmp_path):
    assert stat.S_IMODE(crash.write(RuntimeError(), tmp_path, AT).stat().st_mode) == 0o600


def test_a_disk_that_takes_no_report_says_so(tmp_path):
    with pytest.raises(OSError, match="absent"):
        crash.write(RuntimeError(), tmp_path / "absent", AT)


def test_of_each_kind_of_error_in_a_call_there_is_one_report_a_run(tmp_path):
    moments = iter(AT.replace(second=second) for second in range(60))
    reports = crash.CallReports(lambda: tmp_path, lambda: next(moments))
    for handled in (True, False, True, False):
        reports.write(failing_with("secret", handled=handled))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_disk_that_takes_no_report_of_a_call_does_not_end_it(tmp_path):
    crash.CallReports(lambda: tmp_path / "absent", lambda: AT).write(RuntimeError())


def test_a_program_packed_without_metadata_still_tells_its_failures(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(metadata.MetadataPathFinder, "find_distributions", lambda *_: iter(()))
    assert installed.version("textual") == "?"
    report = crash.write(ValueError(), tmp_path, AT)
    assert report.read_text(encoding="utf-8").startswith(f"rollcall {app.__version__}, Python")
    with Gate("https://usosapps.example.edu.pl/"):  # it tells the version to USOS
        pass


def test_a_report_is_not_written_through_a_link(tmp_path):
    (tmp_path / "thesis").write_text("three years of work", encoding="utf-8")
    (tmp_path / f"crash-{AT:%Y%m%d-%H%M%S}.txt").symlink_to(tmp_path / "thesis")
    crash.write(ValueError(), tmp_path, AT)
    assert (tmp_path / "thesis").read_text(encoding="utf-8") == "three years of work"
