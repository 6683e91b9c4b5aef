"""Key, token and verifier: after a whole session they are where they are kept, and nowhere else."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import keyring
import pytest

from app.accounts import keychain
from app.accounts.keychain import Keychain
from app.emulator import Emulator
from tests.accounts.test_keychain import Hanging, Working
from tests.program.test_real_terminal import wait_for
from tests.support.sign_in_driver import Evening, Person, Web, on_a_desktop, until_said
from tests.support.terminal import Terminal, rollcall

# Runs the program with a handler that fails, with all that is secret in its error and its variables.
FAILING = """
import sys
from pathlib import Path
from app.config import settings
from app.__main__ import main
from app.tui.roll.screen import RollScreen

def fail(self):
    secrets = (settings.data_folder() / "secrets.json").read_text()
    raise RuntimeError(secrets)

RollScreen.action_ask = fail
sys.exit(main())
"""

# Runs the program with all the time in the world for a keychain that has to be looked for on a busy computer.
PATIENT = """
import sys
from app.__main__ import main
from app.accounts.keychain import Keychain

Keychain.__init__.__defaults__ = (60.0,)
sys.exit(main())
"""

# What is between these does not come into the scrollback.
SCREEN = rb"\x1b\[\?1049h.*?\x1b\[\?1049l"

# A keychain that keeps what it is given until the program ends.
IN_MEMORY = """
from keyring.backend import KeyringBackend

class Memory(KeyringBackend):
    priority = 5
    kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]
"""


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@dataclass
class Observed:
    """What can be seen of a session from outside."""

    printed: bytearray = field(default_factory=bytearray)
    processes: str = ""

    def look(self, terminal: Terminal) -> None:
        """Note what anybody on this computer sees of the program and of what it has started."""
        listed = subprocess.run(
            ["ps", "-eww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True, timeout=60
        )
        rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        ours, known = {str(terminal.process.pid)}, 0
        while known < len(ours):
            known = len(ours)
            ours |= {pid for pid, parent, *_ in rows if parent in ours}
        shown = [" ".join(arguments) for pid, _, *arguments in rows if pid in ours]
        assert shown
        self.processes += "\n".join(shown)


@pytest.fixture
def observed(monkeypatch: pytest.MonkeyPatch) -> Observed:
    """Everything that is printed on any terminal, standard error included."""
    noted, read = Observed(), Terminal.read

    def note(self: Terminal, until: float) -> bool:
        before = len(self.printed)
        going_on = read(self, until)
        noted.printed.extend(self.printed[before:])
        return going_on

    monkeypatch.setattr(Terminal, "read", note)
    return noted


def call_the_roll(terminal: Terminal, usos: Emulator, observed: Observed) -> None:
    """From the first run, without any configuration, to some marks in USOS."""
    terminal.until("Name, city or address:")
    terminal.type(f"{usos.url}\r")
    terminal.until("Consumer key:")
    terminal.type(f"{usos.consumer_key}\r")
    terminal.until("Consumer secret:")
    terminal.type(f"{usos.consumer_secret}\r")
    terminal.until("You are signed in.")
    observed.look(terminal)
    terminal.type("\r")
    terminal.until("Mathematical Analysis I", "call the roll")
    terminal.type("\r")
    terminal.until("30 of 30 left")
    terminal.until_keys_mark()
    terminal.type("143")
    wait_for(lambda: sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values()) == 3)
    observed.look(terminal)


def secrets_of(usos: Emulator, desktop: Path) -> dict[str, bytes]:
    """All that was secret in that sign-in."""
    with usos.backdoor.database.transaction() as db:
        query = "SELECT token, secret FROM access_tokens WHERE token <> ?"
        token, secret = db.execute(query, (usos.token,)).fetchone()
    visited = next(desktop.glob("*.visited")).read_text("utf-8")
    verifier = parse_qs(urlsplit(visited).query)["oauth_verifier"][0]
    named = {"consumer secret": usos.consumer_secret, "token": token, "token secret": secret, "verifier": verifier}
    return {name: value.encode() for name, value in named.items()}


def holders(folder: Path, text: bytes) -> list[str]:
    """The files in which a text is."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if text in file.read_bytes()]


def assert_not_seen(observed: Observed, secrets: dict[str, bytes]) -> None:
    """Fail if a secret was on the screen or in the process list, or an address of this sign-in is in the scrollback."""
    for name, secret in secrets.items():
        assert secret not in observed.printed, name
        assert secret.decode() not in observed.processes, name
    for word in (b"Authorization", b"oauth_signature", b"oauth_verifier", b"Traceback"):
        assert word not in observed.printed
    outside_the_screens, screens = re.subn(SCREEN, b"", bytes(observed.printed), flags=re.DOTALL)
    assert screens == 2
    assert b"oauth" not in outside_the_screens


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_after_a_whole_session_and_a_crash_the_secrets_are_in_their_file_alone(
    usos: Emulator, tmp_path: Path, observed: Observed
) -> None:
    home, desktop = tmp_path / "home", tmp_path / "desktop"
    desktop.mkdir()
    start = ("-c", FAILING)
    with rollcall(environment=on_a_desktop(desktop), home=home, start=start) as terminal:
        call_the_roll(terminal, usos, observed)
        terminal.type("/")
        assert terminal.end() == 1
    assert b"rollcall crashed" in observed.printed
    secrets = secrets_of(usos, desktop)
    assert_not_seen(observed, secrets)
    for name, secret in secrets.items():
        assert holders(home, secret) == ([] if name == "verifier" else ["secrets.json"]), name
    for word in (b"Authorization", b"oauth_signature"):
        assert holders(home, word) == []
    (report,) = home.rglob("crash-*.txt")
    assert "RuntimeError" in report.read_text("utf-8")
    for file in (report, *(home / "data").rglob("*")):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600), file


def test_with_a_keychain_there_is_no_file_with_secrets_at_all(
    usos: Emulator, tmp_path: Path, observed: Observed
) -> None:
    home, desktop = tmp_path / "home", tmp_path / "desktop"
    desktop.mkdir()
    (desktop / "keychain_in_memory.py").write_text(IN_MEMORY, encoding="utf-8")
    keychain = {"PYTHON_KEYRING_BACKEND": "keychain_in_memory.Memory", "PYTHONPATH": str(desktop)}
    environment = {**on_a_desktop(desktop), **keychain}
    with rollcall(environment=environment, home=home, start=("-c", PATIENT)) as terminal:
        call_the_roll(terminal, usos, observed)
        terminal.type("\x11")
        assert terminal.end() == 0
    secrets = secrets_of(usos, desktop)
    assert_not_seen(observed, secrets)
    assert [holders(home, secret) for secret in secrets.values()] == [[]] * 4
    assert list(home.rglob("secrets*")) == []
    assert list(home.rglob("accounts.json"))


def test_with_a_keychain_that_does_not_answer_the_groups_are_there_at_once_and_it_is_told_calmly(
    usos: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, working, hanging = keyring.get_keyring(), Working(), Hanging()
    shown = threading.Event()

    class Slow(Keychain):
        """Its time is not up before the groups are there: they must not wait for it."""

        def get(self, name: str) -> str | None:
            shown.wait(60)
            return super().get(name)

    async def sign_in(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_signed_in()
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I", "call the roll")

    async def groups_without_the_keychain(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I", "call the roll")
        assert person.sync.connection.trouble is None
        shown.set()
        await until_said(person, "This computer's keychain did not answer, and your key to USOS may be in it.")
        await until_said(person, "signed out")
        await person.until(lambda: hanging.asked, "the question to the keychain")
        assert hanging.asked == 1

    with Web() as web:
        evening = Evening(tmp_path, web)
        try:
            keyring.set_keyring(working)
            monkeypatch.setattr(keychain, "Keychain", partial(Keychain, patience=20))
            evening.play(sign_in, groups)
            keyring.set_keyring(hanging)
            monkeypatch.setattr(keychain, "Keychain", partial(Slow, patience=0.5))
            evening.play(groups_without_the_keychain)
        finally:
            shown.set()
            hanging.unlocked.set()
            keyring.set_keyring(before)
