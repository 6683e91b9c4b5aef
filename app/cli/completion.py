"""`rollcall completion`: a script that lets a shell complete the command line, made from the parser beforehand.

`python -m tests.shell_files` makes them, and a test holds them current.
"""

from __future__ import annotations

from pathlib import Path

from app.cli.status import Status
from app.i18n import language

FOLDER = Path(__file__).parent / "completions"


def file(shell: str, language: str) -> Path:
    """Return where the script for a shell is, with its explanations in this language; bash shows none."""
    return FOLDER / ("bash.txt" if shell == "bash" else f"{shell}-{language}.txt")


def completion(shell: str) -> int:
    """Print the script and return the exit status."""
    print(file(shell, language()).read_text(encoding="utf-8"), end="")
    return Status.DONE
