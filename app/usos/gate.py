"""The gate that every call to an installation goes through, signed or not."""

from __future__ import annotations

import math
import os
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import certifi
import httpx

import app
from app.config.base_url import is_loopback, normal_url
from app.config.settings import Settings
from app.domain.frozen import frozen
from app.usos import answers, call_log
from app.usos.deadline import Deadline, enforce
from app.usos.errors import OfflineError, Silence, UnexpectedError, UnreadableError, UsosError
from app.usos.reading import Json

_DEFAULTS = Settings()

LONGEST = 16 * 2**20
"""Bytes of an answer; all groups of a long career with everybody in them are a few of 2**20."""

# Errors after which no byte of the call has left this machine.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@frozen
class Reply:
    """An answer as it came; header names are in lower case. The body may hold secrets, so it stays out of `repr`."""

    status: int
    headers: dict[str, str]
    body: str = field(repr=False)


class Gate:
    """One way to an installation: form POSTs, redirects not followed, a call that fails not repeated. Thread-safe."""

    def __init__(self, base: str, settings: Settings = _DEFAULTS, auth: httpx.Auth | None = None) -> None:
        """Get ready to call, signed by `auth` if there is one; timeouts are the settings'.

        Raises ValueError for a base URL that `normal_url` did not give: nothing goes out without https.
        """
        if base != normal_url(base):
            raise ValueError("not a base URL")
        self._base = base
        # A slow answer may take its time twice over, but not for ever.
        self._patience = settings.connect_timeout + 2 * settings.read_timeout
        self._deadline = Deadline()
        self._log = settings.log
        self._http = _client(urlsplit(base).hostname or "", settings, auth)
        enforce(self._deadline, self._http)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a call in flight ends with an error."""
        self._http.close()

    def post(self, method: str, parameters: Mapping[str, str], leave_by: float = math.inf) -> Reply:
        """Call a method by its full name and return whatever was answered. Raises `OfflineError`, `UnreadableError`.

        After the moment `leave_by` of the monotonic clock nothing is sent: then USOS was not `reached`.
        """
        if self._log is None:
            return self._post(method, parameters, leave_by)
        began, outcome = time.perf_counter(), ""
        try:
            reply = self._post(method, parameters, leave_by)
            outcome = str(reply.status)
        except OfflineError as error:
            outcome = error.silence.value
            raise
        except UsosError as error:
            outcome = type(error).__name__
            raise
        finally:
            call_log.write(self._log, method, parameters, outcome, time.perf_counter() - began)
        return reply

    def _post(self, method: str, parameters: Mapping[str, str], leave_by: float) -> Reply:
        try:
            with (
                self._deadline.within(self._patience, leave_by),
                self._http.stream("POST", self._base + method, data=dict(parameters)) as response,
            ):
                body = _body(method, response)
        except UsosError:
            raise
        except httpx.TimeoutException as error:
            raise OfflineError(Silence.TIMEOUT, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except (httpx.InvalidURL, UnicodeError) as error:  # a name that no name server can be asked for
            raise OfflineError(Silence.NO_CONNECTION, reached=False) from error
        except httpx.HTTPError as error:
            silence = Silence.TLS if _about_tls(error) else Silence.NO_CONNECTION
            raise OfflineError(silence, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except Exception as error:  # a stranger's answer must not end the program, whatever is in it
            if self._http.is_closed:  # another thread has closed this gate between our taking it and sending
                raise OfflineError(Silence.NO_CONNECTION, reached=False) from error
            raise UnexpectedError(f"{method}: {type(error).__name__}") from error
        # USOS speaks UTF-8 only; a charset that a stranger's header names could be no text encoding at all.
        return Reply(response.status_code, dict(response.headers), body.decode("utf-8", "replace"))

    def call(self, method: str, parameters: Mapping[str, str], leave_by: float = math.inf) -> Json:
        """Call a method as `post` does, and return the JSON of a good answer. Raises any `UsosError`."""
        reply = self.post(method, parameters, leave_by)
        return answers.content(method, reply.status, reply.headers, reply.body)


def _client(host: str, settings: Settings, auth: httpx.Auth | None) -> httpx.Client:
    """Return a client for one host. Raises `OfflineError` where the environment does not let us make one.

    Without the error that it was: that of a proxy may hold its password.
    """
    # httpx would hand loopback calls, Authorization and all, to a proxy named in the environment.
    trusts_environment = not is_loopback(host)
    try:
        authorities = trusted_authorities(os.environ if trusts_environment else {})
    except Exception as error:  # whatever is in a file that somebody else named
        raise OfflineError(Silence.AUTHORITIES, reached=False) from error
    client = None
    with suppress(Exception):  # all else that httpx takes from the environment are proxies
        client = httpx.Client(
            auth=auth,
            headers={
                "User-Agent": f"rollcall/{app.__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",  # a few bytes could unpack to all of the memory
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # a jar would keep and repeat them
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=60),
            follow_redirects=False,
            verify=authorities,
            trust_env=trusts_environment,
        )
    if client is None:
        raise OfflineError(Silence.PROXY, reached=False)
    return client


def trusted_authorities(environment: Mapping[str, str]) -> ssl.SSLContext:
    """Return what certificates are checked with: certifi's authorities, or those the environment names.

    Raises OSError. What Python would do besides, writing keys to the file SSLKEYLOGFILE names, is left out.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = environment.get("SSL_CERT_FILE"), environment.get("SSL_CERT_DIR")
    if folder and not file:
        next(Path(folder).iterdir(), None)  # OpenSSL does not mind a folder that is not there
        context.load_verify_locations(capath=folder)
    else:
        context.load_verify_locations(cafile=file or certifi.where())
    return context


def _body(method: str, response: httpx.Response) -> bytes:
    """Return the body of an answer; an error's that is coded or too long counts as none.

    Raises `UnreadableError` for a good answer of that kind.
    """
    coded = response.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}
    body = bytearray()
    for part in () if coded else response.iter_raw():
        body += part
        if len(body) > LONGEST:
            break
    if coded or len(body) > LONGEST:
        if response.status_code == 200:
            raise UnreadableError(f"{method}: {'coded' if coded else 'too long'}")
        return b""
    return bytes(body)


def _about_tls(error: BaseException) -> bool:
    """Tell whether a TLS failure is behind the error; httpx keeps it only in the chain of causes."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ssl.SSLError):
            return True
        link = link.__cause__ or link.__context__
    return False
