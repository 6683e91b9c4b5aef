"""Small files: nothing in their place hangs, fills or crashes the program, and nothing is written through a link."""

from __future__ import annotations

import os
import stat

import pytest

from app.config import files


def test_a_pipe_a_folder_or_a_device_is_no_file_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for odd in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match=r"Invalid|directory"):
            files.read(odd)
    with pytest.raises(OSError, match="Invalid"):
        files.read(files.Path("/dev/zero"))


def test_a_folder_that_was_made_for_nothing_is_gone_again_and_no_other(tmp_path):
    for made, kept in (("empty", False), ("full", True), ("there before", True)):
        folder = tmp_path / made
        if made == "there before":
            folder.mkdir()
        with files.left_as_found(folder):
            folder.mkdir(exist_ok=True)
            if made == "full":
                (folder / "accounts.json").touch()
        assert folder.exists() is kept
    for other in (tmp_path / "never made", tmp_path / ("too long a name" * 20)):
        with files.left_as_found(other):
            pass
        assert not os.path.lexists(other)


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(OSError, match="too large"):
        files.read(tmp_path / "huge")


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\xff\xfe{", b"{", b"1" * 10_000], ids=["deep", "bytes", "cut", "number"]
)
def test_what_no_reader_takes_is_as_good_as_nothing(tmp_path, content):
    (tmp_path / "odd.json").write_bytes(content)
    assert files.read_json(tmp_path / "odd.json") is None


def test_a_new_file_is_its_owners_and_never_written_through_a_link_or_over_another(tmp_path):
    before = os.umask(0)
    try:
        files.write_new(tmp_path / "new", b"content")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for taken in ("new", "link"):
        with pytest.raises(FileExistsError):
            files.write_new(tmp_path / taken, b"other")
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_cannot_be_put_in_place_leaves_the_old_one_and_nothing_else(tmp_path, monkeypatch):
    file = tmp_path / "list.json"
    files.replace(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(OSError, match="space"):
            files.replace(file, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["list.json"]
    assert file.read_bytes() == b"old"


def test_a_file_put_in_place_of_a_link_replaces_the_link(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "list.json").symlink_to(tmp_path / "elsewhere")
    files.replace(tmp_path / "list.json", b"new")
    assert (tmp_path / "elsewhere").read_bytes() == b"mine"
    assert (tmp_path / "list.json").read_bytes() == b"new"
