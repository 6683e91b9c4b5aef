"""Keys as they come: what a terminal sends for each, and when it came."""

from __future__ import annotations

from app.domain.frozen import frozen
from app.keymap import key_names
from app.keymap.terminal_bytes import ESC, Pasted, Piece, Sequence, Typed

_CONTROL = {
    ESC: "escape",
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    " ": "space",
}
_CONTROL |= {chr(number): f"ctrl+{chr(number + 96)}" for number in range(1, 27) if chr(number) not in _CONTROL}
_CONTROL |= {"\x1c": "ctrl+backslash", "\x1d": "ctrl+right_square_bracket", "\x1f": "ctrl+underscore"}

_LETTERS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "Z": "shift+tab"}
_LETTERS |= {"P": "f1", "Q": "f2", "R": "f3", "S": "f4"}
_NUMBERS = {
    "1": "home",
    "2": "insert",
    "3": "delete",
    "4": "end",
    "5": "pageup",
    "6": "pagedown",
    "7": "home",
    "8": "end",
}
_NUMBERS |= {str(number): f"f{key}" for key, number in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24), 1)}
_CONSOLE = {"A": "f1", "B": "f2", "C": "f3", "D": "f4", "E": "f5"}  # of Linux without a window system
_WINDOWS = {"H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "I": "pageup", "Q": "pagedown"}
_WINDOWS |= {"R": "insert", "S": "delete", "\x85": "f11", "\x86": "f12"}
_WINDOWS |= {chr(58 + number): f"f{number}" for number in range(1, 11)}


class InputEndedError(Exception):
    """There is nothing more to read."""


@frozen
class Stroke:
    """A key, as Textual calls it, empty for one nobody knows, and the seconds of `time.monotonic` at which it came."""

    key: str
    time: float


def of_piece(piece: Piece) -> str:
    """Return the key that a terminal has sent; empty for one nobody knows, and for what was pasted."""
    match piece:
        case Typed(character):
            return of_character(character)
        case Sequence(text):
            return of_sequence(text)
        case Pasted():
            return ""


def of_character(sign: str) -> str:
    """Return the key that sends this character."""
    if sign == "\x04":  # Ctrl+D
        raise InputEndedError
    return _CONTROL.get(sign) or key_names.code(sign)


def of_sequence(text: str) -> str:
    """Return the key that sends an escape and what follows; empty for one nobody knows."""
    if text[1] not in "[O" or len(text) == 2:
        return f"alt+{text[1]}"
    if text.startswith("\x1b[["):
        return _CONSOLE.get(text[3], "")
    number, _, modifier = text[2:-1].partition(";")
    key = _NUMBERS.get(number, "") if text[-1] == "~" else _LETTERS.get(text[-1], "")
    with_ = {"": "", "1": "", "2": "shift+", "5": "ctrl+"}.get(modifier)
    return f"{with_}{key}" if key and with_ is not None else ""


def of_console(sign: str) -> str:
    """Return the key for which the console of Windows sends a sign behind NUL or "à"; empty for one nobody knows."""
    return _WINDOWS.get(sign, "")
