"""The universities whose USOS is known: shipped as data, found by what a lecturer types, refreshed from USOS."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.frozen import frozen
from app.domain.model import Phrase
from app.domain.names import folded

_SERVICE = re.compile(r"(www|web|(apps|api)?usos[a-z-]*|apps|api|cas|login|logowanie|mobile)[0-9]*")
"""What universities call the hosts of their web pages and of USOS."""

_FILE = Path(__file__).with_suffix(".csv")


@frozen
class University:
    """An installation as people know it: `url` is its base URL, `short` what everybody says, such as UAM.

    City and short name are empty where nobody has told us.
    """

    url: str
    name: Phrase
    city: str
    short: str


@cache
def shipped() -> tuple[University, ...]:
    """Return the universities the program knows from the start (usos-api.md, 6), by city; the list ages."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            University(url=row["url"], name=Phrase(row["pl"], row["en"]), city=row["city"], short=row["short"])
            for row in csv.DictReader(file)
        )


def search(universities: Sequence[University], typed: str) -> list[University]:
    """Return the universities that match every word typed, diacritics ignored; nothing typed matches all.

    Best first: the short name itself, then the beginning of a word of names or city, then any part of those or of the
    address. Among equals the given order stays. A web address that belongs to a university, such as that of its
    USOSweb, finds that university alone.
    """
    domain = _domain(typed.strip())
    if of_address := [one for one in universities if _is_one_domain(domain, _domain(one.url))]:
        return of_address
    words = folded(typed).split()
    ranked = [(rank, one) for one in universities if (rank := _rank(words, one)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _domain(address: str) -> tuple[str, ...]:
    """Return the labels of the domain behind a web address, without the names of services; empty for other text.

    `usosweb.amu.edu.pl/kontroler.php` and `https://usosapps.amu.edu.pl/` both belong to `amu.edu.pl`.
    """
    if not re.fullmatch(r"[^\s.@]+(\.[^\s.@]+)+\S*", address):
        return ()
    try:
        labels = (urlsplit(address if "://" in address else f"//{address}").hostname or "").split(".")
    except ValueError:
        return ()
    while len(labels) > 2 and _SERVICE.fullmatch(labels[0]):
        del labels[0]
    return tuple(labels)


def _is_one_domain(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two domains are the same, or one is part of the other and no mere `edu.pl`."""
    shorter, longer = sorted((one, other), key=len)
    return one == other != () or (len(shorter) > 2 and longer[-len(shorter) :] == shorter)


def _rank(words: Iterable[str], university: University) -> int | None:
    """Return how far off the words are, 0 for the short name itself; None if one of them is nowhere."""
    short = folded(university.short)
    names = folded(f"{university.short} {university.name.pl} {university.name.en} {university.city}")
    beginnings, everything = names.split(), f"{names} {folded(university.url)}"
    rank = 0
    for word in words:
        if word == short:
            continue
        if any(beginning.startswith(word) for beginning in beginnings):
            rank += 1
        elif word in everything:
            rank += 2
        else:
            return None
    return rank


def merged(universities: Iterable[University], fetched: Mapping[str, Phrase]) -> tuple[University, ...]:
    """Return the universities brought up to date with `apisrv/installations`: names there by base URL.

    A host that is known keeps its city and short name and gets the address and the name USOS tells, unless that name
    is another's; a new one is added after them; one that USOS does not name stays, for not every installation is on
    that list.
    """
    by_host = {_host(one.url): one for one in universities}
    owners = {folded(one.name.pl): host for host, one in by_host.items()}
    for url, name in fetched.items():
        host = _host(url)
        known = by_host.get(host, University(url=url, name=Phrase(host, ""), city="", short=""))
        is_its_own = _is_a_name(name.pl) and (host not in by_host or owners.get(folded(name.pl), host) == host)
        by_host[host] = replace(known, url=url, name=name if is_its_own else known.name)
    return tuple(by_host.values())


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()  # another port may be another's


def _is_a_name(text: str) -> bool:
    """Tell a name from what an administrator left in its place: nothing, or the address (usos-api.md, 6: Nencki)."""
    return bool(text.strip()) and "://" not in text
