"""Sentences in lines of so many cells: a path in them is broken after a slash, and a name at its hyphens never."""

from __future__ import annotations

import re
from textwrap import TextWrapper

_MAY_BREAK = re.compile(r"(\s+)|(?<=/)(?=[^\s/])")


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """Return a text in lines, at most so many; of a longer one the last ends with an ellipsis."""
    wrapper = TextWrapper(width, break_on_hyphens=False, max_lines=most, placeholder=" …")
    wrapper.wordsep_simple_re = _MAY_BREAK
    return wrapper.wrap(text)
