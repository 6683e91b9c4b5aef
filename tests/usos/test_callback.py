"""The page the browser comes back to: the one answer it takes, and everything it does not let disturb it."""

import queue
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlencode, urlsplit

import pytest

from app.i18n import use_language
from app.messages import consent
from app.usos.callback import Callback, Outcome

TOKEN = "requesttoken"
CAME = f"oauth_token={TOKEN}&oauth_verifier=12345678"
REFUSED = f"error=access_denied&oauth_token={TOKEN}"


@pytest.fixture
def told() -> "queue.Queue[Outcome]":
    return queue.Queue()


@pytest.fixture
def callback(told) -> Iterator[Callback]:
    with Callback(consent.words, told.put) as listening:
        listening.expect(TOKEN)
        yield listening


def knock(callback: Callback, query: str = "", *, verb: str = "GET", **changes: str) -> tuple[int, str]:
    """Ask for the address with this query; `path` and `host` may be changed."""
    status, _, page = ask(callback, query, verb=verb, **changes)
    return status, page


def ask(callback: Callback, query: str = "", *, verb: str = "GET", **changes: str) -> tuple[int, HTTPMessage, str]:
    parts = urlsplit(callback.address)
    with closing(HTTPConnection(parts.netloc, timeout=20)) as connection:
        headers = {"Host": changes.get("host", parts.netloc)}
        connection.request(verb, f"{changes.get('path', parts.path)}?{query}", headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()


def is_closed(callback: Callback) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", urlsplit(callback.address).port)) != 0


def wait_until_closed(callback: Callback) -> None:
    end = time.monotonic() + 20
    while not is_closed(callback):
        assert time.monotonic() < end
        threading.Event().wait(0.005)


def test_the_address_is_on_this_machine_with_a_part_nobody_can_guess(callback):
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[A-Za-z0-9_-]{32}", callback.address)
    with Callback(consent.words) as other:
        assert urlsplit(other.address).path != urlsplit(callback.address).path


def test_only_this_machine_can_reach_it(callback):
    # The same computer by another of its addresses: whoever listens on all of them is reached there.
    with pytest.raises(OSError):  # noqa: PT011 - refused on Linux, no such address elsewhere
        socket.create_connection(("127.0.0.2", urlsplit(callback.address).port), timeout=20)


def test_the_verifier_is_told_and_waited_for(callback, told):
    assert knock(callback, CAME)[0] == 200
    assert told.get(timeout=20) == Outcome("12345678")
    assert callback.wait(20) == Outcome("12345678")


def test_a_verifier_is_any_text(callback):
    knock(callback, urlencode({"oauth_token": TOKEN, "oauth_verifier": "a b+ł&%/"}))
    assert callback.wait(20) == Outcome("a b+ł&%/")


@pytest.mark.parametrize("query", [REFUSED, "error=access_denied"])
def test_a_refusal_is_told(callback, told, query):
    assert knock(callback, query)[0] == 200
    assert told.get(timeout=20) == callback.wait(20) == Outcome(None)


def test_more_parameters_do_not_matter(callback):
    assert knock(callback, f"lang=pl&{CAME}&x=")[0] == 200
    assert callback.wait(20) == Outcome("12345678")


NOT_THE_ANSWER = {
    "nothing": "",
    "another token": "oauth_token=other&oauth_verifier=12345678",
    "a token that begins so": f"{CAME.replace(TOKEN, TOKEN[:-1])}",
    "a token beyond ASCII": "oauth_token=%C5%82&oauth_verifier=12345678",
    "broken letters": "oauth_token=%ff%fe&oauth_verifier=12345678",
    "no token": "oauth_verifier=12345678",
    "two tokens": f"{CAME}&oauth_token=other",
    "two verifiers": f"{CAME}&oauth_verifier=87654321",
    "no verifier": f"oauth_token={TOKEN}",
    "an empty verifier": f"oauth_token={TOKEN}&oauth_verifier=",
    "a verifier and a refusal": f"{CAME}&error=access_denied",
    "a refusal of another token": "error=access_denied&oauth_token=other",
    "another error": f"error=other&oauth_token={TOKEN}",
}


@pytest.mark.parametrize("case", NOT_THE_ANSWER)
def test_what_is_not_the_answer_gets_a_bare_404_and_changes_nothing(callback, told, case):
    assert knock(callback, NOT_THE_ANSWER[case]) == (404, "")
    assert told.empty()
    assert knock(callback, CAME)[0] == 200
    assert callback.wait(20) == Outcome("12345678")


@pytest.mark.parametrize(
    "path", ["/", "/favicon.ico", "//", "/..", "/callback", "http://[", "*", "{address}/", "{address}x"]
)
def test_another_path_gets_a_404_and_changes_nothing(callback, path):
    assert knock(callback, CAME, path=path.format(address=urlsplit(callback.address).path)) == (404, "")
    assert callback.wait(0) is None
    assert not is_closed(callback)


@pytest.mark.parametrize("verb", ["POST", "HEAD", "PUT", "OPTIONS", "DELETE", "NONSENSE"])
def test_another_verb_gets_a_404_and_changes_nothing(callback, verb):
    assert knock(callback, CAME, verb=verb) == (404, "")
    assert callback.wait(0) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_another_host_gets_a_404_and_changes_nothing(callback, host):
    port = urlsplit(callback.address).port
    assert knock(callback, CAME, host=host.format(port=port)) == (404, "")
    assert callback.wait(0) is None


def test_nothing_is_accepted_before_it_is_known_what_to_expect():
    with Callback(consent.words) as early:
        assert knock(early, CAME)[0] == 404
        assert knock(early, "error=access_denied")[0] == 404
        early.expect(TOKEN)
        assert knock(early, CAME)[0] == 200


@pytest.mark.parametrize(
    "bytes_sent",
    [b"", b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"x" * 70000, b"\r\n" * 5],
)
def test_what_is_no_request_disturbs_nobody(callback, capfd, bytes_sent):
    with socket.create_connection(("127.0.0.1", urlsplit(callback.address).port), timeout=20) as stranger:
        stranger.sendall(bytes_sent)
        assert knock(callback, CAME)[0] == 200  # while the stranger still holds its connection
    assert callback.wait(20) == Outcome("12345678")
    assert capfd.readouterr() == ("", "")


def test_connections_that_say_nothing_are_dropped_when_there_are_many_and_the_answer_comes_through(callback, told):
    where = ("127.0.0.1", urlsplit(callback.address).port)
    silent = [socket.create_connection(where, timeout=5) for _ in range(30)]
    end = time.monotonic() + 5  # sooner than one that is silent goes by itself, after ten seconds
    try:
        assert silent[0].recv(1) == b""
        while sum("process_request_thread" in one.name for one in threading.enumerate()) > 20:
            assert time.monotonic() < end
            threading.Event().wait(0.005)
        assert knock(callback, CAME)[0] == 200
    finally:
        for one in silent:
            one.close()
    assert told.get(timeout=20).verifier == "12345678"


def test_it_closes_after_one_answer(callback, told):
    knock(callback, CAME)
    assert told.get(timeout=20)
    wait_until_closed(callback)
    assert told.empty()


def test_only_the_first_answer_counts():
    seen: list[tuple[Outcome, int]] = []

    def answer_again(outcome: Outcome) -> None:
        seen.append((outcome, knock(callback, REFUSED)[0]))  # it still listens while it tells

    with Callback(consent.words, answer_again) as callback:
        callback.expect(TOKEN)
        assert knock(callback, CAME)[0] == 200
        assert callback.wait(20) == Outcome("12345678")
        wait_until_closed(callback)
    assert seen == [(Outcome("12345678"), 404)]


def test_a_browser_that_does_not_wait_for_the_page_has_told_its_answer_all_the_same(callback, monkeypatch, capfd):
    def gone(handler, status):
        raise ConnectionResetError

    monkeypatch.setattr(BaseHTTPRequestHandler, "send_response", gone)
    with socket.create_connection(("127.0.0.1", urlsplit(callback.address).port), timeout=20) as browser:
        parts = urlsplit(callback.address)
        browser.sendall(f"GET {parts.path}?{CAME} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        assert callback.wait(20) == Outcome("12345678")
    wait_until_closed(callback)
    assert capfd.readouterr() == ("", "")


def test_a_listener_whose_program_fails_is_closed_all_the_same(capfd):
    def fail(_: Outcome) -> None:
        raise RuntimeError

    with Callback(consent.words, fail) as callback:
        callback.expect(TOKEN)
        knock(callback, CAME)
        assert callback.wait(20)
        wait_until_closed(callback)
    assert capfd.readouterr() == ("", "")


def test_closing_ends_the_waiting_and_may_be_done_twice(callback):
    ended: queue.Queue[Outcome | None] = queue.Queue()
    threading.Thread(target=lambda: ended.put(callback.wait(30)), daemon=True).start()
    callback.close()
    assert ended.get(timeout=20) is None
    assert is_closed(callback)
    callback.close()


def test_closing_takes_no_time_that_a_key_would_notice():
    took = []
    for _ in range(3):
        callback = Callback(consent.words)
        began = time.monotonic()
        callback.close()
        took.append(time.monotonic() - began)
    assert min(took) < 1  # of three, as this computer may be busy with something else


def test_waiting_ends_when_its_time_is_up(callback):
    assert callback.wait(0.01) is None


def test_nothing_is_written_to_the_terminal(callback, capfd):
    knock(callback, path="/favicon.ico")
    knock(callback, CAME)
    callback.wait(20)
    assert capfd.readouterr() == ("", "")


def test_the_page_says_in_english_that_one_can_go_back(callback):
    _, page = knock(callback, CAME)
    assert '<html lang="en">' in page
    assert "You can go back to rollcall" in page


def test_the_page_of_a_refusal_says_that_there_is_no_access(callback):
    assert "Access was refused" in knock(callback, REFUSED)[1]


def test_the_page_is_in_the_language_of_the_program(callback):
    use_language("pl")
    status, page = knock(callback, CAME)
    assert status == 200
    assert '<html lang="pl">' in page


def test_the_page_is_kept_nowhere_loads_nothing_and_gives_its_address_to_nobody(callback):
    _, headers, page = ask(callback, CAME)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Server"] == "rollcall"
    assert "12345678" not in page
    assert TOKEN not in page


def test_the_verifier_is_not_in_a_repr():
    assert "12345678" not in repr(Outcome("12345678"))
