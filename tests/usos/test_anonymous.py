"""Calls without a token: the emulator, and servers that answer oddly or are no USOS at all."""

import json
import socket
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from app.domain.model import Phrase
from app.emulator import Emulator
from app.usos import anonymous
from app.usos.anonymous import Installation, NotUsosError
from app.usos.errors import BusyError, NotAllowedError, OfflineError, Silence, UnreadableError, UsosError
from app.usos.gate import Gate, Reply
from tests.support.driver import NOW, emulated
from tests.usos.test_client import Reply as Answer
from tests.usos.test_client import Scripted, patience_for, wait_until

# As the University of Warsaw answers (usos-api.md, 4.5).
WARSAW = {
    "base_url": "http://usosapps.uw.edu.pl/",
    "version": "7.3.0.0-4, c34017e9, dirty (2026-05-13)",
    "machine_version": "7.3.0.0-4",
    "institution_name": {"pl": "Uniwersytet Warszawski", "en": "The University of Warsaw"},
    "contact_emails": ["usos@example.edu.pl"],
    "schac_id": "uw.edu.pl",
}
CALLS: list[Callable[..., object]] = [
    anonymous.installation,
    anonymous.installations,
    anonymous.server_time,
    anonymous.methods,
]


@pytest.fixture(scope="module", params=["/", "/usosapps/"])
def emulator(request) -> Iterator[Emulator]:
    with emulated(base_path=request.param) as running:
        yield running


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted() as scripted:
        yield scripted


def told(value: object) -> Answer:
    return Answer(json.dumps(value))


# --- the emulator ---


def test_an_installation_says_who_it_is(emulator):
    found = anonymous.installation(emulator.url)
    assert found.url == emulator.url
    assert found.name.pl
    assert found.version[0].isdecimal()


def test_an_address_as_people_type_it_is_good_enough(emulator):
    assert anonymous.installation(emulator.url.rstrip("/")).url == emulator.url


def test_an_installation_knows_the_others(emulator):
    found = anonymous.installations(emulator.url)
    assert anonymous.installation(emulator.url).name in [one.name for one in found]


def test_an_installation_tells_its_time(emulator):
    assert abs(anonymous.server_time(emulator.url) - NOW).total_seconds() < 1


def test_an_installation_tells_its_methods(emulator):
    found = anonymous.methods(emulator.url)
    assert {"services/attendance/update_attendance", "services/users/user", "services/apiref/method_index"} <= found


def test_a_method_that_an_installation_lacks_is_not_told():
    with emulated(without=frozenset({"services/attendance/user"})) as emulator:
        found = anonymous.methods(emulator.url)
    assert "services/attendance/attendance" in found
    assert "services/attendance/user" not in found


# --- what they say, word for word ---


def test_an_installation_is_read_with_its_address_made_https(server):
    server.replies = [told(WARSAW)]
    assert anonymous.installation(server.url) == Installation(
        "https://usosapps.uw.edu.pl/", Phrase("Uniwersytet Warszawski", "The University of Warsaw"), "7.3.0.0-4"
    )
    (arrived,) = server.arrived
    assert (arrived.verb, arrived.path) == ("POST", "/services/apisrv/installation")
    assert "Authorization" not in arrived.headers


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({"machine_version": None}, "7.3.0.0-4"),
        ({"machine_version": None, "version": "6.5.0.0-7"}, "6.5.0.0-7"),
        ({"machine_version": None, "version": None}, ""),
    ],
)
def test_the_version_is_told_in_one_way_or_the_other(server, change, version):
    server.replies = [told(WARSAW | change)]
    assert anonymous.installation(server.url).version == version


def test_names_may_be_missing(server):
    server.replies = [told({"base_url": "http://usos.example.edu.pl/", "institution_name": None})]
    assert anonymous.installation(server.url) == Installation("https://usos.example.edu.pl/", Phrase("", ""), "")


def test_installations_that_cannot_be_read_are_left_out(server):
    rows = [WARSAW, None, {}, WARSAW | {"base_url": "ftp://x/"}, WARSAW | {"base_url": "http://api.b.pl/usosapps/"}]
    server.replies = [told(rows)]
    urls = [one.url for one in anonymous.installations(server.url)]
    assert urls == ["https://usosapps.uw.edu.pl/", "https://api.b.pl/usosapps/"]


@pytest.mark.parametrize("text", ["2026-06-04 05:26:17.217315", "2026-06-04 05:26:17"])
def test_the_time_may_have_a_fraction(server, text):
    server.replies = [told(text)]
    assert anonymous.server_time(server.url).replace(microsecond=0) == datetime.fromisoformat("2026-06-04 05:26:17")


@pytest.mark.parametrize("value", [None, 1, "", "today", ["2026-06-04 05:26:17"], "2026-06-04T05:26:17+02:00"])
def test_what_is_no_time_is_unreadable(server, value):
    server.replies = [told(value)]
    with pytest.raises(UnreadableError):
        anonymous.server_time(server.url)


@pytest.mark.parametrize("value", [None, {}, [None], [{}], [{"name": None}], ["services/apisrv/now"]])
def test_what_is_no_index_is_unreadable(server, value):
    server.replies = [told(value)]
    with pytest.raises(UnreadableError):
        anonymous.methods(server.url)


# --- not USOS ---


@pytest.mark.parametrize("typed", ["", "usos.example.edu.pl?x", "ftp://usos.example.edu.pl", "Uniwersytet Łódzki"])
def test_what_is_no_address_is_no_usos(typed):
    with pytest.raises(NotUsosError):
        anonymous.installation(typed)


STRANGERS = {
    "a page": Answer("<html>Witamy</html>", headers={"Content-Type": "text/html"}),
    "a page that is missing": Answer("<html>404</html>", 404, {"Content-Type": "text/html"}),
    "a page that is forbidden": Answer("<html>403</html>", 403, {"Content-Type": "text/html"}),
    "a redirect": Answer("", 302, {"Location": "https://example.edu.pl/"}),
    "another program's JSON": told({"version": "1"}),
    "another program's error": Answer('{"detail": "Not Found"}', 404),
    "a list": told([]),
    "null": told(None),
    "no JSON": Answer("OK"),
    "nothing": Answer("", 204),
    "no address": told(WARSAW | {"base_url": ""}),
    "an address of another kind": told(WARSAW | {"base_url": "ftp://usosapps.uw.edu.pl/"}),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_a_host_that_is_no_usos_is_told_as_such(server, case):
    server.replies = [STRANGERS[case]]
    with pytest.raises(NotUsosError):
        anonymous.installation(server.url)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer("<html>", 503, {"Content-Type": "text/html"}), OfflineError),
        (Answer('{"message": "spam prevention lock"}', 400), BusyError),
        (Answer("", 429), BusyError),
        (Answer(hangs=True), OfflineError),
        (Answer("{", cut=True), OfflineError),
    ],
)
def test_a_host_that_may_be_usos_later_is_not_called_a_stranger(server, answer, error):
    server.replies = [answer]
    with pytest.raises(error):
        anonymous.installation(server.url, patience_for(answer))


def test_a_port_where_nobody_listens_is_no_connection():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(OfflineError) as raised:
            anonymous.installation(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
    assert (raised.value.silence, raised.value.reached) == (Silence.NO_CONNECTION, False)


def test_the_other_calls_say_what_their_method_met(server):
    server.replies = [Answer("<html>", 404, {"Content-Type": "text/html"})]
    with pytest.raises(NotAllowedError):
        anonymous.methods(server.url)


# --- the gate ---


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("answer", "silence"),
    [(Answer("", 302, {"Location": "/elsewhere"}), None), (Answer(hangs=True), Silence.TIMEOUT)],
)
def test_no_call_follows_a_redirect_or_waits_for_ever_or_asks_twice(server, call, answer, silence):
    server.replies = [answer]
    with pytest.raises(UsosError) as raised:
        call(server.url, patience_for(answer))
    assert getattr(raised.value, "silence", None) in {silence, Silence.NOT_USOS}
    wait_until(lambda: server.arrived)
    assert len(server.arrived) == 1


@pytest.mark.parametrize("base", ["http://usos.example.edu.pl/", "https://usos.example.edu.pl", "usos.example.edu.pl"])
def test_no_gate_opens_without_https_and_a_whole_address(base):
    with pytest.raises(ValueError, match="base URL"):
        Gate(base)


def test_the_text_of_an_answer_stays_out_of_its_repr():
    assert "secret" not in repr(Reply(200, {}, "oauth_token_secret=secret"))


def test_polish_letters_arrive_whatever_charset_is_named(server):
    name = {"pl": "Uniwersytet Łódzki", "en": ""}
    body = json.dumps(WARSAW | {"institution_name": name}, ensure_ascii=False)
    server.replies = [Answer(body, headers={"Content-Type": "application/json; charset=iso-8859-2"})]
    assert anonymous.installation(server.url).name.pl == "Uniwersytet Łódzki"


def test_a_broken_compression_is_unreadable(server):
    server.replies = [Answer('""', headers={"Content-Encoding": "gzip"})]
    with pytest.raises(UnreadableError):
        anonymous.server_time(server.url)


def test_a_server_without_tls_where_it_should_be_is_a_matter_of_certificates(server):
    with pytest.raises(OfflineError) as raised:
        anonymous.installation(server.url.replace("http:", "https:"))
    assert raised.value.silence is Silence.TLS


@pytest.fixture
def proxy(monkeypatch) -> Iterator[Scripted]:
    """A proxy that the environment names for everything."""
    with Scripted() as scripted:
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, scripted.url)
            monkeypatch.setenv(name.upper(), scripted.url)
        yield scripted


def test_calls_to_this_machine_pass_by_the_proxy(server, proxy):
    server.replies = [told(WARSAW)]
    anonymous.installation(server.url)
    assert proxy.arrived == []


def test_calls_to_another_machine_take_the_proxy(proxy):
    proxy.replies = [Answer("no", 502, {})]
    with pytest.raises(OfflineError):
        anonymous.installation("usos.example.edu.pl")
    (arrived,) = proxy.arrived
    assert (arrived.verb, arrived.path) == ("CONNECT", "usos.example.edu.pl:443")


def test_a_proxy_that_cannot_be_used_is_told(monkeypatch):
    monkeypatch.setenv("https_proxy", "nonsense://x")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(OfflineError) as raised:
        anonymous.installation("usos.example.edu.pl")
    assert raised.value.silence is Silence.PROXY
