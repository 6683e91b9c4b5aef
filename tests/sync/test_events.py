"""Events of sync, as the screens get them."""

from __future__ import annotations

from app.sync.events import ConnectionChanged, EntriesAnswered, ReadingEnded, gathered
from app.sync.requests import ReadGroups


def test_answers_about_one_list_that_follow_each_other_are_one() -> None:
    showers = [EntriesAnswered("7", ("1",)), EntriesAnswered("7", ("2", "3")), EntriesAnswered("7", ("1",))]
    assert gathered(showers) == [EntriesAnswered("7", ("1", "2", "3"))]


def test_what_is_of_another_list_or_kind_keeps_its_place() -> None:
    events = [
        EntriesAnswered("7", ("1",)),
        EntriesAnswered("8", ("1",)),
        ConnectionChanged(),
        EntriesAnswered("8", ("2",)),
        ReadingEnded(ReadGroups()),
    ]
    assert gathered(events) == events
    assert gathered([]) == []
