"""The options of `rollcall emulator`: which installation it is, and how it answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.i18n import gettext


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], parents: list[argparse.ArgumentParser]) -> None:
    """Add the command, with the options of its parents."""
    emulator = commands.add_parser(
        "emulator",
        parents=parents,
        help=gettext("run a USOS on this computer, for people who write clients"),
        description=gettext("Runs a USOS with invented people on this computer until Ctrl+C."),
    )
    emulator.add_argument("--port", type=int, default=0, metavar="N", help=gettext("port; 0 chooses a free one"))
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
        "--methods",
        choices=("full", "no-user", "oldest"),
        default="full",
        help=gettext("which attendance methods there are: all, all but user, or the oldest ones"),
    )
    for name, metavar, explained in (
        ("--flat-fields", gettext("FIELD"), gettext('fields after which "[" cannot be read')),
        ("--unknown-fields", gettext("FIELD"), gettext("fields this installation does not have")),
        ("--forbidden-fields", gettext("FIELD"), gettext("fields nobody may read")),
        ("--failing", gettext("WHAT"), gettext("methods, fields or student ids for which USOS fails with a 500")),
        ("--codeless", gettext("WHAT"), gettext("the same for which it refuses without an error code")),
        ("--withheld-scopes", gettext("SCOPE"), gettext("scopes that no token gets, whatever is consented to")),
    ):
        emulator.add_argument(name, action="extend", nargs="+", default=[], metavar=metavar, help=explained)
    emulator.add_argument(
        "--user",
        choices=("lecturer", "colleague", "student"),
        default="lecturer",
        help=gettext("whose access token is made in advance"),
    )
    emulator.add_argument(
        "--clock-ahead",
        type=float,
        default=0,
        metavar=gettext("SECONDS"),
        help=gettext("how far the server's clock is ahead of yours"),
    )
    emulator.add_argument(
        "--keep-comments", action="store_true", help=gettext("an update without a comment keeps the old one")
    )
    for name, explained in (
        ("--emails", gettext("staff see students' e-mail addresses")),
        ("--phantoms", gettext("the timetable has rows that are not classes")),
        ("--open-timetable", gettext("reading the timetable needs no scope")),
        ("--unknown-as-400", gettext("an unknown method is a 400 instead of a 404")),
    ):
        emulator.add_argument(name, action="store_true", help=explained)
    emulator.add_argument("--database", type=Path, metavar=gettext("FILE"), help=gettext("keep everything in a file"))
    emulator.add_argument("--json", action="store_true", help=gettext("announce address and keys as one JSON line"))
