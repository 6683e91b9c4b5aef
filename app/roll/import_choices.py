"""What a lecturer decides about the rows of an import before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.model import Mark
from app.importing.attendance import Answers
from app.keymap import keys

_IDS = ("import.choose", "import.leave_out", "import.write")


@dataclass
class ImportChoices:
    """Answers by file, students by file and line, marks by student, and the rows left out; None chooses nobody."""

    answers: dict[str, Answers] = field(default_factory=dict)
    people: dict[tuple[str, int], str | None] = field(default_factory=dict)
    marks: dict[str, Mark | None] = field(default_factory=dict)
    left_out: set[tuple[str, str, int]] = field(default_factory=set)

    def copy(self) -> ImportChoices:
        """Return the same as a value of its own."""
        return ImportChoices(
            answers=dict(self.answers), people=dict(self.people), marks=dict(self.marks), left_out=set(self.left_out)
        )


def decides(key: str) -> bool:
    """Tell whether a key decides something about a row, or about all of them."""
    return key.isdecimal() or keys.marks(key) or any(key in keys.named(one).keys for one in _IDS)
