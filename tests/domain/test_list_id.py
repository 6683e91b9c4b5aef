"""Ids of lists: one of a draft says whose draft it is, one of USOS says nothing."""

import pickle
from datetime import datetime

import pytest

from app.domain.model import AttendanceList, GroupKey, ListId, Mode

KEY, START = GroupKey("17879", "3"), datetime.fromisoformat("2026-11-23 10:15")


def test_the_id_of_a_draft_knows_its_group_and_its_time():
    draft = ListId.of_draft(KEY, START)
    assert draft.is_draft
    assert draft.meeting == (KEY, START)
    assert ListId(str(draft)) == draft


@pytest.mark.parametrize("name", ["1001", "0", "", "draft", "a draft|1|2"])
def test_any_other_id_is_of_a_list_of_usos(name):
    assert not ListId(name).is_draft
    assert ListId(name).meeting is None


def test_an_id_is_its_text_wherever_a_text_is_looked_up():
    assert ListId("1001") == "1001"
    assert {"1001": "found"}[ListId("1001")] == "found"
    assert {ListId("1001"): "found"}["1001"] == "found"
    assert f"{ListId('1001')}" == "1001"
    assert pickle.loads(pickle.dumps(ListId("1001"))) == ListId("1001")
    assert not hasattr(ListId("1001"), "__dict__")


def test_a_list_is_a_draft_where_its_id_says_so():
    assert AttendanceList(ListId.of_draft(KEY, START), KEY, START, Mode.REMOTE, "").is_draft
    assert not AttendanceList(ListId("1001"), KEY, START, Mode.REMOTE, "").is_draft
