"""What an import has written, in words; apart from all else of imports, for a roll opens without their rules."""

from __future__ import annotations

from app.i18n import gettext, ngettext
from app.keymap import keys


def imported(number: int, left: int) -> str:
    """Return what an import has written, and the key that takes it back."""
    if not number:
        return written(number, left)
    back = ngettext("{key} undoes it.", "{key} undoes all of it.", number)
    return f"{written(number, left)} {back.format(key=keys.shown('roll.undo'))}"


def written(number: int, left: int) -> str:
    """Return what an import has written, and whom it has left alone."""
    text = ngettext("{number} mark written.", "{number} marks written.", number)
    told = text.format(number=number) if number else gettext("Nothing was written.")
    if not left:
        return told
    kept = ngettext(
        "{number} was not changed: it is different by now, or needs a decision in the roll.",
        "{number} were not changed: they are different by now, or need a decision in the roll.",
        left,
    )
    return f"{told} {kept.format(number=left)}"
