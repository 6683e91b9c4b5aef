"""The class that is on, or the next one, on three lines: what one has opened the program for."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len

from app.domain.model import Lesson
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import lessons, marks
from app.tui.groups import lines
from app.tui.widgets.rows import Piece, cut
from app.tui.widgets.sparks import how_far

LINES = 3
_LONGEST_BAR = 44  # cells


def card(lesson: Lesson, line: int, width: int, now: datetime, *, current: bool) -> list[Piece]:
    """Return one of the lines of the card, counted from 0; while the cursor is on it, it says what Enter does."""
    match line:
        case 0:
            place = " · ".join(part for part in (lessons.when(lesson, now.date()), lessons.room(lesson)) if part)
            left: list[Piece] = [(f" {lessons.heading(lesson, now)}  ", "heading"), (place, "")]
            return _ends(left, (lessons.distance(lesson, now), "faint"), width)
        case 1:
            kind = f"{lines.kind_and_number(lesson.group)} · {marks.mode_word(lesson.mode)}"
            return _ends([(f" {lines.course(lesson.group)}", "name")], (kind, "faint"), width)
        case _:
            hint = _hint(lesson, width, now) if current else ""
            told = lessons.how_far(lesson, in_full=False)
            room = min(width - cell_len(hint) - cell_len(told) - 6, _LONGEST_BAR)
            bar = how_far(lesson.tally.marked, lesson.tally.students, room) if lesson.tally else []
            style = "warning" if lesson.draft else "" if lesson.list else "faint"
            return _ends([(" ", ""), *bar, ("  " if bar else "", ""), (told, style)], (hint, "accent"), width)


def _hint(lesson: Lesson, width: int, now: datetime) -> str:
    """Return what Enter does to the class."""
    enter = keys.shown("groups.open")
    if lessons.is_ahead(lesson, now.date()):
        return gettext("{key} its lists").format(key=enter)
    if lesson.list is not None or lesson.draft is not None:
        return gettext("{key} call the roll").format(key=enter)
    told = gettext("{key} creates its list in USOS and calls the roll").format(key=enter)
    return told if cell_len(told) + 16 <= width else gettext("{key} creates it and calls").format(key=enter)


def _ends(left: list[Piece], right: Piece, width: int) -> list[Piece]:
    """Return pieces at either end; the left ones are cut where there is no room for both."""
    text, style = right
    text = cut(text, min(cell_len(text), width - 2))
    room, shown = width - cell_len(text) - 1 - (2 if text else 0), []
    for piece, its in left:
        fitting = piece if cell_len(piece) <= room else cut(drawable(piece), max(room, 0))
        shown.append((fitting, its))
        room -= cell_len(fitting)
    return [*shown, (" " * (max(room, 0) + (2 if text else 0)), ""), (text, style)]
