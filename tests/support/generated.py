"""Parts of the pages for people that are made from the program: each stands between two comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import i18n

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Part:
    """A part of a page: its name, the module that makes it, and the text of its lines."""

    page: str
    name: str
    made_by: str
    text: str

    @property
    def file(self) -> Path:
        return ROOT / self.page

    @property
    def _begin(self) -> str:
        return f"<!-- {self.name}: python -m {self.made_by} -->\n"

    @property
    def _end(self) -> str:
        return f"<!-- /{self.name} -->\n"

    def stands(self) -> bool:
        """Tell whether the page has this part as it is made now."""
        return f"{self._begin}{self.text}{self._end}" in self.file.read_text(encoding="utf-8")

    def write(self) -> None:
        """Put it in place of the one that stands in the page."""
        before, begin, rest = self.file.read_text(encoding="utf-8").partition(self._begin)
        _, end, after = rest.partition(self._end)
        if not (begin and end):
            raise ValueError(f"{self.page} has no place for {self.name}")
        self.file.write_text(f"{before}{begin}{self.text}{end}{after}", encoding="utf-8")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let the texts of the program be in that language, and afterwards in the one before."""
    before = i18n.language()
    i18n.use_language(language)
    try:
        yield
    finally:
        i18n.use_language(before)


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    headings = list(headings)
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("| --- ", "|---").replace("--- |", "---|")
