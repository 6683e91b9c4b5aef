"""The orders in which a roll can be shown, and how it stays put while it is called."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from app.domain import names
from app.domain.frozen import frozen
from app.domain.model import Entry


class Order(StrEnum):
    """By what a roll is ordered."""

    SURNAME = "surname"
    FIRST_NAME = "first name"
    NUMBER = "number"
    AS_GIVEN = "as given"
    UNMARKED = "unmarked"
    RANDOM = "random"


@frozen
class Arrangement:
    """An order, and for the random one the seed that gives it again."""

    order: Order = Order.SURNAME
    seed: int = 0

    @staticmethod
    def of(text: str) -> Arrangement:
        """Return the order of that name; by surname where there is none."""
        return Arrangement(Order(text)) if text in set(Order) else CLASS_ORDER

    @property
    def lasts(self) -> bool:
        """Whether other rolls are shown so, too; the others are for one roll, while it is open."""
        return self.order not in {Order.UNMARKED, Order.RANDOM}

    def of_entries(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries in this order; they are given as USOS gave them."""
        if self.order is Order.AS_GIVEN:
            return list(entries)
        ordered = sorted(entries, key=lambda entry: names.by_surname(entry.student))
        match self.order:
            case Order.FIRST_NAME:
                ordered.sort(key=lambda entry: names.order(entry.student.first_name))
            case Order.NUMBER:
                ordered.sort(key=lambda entry: names.number_order(entry.student.number))
            case Order.UNMARKED:
                ordered.sort(key=lambda entry: entry.mark is not None)
            case Order.RANDOM:
                import hashlib  # noqa: PLC0415 - OpenSSL is slow to load, and this order is seldom asked for

                # By student, so that one who joins later does not shuffle the others anew.
                ordered.sort(key=lambda entry: hashlib.sha256(f"{self.seed} {entry.student.id}".encode()).digest())
            case _:
                pass
        return ordered


@frozen
class Seating:
    """A roll as it is shown: `joined` at its end have come since it was opened, those `gone` have left the list."""

    entries: tuple[Entry, ...] = ()
    joined: int = 0
    gone: frozenset[str] = frozenset()

    def renewed(self, fresh: Sequence[Entry]) -> Seating:
        """Return what was read since, everybody in their place; who is new comes last, who is gone stays."""
        by_student = {entry.student.id: entry for entry in fresh}
        here = {entry.student.id for entry in self.entries}
        staying = tuple(by_student.get(entry.student.id, entry) for entry in self.entries)
        joined = tuple(entry for entry in fresh if entry.student.id not in here)
        return Seating((*staying, *joined), self.joined + len(joined), frozenset(here - by_student.keys()))

    def rearranged(self, ordered: Sequence[Entry]) -> Seating:
        """Return them in another order, those who have joined still last; who is gone comes before these."""
        place = {entry.student.id: number for number, entry in enumerate(ordered)}
        end = len(self.entries) - self.joined

        def seated(part: Sequence[Entry]) -> list[Entry]:
            return sorted(part, key=lambda entry: place.get(entry.student.id, len(place)))

        return Seating((*seated(self.entries[:end]), *seated(self.entries[end:])), self.joined, self.gone)


CLASS_ORDER = Arrangement()
