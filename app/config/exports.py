"""The table of exports in config.toml: how a CSV is written, and in which folder files are offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.config.problems import BadSettingError, SettingFault
from app.domain.frozen import frozen

TABLE = "export"
DELIMITERS = {";": ";", ",": ",", "tab": "\t"}
"""What `delimiter` may be, and the sign it stands for."""


@frozen
class ExportSettings:
    """`delimiter` stands between the cells of a CSV, "" is the usual one of the language.

    `folder` is where files are offered to be written, None the usual one, `settings.export_folder`.
    """

    delimiter: str = ""
    folder: Path | None = None


def types() -> dict[str, type]:
    """Return of which type each setting is."""
    return {"delimiter": str, "folder": str}


def of_table(table: Mapping[str, object], place: Callable[[str], str]) -> ExportSettings:
    """Return the settings of the table, whose types are checked; `place` is where a name stands in the file.

    Raises `BadSettingError`.
    """
    delimiter = str(table.get("delimiter", ""))
    if "delimiter" in table and delimiter not in DELIMITERS:
        choices = ", ".join(f'"{one}"' for one in DELIMITERS)
        raise BadSettingError(SettingFault.NO_SUCH_WORD, place("delimiter"), "delimiter", choices=choices)
    return ExportSettings(DELIMITERS.get(delimiter, ""), _folder(table, place))


def _folder(table: Mapping[str, object], place: Callable[[str], str]) -> Path | None:
    if "folder" not in table:
        return None
    try:
        folder = Path(str(table["folder"])).expanduser()
    except RuntimeError:  # somebody's home that this computer does not know
        folder = Path()
    if not folder.is_absolute() or "\0" in str(folder):
        raise BadSettingError(SettingFault.NO_FOLDER, place("folder"), "folder")
    return folder
