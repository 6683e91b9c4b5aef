"""Servers that trickle, flood or answer nonsense, and environments in which no client can be made."""

import gzip
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import certifi
import httpx
import pytest

from app.config.settings import Access, Settings
from app.domain.model import Mark
from app.usos import gate
from app.usos.client import Usos
from app.usos.errors import OfflineError, Silence, UnexpectedError, UnreadableError, UsosError
from tests.support.scripted import CREDENTIALS, Reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

TRICKLES = {
    "a body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "headers": (HEAD + b"X-Slow: ", b"a"),
    "many headers": (HEAD, b"X: y\r\n"),
    "trailers": (CHUNKED + b"2\r\n{}\r\n0\r\nX-Slow: ", b"a"),
    "chunks": (CHUNKED, b"1\r\n \r\n"),
    "answers that are none yet": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
}


@contextmanager
def trickling(first: bytes, then: bytes, pause: float) -> Iterator[str]:
    """A server that sends something, and then something else again and again; yields its address."""
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=trickle, args=(connection,), daemon=True).start()

    def trickle(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            connection.sendall(first)
            while not over.wait(pause):
                connection.sendall(then)

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        over.set()


@pytest.mark.parametrize("case", TRICKLES)
def test_an_answer_that_trickles_in_without_an_end_is_given_up(call, case):
    with trickling(*TRICKLES[case], pause=0.02) as url:
        began = time.monotonic()
        with pytest.raises(OfflineError) as raised:
            call(url, read_timeout=0.5, connect_timeout=0.5).update_attendance("1", "2", Mark.ABSENT, None)
    assert (raised.value.silence, raised.value.reached) == (Silence.TIMEOUT, True)
    assert time.monotonic() - began < 20


def test_an_answer_that_comes_slowly_but_in_time_is_an_answer(call):
    with trickling(HEAD + b"Content-Length: 5\r\n\r\n{", b" }  ", pause=0.02) as url:
        call(url).update_attendance("1", "2", Mark.ABSENT, None)


def test_after_a_call_that_was_given_up_the_next_one_has_all_its_time(server, call):
    usos = call(read_timeout=0.3, connect_timeout=0.3)
    server.replies = [Reply(hangs=True)]
    with pytest.raises(OfflineError):
        usos.me()
    usos.update_attendance("1", "2", Mark.ABSENT, None)


@pytest.mark.parametrize("length", [b"Content-Length: 99999999999\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_an_answer_without_an_end_does_not_fill_the_memory(call, monkeypatch, length):
    monkeypatch.setattr(gate, "LONGEST", 200_000)
    part = b" " * 65_536
    chunk = b"%x\r\n%s\r\n" % (len(part), part) if b"chunked" in length else part
    with trickling(HEAD + length, chunk, pause=0.0) as url, pytest.raises(UnreadableError):
        call(url).me()


PERSON = b'{"id": "1", "first_name": "Jan", "last_name": "Kos"' + b" " * 1_000_000 + b"}"
CODED = {
    "gzip": gzip.compress(PERSON),
    "gzip, gzip": gzip.compress(gzip.compress(PERSON)),
    "deflate": zlib.compress(PERSON),
    "br": b"no one knows",
    "no-such": PERSON,
}


@pytest.mark.parametrize("coding", CODED)
def test_a_coded_answer_is_not_unpacked(server, call, coding):
    server.replies = [Reply(CODED[coding], headers={"Content-Encoding": coding})]
    with pytest.raises(UnreadableError):
        call().me()
    assert server.arrived[0].headers["Accept-Encoding"] == "identity"


def test_an_error_page_that_is_coded_all_the_same_is_told_by_its_status(server, call):
    server.replies = [Reply(gzip.compress(b"<html>"), 503, {"Content-Encoding": "gzip", "Retry-After": "7"})]
    with pytest.raises(OfflineError) as raised:
        call().me()
    assert (raised.value.silence, raised.value.retry_after) == (Silence.SERVER, 7.0)


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000, "9" * 100_000, f'{{"id": {"9" * 5000}}}'])
def test_json_that_is_too_deep_or_too_long_is_unreadable_and_refuses_nothing(server, call, body):
    server.answer = lambda arrived: Reply(body)
    for read in (call().me, call().user, call().teaching):
        with pytest.raises(UnreadableError):
            read()
    server.answer = lambda arrived: Reply(body, 400)
    with pytest.raises(OfflineError):
        call().me()


def test_cookies_are_neither_kept_nor_sent_back(server, call):
    server.answer = lambda arrived: Reply(headers={"Set-Cookie": "a=b; Path=/", "Content-Type": "application/json"})
    usos = call()
    for _ in range(2):
        usos.update_attendance("1", "2", Mark.ABSENT, None)
    assert [arrived.headers.get("Cookie") for arrived in server.arrived] == [None, None]


def test_an_error_nobody_foresaw_ends_the_call_with_a_name(call, monkeypatch):
    usos = call()
    monkeypatch.setattr(httpx.Response, "iter_raw", lambda response: 1 // 0)
    with pytest.raises(UnexpectedError) as raised:
        usos.me()
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


# --- what the environment names ---


PASSWORD = "geheim#1"


def trouble(url: str = "https://usos.example.edu.pl/") -> OfflineError:
    """Why no client can be made for an address."""
    with pytest.raises(OfflineError) as raised:
        Usos(Access(url, *CREDENTIALS), Settings())
    link: BaseException | None = raised.value
    while link is not None:
        assert PASSWORD.partition("#")[0] not in f"{link!r}"
        link = link.__cause__ or link.__context__
    return raised.value


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "proxy",
    [
        "http://[::1",
        f"http://user:{PASSWORD}@proxy.example:3128",
        "http://proxy.example:port",
        "gopher://proxy.example",
        "socks5://proxy.example:1080",
    ],
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_that_cannot_be_used_is_named_and_its_password_is_not(monkeypatch, name, proxy):
    monkeypatch.setenv(name, proxy)
    assert trouble().silence is Silence.PROXY


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("kind", ["missing", "junk", "empty"])
def test_certificates_that_cannot_be_read_are_named(monkeypatch, tmp_path: Path, name, kind):
    place = tmp_path / "certificates"
    if kind != "missing":
        place.write_bytes(b"\xff\xfe" if kind == "junk" else b"")
    monkeypatch.setenv(name, str(place))
    error = trouble()
    assert (error.silence, error.reached) == (Silence.AUTHORITIES, False)


@pytest.mark.parametrize(("name", "place"), [("SSL_CERT_FILE", certifi.where()), ("SSL_CERT_DIR", "")])
def test_certificates_the_environment_names_are_used(monkeypatch, tmp_path, name, place):
    monkeypatch.setenv(name, place or str(tmp_path))
    Usos(Access("https://usos.example.edu.pl/", *CREDENTIALS), Settings()).close()


def test_certificates_are_checked_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    context = gate.trusted_authorities({})
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_keys_of_connections_are_written_nowhere(monkeypatch, tmp_path: Path):
    for place in (tmp_path / "keys", tmp_path / "no" / "such" / "folder"):
        monkeypatch.setenv("SSLKEYLOGFILE", str(place))
        Usos(Access("https://usos.example.edu.pl/", *CREDENTIALS), Settings()).close()
        assert not place.exists()


def test_none_of_it_matters_to_calls_to_this_machine(server, monkeypatch, tmp_path):
    monkeypatch.setenv("HTTP_PROXY", "http://[::1")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing"))
    with closing(Usos(Access(server.url, *CREDENTIALS), Settings())) as usos:
        usos.update_attendance("1", "2", Mark.ABSENT, None)


@pytest.mark.parametrize(
    "answer",
    [
        {
            "groups": {"Z": []},
            "terms": [{"id": "Z", "start_date": "2026-10-01", "finish_date": "9999-12-31", "order_key": 10**40}],
        },
        {"groups": {}, "terms": [{"id": "Z", "start_date": "0001-01-01", "finish_date": "0001-01-01"}]},
        {"groups": {"Z": None}, "terms": []},
        {"groups": [], "terms": {}},
    ],
)
def test_odd_values_are_read_in_range_or_unreadable(server, call, answer):
    server.answer = lambda arrived: Reply(json.dumps(answer))
    with suppress(UsosError):
        for term in call().teaching().terms:
            assert abs(term.order) < 2**63
            assert 1900 <= term.start.year <= term.finish.year < 3000


def test_more_groups_than_anybody_teaches_are_no_answer(server, call):
    def answer(number: int) -> Reply:
        row = {"course_unit_id": 1, "course_name": {"pl": "A"}, "class_type": {"pl": "B"}, "term_id": "Z"}
        groups = [{**row, "group_number": place} for place in range(number)]
        return Reply(json.dumps({"groups": {"Z": groups}, "terms": []}))

    server.replies = [answer(3000), answer(3001)]
    assert len(call().teaching().groups) == 3000
    with pytest.raises(UnreadableError):
        call().teaching()
