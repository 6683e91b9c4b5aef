"""The command line: reads the configuration, builds the parts and runs them."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app import command_line, settings, texts
from app.model import Person
from app.settings import BadSettingError, Settings
from app.texts import gettext, ngettext

if TYPE_CHECKING:  # imported where they are needed: --help and a wrong option answer at once
    from app.emulator import Emulator, Options
    from app.store import Store
    from app.store.outbox import Unsent
    from app.ui.desk import Trick
    from app.usos.client import Usos

_POLAND = ZoneInfo("Europe/Warsaw")


def warsaw_now() -> datetime:
    """Return Polish wall-clock time, which is what USOS speaks."""
    return datetime.now(_POLAND).replace(tzinfo=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status: 0 well, 1 it could not, 2 it was asked wrongly."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    texts.use_language(command_line.asked_language(given) or texts.preferred_language(os.environ))
    texts.translate_argparse()
    try:
        chosen = settings.load(settings.config_file(), os.environ)
        if chosen.language and not command_line.asked_language(given):
            texts.use_language(chosen.language)
            texts.translate_argparse()
        asked = command_line.parser().parse_args(given)
    except BadSettingError as error:
        return _complain(str(error), 2)
    match asked.command:
        case "emulator":
            return _serve_emulator(asked)
        case "demo":
            return _demo(asked, chosen)
        case _:
            return _rollcall(asked, chosen)


def _rollcall(asked: argparse.Namespace, chosen: Settings) -> int:
    """Run against the configured USOS, or only send to it."""
    if chosen.access is None:
        return _complain(gettext("No USOS is configured; see README."), 2) if asked.command else _welcome(asked, chosen)
    from app import accounts  # noqa: PLC0415 - not needed by the other commands
    from app.store import StoreError  # noqa: PLC0415 - as above
    from app.store.lock import StoreLock  # noqa: PLC0415 - as above
    from app.ui import failures  # noqa: PLC0415 - as above
    from app.usos.errors import UsosError  # noqa: PLC0415 - as above

    access = chosen.access
    try:
        file = accounts.store_file(settings.data_folder(), access, lambda: _introduce(chosen))
        lock = StoreLock(file)
        holder = "" if lock.take() else lock.holder()
        store = _open_store(file)
    except UsosError as error:
        told = gettext("Could not sign in to {url}.").format(url=access.url)
        return _complain(f"{told} {failures.failure(error)}", 1)
    except KeyboardInterrupt:
        return _complain(gettext("Stopped before USOS answered."), 1)
    except (StoreError, OSError) as error:
        return _complain(gettext("The disk does not let rollcall keep marks: {reason}").format(reason=error), 1)
    if asked.command == "send":
        return _complain(failures.held_by(holder), 1) if holder else _send(chosen, store)
    place = access.url.split("://")[1].strip("/")
    return _run(asked, chosen, store, lambda: _connect(chosen), place=place, holder=holder)


def _open_store(file: Path) -> Store:
    """Open the store; one that is damaged is set aside with what could be read of it, and said so."""
    from app.store import CorruptStoreError, Store  # noqa: PLC0415 - not needed by --help
    from app.store.salvage import set_aside  # noqa: PLC0415 - hopefully never needed

    try:
        return Store(file)
    except CorruptStoreError:
        saved = set_aside(file, warsaw_now())
        told = gettext(
            "The file with your marks was damaged. It is set aside as {file}; what could be read is in {csv}."
        )
        print(told.format(file=saved.store, csv=saved.decisions), file=sys.stderr)
        return Store(file)


def _introduce(chosen: Settings) -> Person:
    """Ask USOS whose token this is, and say so: it is the one call for which the program waits."""
    if chosen.access is not None:
        print(gettext("Signing in to {url} …").format(url=chosen.access.url), file=sys.stderr)
    usos = _connect(chosen)
    try:
        return usos.me()
    finally:
        usos.close()


def _connect(chosen: Settings) -> Usos:
    from app.usos.client import Usos  # noqa: PLC0415 - httpx and authlib are slow to import; a thread does it

    return Usos(chosen)


def _send(chosen: Settings, store: Store) -> int:
    """Send what waits, without a screen; the status is 0 only when nothing is left."""
    from app.register import Register  # noqa: PLC0415 - not needed by the other commands
    from app.sync.threads import Sync  # noqa: PLC0415 - as above
    from app.ui import failures  # noqa: PLC0415 - as above

    sync = Sync(store, lambda: _connect(chosen), now=warsaw_now)
    before = Register(store, warsaw_now).unsent().total
    sync.release_all()
    changed = threading.Event()
    sync.start(lambda news: changed.set())
    # A failure is tried once more: the connection may just have been waking up.
    while sync.has_work() and not sync.link.stopped and sync.link.failures < 2:
        changed.wait(1)
        changed.clear()
    sync.stop()
    left = Register(store, warsaw_now).unsent().total
    trouble = sync.link.trouble
    store.close_thread()
    sent = ngettext("{number} mark sent", "{number} marks sent", before - left).format(number=before - left)
    kept = ngettext("{number} kept", "{number} kept", left).format(number=left)
    print(f"{sent}, {kept}. {failures.failure(trouble) if trouble else ''}".rstrip())
    return 1 if left else 0


def _demo(asked: argparse.Namespace, chosen: Settings) -> int:
    """Run against an emulator in this process and a store that goes with it."""
    from app.demo import Demo  # noqa: PLC0415 - only the demo needs it
    from app.store import Store  # noqa: PLC0415 - as above

    demo = Demo(_emulator_options(asked), lambda access: _connect(replace(chosen, access=access)))
    with tempfile.TemporaryDirectory(prefix="rollcall-demo-", ignore_cleanup_errors=True) as folder:
        store = Store(Path(folder) / "demo.sqlite3")
        status = _run(asked, chosen, store, demo.connect, place="demo", tricks=demo.tricks())
        demo.stop()
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
    holder: str = "",
    tricks: tuple[Trick, ...] = (),
) -> int:
    """Run the application on this store; afterwards tell what is unsent, or that the program failed."""
    from app.register import Register  # noqa: PLC0415 - Textual is imported only when there is a screen to show
    from app.sync.link import Pace  # noqa: PLC0415 - as above
    from app.sync.threads import Sync  # noqa: PLC0415 - as above
    from app.ui.application import Rollcall  # noqa: PLC0415 - as above
    from app.ui.desk import Desk  # noqa: PLC0415 - as above

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _complain(gettext("rollcall needs a terminal; to send without one: rollcall send"), 2)
    sync = Sync(store, connect, now=warsaw_now, pace=Pace(hold=chosen.hold))
    register = Register(store, warsaw_now)
    desk = Desk(register, sync, place, holder, tricks)
    try:
        application = Rollcall(desk, list_id=asked.list_id, theme=chosen.theme)
    except LookupError:
        told = gettext("{file}: {name} is not a theme; leave it out, or take one of {choices}.")
        themes = ", ".join(sorted(Rollcall.themes()))
        return _complain(told.format(file=settings.config_file(), name=chosen.theme, choices=themes), 2)
    application.run()
    sync.stop()
    if not (holder or tricks):
        _say_kept(register.unsent(), sendable=sync.has_work())
    store.close_thread()
    if application.failure is not None:
        return _report_failure(application.failure)
    return 0


def _say_kept(unsent: Unsent, *, sendable: bool) -> None:
    """Tell what is left on this computer after the screen is gone, and what becomes of it."""
    if unsent.total:
        kept = ngettext(
            "{number} mark is kept on this computer.", "{number} marks are kept on this computer.", unsent.total
        ).format(number=unsent.total)
        then = gettext("They go out at the next start, or by: rollcall send") if sendable else ""
        stuck = gettext("F4 shows what needs your decision.") if unsent.stuck else ""
        print(" ".join(part for part in (kept, then, stuck) if part))


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
    defaults = command_line.parser().parse_args(["demo"])
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
    except (OSError, ValueError, OverflowError) as error:
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
