"""Signing in as published OAuth 1 clients do it: their parameters in the form, in the query, or in several places."""

from dataclasses import replace
from urllib.parse import parse_qsl

import httpx
import pytest
from authlib.oauth1 import ClientAuth
from oauthlib.oauth1 import SIGNATURE_TYPE_BODY, SIGNATURE_TYPE_QUERY

from tests.emulator.signed_caller import FORM, Caller
from tests.emulator.signing_in import LONG, decide, pin_on

CALLBACK = "http://127.0.0.1:3000/callback"
REQUEST, EXCHANGE = "services/oauth/request_token", "services/oauth/access_token"


def token_in(response: httpx.Response, caller: Caller) -> Caller:
    """The caller that signs with the token of an answer."""
    assert response.status_code == 200, response.text
    answer = dict(parse_qsl(response.text))
    return replace(caller, token=answer["oauth_token"], token_secret=answer["oauth_token_secret"])


def assert_signs_in(requesting: Caller, exchanged: httpx.Response) -> None:
    assert token_in(exchanged, requesting).ask("services/users/user", fields="id")


def test_a_client_that_puts_the_callback_into_the_form_beside_its_header_signs_in(consumer):
    requesting = token_in(consumer.post(REQUEST, oauth_callback=CALLBACK, scopes=LONG), consumer)
    sent_back = decide(requesting).headers["Location"]
    verifier = dict(parse_qsl(sent_back.partition("?")[2]))["oauth_verifier"]
    assert sent_back.startswith(CALLBACK)
    assert_signs_in(requesting, requesting.post(EXCHANGE, oauth_verifier=verifier))


def test_a_client_that_puts_callback_and_verifier_into_the_query_beside_its_header_signs_in(consumer):
    requesting = token_in(consumer.get(REQUEST, oauth_callback="oob", scopes=LONG), consumer)
    pin = pin_on(decide(requesting).text)
    assert_signs_in(requesting, requesting.get(EXCHANGE, oauth_verifier=pin))


@pytest.mark.parametrize("place", [SIGNATURE_TYPE_BODY, SIGNATURE_TYPE_QUERY])
def test_oauthlib_signs_in_with_everything_in_one_other_place(consumer, place):
    signer = consumer.signer(signature_type=place, callback_uri="oob")
    requesting = token_in(consumer.post(REQUEST, signer, scopes=LONG), consumer)
    pin = pin_on(decide(requesting).text)
    exchange = requesting.signer(signature_type=place, verifier=pin)
    assert_signs_in(requesting, requesting.post(EXCHANGE, exchange, fields="id"))


def test_authlib_signs_in_with_everything_in_the_form(run, http, caller_of):
    emulator = run(timestamp_window=None)  # authlib looks at this computer's clock
    consumer = replace(caller_of(emulator), token=None, token_secret=None)

    def post(method: str, client: ClientAuth, form: str) -> httpx.Response:
        url, headers, body = client.prepare("POST", emulator.url + method, dict(FORM), form)
        return http.post(url, headers=headers, content=body)

    keys = (emulator.consumer_key, emulator.consumer_secret)
    asking = ClientAuth(*keys, redirect_uri=CALLBACK, signature_type=SIGNATURE_TYPE_BODY)
    requesting = token_in(post(REQUEST, asking, f"scopes={LONG.replace('|', '%7C')}"), consumer)
    verifier = dict(parse_qsl(decide(requesting).headers["Location"].partition("?")[2]))["oauth_verifier"]
    exchanging = ClientAuth(
        *keys,
        token=requesting.token,
        token_secret=requesting.token_secret,
        verifier=verifier,
        signature_type=SIGNATURE_TYPE_BODY,
    )
    assert_signs_in(requesting, post(EXCHANGE, exchanging, "fields=id"))
