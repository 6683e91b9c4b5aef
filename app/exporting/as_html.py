"""A table as a page to print: one file, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from math import ceil

from app.domain.frozen import frozen
from app.domain.overview import OverviewCell
from app.exporting.table import Cell, Column, Head, Kind, Table, Words, sign
from app.i18n import drawable

_BLOCK = 15  # meetings side by side on a page, names beside them
_BLOCK_WITH_COMMENTS = 4
_STYLE = """
@page { size: A4 %s; margin: 12mm; @bottom-right { content: counter(page) " / " counter(pages); } }
* { box-sizing: border-box; }
body { font: 9pt/1.2 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #000; background: #fff; margin: 1em; }
section { break-after: page; margin-bottom: 2em; }
section:last-of-type { break-after: auto; }
h1 { font-size: 13pt; margin: 0 0 .2em; }
p { margin: 0 0 .2em; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-top: .6em; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: .5pt solid #777; padding: 1.2pt 4pt; text-align: left; vertical-align: bottom; }
th.running { border: 0; font-weight: normal; font-size: 8pt; color: #444; padding: 0 0 3pt; }
td.name, td.note { overflow-wrap: anywhere; min-width: 12em; }
td.mark, th.mark { text-align: center; white-space: nowrap; }
th.mark { font-weight: normal; font-size: 8pt; }
td.number, td.row, th.row { white-space: nowrap; }
td.count, td.row, th.count { text-align: right; }
th.count { max-width: 7em; }
.sheet { width: 100%%; }
.sheet td { height: 8.5mm; vertical-align: middle; }
.sheet .signature { width: 45%%; }
@media print { body { margin: 0 1pt; } section { margin: 0; } }
"""


@frozen
class SignInSheet:
    """A list that goes round the room: names alone, and `blank` rows for people who are not on it."""

    head: Head
    names: tuple[str, ...]
    blank: int


def of_table(table: Table, words: Words) -> bytes:
    """Return the counts on the first page, then the meetings in blocks; names are repeated in each."""
    who = [place for place, column in enumerate(table.columns) if column.kind in {Kind.NAME, Kind.ALBUM_NUMBER}]
    counts = [place for place, column in enumerate(table.columns) if column.kind in {Kind.COUNT, Kind.PERCENT}]
    meetings = [place for place, column in enumerate(table.columns) if column.kind in {Kind.MARK, Kind.NOTE}]
    parts = [_part(table, words, words.summary, table.at([*who, *counts]))] if counts else []
    has_notes = any(table.columns[one].kind is Kind.NOTE for one in meetings)
    blocks = _blocks(meetings, *(2, _BLOCK_WITH_COMMENTS) if has_notes else (1, _BLOCK))
    for number, block in enumerate(blocks, 1):
        name = words.meetings if len(blocks) == 1 else f"{words.meetings} {number}/{len(blocks)}"
        parts.append(_part(table, words, name, table.at([*who, *block])))
    return _page(table.head.title, words, parts, "landscape" if counts else "portrait")


def _blocks(columns: Sequence[int], each: int, most: int) -> list[Sequence[int]]:
    """Return columns in as few blocks as can be, all of them about as long: at most so many meetings of `each`."""
    number = len(columns) // each
    size = ceil(number / max(ceil(number / most), 1)) * each
    return [columns[start : start + size] for start in range(0, len(columns), max(size, 1))]


def of_sheet(sheet: SignInSheet, words: Words) -> bytes:
    """Return a sign-in sheet: ordinal, name, signature."""
    names = [*sheet.names, *[""] * sheet.blank]
    rows = [
        f'<tr><td class="row">{number}</td><td class="name">{_safe(name)}</td><td class="signature"></td></tr>'
        for number, name in enumerate(names, 1)
    ]
    heading = (
        f"<tr><th>{_safe(words.ordinal)}</th><th>{_safe(words.name)}</th>"
        f'<th class="signature">{_safe(words.signature)}</th></tr>'
    )
    table = _table(_running(sheet.head.title, 3), heading, rows, "sheet")
    return _page(sheet.head.title, words, [f"<section>{_head(sheet.head)}{table}</section>"], "portrait")


def _page(title: str, words: Words, parts: Sequence[str], orientation: str) -> bytes:
    page = (
        f'<!doctype html>\n<html lang="{_safe(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_safe(title)}</title>\n<style>{_STYLE % orientation}</style>\n</head>\n<body>\n"
    )
    return (page + "\n".join(parts) + "\n</body>\n</html>\n").encode()


def _part(whole: Table, words: Words, name: str, part: Table) -> str:
    cells = [_heading(column) for column in part.columns]
    heading = f'<tr><th class="row">{_safe(words.ordinal)}</th>{"".join(cells)}</tr>'
    rows = [f"<tr>{''.join(_row(number, part, row, words))}</tr>" for number, row in enumerate(part.rows, 1)]
    head = replace(whole.head, title=f"{whole.head.title} · {name}")
    legend = f"<p>{_safe(words.legend if part.has(Kind.MARK) else words.legend_of_counts)}</p>"
    table = _table(_running(head.title, len(part.columns) + 1), heading, rows)
    return f"<section>{_head(head)}{legend}{table}</section>"


def _head(head: Head) -> str:
    return f"<h1>{_safe(head.title)}</h1>" + "".join(f"<p>{_safe(fact)}</p>" for fact in head.facts)


def _running(title: str, columns: int) -> str:
    """Return the row that a browser prints above the heading on every page of a table."""
    return f'<tr><th class="running" colspan="{columns}">{_safe(title)}</th></tr>'


def _table(running: str, heading: str, rows: Sequence[str], kind: str = "term") -> str:
    return f'<table class="{kind}"><thead>{running}{heading}</thead><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _heading(column: Column) -> str:
    if isinstance(column.heading, datetime):
        day = column.heading
        return f'<th class="mark">{day:%d.%m}<br>{day:%Y}<br>{day:%H:%M}</th>'
    return f'<th class="{_CLASSES[column.kind]}">{_safe(column.heading)}</th>'


def _row(number: int, table: Table, row: Sequence[Cell], words: Words) -> Iterator[str]:
    yield f'<td class="row">{number}</td>'
    for column, cell in zip(table.columns, row, strict=True):
        yield f'<td class="{_CLASSES[column.kind]}">{_safe(_text(cell, words))}</td>'


_CLASSES = {
    Kind.NAME: "name",
    Kind.ALBUM_NUMBER: "number",
    Kind.MARK: "mark",
    Kind.COUNT: "count",
    Kind.PERCENT: "count",
    Kind.NOTE: "note",
}


def _text(cell: Cell, words: Words) -> str:
    match cell:
        case None:
            return "–"
        case OverviewCell():
            return sign(cell, words)
        case float():
            return f"{cell:.1f}".replace(".", words.decimal)
        case _:
            return str(cell)


def _safe(text: str) -> str:
    """Return a text that is no markup, without signs that are not drawn or turn its direction."""
    return escape(drawable(text))
