"""The consent page, in the browser of somebody who only reads and presses buttons."""

import httpx
import pytest

from tests.emulator.signed_caller import Caller
from tests.emulator.signing_in import (
    AUTHORIZE,
    LONG,
    STAFF,
    Browser,
    exchange,
    page,
    request_token,
    sign_in,
    signed_in_with,
)

USER = "services/users/user"


@pytest.fixture
def browser(http: httpx.Client) -> Browser:
    return Browser(http)


def scopes_of(caller: Caller) -> set[str]:
    return set(caller.ask("services/apisrv/consumer", fields="token_scopes")["token_scopes"])


def test_a_browser_gets_a_pin_and_the_pin_a_token(consumer, browser):
    requesting = request_token(consumer)
    browser.open(requesting)
    browser.press("Allow")
    assert signed_in_with(consumer, requesting, browser.pin).ask(USER)["last_name"] == "Łęcka"


def test_a_browser_is_sent_back_to_the_callback(consumer, browser):
    browser.open(request_token(consumer, callback="http://127.0.0.1:5/done"))
    browser.press("Refuse")
    assert browser.response.status_code == 302
    assert "error=access_denied" in browser.response.headers["location"]


def test_the_page_says_who_asks_for_what(consumer, browser):
    browser.open(request_token(consumer))
    assert "rollcall asks for access" in browser.form.text
    assert "album numbers" in browser.form.text
    assert "your name and id" in browser.form.text


def test_the_page_speaks_polish_too(consumer):
    html = page(request_token(consumer), "pl-PL,pl;q=0.9,en;q=0.8")
    assert "Zezwolić na dostęp?" in html
    assert "Zaloguj się jako" in html


@pytest.mark.parametrize(
    ("first_name", "last_name", "groups"),
    [("Barbara", "Łęcka", 6), ("Ignacy", "Rzeszotarski", 1), ("Katarzyna", "Wokulska-Żmuda", 1)],
)
def test_lecturers_who_sign_in_find_their_own_groups(consumer, browser, first_name, last_name, groups):
    requesting = request_token(consumer)
    browser.open(requesting)
    browser.press("Allow", first_name)
    lecturer = signed_in_with(consumer, requesting, browser.pin)
    assert lecturer.ask(USER, fields="last_name|staff_status") == {"last_name": last_name, "staff_status": 2}
    found = lecturer.ask("services/groups/lecturer", fields="group_number")["groups"]
    assert sum(map(len, found.values())) == groups
    assert lecturer.ask("services/attendance/user")


def test_a_student_who_signs_in_is_given_nothing(consumer, browser, emulator):
    requesting = request_token(consumer)
    browser.open(requesting)
    browser.press("Allow", [*browser.form.choices][-1])
    student = signed_in_with(consumer, requesting, browser.pin)
    assert student.ask(USER, fields="staff_status|student_status") == {"staff_status": 0, "student_status": 2}
    assert student.ask("services/attendance/user") == []
    refusal = student.refusal("services/attendance/attendance", list_id=emulator.current_list())
    assert refusal["reason"] == "attendance_list_not_found"


def test_the_browser_stays_signed_in_and_consent_is_not_asked_for_again(consumer, browser):
    browser.open(request_token(consumer))
    browser.press("Allow", "Ignacy")
    requesting = request_token(consumer)
    browser.open(requesting)
    assert signed_in_with(consumer, requesting, browser.pin).ask(USER)["last_name"] == "Rzeszotarski"


def test_another_browser_is_not_signed_in(consumer, browser):
    sign_in(consumer)
    consumer.http.cookies.clear()
    browser.open(request_token(consumer))
    assert {"dr Barbara Łęcka", "prof. dr hab. Ignacy Rzeszotarski"} < {*browser.form.choices}


def test_a_browser_that_is_signed_in_is_asked_when_more_is_wanted(consumer, browser):
    sign_in(consumer, STAFF)
    browser.open(request_token(consumer, LONG))
    assert "You are signed in as dr Barbara Łęcka" in browser.form.text
    assert browser.form.choices == {}
    browser.press("Allow")
    assert browser.pin


def test_confirming_the_user_always_asks_and_lets_one_be_somebody_else(consumer, browser):
    sign_in(consumer)
    requesting = request_token(consumer)
    browser.open(requesting, interactivity="confirm_user")
    assert "You are signed in as dr Barbara Łęcka" in browser.form.text
    browser.press("Sign in as somebody else")
    browser.press("Allow", "Katarzyna")
    assert signed_in_with(consumer, requesting, browser.pin).ask(USER)["last_name"] == "Wokulska-Żmuda"


def test_being_somebody_else_signs_the_browser_out(consumer, browser):
    sign_in(consumer)
    browser.open(request_token(consumer), interactivity="confirm_user")
    browser.press("Sign in as somebody else")
    browser.open(request_token(consumer))
    assert "Sign in as" in browser.form.text


def test_a_cookie_that_means_nothing_is_nobody(consumer):
    requesting = request_token(consumer)
    for cookie in ("usos_emulator_login=x", "=;=", "a b;[]"):
        address = f"{consumer.url}{AUTHORIZE}?oauth_token={requesting.token}"
        assert "Allow access?" in consumer.http.get(address, headers={"Cookie": cookie}).text


def test_a_scope_can_be_left_out(consumer, browser):
    requesting = request_token(consumer)
    browser.open(requesting)
    browser.press("Allow", untick="staff_perspective")
    signed_in = signed_in_with(consumer, requesting, browser.pin)
    assert scopes_of(signed_in) == {"offline_access"}
    assert signed_in.refusal("services/attendance/user")["missing_scopes"] == ["staff_perspective"]


def test_leaving_out_all_scopes_leaves_name_and_id(consumer, browser):
    requesting = request_token(consumer, STAFF)
    browser.open(requesting)
    browser.press("Allow", untick="staff_perspective")
    signed_in = signed_in_with(consumer, requesting, browser.pin)
    assert scopes_of(signed_in) == set()
    assert signed_in.ask(USER)["last_name"] == "Łęcka"


def test_a_scope_that_was_left_out_is_asked_for_again(consumer, browser):
    sign_in(consumer, LONG, scope=["", "offline_access"])
    browser.open(request_token(consumer))
    assert ("scope", "staff_perspective") in browser.form.ticked


def test_leaving_out_a_scope_takes_an_earlier_consent_back(consumer):
    sign_in(consumer, LONG)
    assert scopes_of(sign_in(consumer, LONG, scope=["", "offline_access"])) == {"offline_access"}


def test_a_form_cannot_allow_more_than_was_asked_for(consumer):
    assert scopes_of(sign_in(consumer, "email", scope=["email", "staff_perspective"])) == {"email"}


def test_a_token_also_has_the_scopes_that_were_allowed_before(consumer):
    sign_in(consumer, LONG)
    assert scopes_of(sign_in(consumer, "email")) == {"email", "staff_perspective", "offline_access"}


def test_a_form_without_a_decision_is_shown_again(consumer):
    requesting = request_token(consumer)
    response = consumer.http.post(consumer.url + AUTHORIZE, data={"oauth_token": requesting.token})
    assert "Allow access?" in response.text
    assert exchange(requesting, "00000000").status_code == 401


def test_consent_cannot_be_given_from_another_site(consumer):
    requesting = request_token(consumer)
    data = {"oauth_token": requesting.token, "decision": "allow"}
    headers = {"Origin": "https://evil.example"}
    assert consumer.http.post(consumer.url + AUTHORIZE, data=data, headers=headers).status_code == 403
    assert "Allow access?" in page(requesting)
