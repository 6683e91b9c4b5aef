"""A file of marks that was cut or mangled anywhere, or is none: it is opened, set aside or refused with a reason.

`ROLLCALL_LONG=1 pytest tests/store/test_mangled_store.py` tries very many more.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.model import Mark
from app.register.register import Register
from app.store import StoreError
from app.store.deciding import UnknownEntryError
from app.workspace import open_store
from app.workspace.open_store import CannotOpenError
from tests.support.clock import NOW
from tests.support.roll_caller import KEY, LIST, PEOPLE, RollCaller

_MOST = 1000 if os.environ.get("ROLLCALL_LONG") else 25


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a list, its roll and some decisions, in one file."""
    caller = RollCaller(tmp_path_factory.mktemp("sound"))
    caller.keep()
    session = caller.call()
    for mark in (Mark.ABSENT, Mark.INTRAMURAL, Mark.JUSTIFIED):
        session.mark(mark)
    caller.accepted("0")
    caller.end()
    with closing(sqlite3.connect(caller.file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return caller.file


def used(file: Path) -> None:
    """Do with a store what a start, the screens and a key do."""
    with open_store.opened(file, lambda _: None) as (store, _):
        register = Register(store, lambda: NOW)
        asked: list[Callable[[], object]] = [
            lambda: register.terms("pl"),
            lambda: register.lists(KEY),
            lambda: register.roll(LIST),
            register.unsent_lists,
            lambda: register.confirmed_at(LIST),
            store.outbox.due,
            store.outbox.unconfirmed_lists,
            lambda: register.undo(LIST),
        ]
        for ask in asked:
            with suppress(StoreError, UnknownEntryError):
                ask()
        if (entry := register.entry(LIST, PEOPLE[5].id)) is not None:
            with suppress(StoreError, UnknownEntryError):
                assert register.mark(LIST, entry.student.id, Mark.ABSENT).mark is Mark.ABSENT


@settings(max_examples=_MOST, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=8),
    cut=st.none() | st.floats(0, 1),
)
def test_whatever_is_in_the_file_no_error_comes_that_has_no_name(
    sound: Path, changes: list[tuple[int, int]], cut: float | None
) -> None:
    mangled = bytearray(sound.read_bytes())
    written = [place for place, byte in enumerate(mangled) if byte]  # most of a small file is nothing
    for place, byte in changes:
        mangled[written[place % len(written)]] = byte
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite3"
        file.write_bytes(bytes(mangled[: None if cut is None else int(cut * len(mangled))]))
        with suppress(CannotOpenError, StoreError):
            used(file)
