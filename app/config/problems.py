"""What can be wrong with the configuration, as values; `messages.settings` has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from app.domain.frozen import frozen


class SettingFault(Enum):
    """What is wrong; behind each stand the names of the values that say more about it."""

    NOT_UTF8 = "not UTF-8"
    NOT_READABLE = "cannot be read"  # reason
    NOT_TOML = "not TOML"
    UNKNOWN_NAME = "unknown name"  # choices
    MISSPELT_NAME = "misspelt name"  # near
    NOT_A_TEXT = "not a text"
    NOT_A_NUMBER = "not a number"
    NOT_A_TABLE = "not a table"
    NOT_WHOLE = "not a whole number"
    NOT_YES_OR_NO = "neither true nor false"
    UNKNOWN_LANGUAGE = "unknown language"  # choices
    SECONDS_OUT_OF_RANGE = "seconds out of range"  # least, most
    MILLISECONDS_OUT_OF_RANGE = "milliseconds out of range"  # least, most
    OUT_OF_RANGE = "number out of range"  # least, most
    NO_SUCH_WORD = "none of the words"  # choices
    NO_FOLDER = "no whole path of a folder"
    NO_LATE_TEMPLATE = "no template for late arrivals"
    MISSING = "missing"  # variable
    NO_ADDRESS = "no address of a USOS API"  # url
    UNKNOWN_ACTION = "unknown action"
    MISSPELT_ACTION = "misspelt action"  # near
    ACTION_TWICE = "action twice"
    NOT_KEYS = "not keys"
    NO_KEY = "no key"
    UNKNOWN_KEY = "unknown key"  # written
    KEY_FOR_TYPING = "key needed for typing"  # pressed
    KEY_CLASH = "key clash"  # pressed, one, other


@frozen
class SettingProblem:
    """One thing in the configuration that cannot be used.

    `place` is the file, with the line where that is known ("config.toml:3"), or the variable of the environment; `name`
    the setting or the action, "" where it is about the whole file; `values` are what the fault names.
    """

    fault: SettingFault
    place: str
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class BadSettingError(Exception):
    """Something in the configuration cannot be used; `problem` says what and where."""

    def __init__(self, fault: SettingFault, place: str, name: str = "", **values: object) -> None:
        """Keep what is wrong, as `SettingProblem` has it. The text is for a log: it quotes nothing of the file."""
        super().__init__(f"{place}: {fault.value}")
        texts = {key: str(value) for key, value in values.items()}
        self.problem = SettingProblem(fault=fault, place=place, name=name, values=texts)
