"""What real installations answer (usos-facts-2.md): refused fields and scopes, failures, lists that are not there."""

import json
from datetime import date

import pytest

from app.domain.model import GroupKey
from app.domain.reason import Reason
from app.usos.errors import InternalError, NotAllowedError, RefusedError, UnreadableError
from app.usos.selectors import ACTIVITIES, GROUPS, Selectors
from tests.support.scripted import Arrived, Reply, Scripted

FAILURE = Reply('{"message": "Internal USOS API error has occured. Administrators have been notified."}', 500)
REFUSAL = Reply('{"message": "…", "error": "method_forbidden", "reason": "scope_missing"}', 400)
GROUP = {"course_unit_id": 1, "group_number": 1, "term_id": "Z", "participants": None}
TERM = {"id": "Z", "start_date": "2026-10-01", "finish_date": "2027-02-28", "order_key": 1}
LIST = {"id": 7, "course_unit": {"id": 1}, "group_number": 1, "date": "2026-11-23 10:15:00", "mode": "hybrid"}
MEETING = {"start_time": "2026-11-23 10:15:00", "end_time": "2026-11-23 11:45:00", "unit_id": 1, "group_number": 1}
GOOD = {
    "groups/lecturer": {"groups": {"Z": [GROUP]}, "terms": [TERM]},
    "tt/staff": [MEETING],
    "tt/user": [MEETING],
    "tt/classgroup_dates2": [MEETING],
    "users/user": {"id": 9},
    "attendance/user": [LIST],
}


def good(arrived: Arrived) -> Reply:
    """What an installation without a fault answers."""
    return Reply(json.dumps(GOOD[arrived.method]))


def methods(server: Scripted) -> list[str]:
    """The methods called since the last time this was asked."""
    called = [arrived.method for arrived in server.arrived]
    server.arrived.clear()
    return called


# --- 500 for the caller's own fault (F3) ---


@pytest.fixture
def picky(server) -> Scripted:
    """An installation that fails whenever it is asked for participants."""
    server.answer = lambda arrived: FAILURE if "participants" in arrived.form.get("fields", "") else good(arrived)
    return server


def test_fields_that_make_usos_fail_twice_in_a_row_are_not_asked_for_any_more(picky, call):
    known = {}
    usos = call(selectors=Selectors({}, known.update))
    with pytest.raises(InternalError):
        usos.teaching()
    assert known == {}
    assert len(usos.teaching().groups) == 1
    assert known == {"groups": 1}
    picky.arrived.clear()
    assert len(call(selectors=Selectors(known)).teaching().groups) == 1
    assert [arrived.form["fields"] for arrived in picky.arrived] == [GROUPS.steps[1]]


def test_one_failure_between_good_answers_is_no_reason_to_ask_for_less(server, call):
    server.answer = good
    usos = call()
    for _ in range(3):
        server.replies = [FAILURE]
        with pytest.raises(InternalError):
            usos.teaching()
        usos.teaching()
    assert {arrived.form["fields"] for arrived in server.arrived} == {GROUPS.steps[0]}


def test_an_outage_is_no_reason_to_ask_for_less_however_long_it_lasts(server, call):
    known = {}
    usos = call(selectors=Selectors({}, known.update))
    server.answer = lambda arrived: FAILURE
    for _ in range(5):
        with pytest.raises(InternalError):
            usos.teaching()
    server.answer = good
    server.arrived.clear()
    usos.teaching()
    assert [arrived.form["fields"] for arrived in server.arrived] == [GROUPS.steps[0]]
    assert known == {}


def test_an_outage_that_ends_between_two_selections_is_no_reason_either(server, call):
    known = {}
    usos = call(selectors=Selectors({}, known.update))
    server.answer = good
    server.replies = [FAILURE, FAILURE]
    with pytest.raises(InternalError):
        usos.teaching()
    usos.teaching()
    assert known == {}


def test_the_failures_of_two_methods_are_not_taken_together(server, call):
    usos = call()
    server.answer = lambda arrived: FAILURE
    for read in (usos.user, lambda: usos.group(GroupKey("1", "1"))):
        with pytest.raises(InternalError):
            read()
    assert methods(server) == ["attendance/user", "attendance/group"]


# --- the timetable (F1, F2, F3) ---


@pytest.mark.parametrize(
    "answer",
    [
        REFUSAL,
        FAILURE,
        Reply(REFUSAL.body, 401),
        Reply(REFUSAL.body, 403),
        Reply("<html>", 404),
        Reply('{"error": "x"}', 400),
    ],
)
def test_a_timetable_that_only_the_method_for_staff_tells_is_asked_of_that_from_then_on(server, call, answer):
    known = {}
    server.answer = lambda arrived: answer if arrived.method == "tt/user" else good(arrived)
    usos = call(selectors=Selectors({}, known.update))
    for _ in range(2):
        assert len(usos.timetable(date(2026, 11, 23), 7)) == 1
    assert methods(server) == ["tt/user", "users/user", "tt/staff", "tt/staff"]
    assert known == {"timetable": 1}
    assert len(call(selectors=Selectors(known)).timetable(date(2026, 11, 23), 7)) == 1
    assert methods(server) == ["users/user", "tt/staff"]


def test_where_neither_method_tells_the_timetable_nothing_is_remembered(server, call):
    known = {}
    server.answer = lambda arrived: good(arrived) if arrived.method == "users/user" else REFUSAL
    with pytest.raises(NotAllowedError):
        call(selectors=Selectors({}, known.update)).timetable(date(2026, 11, 23), 7)
    assert known == {}


@pytest.mark.parametrize(
    ("refused", "fields"),
    [("frequency", ACTIVITIES.steps[1]), ("type", ACTIVITIES.steps[2]), ("room_number", ACTIVITIES.steps[3])],
)
def test_a_version_that_does_not_tell_kinds_of_activities_is_asked_for_less(server, call, refused, fields):
    error = Reply(json.dumps({"message": "…", "error": "field_not_found"}), 400)
    server.answer = lambda arrived: error if refused in arrived.form["fields"] else good(arrived)
    usos = call()
    for _ in range(2):
        assert len(usos.meetings(GroupKey("1", "1"))) == 1
    assert server.arrived[-1].form["fields"] == fields
    assert len(server.arrived) == ACTIVITIES.steps.index(fields) + 2


@pytest.mark.parametrize(
    "error",
    [
        {"message": "…", "error": "param_invalid", "param_name": "fields"},
        {"message": "Parameter 'fields' has invalid value."},
        {"message": "…", "param_name": "fields"},
    ],
)
def test_a_refusal_of_the_selector_as_a_whole_is_one_of_its_fields(picky, call, error):
    picky.answer = lambda arrived: (
        Reply(json.dumps(error), 400) if "participants" in arrived.form["fields"] else good(arrived)
    )
    assert len(call().teaching().groups) == 1


# --- lists that are not there, and rows that cannot be read (F5, F20) ---


def answering_null(server: Scripted, lists: str) -> None:
    server.answer = lambda arrived: Reply(lists if arrived.method == "attendance/attendance_lists" else "null")


READINGS = [lambda usos: usos.attendance("7"), lambda usos: usos.attendance_list("7")]


@pytest.mark.parametrize("read", READINGS)
def test_null_in_place_of_a_list_is_no_list_if_the_method_for_many_agrees(server, call, read):
    answering_null(server, '{"7": null}')
    with pytest.raises(RefusedError) as raised:
        read(call())
    assert raised.value.reason == Reason.LIST_NOT_FOUND


@pytest.mark.parametrize("lists", ["null", "{}", json.dumps({"7": LIST})])
@pytest.mark.parametrize("read", READINGS)
def test_null_alone_takes_no_list_away(server, call, read, lists):
    answering_null(server, lists)
    with pytest.raises(UnreadableError):
        read(call())


def test_a_list_that_cannot_be_read_does_not_hide_the_others(server, call):
    odd = [LIST | {"id": 8, "mode": "telepathic"}, LIST | {"id": 9, "date": ""}, None]
    server.answer = lambda arrived: Reply(json.dumps([*odd, LIST]))
    for lists in (call().user(), call().group(GroupKey("1", "1"))):
        assert [one.id for one in lists] == ["7"]


def test_a_group_or_a_term_that_cannot_be_read_does_not_hide_the_others(server, call):
    odd_group, odd_term = GROUP | {"course_unit_id": None}, TERM | {"id": "L", "start_date": "soon"}
    groups = {"Z": [odd_group, GROUP], "L": []}
    server.answer = lambda arrived: Reply(json.dumps({"groups": groups, "terms": [odd_term, TERM]}))
    teaching = call().teaching()
    assert [(group.key, group.term_id) for group in teaching.groups] == [(GroupKey("1", "1"), "Z")]
    assert [term.id for term in teaching.terms] == ["Z"]


def test_a_student_who_cannot_be_read_makes_the_whole_roll_unreadable(server, call):
    entry = {"student": {"id": 1}, "attendance_mode": None}
    server.answer = lambda arrived: Reply(json.dumps([entry, entry | {"attendance_mode": "asleep"}]))
    with pytest.raises(UnreadableError):
        call().attendance("7")


# --- e-mail addresses ---


def entry(student_id: int, email: object) -> dict[str, object]:
    return {"student": {"id": student_id, "email": email}}


def test_addresses_are_those_that_usos_gives(server, call):
    rows = [entry(1, "a@example.edu.pl"), entry(2, None), entry(3, 7), entry(4, "")]
    server.answer = lambda arrived: Reply(json.dumps(rows))

    assert call().emails("7") == {"1": "a@example.edu.pl"}
    assert server.arrived[-1].form["fields"] == "student[id|email]"


@pytest.mark.parametrize(
    ("error", "lasts"), [("field_forbidden", False), ("field_not_found", True), ("field_invalid", True)]
)
def test_an_installation_that_refuses_addresses_is_not_asked_again(server, call, error, lasts):
    known = {}
    usos = call(selectors=Selectors({}, known.update))
    server.answer = lambda arrived: Reply(json.dumps({"message": "no", "error": error, "param": "fields"}), 400)

    assert (usos.emails("7"), usos.emails("7")) == ({}, {})
    assert methods(server) == ["attendance/attendance"]
    assert known == ({"emails": 1} if lasts else {})


def test_an_installation_that_fails_at_addresses_twice_is_not_asked_again(server, call):
    usos = call()
    server.answer = lambda arrived: FAILURE
    for _ in range(2):
        with pytest.raises(InternalError):
            usos.emails("7")

    assert usos.emails("7") == {}
    assert len(methods(server)) == 2
