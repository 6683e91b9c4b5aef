"""What a key of the program is, on which screens one works, and the keys that move on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from app.domain.frozen import frozen
from app.i18n import N_, gettext, language, quoted
from app.keymap.key_names import name_of


class Place(StrEnum):
    """Where a key works; the values are the titles of the help screen and of docs/keys.md."""

    EVERY = N_("Every screen")
    GROUPS = N_("Groups")
    LISTS = N_("Lists")
    NEW_LIST = N_("New list")
    FROM_TIMETABLE = N_("Lists from the timetable")
    ROLL = N_("Roll call")
    SUMMARY = N_("Summary")
    REPORT_FILES = N_("Report files")
    IMPORT = N_("Import")
    ALIASES = N_("Confirmed names")
    EXPORT = N_("Write to a file")
    OVERVIEW = N_("Term")
    STUDENT = N_("Student")
    RULES = N_("Rules of the group")
    JUSTIFICATIONS = N_("Excuses")
    CERTIFICATE = N_("Certificate")
    OUTBOX = N_("Not in USOS yet")
    ACCOUNTS = N_("Accounts")
    SIGN_IN = N_("Sign in")


@frozen
class Key:
    """One action and the keys that do it. `label` is for the key bar, empty to stay off it; `help` is a sentence.

    `id` is what config.toml calls the action; there it may have been given other keys, or none. `polish` is the key
    shown in Polish where the first one is an English letter.
    """

    id: str
    place: Place
    keys: tuple[str, ...]
    action: str
    help: str
    label: str = ""
    polish: str = ""

    def shown(self) -> str:
        """Return the key that stands for the action on a bar; its name in quotes where it has no key."""
        if not self.keys:
            return quoted(gettext(self.help))
        return name_of(self.polish if self.polish and language() == "pl" else self.keys[0])


OVERVIEW = N_("the term of this group: who was present when, who is absent too often")
RULES = N_("the rules of the group: limits of absences, what counts")
"""What the keys do that lead to the term of a group, and to its rules, on every screen that has them."""

_MOVES = (
    ("down", ("down", "tab"), "move(1)", N_("down"), N_("down, without marking")),
    ("up", ("up", "shift+tab"), "move(-1)", N_("up"), N_("up, without marking")),
    ("page_down", ("pagedown",), "move_page(1)", N_("a page down"), ""),
    ("page_up", ("pageup",), "move_page(-1)", N_("a page up"), ""),
    ("first", ("home",), "move_to_end(-1)", N_("to the first"), ""),
    ("last", ("end",), "move_to_end(1)", N_("to the last"), ""),
)


def moves(place: Place) -> Iterator[Key]:
    """Yield the keys that move the cursor of a screen."""
    roll = place is Place.ROLL
    for name, keys, action, explanation, in_roll in _MOVES:
        label = N_("skip") if roll and name == "down" else ""
        explained = in_roll if roll and in_roll else explanation
        yield Key(id=f"{place.name.lower()}.{name}", place=place, keys=keys, action=action, help=explained, label=label)
