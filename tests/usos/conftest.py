"""The scripted server, and clients of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from app.config.settings import Access, Settings
from app.usos.client import Usos
from app.usos.selectors import Selectors
from tests.support.scripted import CREDENTIALS, Scripted


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted() as scripted:
        yield scripted


@pytest.fixture
def call(server) -> Iterator[Callable[..., Usos]]:
    """Make a client of the scripted server, or of another address."""
    with ExitStack() as stack:

        def make(url: str = server.url, selectors: Selectors | None = None, **settings: float) -> Usos:
            return stack.enter_context(closing(Usos(Access(url, *CREDENTIALS), Settings(**settings), selectors)))

        yield make
