"""A lecturer's computer with files of its own, on which the program's commands run in this process."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import keyring
import pytest
from keyring.backends import null

from app.__main__ import main
from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Keychain
from app.config import settings
from app.config.settings import Access, Settings
from app.domain.model import Mark, Record, Student
from app.emulator import Emulator
from app.store import Store
from app.usos.client import Usos
from tests.support.driver import access_to
from tests.support.private import let_keyring_choose_anew

AT = datetime.fromisoformat("2026-11-20 08:15")
COMMENT = "grypa"
LOGIN = "b.lecka"


class Ran(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


class Computer:
    """Nobody has signed in on it yet."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._capture = home, patch, capture
        for name in ("URL", "CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN", "TOKEN_SECRET", "CLOCK"):
            patch.delenv(f"ROLLCALL_{name}", raising=False)
        places = {"CONFIG_HOME": "config", "DATA_HOME": "data", "STATE_HOME": "state", "DOCUMENTS_DIR": "documents"}
        for name, folder in places.items():
            patch.setenv(f"XDG_{name}", str(home / folder))
        for name, value in {"HOME": str(home), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}.items():
            patch.setenv(name, value)

    def run(self, *arguments: str) -> Ran:
        """Run a command; there is no terminal."""
        self._capture.readouterr()
        return Ran(main(arguments), *self._capture.readouterr())

    def configure(self, text: str) -> Path:
        """Write config.toml, for its owner's eyes only."""
        file = settings.config_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        return file

    def configure_by_environment(self, access: Access) -> None:
        """Set the variables that hold credentials."""
        for name in Access.__dataclass_fields__:
            self._patch.setenv(f"ROLLCALL_{name.upper()}", getattr(access, name))

    @property
    def accounts(self) -> Accounts:
        return Accounts(settings.data_folder())

    @property
    def credentials(self) -> Credentials:
        return Credentials(Keychain(settings.data_folder()))

    def signs_in(self, usos: Emulator) -> Account:
        """Let the emulator's lecturer sign in; nothing is read yet."""
        way = Usos(access_to(usos), Settings())
        person = way.me()
        way.close()
        account = Account(usos.url, person.id, person.name, "Uniwersytet Przykładowy")
        self.credentials.keep(account, access_to(usos))
        self.accounts.use(account)
        with self.store(account):
            return account

    @contextmanager
    def store(self, account: Account) -> Iterator[Store]:
        """Open the store of an account."""
        store = Store(self.accounts.store_file(account))
        try:
            yield store
        finally:
            store.close_thread()

    def marks(self, account: Account, usos: Emulator, number: int) -> list[Student]:
        """Let the lecturer mark so many students of the class that is on, and return the class; nothing is sent."""
        way, list_id = Usos(access_to(usos), Settings()), usos.current_list()
        with self.store(account) as store:
            store.mirror.keep_list(way.attendance_list(list_id))
            entries = way.attendance(list_id)
            store.mirror.keep_roll(list_id, entries, AT)
            for student, _ in entries[:number]:
                store.outbox.decide(list_id, {student.id: Record(Mark.ABSENT, COMMENT)}, AT)
        way.close()
        return [student for student, _ in entries]

    def files(self) -> dict[Path, tuple[bytes, int, int]]:
        """What is on the disk: content, mode and time of each file."""
        return {
            file: (file.read_bytes(), stat.S_IMODE(status.st_mode), status.st_mtime_ns)
            for file in sorted(self.home.rglob("*"))
            if file.is_file()
            for status in [file.stat()]
        }


@contextmanager
def without_keychain(home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    """Yield a computer whose files are all under `home`, in a folder that has the lecturer's name."""
    keyring.set_keyring(null.Keyring())
    (home / LOGIN).mkdir()
    yield Computer(home / LOGIN, patch, capture)
    let_keyring_choose_anew()
