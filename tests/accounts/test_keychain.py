"""Secrets: in the keychain where there is one that answers, else in a file, and never in both."""

import json
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.accounts.keychain import Kept, Keychain
from tests.support.private import let_keyring_choose_anew

NAME, SECRET = "https://usosapps.example.edu.pl/ token_secret", "żółty sekret \n"


class Working(KeyringBackend):
    """A keychain that keeps what it is given."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[threading.Thread] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.current_thread())
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.add(threading.current_thread())
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class Hanging(Working):
    """A keychain that waits for somebody to unlock it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.unlocked.wait(60)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked += 1
        self.unlocked.wait(60)
        super().set_password(service, username, password)


class Raising(Working):
    """A keychain that refuses everything, in whatever way."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


class Plaintext(Working):
    """A keychain that is only another file."""

    priority = 0.5


class Panic(BaseException):
    """What bindings to Rust raise."""


@pytest.fixture(autouse=True)
def _no_real_keychain() -> Iterator[None]:
    keyring.set_keyring(null.Keyring())
    yield
    let_keyring_choose_anew()


@pytest.fixture
def working() -> Working:
    return using(Working())


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    backend = using(Hanging())
    yield backend
    backend.unlocked.set()


@pytest.fixture
def keychain(tmp_path) -> Keychain:
    """A new start of the program."""
    return Keychain(tmp_path / "secrets", patience=20)


def using(backend: Working) -> Working:
    keyring.set_keyring(backend)
    return backend


def again(keychain: Keychain) -> Keychain:
    """The next start of the program."""
    return Keychain(keychain.file.parent, patience=20)


def in_file(keychain: Keychain) -> object:
    return json.loads(keychain.file.read_text("utf-8")) if keychain.file.exists() else {}


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.002)


# --- with a keychain ---


def test_a_secret_is_kept_in_the_keychain_and_nowhere_else(keychain, working):
    assert keychain.set(NAME, SECRET) is Kept.KEYCHAIN
    assert working.kept == {("rollcall", NAME): SECRET}
    assert again(keychain).get(NAME) == SECRET
    assert not keychain.file.parent.exists()


def test_a_secret_takes_the_place_of_an_earlier_one(keychain, working):
    keychain.set(NAME, "old")
    keychain.set(NAME, "new")
    assert keychain.get(NAME) == "new"


def test_a_deleted_secret_is_gone_and_deleting_it_twice_does_no_harm(keychain, working):
    keychain.set(NAME, SECRET)
    keychain.delete(NAME)
    keychain.delete(NAME)
    assert keychain.get(NAME) is None
    assert working.kept == {}
    assert not keychain.file.exists()


def test_a_secret_nobody_kept_is_none(keychain, working):
    assert keychain.get(NAME) is None


def test_secrets_of_other_names_are_left_alone(keychain, working):
    keychain.set(NAME, SECRET)
    keychain.set("other", "mine")
    keychain.delete(NAME)
    assert keychain.get("other") == "mine"


def test_the_keychain_is_asked_on_daemon_threads_only(keychain, working):
    keychain.set(NAME, SECRET)
    keychain.get(NAME)
    assert threading.main_thread() not in working.threads
    assert all(thread.daemon for thread in working.threads)


def test_where_tells_the_keychain_without_asking_it_for_anything(keychain, working):
    assert keychain.where() is Kept.KEYCHAIN
    assert working.threads == set()


# --- without ---


class Nothing(chainer.ChainerBackend):
    """A chain of nothing that keeps a secret."""

    backends = (null.Keyring(), fail.Keyring(), Plaintext())
    priority = 10


NO_KEYCHAINS = {
    "null": null.Keyring,
    "fail": fail.Keyring,
    "plain text": Plaintext,
    "a chain of those": Nothing,
}


@pytest.mark.parametrize("kind", NO_KEYCHAINS)
def test_what_keeps_no_secret_is_no_keychain(keychain, kind):
    backend = NO_KEYCHAINS[kind]()
    keyring.set_keyring(backend)
    assert keychain.where() is Kept.FILE
    assert keychain.set(NAME, SECRET) is Kept.FILE
    assert again(keychain).get(NAME) == SECRET
    assert getattr(backend, "kept", {}) == {}


def test_of_a_chain_the_best_part_is_used(keychain, monkeypatch):
    best, worse = Working(), Plaintext()
    monkeypatch.setattr(Nothing, "backends", [best, worse])
    keyring.set_keyring(Nothing())
    assert keychain.set(NAME, SECRET) is Kept.KEYCHAIN
    assert (len(best.kept), len(worse.kept)) == (1, 0)


def test_without_the_package_there_is_no_keychain(keychain, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert keychain.where() is Kept.FILE
    assert keychain.set(NAME, SECRET) is Kept.FILE
    assert keychain.get(NAME) == SECRET


def test_a_backend_that_cannot_be_chosen_is_no_keychain(keychain, monkeypatch):
    let_keyring_choose_anew()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Backend")
    assert keychain.set(NAME, SECRET) is Kept.FILE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_file(keychain):
    keychain.file.parent.mkdir(mode=0o755)
    keychain.file.with_suffix(".new").touch(mode=0o644)
    keychain.file.touch(mode=0o644)
    keychain.set(NAME, SECRET)
    assert stat.S_IMODE(keychain.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keychain.file.parent.stat().st_mode) == 0o700


def test_the_file_is_replaced_as_a_whole(keychain, monkeypatch):
    keychain.set(NAME, "old")

    def full(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's matter
            keychain.set(NAME, "new")
    assert keychain.get(NAME) == "old"
    keychain.set(NAME, "new")
    assert keychain.get(NAME) == "new"
    assert [file.name for file in keychain.file.parent.iterdir()] == ["secrets.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"null", b"[1]", b'"a"', b'{"https": 1}'])
def test_a_damaged_file_only_means_signing_in_again(keychain, content):
    keychain.file.parent.mkdir()
    keychain.file.write_bytes(content)
    assert keychain.get(NAME) is None
    keychain.set(NAME, SECRET)
    assert keychain.get(NAME) == SECRET


def test_reading_makes_no_file(keychain):
    assert keychain.get(NAME) is None
    assert not keychain.file.parent.exists()


def test_a_secret_deleted_without_a_keychain_is_not_in_the_file(keychain):
    keychain.set(NAME, SECRET)
    keychain.delete(NAME)
    assert keychain.get(NAME) is None
    assert SECRET.strip() not in keychain.file.read_text("utf-8")


def test_many_threads_may_keep_secrets_at_once(keychain):
    threads = [threading.Thread(target=keychain.set, args=(f"name {number}", "x")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert in_file(keychain) == {f"name {number}": "x" for number in range(8)}


# --- with one that fails, hangs, or comes and goes ---


@pytest.mark.parametrize("error", [KeyringLocked(), RuntimeError("D-Bus"), OSError(), Panic(), SystemExit(1)])
def test_a_keychain_that_fails_leaves_the_file(keychain, error, capfd):
    using(Raising(error))
    assert keychain.set(NAME, SECRET) is Kept.FILE
    assert keychain.get(NAME) == SECRET
    keychain.delete(NAME)
    assert keychain.get(NAME) is None
    assert not keychain.gave_up
    assert capfd.readouterr() == ("", "")


def test_a_keychain_that_hangs_is_asked_once_and_the_file_serves(keychain, hanging):
    impatient = Keychain(keychain.file.parent, patience=0.05)
    began = time.monotonic()
    assert impatient.get(NAME) is None
    assert impatient.gave_up
    assert impatient.where() is Kept.FILE
    assert impatient.set(NAME, SECRET) is Kept.FILE
    assert impatient.get(NAME) == SECRET
    impatient.delete(NAME)
    assert impatient.get(NAME) is None
    assert time.monotonic() - began < 20
    wait_until(lambda: hanging.asked)
    assert hanging.asked == 1


def test_a_keychain_that_answers_in_time_is_not_given_up(keychain, working):
    keychain.get(NAME)
    assert not keychain.gave_up


def test_a_secret_that_reaches_the_keychain_too_late_is_taken_out_of_it(keychain, hanging):
    impatient = Keychain(keychain.file.parent, patience=0.05)
    assert impatient.set(NAME, SECRET) is Kept.FILE
    hanging.unlocked.set()
    wait_until(lambda: hanging.asked == 2 and not hanging.kept)
    assert in_file(keychain) == {NAME: SECRET}


def test_a_secret_moves_from_the_file_into_the_keychain_when_it_is_set_anew(keychain, tmp_path):
    keychain.set(NAME, "old")
    keychain.set("other", "mine")
    using(Working())
    assert keychain.set(NAME, "new") is Kept.KEYCHAIN
    assert in_file(keychain) == {"other": "mine"}
    assert again(keychain).get(NAME) == "new"


def test_what_the_file_says_is_newer_than_the_keychain(keychain, working):
    keychain.set(NAME, "old")
    keyring.set_keyring(null.Keyring())  # as over SSH, where no desktop is running
    keychain.set(NAME, "new")
    keyring.set_keyring(working)
    assert again(keychain).get(NAME) == "new"
    again(keychain).delete(NAME)
    assert again(keychain).get(NAME) is None
    assert (working.kept, in_file(keychain)) == ({}, {})


def test_a_secret_deleted_while_the_keychain_was_out_of_reach_does_not_come_back(keychain, working):
    keychain.set(NAME, SECRET)
    keyring.set_keyring(null.Keyring())
    keychain.delete(NAME)
    keyring.set_keyring(working)
    assert again(keychain).get(NAME) is None
    again(keychain).set(NAME, "next")
    assert again(keychain).get(NAME) == "next"
    assert in_file(keychain) == {}


def test_what_keyring_has_to_say_is_not_printed():
    said = "import app.accounts.keychain, logging; logging.getLogger('keyring.backend').error('a broken plugin')"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, timeout=60, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")


def test_no_secret_is_in_a_repr(keychain: Keychain, tmp_path: Path):
    keychain.set(NAME, SECRET)
    assert "sekret" not in repr(keychain) + repr(vars(keychain))


# --- what cannot be asked is not "nothing" ---


@pytest.mark.parametrize("error", [KeyringLocked(), RuntimeError("no D-Bus"), Panic(), OSError(5, "gone")])
def test_a_keychain_that_fails_may_have_the_secret(keychain, error):
    using(Raising(error))
    assert keychain.get(NAME) is None
    assert keychain.may_have(NAME)


def test_without_any_keychain_a_secret_that_is_not_in_the_file_may_be_in_one(keychain):
    keyring.set_keyring(fail.Keyring())
    assert keychain.get(NAME) is None
    assert keychain.may_have(NAME)
    keychain.set(NAME, SECRET)
    assert keychain.get(NAME) == SECRET
    assert not keychain.may_have(NAME)
    keychain.delete(NAME)
    assert keychain.get(NAME) is None
    assert not keychain.may_have(NAME)


@pytest.mark.usefixtures("working")
def test_a_keychain_that_answers_that_it_has_nothing_is_believed(keychain):
    assert keychain.get(NAME) is None
    assert not keychain.may_have(NAME)


def test_a_secret_that_was_deleted_leaves_nobodys_name(keychain):
    keychain.set(NAME, SECRET)
    keychain.delete(NAME)
    assert re.fullmatch(r'\{\s*"deleted [0-9a-f]{4}": null\s*\}', keychain.file.read_text("utf-8"))
    assert again(keychain).get(NAME) is None
