"""What stands in the way of creating, changing and deleting lists, found without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.accounts.accounts import Account
from app.domain.model import (
    NOT_SET,
    AttendanceList,
    GroupKey,
    ListId,
    ListOverview,
    Mark,
    Mode,
    Record,
    Student,
)
from app.messages import list_changes
from app.register.register import Register
from app.store import Store
from app.sync.requests import ChangeMode, Create, CreateFromTimetable, DeleteList
from app.sync.sync import Sync
from app.workspace import list_rules
from app.workspace.list_rules import Change, HasMarks, Hindrance, MethodMissing, Obstacle, OwnedElsewhere
from app.workspace.workspace import Workspace
from tests.support.clock import NOW
from tests.support.driver import now

GROUP, OTHER = GroupKey("17879", "3"), GroupKey("17879", "4")
LIST = AttendanceList(ListId("1001"), GROUP, NOW, Mode.INTRAMURAL, "")
LUCJA, ZOFIA = Student("1", "Łucja", "Ąbek", ""), Student("2", "Zofia", "Ćwik", "")
CREATING = [Change.CREATE, Change.CREATE_FROM_TIMETABLE]
CHANGING = [Change.MODE, Change.DELETE]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One list of two students that nobody is marked in."""
    store = Store(tmp_path / "store.sqlite3")
    store.mirror.keep_lists([LIST], NOW)
    store.mirror.keep_roll(LIST.id, [(LUCJA, NOT_SET), (ZOFIA, NOT_SET)], NOW)
    yield store
    store.close()


@pytest.fixture
def workspace(store: Store) -> Workspace:
    """An account with that store; nothing is called."""
    return Workspace(Register(store, now), Sync(store, lambda: pytest.fail("nothing is called"), now=now), "demo")


def overview(workspace: Workspace) -> ListOverview:
    (only,) = workspace.register.lists(GROUP)
    return only


@pytest.mark.parametrize("change", CREATING)
def test_nothing_stands_in_the_way_of_lists_of_a_group(workspace: Workspace, change: Change):
    assert list_rules.to_create(workspace, GROUP, change) is None


@pytest.mark.parametrize("change", CHANGING)
def test_a_list_without_marks_can_be_changed_and_deleted(workspace: Workspace, change: Change):
    assert list_rules.to_change(workspace, overview(workspace), change) is None


@pytest.mark.parametrize("change", CHANGING)
def test_where_there_is_no_list_there_is_nothing_to_change(workspace: Workspace, change: Change):
    assert list_rules.to_change(workspace, None, change) is Hindrance.NO_LIST


@pytest.mark.parametrize("change", CHANGING)
@pytest.mark.parametrize("action", [ChangeMode("1001", Mode.REMOTE), DeleteList("1001")], ids=["mode", "deletion"])
def test_a_list_is_changed_once_at_a_time(workspace: Workspace, action: ChangeMode | DeleteList, change: Change):
    workspace.sync.act(action)
    assert list_rules.to_change(workspace, overview(workspace), change) is Hindrance.UNDER_WAY
    another = ListOverview(replace(LIST, id=ListId("1002")), None)
    assert list_rules.to_change(workspace, another, change) is None
    assert list_rules.is_being_deleted(workspace, "1001") == isinstance(action, DeleteList)


def test_the_same_is_created_once_at_a_time_in_a_group(workspace: Workspace):
    workspace.sync.act(Create(GROUP, NOW, Mode.REMOTE))
    assert list_rules.to_create(workspace, GROUP, Change.CREATE) is Hindrance.UNDER_WAY
    assert list_rules.to_create(workspace, GROUP, Change.CREATE_FROM_TIMETABLE) is None
    workspace.sync.act(CreateFromTimetable(GROUP, Mode.REMOTE))
    assert list_rules.to_create(workspace, GROUP, Change.CREATE_FROM_TIMETABLE) is Hindrance.UNDER_WAY
    assert [list_rules.to_create(workspace, OTHER, change) for change in CREATING] == [None, None]


@pytest.mark.parametrize("change", CHANGING)
def test_a_draft_is_no_list_of_usos(workspace: Workspace, change: Change):
    draft = workspace.register.timetable.draft(OTHER, NOW, Mode.REMOTE)
    assert list_rules.to_change(workspace, ListOverview(draft, None), change) is Hindrance.DRAFT


@pytest.mark.parametrize("change", CHANGING)
def test_marks_keep_a_list_as_it_is_here_and_in_usos(store: Store, workspace: Workspace, change: Change):
    workspace.register.comment(LIST.id, LUCJA.id, "grypa")
    assert list_rules.to_change(workspace, overview(workspace), change) is Hindrance.UNSENT_MARKS
    workspace.register.comment(LIST.id, LUCJA.id, "")
    store.mirror.keep_roll(LIST.id, [(LUCJA, Record(Mark.ABSENT, "")), (ZOFIA, NOT_SET)], NOW)
    assert list_rules.to_change(workspace, overview(workspace), change) == HasMarks(1, 2)


def test_a_second_program_changes_nothing(workspace: Workspace):
    second = replace(workspace, owner="4711")
    assert all(list_rules.to_create(second, GROUP, change) == OwnedElsewhere("4711") for change in CREATING)
    assert all(list_rules.to_change(second, overview(second), change) == OwnedElsewhere("4711") for change in CHANGING)


def test_a_method_that_usos_lacks_stops_what_needs_it_and_nothing_else(workspace: Workspace):
    account = Account("https://usos.example.pl/", "1", "B. Łęcka", "Uniwersytet", (Change.DELETE, Change.CREATE))
    poor = replace(workspace, account=account)
    assert [list_rules.to_create(poor, GROUP, change) for change in CREATING] == [MethodMissing(Change.CREATE), None]
    assert [list_rules.to_change(poor, overview(poor), change) for change in CHANGING] == [
        None,
        MethodMissing(Change.DELETE),
    ]


@pytest.mark.parametrize(
    "obstacle",
    [*Hindrance, OwnedElsewhere("4711"), MethodMissing(Change.DELETE), HasMarks(1, 2)],
    ids=lambda obstacle: getattr(obstacle, "name", type(obstacle).__name__),
)
def test_each_obstacle_has_a_word_for_the_key_bar_and_a_sentence(obstacle: Obstacle):
    assert 0 < len(list_changes.obstacle_word(obstacle)) < 20
    assert list_changes.obstacle_sentence(obstacle).endswith(".")
