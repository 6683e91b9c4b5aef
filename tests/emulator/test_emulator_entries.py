"""attendance and update_attendance, word for word from attendance-api.txt."""

import pytest

READ = "services/attendance/attendance"
UPDATE = "services/attendance/update_attendance"
FORBIDDEN = {"intramural": "remote", "remote": "intramural"}


def update(usos, list_id: str, student_id: str, mark: str = "absence", **more: str):
    return usos.ask(UPDATE, list_id=list_id, student_id=student_id, attendance_mode=mark, **more)


def test_a_roll_has_one_entry_per_student_without_marks_at_first(usos, roll):
    list_id, students = roll
    entries = usos.ask(READ, list_id=list_id)
    assert sorted(str(entry["student"]["id"]) for entry in entries) == sorted(students)
    assert {entry["attendance_mode"] for entry in entries} == {None}
    assert set(entries[0]) == {"student", "attendance_mode"}
    assert set(entries[0]["student"]) == {"id", "first_name", "last_name"}


def test_a_mark_is_held_and_read_back(usos, roll):
    list_id, (student_id, *_) = roll
    assert update(usos, list_id, student_id, "justified_absence", comment="zwolnienie") == {}
    entries = usos.ask(
        READ, list_id=list_id, student_ids=student_id, fields="student[id|student_number]|attendance_mode|comment"
    )
    assert [(entry["attendance_mode"], entry["comment"]) for entry in entries] == [("justified_absence", "zwolnienie")]
    assert len(entries[0]["student"]["student_number"]) == 6


def test_success_is_an_empty_dictionary_and_nothing_else(usos, roll):
    list_id, (student_id, *_) = roll
    response = usos.post(UPDATE, list_id=list_id, student_id=student_id, attendance_mode="intramural")
    assert response.content == b"{}"
    assert response.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("mark", ["intramural", "remote", "justified_absence", "absence"])
@pytest.mark.parametrize("mode", ["intramural", "remote", "hybrid"])
def test_the_mode_of_a_list_decides_which_marks_it_takes(usos, emulator, roll, mode, mark):
    list_id, (student_id, *_) = roll
    emulator.set_list_mode(list_id, mode)
    if FORBIDDEN.get(mode) == mark:
        params = {"list_id": list_id, "student_id": student_id, "attendance_mode": mark}
        refusal = usos.refusal(UPDATE, **params)
        assert refusal["error"] == "object_invalid"
        assert refusal["reason"] == f"{mark}_attendance_not_allowed"
        assert set(refusal["user_messages"]["generic_message"]) == {"pl", "en"}
        assert emulator.marks(list_id)[student_id] == (None, None)
    else:
        update(usos, list_id, student_id, mark)
        assert emulator.marks(list_id)[student_id] == (mark, None)


def test_a_mark_can_be_changed_but_not_unset(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    update(usos, list_id, student_id, "absence")
    update(usos, list_id, student_id, "intramural")
    assert emulator.marks(list_id)[student_id] == ("intramural", None)
    for nothing in ("", "null", "none"):
        refusal = usos.refusal(UPDATE, list_id=list_id, student_id=student_id, attendance_mode=nothing)
        assert (refusal["error"], refusal["param_name"]) == ("param_invalid", "attendance_mode")


def test_an_omitted_comment_clears_the_old_one(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    update(usos, list_id, student_id, comment="mail")
    update(usos, list_id, student_id)
    assert emulator.marks(list_id)[student_id] == ("absence", None)


def test_an_omitted_comment_keeps_the_old_one_where_comments_are_kept(run, caller_of):
    emulator = run(keep_comments=True)
    usos, list_id = caller_of(emulator), emulator.current_list()
    student_id = next(iter(emulator.marks(list_id)))
    update(usos, list_id, student_id)
    update(usos, list_id, student_id, comment="mail")
    update(usos, list_id, student_id)
    assert emulator.marks(list_id)[student_id] == ("absence", "mail")
    update(usos, list_id, student_id, comment="")
    assert emulator.marks(list_id)[student_id] == ("absence", None)


def test_an_empty_comment_reads_back_as_null(usos, roll):
    list_id, (student_id, *_) = roll
    update(usos, list_id, student_id, comment="")
    assert usos.ask(READ, list_id=list_id, student_ids=student_id, fields="comment") == [{"comment": None}]


def test_student_ids_only_filter(usos, roll):
    list_id, (first, second, *_) = roll
    entries = usos.ask(READ, list_id=list_id, student_ids=f"{second}|999|abc|{first}")
    assert {str(entry["student"]["id"]) for entry in entries} == {first, second}


def test_somebody_who_is_not_in_the_group_cannot_be_marked(usos, roll):
    for student_id in ("999", "abc", "2001"):
        refusal = usos.refusal(UPDATE, list_id=roll[0], student_id=student_id, attendance_mode="absence")
        assert (refusal["error"], refusal["reason"]) == ("object_invalid", "student_not_in_group")


def test_somebody_who_left_the_group_unmarked_is_gone(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    emulator.remove_student(list_id, student_id)
    assert usos.ask(READ, list_id=list_id, student_ids=student_id) == []


def test_somebody_who_left_the_group_marked_stays_and_cannot_be_marked_again(usos, emulator, roll):
    list_id, (student_id, *_) = roll
    update(usos, list_id, student_id)
    emulator.remove_student(list_id, student_id)
    assert usos.ask(READ, list_id=list_id, student_ids=student_id)[0]["attendance_mode"] == "absence"
    refusal = usos.refusal(UPDATE, list_id=list_id, student_id=student_id, attendance_mode="intramural")
    assert refusal["reason"] == "student_not_in_group"


@pytest.mark.parametrize("list_id", ["999999", "abc", "", "-1", "01001"])
def test_a_list_that_is_not_there_is_not_found(usos, list_id):
    refusal = usos.refusal(READ, list_id=list_id)
    assert refusal["error"] == "object_not_found"
    assert refusal["reason"] == "attendance_list_not_found"
    assert refusal["param_name"] == "list_id"
    assert "do not exist" in refusal["message"]
    refusal = usos.refusal(UPDATE, list_id=list_id, student_id="1", attendance_mode="absence")
    assert refusal["reason"] == "attendance_list_not_found"


@pytest.mark.parametrize("missing", ["list_id", "student_id", "attendance_mode"])
def test_a_required_parameter_may_not_be_left_out(usos, roll, missing):
    list_id, (student_id, *_) = roll
    params = {"list_id": list_id, "student_id": student_id, "attendance_mode": "absence"}
    del params[missing]
    refusal = usos.refusal(UPDATE, **params)
    assert (refusal["error"], refusal["param_name"]) == ("param_missing", missing)
    assert refusal["user_messages"]["fields"][missing]["pl"] == "To pole jest wymagane."


def test_values_are_checked_before_objects_and_objects_before_their_state(usos):
    wrong = usos.refusal(UPDATE, list_id="999", student_id="999", attendance_mode="late")
    assert wrong["error"] == "param_invalid"
    assert (
        usos.refusal(UPDATE, list_id="999", student_id="999", attendance_mode="remote")["error"] == "object_not_found"
    )


def test_entries_come_in_no_particular_order(usos, roll):
    orders = {tuple(entry["student"]["id"] for entry in usos.ask(READ, list_id=roll[0])) for _ in range(3)}
    assert len(orders) == 3


def test_entries_come_in_one_order_where_rows_are_not_shuffled(run, caller_of):
    emulator = run(shuffle=False)
    usos = caller_of(emulator)
    read = [usos.ask(READ, list_id=emulator.current_list()) for _ in range(2)]
    assert read[0] == read[1]


def test_a_read_by_get_says_the_same_as_one_by_post(run, caller_of):
    emulator = run(shuffle=False)
    usos, params = caller_of(emulator), {"list_id": emulator.current_list(), "fields": "*"}
    assert usos.get(READ, **params).json() == usos.post(READ, **params).json()


def test_unknown_parameters_are_ignored(usos, roll):
    assert usos.ask(READ, list_id=roll[0], scopes="email", colour="red")
