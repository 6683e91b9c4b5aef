"""The timetable: what is on, for whom, and how it is told."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

ALL = "type|start_time|end_time|name|course_id|classtype_id|lecturer_ids|group_number|unit_id|room_number|building_name"
LECTURER = "2001"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def run(run):
    """Emulators whose timetable the ready token may read."""
    return partial(run, open_timetable=True)


@pytest.fixture
def own_group(emulator) -> dict[str, str]:
    """The parameters that name the group whose class is on."""
    current = next(each for each in emulator.lists() if each.id == emulator.current_list())
    return {"unit_id": current.unit_id, "group_number": str(current.group_number)}


def starts(activities: list[dict[str, str]]) -> list[str]:
    return sorted(each["start_time"] for each in activities)


def test_the_class_that_is_on_is_in_the_timetable(usos, own_group):
    activities = usos.ask("services/tt/user", fields=ALL)
    now = next(each for each in activities if each["start_time"] == "2026-11-23 10:15:00")
    assert now.pop("room_number")
    assert now.pop("building_name").keys() == {"pl", "en"}
    assert now == {
        "type": "classgroup2",
        "start_time": "2026-11-23 10:15:00",
        "end_time": "2026-11-23 11:45:00",
        "name": {"pl": "Analiza matematyczna I - ćwiczenia", "en": "Mathematical Analysis I - class"},
        "course_id": "MAT-AM1>Z",
        "classtype_id": "CW",
        "lecturer_ids": [2001],
        "group_number": 3,
        "unit_id": int(own_group["unit_id"]),
    }


def test_ids_are_text_where_ids_are_text(run, caller_of):
    activity = caller_of(run(ids="text")).ask("services/tt/user", fields="unit_id|lecturer_ids|group_number|sm_id")[0]
    assert isinstance(activity["unit_id"], str)
    assert LECTURER in activity["lecturer_ids"]
    assert isinstance(activity["group_number"], int)


def test_an_activity_tells_start_end_and_name_unless_asked(usos):
    assert set(usos.ask("services/tt/user")[0]) == {"start_time", "end_time", "name"}


def test_a_field_that_is_not_there_is_refused(usos):
    assert usos.refusal("services/tt/user", fields="colour")["error"] == "field_not_found"


def test_an_activity_links_to_its_group_in_usosweb(usos, own_group):
    activities = usos.ask("services/tt/classgroup", **own_group, fields="classgroup_profile_url")
    expected = f"gr_nr={own_group['group_number']}&zaj_cyk_id={own_group['unit_id']}"
    assert all(each["classgroup_profile_url"].endswith(expected) for each in activities)


@pytest.mark.parametrize(
    ("moment", "starts_of_the_day"),
    [
        ("2026-11-23 10:20:30", ["08:30", "10:15", "12:00"]),
        ("2026-11-23 07:05:00", ["07:00", "08:45", "10:15"]),
        ("2026-11-22 18:20:00", ["18:15"]),
        ("2026-12-25 08:01:00", ["08:00"]),
        ("2027-02-28 13:59:59", ["13:45"]),
        ("2027-08-15 06:00:00", ["05:45"]),
        ("2027-03-28 03:00:20", ["03:00"]),
        ("2028-02-29 00:00:30", ["00:00"]),
    ],
)
def test_one_class_is_on_and_others_are_before_and_after_it_where_one_teaches(
    run, caller_of, clock, moment, starts_of_the_day
):
    clock.now = at(moment)
    activities = caller_of(run()).ask("services/tt/user", days="1", fields=ALL)
    assert [start[11:16] for start in starts(activities)] == starts_of_the_day
    on = [each for each in activities if at(each["start_time"]) <= clock.now < at(each["end_time"])]
    assert [each["course_id"] for each in on] == ["MAT-AM1>Z"]


def test_no_room_is_taken_twice_at_once(run, caller_of):
    usos = caller_of(run(groups=60))
    for start in ("2026-11-02", "2026-11-23"):
        activities = sorted(usos.ask("services/tt/user", start=start, fields=ALL), key=lambda each: each["start_time"])
        ends: dict[str, str] = {}
        for each in activities:
            room = f"{each['building_name']['pl']} {each['room_number']}"
            assert ends.get(room, "") <= each["start_time"], room
            ends[room] = each["end_time"]
        assert len(ends) > 10


def test_the_classes_that_have_no_list_are_those_around_the_one_that_is_on(usos, emulator):
    with_list = {(each.unit_id, str(each.date)) for each in emulator.lists()}
    today = usos.ask("services/tt/user", days="1", fields="unit_id|start_time")
    found = {each["start_time"]: (str(each["unit_id"]), each["start_time"]) in with_list for each in today}
    assert found == {"2026-11-23 08:30:00": False, "2026-11-23 10:15:00": True, "2026-11-23 12:00:00": False}


def test_seven_days_from_today_unless_asked(usos):
    week = starts(usos.ask("services/tt/user"))
    assert "2026-11-23" <= week[0] < week[-1] < "2026-11-30"
    assert starts(usos.ask("services/tt/user", start="2026-11-23", days="7")) == week
    assert starts(usos.ask("services/tt/user", start="2026-11-24", days="6")) == [
        each for each in week if each >= "2026-11-24"
    ]


def test_no_order_is_promised(usos, own_group):
    told = [each["start_time"] for each in usos.ask("services/tt/classgroup_dates2", **own_group)]
    assert told != sorted(told)


@pytest.mark.parametrize("days", ["8", "0", "-1", "seven", ""])
def test_a_week_is_the_most(usos, days):
    refusal = usos.refusal("services/tt/user", days=days)
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "days")


@pytest.mark.parametrize("start", ["today", "2026-11-31", "20261123", "2026-11-23 10:00:00", ""])
def test_a_start_is_a_day(usos, start):
    refusal = usos.refusal("services/tt/user", start=start)
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "start")


def test_a_week_at_the_end_of_time_is_empty(usos):
    assert usos.ask("services/tt/user", start="9999-12-31") == []


def test_a_lecturers_timetable_can_be_asked_for_by_anybody(usos, http):
    params = {"user_id": LECTURER, "days": "1"}
    response = http.get(usos.url + "services/tt/staff", params=params)
    assert starts(response.json()) == starts(usos.ask("services/tt/user", days="1"))
    assert usos.refusal("services/tt/staff")["param_name"] == "user_id"
    refusal = usos.refusal("services/tt/staff", user_id="1")
    assert (refusal["error"], refusal["param_name"]) == ("object_not_found", "user_id")


def test_a_students_timetable_is_what_they_attend(run, caller_of):
    student = caller_of(run(user="student"))
    assert student.ask("services/tt/user")
    user_id = str(student.ask("services/users/user")["id"])
    assert student.ask("services/tt/staff", user_id=user_id) == []


def test_ones_own_timetable_needs_a_token(usos):
    consumer = replace(usos, token=None, token_secret=None)
    assert consumer.refusal("services/tt/user")["reason"] == "user_missing"


def test_a_groups_timetable_needs_no_signature(usos, http, own_group):
    for method in ("classgroup", "classgroup_dates2"):
        assert http.get(f"{usos.url}services/tt/{method}", params=own_group).json()


def test_a_groups_week_is_part_of_all_its_meetings(usos, own_group):
    week = starts(usos.ask("services/tt/classgroup", **own_group))
    everything = starts(usos.ask("services/tt/classgroup_dates2", **own_group))
    assert week == [each for each in everything if "2026-11-23" <= each < "2026-11-30"]
    assert len(everything) > 10


@pytest.mark.parametrize("method", ["classgroup", "classgroup_dates2"])
def test_a_group_is_named_by_unit_id(usos, own_group, method):
    wrong = {"course_unit_id": own_group["unit_id"], "group_number": own_group["group_number"]}
    assert usos.refusal(f"services/tt/{method}", **wrong)["param_name"] == "unit_id"
    assert usos.refusal(f"services/tt/{method}", **{**own_group, "group_number": "99"})["error"] == "object_not_found"


def test_a_group_without_meetings_has_an_empty_timetable(usos):
    groups = usos.ask("services/groups/lecturer", fields="course_unit_id|group_number|class_type_id")["groups"]
    seminar = next(group for term in groups.values() for group in term if group["class_type_id"] == "SEM")
    key = {"unit_id": str(seminar["course_unit_id"]), "group_number": str(seminar["group_number"])}
    assert usos.ask("services/tt/classgroup_dates2", **key) == []


def test_lists_from_the_timetable_are_its_meetings(usos, own_group):
    key = {"course_unit_id": own_group["unit_id"], "group_number": own_group["group_number"]}
    usos.ask("services/attendance/create_from_tt", **key, default_mode="remote")
    dates = {each["date"] for each in usos.ask("services/attendance/group", **key, fields="date")}
    assert dates == set(starts(usos.ask("services/tt/classgroup_dates2", **own_group)))
