"""The client that the threads share: what is closed is in nobody's hands, and nobody waits for a closing."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest

from app.emulator import Emulator
from app.sync.shared_client import SharedClient, SleepDetector
from app.usos.client import Usos
from app.usos.errors import SignInNeededError
from tests.support.driver import NOW, connection, emulated


class Clients:
    """Makes clients for an emulator, and holds a making up while told to."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self.made: list[Usos] = []
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()

    def connect(self) -> Usos:
        self.begun.set()
        assert self.may_go_on.wait(20)
        self.made.append(connection(self._emulator)())
        return self.made[-1]

    def closed(self) -> list[bool]:
        return [one.is_closed for one in self.made]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulated(students=3, groups=1) as running:
        yield running


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    clients = Clients(emulator)
    yield clients
    for one in clients.made:
        one.close()


def shared(clients: Clients) -> SharedClient:
    return SharedClient(clients.connect, SleepDetector(still, lambda: 0.0))


def still() -> datetime:
    return NOW


def wait_until_all_but(number: int, clients: Clients) -> None:
    """Wait until so many clients are open, and all others closed."""
    end = threading.Event()
    for _ in range(4000):
        if clients.closed().count(False) == number:
            return
        end.wait(0.005)
    pytest.fail(f"{clients.closed()}")


def test_all_calls_share_one_client(clients):
    client = shared(clients)
    with client.borrowed() as one, client.borrowed() as other:
        assert one is other
    assert clients.closed() == [False]


def test_a_client_that_is_in_use_is_closed_after_its_last_call(clients):
    client = shared(clients)
    with client.borrowed() as old:
        with client.borrowed():
            client.replace()
        assert not old.is_closed
        assert old.me().id
        with client.borrowed() as new:
            assert new is not old
    assert clients.closed() == [True, False]


def test_what_nobody_uses_is_closed_on_another_thread_and_the_next_call_has_a_new_one(clients):
    client = shared(clients)
    with client.borrowed() as old:
        pass
    client.replace()
    with client.borrowed() as new:
        assert new is not old
        assert not new.is_closed
    wait_until_all_but(1, clients)
    assert clients.closed() == [True, False]


def test_a_replacement_waits_for_no_client_that_is_being_made_and_that_one_is_given_to_nobody(clients):
    client = shared(clients)
    clients.may_go_on.clear()
    got: list[Usos] = []

    def call() -> None:
        with client.borrowed() as usos:
            got.append(usos)

    calling = threading.Thread(target=call)
    calling.start()
    assert clients.begun.wait(20)
    client.replace()  # would hang here if it waited
    clients.may_go_on.set()
    calling.join(20)
    assert got == [clients.made[1]]
    assert clients.closed() == [True, False]


def test_no_thread_ever_gets_a_closed_client_however_often_it_is_replaced(clients):
    client, over = shared(clients), threading.Event()
    found: list[bool] = []

    def call() -> None:
        while not over.is_set():
            with client.borrowed() as usos:
                found.append(usos.is_closed)
                found.append(usos.is_closed)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(40):
        client.replace()
        with client.borrowed() as usos:
            found.append(usos.is_closed)
    over.set()
    for thread in threads:
        thread.join(20)
    assert not any(found)
    client.close()
    wait_until_all_but(0, clients)


def test_where_no_client_can_be_made_the_next_call_tries_again(clients):
    answers = [SignInNeededError()]

    def connect() -> Usos:
        if answers:
            raise answers.pop()
        return clients.connect()

    client = SharedClient(connect, SleepDetector(still, lambda: 0.0))
    with pytest.raises(SignInNeededError), client.borrowed():
        pass
    with client.borrowed() as usos:
        assert not usos.is_closed
