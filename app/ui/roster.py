"""The rows of a roll: number, name, mark, and what is to be said of the mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

from app.model import Entry, Mark, Standing
from app.texts import drawable
from app.ui import wording
from app.ui.rows import Piece, Rows, cut

MARK_STYLES = {
    Mark.INTRAMURAL: "intramural",
    Mark.REMOTE: "remote",
    Mark.JUSTIFIED: "justified",
    Mark.ABSENT: "absent",
    None: "faint",
}
MARKED_STYLES = (*Rows.STYLES, "intramural", "remote", "justified", "absent")
_WIDE = 72  # cells from which there is room for words beside a mark
_LEAST_NAME = 16
_MOST_NAME = 100
_FEW = 8  # rows that are painted one by one; more of them are cheaper to paint all at once
_BESIDE_NAME = 36  # cells, less in a narrow terminal: for the number, the mark, and what is said of it


class Roster(Rows):
    """The students of a list."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._entries: list[Entry] = []
        self._rows: dict[str, int] = {}
        self._longest = _LEAST_NAME

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries as shown."""
        return self._entries

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor, None while there are none."""
        return self._entries[self.cursor] if self._entries else None

    def show(self, entries: Sequence[Entry], cursor: int, placeholder: str) -> None:
        """Show these entries, with the cursor on one of them."""
        self._entries = list(entries)
        self._rows = {entry.student.id: row for row, entry in enumerate(self._entries)}
        names = (cell_len(drawable(entry.student.name)) for entry in entries)
        self._longest = min(max(names, default=0) + 2, _MOST_NAME)
        self.fill(len(entries), cursor, placeholder=placeholder)

    def renew(self, entries: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
        """Show entries anew, each as it was and as it is now in what is returned; only their rows are painted."""
        renewed = []
        for entry in entries:
            row = self.row_of(entry.student.id)
            if row is not None:
                renewed.append((self._entries[row], entry))
                self._entries[row] = entry
                if len(entries) <= _FEW:
                    self.refresh_line(row)
        if len(entries) > _FEW:
            self.refresh()
        return renewed

    def row_of(self, student_id: str) -> int | None:
        """Return the row of a student, None where there is none."""
        return self._rows.get(student_id)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: its number, the name, the mark, and what is to be said of it."""
        entry = self._entries[row]
        name_width = max(min(self._longest, width - min(_BESIDE_NAME, width // 2 - 2)), _LEAST_NAME)
        pieces = [
            (f"{row + 1:>4}  ", "faint"),
            (cut(drawable(entry.student.name), name_width), "name" if row == self.cursor else ""),
            (f"  {cut(wording.letter_and_shape(entry.mark), 5)}", MARK_STYLES[entry.mark]),
            ("✎ " if entry.comment else "  ", "accent"),
        ]
        match entry.standing:
            case Standing.UNSENT:
                pieces.append((f"↑ {wording.waiting(entry.mark)}" if width >= _WIDE else "↑", "faint"))
            case Standing.SAVED:
                pass
            case _:
                pieces.append((wording.stuck_short(entry), "warning"))
        return pieces
