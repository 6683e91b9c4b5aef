"""Cells of a file that a spreadsheet will open."""

from __future__ import annotations

import re

from app.i18n import drawable

# What a spreadsheet takes for a formula, in full-width signs too. It may stand behind a delimiter: whoever opens the
# file with another one than it was written with gets that as the beginning of a cell. (OWASP, "CSV Injection")
_FORMULA = re.compile(r"(^|[;,])(?=[\s\"']*[=+\-@＝＋－＠])")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, without control and invisible signs.

    Whitespace before a formula does not hide it, TAB and CR at the beginning neither.
    """
    return _FORMULA.sub(r"\1'", drawable(text))
