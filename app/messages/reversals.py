"""What an undo or redo has come to, in sentences."""

from __future__ import annotations

from datetime import date

from app.domain import made_up
from app.domain.model import Entry
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.messages import groups, justifications
from app.messages.marks import from_to, whose
from app.register.reversal import Reversal


def reversal(one: Reversal, day: date | None = None) -> str:
    """Return what an undo or redo has done, with the student and both values, or whom it waits for."""
    if one.waits_for:
        return _waits(one)
    if not one.changed:
        return _cannot(one, day) if one.stuck else _nothing(one)
    text = gettext("Undone: {change}.") if one.back else gettext("Redone: {change}.")
    told = f"{text.format(change=_changed(one, day))}{justifications.elsewhere(one.elsewhere)}"
    return f"{told} {_cannot(one, day)}" if one.stuck else f"{told}{way(one)}"


def _changed(one: Reversal, day: date | None) -> str:
    if len(one.changed) > 1:
        number, first = len(one.changed), one.changed[0][0].student
        of_one = all(entry.student.id == first.id for entry, _ in one.changed)
        return justifications.of_student(first, number) if of_one else groups.students(number)
    entry, record = one.changed[0]
    if entry.mark is record.mark:
        of = gettext("comment on {name}")
        if made_up.is_made_up(entry.comment) != made_up.is_made_up(record.comment):
            of = gettext("{name}, absence made up")
        return of.format(name=whose(entry.student.name, day))
    return f"{whose(entry.student.name, day)}, {from_to(entry.record, record)}"


def _cannot(one: Reversal, day: date | None) -> str:
    """Return that the right mark is to be chosen, of the first of those that USOS has by now."""
    name, others = whose(one.stuck[0].student.name, day), len(one.stuck) - 1
    if one.stayed:
        told = gettext("{name}: USOS cannot clear a mark, so it stays.").format(name=name)
    else:
        told = gettext("{name}: USOS cannot clear a mark. Choose the right one.").format(name=name) + way(one)
    if not others:
        return told
    also = ngettext("The same goes for {number} more student.", "The same goes for {number} more students.", others)
    return f"{told} {also.format(number=others)}"


def way(one: Reversal) -> str:
    """Return, behind another sentence, whom the next mark is for, and to whom it leads back from there, if it does."""
    if one.back_to is None:
        return ""
    here, back = one.affected[0].student, one.back_to
    alike = here.last_name == back.last_name
    name, back_name = (who.name if alike or who.apart else who.last_name or who.name for who in (here, back))
    told = gettext("Then back to {back}.") if one.stuck else gettext("Next: {name}, then back to {back}.")
    return " " + told.format(name=drawable(name), back=drawable(back_name))


def undo_stops(entry: Entry, undo: str) -> str:
    """Return that nothing else is undone before it is asked for once more."""
    told = gettext("{name}: this mark stays in USOS. {key} again undoes the one before.")
    return told.format(name=drawable(entry.student.name), key=keys.shown(undo))


def leaving_behind(waiting: Reversal) -> str:
    """Return that an undo is dropped by leaving now."""
    told = gettext("{name}: USOS has not answered yet. {key} once more leaves it without undoing it.")
    return told.format(name=drawable(waiting.waits_for[0].student.name), key=keys.shown("roll.back"))


def _nothing(one: Reversal) -> str:
    if one.done:
        return gettext("That has since been changed in USOS, so it stays.")
    return gettext("Nothing to undo.") if one.back else gettext("Nothing to redo.")


def _waits(one: Reversal) -> str:
    told = (
        gettext("{name}: waiting for USOS's answer, then it is undone.")
        if one.back
        else gettext("{name}: waiting for USOS's answer, then it is done again.")
    )
    return told.format(name=drawable(one.waits_for[0].student.name))
