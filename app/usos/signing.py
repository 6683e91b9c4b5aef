"""OAuth 1.0a for httpx, on authlib's signer."""

from __future__ import annotations

from collections.abc import Callable, Generator

import httpx
from authlib.oauth1 import ClientAuth

from app.config.settings import Access
from app.domain import polish_time


class Signed(httpx.Auth):
    """Signs a form POST or a GET with HMAC-SHA1; the credentials travel in the `Authorization` header only."""

    requires_request_body = True

    def __init__(self, access: Access, clock: Callable[[], float] = polish_time.epoch) -> None:
        """Sign with this consumer and token; `clock` gives seconds since 1970, as the timestamp needs them."""
        self._signer = _Signer(access, clock)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header. Only the header is copied, so what is sent is exactly what was signed."""
        _, headers, _ = self._signer.prepare(
            request.method,
            str(request.url),
            {"Content-Type": request.headers.get("Content-Type", "")},
            request.content.decode("utf-8"),
        )
        request.headers["Authorization"] = headers["Authorization"]
        yield request


class _Signer(ClientAuth):  # type: ignore[misc] # authlib ships no types
    """Authlib's signer with a clock of our own."""

    def __init__(self, access: Access, clock: Callable[[], float]) -> None:
        super().__init__(
            access.consumer_key,
            access.consumer_secret,
            token=access.token or None,
            token_secret=access.token_secret or None,
        )
        self._clock = clock

    def get_oauth_params(self, nonce: str, timestamp: str) -> list[tuple[str, str]]:
        """Return the parameters to sign, with our clock's time in place of authlib's."""
        params: list[tuple[str, str]] = super().get_oauth_params(nonce, str(int(self._clock())))
        return params
