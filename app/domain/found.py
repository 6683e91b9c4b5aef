"""What a search has found, and which of it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.frozen import frozen
from app.domain.model import Student


@frozen
class Found:
    """All students who match, the best first, and the `place` of the one who is chosen among them, from 0."""

    students: Sequence[Student] = ()
    place: int = 0

    @property
    def chosen(self) -> Student | None:
        """The one that what follows is about, None where nobody matches."""
        return self.students[self.place] if self.students else None

    def moved(self, step: int) -> Found:
        """Choose the one so many further down, or up, at most the last or the first."""
        return replace(self, place=max(0, min(self.place + step, len(self.students) - 1)))
