"""The control pages, for an emulator in another process."""

import pytest

EXAMPLE = {"kind": "error_500", "method": "services/attendance/update_attendance", "count": 2}


def test_faults_can_be_planned_and_read(usos, http, emulator):
    response = http.post(usos.url + "emulator/faults", json=[EXAMPLE, {"kind": "hang", "count": None}])
    assert response.status_code == 200
    planned = http.get(usos.url + "emulator/faults").json()
    assert planned == response.json()
    assert [(fault["kind"], fault["count"]) for fault in planned] == [("error_500", 2), ("hang", None)]


def test_a_new_plan_replaces_the_old_one_and_an_empty_one_clears_it(usos, http):
    http.post(usos.url + "emulator/faults", json=[EXAMPLE])
    http.post(usos.url + "emulator/faults", json=[])
    assert http.get(usos.url + "emulator/faults").json() == []


@pytest.mark.parametrize(
    "body",
    [
        "[",
        "{}",
        "[1]",
        "[{}]",
        '[{"kind": "earthquake"}]',
        '[{"kind": ["hang"]}]',
        '[{"kind": "hang", "colour": 1}]',
        '[{"kind": "foreign_change", "mark": "late"}]',
        '[{"kind": "mode_change", "mode": "online"}]',
        '[{"kind": "hang", "count": "two"}]',
        '[{"kind": "hang", "count": true}]',
    ],
)
def test_a_plan_that_makes_no_sense_changes_nothing(usos, http, body):
    http.post(usos.url + "emulator/faults", json=[EXAMPLE])
    response = http.post(usos.url + "emulator/faults", content=body)
    assert response.status_code == 400
    assert response.json()["message"]
    assert len(http.get(usos.url + "emulator/faults").json()) == 1


def test_what_the_emulator_holds_can_be_read(usos, http, emulator, roll):
    list_id, (student_id, *_) = roll
    emulator.set_mark(list_id, student_id, "absence", "mail")
    marks = http.get(usos.url + "emulator/marks", params={"list_id": list_id}).json()
    assert marks[student_id] == ["absence", "mail"]
    current = next(each for each in http.get(usos.url + "emulator/lists").json() if each["id"] == list_id)
    assert (current["marked"], current["students"], current["date"]) == (1, 30, "2026-11-23 10:15:00")


def test_marks_of_a_list_that_is_not_there_are_not_found(usos, http):
    assert http.get(usos.url + "emulator/marks?list_id=1").status_code == 404
    assert http.get(usos.url + "emulator/nothing").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", "", "["]
)
def test_control_is_refused_under_another_name(usos, http, host):
    assert http.get(usos.url + "emulator/lists", headers={"Host": host}).status_code in {400, 403}


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.8.8.8:1", "[::1]:8000"])
def test_control_is_allowed_under_every_name_of_this_machine(usos, http, host):
    assert http.get(usos.url + "emulator/faults", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_control_is_refused_to_pages_of_other_sites(usos, http, origin):
    response = http.post(usos.url + "emulator/faults", json=[EXAMPLE], headers={"Origin": origin})
    assert response.status_code == 403
    assert http.get(usos.url + "emulator/faults").json() == []


def test_control_is_allowed_to_the_emulators_own_pages(usos, http):
    origin = usos.url.rstrip("/")
    assert http.post(usos.url + "emulator/faults", json=[], headers={"Origin": origin}).status_code == 200
