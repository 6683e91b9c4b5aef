"""A store with years behind it beside a young one: how long the same starts, screens and keys take in both."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.accounts.accounts import Accounts
from app.config.settings import Access
from app.domain.model import Person
from app.store import Store
from app.workspace import open_store
from tests.benchmarks.figures import Line, Scenario, milliseconds
from tests.benchmarks.timed import Timed, marked_row, program
from tests.support import clock
from tests.support.years import ON_NOW, keep_years

YOUNG, THREE_YEARS = 1, 6
"""In terms, each of 20 groups, 300 lists and 21,600 entries with as many decisions."""
_AGES = (YOUNG, 3, THREE_YEARS, 10)
_MOST = 1.3  # times what it takes in a young store, after three years

_GROUP = re.compile("Mathematical Analysis")
_LISTS = re.compile("15 lists")
_ROLL = re.compile("of 300 left")
_ACCESS = Access("http://127.0.0.1:9/", "key", "secret", "token", "secret")  # nobody answers there

Times = dict[str, list[float]]


@contextmanager
def _homes(ages: tuple[int, ...]) -> Iterator[Mapping[int, Path]]:
    """Yield a folder for each age in which the store of a lecturer has so many terms, closed in order."""
    with tempfile.TemporaryDirectory() as name:
        homes = {terms: Path(name) / str(terms) for terms in ages}
        for terms, home in homes.items():
            data = home / "data" / "rollcall"
            data.mkdir(parents=True)
            accounts = Accounts(data)
            file = accounts.store_file(accounts.owner(_ACCESS, lambda: Person("1", "Jan", "Nowak")))
            store = Store(file)
            keep_years(store, terms)
            store.close()
            with open_store.opened(file, lambda _: None):
                pass  # as after a first start
        yield homes


@contextmanager
def _run(home: Path, *arguments: str) -> Iterator[Timed]:
    """Run the program on a store without a network, so that nothing is read and all is as it was kept."""
    names = ("url", "consumer_key", "consumer_secret", "token", "token_secret")
    environment = {f"ROLLCALL_{name.upper()}": getattr(_ACCESS, name) for name in names}
    environment["ROLLCALL_CLOCK"] = clock.START.isoformat()  # the class is on at each start
    with program(*arguments, environment=environment, home=home) as terminal:
        yield terminal


def _start(home: Path, times: Times) -> None:
    began = time.perf_counter()
    with _run(home) as terminal:
        times["start: first group painted"].append(terminal.until(_GROUP) - began)
        terminal.rest(0.5)
        times["the lists of a group opened"].append(terminal.key_to_paint("l", _LISTS))
        terminal.rest(0.3)
        terminal.type("\x1b")
        terminal.rest(0.5)
        times["a roll of 300 opened"].append(terminal.key_to_paint("\r", _ROLL))
        terminal.quit()


def _start_at_list(home: Path, times: Times, first: int, keys: int) -> None:
    began = time.perf_counter()
    with _run(home, "--list", ON_NOW) as terminal:
        times["start with --list: first student painted"].append(terminal.until(re.compile("Nazwisko")) - began)
        terminal.rest(0.5)  # the keyboard counts, and the programs before are gone
        for number in range(first, first + keys):
            key = "14"[number % 2]  # one that is held down would count once
            times["key to paint, 300 students"].append(terminal.key_to_paint(key, marked_row(number, key)))
            terminal.rest(0.05)
        terminal.quit()


def _aging(quick: bool) -> list[Line]:
    whats = (
        "start: first group painted",
        "start with --list: first student painted",
        "the lists of a group opened",
        "a roll of 300 opened",
        "key to paint, 300 students",
    )
    ages = (YOUNG, THREE_YEARS) if quick else _AGES
    rounds, keys = (3, 5) if quick else (8, 10)
    times: dict[int, Times] = {terms: {what: [] for what in whats} for terms in ages}
    with _homes(ages) as homes:
        for turn in range(rounds):
            for terms, home in homes.items():
                _start(home, times[terms])
                _start_at_list(home, times[terms], 1 + turn * keys, keys)
    return [
        _line(what, terms, milliseconds(times[terms][what]), milliseconds(times[YOUNG][what]))
        for what in whats
        for terms in ages
    ]


def _line(what: str, terms: int, taken: list[float], young: list[float]) -> Line:
    """Return a line of the curve; what is compared with is the young store."""
    line = Line(f"{what}, {terms} {'term' if terms == 1 else 'terms'}", taken, bare=() if terms == YOUNG else young)
    if terms != THREE_YEARS:
        return line
    return line.judged(f"≤ {_MOST} × young", kept=(line.ratio or 0) <= _MOST)


AGING = [Scenario("aging", _aging)]
