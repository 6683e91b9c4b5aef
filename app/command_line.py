"""The options of the command line, and the language to complain about them in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from app import settings, texts
from app.texts import gettext


def asked_language(given: Sequence[str]) -> str | None:
    """Return the language of --lang before the options are parsed, so that their errors come in it too."""
    for place, word in enumerate(given):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or (given[place + 1] if place + 1 < len(given) else "")
            return value if value in texts.LANGUAGES else None
    return None


def parser() -> argparse.ArgumentParser:
    """Return the parser; its texts are in the language in use by now."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--lang", choices=texts.LANGUAGES, default=argparse.SUPPRESS, help=gettext("language of the program")
    )
    roll = argparse.ArgumentParser(add_help=False)
    roll.add_argument(
        "--list",
        metavar="ID",
        dest="list_id",
        default=argparse.SUPPRESS,
        help=gettext("go straight to the roll of this list"),
    )
    size = argparse.ArgumentParser(add_help=False)
    size.add_argument("--students", type=int, default=30, metavar="N", help=gettext("students of the class that is on"))
    size.add_argument("--groups", type=int, default=6, metavar="N", help=gettext("groups of the lecturer"))
    size.add_argument("--seed", type=int, default=7, metavar="N", help=gettext("another seed, another university"))
    whole = argparse.ArgumentParser(
        prog="rollcall",
        parents=[common, roll],
        description=gettext("Take class attendance from the keyboard, one key per student, straight into USOS."),
        epilog=gettext("Settings: {file}, and above it the environment (ROLLCALL_URL and others, see README).").format(
            file=settings.config_file()
        ),
    )
    whole.set_defaults(lang=None, list_id=None)  # given before or after a command, they hold
    whole.add_argument(
        "--version",
        action="version",
        version=f"rollcall {version('rollcall')}",
        help=gettext("show program's version number and exit"),
    )
    commands = whole.add_subparsers(dest="command", metavar=gettext("command"), title=gettext("commands"))
    commands.add_parser(
        "send",
        parents=[common],
        help=gettext("send what is kept on this computer, without a screen"),
        description=gettext("Sends what is kept on this computer. The exit status is 0 only if nothing is left."),
    )
    commands.add_parser(
        "demo",
        parents=[common, roll, size],
        help=gettext("try it: a university on this computer, nothing leaves it"),
        description=gettext("Runs rollcall against a USOS in this process; nothing leaves the computer or is kept."),
    )
    emulator = commands.add_parser(
        "emulator",
        parents=[common, size],
        help=gettext("serve a USOS on this computer, for people who write clients"),
        description=gettext("Serves a USOS with demo data on this computer until Ctrl+C."),
    )
    emulator.add_argument("--port", type=int, default=0, metavar="N", help=gettext("port; 0 takes a free one"))
    emulator.add_argument("--base-path", default="/", metavar="PATH", help=gettext("path before services/"))
    emulator.add_argument("--ids", choices=("number", "text"), default="number", help=gettext("how ids are sent"))
    emulator.add_argument(
        "--without",
        action="extend",
        nargs="+",
        default=[],
        metavar=gettext("METHOD"),
        help=gettext("methods this installation lacks"),
    )
    emulator.add_argument(
        "--keep-comments", action="store_true", help=gettext("an update without a comment keeps the old one")
    )
    emulator.add_argument("--database", type=Path, metavar=gettext("FILE"), help=gettext("keep everything in a file"))
    emulator.add_argument("--json", action="store_true", help=gettext("announce address and keys as one JSON line"))
    return whole
