"""The two lines above a roll: whose it is and when, its counts, and what USOS has of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from app.domain.model import AttendanceList, Mark
from app.domain.roll_order import CLASS_ORDER
from app.i18n import drawable, gettext
from app.keymap.mark_keys import MARK_KEYS
from app.messages import groups, marks, tally
from app.roll.session import RollSession
from app.roll.tally import RollTally
from app.tui import group_title
from app.tui.roll import ordering
from app.tui.widgets.bars import Headline

MARK_COLOURS = {
    Mark.INTRAMURAL: "$mark-intramural",
    Mark.REMOTE: "$mark-remote",
    Mark.JUSTIFIED: "$mark-justified",
    Mark.ABSENT: "$mark-absent",
}
MARK_TEXTS = {mark: f"{colour}-text" for mark, colour in MARK_COLOURS.items()}

_SHORTEST_BAR, _LONGEST_BAR = 8, 60  # cells
_BESIDE_BAR = 58  # cells of the counts and of the longest that is told of USOS, less a few


def show_title(line: Headline, session: RollSession) -> None:
    """Show what is called: the group, and at the right the order, the meeting, the mode."""
    known, register = session.roll.list, session.workspace.register
    if known is None:
        line.show(gettext("List {id}").format(id=drawable(session.list_id)))
        return
    when = meeting_and_mode(known, register.now().date())
    if session.roll.arrangement != CLASS_ORDER:
        when = Content.assemble((ordering.told(session.roll.arrangement), "$accent"), " · ", when)
    group_title.show(line, register.group(known.group), when, unknown=known.group.unit_id)


def window_title(session: RollSession) -> str:
    """Return what the window is called: the group and how many are to go, and nobody's name."""
    known = session.roll.list
    group = groups.title_of(known, session.workspace.register.group(known.group)) if known else ""
    return " · ".join(part for part in (group, tally.left(session.roll.tally)) if part)


def meeting_and_mode(known: AttendanceList, today: date) -> Content:
    """Return when a meeting is, how far from today, whether it is a draft, and in which mode it is."""
    notable = [groups.day_distance(known.date, today), gettext("draft") if known.is_draft else ""]
    warning = "".join(f" · {word}" for word in notable if word)
    return Content.assemble(
        groups.meeting(known, today), (warning, "bold $warning"), f" · {marks.mode_word(known.mode)}"
    )


def counts(session: RollSession, screen: int, beside: int) -> Content:
    """Return the line of counts: a bar of how far the roll is, how many are to go, each mark.

    It stands on a screen of so many cells with a text of so many `beside` it. The bar is as long as the longest such
    text lets it be, so that it never seems to go back.

    A mark that the list's mode forbids is left out. Where room is scarce, the bar is left out, then the marks that
    nobody has, of how many how many are to go, at last all marks.
    """
    shown, room = session.roll.tally, screen - beside - 4
    line = _in_numbers(session, tally.left(shown), MARK_KEYS)
    width = min(max((screen - _BESIDE_BAR) // 2, _SHORTEST_BAR), _LONGEST_BAR)
    if width < room - line.cell_length and shown.total:
        return Content.assemble(progress(shown, width), " ", line)
    given = [mark for mark in MARK_KEYS if shown.counts[mark]]
    full, short = tally.left(shown), tally.left_short(shown)
    shorter = [_in_numbers(session, *choice) for choice in ((full, given), (short, given), (short, ()))]
    return next((one for one in (line, *shorter) if one.cell_length <= room), shorter[-1])


def _in_numbers(session: RollSession, left: str, chosen: Iterable[Mark]) -> Content:
    """Return how many are `left`, how many have each of the chosen marks, and the head count."""
    shown = session.roll.tally
    parts: list[Content | str] = [left]
    for mark in chosen:
        if shown.is_blocked(mark):
            continue
        style = f"bold {MARK_TEXTS[mark]}" if shown.counts[mark] else "$foreground-muted"
        number = tally.counted(shown, mark, is_read=session.roll.is_read)
        parts += ["  ", Content.styled(f"{marks.SHAPES[mark]} {number}", style)]
    if shown.heads is not None:
        fits = shown.heads == shown.present
        told = tally.heads_short(shown.heads, shown.present)
        parts.append(Content.styled(f" · {told}", "$foreground-muted" if fits else "$warning"))
    return Content.assemble(*parts)


def progress(shown: RollTally, width: int) -> Content:
    """Return a bar of that many cells: the marks in their colours, thick, and thin what is to go."""
    parts, marked, begin = [], 0, 0
    for mark in MARK_KEYS:
        marked += shown.counts[mark]
        end = width * marked // shown.total
        parts.append(("━" * (end - begin), MARK_COLOURS[mark]))
        begin = end
    return Content.assemble(*parts, ("─" * (width - begin), "$border-blurred"))


def settled(session: RollSession) -> str:
    """Return what is true when nothing is unsent."""
    shown = session.roll.tally
    confirmed = session.workspace.register.confirmed_at(session.list_id)
    return tally.settled(shown, confirmed, is_read=session.roll.is_read, brief=shown.heads is not None)
