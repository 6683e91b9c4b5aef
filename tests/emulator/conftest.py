from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import httpx
import pytest

from app.emulator import Emulator, Options
from tests.emulator.signed_caller import Caller, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    # Loading certificates would take longer than the rest of a test.
    with httpx.Client(trust_env=False, verify=False, timeout=60) as client:
        yield client


@pytest.fixture
def run(clock: Clock) -> Iterator[Callable[..., Emulator]]:
    """Start emulators with given options; all of them stop with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(Emulator(Options(**options), now=clock))


@pytest.fixture
def emulator(run: Callable[..., Emulator]) -> Emulator:
    return run()


@pytest.fixture
def caller_of(http: httpx.Client, clock: Clock) -> Callable[[Emulator], Caller]:
    """Call an emulator as its lecturer."""

    def caller(emulator: Emulator) -> Caller:
        keys = (emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret)
        return Caller(http, emulator.url, clock, *keys)

    return caller


@pytest.fixture
def usos(emulator: Emulator, caller_of: Callable[[Emulator], Caller]) -> Caller:
    return caller_of(emulator)


@pytest.fixture
def consumer(usos: Caller) -> Caller:
    """Call it with the consumer key alone."""
    return replace(usos, token=None, token_secret=None)


@pytest.fixture
def roll(emulator: Emulator) -> tuple[str, list[str]]:
    """The list of the class that is on now, and the ids of its students."""
    return emulator.current_list(), list(emulator.marks(emulator.current_list()))
