"""How many students of a roll have which mark, and how many people were counted in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.model import Entry, Mark, Mode


class RollTally:
    """The counts of a roll; `mode` is that of its list, `heads` how many people were counted, None for nobody did."""

    def __init__(self) -> None:
        """Count nobody."""
        self.counts: Counter[Mark | None] = Counter()
        self.mode: Mode | None = None
        self.heads: int | None = None

    def take(self, counts: Counter[Mark | None], mode: Mode | None, heads: int | None) -> None:
        """Count anew, in a list of this mode."""
        self.counts, self.mode, self.heads = counts, mode, heads

    def count_heads(self, heads: int | None) -> None:
        """Take note of how many people are in the room."""
        self.heads = heads

    @property
    def all_marked(self) -> bool:
        """Whether there are students, and nobody of them is without a mark."""
        return bool(self.total) and not self.counts[None]

    @property
    def total(self) -> int:
        """How many students there are."""
        return sum(self.counts.values())

    @property
    def marked(self) -> int:
        """How many of them are marked."""
        return self.total - self.counts[None]

    @property
    def left(self) -> int:
        """How many are still to be marked."""
        return self.counts[None]

    @property
    def present(self) -> int:
        """How many are marked present where the heads are counted: in the room, or in a remote meeting."""
        return self.counts[Mark.REMOTE if self.mode is Mode.REMOTE else Mark.INTRAMURAL]

    def is_blocked(self, mark: Mark) -> bool:
        """Tell whether the list's mode forbids a mark that nobody has."""
        return self.mode is not None and not self.mode.allows(mark) and not self.counts[mark]

    def renew(self, renewed: Iterable[tuple[Entry, Entry]]) -> None:
        """Count entries anew that are given as they were and as they are now."""
        for before, now in renewed:
            self.counts[before.mark] -= 1
            self.counts[now.mark] += 1
