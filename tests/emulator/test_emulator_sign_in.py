"""From a consumer key to an access token: PIN and callback, consent, expiry."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from signed_caller import Caller

AUTHORIZE = "services/oauth/authorize"
STAFF = "staff_perspective"
LONG = "staff_perspective|offline_access"


@pytest.fixture
def consumer(usos) -> Caller:
    return replace(usos, token=None, token_secret=None)


def request_token(consumer: Caller, scopes: str = LONG, callback: str = "oob") -> Caller:
    """The caller that signs with a new request token."""
    response = consumer.post("services/oauth/request_token", consumer.signer(callback_uri=callback), scopes=scopes)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    answer = dict(parse_qsl(response.text))
    assert answer["oauth_callback_confirmed"] == "true"
    assert re.fullmatch(r"[A-Za-z0-9]{20}", answer["oauth_token"])
    assert re.fullmatch(r"[A-Za-z0-9]{40}", answer["oauth_token_secret"])
    return replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])


def page(caller: Caller, lang: str = "en", **params: str) -> str:
    headers = {"Accept-Language": lang}
    response = caller.http.get(caller.url + AUTHORIZE, params={"oauth_token": caller.token, **params}, headers=headers)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def decide(caller: Caller, decision: str = "allow", **form: str):
    data = {"oauth_token": caller.token, "decision": decision, **form}
    return caller.http.post(caller.url + AUTHORIZE, data=data)


def pin_on(html: str) -> str:
    found = re.search(r'id="pin">(\d{8})<', html)
    assert found
    return found[1]


def exchange(caller: Caller, verifier: str):
    return caller.post("services/oauth/access_token", caller.signer(verifier=verifier))


def sign_in(consumer: Caller, scopes: str = LONG) -> Caller:
    """The caller that signs with a new access token."""
    requesting = request_token(consumer, scopes)
    answer = dict(parse_qsl(exchange(requesting, pin_on(decide(requesting).text)).text))
    return replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])


def test_somebody_signs_in_with_a_pin_and_calls_a_method(consumer):
    signed_in = sign_in(consumer)
    assert re.fullmatch(r"[A-Za-z0-9]{20}", signed_in.token or "")
    assert re.fullmatch(r"[A-Za-z0-9]{40}", signed_in.token_secret or "")
    assert signed_in.ask("services/users/user")["last_name"] == "Łęcka"
    assert signed_in.ask("services/attendance/user")
    scopes = signed_in.ask("services/apisrv/consumer", fields="token_scopes")
    assert set(scopes["token_scopes"]) == {"staff_perspective", "offline_access"}


def test_a_callback_gets_token_and_verifier(consumer):
    requesting = request_token(consumer, callback="http://127.0.0.1:5/done?state=%20a%2Fb")
    response = decide(requesting)
    assert response.status_code == 302
    address = urlsplit(response.headers["location"])
    assert (address.netloc, address.path) == ("127.0.0.1:5", "/done")
    answer = parse_qs(address.query)
    assert answer["state"] == [" a/b"]
    assert answer["oauth_token"] == [requesting.token]
    assert exchange(requesting, answer["oauth_verifier"][0]).status_code == 200


def test_refusing_goes_back_to_the_callback_as_access_denied(consumer):
    requesting = request_token(consumer, callback="http://127.0.0.1:5/done")
    response = decide(requesting, "refuse")
    assert response.headers["location"] == (
        f"http://127.0.0.1:5/done?error=access_denied&oauth_token={requesting.token}"
    )
    assert exchange(requesting, "00000000").status_code == 401


def test_refusing_without_a_callback_shows_a_page(consumer):
    requesting = request_token(consumer)
    assert "Access refused" in decide(requesting, "refuse").text
    assert "does not work any more" in page(requesting)


def test_the_consent_page_says_who_asks_for_what_and_who_is_signed_in(consumer):
    html = page(request_token(consumer))
    assert "rollcall" in html
    assert "album numbers" in html
    assert "dr Barbara Łęcka" in html


def test_the_consent_page_speaks_polish_too(consumer):
    html = page(request_token(consumer), "pl-PL,pl;q=0.9,en;q=0.8")
    assert "Zezwolić na dostęp?" in html
    assert "Zalogowano jako" in html


def test_the_consent_page_can_sign_in_somebody_else(consumer):
    requesting = request_token(consumer)
    html = page(requesting)
    user_id = re.search(r'value="(\d+)">prof\. dr hab\. Ignacy', html)
    assert user_id
    answer = dict(parse_qsl(exchange(requesting, pin_on(decide(requesting, user_id=user_id[1]).text)).text))
    colleague = replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])
    assert colleague.ask("services/users/user")["last_name"] == "Rzeszotarski"


def test_a_student_can_sign_in_and_has_no_lists(consumer):
    requesting = request_token(consumer)
    student_id = re.findall(r'<option value="(\d+)">', page(requesting))[-1]
    answer = dict(parse_qsl(exchange(requesting, pin_on(decide(requesting, user_id=student_id).text)).text))
    student = replace(consumer, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])
    assert student.ask("services/attendance/user") == []


def test_consent_given_before_is_not_asked_for_again(consumer):
    sign_in(consumer)
    requesting = request_token(consumer)
    assert exchange(requesting, pin_on(page(requesting))).status_code == 200


def test_consent_is_asked_for_again_when_the_application_wants_the_user_confirmed(consumer):
    sign_in(consumer)
    assert "Allow access?" in page(request_token(consumer), interactivity="confirm_user")


def test_consent_is_asked_for_again_when_more_is_wanted(consumer):
    sign_in(consumer, STAFF)
    assert "Allow access?" in page(request_token(consumer, LONG))


def test_a_token_also_has_the_scopes_that_were_allowed_before(consumer):
    sign_in(consumer, LONG)
    scopes = sign_in(consumer, "email").ask("services/apisrv/consumer", fields="token_scopes")
    assert set(scopes["token_scopes"]) == {"email", "staff_perspective", "offline_access"}


def test_a_pin_works_only_once(consumer):
    requesting = request_token(consumer)
    pin = pin_on(decide(requesting).text)
    assert exchange(requesting, pin).status_code == 200
    assert exchange(requesting, pin).status_code == 401


def test_a_wrong_pin_is_refused_and_may_be_typed_again(consumer):
    requesting = request_token(consumer)
    pin = pin_on(decide(requesting).text)
    wrong = exchange(requesting, "x" + pin[1:])
    assert (wrong.status_code, wrong.json()) == (401, {"message": "Invalid verifier."})
    assert exchange(requesting, pin).status_code == 200


def test_a_pin_is_refused_before_anybody_consented(consumer):
    assert exchange(request_token(consumer), "").status_code == 400
    assert exchange(request_token(consumer), "None").status_code == 401


def test_a_request_token_lives_two_hours(consumer, clock):
    forgotten, allowed = request_token(consumer), request_token(consumer)
    pin = pin_on(decide(allowed).text)
    clock.advance(hours=2)
    assert "does not work any more" in page(forgotten)
    assert exchange(allowed, pin).status_code == 401


def test_a_request_token_is_no_access_token(consumer):
    assert request_token(consumer).post("services/users/user").status_code == 401


def test_a_token_without_offline_access_lives_two_hours_however_much_it_is_used(consumer, clock):
    signed_in = sign_in(consumer, STAFF)
    clock.advance(minutes=119)
    assert signed_in.post("services/users/user").status_code == 200
    clock.advance(minutes=1)
    assert signed_in.post("services/users/user").status_code == 401


def test_a_token_with_offline_access_lives_on(consumer, clock):
    signed_in = sign_in(consumer, LONG)
    clock.advance(days=400)
    assert signed_in.post("services/users/user").status_code == 200


def test_a_token_without_staff_perspective_may_not_read_lists(consumer):
    refusal = sign_in(consumer, "offline_access").refusal("services/attendance/user")
    assert refusal["error"] == "method_forbidden"
    assert refusal["reason"] == "scope_missing"
    assert refusal["missing_scopes"] == ["staff_perspective"]


@pytest.mark.parametrize("status", [401, 403])
def test_the_status_of_a_forbidden_method_can_be_chosen(run, caller_of, status):
    usos = caller_of(run(forbidden_status=status))
    assert replace(usos, token=None, token_secret=None).post("services/attendance/user").status_code == status


def test_a_revoked_token_is_dead_but_the_consent_stands(consumer):
    signed_in = sign_in(consumer)
    assert signed_in.ask("services/oauth/revoke_token") == {"success": True}
    assert signed_in.post("services/users/user").status_code == 401
    assert pin_on(page(request_token(consumer)))


def test_deauthorizing_takes_the_consent_back_too(consumer):
    assert sign_in(consumer).ask("services/oauth/revoke_token", deauthorize="true") == {"success": True}
    assert "Allow access?" in page(request_token(consumer))


def test_a_callback_is_required_and_has_to_be_an_address(consumer):
    assert consumer.refusal("services/oauth/request_token")["param_name"] == "oauth_callback"
    response = consumer.post("services/oauth/request_token", consumer.signer(callback_uri="nowhere"))
    assert response.json()["error"] == "param_invalid"


def test_an_unknown_scope_is_refused(consumer):
    response = consumer.post("services/oauth/request_token", consumer.signer(callback_uri="oob"), scopes="world")
    assert (response.status_code, response.json()["param_name"]) == (400, "scopes")


def test_scopes_may_travel_in_the_query(consumer):
    response = consumer.get("services/oauth/request_token", consumer.signer(callback_uri="oob"), scopes=LONG)
    assert response.status_code == 200


def test_consent_cannot_be_given_from_another_site(consumer):
    requesting = request_token(consumer)
    data = {"oauth_token": requesting.token, "decision": "allow"}
    headers = {"Origin": "https://evil.example"}
    assert consumer.http.post(consumer.url + AUTHORIZE, data=data, headers=headers).status_code == 403
    assert "Allow access?" in page(requesting)


def test_an_unknown_request_token_gets_a_page_that_says_so(consumer):
    assert "does not work any more" in page(replace(consumer, token="<unknown>"))


def test_a_client_that_is_not_ours_signs_in_by_pin_and_calls_all_ten_methods(consumer, emulator):
    usos = sign_in(consumer)
    attendance = "services/attendance/"
    current = next(one for one in emulator.lists() if one.id == emulator.current_list())
    group = {"course_unit_id": current.unit_id, "group_number": str(current.group_number)}
    entries = usos.ask(f"{attendance}attendance", list_id=current.id, fields="student[id]|attendance_mode")
    student = str(entries[0]["student"]["id"])

    assert usos.ask(f"{attendance}attendance_list", list_id=current.id, fields="id|mode")["mode"] == "intramural"
    created = usos.ask(f"{attendance}create_attendance_list", **group, date="2026-12-30 08:00:00", mode="remote")
    new = str(created["list_id"])
    assert usos.ask(f"{attendance}change_list_mode", list_id=new, mode="hybrid") == {}
    assert usos.ask(f"{attendance}attendance_lists", list_ids=new, fields="mode")[new] == {"mode": "hybrid"}
    assert usos.ask(f"{attendance}delete_list", list_id=new) == {}
    before = len(usos.ask(f"{attendance}group", **group))
    assert usos.ask(f"{attendance}create_from_tt", **group, default_mode="intramural") == {}
    assert len(usos.ask(f"{attendance}group", **group)) >= before
    assert str(current.id) in {str(one["id"]) for one in usos.ask(f"{attendance}user")}
    update = {"list_id": current.id, "student_id": student, "attendance_mode": "absence", "comment": "żółć | [b] ~"}
    assert usos.ask(f"{attendance}update_attendance", **update) == {}
    assert emulator.marks(current.id)[student] == ("absence", "żółć | [b] ~")
