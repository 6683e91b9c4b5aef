"""Servers that are not who they say they are get no request: neither a token nor a student leaves for them."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.config.settings import Access, Settings
from app.domain.model import Mark
from app.usos.client import Usos
from app.usos.errors import OfflineError, Silence
from tests.support.scripted import CREDENTIALS

HOST = "usosapps.example.edu.pl"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
NOW = datetime.now(UTC)


@dataclass
class Authority:
    """One that signs certificates, and may be among those the computer trusts."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def file(self) -> Path:
        """Its own certificate."""
        return self.signed("authority", self.key.public_key(), NOW + timedelta(days=1), of_authority=True)

    def certificate(self, host: str, until: datetime) -> tuple[Path, Path]:
        """Return a certificate for a host, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        secret = self.folder / "key.pem"
        formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        secret.write_bytes(key.private_bytes(*formats))
        return self.signed(host, key.public_key(), until, of_authority=False), secret

    def signed(self, name: str, key: ec.EllipticCurvePublicKey, until: datetime, *, of_authority: bool) -> Path:
        """Return the file of a certificate that this authority has signed."""

        def called(one: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)])

        building = (
            x509.CertificateBuilder()
            .subject_name(called(name))
            .issuer_name(called("authority"))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=30))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=of_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        )
        file = self.folder / f"{name}.pem"
        file.write_bytes(building.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return file


@dataclass
class Server:
    """What stands behind a proxy in the place of USOS, and what it has been told."""

    context: ssl.SSLContext
    asked: list[bytes] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        """Be the proxy that everything is asked of, and the server behind it."""
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(30)
            self.asked.append(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with self.context.wrap_socket(connection, server_side=True) as tunnel:
                self.requests.append(whole_request(tunnel))
                tunnel.sendall(ANSWER)


def whole_request(connection: socket.socket) -> bytes:
    """Read head and body: what closes with something unread may take its own answer back from the caller."""
    with connection.makefile("rb") as reading:
        head = b"".join(takewhile(lambda line: line != b"\r\n", reading))
        length = re.search(rb"content-length: *([0-9]+)", head, re.IGNORECASE)
        return head + reading.read(int(length[1]) if length else 0)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this computer trusts."""
    known = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(known.file))
    return known


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    """Let a server with this certificate be what the way to USOS leads to."""
    listening = socket.create_server(("127.0.0.1", 0))

    def begin(certificate: Path, key: Path) -> Server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = Server(context)
        threading.Thread(target=server.serve, args=(listening,), daemon=True).start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listening.getsockname()[1]}")
        return server

    with closing(listening):
        yield begin


def mark() -> None:
    """Send a mark."""
    with closing(Usos(Access(f"https://{HOST}/", *CREDENTIALS), Settings())) as usos:
        usos.update_attendance("1", "2", Mark.ABSENT, None)


def test_a_server_with_a_good_certificate_gets_the_mark(authority, serve, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text(f"machine {HOST} login jan password sekret\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server = serve(*authority.certificate(HOST, NOW + timedelta(days=1)))
    mark()
    (request,) = server.requests
    assert b"\r\nauthorization: oauth " in request.lower(), "a password of a .netrc takes no place of ours"
    assert server.asked[0].startswith(f"CONNECT {HOST}:443 ".encode())
    assert b"Authorization" not in server.asked[0]


@pytest.mark.parametrize(("host", "days"), [("usosapps.example.com", 1), (HOST, -1)], ids=["another host", "expired"])
def test_a_server_whose_certificate_is_not_good_gets_nothing(authority, serve, host, days):
    server = serve(*authority.certificate(host, NOW + timedelta(days=days)))
    with pytest.raises(OfflineError) as raised:
        mark()
    assert (raised.value.silence, raised.value.reached, server.requests) == (Silence.TLS, False, [])


def test_a_server_that_nobody_trusted_vouches_for_gets_nothing(authority, serve, tmp_path):
    (tmp_path / "other").mkdir()
    server = serve(*Authority(tmp_path / "other").certificate(HOST, NOW + timedelta(days=1)))
    with pytest.raises(OfflineError) as raised:
        mark()
    assert (raised.value.silence, raised.value.reached, server.requests) == (Silence.TLS, False, [])
