"""What was decided of a row of an import, and taken back, in words."""

from __future__ import annotations

from app.domain.model import Mark
from app.i18n import drawable, gettext
from app.importing.attendance import Question
from app.importing.matching import Matched
from app.keymap import keys
from app.messages import importing
from app.messages.marks import mark_word
from app.roll.differences import Difference
from app.roll.import_choices import Decision


def decided(one: Decision) -> str:
    """Return what was decided of a row, and the key that takes it back."""
    return gettext("{change}. {key} undoes it.").format(change=_what(one), key=keys.shown("import.undo"))


def digits_rest(row: Difference) -> str:
    """Return that nothing is left to choose by a digit, and what marks where somebody can be marked."""
    if row.can_be_marked:
        return gettext("There is nothing left to choose; letters mark here.")
    return gettext("There is nothing left to choose.")


def already(row: Difference, mark: Mark) -> str:
    """Return that a mark is chosen already, or stands."""
    return gettext("{name}: already {mark}").format(name=importing.subject(row), mark=mark_word(mark))


def nothing_to_choose() -> str:
    """Return that there is no row, or nothing in it, that a key could decide."""
    return gettext("There is nothing to choose here.")


def nobody_to_mark() -> str:
    """Return that a row is not about a student of the list."""
    return gettext("There is no student to mark in this row.")


def nothing_to_leave_out() -> str:
    """Return that leaving a row out would change nothing."""
    return gettext("There is nothing to leave out in this row.")


def taken_back(one: Decision | None) -> str:
    """Return that a decision does not hold any more; that there was none where there is none."""
    if one is None:
        return gettext("Nothing was decided here yet.")
    return gettext("Undone: {change}.").format(change=_what(one))


def _what(one: Decision) -> str:
    about = one.row.subject
    name = drawable(about.file) if isinstance(about, Question) else importing.subject(one.row)
    if one.choice is None:
        return f"{name}: {gettext('taken in again') if one.was_out else gettext('left out')}"
    return f"{name}{' =' if isinstance(about, Matched) else ':'} {importing.choice(one.choice)}"
