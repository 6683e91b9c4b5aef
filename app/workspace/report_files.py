"""Report files on this computer: the newest ones, a path while it is typed or dropped, and what a file says."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.domain import polish_time
from app.domain.frozen import frozen
from app.importing.reading import MOST_BYTES, read
from app.importing.report import Report

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})
"""What the files that are offered end in; any other can be named all the same."""
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|((?:\\.|[^\s'\"\\])+)")


@frozen
class ReportFile:
    """A file that may be a report, and when it was written last, by the clock of this computer."""

    path: Path
    at: datetime


class UnreadableFileError(Exception):
    """A file could not be read; `path` is which, `reason` what the operating system says, empty for no plain file."""

    def __init__(self, path: Path, reason: str) -> None:
        """Keep the reason; `messages.importing` has the words for it."""
        super().__init__(type(self).__name__)
        self.path = path
        self.reason = reason


def newest(folder: Path, most: int = 30) -> list[ReportFile]:
    """Return the files of a folder that may be reports, the newest first; none where the folder cannot be read."""
    try:
        with os.scandir(folder) as listed:
            found = [ReportFile(Path(one.path), _moment(one.stat().st_mtime)) for one in listed if _is_offered(one)]
    except OSError:
        return []
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)[:most]


def _is_offered(one: os.DirEntry[str]) -> bool:
    return Path(one.name).suffix.lower() in SUFFIXES and not one.name.startswith(".") and one.is_file()


def _moment(seconds: float) -> datetime:
    return polish_time.at(datetime.fromtimestamp(seconds).astimezone())


def completed(typed: str) -> tuple[str, list[str]]:
    """Return a path completed as far as it is clear, and the names among which it is not clear yet.

    Names are compared without letter case; folders end with a slash.
    """
    folder, slash, begun = _split(typed)
    names = []
    try:
        with os.scandir(Path(folder + slash or ".").expanduser()) as listed:
            for one in listed:
                if one.name.casefold().startswith(begun.casefold()) and (begun or not one.name.startswith(".")):
                    is_folder = one.is_dir()
                    if is_folder or Path(one.name).suffix.lower() in SUFFIXES:
                        names.append(one.name + (os.sep if is_folder else ""))
    except OSError:
        return typed, []
    names.sort(key=str.casefold)
    if not names:
        return typed, []
    signs = list(zip(*(name.casefold() for name in names), strict=False))
    common = next((place for place, alike in enumerate(signs) if len(set(alike)) > 1), len(signs))
    return folder + slash + (names[0][:common] or begun), names if len(names) > 1 else []


def _split(typed: str) -> tuple[str, str, str]:
    """Return a typed path as its folder, the separator, and the name begun."""
    place = max(typed.rfind(sign) for sign in {os.sep, "/"})
    return (typed[:place], typed[place], typed[place + 1 :]) if place >= 0 else ("", "", typed)


def dropped(text: str) -> list[Path]:
    """Return the files that a terminal pastes when they are dropped on it; none if any part of it is no file.

    Terminals quote paths, put a backslash before spaces, or give addresses (file://…); several come with spaces or line
    breaks between them.
    """
    for parts in (text.strip().splitlines(), [_unquoted(found) for found in _QUOTED.finditer(text)]):
        paths = [typed_path(part) for part in parts if part.strip()]
        if paths and all(_is_file(path) for path in paths):
            return paths
    return []


def _unquoted(found: re.Match[str]) -> str:
    single, double, bare = found.groups()
    return single or double or re.sub(r"\\(.)", r"\1", bare or "")


def typed_path(text: str) -> Path:
    """Return the path that a text means: quotes around it, file:// and ~ are understood."""
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1]
    if plain.startswith("file://"):
        plain = unquote(urlsplit(plain).path)
        if re.match(r"/[A-Za-z]:/", plain):  # file:///C:/…
            plain = plain[1:]
    path = Path(plain)
    try:
        return path.expanduser()
    except RuntimeError:  # nobody has that name here
        return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no path at all, but some pasted text
        return False


def missing(paths: Iterable[Path]) -> Path | None:
    """Return the first of these that is no plain file, None where all are."""
    return next((path for path in paths if not _is_file(path)), None)


def names(paths: Sequence[Path]) -> list[str]:
    """Return what the files are called: their names, with folders only where two share one."""
    plain = [path.name for path in paths]
    return [name if plain.count(name) == 1 else str(path) for name, path in zip(plain, paths, strict=True)]


def read_all(paths: Iterable[Path], told: Callable[[float], object]) -> tuple[Report, ...]:
    """Return what each file says, in order, one that is named twice once. Raises `UnreadableFileError`.

    `told` hears after each of them which share of the files is read.
    """
    once, found = list(dict.fromkeys(paths)), list[Report]()
    for path, name in zip(once, names(once), strict=True):
        found.append(read(_content(path), name))
        told(len(found) / len(once))
    return tuple(found)


def _content(path: Path) -> bytes:
    """Return a file's bytes, one more than a report may have at most: what is too large is not read to its end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # one would wait for a pipe or a device
            raise UnreadableFileError(path, "")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableFileError(path, getattr(error, "strerror", None) or "") from error
