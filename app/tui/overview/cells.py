"""How a student in a meeting looks: a shape and a letter, and a sign of what is special about it."""

from __future__ import annotations

from app.domain.model import Standing
from app.domain.overview import CellState, OverviewCell
from app.messages import marks
from app.tui.overview.columns import CELL
from app.tui.roll.roster import MARK_STYLES
from app.tui.widgets.rows import Piece

_SIGNS = {
    CellState.NOT_IN_GROUP: "░░",
    CellState.NO_LIST: "",
    CellState.NOT_READ: "–",
}
_STANDINGS = {
    Standing.UNSENT: "↑",
    Standing.REFUSED: "!",
    Standing.CONFLICT: "≠",
    Standing.MISSING: "≠",
}


def pieces(cell: OverviewCell) -> list[Piece]:
    """Return a cell of the matrix; what needs a look stands before what the comment says."""
    if cell.entry is None:
        return [(f"{_SIGNS[cell.state]:<{CELL}}", "faint")]
    mark = marks.letter_and_shape(cell.mark).replace(" ", "")
    standing = _STANDINGS.get(cell.entry.standing)
    said = standing or ("'" if cell.late else "+" if cell.made_up else "")
    style = "faint" if cell.entry.standing in {Standing.SAVED, Standing.UNSENT} else "warning"
    return [(f"{mark:<2}", MARK_STYLES[cell.mark]), (f"{said:<{CELL - 2}}", style)]
