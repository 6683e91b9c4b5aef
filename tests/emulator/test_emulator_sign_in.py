"""From a consumer key to an access token and back: PIN and callback, expiry, revoking."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.emulator.signing_in import LONG, STAFF, decide, exchange, page, pin_on, request_token, sign_in


def assert_no_request_token(response: httpx.Response) -> None:
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("OAuth ")
    assert response.json() == {"message": "Invalid request token. It might have expired or have been used already."}


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
    assert_no_request_token(exchange(requesting, "00000000"))


def test_refusing_without_a_callback_shows_a_page(consumer):
    requesting = request_token(consumer)
    assert "Access refused" in decide(requesting, "refuse").text
    assert "does not work any more" in page(requesting)


def test_a_pin_works_only_once(consumer):
    requesting = request_token(consumer)
    pin = pin_on(decide(requesting).text)
    assert exchange(requesting, pin).status_code == 200
    assert_no_request_token(exchange(requesting, pin))


def test_a_wrong_pin_is_refused_and_may_be_typed_again(consumer):
    requesting = request_token(consumer)
    pin = pin_on(decide(requesting).text)
    wrong = exchange(requesting, "x" + pin[1:])
    assert (wrong.status_code, wrong.json()) == (401, {"message": "Invalid verifier."})
    assert wrong.headers["www-authenticate"].startswith("OAuth ")
    assert exchange(requesting, pin).status_code == 200


def test_a_pin_is_refused_before_anybody_consented(consumer):
    assert exchange(request_token(consumer), "").status_code == 400
    assert exchange(request_token(consumer), "None").status_code == 401


def test_a_request_token_lives_two_hours(consumer, clock):
    forgotten, allowed = request_token(consumer), request_token(consumer)
    pin = pin_on(decide(allowed).text)
    clock.advance(hours=2)
    assert "does not work any more" in page(forgotten)
    assert_no_request_token(exchange(allowed, pin))


def test_a_sign_in_can_be_made_to_run_out(consumer, emulator):
    forgotten, allowed = request_token(consumer), request_token(consumer)
    pin = pin_on(decide(allowed).text)
    emulator.expire_request_tokens()
    assert "does not work any more" in page(forgotten)
    assert_no_request_token(exchange(allowed, pin))
    assert sign_in(consumer).ask("services/users/user")


def test_sign_ins_are_counted_when_they_are_complete(consumer, emulator):
    requesting = request_token(consumer)
    exchange(requesting, "wrong")
    assert emulator.sign_ins() == 0
    exchange(requesting, pin_on(decide(requesting).text))
    sign_in(consumer)
    assert emulator.sign_ins() == 2


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


def test_deauthorizing_is_a_yes_or_a_no(consumer):
    signed_in = sign_in(consumer)
    assert signed_in.refusal("services/oauth/revoke_token", deauthorize="perhaps")["param_name"] == "deauthorize"
    assert signed_in.post("services/users/user").status_code == 200


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
