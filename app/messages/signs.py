"""What the signs and shares on a screen mean, for its help."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import N_, gettext
from app.keymap.key import Place

_MARKS = ("● ◐ ◇ ✗ ·", N_("present, remote, excused, absent, none"))
_UNSENT = ("↑", N_("not in USOS yet"))
_UNDECIDED = ("! ≠", N_("needs your decision"))
_OF_MARKS = ("%", N_("present, counting only students with a mark"))
_SIGNS: dict[Place, tuple[tuple[str, str], ...]] = {
    Place.GROUPS: (
        ("▁▂▅█", N_("how many were present, class by class; a dot: not called")),
        ("%", N_("present overall, of students with a mark")),
        (N_("8 of 9 read"), N_("lists read so far; the % comes with the last")),
    ),
    Place.LISTS: (_MARKS, _OF_MARKS),
    Place.ROLL: (_MARKS, ("✎", N_("has a comment")), _UNSENT, _UNDECIDED),
    Place.SUMMARY: (_MARKS, _OF_MARKS),
    Place.OVERVIEW: (
        _MARKS,
        ("'", N_("late")),
        ("+", N_("made up for later")),
        _UNSENT,
        _UNDECIDED,
        ("0 !", N_("no absence left")),
        ("–", N_("not read yet")),
        ("░░", N_("not in the group then")),
        ("5/9 56 %", N_("attended 5 of 9 classes held, whether or not the roll was called")),
        ("█ ▄ ▁ ·", N_("below, of one student, class by class: present, excused, absent, no mark or not read")),
        ("▁▂▅█ %", N_("in the chart, groups and lists: present, of those with a mark")),
    ),
}


def of(place: Place) -> Sequence[tuple[str, str]]:
    """Return the signs of a screen, each with what it means; none where all speaks for itself."""
    return [(gettext(sign), gettext(meaning)) for sign, meaning in _SIGNS.get(place, ())]
