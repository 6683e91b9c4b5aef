"""The options of a line without a command, which opens the screens; commands share them."""

from __future__ import annotations

import argparse
from pathlib import Path

from app import i18n
from app.i18n import gettext


def calling() -> argparse.ArgumentParser:
    """Return what reads a line without a command: a class that begins need not wait for all commands to be built."""
    parents = [common(language()), roll()]
    return argparse.ArgumentParser(prog="rollcall", parents=parents, add_help=False, exit_on_error=False)


def language() -> argparse.ArgumentParser:
    """Return the option that all commands have."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--lang", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help=gettext("language of the program")
    )
    return options


def common(language: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Return the options of all commands that may call USOS, that of the language among them."""
    options = argparse.ArgumentParser(add_help=False, parents=[language])
    options.add_argument(
        "--log",
        type=Path,
        metavar=gettext("FILE"),
        default=argparse.SUPPRESS,
        help=gettext("log the calls to USOS in a file: method, status, milliseconds; no names and no keys"),
    )
    return options


def roll() -> argparse.ArgumentParser:
    """Return the options of whoever calls a roll."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--list",
        metavar="ID",
        dest="list_id",
        default=argparse.SUPPRESS,
        help=gettext("open the roll of this list at once"),
    )
    options.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help=gettext("line by line, without a screen: for screen readers, Braille displays, slow connections"),
    )
    return options
