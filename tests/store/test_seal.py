"""A store that was left in order, and not touched since, is not looked through at the next start."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.store import CorruptStoreError, seal
from app.store.recovery import Saved
from app.workspace import open_store
from tests.support.roll_caller import LIST, RollCaller


def left_in_order(folder: Path) -> Path:
    """A store with a roll in which somebody is marked, opened and closed as by a start of the program."""
    caller = RollCaller(folder)
    caller.keep()
    caller.call().mark(Mark.ABSENT)
    caller.end()
    use(caller.file)
    return caller.file


def use(file: Path) -> list[Saved]:
    """Open and close it as a start does; return what was told of a damaged one."""
    told: list[Saved] = []
    with open_store.opened(file, told.append) as (store, _):
        store.rolls.entries(LIST)
    return told


def test_what_was_left_in_order_is_sealed_and_stays_so_however_often_it_is_opened(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    assert seal.holds(file)
    use(file)
    assert seal.holds(file)


def test_a_sealed_store_is_not_looked_through(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE attendance_list SET mode = 'outdoors'")
    seal.put(file)
    assert use(file) == []


def test_what_somebody_has_changed_is_looked_through(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE attendance_list SET mode = 'outdoors'")
    assert len(use(file)) == 1


def test_so_is_a_copy_that_was_put_back(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    before, content = file.stat(), file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert not seal.holds(file)


def test_so_is_what_a_crash_or_a_power_cut_has_left(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    killed = RollCaller(tmp_path)
    killed.call().mark(Mark.INTRAMURAL)
    assert not seal.holds(file)
    killed.end()
    assert not seal.holds(file)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_so_is_what_an_error_has_left(tmp_path: Path, error: type[BaseException]) -> None:
    file = left_in_order(tmp_path)
    with pytest.raises(error), open_store.opened(file, lambda _: None):
        raise error
    assert not seal.holds(file)


def test_so_is_one_in_which_damage_was_met_on_the_way(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    with open_store.opened(file, lambda _: None) as (store, _):
        with pytest.raises(CorruptStoreError), store.database.change():
            raise _damage()
        assert store.database.doubted
    assert not seal.holds(file)


def _damage() -> sqlite3.DatabaseError:
    """What SQLite raises where a page cannot be read."""
    damage = sqlite3.DatabaseError("database disk image is malformed")
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return damage


def test_a_change_that_the_clock_of_the_disk_could_not_show_is_looked_for(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    same = file.stat().st_mtime_ns
    os.utime(file.with_suffix(".seal"), ns=(same, same))
    assert not seal.holds(file)
    waited: list[float] = []
    os.utime(file, ns=(same, same + 3_600_000_000_000))  # a disk whose clock stands still
    seal.put(file, waited.append)
    assert waited
    assert not seal.holds(file)


def test_where_no_seal_can_be_put_the_next_start_looks(tmp_path: Path) -> None:
    file = left_in_order(tmp_path)
    file.with_suffix(".seal").unlink()
    file.with_suffix(".seal").mkdir()
    assert use(file) == []
    assert not seal.holds(file)
