"""The table, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.figures import Line, median, percentile

_HEAD = ("what", "n", "median", "p95", "p99", "bare", "ratio", "target", "")


def head() -> str:
    """Return the first lines."""
    return f"| {' | '.join(_HEAD)} |\n|---|--:|--:|--:|--:|--:|--:|---|---|"


def row(line: Line) -> str:
    """Return a line of the table."""
    cells = [line.what]
    if line.values:
        few = len(line.values) < 20  # of these, a percentile is only the slowest
        cells += [
            str(len(line.values)),
            _with_unit(median(line.values), line.unit),
            "" if few else _with_unit(percentile(line.values, 95), line.unit),
            _with_unit(max(line.values), line.unit) + " max"
            if few and len(line.values) > 1
            else ""
            if few
            else _with_unit(percentile(line.values, 99), line.unit),
        ]
    else:
        cells += [""] * 4
    cells.append(_with_unit(median(line.bare), line.unit) if line.bare else "")
    cells.append("" if line.ratio is None else f"{line.ratio:.2f}")
    cells.append(line.goal)
    verdict = "" if line.kept is None else "met" if line.kept else "**missed**"
    cells.append(" · ".join(part for part in (verdict, line.note) if part))
    return f"| {' | '.join(cells)} |"


def whole(lines: Sequence[Line]) -> str:
    """Return a table."""
    return "\n".join([head(), *map(row, lines)])


def _with_unit(value: float, unit: str) -> str:
    digits = 0 if value == int(value) or abs(value) >= 100 else 1
    return f"{value:.{digits}f} {unit}".strip()
