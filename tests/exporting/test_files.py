"""A file for others is written whole, for its owner alone, and never over another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.exporting.files import free_name, write_beside, write_new


def test_a_new_file_is_its_owners_alone_and_its_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "documents" / "term.csv"
    write_new(file, b"abc")
    assert file.read_bytes() == b"abc"
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "term.csv", tmp_path / "other.csv"
    file.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_new(file, b"abc")
    assert file.read_bytes() == b"mine"
    link = tmp_path / "link.csv"
    link.symlink_to(elsewhere)
    with pytest.raises(FileExistsError):
        write_new(link, b"abc")
    assert not elsewhere.exists()


def test_a_pipe_of_that_name_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "term.csv")
    assert write_beside(tmp_path / "term.csv", b"abc") == tmp_path / "term (2).csv"


def test_the_next_free_name_is_taken(tmp_path: Path) -> None:
    written = [write_beside(tmp_path / "term.csv", bytes([number])) for number in range(3)]
    assert [one.name for one in written] == ["term.csv", "term (2).csv", "term (3).csv"]
    assert [one.read_bytes() for one in written] == [b"\0", b"\1", b"\2"]
    assert free_name(tmp_path / "term.csv").name == "term (4).csv"


def test_a_folder_that_is_a_file_is_told_and_not_tried_for_ever(tmp_path: Path) -> None:
    (tmp_path / "documents").write_bytes(b"")
    with pytest.raises(FileExistsError):
        write_beside(tmp_path / "documents" / "term.csv", b"abc")


def test_a_disk_that_takes_no_more_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    """A limit on the size of files is what a full disk is to a program."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    usual, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, usual[1]))
    try:
        with pytest.raises(OSError, match="large"):
            write_new(tmp_path / "term.csv", bytes(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []
