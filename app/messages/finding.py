"""What is said while one looks for a student."""

from __future__ import annotations

from app.domain.found import Found
from app.domain.model import Student
from app.i18n import drawable, gettext
from app.keymap import keys


def sought() -> str:
    """Return what can be typed to find a student."""
    return gettext("part of a name or number")


def match_place(found: Found) -> str:
    """Return which of the matches is chosen."""
    if not found.students:
        return gettext("nobody matches")
    return gettext("{number} of {total}").format(number=found.place + 1, total=len(found.students))


def told_match(found: Found) -> str:
    """Return the same in a sentence that stands alone, with the keys that choose another one."""
    told = gettext("Match {number} of {total}; {up} {down} choose another.")
    number, total = found.place + 1, len(found.students)
    return told.format(number=number, total=total, up=keys.shown("roll.up"), down=keys.shown("roll.down"))


def album_number(student: Student, *, whole: bool) -> str:
    """Return that a student was found by the album number, and that number where it is to be told `whole`."""
    told = gettext("album number")
    return f"{told} {drawable(student.number)}" if whole else told
