"""The command line: reads the configuration, builds the parts and runs them."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app import i18n
from app.cli import ending, parser, surroundings
from app.cli.status import Status
from app.cli.terminal import complain, complaints_written, stop_writing, use_streams
from app.config import files, language_choice, settings
from app.config.problems import BadSettingError
from app.config.settings import Settings
from app.domain import polish_time
from app.domain.model import GroupKey
from app.i18n import gettext
from app.keymap import keys, rebinding
from app.messages import settings as settings_messages

if TYPE_CHECKING:  # imported where it is needed: --help and a wrong option answer at once
    from app.emulator import Emulator


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status, a `Status`."""
    if arguments is not None:  # we are a guest in a process that is somebody else's
        return _status(arguments)
    use_streams()
    return ending.ended(_status(None))


def _status(arguments: Sequence[str] | None) -> int:
    """Run what is asked for, and write what there is to write, whatever happens."""
    with complaints_written():
        try:
            try:
                return _run(arguments)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:  # whoever read what we print has had enough, such as `head`
            stop_writing(sys.stdout)
            return Status.DONE
        except KeyboardInterrupt:
            return Status.INTERRUPTED
        except Exception as error:  # whatever it is must not print names or tokens
            return _told(error)


def _told(error: Exception) -> int:
    """Say what has ended a command: that what it printed could not be written, or a defect of ours, without names."""
    if isinstance(error, OSError) and error.filename is None:
        stop_writing(sys.stdout)
        told = gettext("What was to be printed could not be written: {reason}")
        return complain(told.format(reason=error.strerror), Status.FAILED)
    from app.cli import crash  # noqa: PLC0415 - hopefully never needed

    return crash.told(error, settings.log_folder, polish_time.now())


def _run(arguments: Sequence[str] | None) -> int:
    if arguments is None:
        surroundings.settle(os.environ)
    given = list(sys.argv[1:] if arguments is None else arguments)
    i18n.use_language(parser.asked_language(given) or i18n.preferred_language(os.environ, i18n.system_language()))
    i18n.translate_argparse()
    if moment := os.environ.get("ROLLCALL_CLOCK"):  # for tests, see CONTRIBUTING.md
        try:
            polish_time.start_from(datetime.fromisoformat(moment))
        except ValueError as error:
            return complain(f"ROLLCALL_CLOCK: {error}", Status.USAGE)
    mistake = ""
    try:
        chosen = settings.load(settings.config_file(), os.environ)
    except BadSettingError as error:
        chosen, mistake = Settings(), settings_messages.sentence(error.problem)
    if (language := chosen.language or language_choice.kept()) and not parser.asked_language(given):
        i18n.use_language(language)
        i18n.translate_argparse()
    try:
        keys.use(rebinding.keymap(chosen.keys, settings.config_file()))
    except BadSettingError as error:
        mistake = settings_messages.sentence(error.problem)
    asked = parser.parse(given, plain=os.environ.get("ACCESSIBLE", "") not in {"", "0"})
    if mistake and asked.command not in {"config", "doctor"}:  # which help to mend it
        return complain(mistake, Status.USAGE)
    if asked.log is not None:
        from app.usos import call_log  # noqa: PLC0415 - hardly anybody asks for it

        try:
            call_log.begin(asked.log)
        except OSError as error:
            return complain(gettext("The log cannot be written there: {reason}").format(reason=error), Status.FAILED)
        chosen = replace(chosen, log=asked.log.absolute())
    return _command(asked, chosen, mistake)


def _command(asked: argparse.Namespace, chosen: Settings, mistake: str) -> int:
    """Run what is asked for; `mistake` is what is wrong with the configuration."""
    match asked.command:
        case "emulator":
            return _serve_emulator(asked)
        case "send" | "import" | "lists" | "overview" | "export":
            return _without_screen(asked, chosen)
        case "doctor" | "config" | "completion" | "forget":
            return _keep_house(asked, chosen, mistake)
        case _:
            gc.disable()  # among what a start imports is no garbage, and looking for it would take a tenth of the time
            from app.cli.launcher import Session  # noqa: PLC0415 - as above

            with files.left_as_found(settings.data_path()):  # the demo, and who only looks, keep nothing there
                return Session(asked, chosen).run(demo=asked.command == "demo")


def _without_screen(asked: argparse.Namespace, chosen: Settings) -> int:
    """Run a command that does for programs and pipes what the screens do for people."""
    match asked.command:
        case "send":
            from app.cli import send  # noqa: PLC0415 - what only one command needs, the others need not wait for

            return send.send(chosen, as_json=asked.json)
        case "import":
            from app.cli import importing  # noqa: PLC0415 - as above

            return importing.import_reports(chosen, asked)
        case "lists":
            from app.cli import lists  # noqa: PLC0415 - as above

            return lists.lists(chosen, as_json=asked.json, offline=asked.offline)
        case "export":
            return _export(asked, chosen)
        case _:
            from app.cli import overview  # noqa: PLC0415 - as above

            group = GroupKey(asked.unit, asked.group)
            form = overview.Form(asked.form)
            return overview.overview(chosen, group, form=form, offline=asked.offline, numbers=asked.numbers)


def _export(asked: argparse.Namespace, chosen: Settings) -> int:
    """Write a term or a list to a file."""
    from app.cli import export  # noqa: PLC0415 - only here
    from app.exporting.formats import Format  # noqa: PLC0415 - as above
    from app.exporting.table import Included  # noqa: PLC0415 - as above

    if asked.all == (asked.group is not None) or (asked.all and asked.list_id is not None):
        return complain(gettext("Either the unit and the group are needed, or --all alone."), Status.USAGE)
    format_, file = next((one, file) for one in Format if (file := getattr(asked, one.value)) is not None)
    wanted = export.Asked(
        group=None if asked.all else GroupKey(asked.unit, asked.group),
        list_id=asked.list_id,
        format=format_,
        file=file,
        included=Included(numbers=asked.numbers, comments=asked.comments),
        offline=asked.offline,
    )
    return export.export(chosen, wanted)


def _keep_house(asked: argparse.Namespace, chosen: Settings, mistake: str) -> int:
    """Run a command that is about this computer, not about a class."""
    match asked.command:
        case "doctor":
            from app.cli import doctor  # noqa: PLC0415 - what only one command needs, the others need not wait for

            return doctor.examine(chosen, readable=not mistake, as_json=asked.json)
        case "config":
            from app.cli import config, config_schema  # noqa: PLC0415 - as above

            if asked.schema:
                print(json.dumps(config_schema.schema(), indent=2))
                return Status.DONE
            return config.offer(chosen, printed=asked.print, mistake=mistake, asked_language=asked.lang)
        case "completion":
            from app.cli import completion  # noqa: PLC0415 - as above

            return completion.completion(asked.shell)
        case _:
            from app.cli import forget  # noqa: PLC0415 - as above

            return forget.forget(chosen, asked.account, agreed=asked.yes)


def _serve_emulator(asked: argparse.Namespace) -> int:
    """Serve an emulator until it is interrupted."""
    from app.cli import cannot_open  # noqa: PLC0415 - only here
    from app.emulator import Options, command  # noqa: PLC0415 - as above
    from app.workspace.open_store import CannotOpenError, require_sqlite  # noqa: PLC0415 - as above

    options = Options(
        students=asked.students,
        groups=asked.groups,
        seed=asked.seed,
        port=asked.port,
        base_path=asked.base_path,
        ids=asked.ids,
        without=frozenset(asked.without),
        keep_comments=asked.keep_comments,
        database=asked.database,
        methods=asked.methods,
        flat_fields=frozenset(asked.flat_fields),
        unknown_fields=frozenset(asked.unknown_fields),
        forbidden_fields=frozenset(asked.forbidden_fields),
        user=asked.user,
        withheld_scopes=frozenset(asked.withheld_scopes),
        clock_ahead=asked.clock_ahead,
        failing=frozenset(asked.failing),
        codeless=frozenset(asked.codeless),
        phantoms=asked.phantoms,
        emails=asked.emails,
        open_timetable=asked.open_timetable,
        unknown_as_400=asked.unknown_as_400,
    )
    try:
        require_sqlite()
        return command.serve(options, announce=_announce_as_json if asked.json else _announce, now=polish_time.now)
    except CannotOpenError as error:
        return cannot_open.told(error)
    except (OSError, ValueError, OverflowError) as error:
        return complain(gettext("The emulator cannot start: {reason}").format(reason=error), Status.FAILED)


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
    head = gettext("A USOS with invented people runs on this computer until Ctrl+C. To use it, set:")
    print("\n".join([head, *lines]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
