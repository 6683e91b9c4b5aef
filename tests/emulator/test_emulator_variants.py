"""Installations that differ from the newest one: older methods, fewer fields, other people, another clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.emulator.signing_in import request_token, sign_in

A = "services/attendance/"
FULL = {
    "attendance",
    "attendance_list",
    "attendance_lists",
    "change_list_mode",
    "create_attendance_list",
    "create_from_tt",
    "delete_list",
    "group",
    "update_attendance",
    "user",
}
SETS = {
    "full": FULL,
    "no-user": FULL - {"user"},
    "oldest": FULL - {"user", "change_list_mode", "create_from_tt", "delete_list"} | {"add_attendance_date"},
}


@pytest.mark.parametrize("methods", SETS)
def test_the_index_and_the_answers_agree_on_which_methods_there_are(run, caller_of, methods):
    usos = caller_of(run(methods=methods))
    names = {each["name"] for each in usos.ask("services/apiref/method_index")}
    assert {name.removeprefix(A) for name in names if name.startswith(A)} == SETS[methods]
    for name in FULL | {"add_attendance_date"}:
        response = usos.post(A + name)
        assert (response.status_code == 404) == (name not in SETS[methods])
        assert ("html" in response.headers["content-type"]) == (name not in SETS[methods])


def test_a_method_left_out_is_not_in_the_index(run, caller_of):
    usos = caller_of(run(without=frozenset({"services/apisrv/now"})))
    assert "services/apisrv/now" not in {each["name"] for each in usos.ask("services/apiref/method_index")}
    refusal = usos.refusal("services/apiref/method", name="services/apisrv/now", fields="name")
    assert refusal["error"] == "object_not_found"


def test_the_oldest_version_adds_a_date_to_a_list(run, caller_of):
    emulator = run(methods="oldest")
    usos, list_id, before = caller_of(emulator), emulator.current_list(), len(emulator.lists())
    for _ in range(2):
        assert usos.ask(A + "add_attendance_date", list_id=list_id, date="2026-12-01 08:00:00") == {}
    lists = {each.id: each for each in emulator.lists()}
    added = next(each for each in lists.values() if str(each.date) == "2026-12-01 08:00:00")
    assert len(lists) == before + 1
    assert (added.unit_id, added.group_number, added.mode) == (
        lists[list_id].unit_id,
        lists[list_id].group_number,
        lists[list_id].mode,
    )


def test_the_oldest_version_refuses_a_date_for_no_list_and_for_nobody(run, caller_of):
    emulator = run(methods="oldest", students=1)
    usos, list_id = caller_of(emulator), emulator.current_list()
    date = {"date": "2026-12-01 08:00:00"}
    refusal = usos.refusal(A + "add_attendance_date", list_id="999999", **date)
    assert refusal["reason"] == "attendance_list_not_found"
    emulator.remove_student(list_id, next(iter(emulator.marks(list_id))))
    assert usos.refusal(A + "add_attendance_date", list_id=list_id, **date)["reason"] == "no_students"


def test_a_version_that_cannot_read_brackets_says_so_without_a_code(run, caller_of):
    usos = caller_of(run(flat_fields=frozenset({"participants"})))
    fields = "lecturers[id]|participants[id|titles]"
    refusal = usos.refusal("services/groups/lecturer", fields=fields)
    assert refusal == {"message": "Unrecognized character '[' after 'participants' in the field selector."}
    groups = usos.ask("services/groups/lecturer", fields="lecturers[id]|participants")["groups"]["2026/2027-Z"]
    assert {"id", "first_name", "last_name"} in [
        {*group["participants"][0]} for group in groups if group["participants"]
    ]


def test_a_field_that_an_installation_lacks_is_not_found(run, caller_of):
    usos = caller_of(run(unknown_fields=frozenset({"owner"})))
    refusal = usos.refusal(A + "user", fields="id|owner[id]")
    assert (refusal["error"], refusal["field_name"]) == ("field_not_found", "owner")
    assert usos.ask(A + "user", fields="id|date")


def test_whatever_is_asked_inside_a_field_can_be_not_found(run, caller_of):
    usos = caller_of(run(unknown_fields=frozenset({"owner[*]"})))
    refusal = usos.refusal(A + "user", fields="owner[last_name]")
    assert (refusal["error"], refusal["field_name"]) == ("field_not_found", "last_name")
    assert refusal["method_name"] == "services/users/user"
    assert set(usos.ask(A + "user", fields="owner")[0]["owner"]) == {"id", "first_name", "last_name"}


def test_a_field_inside_another_can_be_forbidden(run, caller_of):
    emulator = run(forbidden_fields=frozenset({"student[student_number]"}))
    usos, list_id = caller_of(emulator), emulator.current_list()
    refusal = usos.refusal(A + "attendance", list_id=list_id, fields="student[id|student_number]|comment")
    assert (refusal["error"], refusal["field_name"], refusal["reason"]) == (
        "field_forbidden",
        "student_number",
        "trusted_required",
    )
    assert usos.ask(A + "attendance", list_id=list_id, fields="student[id]|comment")
    assert usos.ask("services/users/user", fields="student_number") == {"student_number": None}


def test_the_ready_token_can_be_a_students_who_is_given_nothing(run, caller_of):
    emulator = run(user="student")
    usos, list_id = caller_of(emulator), emulator.current_list()
    user = usos.ask("services/users/user", fields="id|staff_status|student_status|student_number")
    assert (user["staff_status"], user["student_status"]) == (0, 2)
    assert user["student_number"]
    assert usos.ask(A + "user") == []
    assert usos.ask(A + "attendance_lists", list_ids=list_id) == {list_id: None}
    assert usos.refusal(A + "attendance", list_id=list_id)["reason"] == "attendance_list_not_found"
    others = usos.ask("services/users/users", user_ids="|".join(emulator.marks(list_id)), fields="id|student_number")
    seen = {each["id"] for each in others.values() if each["student_number"]}
    assert seen <= {user["id"]}


def test_the_ready_token_can_be_a_colleagues(run, caller_of):
    usos = caller_of(run(user="colleague"))
    assert usos.ask("services/users/user")["last_name"] == "Rzeszotarski"
    assert len(usos.ask(A + "user")) == 2


def test_a_withheld_scope_is_in_no_token(run, caller_of):
    usos = caller_of(run(withheld_scopes=frozenset({"staff_perspective"})))
    for caller in (usos, sign_in(replace(usos, token=None, token_secret=None))):
        assert caller.ask("services/apisrv/consumer", fields="token_scopes") == {"token_scopes": ["offline_access"]}
        assert caller.refusal(A + "user")["reason"] == "scope_missing"


def test_without_offline_access_for_anybody_every_sign_in_is_short(run, caller_of, clock):
    usos = caller_of(run(withheld_scopes=frozenset({"offline_access"})))
    signed_in = sign_in(replace(usos, token=None, token_secret=None))
    clock.advance(hours=2)
    assert signed_in.post("services/users/user").status_code == 401


@pytest.mark.parametrize("minutes", [-7, 7])
def test_a_clock_that_is_ahead_or_behind_refuses_ours_and_says_what_time_it_has(run, caller_of, clock, minutes):
    usos = caller_of(run(clock_ahead=60 * minutes))
    response = usos.post("services/users/user")
    assert response.status_code == 401
    assert "timestamp" in response.json()["message"]
    now = usos.http.get(usos.url + "services/apisrv/now").json()
    assert now == (clock.now + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.%f")


def test_a_clock_can_be_set_while_the_emulator_runs(emulator, usos, consumer):
    emulator.set_clock_ahead(timedelta(minutes=6))
    assert usos.post("services/users/user").status_code == 401
    emulator.set_clock_ahead(timedelta())
    assert usos.post("services/users/user").status_code == 200
    forgotten = request_token(consumer)
    emulator.set_clock_ahead(timedelta(hours=2))
    response = usos.http.get(usos.url + "services/oauth/authorize", params={"oauth_token": forgotten.token})
    assert response.status_code == 400
