"""The lock of a store: somebody else has it, or nobody can tell."""

from __future__ import annotations

import errno
import fcntl

import pytest

from app.messages import opening
from app.store.lock import CannotLockError, StoreLock
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError


def locking_fails(patch: pytest.MonkeyPatch, number: int) -> None:
    """Let the file system answer so when a lock is asked for."""

    def fails(*_: object) -> None:
        raise OSError(number, errno.errorcode[number])

    patch.setattr(fcntl, "flock", fails)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EIO, errno.EINVAL])
def test_a_disk_without_locks_is_not_taken_for_another_rollcall(tmp_path, monkeypatch, number):
    locking_fails(monkeypatch, number)
    file = tmp_path / "store.sqlite3"
    with pytest.raises(CannotOpenError) as told, open_store.opened(file, lambda _: None):
        pass
    sentence = opening.problem(told.value.problem)
    assert str(tmp_path) in sentence
    assert "XDG_DATA_HOME" in sentence
    assert "process" not in sentence
    assert not file.exists()
    with pytest.raises(CannotLockError):
        StoreLock(file).owned_by()


@pytest.mark.parametrize("number", [errno.EWOULDBLOCK, errno.EACCES])
def test_a_lock_that_is_taken_is_somebody_elses(tmp_path, monkeypatch, number):
    first, second = StoreLock(tmp_path / "store.sqlite3"), StoreLock(tmp_path / "store.sqlite3")
    assert first.take()
    locking_fails(monkeypatch, number)
    assert not second.take()
    assert second.owned_by() == first.owner()


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path):
    somebody_elses = tmp_path / "thesis.txt"
    somebody_elses.write_text("three years of work", encoding="utf-8")
    (tmp_path / "store.sqlite3.lock").symlink_to(somebody_elses)
    with pytest.raises(OSError, match="symbolic"):
        StoreLock(tmp_path / "store.sqlite3").take()
    assert somebody_elses.read_text(encoding="utf-8") == "three years of work"


def test_an_old_sqlite_is_named_before_anything_is_touched(tmp_path, monkeypatch):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.34.1")
    with pytest.raises(CannotOpenError) as told, open_store.opened(tmp_path / "store.sqlite3", lambda _: None):
        pass
    assert "needs SQLite 3.37 or newer, and this Python has 3.34.1" in opening.problem(told.value.problem)
    assert list(tmp_path.iterdir()) == []
