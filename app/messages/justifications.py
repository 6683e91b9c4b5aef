"""Justifications in words: until when an absence can be excused, what a certificate covers, what has been done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.date_input import Span
from app.domain.model import Entry, Mark, Standing, Student
from app.i18n import clock_time, drawable, gettext, ngettext, short_date
from app.keymap import keys
from app.messages import groups, marks, overview, rule_fields
from app.register.justifications import Absence, CoveredGroup
from app.roll.outcomes import Excused


def absences(number: int) -> str:
    """Return so many absences."""
    return ngettext("{number} absence", "{number} absences", number).format(number=number)


def of_student(student: Student, number: int) -> str:
    """Return whose absences, and how many."""
    return f"{drawable(student.name)}, {absences(number)}"


def done(outcome: Excused) -> str:
    """Return what was excused or made up for, the key that takes it back, and what is left to be decided."""
    number, undo = outcome.number, keys.shown("justifications.undo")
    if outcome.made_up:
        text = ngettext(
            "{name}: {number} absence made up for. {key} undoes it.",
            "{name}: {number} absences made up for. {key} undoes it.",
            number,
        )
    elif outcome.overdue == number:
        text = ngettext(
            "{name}: {number} absence excused, after the deadline. {key} undoes it.",
            "{name}: {number} absences excused, after the deadline. {key} undoes it.",
            number,
        )
    else:
        text = ngettext(
            "{name}: {number} absence excused. {key} undoes it.",
            "{name}: {number} absences excused. {key} undoes it.",
            number,
        )
    told = text.format(name=drawable(outcome.student.name), number=number, key=undo)
    if 0 < outcome.overdue < number:
        told = f"{told} {gettext('After the deadline: {number}.').format(number=outcome.overdue)}"
    if not outcome.left:
        return told
    left = ngettext(
        "{number} first needs your decision in its roll.",
        "{number} first need your decision in their rolls.",
        outcome.left,
    )
    return f"{told} {left.format(number=outcome.left)}"


def nothing_left() -> str:
    """Return that none of some absences is one any more, and how that is taken back."""
    return f"{gettext('There is nothing more to excuse here.')} {_taken_back()}"


def nothing_to_excuse(entry: Entry) -> str:
    """Return what has become of an absence already, and how that is taken back."""
    match entry.mark:
        case Mark.JUSTIFIED:
            told = gettext("{name}: this absence is excused already.")
        case Mark.ABSENT:
            told = gettext("{name}: this absence is made up for already.")
        case _:
            return gettext("{name}: this is no absence any more.").format(name=drawable(entry.student.name))
    return f"{told.format(name=drawable(entry.student.name))} {_taken_back()}"


def _taken_back() -> str:
    """Return how an excuse is taken back: the newest one, and any other."""
    text = gettext("{undo} undoes the last one; any other: in the term ({term}).")
    return text.format(undo=keys.shown("justifications.undo"), term=keys.shown("justifications.overview"))


def when(absence: Absence, today: date) -> str:
    """Return when the meeting was."""
    one = absence.list.date
    year = f" {one.year}" if one.year != today.year else ""
    return f"{short_date(one)}{year} {clock_time(one)}"


def deadline(absence: Absence, today: date, *, brief: bool = False) -> str:
    """Return until when an absence can be justified, or what has become of it.

    Where it is not to be `brief`, with the days left, or with the rule by which the day is over.
    """
    if absence.entry.needs_decision:
        return marks.stuck_short(absence.entry)
    if not absence.is_open:
        return _settled(absence.entry)
    if absence.until is None:
        return gettext("no deadline")
    day = short_date(absence.until)
    if absence.past:
        was = gettext("was until {day}").format(day=day)
        return was if brief else f"{was} ({rule_fields.deadline(absence.rule)})"
    left = (absence.until - today).days
    if not left:
        return gettext("until today")
    until = gettext("until {day}").format(day=day)
    told = ngettext("{number} day left", "{number} days left", left).format(number=left)
    return until if brief else f"{until}, {told}"


def time_to_excuse(absence: Absence) -> str:
    """Return how long the absences of its group can be excused, and the key that changes that."""
    told = gettext("time to excuse: {rule} ({key})")
    return told.format(rule=rule_fields.deadline(absence.rule), key=keys.shown("justifications.rules"))


def _settled(entry: Entry) -> str:
    word = gettext("made up") if entry.mark is Mark.ABSENT else marks.mark_word(entry.mark)
    return word if entry.standing is Standing.SAVED else f"{word} ↑"


def days(span: Span) -> str:
    """Return the days of a certificate."""
    first, last = map(short_date, span)
    return first if span[0] == span[1] else f"{first} – {last}"


def number_covered(found: Iterable[CoveredGroup]) -> int:
    """Return how many absences a certificate covers."""
    return sum(len(one.absences) for one in found)


def counts(one: CoveredGroup) -> str:
    """Return what a student's counts in a group become: unexcused absences, all of them, what they may still miss."""
    before, after = one.before, one.after
    told = gettext("absences: {before} → {after} unexcused, {number} in all")
    parts = [told.format(before=before.unexcused, after=after.unexcused, number=after.absences)]
    if (limit := overview.limit(before)) and overview.limit(after):
        parts.append(limit if overview.limit(after) == limit else f"{limit} → {overview.limit(after)}")
    return " · ".join(parts)


def of_group(absence: Absence) -> str:
    """Return the group in which it was; before it stands that the list is a draft, if it is one."""
    return f"{groups.of_draft(absence.list)}{groups.group_title(absence.group)}"


def line(absence: Absence, today: date) -> str:
    """Return an absence in a line: when, of which group, until when it can be justified."""
    return f"{when(absence, today)}, {of_group(absence)}, {deadline(absence, today)}"


def no_days() -> str:
    """Return how the days of a certificate are typed."""
    return gettext("Days such as 9–13 Nov, yesterday – today, 9.11")


def such_days() -> str:
    """Return an example of such days, which fits beside where they are typed."""
    return gettext("e.g. 9–13 Nov or today")


def typed_day(day: date) -> str:
    """Return a day as one would type it, in a way that is read alike in both languages."""
    return f"{day.day}.{day.month:02}.{day.year}"


def elsewhere(number: int) -> str:
    """Return, after a sentence, that the same step stays in so many other lists; empty where it is of one alone."""
    if not number:
        return ""
    told = ngettext(
        "In {number} other list it stays: {key} there undoes it.",
        "In {number} other lists it stays: {key} there undoes it.",
        number,
    )
    return f" {told.format(number=number, key=keys.shown('roll.undo'))}"
