"""What an export can be written as."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The kinds of files; the values are the options of `rollcall export`."""

    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"
    SHEET = "sheet"  # a sign-in sheet: a page to print, too

    @property
    def suffix(self) -> str:
        """What the name of such a file ends in."""
        return ".html" if self is Format.SHEET else f".{self.value}"

    @property
    def holds_marks(self) -> bool:
        """Whether it holds marks, and numbers and comments where these are wanted."""
        return self is not Format.SHEET
