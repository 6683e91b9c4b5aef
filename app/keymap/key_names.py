"""Keys as Textual calls them, as people write them, and as they are shown."""

from __future__ import annotations

import re
import string
import unicodedata

from app.i18n import N_, gettext

_SHOWN = {
    "space": N_("Space"),
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "insert": "Ins",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
}
_SHORT = {"/": "slash", "\\": "backslash", "@": "at", "-": "minus", "+": "plus", "_": "underscore"}
_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "bksp": "backspace",
    "⌫": "backspace",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    "spacja": "space",
}
_FUNCTION = {f"f{number}" for number in range(1, 13)}
_MODIFIERS = {
    f"{side}_{key}" for side in ("left", "right") for key in ("shift", "control", "alt", "super", "hyper", "meta")
}
_MODIFIERS |= {"iso_level3_shift", "iso_level5_shift", "caps_lock", "num_lock", "scroll_lock"}
_MOVING = {"up", "down", "left", "right", "home", "end", "insert", "delete", "pageup", "pagedown"}
COMBINATIONS = {
    "": {"space", "enter", "escape", "tab", "backspace", *_MOVING, *_FUNCTION},
    "shift": {"tab", *_MOVING},
    "ctrl": {*_MOVING, *(set(string.ascii_lowercase) - set("cihjm")), "backslash", "underscore"},
    "alt": {*string.ascii_lowercase, *string.digits},
}
"""The keys a terminal tells apart with each modifier; Ctrl+C is its own, Ctrl+I and others are Tab and so on."""


def code(character: str) -> str:
    """Return what Textual calls the key of a character: letters and digits by themselves, signs by their names."""
    if character.isalnum():
        return character
    return _SHORT.get(character) or unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")


_SIGNS = {code(sign): sign for sign in f"{string.punctuation}§°¡¿«»£€„“”–—…"}


def is_character(key: str) -> bool:
    """Tell whether a key types a character."""
    return len(key) == 1 or key == "space" or key in _SIGNS


def is_modifier(key: str) -> bool:
    """Tell whether a key does nothing by itself: some terminals report Shift and its like as keys."""
    return key in _MODIFIERS


def name_of(key: str) -> str:
    """Return a key as people write it, in the language in use."""
    return "+".join(_shown(part) for part in key.split("+"))


def written(key: str) -> str:
    """Return a key as it is written in config.toml, whatever the language."""
    return "+".join(_written(part) for part in key.split("+"))


def _written(part: str) -> str:
    shown = _SHOWN.get(part, "")
    return shown if shown.isascii() and shown else _SIGNS.get(part) or _capital(part)


def _shown(part: str) -> str:
    if part in _SHOWN:
        return gettext(_SHOWN[part])
    return _SIGNS.get(part) or _capital(part)


def _capital(part: str) -> str:
    capital = part.upper() if len(part) == 1 else part.capitalize()
    return capital if len(capital) == len(part) else part


def read(written: str) -> tuple[str, ...]:
    """Return what Textual calls a key that somebody wrote; a letter is small and capital; nothing for no key."""
    text = unicodedata.normalize("NFC", written.strip())
    if len(text) == 1 and text not in _ALIASES:
        return _of_character(text)
    modifier, plus, base = text.lower().rpartition("+")
    base = re.sub(r"[ _-](?=up|down)", "", base)
    base = _ALIASES.get(base, base)
    if plus and len(base) == 1:
        base = code(base)
    if base in COMBINATIONS.get(modifier, ()):
        return (f"{modifier}{plus}{base}",)
    if not plus and base in _SIGNS:
        return (base,)
    return ()


def _of_character(character: str) -> tuple[str, ...]:
    if character.isalpha():
        cases = (character.lower(), character.upper())
        return tuple(dict.fromkeys(case for case in cases if len(case) == 1))
    return (code(character),) if character.isdecimal() or code(character) in _SIGNS else ()
