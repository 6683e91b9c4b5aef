"""What was done to lists can be taken back, the newest change first: found without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.model import AttendanceList, GroupKey, ListId, Mode
from app.register.register import Register
from app.store import Store
from app.sync.events import ActionEnded
from app.sync.requests import Create, CreateFromTimetable
from app.workspace.list_history import ListHistory
from tests.support.clock import NOW
from tests.support.driver import now

GROUP, OTHER = GroupKey("17879", "3"), GroupKey("17879", "4")
FIRST = AttendanceList(ListId("1001"), GROUP, NOW, Mode.INTRAMURAL, "")
SECOND = replace(FIRST, id=ListId("1002"), date=NOW + timedelta(days=7))
ALL = CreateFromTimetable(GROUP, Mode.INTRAMURAL)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    store.mirror.keep_lists([FIRST, SECOND], NOW)
    yield store
    store.close()


@pytest.fixture
def register(store: Store) -> Register:
    return Register(store, now)


def test_lists_created_together_are_one_change_as_long_as_one_of_them_is_there(store: Store, register: Register):
    history = ListHistory()
    history.follow(ActionEnded(ALL, (FIRST.id, SECOND.id)), register)
    newest = history.newest(GROUP, register)
    assert newest is not None
    assert (newest.lists, newest.created) == ((FIRST, SECOND), True)
    assert history.newest(OTHER, register) is None
    store.mirror.forget_list(FIRST.id)
    newest = history.newest(GROUP, register)
    assert newest is not None
    assert newest.lists == (SECOND,)
    store.mirror.forget_list(SECOND.id)
    assert history.newest(GROUP, register) is None


def test_a_deleted_list_can_come_back_until_there_is_one_in_its_place(store: Store, register: Register):
    history = ListHistory()
    history.deleting(FIRST)
    assert history.newest(GROUP, register) is None  # it is there still
    store.mirror.forget_list(FIRST.id)
    newest = history.newest(GROUP, register)
    assert newest is not None
    assert (newest.lists, newest.created) == ((FIRST,), False)
    store.mirror.keep_list(replace(FIRST, id=ListId("1009")))
    assert history.newest(GROUP, register) is None


def test_the_newest_change_comes_first_and_what_takes_one_back_is_none(store: Store, register: Register):
    history = ListHistory()
    history.deleting(FIRST)
    store.mirror.forget_list(FIRST.id)
    history.follow(ActionEnded(ALL, (SECOND.id,)), register)
    newest = history.newest(GROUP, register)
    assert newest is not None
    assert newest.created
    store.mirror.forget_list(SECOND.id)
    again = Create(GROUP, FIRST.date, FIRST.mode)
    history.taking_back(again)
    store.mirror.keep_list(replace(FIRST, id=ListId("1009")))
    history.follow(ActionEnded(again, (ListId("1009"),)), register)
    assert history.newest(GROUP, register) is None
    assert not history.was_created_here("1009")


def test_an_action_that_made_nothing_is_no_change(register: Register):
    history = ListHistory()
    history.follow(ActionEnded(ALL), register)
    assert history.newest(GROUP, register) is None
