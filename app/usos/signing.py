"""OAuth 1.0a for httpx, on authlib's signer."""

from __future__ import annotations

from collections.abc import Generator

import httpx
from authlib.oauth1 import ClientAuth

from app.settings import Access


class Signed(httpx.Auth):
    """Signs a form POST or a GET with HMAC-SHA1; the credentials travel in the `Authorization` header only."""

    requires_request_body = True

    def __init__(self, access: Access) -> None:
        """Sign with this consumer and token; either part of the token may be empty (consumer-only methods)."""
        self._signer = ClientAuth(
            access.consumer_key,
            access.consumer_secret,
            token=access.token or None,
            token_secret=access.token_secret or None,
        )

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
