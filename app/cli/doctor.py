"""`rollcall doctor`: what is to know of this computer and its accounts, for its owner and for a report of a bug.

Such a report is public: no secret, no student and not the lecturer's name is in it.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator

import app
from app.accounts import known_accounts
from app.accounts.accounts import Accounts
from app.accounts.keychain import Keychain
from app.cli import values
from app.cli.checkup import Checkup, Label, Line, open_to_others, shown
from app.cli.status import Status
from app.cli.terminal import complain
from app.config import installed, settings
from app.config.problems import BadSettingError
from app.config.settings import Settings
from app.i18n import drawable, gettext, language, ngettext

_SMALLEST = (60, 20)  # columns and lines that the screens need


def examine(chosen: Settings, *, readable: bool, as_json: bool) -> int:
    """Print the findings, in lines each as soon as it is known; return `UNFINISHED` if something needs attention.

    `readable` tells whether the configuration could be read. Whatever hangs, this ends.
    """
    found = _findings(chosen, readable=readable)
    try:
        needing = _print_json(found) if as_json else _print_lines(found)
    except KeyboardInterrupt:
        return complain(gettext("Stopped before USOS answered."), Status.INTERRUPTED)
    return Status.UNFINISHED if needing else Status.DONE


def _print_json(findings: Iterator[Line | str]) -> int:
    """Print the findings by their headings and return how many need attention."""
    listed: list[values.Value] = []
    sections: list[values.Value] = [{"title": None, "findings": listed}]
    needing = 0
    for found in findings:
        if isinstance(found, str):
            listed = []
            sections.append({"title": found, "findings": listed})
            continue
        needing += bool(found.advice)
        listed.append({"about": found.label.name.lower(), "value": found.value, "advice": found.advice or None})
    values.printed(sections=sections, needing_attention=needing)
    return needing


def _print_lines(findings: Iterator[Line | str]) -> int:
    """Print a line for each finding, and below it what is to be done; return how many need attention."""
    width = max(len(gettext(label)) for label in Label)
    needing = 0
    for found in findings:
        if isinstance(found, str):
            print(f"\n  {found}", flush=True)
            continue
        needing += bool(found.advice)
        print(f"{'!' if found.advice else ' '} {gettext(found.label):<{width}}  {found.value}", flush=True)
        if found.advice:
            print(f"  {'':<{width}}  {found.advice}", flush=True)
    text = ngettext(
        "{number} problem, marked with !",
        "{number} problems, marked with !",
        needing,
    )
    print("\n  " + (text.format(number=needing) if needing else gettext("Everything works.")))
    return needing


def _findings(chosen: Settings, *, readable: bool) -> Iterator[Line | str]:
    """Yield what is found, under headings."""
    yield from _program(chosen)
    yield from _screen()
    yield _settings_file(readable=readable)
    try:
        yield from _folders(chosen)
        yield from _accounts(chosen)
    except OSError as error:
        advice = gettext("rollcall cannot save anything there; check the permissions and the free space of that disk.")
        yield Line(Label.DATA, drawable(error.strerror or type(error).__name__), advice)


def _program(chosen: Settings) -> Iterator[Line]:
    others = (f"{name} {installed.version(name)}" for name in ("textual", "httpx", "keyring"))
    own = f"rollcall {app.__version__}"
    yield Line(Label.VERSIONS, ", ".join((own, f"Python {platform.python_version()}", *others)))
    yield Line(Label.SYSTEM, platform.platform())
    yield Line(Label.LANGUAGE, language())
    text = gettext("connection {connect} s, answer {read} s, a mark waits {hold} s")
    seconds = {"connect": chosen.connect_timeout, "read": chosen.read_timeout, "hold": chosen.hold}
    yield Line(Label.WAITS, text.format(**{name: f"{value:g}" for name, value in seconds.items()}))


def _screen() -> Iterator[Line]:
    named = [f"{name}={value}" for name in ("TERM", "COLORTERM", "NO_COLOR") if (value := os.environ.get(name))]
    yield Line(Label.SCREEN, drawable(", ".join(named)) or gettext("not given"))
    terminals = [stream for stream in (sys.stdout, sys.stdin, sys.stderr) if stream.isatty()]
    encoding = sys.stdout.encoding.lower()
    if not terminals:
        yield Line(Label.SIZE, gettext("no terminal"))
        yield Line(Label.ENCODING, encoding)
        return
    columns, lines = os.get_terminal_size(terminals[0].fileno())
    larger = gettext("Make the window larger: {columns} columns and {lines} lines at least.")
    small = columns < _SMALLEST[0] or lines < _SMALLEST[1]
    advice = larger.format(columns=_SMALLEST[0], lines=_SMALLEST[1]) if small else ""
    yield Line(Label.SIZE, f"{columns}×{lines}", advice)
    wrong = gettext("Names will look wrong; choose UTF-8 for this terminal.")
    yield Line(Label.ENCODING, encoding, "" if encoding.replace("-", "") == "utf8" else wrong)


def _settings_file(*, readable: bool) -> Line:
    file = settings.config_file()
    if not readable:
        # The sentence about the mistake may quote what stands in the file, and so a secret.
        return Line(
            Label.SETTINGS,
            shown(file),
            gettext("They cannot be used and are ignored here; for the reason: rollcall config"),
        )
    if not file.exists():
        return Line(Label.SETTINGS, gettext("{file} (no such file)").format(file=shown(file)))
    try:
        alone = settings.load(file, {})
        secret = alone.consumer is not None
    except BadSettingError:
        secret = True  # half of something, completed by the environment
    return Line(Label.SETTINGS, shown(file), open_to_others(file) if secret else "")


def _folders(chosen: Settings) -> Iterator[Line]:
    yield Line(Label.DATA, shown(settings.data_folder()))
    logs = settings.log_folder()
    reports = len(list(logs.glob("crash-*.txt")))
    yield Line(Label.REPORTS, f"{reports}, {shown(logs)}")
    yield Line(Label.EXPORTS, shown(chosen.export.folder or settings.export_folder()))


def _accounts(chosen: Settings) -> Iterator[Line | str]:
    """Yield the findings of each account, by its number: `rollcall forget` counts in the same way."""
    data = settings.data_folder()
    accounts = Accounts(data)
    checkup = Checkup(chosen, accounts, Keychain(data))
    known = known_accounts.known(accounts, chosen)
    configured = known_accounts.configured(accounts, chosen)
    for number, account in enumerate(known, 1):
        yield gettext("Account {number}").format(number=number)
        yield from checkup.of(account, configured=configured is not None and account.key == configured.key)
    never_seen = configured is None if chosen.access else all(account.url != chosen.url for account in known)
    if chosen.url and never_seen:
        yield gettext("From the settings")
        yield from checkup.at(chosen.url, chosen.access)
    if not (known or chosen.access):
        advice = gettext("Nobody has signed in on this computer yet: start rollcall without a command.")
        yield Line(Label.ACCOUNTS, gettext("none"), advice)
