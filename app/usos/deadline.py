"""One deadline for a whole call, however its answer trickles in; timeouts of httpx are for each read of the socket."""

from __future__ import annotations

import math
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx


class Deadline(threading.local):
    """When the call of each thread has to leave, and when to be over, in seconds of the monotonic clock."""

    at = math.inf
    leave_by = math.inf

    @contextmanager
    def within(self, seconds: float, leave_by: float = math.inf) -> Iterator[None]:
        """Let whatever this thread does on the network in the block be over in so many seconds.

        None of it is written after the moment `leave_by`, unless it has begun to be.
        """
        self.at, self.leave_by = time.monotonic() + seconds, leave_by
        try:
            yield
        finally:
            self.at = self.leave_by = math.inf

    def left(self, timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
        """Return the seconds the next step may take, its own timeout at most. Raises `late` where none are left.

        Raises `httpcore.ConnectTimeout`, as if there had been no connection, where the call is too late to leave.
        """
        now = time.monotonic()
        if now > self.leave_by:
            raise httpcore.ConnectTimeout
        seconds = min(self.at, self.leave_by) - now
        if seconds <= 0:
            raise late
        return timeout if math.isinf(seconds) else min(seconds, math.inf if timeout is None else timeout)


def enforce(deadline: Deadline, client: httpx.Client) -> None:
    """Let every socket of a client keep to the deadline."""
    # httpx has no parameter for the network beneath it; the versions are pinned, and a test meets each kind of delay.
    for transport in (client._transport, *client._mounts.values()):  # noqa: SLF001 - see above
        if isinstance(transport, httpx.HTTPTransport):
            pool = transport._pool  # noqa: SLF001 - see above
            pool._network_backend = _Network(pool._network_backend, deadline)  # noqa: SLF001 - see above


class _Network(httpcore.NetworkBackend):
    """Opens connections that keep to a deadline."""

    def __init__(self, network: httpcore.NetworkBackend, deadline: Deadline) -> None:
        self._network, self._deadline = network, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout, httpcore.ConnectTimeout)
        stream = self._network.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to a deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._deadline.left(timeout, httpcore.WriteTimeout)
        self._deadline.leave_by = math.inf  # from here on it may have been read
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
