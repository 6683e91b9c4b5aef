"""Pictures of a terminal, one after the other, as one SVG that moves by itself, without a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, pairwise

_ROW, _FIRST_ROW = 24.4, 1.5  # heights in Textual's pictures
_RIGHT = 970.0  # of a screen of 80 columns
_LOOK = re.compile(r"\.terminal-\d+-(r\d+) \{ (.*?) \}")
_RECT = re.compile(r'<rect fill="([^"]*)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+"[^>]*/>')
_TEXT = re.compile(
    r'<text class="terminal-\d+-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*line-(\d+)\)">(.*?)</text>'
)
_SCREEN = re.compile(r'<g transform="translate\(9, 41\)".*</g>\s*</g>', re.DOTALL)
_HEAD = re.compile(r"<style>.*</defs>", re.DOTALL)
_STYLE = (
    ".screen{font-family:Fira Code,Menlo,Consolas,DejaVu Sans Mono,monospace;font-size:20px;line-height:24.4px;"
    "font-variant-east-asian:full-width}.title{font:bold 18px arial}.cap{font-weight:bold}"
)


@dataclass(frozen=True)
class Frame:
    """A picture that Textual has made, for how many seconds it is seen, and which key led to it, "" for none."""

    svg: str
    seconds: float
    key: str = ""


def animated(frames: Sequence[Frame]) -> str:
    """Return the frames as one SVG, for ever from the beginning; a reader who wants no motion sees the last.

    Rows that several frames have in common are stored once.
    """
    rows: dict[str, str] = {}
    looks: dict[str, str] = {}
    contents = [f"{_uses(frame.svg, rows, looks)}{_cap(frame.key)}" for frame in frames]
    shown = "".join(f'<g class="frame f{number}">{content}</g>' for number, content in enumerate(contents))
    stored = "".join(f'<g id="{name}">{content}</g>' for content, name in rows.items())
    window = _SCREEN.sub("", _HEAD.sub("", frames[-1].svg)).replace("</svg>", "").rstrip()
    style = "".join([_STYLE, *(f".{name}{{{look}}}" for look, name in looks.items()), _times(frames)])
    return (
        f"{re.sub(r'terminal-[0-9]+-title', 'title', window)}\n<style>{style}</style>\n"
        f'<defs>{stored}</defs>\n<g class="screen" transform="translate(9, 41)">{shown}</g>\n</svg>\n'
    )


def _cap(key: str) -> str:
    """The key that was pressed, as a cap in the title of the window."""
    if not key:
        return ""
    width = 12.2 * len(key) + 20
    left = _RIGHT - width
    return (
        f'<rect fill="#e4e7eb" x="{left:g}" y="-35" width="{width:g}" height="28" rx="5"/>'
        f'<text class="cap" fill="#15181d" x="{left + 10:g}" y="-14">{escape(key)}</text>'
    )


def _times(frames: Sequence[Frame]) -> str:
    """CSS that shows one frame at a time, and the last where nothing moves."""
    ends = [0.0, *accumulate(frame.seconds for frame in frames)]
    percent = [f"{100 * end / ends[-1]:.2f}%" for end in ends]
    last = len(frames) - 1
    steps = "".join(
        f"@keyframes f{number}{{0%,100%{{visibility:hidden}}{begin}{{visibility:visible}}{end}{{visibility:hidden}}}}"
        f".f{number}{{animation-name:f{number}}}"
        for number, (begin, end) in enumerate(pairwise(percent))
    )
    return (
        f".frame{{visibility:hidden;animation:{ends[-1]:g}s step-end infinite}}.f{last}{{visibility:visible}}{steps}"
        "@media (prefers-reduced-motion:reduce){.frame{animation:none}}"
    )


def _uses(svg: str, rows: dict[str, str], looks: dict[str, str]) -> str:
    """A picture as uses of its rows; new ones are added to `rows`, and new styles to `looks`."""
    styles = dict(_LOOK.findall(svg))
    screen = _SCREEN.search(svg)
    if screen is None:
        raise ValueError("no picture of a terminal")
    lines: dict[int, list[str]] = {}
    for fill, left, top, width in _merged(_RECT.findall(screen[0])):
        row = round((float(top) - _FIRST_ROW) / _ROW)
        lines.setdefault(row, []).append(f'<rect fill="{fill}" x="{left}" y="{top}" width="{width}" height="24.65"/>')
    for style, left, base, length, line, text in _TEXT.findall(screen[0]):
        look = looks.setdefault(styles[style], f"c{len(looks)}")
        written = f'<text class="{look}" x="{left}" y="{base}" textLength="{length}">{text}</text>'
        lines.setdefault(int(line), []).append(written)
    names = (rows.setdefault("".join(line), f"r{len(rows)}") for _, line in sorted(lines.items()))
    return "".join(f'<use href="#{name}"/>' for name in names)


def _merged(rectangles: Sequence[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Neighbours of one colour in one row as one rectangle."""
    merged: list[tuple[str, str, str, str]] = []
    for fill, left, top, width in rectangles:
        if merged and merged[-1][0] == fill and merged[-1][2] == top:
            _, first, _, before = merged[-1]
            if abs(float(first) + float(before) - float(left)) < 0.1:
                merged[-1] = fill, first, top, f"{float(before) + float(width):g}"
                continue
        merged.append((fill, left, top, width))
    return merged
