"""The keys of marks and of the modes of lists: each has a digit of its own everywhere."""

from __future__ import annotations

from app.domain.model import Mark, Mode
from app.i18n import N_

MARK_KEYS: dict[Mark, tuple[str, str, str]] = {  # digit, English letter, Polish letter
    Mark.INTRAMURAL: ("1", "p", "o"),
    Mark.REMOTE: ("2", "r", "z"),
    Mark.JUSTIFIED: ("3", "j", "u"),
    Mark.ABSENT: ("4", "a", "n"),
}

MARK_IDS = {
    Mark.INTRAMURAL: "roll.in_person",
    Mark.REMOTE: "roll.remote",
    Mark.JUSTIFIED: "roll.justified",
    Mark.ABSENT: "roll.absent",
}

MARK_HELP = {
    Mark.INTRAMURAL: N_("present, then next student"),
    Mark.REMOTE: N_("present remotely, then next student"),
    Mark.JUSTIFIED: N_("excused absence, then next student"),
    Mark.ABSENT: N_("absent, then next student"),
}


MODE_KEYS: dict[Mode, tuple[str, str]] = {
    Mode.INTRAMURAL: ("1", N_("in person")),
    Mode.REMOTE: ("2", N_("remote, over the internet")),
    Mode.HYBRID: ("3", N_("hybrid: both")),
}
MODE_DIGITS = {digit: mode for mode, (digit, _) in MODE_KEYS.items()}
