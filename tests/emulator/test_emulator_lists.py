"""The eight methods about lists, word for word from attendance-api.txt."""

import pytest

A = "services/attendance/"
ALL_FIELDS = "id|course_unit[id]|group_number|owner[id|last_name]|date|mode"


@pytest.fixture
def groups(usos) -> dict[str, dict[str, str]]:
    """The parameters that name the telling groups."""
    found = usos.ask("services/groups/lecturer", fields="course_unit_id|group_number|class_type_id|term_id")
    named = {}
    for group in (group for term in found["groups"].values() for group in term):
        params = {"course_unit_id": str(group["course_unit_id"]), "group_number": str(group["group_number"])}
        named[f"{group['class_type_id']} {group['term_id']}"] = params
    return {
        "now": named["CW 2026/2027-Z"],
        "from timetable": named["LAB 2026/2027-Z"],
        "empty": named["KON 2026/2027-Z"],
        "without meetings": named["SEM 2026/2027"],
        "colleague's": {**named["CW 2026/2027-Z"], "group_number": "1"},
        "unknown": {"course_unit_id": "1", "group_number": "1"},
    }


def ids(usos, method: str, **params: str) -> set[str]:
    return {str(each["id"]) for each in usos.ask(A + method, **params)}


def test_a_list_tells_its_unit_group_owner_date_and_mode(usos, emulator, groups):
    the_list = usos.ask(A + "attendance_list", list_id=emulator.current_list(), fields=ALL_FIELDS)
    assert the_list == {
        "id": int(emulator.current_list()),
        "course_unit": {"id": int(groups["now"]["course_unit_id"])},
        "group_number": 3,
        "owner": {"id": 2001, "last_name": "Łęcka"},
        "date": "2026-11-23 10:15:00",
        "mode": "intramural",
    }


def test_ids_are_text_where_ids_are_text(run, caller_of):
    emulator = run(ids="text")
    the_list = caller_of(emulator).ask(A + "attendance_list", list_id=emulator.current_list(), fields=ALL_FIELDS)
    assert the_list["id"] == emulator.current_list()
    assert the_list["owner"]["id"] == "2001"
    assert isinstance(the_list["course_unit"]["id"], str)
    assert the_list["group_number"] == 3


def test_a_list_tells_only_its_id_unless_asked(usos, emulator):
    list_id = emulator.current_list()
    assert usos.ask(A + "attendance_list", list_id=list_id) == {"id": int(list_id)}


def test_several_lists_come_under_the_ids_as_they_were_given(usos, emulator):
    list_id = emulator.current_list()
    answer = usos.ask(A + "attendance_lists", list_ids=f"{list_id}|999999|abc|0{list_id}", fields="mode")
    assert answer == {list_id: {"mode": "intramural"}, "999999": None, "abc": None, f"0{list_id}": None}


def test_the_users_lists_are_those_of_all_groups_that_they_teach(usos, emulator, groups):
    all_lists = {each.id for each in emulator.lists()}
    foreign = {
        each.id
        for each in emulator.lists()
        if each.group_number == 1 and each.unit_id == groups["now"]["course_unit_id"]
    }
    assert foreign
    assert ids(usos, "user") == all_lists - foreign


def test_a_groups_lists_are_its_own(usos, emulator, groups):
    assert emulator.current_list() in ids(usos, "group", **groups["now"])
    assert ids(usos, "group", **groups["now"]) < ids(usos, "user")
    for nothing in ("empty", "without meetings", "colleague's", "unknown"):
        assert ids(usos, "group", **groups[nothing]) == set()


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("attendance_list", {}),
        ("attendance", {}),
        ("change_list_mode", {"mode": "remote"}),
        ("delete_list", {}),
        ("update_attendance", {"student_id": "1", "attendance_mode": "absence"}),
    ],
)
def test_a_colleagues_list_is_not_found(usos, emulator, groups, method, more):
    foreign = next(
        each for each in emulator.lists() if each.group_number == 1 and each.unit_id == groups["now"]["course_unit_id"]
    )
    assert usos.refusal(A + method, list_id=foreign.id, **more)["reason"] == "attendance_list_not_found"
    assert usos.ask(A + "attendance_lists", list_ids=foreign.id) == {foreign.id: None}


def test_a_list_is_created(usos, emulator, groups):
    answer = usos.ask(A + "create_attendance_list", **groups["now"], date="2026-11-24 08:00:00", mode="hybrid")
    assert set(answer) == {"list_id"}
    created = usos.ask(A + "attendance_list", list_id=str(answer["list_id"]), fields=ALL_FIELDS)
    assert (created["date"], created["mode"]) == ("2026-11-24 08:00:00", "hybrid")
    assert created["owner"]["last_name"] == "Łęcka"
    assert len(emulator.marks(str(answer["list_id"]))) == 30


def test_the_same_list_cannot_be_created_twice(usos, groups):
    params = {**groups["now"], "date": "2026-11-24 08:00:00", "mode": "hybrid"}
    usos.ask(A + "create_attendance_list", **params)
    refusal = usos.refusal(A + "create_attendance_list", **{**params, "mode": "remote"})
    assert (refusal["error"], refusal["reason"]) == ("object_invalid", "already_exists")
    usos.ask(A + "create_attendance_list", **{**params, "date": "2026-11-24 08:00:01"})


def test_a_list_for_nobody_cannot_be_created(usos, groups):
    params = {"date": "2026-11-24 08:00:00", "mode": "hybrid"}
    refusal = usos.refusal(A + "create_attendance_list", **groups["empty"], **params)
    assert (refusal["error"], refusal["reason"]) == ("object_invalid", "no_students")


@pytest.mark.parametrize("whose", ["colleague's", "unknown"])
def test_a_list_for_a_group_that_is_not_ones_own_cannot_be_created(usos, groups, whose):
    params = {"date": "2026-11-24 08:00:00", "mode": "hybrid"}
    refusal = usos.refusal(A + "create_attendance_list", **groups[whose], **params)
    assert (refusal["error"], refusal["reason"]) == ("object_not_found", "group_not_found")
    refusal = usos.refusal(A + "create_from_tt", **groups[whose], default_mode="remote")
    assert refusal["reason"] == "group_not_found"


@pytest.mark.parametrize(
    "date", ["2026-11-24", "2026-11-24 08:00", "2026-11-24T08:00:00", "2026-02-30 08:00:00", "", "2026-1-4 08:00:00"]
)
def test_a_date_has_day_and_time_to_the_second(usos, groups, date):
    refusal = usos.refusal(A + "create_attendance_list", **groups["now"], date=date, mode="remote")
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "date")


def test_lists_are_created_from_the_timetable_and_existing_ones_are_skipped(usos, emulator, groups):
    before = ids(usos, "group", **groups["from timetable"])
    assert usos.ask(A + "create_from_tt", **groups["from timetable"], default_mode="remote") == {}
    after = usos.ask(A + "group", **groups["from timetable"], fields="id|mode|date")
    assert before < {str(each["id"]) for each in after}
    assert {each["mode"] for each in after if str(each["id"]) not in before} == {"remote"}
    assert {each["mode"] for each in after if str(each["id"]) in before} == {"hybrid"}
    assert max(each["date"] for each in after) > "2027-01-01"
    usos.ask(A + "create_from_tt", **groups["from timetable"], default_mode="hybrid")
    assert len(usos.ask(A + "group", **groups["from timetable"])) == len(after)


def test_a_group_without_meetings_or_without_students_gets_no_lists(usos, groups):
    refusal = usos.refusal(A + "create_from_tt", **groups["without meetings"], default_mode="remote")
    assert (refusal["error"], refusal["reason"]) == ("object_not_found", "meeting_not_found")
    refusal = usos.refusal(A + "create_from_tt", **groups["empty"], default_mode="remote")
    assert (refusal["error"], refusal["reason"]) == ("object_invalid", "no_students")


def test_the_mode_of_a_list_without_marks_can_be_changed(usos, emulator):
    list_id = emulator.current_list()
    assert usos.ask(A + "change_list_mode", list_id=list_id, mode="hybrid") == {}
    assert usos.ask(A + "attendance_list", list_id=list_id, fields="mode") == {"mode": "hybrid"}


def test_a_list_without_marks_can_be_deleted_once(usos, emulator):
    list_id = emulator.current_list()
    assert usos.ask(A + "delete_list", list_id=list_id) == {}
    assert usos.refusal(A + "delete_list", list_id=list_id)["reason"] == "attendance_list_not_found"


def test_the_first_mark_fixes_the_mode_and_the_existence_of_a_list(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    emulator.set_mark(list_id, student_id, "absence", None)
    for method, more in (("change_list_mode", {"mode": "remote"}), ("delete_list", {})):
        refusal = usos.refusal(A + method, list_id=list_id, **more)
        assert (refusal["error"], refusal["reason"]) == ("object_invalid", "has_entries")


def test_a_comment_without_a_mark_fixes_nothing(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    emulator.set_mark(list_id, student_id, None, "a note")
    assert usos.ask(A + "delete_list", list_id=list_id) == {}


@pytest.mark.parametrize(
    ("method", "param", "others"),
    [
        ("change_list_mode", "mode", {"list_id": "1"}),
        ("create_from_tt", "default_mode", {"course_unit_id": "1", "group_number": "1"}),
        (
            "create_attendance_list",
            "mode",
            {"course_unit_id": "1", "group_number": "1", "date": "2026-11-24 08:00:00"},
        ),
    ],
)
def test_a_mode_is_required_and_one_of_three(usos, method, param, others):
    assert usos.refusal(A + method, **others)["error"] == "param_missing"
    refusal = usos.refusal(A + method, **others, **{param: "online"})
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", param)


@pytest.mark.parametrize(
    ("method", "param"),
    [
        ("attendance", "list_id"),
        ("attendance_list", "list_id"),
        ("attendance_lists", "list_ids"),
        ("change_list_mode", "list_id"),
        ("create_attendance_list", "course_unit_id"),
        ("create_from_tt", "course_unit_id"),
        ("delete_list", "list_id"),
        ("group", "course_unit_id"),
    ],
)
def test_what_a_call_is_about_is_required(usos, method, param):
    refusal = usos.refusal(A + method)
    assert (refusal["error"], refusal["param_name"]) == ("param_missing", param)
