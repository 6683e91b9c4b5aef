"""The two lines above a roll: whose it is and when, its counts, and what USOS has of it."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from app.domain.model import AttendanceList, Mark
from app.domain.roll_order import CLASS_ORDER
from app.i18n import drawable, gettext
from app.keymap.mark_keys import MARK_KEYS
from app.messages import groups, marks, tally
from app.roll.session import RollSession
from app.tui.roll import ordering

MARK_COLOURS = {
    Mark.INTRAMURAL: "$success",
    Mark.REMOTE: "$secondary",
    Mark.JUSTIFIED: "$warning",
    Mark.ABSENT: "$error",
}


def title(session: RollSession) -> tuple[Content, Content]:
    """Return what is called: the group, and at the right the order, the meeting, the mode."""
    known, register = session.roll.list, session.workspace.register
    if known is None:
        return Content(gettext("List {id}").format(id=drawable(session.list_id))), Content()
    when = meeting_and_mode(known, register.now().date())
    if session.roll.arrangement != CLASS_ORDER:
        when = Content.assemble((ordering.told(session.roll.arrangement), "$accent"), " · ", when)
    return Content.styled(groups.title_of(known, register.group(known.group)), "bold"), when


def meeting_and_mode(known: AttendanceList, today: date) -> Content:
    """Return when a meeting is, how far from today, whether it is a draft, and in which mode it is."""
    notable = [groups.day_distance(known.date, today), gettext("draft") if known.is_draft else ""]
    warning = "".join(f" · {word}" for word in notable if word)
    return Content.assemble(
        groups.meeting(known, today), (warning, "bold $warning"), f" · {marks.mode_word(known.mode)}"
    )


def counts(session: RollSession) -> Content:
    """Return the line of counts: each mark, how many are to go, who is in the room."""
    shown = session.roll.tally
    gap = "   " if shown.heads is None else "  "
    parts: list[Content | str] = [" "]
    for mark in MARK_KEYS:
        faint = shown.is_blocked(mark) or not shown.counts[mark]
        style = "$foreground-muted" if faint else f"bold {MARK_COLOURS[mark]}"
        number = tally.counted(shown, mark, is_read=session.roll.is_read)
        parts += [Content.styled(f"{marks.SHAPES[mark]} {number}", style), gap]
    parts.append(tally.left(shown))
    if shown.heads is not None:
        fits = shown.heads == shown.present
        room = tally.heads_short(shown.heads, shown.present)
        parts.append(Content.styled(f" · {room}", "$foreground-muted" if fits else "$warning"))
    return Content.assemble(*parts)


def settled(session: RollSession) -> str:
    """Return what is true when nothing is unsent."""
    shown = session.roll.tally
    confirmed = session.workspace.register.confirmed_at(session.list_id)
    return tally.settled(shown, confirmed, is_read=session.roll.is_read, brief=shown.heads is not None)
