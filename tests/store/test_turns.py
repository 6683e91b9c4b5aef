"""Whose turn it is to write: one at a time, a key first."""

from __future__ import annotations

import threading

from app.store.turns import Turns


def waiting(turns: Turns, told: list[str], name: str, *, of_key: bool = False) -> threading.Thread:
    """Let a thread wait for its turn, and say when it has it."""

    def wait() -> None:
        turns.take(of_key=of_key)
        told.append(name)
        turns.release()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_a_key_goes_before_all_that_waited_longer() -> None:
    turns, told = Turns(), []
    turns.take()
    threads = [waiting(turns, told, "sync") for _ in range(3)]
    key = waiting(turns, told, "key", of_key=True)
    while turns.waiting_keys == 0:
        key.join(0.001)
    turns.release()
    for thread in (key, *threads):
        thread.join(60)
    assert told == ["key", "sync", "sync", "sync"]


def test_two_never_have_the_turn_at_once() -> None:
    turns, has_it, most = Turns(), [], []

    def change() -> None:
        for number in range(50):
            turns.take(of_key=number % 2 == 0)
            has_it.append(number)
            most.append(len(has_it))
            has_it.pop()
            turns.release()

    threads = [threading.Thread(target=change, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(most), max(most)) == (200, 1)
