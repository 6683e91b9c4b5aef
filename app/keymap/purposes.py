"""What the keys of a screen are for: the help screen tells them by that, and not in the order of the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.i18n import N_
from app.keymap.table import Key


class Purpose(StrEnum):
    """What a key is for; the values are the headings of the help screen, in their order there."""

    DAILY = N_("Every day")
    MARK = N_("Mark")
    MOVE = N_("Move")
    CORRECT = N_("Correct")
    CLASS = N_("Class")
    USOS = N_("USOS")
    PROGRAM = N_("Program")


_DAILY = (  # the ten that a roll is called with
    "roll.in_person",
    "roll.remote",
    "roll.justified",
    "roll.absent",
    "roll.present",
    "roll.next",
    "roll.undo",
    "roll.find",
    "roll.late",
    "roll.comment",
)
_BY_NAME = {  # by an id, or by what it has after its place
    "sign_in.copy": Purpose.USOS,
    **dict.fromkeys(("in_person", "intramural", "remote", "hybrid", "justified", "absent", "present"), Purpose.MARK),
    **dict.fromkeys(("late", "fill", "excuse", "certificate", "made_up"), Purpose.MARK),
    **dict.fromkeys(("down", "up", "page_down", "page_up", "first", "last", "next", "find", "open"), Purpose.MOVE),
    **dict.fromkeys(("right", "left", "newest", "name"), Purpose.MOVE),
    **dict.fromkeys(("undo", "redo", "comment", "mine", "theirs"), Purpose.CORRECT),
    **dict.fromkeys(
        ("send", "refresh", "create", "retry", "outbox", "accounts", "again", "out", "browser", "pin"),
        Purpose.USOS,
    ),
    **dict.fromkeys(("back", "help", "palette", "quit", "language"), Purpose.PROGRAM),
}


_WRITING = {  # by what an id has after its place
    *("in_person", "remote", "justified", "absent", "present", "late", "fill", "comment", "undo", "redo", "mine"),
    *("theirs", "send", "excuse", "certificate", "made_up", "new", "timetable", "mode", "delete", "recreate", "retry"),
}
_WRITING_IN_ROLLS = {"roll.create", "import.write", "certificate.write"}


def writes(key: Key) -> bool:
    """Tell whether a key changes or sends marks or lists, which one program does at a time."""
    return key.id in _WRITING_IN_ROLLS or key.id.partition(".")[2] in _WRITING


def by_purpose(keys: Iterable[Key]) -> Mapping[Purpose, list[Key]]:
    """Return keys by what they are for; one that is not known otherwise is about the class."""
    found: dict[Purpose, list[Key]] = {purpose: [] for purpose in Purpose}
    for key in keys:
        usual = _BY_NAME.get(key.id) or _BY_NAME.get(key.id.partition(".")[2], Purpose.CLASS)
        found[Purpose.DAILY if key.id in _DAILY else usual].append(key)
    return {purpose: chosen for purpose, chosen in found.items() if chosen}
