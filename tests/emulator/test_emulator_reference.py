"""What the installation tells about itself, its methods and its neighbours, to anybody."""

import pytest

INDEX = "services/apiref/method_index"
METHOD = "services/apiref/method"


@pytest.fixture
def told(http, emulator):
    """Ask without any signature."""

    def ask(method: str, /, **params: str):
        response = http.get(emulator.url + method, params=params)
        assert response.status_code == 200, response.text
        return response.json()

    return ask


def test_the_installation_says_where_it_is_and_what_version_it_has(told, emulator):
    installation = told("services/apisrv/installation")
    assert set(installation) == {
        "base_url",
        "version",
        "machine_version",
        "usos_schema_version",
        "institution_name",
        "contact_emails",
    }
    assert installation["base_url"] == emulator.url
    assert installation["machine_version"] == "7.1.1.0-1"
    assert installation["institution_name"]["pl"] == "Uniwersytet Przykładowy"


def test_the_installation_says_more_when_asked(told):
    fields = "schac_id|institution|mcards_support|mobile_usos_support"
    assert told("services/apisrv/installation", fields=fields) == {
        "schac_id": "example.edu.pl",
        "institution": None,
        "mcards_support": False,
        "mobile_usos_support": True,
    }


def test_the_base_url_has_its_path(run, http):
    emulator = run(base_path="usosapps")
    address = emulator.url + "services/apisrv/installation"
    assert http.get(address).json()["base_url"] == emulator.url


def test_all_installations_are_known_and_invented(told, emulator):
    installations = told("services/apisrv/installations")
    assert all(set(each) == {"base_url", "version", "institution_name", "contact_emails"} for each in installations)
    addresses = {each["base_url"] for each in installations}
    assert len(addresses) == len(installations) == 6
    assert emulator.url in addresses
    assert all(address.startswith("http://") and address.endswith("/") for address in addresses)
    assert all(".example.edu.pl/" in address for address in addresses - {emulator.url})
    assert any(address.endswith(".example.edu.pl/usosapps/") for address in addresses)
    assert None in {each["version"] for each in installations}
    assert "" in {each["institution_name"]["en"] for each in installations}


def test_the_index_names_every_method_that_answers(told, http, emulator):
    index = told(INDEX)
    names = {each["name"] for each in index}
    assert len(names) == len(index)
    assert all(each["brief_description"] for each in index)
    assert {f"services/attendance/{name}" for name in ("user", "group", "create_from_tt", "delete_list")} < names
    assert sum(name.startswith("services/attendance/") for name in names) == 10
    assert {"services/oauth/request_token", "services/tt/user", METHOD} < names
    assert {http.get(emulator.url + name).status_code for name in names}.isdisjoint({404, 500})


def test_every_method_has_a_page_of_reference(told):
    for each in told(INDEX):
        page = told(
            METHOD, name=each["name"], fields="name|short_name|brief_description|ref_url|auth_options|arguments"
        )
        assert each["name"].endswith("/" + page["short_name"])
        assert page["brief_description"] == each["brief_description"]
        assert set(page["auth_options"]) == {"consumer", "token", "administrative_only", "ssl_required", "scopes"}
        assert len({argument["name"] for argument in page["arguments"]}) == len(page["arguments"])


def test_the_reference_tells_who_may_call(told):
    assert told(METHOD, name="services/attendance/user", fields="auth_options|beta") == {
        "auth_options": {
            "consumer": "required",
            "token": "required",
            "administrative_only": False,
            "ssl_required": True,
            "scopes": ["staff_perspective"],
        },
        "beta": True,
    }
    anonymous = told(METHOD, name="services/apisrv/now", fields="auth_options")["auth_options"]
    assert (anonymous["consumer"], anonymous["token"], anonymous["scopes"]) == ("ignored", "ignored", [])


def test_the_reference_tells_the_arguments(told):
    arguments = told(METHOD, name="services/attendance/update_attendance", fields="arguments")["arguments"]
    assert {each["name"]: each["is_required"] for each in arguments} == {
        "list_id": True,
        "student_id": True,
        "attendance_mode": True,
        "comment": False,
        "format": False,
        "callback": False,
    }
    arguments = told(METHOD, name="services/attendance/attendance", fields="arguments")["arguments"]
    assert {each["name"]: each["default_value"] for each in arguments} == {
        "list_id": None,
        "student_ids": None,
        "fields": "student|attendance_mode",
        "format": "json",
        "callback": None,
    }


def test_the_reference_tells_primary_and_secondary_fields(told):
    fields = told(METHOD, name="services/courses/course_unit", fields="result_fields")["result_fields"]
    kinds = {each["name"]: (each["is_primary"], each["is_secondary"]) for each in fields}
    assert kinds["id"] == (True, False)
    assert kinds["course_edition"] == (False, True)
    fields = told(METHOD, name="services/attendance/attendance_list", fields="result_fields")["result_fields"]
    descriptions = {each["name"]: each["description"] for each in fields}
    assert "services/courses/course_unit" in descriptions["course_unit"]
    assert "only primary are allowed" in descriptions["course_unit"]
    assert "only primary" not in descriptions["owner"]


def test_an_argument_that_the_reference_does_not_name_is_not_looked_at(told, usos):
    known = told(METHOD, name="services/attendance/user", fields="arguments")["arguments"]
    assert "user_id" not in {each["name"] for each in known}
    assert usos.ask("services/attendance/user", user_id="2002", colour="red")


def test_the_reference_of_a_method_that_is_not_there_is_not_found(usos):
    refusal = usos.refusal(METHOD, name="services/attendance/nothing", fields="name")
    assert (refusal["error"], refusal["param_name"]) == ("object_not_found", "name")
    assert usos.refusal(METHOD, name=METHOD)["param_name"] == "fields"


def test_all_scopes_are_known(told):
    scopes = {each["key"]: each["developers_description"] for each in told("services/apiref/scopes")}
    assert len(scopes) == 28
    assert {"staff_perspective", "offline_access", "theses_protocols_write"} < scopes.keys()
    assert all(scopes.values())
