"""The options of the command line, and the language to complain about them in."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import app
from app import i18n
from app.cli import calling_options, emulator_options
from app.cli.status import Status
from app.config import installed, settings
from app.domain.whole_number import whole_number
from app.i18n import gettext

SHELLS = ("bash", "zsh", "fish", "powershell")


def asked_language(given: Sequence[str]) -> str | None:
    """Return the language of --lang before the options are parsed, so that their errors come in it too."""
    for place, word in enumerate(given):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or (given[place + 1] if place + 1 < len(given) else "")
            return value if value in i18n.LANGUAGES else None
    return None


class _Version(argparse.Action):
    """Tells what a report of a bug has to name, and looks it up only then: that takes as long as a tenth of a start."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        parts = (f"Python {platform.python_version()}", f"Textual {installed.version('textual')}", platform.platform())
        print(f"rollcall {app.__version__} ({', '.join(parts)})")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Complains, and where that cannot be written the status alone tells; the argparse of Python 3.11.2 stumbles."""

    def error(self, message: str) -> NoReturn:
        with suppress(OSError):
            super().error(message)
        self.exit(Status.USAGE)


def parse(given: Sequence[str], *, plain: bool = False) -> argparse.Namespace:
    """Return what was asked for; ends the program with a word where it cannot be understood.

    `plain`: line by line, also where that is not asked for. What is left out comes with the namespace:
    options given before a command would be lost to the defaults of those after it. The sizes are there for every
    command, as the demo can be opened from any account, too.
    """
    unasked = {"lang": None, "log": None, "list_id": None, "plain": plain, "students": 30, "groups": 6, "seed": 7}
    with suppress(argparse.ArgumentError):  # the whole parser tells what is wrong
        asked, more = calling_options.calling().parse_known_args(given, argparse.Namespace(command=None, **unasked))
        if not more:
            return asked
    return parser().parse_args(given, argparse.Namespace(**unasked))


def _number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number of that range."""

    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            told = gettext("a whole number from {least} to {most} is needed").format(least=least, most=most)
            raise argparse.ArgumentTypeError(told)
        return number

    read.__name__ = int.__name__  # what argparse calls it where a text is no number at all
    return read


def parser() -> argparse.ArgumentParser:
    """Return the parser; its texts are in the language in use by now."""
    language = calling_options.language()
    common, roll = calling_options.common(language), calling_options.roll()
    size = argparse.ArgumentParser(add_help=False)
    for name, least, most, explained in (
        ("--students", 1, 5000, gettext("number of students in the class that is on")),
        ("--groups", 1, 1000, gettext("number of the lecturer's groups")),
        ("--seed", 0, 2**31, gettext("random seed: another number, another university")),
    ):
        size.add_argument(name, type=_number(least, most), default=argparse.SUPPRESS, metavar="N", help=explained)
    whole: argparse.ArgumentParser = _Parser(
        prog="rollcall",
        parents=[common, roll],
        description=gettext("Take class attendance from the keyboard, one key per student, straight into USOS."),
        epilog=gettext(
            "Settings: {file}. Environment variables take precedence (ROLLCALL_URL and others, see docs/settings.md)."
        ).format(file=settings.config_file()),
    )
    whole.add_argument(
        "--version",
        action=_Version,
        help=gettext("show program's version number and exit"),
    )
    commands = whole.add_subparsers(dest="command", metavar=gettext("command"), title=gettext("commands"))
    send = commands.add_parser(
        "send",
        parents=[common],
        help=gettext("send the marks that wait on this computer, without a screen"),
        description=gettext("Sends the marks that wait on this computer. The exit status is 0 only if none are left."),
    )
    send.add_argument("--json", action="store_true", help=gettext("for programs, as JSON"))
    _add_import(commands, common)
    commands.add_parser(
        "demo",
        parents=[common, roll, size],
        help=gettext("try it: a university on this computer, nothing leaves it"),
        description=gettext(
            "Runs rollcall with a university of its own; nothing leaves this computer and nothing is kept."
        ),
    )
    _add_telling(commands, common)
    _add_housekeeping(commands, language, common)
    emulator_options.add(commands, [language, size])
    return whole


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the command that imports reports into a list."""
    reports = commands.add_parser(
        "import",
        parents=[common],
        help=gettext("set marks from an attendance report or a table"),
        description=gettext(
            "Reads attendance reports (Teams, Zoom, Meet, BigBlueButton, Webex, tables) and shows what"
            " they would change in a list. --yes saves on this computer what needs no question; rollcall"
            " send sends it. The exit status is 3 if something is left to decide."
        ),
    )
    reports.add_argument("list_id", metavar=gettext("LIST"), help=gettext("the list's id in USOS"))
    reports.add_argument("files", metavar=gettext("FILE"), nargs="+", type=Path, help=gettext("a report"))
    reports.add_argument("--json", action="store_true", help=gettext("print the differences as JSON"))
    either = reports.add_mutually_exclusive_group()
    either.add_argument("--dry-run", action="store_true", help=gettext("only show what would change"))
    either.add_argument("--yes", action="store_true", help=gettext("write what needs no question; do not ask"))
    reports.add_argument(
        "--share",
        type=_whole(0, 100),
        metavar=gettext("PERCENT"),
        help=gettext("how much of the class a student must attend"),
    )
    reports.add_argument(
        "--length",
        type=_whole(1, 1440),
        metavar=gettext("MINUTES"),
        help=gettext("how long the class takes, instead of asking the timetable"),
    )
    reports.add_argument(
        "--column", type=_whole(1, 9999), metavar="N", help=gettext("the column of marks, where several fit")
    )
    reports.add_argument("--this-day", action="store_true", help=gettext("a file without a date is for this class"))
    reports.add_argument(
        "--day-order",
        choices=("day-first", "month-first"),
        help=gettext("which comes first in the dates of the file"),
    )


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number in this range, and complains of any other text."""

    def number(text: str) -> int:
        if (found := whole_number(text, range(least, most + 1))) is not None:
            return found
        told = gettext("{text} is not a whole number from {least} to {most}")
        raise argparse.ArgumentTypeError(told.format(text=text, least=least, most=most))

    return number


def _add_telling(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the commands that tell what is known, to people and to programs."""
    telling = argparse.ArgumentParser(add_help=False, parents=[common])
    telling.add_argument("--offline", action="store_true", help=gettext("only what is known on this computer"))
    lists = commands.add_parser(
        "lists",
        parents=[telling],
        help=gettext("print the groups and their attendance lists"),
        description=gettext("Prints the groups and their attendance lists, with the ids that other commands take."),
    )
    lists.add_argument("--json", action="store_true", help=gettext("for programs, as JSON"))
    of_group = argparse.ArgumentParser(add_help=False, parents=[telling])
    of_group.add_argument("--numbers", action="store_true", help=gettext("with the students' album numbers"))
    overview = commands.add_parser(
        "overview",
        parents=[of_group],
        help=gettext("print the term of a group: who missed how much"),
        description=gettext(
            "Reads what is new or missing and prints the term of a group. The exit status is 0 only if nothing is"
            " missing. Nothing is sent."
        ),
    )
    form = _with_group(overview).add_mutually_exclusive_group()
    form.set_defaults(form="lines")
    for name, explained in (("json", gettext("for programs, as JSON")), ("csv", gettext("for spreadsheets, as CSV"))):
        form.add_argument(f"--{name}", action="store_const", const=name, dest="form", help=explained)
    export = commands.add_parser(
        "export",
        parents=[of_group],
        help=gettext("write the term of a group, or one list, to a file"),
        description=gettext(
            "Reads what is new or missing and writes a file that only you can read; none is written over. The exit"
            " status is 0 only if nothing is missing."
        ),
    )
    every = gettext("all groups of the current terms; FILE is then a folder")
    export.add_argument("--all", action="store_true", help=every)
    files = _with_group(export, "?").add_mutually_exclusive_group(required=True)
    for name, explained in (
        ("xlsx", gettext("a workbook, for Excel and LibreOffice")),
        ("csv", gettext("CSV, for any spreadsheet")),
        ("html", gettext("a page to print")),
        ("sheet", gettext("a sign-in sheet to print")),
    ):
        files.add_argument(f"--{name}", type=Path, metavar=gettext("FILE"), help=explained)
    export.add_argument("--comments", action="store_true", help=gettext("with the comments"))
    export.add_argument(
        "--list", metavar="ID", dest="list_id", default=argparse.SUPPRESS, help=gettext("only the roll of this list")
    )


def _with_group(command: argparse.ArgumentParser, nargs: str | None = None) -> argparse.ArgumentParser:
    """Add what names a group, and return the command."""
    unit = gettext("id of the course unit; see: rollcall lists")
    command.add_argument("unit", nargs=nargs, metavar=gettext("UNIT"), help=unit)
    command.add_argument("group", nargs=nargs, metavar=gettext("GROUP"), help=gettext("number of the group"))
    return command


def _add_housekeeping(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    language: argparse.ArgumentParser,
    common: argparse.ArgumentParser,
) -> None:
    """Add the commands that are about this computer, not about a class."""
    doctor = commands.add_parser(
        "doctor",
        parents=[common],
        help=gettext("check that everything works; the result can go into a bug report"),
        description=gettext(
            "Checks this computer, USOS and your permissions there, and changes nothing. The result"
            " contains no keys, no names and no students, so it can be shown to anybody. The exit status"
            " is 0 only if everything works."
        ),
    )
    doctor.add_argument("--json", action="store_true", help=gettext("for programs, as JSON"))
    config = commands.add_parser(
        "config",
        parents=[language],
        help=gettext("show where the settings are; write an example if there are none"),
        description=gettext(
            "Shows where the settings are, and all that are in force with where each comes from. If there are none, it"
            " writes an example."
        ),
    )
    completion = commands.add_parser(
        "completion",
        parents=[language],
        help=gettext("print what lets a shell complete this command with Tab"),
        description=gettext(
            "Prints a script with which Tab completes commands and options in a shell; docs/commands.md"
            " and the manual page say where it goes."
        ),
    )
    completion.add_argument("shell", choices=SHELLS, metavar=gettext("SHELL"), help=", ".join(SHELLS))
    shown = config.add_mutually_exclusive_group()
    shown.add_argument("--print", action="store_true", help=gettext("only print the example"))
    shown.add_argument("--schema", action="store_true", help=gettext("only print a JSON Schema, for editors"))
    forget = commands.add_parser(
        "forget",
        parents=[common],
        help=gettext("remove what is kept here of an account: marks, students, key and token"),
        description=gettext(
            "Removes what this computer keeps of an account: marks, students, key and token, and"
            " crash reports. It asks first, and says how many marks are not in USOS yet. Files that you have"
            " written stay."
        ),
    )
    forget.add_argument(
        "--account", type=int, metavar="N", help=gettext("which one, if there are several; it asks otherwise")
    )
    forget.add_argument("--yes", action="store_true", help=gettext("do not ask"))
