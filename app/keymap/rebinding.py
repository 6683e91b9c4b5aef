"""The keys that config.toml gives to actions: read, checked, and put in the place of the usual ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.config import files
from app.config.problems import BadSettingError, SettingFault
from app.keymap import key_names
from app.keymap.table import KEYS, Key, Place

_QUIT = "every.quit"
_EDITING = {"enter", "escape", "backspace"}


def keymap(table: Mapping[str, object], file: Path) -> tuple[Key, ...]:
    """Return all keys as the table [keys] of this file has them. Raises `BadSettingError`."""
    chosen: dict[str, tuple[str, ...]] = {}
    known = {key.id: key for key in KEYS}
    for action, value in _actions(table):
        if action not in known:
            raise _unknown(action, file)
        if action in chosen:
            raise BadSettingError(SettingFault.ACTION_TWICE, _place(file, action), action)
        chosen[action] = _keys(known[action], value, file)
    changed = {key.id for key in KEYS if chosen.get(key.id, key.keys) != key.keys}
    if not changed:
        return KEYS  # at once: each start waits for this, and the usual keys agree with one another
    keys = tuple(replace(key, keys=chosen[key.id], polish="") if key.id in changed else key for key in KEYS)
    for one, other, shared in _clashes(keys):
        named = [f"{key.id} ({_place(file, key.id)})" if key.id in chosen else key.id for key in (one, other)]
        mistaken = one.id if one.id in chosen else other.id
        raise BadSettingError(
            SettingFault.KEY_CLASH, _place(file, mistaken), mistaken, pressed=shared, one=named[0], other=named[1]
        )
    return keys


def _actions(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Yield actions and what they were given; "roll.undo" may stand as undo in [keys.roll], too."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _actions(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _unknown(action: str, file: Path) -> BadSettingError:
    near = difflib.get_close_matches(action, [key.id for key in KEYS], n=1, cutoff=0.5)
    if near:
        return BadSettingError(SettingFault.MISSPELT_ACTION, _place(file, action), action, near=near[0])
    return BadSettingError(SettingFault.UNKNOWN_ACTION, _place(file, action), action)


def _keys(key: Key, value: object, file: Path) -> tuple[str, ...]:
    written = [value] if isinstance(value, str) else value
    place = _place(file, key.id)
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise BadSettingError(SettingFault.NOT_KEYS, place, key.id)
    if not written and key.id == _QUIT:
        raise BadSettingError(SettingFault.NO_KEY, place, key.id)
    keys: list[str] = []
    for one in written:
        read = key_names.read(one)
        if not read:
            raise BadSettingError(SettingFault.UNKNOWN_KEY, place, key.id, written=one)
        typed = any(key_names.is_character(name) or name in _EDITING for name in read)
        if typed and _comes_before_text(key) and read[0] not in _usual(key):
            raise BadSettingError(SettingFault.KEY_FOR_TYPING, place, key.id, pressed=read[0])
        keys += read
    return tuple(dict.fromkeys(keys))


def _usual(key: Key) -> tuple[str, ...]:
    return next(one.keys for one in KEYS if one.id == key.id)


def _comes_before_text(key: Key) -> bool:
    """Tell whether an action is looked for before a key is taken for text."""
    return key.place is Place.SIGN_IN or key.id == _QUIT


def _clashes(keys: Sequence[Key]) -> Iterator[tuple[Key, Key, str]]:
    """Yield actions that one key would do on one screen."""
    for number, one in enumerate(keys):
        for other in keys[number + 1 :]:
            shared = [name for name in one.keys if name in other.keys] if _meet(one, other) else []
            if shared:
                yield one, other, shared[0]


def _meet(one: Key, other: Key) -> bool:
    places = {one.place, other.place}
    if Place.SIGN_IN in places and Place.EVERY in places:
        return _QUIT in {one.id, other.id}  # who signs in has no other keys of every screen
    return len(places) == 1 or Place.EVERY in places


def _place(file: Path, action: str) -> str:
    """Return file and line of an action, as editors and terminals link them."""
    try:
        lines = files.read(file).decode("utf-8-sig").splitlines()
    except (OSError, ValueError):
        lines = []
    header, best = "", (0, 0)
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if stripped.startswith("["):
            header = _path(stripped.strip("[]").partition("]")[0])
            continue
        name, equals, _ = stripped.partition("=")
        path = _path(f"{header}.{name}" if header else name)
        wanted = f"keys.{action}"
        if equals and (wanted == path or wanted.startswith(f"{path}.")):  # the latter is a table in one line
            best = max(best, (len(path), number))
    return f"{file}:{best[1]}" if best[1] else str(file)


def _path(written: str) -> str:
    return re.sub(r"[\s\"']", "", written)
