"""Where the browser comes back to after the lecturer's consent: one page, on this machine only, for one answer.

It spares the PIN (usos-api.md, 1.2, step 3). Everything local can knock here, web pages in the browser included, so
what is not the answer waited for gets a bare 404 and changes nothing.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from hmac import compare_digest
from html import escape
from http.server import BaseHTTPRequestHandler
from secrets import token_urlsafe
from socketserver import ThreadingTCPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from app.domain.frozen import frozen

_MOST_CONNECTIONS = 16
"""At once, with a thread for each; a browser opens about six."""

_PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>rollcall</title>
<style>body {{ font: 18px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }}</style>
</head><body><h1>{title}</h1><p>{text}</p></body></html>
"""


@frozen
class Outcome:
    """What the lecturer decided in the browser: the verifier, or None for a refusal."""

    verifier: str | None = field(repr=False)


@frozen
class PageWords:
    """What the page says, and in which language ("en", "pl")."""

    language: str
    title: str
    text: str


class Callback:
    """A listener on 127.0.0.1, on daemon threads of its own, until one answer has come or it is closed."""

    def __init__(
        self, words: Callable[[Outcome], PageWords], on_outcome: Callable[[Outcome], None] | None = None
    ) -> None:
        """Listen on a free port. Raises OSError.

        `words` gives what the browser shows after an outcome; `on_outcome` is called once with it, after the page was
        sent. Both are called on a thread of the listener. Until `expect` has said for which request token, nothing is
        accepted.
        """
        self._on_outcome = on_outcome
        self._token: str | None = None
        self._outcome: Outcome | None = None
        self._lock, self._done = threading.Lock(), threading.Event()
        self._path = f"/{token_urlsafe(24)}"  # nobody can guess where to knock
        self._server = _Server(self._read, words, self._finish)
        self._host = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="callback"
        ).start()

    @property
    def address(self) -> str:
        """The address to give as `oauth_callback`."""
        return f"http://{self._host}{self._path}"

    def expect(self, token: str) -> None:
        """Accept the answer for this request token from now on."""
        self._token = token

    def wait(self, seconds: float) -> Outcome | None:
        """Return the outcome as soon as it is there; None after that many seconds, or when it was closed."""
        self._done.wait(seconds)
        return self._outcome

    def close(self) -> None:
        """Listen no more and end every `wait`; may be called again, and takes some hundredths of a second at most."""
        self._done.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, hosts: list[str], target: str) -> Outcome | None:
        """Return what a request says, None if it is not the answer waited for. Only the first one counts."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        # A page of the web can make its own name point here ("DNS rebinding"); the browser then sends that name.
        if hosts != [self._host] or not _same(parts.path, self._path):
            return None
        outcome = self._outcome_in(parse_qs(parts.query))
        with self._lock:
            if outcome is None or self._outcome is not None or self._done.is_set():
                return None
            self._outcome = outcome
        return outcome

    def _outcome_in(self, query: dict[str, list[str]]) -> Outcome | None:
        ours = self._token
        if ours is None:
            return None
        match query.get("oauth_token", []), query.get("oauth_verifier", []), query.get("error", []):
            case [token], [verifier], [] if _same(token, ours):
                return Outcome(verifier)
            # That a refusal names the token is inferred, not documented: the path alone is enough to believe it.
            case tokens, [], ["access_denied"] if all(_same(token, ours) for token in tokens):
                return Outcome(None)
        return None

    def _finish(self, outcome: Outcome) -> None:
        """Tell the outcome and close; by now the browser has its page."""
        try:
            if self._on_outcome is not None:
                self._on_outcome(outcome)
        finally:
            self.close()


class _Server(ThreadingTCPServer):
    """Has a thread for each connection: browsers open some in advance, and say nothing on them.

    It is no `HTTPServer`, which looks up the name of the machine first: that can take seconds.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128  # not yet taken: with fewer, the browser's waits a second behind those of others

    def __init__(
        self,
        read: Callable[[list[str], str], Outcome | None],
        words: Callable[[Outcome], PageWords],
        finish: Callable[[Outcome], None],
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.read, self.words, self.finish = read, words, finish
        self._open: deque[socket.socket] = deque()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Take a connection; of too many, the one that has been silent longest goes: the browser's is the newest."""
        if isinstance(request, socket.socket):
            self._open.append(request)
            while len(self._open) > _MOST_CONNECTIONS:
                with suppress(OSError):  # it has ended by itself
                    self._open.popleft().shutdown(socket.SHUT_RDWR)
        super().process_request(request, client_address)

    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that has gone: the terminal belongs to the screens."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10  # seconds for a request to arrive

    def do_GET(self) -> None:
        outcome = self.server.read(self.headers.get_all("Host", []), self.path)
        if outcome is None:
            self.send_error(404)
            return
        try:
            self._answer(200, _page(self.server.words(outcome)))
        finally:
            self.server.finish(outcome)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer everything else the same way, whatever is wrong with it."""
        self._answer(404, "")

    def _answer(self, status: int, page: str) -> None:
        content = page.encode()
        self.close_connection = True
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(content))),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),  # the address holds the verifier
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def version_string(self) -> str:
        """Tell nobody which Python this is."""
        return "rollcall"

    def log_message(self, *_: object) -> None:
        """Write nothing: the terminal belongs to the screens, and the address holds the verifier."""


def _same(one: str, other: str) -> bool:
    """Compare without telling by the time it takes how much is right."""
    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _page(words: PageWords) -> str:
    return _PAGE.format(language=words.language, title=escape(words.title), text=escape(words.text))
