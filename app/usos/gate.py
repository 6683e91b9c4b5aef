"""The gate that every call to an installation goes through, signed or not."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Self
from urllib.parse import urlsplit

import httpx

from app.config.base_url import is_loopback, normal_url
from app.config.settings import Settings
from app.usos import answers
from app.usos.errors import OfflineError, Silence, UnreadableError
from app.usos.reading import Json

_DEFAULTS = Settings()

# Errors after which no byte of the call has left this machine.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
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
        try:
            self._http = httpx.Client(
                auth=auth,
                headers={"User-Agent": f"rollcall/{version('rollcall')}", "Accept": "application/json"},
                timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
                limits=httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=60),
                follow_redirects=False,
                # httpx would hand loopback calls, Authorization and all, to a proxy named in the environment.
                trust_env=not is_loopback(urlsplit(base).hostname or ""),
            )
        except (ImportError, ValueError) as error:
            raise OfflineError(Silence.PROXY, reached=False) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a call in flight ends with an error."""
        self._http.close()

    def post(self, method: str, parameters: Mapping[str, str]) -> Reply:
        """Call a method by its full name and return whatever was answered. Raises `OfflineError`, `UnreadableError`."""
        try:
            response = self._http.post(self._base + method, data=dict(parameters))
        except httpx.TimeoutException as error:
            raise OfflineError(Silence.TIMEOUT, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except httpx.DecodingError as error:
            raise UnreadableError(f"{method}: broken encoding") from error
        except (httpx.InvalidURL, UnicodeError) as error:  # a name that no name server can be asked for
            raise OfflineError(Silence.NO_CONNECTION, reached=False) from error
        except httpx.HTTPError as error:
            silence = Silence.TLS if _about_tls(error) else Silence.NO_CONNECTION
            raise OfflineError(silence, reached=not isinstance(error, _BEFORE_SENDING)) from error
        except RuntimeError as error:
            if not self._http.is_closed:
                raise
            # Another thread has closed this gate between our taking it and sending.
            raise OfflineError(Silence.NO_CONNECTION, reached=False) from error
        # USOS speaks UTF-8 only; a charset that a stranger's header names could be no text encoding at all.
        return Reply(response.status_code, dict(response.headers), response.content.decode("utf-8", "replace"))

    def call(self, method: str, parameters: Mapping[str, str]) -> Json:
        """Call a method by its full name and return the JSON of a good answer. Raises any `UsosError`."""
        reply = self.post(method, parameters)
        return answers.content(method, reply.status, reply.headers, reply.body)


def _about_tls(error: BaseException) -> bool:
    """Tell whether a TLS failure is behind the error; httpx keeps it only in the chain of causes."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ssl.SSLError):
            return True
        link = link.__cause__ or link.__context__
    return False
