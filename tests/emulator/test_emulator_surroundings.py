"""The methods around attendance: users, groups, course units, terms, the server itself."""

from dataclasses import replace

USER = "services/users/user"
LECTURER = "services/groups/lecturer"
IS_LECTURER = "services/groups/is_lecturer"


def test_the_token_says_who_the_user_is(usos):
    user = usos.ask(USER, fields="id|first_name|last_name|titles|staff_status|student_status|student_number|email")
    assert user == {
        "id": 2001,
        "first_name": "Barbara",
        "last_name": "Łęcka",
        "titles": {"before": "dr", "after": None},
        "staff_status": 2,
        "student_status": 0,
        "student_number": None,
        "email": None,
    }


def test_an_unknown_user_is_null(usos):
    response = usos.post(USER, user_id="1")
    assert (response.status_code, response.text) == (200, "null")


def test_several_users_come_by_id(usos, roll):
    student_id = roll[1][0]
    users = usos.ask("services/users/users", user_ids=f"{student_id}|1", fields="id|student_number")
    assert users["1"] is None
    assert len(users[student_id]["student_number"]) == 6


def test_album_numbers_need_the_staff_scope(usos, roll):
    consumer = replace(usos, token=None, token_secret=None)
    assert consumer.ask(USER, user_id=roll[1][0], fields="student_number") == {"student_number": None}


def test_a_lecturers_groups_come_by_term(usos):
    answer = usos.ask(LECTURER, fields="course_unit_id|group_number|class_type|course_id|course_name|term_id")
    assert {term: len(groups) for term, groups in answer["groups"].items()} == {
        "2026/2027-Z": 4,
        "2026/2027": 1,
        "2025/2026-L": 1,
    }
    assert {term["id"] for term in answer["terms"]} == set(answer["groups"])
    assert set(answer["terms"][0]) == {"id", "name", "start_date", "end_date", "finish_date"}
    names = [group["course_name"] for group in answer["groups"]["2026/2027-Z"]]
    assert {"pl": "Analiza matematyczna I", "en": "Mathematical Analysis I"} in names
    assert "" in {name["en"] for name in names}


def test_groups_need_fields(usos):
    assert usos.refusal(LECTURER)["param_name"] == "fields"


def test_groups_of_somebody_else_can_be_asked_for_by_anybody(http, usos):
    response = http.get(usos.url + LECTURER, params={"user_id": "2002", "fields": "group_number|participants"})
    assert response.json()["groups"] == {"2026/2027-Z": [{"group_number": 1, "participants": None}]}
    response = http.get(usos.url + LECTURER, params={"fields": "group_number"})
    assert response.json()["param_name"] == "user_id"


def test_active_terms_does_not_always_work(usos):
    answer = usos.ask(LECTURER, fields="group_number", active_terms="true")
    assert "2025/2026-L" in answer["groups"]


def test_lang_is_only_the_order(usos):
    groups = usos.ask(LECTURER, fields="course_name", lang="pl")["groups"]["2026/2027-Z"]
    names = [group["course_name"]["pl"] for group in groups]
    assert names == sorted(names)
    assert usos.refusal(LECTURER, fields="course_name", lang="de")["param_name"] == "lang"


def test_a_group_tells_its_lecturers_and_participants(usos):
    groups = usos.ask(LECTURER, fields="course_unit_id|group_number|class_type_id")["groups"]["2026/2027-Z"]
    lecture = next(group for group in groups if group["class_type_id"] == "WYK")
    key = {"course_unit_id": str(lecture["course_unit_id"]), "group_number": str(lecture["group_number"])}
    fields = "lecturers[last_name]|participants|course_is_currently_conducted"
    group = usos.ask("services/groups/group", **key, fields=fields)
    assert {each["last_name"] for each in group["lecturers"]} == {"Łęcka", "Wokulska-Żmuda"}
    assert len(group["participants"]) == 45
    assert set(group["participants"][0]) == {"id", "first_name", "last_name"}
    assert group["course_is_currently_conducted"] is True


def test_an_unknown_group_is_not_found(usos):
    refusal = usos.refusal("services/groups/group", course_unit_id="1", group_number="1", fields="term_id")
    assert refusal["error"] == "object_not_found"


def test_a_course_unit_tells_its_course_term_and_groups(usos, emulator):
    unit_id = next(each.unit_id for each in emulator.lists() if each.id == emulator.current_list())
    unit = usos.ask(
        "services/courses/course_unit",
        course_unit_id=unit_id,
        fields="id|course_edition[course[name]|term[id]]|class_groups",
    )
    assert unit["id"] == int(unit_id)
    assert unit["course_edition"]["course"]["name"]["pl"] == "Analiza matematyczna I"
    assert unit["course_edition"]["term"] == {"id": "2026/2027-Z"}
    assert {group["number"] for group in unit["class_groups"]} == {1, 3}


def test_an_unknown_course_unit_is_not_found(usos):
    assert usos.refusal("services/courses/course_unit", course_unit_id="1")["error"] == "object_not_found"


def test_terms_come_by_id_and_stay_active_after_their_end(usos):
    terms = usos.ask("services/terms/terms", term_ids="2026/2027-Z|2026/2027|2025/2026-L|1410", fields="*")
    assert terms["1410"] is None
    assert terms["2026/2027-Z"]["start_date"] == "2026-10-01"
    assert terms["2025/2026-L"]["is_active"] is True
    order = sorted((term["order_key"], name) for name, term in terms.items() if term)
    assert [name for _, name in order] == ["2025/2026-L", "2026/2027", "2026/2027-Z"]


def test_now_is_a_bare_string_with_a_fraction(usos):
    assert usos.ask("services/apisrv/now") == "2026-11-23 10:20:00.000000"


def test_the_consumer_learns_the_scopes_of_its_token(usos):
    consumer = usos.ask("services/apisrv/consumer", fields="name|token_scopes")
    assert consumer == {"name": "rollcall", "token_scopes": ["offline_access", "staff_perspective"]}
    assert usos.refusal("services/apisrv/consumer")["param_name"] == "fields"


def test_an_unknown_method_is_a_page_that_was_not_found(usos):
    for address in ("services/attendance/nothing", "services/", "elsewhere"):
        response = usos.post(address)
        assert response.status_code == 404
        assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_a_method_that_the_installation_lacks_is_not_found(run, caller_of):
    usos = caller_of(run(without=frozenset({"services/attendance/user"})))
    assert usos.post("services/attendance/user").status_code == 404
    assert usos.post("services/attendance/group").status_code == 400


def test_the_front_page_says_what_this_is(usos, http):
    html = http.get(usos.url).text
    assert "rollcall emulator" in html
    assert "services/attendance/update_attendance" in html
    assert "cut_after" in html
    assert "emulator/faults" in html


def test_whether_somebody_is_a_groups_lecturer_is_a_yes_or_a_no(usos, emulator, http):
    current = next(each for each in emulator.lists() if each.id == emulator.current_list())
    group = {"course_unit_id": current.unit_id, "group_number": str(current.group_number)}
    assert usos.ask(IS_LECTURER, **group) is True
    assert usos.ask(IS_LECTURER, **group, user_id="2002") is False
    assert usos.ask(IS_LECTURER, **{**group, "group_number": "1"}) is False
    assert usos.refusal(IS_LECTURER, **{**group, "group_number": "99"})["error"] == "object_not_found"
    assert http.get(usos.url + IS_LECTURER, params={**group, "user_id": "2001"}).json() is True
    assert http.get(usos.url + IS_LECTURER, params=group).json()["param_name"] == "user_id"
