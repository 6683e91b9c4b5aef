"""Serving an ASGI application on loopback from a thread, and stopping at once."""

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_KEEP_ALIVE = 600
_TICK = 1.0


class CuttableProtocol(H11Protocol):
    """Lets the application close a connection without an answer: `scope["state"]["cut"]()`."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, "cut": self._cut}, _loop)

    def _cut(self) -> None:
        self.transport.abort()


class _Server(uvicorn.Server):
    """uvicorn without polling: it stops the moment it is told, cutting whatever is open."""

    def __init__(self, config: uvicorn.Config, when_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = when_started
        self._stopping = asyncio.Event()

    async def main_loop(self) -> None:
        self._when_started()
        while not self._stopping.is_set():
            await self.on_tick(0)  # it refreshes the Date header
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        for listener in sockets or []:
            loop.remove_reader(listener)
        # What was accepted a moment ago takes some turns of the loop to become a connection that can be cut;
        # closing the server before that would leave its client waiting.
        for _ in range(5):
            for connection in self.server_state.connections.copy():
                connection.transport.abort()
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        tasks = self.server_state.tasks.copy()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """End the main loop. Only for the loop's own thread."""
        self._stopping.set()


class Serving:
    """An application that is being served, from `start` to `stop`."""

    def __init__(self, application: ASGIApp, port: int) -> None:
        """Claim the port (0: any); OSError when somebody else has it."""
        # asyncio switches Nagle's algorithm off only where the protocol is named; with it an answer takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            # Lets a stopped emulator start again on its port; on Windows the option would let two share it.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        # Without a handler Python would print uvicorn's warnings over whatever the terminal shows.
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        self._config = uvicorn.Config(
            application,
            http=CuttableProtocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="emulator", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None

    def start(self) -> None:
        """Return when connections are accepted."""
        self._thread.start()
        self._started.wait()

    def stop(self) -> None:
        """Return when nothing is served any more; calls that are under way are cut."""
        if self._loop is not None and self._server is not None:
            self.soon(self._server.stop)
        self._thread.join()

    def soon(self, action: Callable[[], None]) -> None:
        """Do something on the server's thread, unless it has ended."""
        with suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(action)

    def _run(self) -> None:
        try:
            # The same kind of loop everywhere: `shutdown` asks it for what only this kind can do.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._serve())
        finally:
            # Whoever waits for the start must not wait for ever, whatever went wrong.
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._server = _Server(self._config, when_started=self._started.set)
        await self._server.serve(sockets=[self._socket])
