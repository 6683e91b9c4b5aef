"""The command line: reads the configuration, builds the parts and runs them."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app import settings, texts
from app.settings import Access, BadSettingError, Settings
from app.texts import gettext, ngettext

if TYPE_CHECKING:  # imported where they are needed: --help and a wrong option answer at once
    from app.emulator import Emulator, Options
    from app.store import Store
    from app.usos.client import Usos

_POLAND = ZoneInfo("Europe/Warsaw")


def warsaw_now() -> datetime:
    """Return Polish wall-clock time, which is what USOS speaks."""
    return datetime.now(_POLAND).replace(tzinfo=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status: 0 well, 1 it could not, 2 it was asked wrongly."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    texts.use_language(_asked_language(given) or texts.preferred_language(os.environ))
    texts.translate_argparse()
    try:
        chosen = settings.load(settings.config_file(), os.environ)
        if chosen.language and not _asked_language(given):
            texts.use_language(chosen.language)
            texts.translate_argparse()
        asked = _parser().parse_args(given)
    except BadSettingError as error:
        return _complain(str(error), 2)
    match asked.command:
        case "emulator":
            return _serve_emulator(asked)
        case "demo":
            return _demo(asked, chosen)
        case _:
            return _rollcall(asked, chosen)


def _asked_language(given: Sequence[str]) -> str | None:
    """Return the language of --lang before the options are parsed, so that their errors come in it too."""
    for place, word in enumerate(given):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or (given[place + 1] if place + 1 < len(given) else "")
            return value if value in texts.LANGUAGES else None
    return None


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=texts.LANGUAGES, help=gettext("language of the program"))
    roll = argparse.ArgumentParser(add_help=False)
    roll.add_argument("--list", metavar="ID", dest="list_id", help=gettext("go straight to the roll of this list"))
    size = argparse.ArgumentParser(add_help=False)
    size.add_argument("--students", type=int, default=30, metavar="N", help=gettext("students of the class that is on"))
    size.add_argument("--groups", type=int, default=6, metavar="N", help=gettext("groups of the lecturer"))
    size.add_argument("--seed", type=int, default=7, metavar="N", help=gettext("another seed, another university"))
    parser = argparse.ArgumentParser(
        prog="rollcall",
        parents=[common, roll],
        description=gettext("Take class attendance from the keyboard, one key per student, straight into USOS."),
        epilog=gettext("Settings: {file}, and above it the environment (ROLLCALL_URL and others, see README).").format(
            file=settings.config_file()
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"rollcall {version('rollcall')}",
        help=gettext("show program's version number and exit"),
    )
    commands = parser.add_subparsers(dest="command", metavar=gettext("command"), title=gettext("commands"))
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
    return parser


def _rollcall(asked: argparse.Namespace, chosen: Settings) -> int:
    """Run against the configured USOS."""
    if chosen.access is None:
        return _welcome(asked, chosen)
    from app import accounts  # noqa: PLC0415 - not needed by the other commands
    from app.store import Store, StoreError  # noqa: PLC0415 - as above
    from app.ui import wording  # noqa: PLC0415 - as above
    from app.usos.errors import UsosError  # noqa: PLC0415 - as above

    access = chosen.access
    try:
        file = accounts.store_file(settings.data_folder(), access, lambda: _connect(chosen).me())
        store = Store(file)
    except UsosError as error:
        asking = gettext("Asking {url} whose credentials these are did not work.").format(url=access.url)
        return _complain(f"{asking} {wording.failure(error)}", 1)
    except (StoreError, OSError) as error:
        return _complain(gettext("The disk does not let rollcall keep marks: {reason}").format(reason=error), 1)
    place = access.url.split("://")[1].strip("/")
    return _run(asked, chosen, store, lambda: _connect(chosen), place=place, farewell=True)


def _connect(chosen: Settings) -> Usos:
    from app.usos.client import Usos  # noqa: PLC0415 - httpx and authlib are slow to import; a thread does it

    return Usos(chosen)


def _demo(asked: argparse.Namespace, chosen: Settings) -> int:
    """Run against an emulator in this process and a store that goes with it."""
    from app.emulator import Emulator  # noqa: PLC0415 - only the demo needs it
    from app.store import Store  # noqa: PLC0415 - as above

    started: list[Emulator] = []

    def connect() -> Usos:
        emulator = Emulator(_emulator_options(asked))
        emulator.start()
        started.append(emulator)
        access = Access(
            emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret
        )
        return _connect(replace(chosen, access=access))

    with tempfile.TemporaryDirectory(prefix="rollcall-demo-", ignore_cleanup_errors=True) as folder:
        status = _run(asked, chosen, Store(Path(folder) / "demo.sqlite3"), connect, place="demo", farewell=False)
        for emulator in started:
            emulator.stop()
    return status


def _emulator_options(asked: argparse.Namespace) -> Options:
    from app.emulator import Options  # noqa: PLC0415 - only the emulator's own commands need it

    return Options(students=asked.students, groups=asked.groups, seed=asked.seed)


def _run(  # noqa: PLR0913 - the parts, handed over once
    asked: argparse.Namespace,
    chosen: Settings,
    store: Store,
    connect: Callable[[], Usos],
    *,
    place: str,
    farewell: bool,
) -> int:
    """Run the application on this store; afterwards tell what is unsent, or that the program failed."""
    from app.register import Register  # noqa: PLC0415 - Textual is imported only when there is a screen to show
    from app.sync.link import Pace  # noqa: PLC0415 - as above
    from app.sync.threads import Sync  # noqa: PLC0415 - as above
    from app.ui.application import Rollcall  # noqa: PLC0415 - as above
    from app.ui.desk import Desk  # noqa: PLC0415 - as above

    sync = Sync(store, connect, now=warsaw_now, pace=Pace(hold=chosen.hold))
    register = Register(store, warsaw_now)
    try:
        application = Rollcall(Desk(register, sync, place), list_id=asked.list_id, theme=chosen.theme)
    except LookupError:
        return _complain(gettext("{name} is not a theme; the command palette lists them.").format(name=chosen.theme), 2)
    application.run()
    sync.stop()
    unsent = register.unsent().total
    store.close_thread()
    if unsent and farewell:
        kept = ngettext(
            "{number} mark is kept on this computer; it goes out at the next start.",
            "{number} marks are kept on this computer; they go out at the next start.",
            unsent,
        )
        print(kept.format(number=unsent))
    if application.failure is not None:
        return _report_failure(application.failure)
    return 0


def _report_failure(failure: BaseException) -> int:
    from app import crash  # noqa: PLC0415 - hopefully never needed

    try:
        where = str(crash.write(failure, settings.log_folder(), warsaw_now()))
    except OSError:
        where = gettext("nowhere, for the disk did not take it")
    return _complain(
        gettext(
            "rollcall has failed, which it should not. Marks you saw are kept. A report without names is in {file}."
        ).format(file=where),
        1,
    )


def _welcome(asked: argparse.Namespace, chosen: Settings) -> int:
    """Say what is missing; go on to the demo if that is wished."""
    if not sys.stdout.isatty():
        return _complain(gettext("No USOS is configured; see README, or try: rollcall demo"), 2)
    from app.ui.welcome import Welcome  # noqa: PLC0415 - only without a configuration

    if not Welcome(settings.config_file()).run():
        return 0
    defaults = _parser().parse_args(["demo"])
    defaults.list_id = asked.list_id
    return _demo(defaults, chosen)


def _serve_emulator(asked: argparse.Namespace) -> int:
    """Serve an emulator until it is interrupted."""
    from app.emulator import command  # noqa: PLC0415 - only here

    options = replace(
        _emulator_options(asked),
        port=asked.port,
        base_path=asked.base_path,
        ids=asked.ids,
        without=frozenset(asked.without),
        keep_comments=asked.keep_comments,
        database=asked.database,
    )
    try:
        return command.serve(options, announce=_announce_as_json if asked.json else _announce)
    except OSError as error:
        return _complain(gettext("The emulator cannot serve: {reason}").format(reason=error), 1)


def _announced(emulator: Emulator) -> dict[str, str]:
    return {
        "url": emulator.url,
        "consumer_key": emulator.consumer_key,
        "consumer_secret": emulator.consumer_secret,
        "token": emulator.token,
        "token_secret": emulator.token_secret,
    }


def _announce_as_json(emulator: Emulator) -> None:
    print(json.dumps(_announced(emulator)), flush=True)


def _announce(emulator: Emulator) -> None:
    lines = [f"ROLLCALL_{name.upper()}={value}" for name, value in _announced(emulator).items()]
    head = gettext("A USOS with demo data runs on this computer until Ctrl+C. To use it, set:")
    print("\n".join([head, *lines]), flush=True)


def _complain(sentence: str, status: int) -> int:
    print(f"rollcall: {sentence}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
