"""Answers that real installations were seen to give (usos-facts-2.md), each behind a switch."""

import pytest

from tests.emulator.signing_in import sign_in

UPDATE, ROLL, LIST = (f"services/attendance/{name}" for name in ("update_attendance", "attendance", "attendance_list"))
TIMETABLE = "services/tt/user"
ACTIVITY = "type|frequency|start_time|room_number|unit_id|group_number"


# --- what the timetable tells ---


def test_a_confirmed_meeting_has_no_frequency_at_all(run, caller_of):
    week = caller_of(run(open_timetable=True)).ask(TIMETABLE, fields=ACTIVITY)
    assert {each["type"] for each in week} == {"classgroup2"}
    assert not any("frequency" in each for each in week)


def test_phantoms_and_twins_stand_beside_the_meetings(run, caller_of):
    plain, crowded = (caller_of(run(open_timetable=True, phantoms=phantoms)) for phantoms in (False, True))
    real = plain.ask(TIMETABLE, fields=ACTIVITY)
    week = crowded.ask(TIMETABLE, fields=ACTIVITY)
    told = [each for each in week if each["type"] == "classgroup"]
    twins = {each["start_time"] for each in told if each["frequency"] == "every_week"}
    possible = {each["start_time"] for each in told if each["frequency"] in {"other", "once"}}
    assert len(week) - len(told) == len(real)
    assert twins == {each["start_time"] for each in real}
    assert possible == {f"2026-11-{day} 10:00:00" for day in range(23, 30)}
    assert {each["room_number"] for each in told} == {None}


def test_all_meetings_of_a_group_have_phantoms_among_them_too(run, caller_of):
    emulator = run(phantoms=True)
    current = next(each for each in emulator.lists() if each.id == emulator.current_list())
    group = {"unit_id": current.unit_id, "group_number": str(current.group_number)}
    meetings = caller_of(emulator).ask("services/tt/classgroup_dates2", fields=ACTIVITY, **group)
    assert {each.get("frequency") for each in meetings} == {None, "every_week", "other", "once"}


def test_ones_own_timetable_needs_the_scope_studies(usos, consumer):
    refusal = usos.refusal(TIMETABLE)
    assert (refusal["reason"], refusal["missing_scopes"]) == ("scope_missing", ["studies"])
    assert sign_in(consumer, "staff_perspective|studies").ask(TIMETABLE)


# --- failures and refusals that look like others ---


@pytest.fixture(params=["failing", "codeless"])
def refused(request, run, caller_of, clock):
    """Start an emulator that answers oddly for these, and call it; tell whether the answer is that one."""

    def start(*odd):
        emulator = run(**{request.param: frozenset(odd)})
        usos = caller_of(emulator)

        def is_refused(method, **params):
            response = usos.post(method, **params)
            if response.status_code == 200:
                return False
            assert "error" not in response.json()
            assert response.status_code == (500 if request.param == "failing" else 400)
            assert ("user_messages" in response.json()) is (request.param == "codeless")
            return True

        return emulator, is_refused

    return start


def test_a_method_may_be_answered_oddly(refused):
    emulator, is_refused = refused(LIST)
    assert is_refused(LIST, list_id=emulator.current_list())
    assert not is_refused(ROLL, list_id=emulator.current_list())


@pytest.mark.parametrize("field", ["comment", "student[student_number]"])
def test_a_field_may_be_answered_oddly(refused, field):
    emulator, is_refused = refused(field)
    fields = "student[id|student_number]|comment"
    assert is_refused(ROLL, list_id=emulator.current_list(), fields=fields)
    assert not is_refused(ROLL, list_id=emulator.current_list(), fields="student[id]|attendance_mode")


def test_a_student_may_be_answered_oddly_and_then_nothing_is_stored(refused):
    emulator, is_refused = refused("2101")
    students = list(emulator.marks(emulator.current_list()))
    emulator, is_refused = refused(students[0])
    mark = {"list_id": emulator.current_list(), "attendance_mode": "absence"}
    assert is_refused(UPDATE, student_id=students[0], **mark)
    assert not is_refused(UPDATE, student_id=students[1], **mark)
    assert not is_refused(ROLL, list_id=emulator.current_list())
    assert is_refused(ROLL, list_id=emulator.current_list(), student_ids="|".join(students[:2]))
    marks = emulator.marks(emulator.current_list())
    assert [marks[each][0] for each in students[:2]] == [None, "absence"]


def test_an_unknown_method_may_be_a_400_that_names_it(run, caller_of):
    usos = caller_of(run(unknown_as_400=True, methods="no-user"))
    assert usos.refusal("services/attendance/user") == {"message": "Method services/attendance/user does not exist."}
