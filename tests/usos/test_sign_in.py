"""Signing in: the whole way against the emulator, by PIN and by callback, and each way it can go wrong."""

import functools
import json
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from oauthlib.oauth1.rfc5849 import signature

from app.config.settings import Access
from app.emulator import Emulator
from app.messages import consent
from app.usos import sign_in
from app.usos.callback import Callback
from app.usos.errors import (
    BusyError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UnreadableError,
    UsosError,
)
from app.usos.gate import Gate
from app.usos.sign_in import (
    AccessToken,
    BadConsumerError,
    BadPinError,
    Consumer,
    ExpiredRequestError,
    RequestToken,
)
from app.usos.signing import Signed
from tests.support.driver import NOW, access_to, emulated
from tests.usos.test_client import Reply, Scripted, patience_for, wait_until

EPOCH = NOW.replace(tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()
REQUEST = RequestToken("requesttoken", "requestsecret")
GOOD = "oauth_token=token000&oauth_token_secret=secret000&oauth_callback_confirmed=true"

request = functools.partial(sign_in.request, clock=lambda: EPOCH)
exchange = functools.partial(sign_in.exchange, clock=lambda: EPOCH)
revoke = functools.partial(sign_in.revoke, clock=lambda: EPOCH)


@pytest.fixture(params=["/", "/usosapps/"])
def emulator(request) -> Iterator[Emulator]:
    with emulated(base_path=request.param) as running:
        yield running


@pytest.fixture
def consumer(emulator) -> Consumer:
    return Consumer(emulator.url, emulator.consumer_key, emulator.consumer_secret)


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted() as scripted:
        yield scripted


@pytest.fixture
def stranger(server) -> Consumer:
    """A consumer of the scripted server."""
    return Consumer(server.url, "consumerkey", "consumersecret")


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def decide(browser: httpx.Client, address: str, decision: str = "allow") -> httpx.Response:
    """Open the page as a lecturer does, and press one of its buttons."""
    page = browser.get(address)
    assert "Allow access?" in page.text
    token = parse_qs(urlsplit(address).query)["oauth_token"][0]
    return browser.post(address, data={"oauth_token": token, "decision": decision})


def consented(browser: httpx.Client, consumer: Consumer, token: RequestToken) -> str:
    """Let the lecturer consent, and return the PIN of the page."""
    shown = decide(browser, sign_in.authorize_address(consumer.url, token, confirm=True))
    found = re.search(r'id="pin">(\d{8})<', shown.text)
    assert found
    return found[1]


def whose(access: Access) -> str:
    """The surname of the person whose token this is."""
    with Gate(access.url, auth=Signed(access, lambda: EPOCH)) as gate:
        return gate.call("services/users/user", {"fields": "last_name"})["last_name"]


def access_of(consumer: Consumer, token: AccessToken) -> Access:
    return Access(consumer.url, consumer.key, consumer.secret, token.token, token.secret)


# --- the way ---


def test_a_lecturer_signs_in_with_a_pin(consumer, browser):
    token = request(consumer)
    access = exchange(consumer, token, f" {consented(browser, consumer, token)}\n")
    assert whose(access_of(consumer, access)) == "Łęcka"


def test_a_lecturer_signs_in_by_the_browser_alone(consumer, browser):
    with Callback(consent.words) as callback:
        token = request(consumer, callback.address)
        callback.expect(token.token)
        sent_back = decide(browser, sign_in.authorize_address(consumer.url, token, confirm=True))
        assert sent_back.status_code == 302
        assert browser.get(sent_back.headers["location"]).status_code == 200
        outcome = callback.wait(5)
    assert outcome
    assert outcome.verifier
    assert whose(access_of(consumer, exchange(consumer, token, outcome.verifier))) == "Łęcka"


def test_a_lecturer_who_refuses_is_not_signed_in(consumer, browser):
    with Callback(consent.words) as callback:
        token = request(consumer, callback.address)
        callback.expect(token.token)
        sent_back = decide(browser, sign_in.authorize_address(consumer.url, token, confirm=True), "refuse")
        browser.get(sent_back.headers["location"])
        outcome = callback.wait(5)
    assert outcome
    assert outcome.verifier is None
    with pytest.raises(ExpiredRequestError):
        exchange(consumer, token, "12345678")


def test_the_token_has_the_scopes_that_attendance_needs_and_no_end(consumer, browser):
    token = request(consumer)
    asked = browser.get(sign_in.authorize_address(consumer.url, token, confirm=True)).text
    assert "album numbers" in asked
    assert "access also when you are not at the computer" in asked


def test_other_scopes_can_be_asked_for(consumer, browser):
    token = request(consumer, scopes=["email"])
    asked = browser.get(sign_in.authorize_address(consumer.url, token, confirm=True)).text
    assert "email" in asked
    assert "album numbers" not in asked


def test_a_second_sign_in_is_not_asked_for_unless_it_is_to_be_confirmed(consumer, browser):
    consented(browser, consumer, request(consumer))
    again = request(consumer)
    assert "Allow access?" in browser.get(sign_in.authorize_address(consumer.url, again, confirm=True)).text
    assert 'id="pin"' in browser.get(sign_in.authorize_address(consumer.url, again, confirm=False)).text


def test_signing_out_ends_the_token(consumer, browser):
    token = request(consumer)
    access = access_of(consumer, exchange(consumer, token, consented(browser, consumer, token)))
    assert whose(access)
    revoke(access)
    for call in (whose, revoke):
        with pytest.raises(SignInNeededError):
            call(access)


def test_signing_out_leaves_other_tokens_alone(emulator, consumer, browser):
    token = request(consumer)
    revoke(access_of(consumer, exchange(consumer, token, consented(browser, consumer, token))))
    assert whose(access_to(emulator)) == "Łęcka"


# --- what goes wrong on it ---


@pytest.mark.parametrize("spoilt", [{"key": "x" * 20}, {"secret": "x" * 40}, {"key": "klucz ł%41+"}, {"secret": ""}])
def test_a_consumer_key_typed_wrong_is_told_as_such(consumer, spoilt):
    with pytest.raises(BadConsumerError):
        request(replace(consumer, **spoilt))


def test_a_clock_that_is_wrong_is_not_the_fault_of_the_key(consumer):
    with pytest.raises(SignInNeededError):
        sign_in.request(consumer, clock=lambda: EPOCH - 3600)


@pytest.mark.parametrize("pin", ["1234567", "PIN", "żółw 🐢", "1 2", "a+b=c&d%41", "x" * 500])
def test_a_wrong_pin_is_told_and_the_right_one_may_follow(consumer, browser, pin):
    token = request(consumer)
    right = consented(browser, consumer, token)
    with pytest.raises(BadPinError) as raised:
        exchange(consumer, token, pin)
    assert not isinstance(raised.value, ExpiredRequestError)
    assert exchange(consumer, token, right).token


@pytest.mark.parametrize("pin", ["", " \n\t"])
def test_no_pin_at_all_is_a_wrong_one_without_a_call(server, stranger, pin):
    with pytest.raises(BadPinError):
        exchange(stranger, REQUEST, pin)
    assert server.arrived == []


def test_a_pin_works_once(consumer, browser):
    token = request(consumer)
    pin = consented(browser, consumer, token)
    exchange(consumer, token, pin)
    with pytest.raises(ExpiredRequestError):
        exchange(consumer, token, pin)


def test_a_request_nobody_knows_has_expired(consumer):
    with pytest.raises(ExpiredRequestError):
        exchange(consumer, REQUEST, "12345678")


def test_a_scope_that_does_not_exist_is_refused(consumer):
    with pytest.raises(RefusedError):
        request(consumer, scopes=["world"])


# --- on the wire ---


def holds(server: Scripted, token_secret: str) -> dict[str, str]:
    """Check the signature of the last request with oauthlib, which signed nothing here; return its OAuth part."""
    arrived = server.arrived[-1]
    header = {"Authorization": arrived.headers["Authorization"]}
    oauth = dict(signature.collect_parameters(headers=header, exclude_oauth_signature=False))
    given = oauth.pop("oauth_signature")
    form = signature.collect_parameters(body=arrived.body)
    seen = SimpleNamespace(
        http_method=arrived.verb,
        uri=server.url.rstrip("/") + arrived.path,
        params=[*oauth.items(), *form],
        signature=given,
    )
    assert signature.verify_hmac_sha1(seen, "consumersecret", token_secret)
    return oauth


@pytest.mark.parametrize("callback", ["oob", "http://127.0.0.1:12345/a-B_c~"])
def test_the_request_is_signed_by_the_consumer_alone_with_the_callback_in_the_header(server, stranger, callback):
    server.replies = [Reply(GOOD)]
    token = request(stranger, callback)
    assert (token.token, token.secret) == ("token000", "secret000")
    (arrived,) = server.arrived
    assert (arrived.verb, arrived.path) == ("POST", "/services/oauth/request_token")
    assert arrived.form == {"scopes": "staff_perspective|offline_access"}
    oauth = holds(server, "")
    assert (oauth["oauth_callback"], oauth["oauth_timestamp"]) == (callback, str(int(EPOCH)))
    assert "oauth_token" not in oauth


def test_the_exchange_is_signed_by_both_with_the_verifier_in_the_header(server, stranger):
    server.replies = [Reply(GOOD + "&more=1")]
    access = exchange(stranger, REQUEST, " 0123 ż\t")
    assert (access.token, access.secret) == ("token000", "secret000")
    (arrived,) = server.arrived
    assert (arrived.path, arrived.body) == ("/services/oauth/access_token", "")
    oauth = holds(server, "requestsecret")
    assert (oauth["oauth_verifier"], oauth["oauth_token"]) == ("0123 ż", "requesttoken")


def test_the_address_for_the_browser_holds_the_token_and_no_secret():
    address = sign_in.authorize_address("https://a.pl/usosapps/", RequestToken("to|ken", "secret"), confirm=False)
    assert address == "https://a.pl/usosapps/services/oauth/authorize?oauth_token=to%7Cken"
    confirmed = sign_in.authorize_address("https://a.pl/", RequestToken("t", "secret"), confirm=True)
    assert parse_qs(urlsplit(confirmed).query) == {"oauth_token": ["t"], "interactivity": ["confirm_user"]}


@pytest.mark.parametrize(
    "body", [GOOD, GOOD.replace("true", "True"), GOOD.removesuffix("&oauth_callback_confirmed=true")]
)
def test_a_callback_that_is_not_denied_counts_as_confirmed(server, stranger, body):
    server.replies = [Reply(f"{body}\n", headers={"Content-Type": "text/plain; charset=utf-8"})]
    assert request(stranger).token == "token000"


@pytest.mark.parametrize(
    "body",
    ["", "{}", "null", "oauth_token=a", "oauth_token=a&oauth_token_secret=", GOOD.replace("=true", "=false"), "OK"],
)
def test_an_answer_without_a_token_is_unreadable(server, stranger, body):
    server.replies = [Reply(body)]
    with pytest.raises(UnreadableError):
        request(stranger)


@pytest.mark.parametrize("body", ["{}", '{"success": false}', '{"success": 1}', "null", "[]"])
def test_a_sign_out_that_is_not_confirmed_is_unreadable(server, body):
    server.replies = [Reply(body)]
    with pytest.raises(UnreadableError):
        revoke(Access(server.url, "k", "s", "t", "ts"))


def said(status: int, message: str) -> Reply:
    return Reply(json.dumps({"message": message}), status)


PLAIN = {"Content-Type": "text/plain", "WWW-Authenticate": 'OAuth realm="USOS"'}
HTML = {"Content-Type": "text/html"}
ANSWERS = {
    # The key was good enough a moment ago, so what is left is the PIN.
    "key": (said(401, "Invalid consumer."), BadConsumerError, BadPinError),
    "key, in plain text": (Reply("Invalid consumer.", 401, PLAIN), BadConsumerError, BadPinError),
    "signature": (said(401, "Invalid signature."), BadConsumerError, BadPinError),
    "token": (said(401, "Invalid request token."), SignInNeededError, ExpiredRequestError),
    "token, as a 400": (said(400, "Invalid token."), RefusedError, ExpiredRequestError),
    "verifier": (said(401, "Invalid verifier."), SignInNeededError, BadPinError),
    "verifier of a token": (said(401, "Invalid verifier for this token."), SignInNeededError, BadPinError),
    "verifier, as a parameter": (
        Reply('{"message": "no", "error": "param_invalid", "param_name": "oauth_verifier"}', 400),
        RefusedError,
        BadPinError,
    ),
    "lock": (said(400, "Access denied - spam prevention lock."), BusyError, BusyError),
    "forbidden": (
        Reply('{"message": "no", "error": "method_forbidden", "reason": "secure_required"}', 400),
        NotAllowedError,
        NotAllowedError,
    ),
    "no such method": (Reply("<html>", 404, HTML), NotAllowedError, NotAllowedError),
    "a stranger's 401": (Reply("<html>consumer token verifier", 401, HTML), OfflineError, OfflineError),
    "portal": (Reply("<html>oauth_token=a&oauth_token_secret=b", 200, HTML), OfflineError, OfflineError),
    "redirect": (Reply("", 302, {"Location": "/"}), OfflineError, OfflineError),
    "overload": (Reply("<html>", 503, HTML), OfflineError, OfflineError),
    "cut": (Reply(GOOD, cut=True), OfflineError, OfflineError),
    "silence": (Reply(hangs=True), OfflineError, OfflineError),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_answer_has_its_meaning_at_each_step_and_tells_no_secret(server, stranger, case):
    answer, at_request, at_exchange = ANSWERS[case]
    pin = "4321" * 2  # not in one piece, as a traceback shows this line
    settings = patience_for(answer)
    steps: list[tuple[Callable[[], object], type[UsosError]]] = [
        (lambda: request(stranger, settings=settings), at_request),
        (lambda: exchange(stranger, REQUEST, pin, settings=settings), at_exchange),
    ]
    for number, (step, error) in enumerate(steps, 1):
        server.replies = [answer]
        with pytest.raises(error) as raised:
            step()
        wait_until(lambda: len(server.arrived) == number and not server.replies)  # noqa: B023 - it is called at once
        assert type(raised.value) is error
        shown = "".join(traceback.format_exception(raised.value))
        for secret in ("consumersecret", "requestsecret", pin, "oauth_signature", "secret000"):
            assert secret not in shown


def test_no_secret_is_in_a_repr():
    values = [Consumer("https://a.pl/", "the key", "the secret"), REQUEST, AccessToken("requesttoken", "the secret")]
    assert not re.search("secret'|the |requesttoken|requestsecret", repr(values))


@pytest.mark.parametrize("url", ["http://usos.example.edu.pl/", "https://usos.example.edu.pl"])
def test_no_key_goes_out_without_https(url):
    with pytest.raises(ValueError, match="base URL"):
        request(Consumer(url, "key", "secret"))
