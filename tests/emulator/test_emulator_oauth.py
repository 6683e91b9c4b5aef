"""Signatures, clocks and nonces: who is let in."""

import re
from dataclasses import replace

import httpx
import pytest
from oauthlib.oauth1 import SIGNATURE_PLAINTEXT, SIGNATURE_TYPE_BODY, SIGNATURE_TYPE_QUERY

UPDATE = "services/attendance/update_attendance"
USER = "services/users/user"


def assert_unauthorized(response: httpx.Response, message: str) -> None:
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("OAuth ")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert message in response.json()["message"]
    assert "error" not in response.json()


def test_a_call_signed_in_the_header_is_let_in(usos):
    assert usos.post(USER).status_code == 200


def test_a_realm_in_the_header_does_not_matter(usos):
    assert usos.post(USER, usos.signer(realm="USOS API")).status_code == 200


def test_a_call_signed_in_the_query_is_let_in(usos):
    assert usos.get(USER, usos.signer(signature_type=SIGNATURE_TYPE_QUERY), fields="id|titles").status_code == 200


def test_a_call_signed_in_the_form_is_let_in(usos):
    assert usos.post(USER, usos.signer(signature_type=SIGNATURE_TYPE_BODY), fields="id|titles").status_code == 200


@pytest.mark.parametrize("comment", ["żółć | [b] ~", "a+b & c=d %20 100%", "🎓 „cytat” 'x'", "a\r\nb", "  "])
def test_any_comment_can_be_signed_and_arrives_unchanged(usos, emulator, roll, comment):
    list_id, (student_id, *_) = roll
    usos.ask(UPDATE, list_id=list_id, student_id=student_id, attendance_mode="absence", comment=comment)
    assert emulator.marks(list_id)[student_id] == ("absence", comment)


def test_selectors_can_be_signed_in_the_query(usos, roll):
    response = usos.get("services/attendance/attendance", list_id=roll[0], fields="student[id|titles]|comment")
    assert response.status_code == 200


def test_brackets_left_raw_in_the_address_are_read_all_the_same(usos, http):
    url, headers, _ = usos.signer().sign(usos.url + USER + "?fields=titles%7Cphoto_urls%5B50x50%5D", "GET")
    response = http.get(httpx.URL(url, query=b"fields=titles|photo_urls[50x50]"), headers=headers)
    assert response.json() == {"titles": {"before": "dr", "after": None}, "photo_urls": None}


def test_a_wrong_secret_is_an_invalid_signature(usos):
    assert_unauthorized(replace(usos, token_secret="wrong").post(USER), "Invalid signature")
    assert_unauthorized(replace(usos, consumer_secret="wrong").post(USER), "Invalid signature")


def test_an_unknown_consumer_is_refused(usos):
    assert_unauthorized(replace(usos, consumer_key="unknown").post(USER), "Invalid consumer")


def test_an_unknown_token_is_refused(usos):
    assert_unauthorized(replace(usos, token="unknown").post(USER), "Invalid access token")


def test_a_body_that_was_changed_on_its_way_is_refused(usos, http):
    url, headers, body = usos.signer().sign(
        usos.url + USER, "POST", "fields=id", {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert_unauthorized(http.post(url, headers=headers, content=body + "&user_id=1"), "Invalid signature")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_clock_that_is_wrong_by_more_than_five_minutes_is_refused(usos, clock, seconds):
    signer = usos.signer(timestamp=str(int(clock.timestamp) + seconds))
    assert_unauthorized(usos.post(USER, signer), "timestamp")


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_that_is_wrong_by_five_minutes_is_accepted(usos, clock, seconds):
    signer = usos.signer(timestamp=str(int(clock.timestamp) + seconds))
    assert usos.post(USER, signer).status_code == 200


def test_any_time_is_accepted_without_a_window(run, caller_of):
    usos = caller_of(run(timestamp_window=None))
    assert usos.post(USER, usos.signer(timestamp="1000000000")).status_code == 200


@pytest.mark.parametrize("timestamp", ["now", "-1", "1.5", "9" * 5000, "٣"])
def test_a_timestamp_has_to_be_a_number(usos, timestamp):
    assert_unauthorized(usos.post(USER, usos.signer(timestamp=timestamp)), "timestamp")


@pytest.mark.parametrize("signature", ["%C5%BC", "", "%00", "x" * 5000])
def test_a_signature_that_is_none_is_refused(usos, signature):
    header = usos.signer().sign(usos.url + USER, "POST")[1]["Authorization"]
    forged = re.sub('oauth_signature="[^"]*"', f'oauth_signature="{signature}"', header)
    assert usos.http.post(usos.url + USER, headers={"Authorization": forged}).status_code == 401


def test_a_nonce_works_only_once(usos):
    signer = usos.signer(nonce="once")
    assert usos.post(USER, signer).status_code == 200
    assert_unauthorized(usos.post(USER, signer), "nonce")


def test_a_nonce_is_not_used_up_by_somebody_without_the_secret(usos):
    stranger = replace(usos, token_secret="guessed")
    assert stranger.post(USER, stranger.signer(nonce="mine")).status_code == 401
    assert usos.post(USER, usos.signer(nonce="mine")).status_code == 200


def test_plaintext_is_refused_on_plain_http(usos):
    response = usos.post(USER, usos.signer(signature_method=SIGNATURE_PLAINTEXT))
    assert_unauthorized(response, "PLAINTEXT needs SSL")


def test_plaintext_is_accepted_where_ssl_is_pretended(run, caller_of):
    usos = caller_of(run(pretend_ssl=True))
    assert usos.post(USER, usos.signer(signature_method=SIGNATURE_PLAINTEXT)).status_code == 200
    wrong = replace(usos, token_secret="wrong")
    assert_unauthorized(wrong.post(USER, wrong.signer(signature_method=SIGNATURE_PLAINTEXT)), "Invalid signature")


def test_another_kind_of_authorization_is_refused(http, usos):
    assert_unauthorized(http.post(usos.url + USER, headers={"Authorization": "Basic eDp5"}), "Malformed")


def test_oauth_parameters_may_be_in_several_places(usos):
    assert usos.post(USER, oauth_something="in the form").status_code == 200
    assert usos.get(USER, oauth_something="in the query").status_code == 200


def test_oauth_parameters_in_two_places_are_refused(usos):
    url, headers, _ = usos.signer().sign(usos.url + USER, "GET")
    assert_unauthorized(usos.http.get(url + "?oauth_nonce=again", headers=headers), "twice")


def test_an_oauth_parameter_that_was_not_signed_is_refused_wherever_it_is(usos):
    url, headers, _ = usos.signer().sign(usos.url + USER, "GET")
    response = usos.http.get(url + "?oauth_something=unsigned", headers=headers)
    assert_unauthorized(response, "Invalid signature")


def test_a_signature_may_not_be_left_out(usos):
    header = f'OAuth oauth_consumer_key="{usos.consumer_key}", oauth_token="{usos.token}"'
    assert_unauthorized(usos.http.post(usos.url + USER, headers={"Authorization": header}), "oauth_signature_method")


def test_a_call_without_oauth_is_told_that_the_consumer_is_missing(http, usos):
    response = http.post(usos.url + USER)
    assert response.status_code == 400
    assert response.json()["error"] == "method_forbidden"
    assert response.json()["reason"] == "consumer_missing"


def test_a_consumer_without_a_user_may_call_what_needs_none(usos):
    consumer = replace(usos, token=None, token_secret=None)
    assert consumer.ask(USER) is None
    assert consumer.refusal("services/attendance/user")["reason"] == "user_missing"


def test_anonymous_methods_need_no_signature(http, usos, clock):
    assert http.get(usos.url + "services/apisrv/now").json() == "2026-11-23 10:20:00.000000"


def test_an_expired_token_is_refused(usos, emulator):
    emulator.expire_token()
    assert_unauthorized(usos.post(USER), "Invalid access token")


def test_a_revoked_token_is_refused(usos, emulator):
    emulator.revoke_token()
    assert_unauthorized(usos.post(USER), "Invalid access token")


def test_the_base_path_is_part_of_what_is_signed(run, caller_of):
    emulator = run(base_path="usosapps")
    assert emulator.url.endswith("/usosapps/")
    assert caller_of(emulator).post(USER, fields="id|last_name").status_code == 200


def test_the_signature_is_checked_before_the_parameters(usos):
    assert replace(usos, token_secret="wrong").post(UPDATE).status_code == 401
