"""Field selectors and output formats."""

import json

import pytest

LIST = "services/attendance/attendance_list"
ENTRIES = "services/attendance/attendance"


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ("id", {"id"}),
        ("mode|id|mode", {"id", "mode"}),
        ("*", {"id", "course_unit", "group_number", "owner", "date", "mode"}),
        ("date|*", {"id", "course_unit", "group_number", "owner", "date", "mode"}),
    ],
)
def test_only_what_is_asked_for_comes_back(usos, emulator, fields, keys):
    assert set(usos.ask(LIST, list_id=emulator.current_list(), fields=fields)) == keys


def test_a_reference_without_brackets_gives_the_defaults_of_its_method(usos, emulator):
    the_list = usos.ask(LIST, list_id=emulator.current_list(), fields="owner|course_unit")
    assert set(the_list["owner"]) == {"id", "first_name", "last_name"}
    assert set(the_list["course_unit"]) == {"id"}


def test_selectors_nest(usos, emulator):
    fields = "owner[titles|last_name]|course_unit[id|topics]"
    the_list = usos.ask(LIST, list_id=emulator.current_list(), fields=fields)
    assert the_list["owner"] == {"titles": {"before": "dr", "after": None}, "last_name": "Łęcka"}
    assert the_list["course_unit"]["topics"] is None


def test_a_star_inside_gives_all_that_is_allowed_there(usos, emulator):
    the_list = usos.ask(LIST, list_id=emulator.current_list(), fields="course_unit[*]|owner[*]")
    assert "homepage_url" in the_list["course_unit"]
    assert "course_edition" not in the_list["course_unit"]
    assert the_list["owner"]["staff_status"] == 2
    assert "photo_urls" not in the_list["owner"]


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ("colour", ("field_not_found", "colour", LIST)),
        ("owner[colour]", ("field_not_found", "colour", "services/users/user")),
        ("course_unit[course_edition]", ("field_invalid", "course_edition", "services/courses/course_unit")),
        ("course_unit[course_edition[course]]", ("field_invalid", "course_edition", "services/courses/course_unit")),
        ("date[year]", ("field_invalid", "date", LIST)),
        ("owner[photo_urls]", ("field_invalid", "photo_urls", "services/users/user")),
        ("course_unit[course_name]", ("field_not_found", "course_name", "services/courses/course_unit")),
    ],
)
def test_a_field_that_cannot_be_had_is_refused_by_name(usos, emulator, fields, refused):
    refusal = usos.refusal(LIST, list_id=emulator.current_list(), fields=fields)
    assert (refusal["error"], refusal["field_name"], refusal["method_name"]) == refused


@pytest.mark.parametrize(
    "fields",
    [
        "owner(id)",
        "id,date",
        "id||date",
        "owner[id",
        "owner[id]]",
        "owner[]",
        "|id",
        "id|",
        "",
        "id date",
        "*[id]",
        "id]",
    ],
)
def test_a_selector_that_cannot_be_read_is_refused(usos, emulator, fields):
    refusal = usos.refusal(LIST, list_id=emulator.current_list(), fields=fields)
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "fields")
    assert "Unrecognized character" in refusal["message"]


def test_the_selector_is_checked_before_the_objects(usos):
    assert usos.refusal(LIST, list_id="999", fields="colour")["error"] == "field_not_found"


def test_entries_take_subfields_of_the_student(usos, roll):
    fields = "student[id|sex|student_number|student_status|photo_urls[50x50]]|comment"
    entry = usos.ask(ENTRIES, list_id=roll[0], fields=fields)[0]
    assert entry["student"]["sex"] in {"M", "F"}
    assert entry["student"]["student_status"] == 2
    assert entry["student"]["photo_urls"] is None


def test_jsonp_wraps_the_answer_in_the_callback(usos, emulator):
    response = usos.post(LIST, list_id=emulator.current_list(), format="jsonp", callback="app.show")
    assert response.headers["content-type"] == "application/javascript; charset=utf-8"
    assert response.text.startswith("app.show(")
    assert json.loads(response.text[len("app.show(") : -2]) == {"id": int(emulator.current_list())}


def test_jsonp_wraps_errors_too(usos):
    response = usos.post(LIST, list_id="999", format="jsonp", callback="show")
    assert response.status_code == 400
    assert response.text.startswith("show({")


def test_jsonp_needs_a_callback_that_is_a_name(usos, emulator):
    refusal = usos.refusal(LIST, list_id=emulator.current_list(), format="jsonp")
    assert (refusal["error"], refusal["param_name"]) == ("param_missing", "callback")
    refusal = usos.refusal(LIST, list_id=emulator.current_list(), format="jsonp", callback="alert(1)")
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "callback")


def test_other_formats_are_refused(usos, emulator):
    refusal = usos.refusal(LIST, list_id=emulator.current_list(), format="xmlmap2")
    assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "format")
