"""A server on loopback that answers what a test says."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

CREDENTIALS = ("consumerkey0000000000", "consumersecret", "token000000000000000", "tokensecret")

HANG = 30  # seconds after which a server that hangs gives up, if nobody else does


@dataclass
class Arrived:
    """A request as it came over the wire."""

    verb: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def method(self) -> str:
        """The method that was called, without `services/`."""
        return self.path.removeprefix("/services/")

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body, keep_blank_values=True).items()}


@dataclass
class Reply:
    """An answer; `cut` closes the connection before the whole body was sent, `hangs` never answers."""

    body: str | bytes = "{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    cut: bool = False
    hangs: bool = False


class Scripted(ThreadingHTTPServer):
    """A real server on loopback that keeps what arrives and gives the next reply, or what `answer` says."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.arrived: list[Arrived] = []
        self.replies: list[Reply] = []
        self.answer: Callable[[Arrived], Reply] = lambda arrived: Reply()
        self.connections = 0
        self.released = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"

    def __enter__(self) -> "Scripted":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that has gone."""

    daemon_threads = True
    block_on_close = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer would take 40 ms
    server: Scripted

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("ascii")
        self.server.arrived.append(Arrived(self.command, self.path, dict(self.headers), body))
        reply = self.server.replies.pop(0) if self.server.replies else self.server.answer(self.server.arrived[-1])
        if reply.hangs:
            self.server.released.wait(HANG)
            self.close_connection = True
            return
        content = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) + 50 * reply.cut))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = self.close_connection or reply.cut

    do_GET = do_CONNECT = do_POST  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""
