"""Bodies of calls, as far as anybody means one: nobody may fill the memory."""

from starlette.requests import Request

MOST = 2**20
"""Bytes of a body."""


class TooLargeError(Exception):
    """The body is larger than any call needs."""


async def body_of(request: Request) -> bytes:
    """Read a body. Raises `TooLargeError`."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise TooLargeError
    return bytes(body)
