"""The term of a group in words: what a student may still miss, how a meeting went, by which rules it is counted."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.group_rules import GroupRules, LateWeight
from app.domain.model import Entry, Standing
from app.domain.overview import CellState, LimitState, OverviewCell, OverviewMeeting, OverviewStudent
from app.i18n import clock_time, gettext, ngettext, pgettext, short_date
from app.messages import groups, marks

WEIGHTS = {LateWeight.HALF: "½", LateWeight.THIRD: "⅓"}


def limit(student: OverviewStudent) -> str:
    """Return how many absences a student has left, in words; empty without a limit.

    Where not all is read it is the most that it can be.
    """
    left = student.may_miss
    if left is None:
        return ""
    if left < 0:
        return ngettext("over by {number}", "over by {number}", -left).format(number=-left)
    if not left:
        return gettext("at the limit")
    if student.unread:
        return gettext("may still miss {number} at most").format(number=left)
    return ngettext("may still miss {number}", "may still miss {number}", left).format(number=left)


def limit_short(student: OverviewStudent) -> str:
    """Return the same as a number, with a sign where the limit is reached."""
    if student.may_miss is None:
        return ""
    number = str(student.may_miss).replace("-", "−")
    if student.unread and student.may_miss > 0:
        number = f"≤{number}"
    return f"{number} !" if student.limit_state in {LimitState.REACHED, LimitState.OVER} else f"{number}  "


def percent_so_far(student: OverviewStudent) -> str:
    """Return a student's percentage; a dash where there is none, an ellipsis until all rolls of it are read."""
    if not student.held:
        return "–"
    return "…" if student.unread else groups.percent(student.attended, student.held)


def absences(student: OverviewStudent, *, brief: bool = False) -> str:
    """Return a student's absences in words: unexcused, all, and what else is not a plain presence.

    `brief` leaves out in how many classes there is no mark.
    """
    told = gettext("absences: {unexcused} unexcused, {number} in all")
    parts = [told.format(unexcused=student.unexcused, number=student.absences) + _made_up(student)]
    if student.late:
        parts.append(gettext("late {number}").format(number=student.late))
    if student.counts.unset and not brief:
        parts.append(gettext("no mark {number}").format(number=student.counts.unset))
    return " · ".join(parts)


def _made_up(student: OverviewStudent) -> str:
    """Return, after the absences, how many of these were made up for, and that no limit counts them."""
    if not student.made_up:
        return ""
    if student.may_miss is None:
        told = gettext(", {number} of them made up")
    else:
        told = gettext(", {number} of them made up (not in the limit)")
    return told.format(number=student.made_up)


def attended(student: OverviewStudent, *, brief: bool = False) -> str:
    """Return how many of the classes held a student attended, with the percentage once all of these are read.

    `brief` leaves out of what it is.
    """
    if not student.held:
        return gettext("no class read yet") if student.unread else gettext("no class yet")
    share = f" ({percent_so_far(student)})"
    if brief:
        told = gettext("attended {attended} of {held}")
    elif student.unread:
        told, share = gettext("attended {attended} of the {held} classes held and read"), ""
    else:
        told = gettext("attended {attended} of the {held} classes held")
    return told.format(attended=student.attended, held=student.held) + share


def cell(one: OverviewCell) -> str:
    """Return what is known of a student in a meeting."""
    match one.state:
        case CellState.NOT_IN_GROUP:
            return gettext("not in the group then")
        case CellState.NO_LIST:
            return gettext("no list")
        case CellState.NOT_READ:
            return gettext("not read yet")
        case CellState.ENTERED:
            said = [marks.mark_word(one.mark)]
            said += [gettext("late")] if one.late else []
            said += [pgettext("absence", "made up")] if one.made_up else []
            said += [_why_unsent(one.entry)] if one.entry and one.entry.standing is not Standing.SAVED else []
            return ", ".join(said)


def _why_unsent(entry: Entry) -> str:
    if entry.standing is not Standing.UNSENT:
        return marks.why_unsent(entry)
    return pgettext("after a mark", "unsent") if entry.mark else marks.comment_waits()


def meeting_counts(meeting: OverviewMeeting) -> str:
    """Return how many students had each mark in a meeting, in words; empty where its roll was not read."""
    counts = meeting.counts
    if counts is None:
        return ""
    parts = [f"{marks.mark_word(mark)} {number}" for mark, number in counts.by_mark().items() if number]
    if meeting.unsent:
        parts.append(gettext("unsent {number}").format(number=meeting.unsent))
    if meeting.undecided:
        parts.append(marks.stuck_number(meeting.undecided))
    return " · ".join(parts)


def as_of(read_at: datetime | None, today: date) -> str:
    """Return when a roll was last read; empty where it never was."""
    if read_at is None:
        return ""
    when = clock_time(read_at) if read_at.date() == today else f"{short_date(read_at)} {clock_time(read_at)}"
    return gettext("as of {time}").format(time=when)


def lists_known(read: int, number: int) -> str:
    """Return how many lists there are, and of how many of them the roll is known."""
    return groups.lists_read(read, number) or ngettext("{number} list", "{number} lists", read).format(number=read)


def rules(chosen: GroupRules) -> str:
    """Return the rules by which is counted, as short as can be; empty where there is none of them."""
    parts = []
    if chosen.unexcused_limit is not None:
        parts.append(gettext("unexcused ≤ {number}").format(number=chosen.unexcused_limit))
    if chosen.all_limit is not None:
        number = f"{chosen.all_limit.value} %" if chosen.all_limit.percent else str(chosen.all_limit.value)
        parts.append(gettext("all ≤ {number}").format(number=number))
    if chosen.late_weight is not LateWeight.NONE:
        parts.append(gettext("late = {weight}").format(weight=WEIGHTS[chosen.late_weight]))
    if not chosen.excused_count:
        parts.append(gettext("without the excused"))
    return " · ".join(parts)


def near_limit(number: int) -> str:
    """Return how many students are near the limit, at it or over it, in words that say how near."""
    return ngettext(
        "{number} may miss 1 at most",
        "{number} may miss 1 at most",
        number,
    ).format(number=number)
