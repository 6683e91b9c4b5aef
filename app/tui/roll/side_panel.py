"""Beside the roll on a wide terminal: who is being called, in large, and what was decided last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from app.domain.model import Absences, Entry
from app.i18n import clock_time, drawable, gettext
from app.messages import marks
from app.store.journal import Decision
from app.tui.roll.header import MARK_COLOURS
from app.tui.roll.roster import Details
from app.tui.widgets.rows import cut

WIDTH = 38
ROOMY = 100  # cells from which there is room for it
_INSIDE = WIDTH - 4
MOST_DECISIONS = 5


class SidePanel(Static):
    """A panel of fixed width; it changes without a layout."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id, markup=False)

    def show(
        self, current: Entry | None, details: Details, decisions: Sequence[Decision], names: Mapping[str, str]
    ) -> None:
        """Show this student, and these decisions about students of these names."""
        lines = [*_student(current, details), Content(""), *_decisions(decisions, names)]
        self.update(Content("\n").join(lines), layout=False)


def large(name: str) -> list[str]:
    """Return a name as large as a terminal has it: capitals with spaces between, cut by words into lines that fit."""
    lines: list[str] = []
    for word in name.upper().split():
        spaced = " ".join(word)
        while cell_len(spaced) > _INSIDE:
            cut_at = _INSIDE // 2 * 2 - 1
            lines.append(cut(spaced, cut_at).rstrip("… ") + "-")
            spaced = spaced[len(lines[-1]) :].lstrip()
        lines.append(spaced)
    return lines


def _student(entry: Entry | None, details: Details) -> list[Content]:
    if entry is None:
        return []
    student = entry.student
    lines = [Content(""), *(Content.styled(line, "bold $accent") for line in large(drawable(student.last_name)))]
    lines += [Content.styled(line, "bold") for line in large(drawable(student.first_name))]
    lines.append(Content(""))
    lines.append(Content.styled(drawable(student.number), "$foreground-muted"))
    so_far = details.absences.get(student.id, Absences(0, 0))
    told, at_limit = details.of(student.id)
    lines.append(Content.styled(told or marks.absences(so_far), "$warning" if at_limit else "$foreground-muted"))
    return lines


def _decisions(decisions: Sequence[Decision], names: Mapping[str, str]) -> list[Content]:
    if not decisions:
        return []
    lines = [Content.styled(gettext("Last decisions"), "bold $accent")]
    for one in decisions:
        mark = one.after.mark
        sign = "↶" if one.reversal else marks.letter_and_shape(mark)
        colour = MARK_COLOURS[mark] if mark and not one.reversal else "$foreground-muted"
        name = cut(drawable(names.get(one.student_id, "–")), _INSIDE - 12)
        lines.append(
            Content.assemble((f"{clock_time(one.at)}  ", "$foreground-muted"), (cut(sign, 4), f"bold {colour}"), name)
        )
    return lines
