"""Names in large letters, drawn with the block characters that every terminal font has.

The letters are seven dots high and five wide, with two dots above for accents and one below for an ogonek. They are
shown wide, two dots in a cell, or narrow, four dots in a cell. A name with a letter that is not here is not drawn at
all: no letter stands for another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

_LETTERS = """
A     B     C     D     E     F     G     H     I     J     K     L     M
.###. ####. .###. ####. ##### ##### .###. #...# .###. ..### #...# #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.##
#...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
##### ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.#
#...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
#...# ####. .###. ####. ##### #.... .###. #...# .###. .##.. #...# ##### #...#

N     O     P     Q     R     S     T     U     V     W     X     Y     Z
#...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
#.#.# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
#.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
#..## #...# #.... #.#.# #.#.. ....# ..#.. #...# .#.#. #.#.# .#.#. ..#.. .#...
#...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## #...# ..#.. #....
#...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####

0     1     2     3     4     5     6     7     8     9     -     '     .
.###. ..#.. .###. ####. #..#. ##### .###. ##### .###. .###. ..... ..#.. .....
#...# .##.. #...# ....# #..#. #.... #.... ....# #...# #...# ..... ..#.. .....
#..## ..#.. ....# ....# #..#. ####. #.... ...#. #...# #...# ..... .#... .....
#.#.# ..#.. ...#. .###. ##### ....# ####. ..#.. .###. .#### .###. ..... .....
##..# ..#.. ..#.. ....# ...#. ....# #...# ..#.. #...# ....# ..... ..... .....
#...# ..#.. .#... ....# ...#. #...# #...# ..#.. #...# ....# ..... ..... .##..
.###. .###. ##### ####. ...#. .###. .###. ..#.. .###. .###. ..... ..... .##..

Ł     Đ     Ø     Æ     Œ     Þ     %
.#... .##.. .##.# .#### .#### #.... ##..#
.#... .#.#. #..#. #.#.. #.#.. ####. ##..#
.#.#. .#..# #.#.# #.#.. #.#.. #...# ...#.
.##.. ###.# #.#.# #.### #.### #...# ..#..
##... .#..# #.#.# ###.. #.#.. ####. .#...
.#... .#.#. .#..# #.#.. #.#.. #.... #..##
.#### .##.. #.##. #.### .#### #.... #..##
"""
_SAME = {"Ð": "Đ", "’": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"}
_ABOVE = {  # by the combining character
    "\u0300": (".#...", "..#.."),  # grave
    "\u0301": ("...#.", "..#.."),  # acute
    "\u0302": ("..#..", ".#.#."),  # circumflex
    "\u0303": (".#.#.", "#.#.."),  # tilde
    "\u0304": (".###.", "....."),  # macron
    "\u0306": ("#...#", ".###."),  # breve
    "\u0307": ("..#..", "....."),  # dot
    "\u0308": (".#.#.", "....."),  # diaeresis
    "\u0309": ("..##.", "...#."),  # hook
    "\u030a": (".###.", ".#.#."),  # ring
    "\u030b": ("..#.#", ".#.#."),  # double acute
    "\u030c": (".#.#.", "..#.."),  # caron
    "\u031b": ("....#", "....#"),  # horn
}
_BELOW = {
    "\u0323": "..#..",  # dot
    "\u0326": "..#..",  # comma
    "\u0327": "..##.",  # cedilla
    "\u0328": "...##",  # ogonek
}
_DOTS, _WIDTH = 7, 5
_NARROW = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_WIDE = " ▀▄█"

Dots = tuple[str, ...]


@lru_cache(maxsize=64)
def large(text: str, width: int) -> tuple[str, ...]:
    """Return a text in large capitals, line by line, in at most that many cells; empty where it cannot be drawn.

    It may be broken once, at a space or after a hyphen.
    """
    capitals = unicodedata.normalize("NFC", text.strip().upper())
    for narrow in (False, True):
        cells = 3 if narrow else _WIDTH + 1
        for words in _broken(capitals):
            drawn = [[_letter(sign) for sign in word] for word in words]
            if max(map(len, words)) * cells - 1 <= width and all(all(letters) for letters in drawn):
                return tuple(line for letters in drawn for line in _painted(letters, narrow=narrow))
    return ()


def _broken(text: str) -> Iterator[Sequence[str]]:
    """Return a text in one line, and then in two, in each way there is, the most even one first."""
    if text:
        yield [text]
    places = [place for place in range(2, len(text)) if text[place - 1] in " -"]
    for place in sorted(places, key=lambda place: abs(2 * place - len(text))):
        yield [text[:place].strip(), text[place:].strip()]


@cache
def _letters() -> dict[str, Dots]:
    letters = {" ": (".....",) * _DOTS}
    for block in _LETTERS.strip().split("\n\n"):
        heads, *rows = (line.split() for line in block.splitlines())
        letters |= {head: tuple(row[place] for row in rows) for place, head in enumerate(heads)}
    return letters


def _letter(sign: str) -> Dots:
    """Return the dots of a capital with its accents, ten rows; empty where there is none."""
    decomposed = unicodedata.normalize("NFD", _SAME.get(sign, sign))
    dots, marks = _letters().get(decomposed[:1]), decomposed[1:]
    if dots is None or any(mark not in _ABOVE and mark not in _BELOW for mark in marks):
        return ()
    above, below = [".....", "....."], "....."
    for mark in marks:
        if mark in _ABOVE:
            above = [_both(one, other) for one, other in zip(above, _ABOVE[mark], strict=True)]
        else:
            below = _both(below, _BELOW[mark])
    body = _lower(dots) if "#" in above[1] else dots
    return (*above, *body, below)


def _lower(dots: Dots) -> Dots:
    """Return a letter one dot lower, with a gap above it: an accent that touched its top would be a blob with it."""
    alike = (row for row in range(1, _DOTS) if dots[row] == dots[row - 1])
    left_out = next(alike, 1)
    return (".....", *dots[:left_out], *dots[left_out + 1 :])


def _both(one: str, other: str) -> str:
    return "".join("#" if "#" in pair else "." for pair in zip(one, other, strict=True))


def _painted(letters: Sequence[Dots], *, narrow: bool) -> Iterator[str]:
    """Return the lines of a row of letters; the uppermost only where there are accents."""
    rows = [".".join(parts) + "." for parts in zip(*letters, strict=True)]
    for number, (upper, lower) in enumerate(zip(rows[::2], rows[1::2], strict=True)):
        halves = (upper[::2], upper[1::2], lower[::2], lower[1::2]) if narrow else (upper, lower)
        characters = _NARROW if narrow else _WIDE
        line = "".join(characters[_number(dots)] for dots in zip(*halves, strict=True))
        if line.strip() or number:
            yield line.rstrip()


def _number(dots: Iterable[str]) -> int:
    """Return the place of a cell with these dots among the characters for it."""
    return sum(1 << place for place, dot in enumerate(dots) if dot == "#")
