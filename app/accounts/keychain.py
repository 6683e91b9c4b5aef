"""Secrets, kept in the keychain of the operating system where there is one, else in a file only its owner can read."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from app.config import files
from app.config.settings import private_folder

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "rollcall"
_RECOMMENDED = 1  # keyring's own measure: null and fail are at most 0, files and those that ask for a password below 1

# Without a handler, Python prints what keyring has to say of a broken plugin or configuration over the screen.
logging.getLogger("keyring").addHandler(logging.NullHandler())

Result = TypeVar("Result")


class Kept(StrEnum):
    """Where a secret is."""

    KEYCHAIN = "keychain"
    FILE = "file"


class Keychain:
    """Secrets by name. Any thread may use it; a call takes at most the patience, and reading and writing a small file.

    What the file says of a name goes before the keychain, "deleted" included: it is written only when the keychain
    could not be, so it is newer. A secret that has reached the keychain is taken out of the file.
    """

    def __init__(self, folder: Path, patience: float = 2.0) -> None:
        """Keep the file in the folder, made on use; wait for the keychain for that many seconds at a time.

        A keychain that keeps us waiting longer (a locked one asks somebody who may not be there) is not asked again
        before that call has ended.
        """
        self.file = folder / "secrets.json"
        self._patience = patience
        self._lock = threading.Lock()
        self._answered: threading.Event | None = None  # set once a call has ended that nobody waits for any more
        self._unknown: set[str] = set()  # secrets that neither place would tell when last asked for

    @property
    def gave_up(self) -> bool:
        """Whether the keychain has left a call unanswered; what is in it is out of reach until it has ended."""
        return self._answered is not None and not self._answered.is_set()

    def may_have(self, name: str) -> bool:
        """Tell whether a secret that was asked for in vain may be there all the same: the keychain could not be asked.

        It is locked, it fails, or there is none to be had here, as in a session without a desktop.
        """
        return name in self._unknown

    def where(self) -> Kept:
        """Return where a secret would be kept now, as far as can be told without keeping one."""
        with self._lock:
            return self._asked(lambda _: Kept.KEYCHAIN, otherwise=Kept.FILE)

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none or it is out of reach."""

        def look(keychain: KeyringBackend) -> tuple[str | None]:
            return (keychain.get_password(_SERVICE, name),)

        with self._lock:
            known = self._read()
            if _marker(name) in known:
                known[name] = None
            found = (known[name],) if name in known else self._asked(look, otherwise=None)
            if found is None:
                self._unknown.add(name)
                return None
            self._unknown.discard(name)
            return found[0]

    def set(self, name: str, value: str) -> Kept:
        """Keep a secret in place of an earlier one, and return where. Raises OSError if neither place takes it."""

        def keep(keychain: KeyringBackend) -> Kept:
            keychain.set_password(_SERVICE, name, value)
            return Kept.KEYCHAIN

        with self._lock:
            known = self._read()
            kept = self._asked(keep, otherwise=Kept.FILE, too_late=lambda keychain: _forget(keychain, name))
            left = _without(known, name)
            if kept is Kept.FILE:
                left[name] = value
            if left != known:
                self._write(left)
            return kept

    def delete(self, name: str) -> None:
        """Forget a secret, or do nothing if there is none. Raises OSError if the file cannot be written.

        Where the keychain is out of reach, the file says that what is in it no longer counts.
        """

        def forget(keychain: KeyringBackend) -> bool:
            _forget(keychain, name)
            return True

        with self._lock:
            known = self._read()
            gone = self._asked(forget, otherwise=False)
            left = _without(known, name)
            if not gone:
                left[_marker(name)] = None
            if left != known:
                self._write(left)

    # --- the keychain ---

    def _asked(
        self,
        question: Callable[[KeyringBackend], Result],
        *,
        otherwise: Result,
        too_late: Callable[[KeyringBackend], None] | None = None,
    ) -> Result:
        """Return the keychain's answer, or `otherwise` if there is none, it fails, or it takes too long.

        `too_late` takes back what a call has done after nobody waited for it any more.
        """
        if self.gave_up:
            return otherwise
        call = _Call(question, too_late)
        answer = call.answer(self._patience)
        self._answered = call.over if call.abandoned else None
        return otherwise if answer is None else answer

    # --- the file ---

    def _read(self) -> dict[str, str | None]:
        """Return what the file says; a damaged one only means signing in again."""
        content = files.read_json(self.file)
        if not isinstance(content, dict):
            return {}
        return {name: secret for name, secret in content.items() if secret is None or isinstance(secret, str)}

    def _write(self, secrets: dict[str, str | None]) -> None:
        """Put a new file in place of the old one, whole or not at all."""
        private_folder(self.file.parent)
        files.replace(self.file, json.dumps(secrets, indent=1).encode())


def _marker(name: str) -> str:
    """Return what stands in the file for a secret that was deleted.

    It tells nobody whose that was: one of 65,536 users of any university has the same. Should two of this computer have
    it, the other one has to sign in again.
    """
    return f"deleted {hashlib.sha256(name.encode()).hexdigest()[:4]}"


def _without(known: dict[str, str | None], name: str) -> dict[str, str | None]:
    return {other: secret for other, secret in known.items() if other not in {name, _marker(name)}}


class _Call(Generic[Result]):
    """One question to the keychain, on a daemon thread: there is no other way to leave one that hangs."""

    def __init__(
        self, question: Callable[[KeyringBackend], Result], too_late: Callable[[KeyringBackend], None] | None
    ) -> None:
        self.abandoned, self.over = False, threading.Event()
        self._question, self._too_late = question, too_late
        self._answer: Result | None = None
        self._lock, self._done = threading.Lock(), threading.Event()

    def answer(self, seconds: float) -> Result | None:
        """Return the answer, None if there is none; the call is abandoned if it did not end within the seconds."""
        threading.Thread(target=self._run, daemon=True, name="keychain").start()
        self._done.wait(seconds)
        with self._lock:
            self.abandoned = not self._done.is_set()
            return self._answer

    def _run(self) -> None:
        keychain, answer = None, None
        # Bindings to other languages raise what they like, and what a thread raises would be printed over a screen.
        with suppress(BaseException):
            keychain = _keychain()
            answer = None if keychain is None else self._question(keychain)
        with self._lock:
            if not self.abandoned:
                self._answer = answer
                self._done.set()
                return
        with suppress(BaseException):
            if keychain is not None and self._too_late is not None:
                self._too_late(keychain)
        self.over.set()


def _keychain() -> KeyringBackend | None:
    """Return the keychain that keyring chooses, None if it has none that keeps secrets."""
    import keyring  # noqa: PLC0415 - it looks through all that is installed, which no start should wait for
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    chosen = keyring.get_keyring()
    # Of several backends the best one alone is used: one that fails would keep the ones after it from being asked.
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return next((backend for backend in candidates if backend.priority >= _RECOMMENDED), None)


def _forget(keychain: KeyringBackend, name: str) -> None:
    if keychain.get_password(_SERVICE, name) is not None:
        keychain.delete_password(_SERVICE, name)
