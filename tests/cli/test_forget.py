"""`rollcall forget`: every trace of an account's students goes, after a question, and nobody else's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import keyring
import pytest

from app.accounts.accounts import Account
from app.cli import crash
from app.config import settings
from app.config.settings import Settings
from app.domain.model import Person
from app.emulator import Emulator, Fault, FaultKind
from app.store.lock import StoreLock
from app.store.recovery import set_aside
from app.usos.client import Usos
from app.usos.errors import SignInNeededError
from tests.accounts.test_keychain import Raising, Working
from tests.program.test_real_terminal import wait_for
from tests.support.driver import access_to
from tests.support.machine import AT, COMMENT, Computer, without_keychain
from tests.support.terminal import Terminal, rollcall

REVOKE = "services/oauth/revoke_token"
ELSEWHERE = Account("https://usosapps.other.edu.pl/", "9", "Jan Żak", "Inny Uniwersytet")


@pytest.fixture
def computer(tmp_path, monkeypatch, capsys) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    """One whose clock is right, as the program's own is."""
    with Emulator() as running:
        yield running


@contextmanager
def asked(computer: Computer, *arguments: str) -> Iterator[Terminal]:
    """Run the command on a terminal, on the same files."""
    folders = {name: value for name, value in os.environ.items() if name.startswith("XDG_") or name == "HOME"}
    quiet = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    with rollcall("forget", *arguments, environment=folders | quiet, home=computer.home) as terminal:
        yield terminal


def interrupt(terminal: Terminal) -> None:
    """Press Ctrl+C where the program waits: for a key, or for USOS.

    Python notices one that comes just before it begins to read with the next key only, and dies of a second one.
    """
    terminal.until_it_waits()
    terminal.process.send_signal(signal.SIGINT)  # a terminal of a test has no Ctrl+C


def knows_token(usos: Emulator) -> bool:
    with closing(Usos(access_to(usos), Settings())) as way:
        try:
            way.me()
        except SignInNeededError:
            return False
    return True


def written(computer: Computer) -> bytes:
    """All that is on the disk."""
    return b"".join(content for content, _, _ in computer.files().values())


# --- what goes ---


def test_no_trace_of_a_student_is_left(computer, usos):
    account = computer.signs_in(usos)
    students = computer.marks(account, usos, 30)
    set_aside(computer.accounts.store_file(account), AT)
    computer.marks(account, usos, 3)
    crash.write(ValueError(), settings.log_folder(), AT)
    assert students[0].last_name.encode() in written(computer)
    ran = computer.run("forget", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("Removed.\n")
    left = written(computer)
    people = {part for one in students for part in (one.first_name, one.last_name, one.number)}
    assert {text for text in people | {COMMENT, account.person} if text.encode() in left} == set()
    assert [file for file in computer.files() if file.suffix != ".json"] == []
    assert computer.accounts.all() == []
    assert computer.credentials.of(account) is None


def test_key_and_token_go_here_and_in_usos(computer, usos):
    computer.signs_in(usos)
    assert knows_token(usos)
    assert "You are signed out.\n" in computer.run("forget", "--yes").out
    assert not knows_token(usos)
    for secret in (usos.token, usos.token_secret, usos.consumer_key, usos.consumer_secret):
        assert secret.encode() not in written(computer)


def test_it_says_before_what_will_go_and_what_will_stay(computer, usos):
    account = computer.signs_in(usos)
    crash.write(ValueError(), settings.log_folder(), AT)
    told = computer.run("forget", "--yes").out
    assert told.startswith(f"{account.person} · Uniwersytet Przykładowy\n")
    for words in ("copies set aside", "key and token", "1 crash report\n", "No mark waits to be sent."):
        assert words in told
    assert f"Files that you have written stay, in {settings.export_folder()}" in told


def test_exports_settings_and_the_names_of_universities_stay(computer, usos):
    computer.signs_in(usos)
    config = computer.configure('language = "en"\n')
    settings.export_folder().mkdir(parents=True)
    export = settings.export_folder() / "rollcall-2026-11-20.csv"
    export.write_text("Żaneta", encoding="utf-8")
    computer.run("forget", "--yes")
    assert export.read_text("utf-8") == "Żaneta"
    assert config.exists()


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 mark is not in USOS yet and will be lost!"), (3, "3 marks are not in USOS yet and will be lost!")],
)
def test_marks_that_will_be_lost_are_counted(computer, usos, number, told):
    computer.marks(computer.signs_in(usos), usos, number)
    assert told in computer.run("forget", "--yes").out


def test_of_a_damaged_file_it_says_that_marks_cannot_be_counted(computer, usos):
    file = computer.accounts.store_file(computer.signs_in(usos))
    file.write_bytes(b"no store at all")
    ran = computer.run("forget", "--yes")
    assert (ran.status, "cannot be read" in ran.out) == (0, True)
    assert not file.exists()


# --- USOS or the keychain does not help ---


def test_what_is_here_goes_when_usos_cannot_be_told_and_that_is_said(computer, usos):
    account = computer.signs_in(usos)
    file = computer.accounts.store_file(account)
    usos.stop()
    ran = computer.run("forget", "--yes")
    assert ran.status == 0
    assert "You are signed out here. USOS could not be told: No connection to USOS." in ran.out
    assert "among your applications" in ran.out
    assert not file.exists()
    assert computer.credentials.of(account) is None


def test_a_usos_that_refuses_does_not_keep_anything_here(computer, usos):
    computer.signs_in(usos)
    usos.faults.add(Fault(FaultKind.ERROR_500, REVOKE))
    assert "having problems" in computer.run("forget", "--yes").out
    assert computer.accounts.all() == []


def test_a_key_that_cannot_be_removed_is_told_and_the_rest_goes(computer, usos, monkeypatch):
    computer.signs_in(usos)

    failures, fsync = iter([OSError(28, "No space left on device")]), os.fsync

    def full_at_first(handle: int) -> None:
        if failure := next(failures, None):
            raise failure
        fsync(handle)

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full_at_first)
        ran = computer.run("forget", "--yes")
    assert ran.status == 1
    assert "The key could not be removed from this computer" in ran.err
    assert ran.out.endswith("Everything else was removed.\n")
    assert computer.accounts.all() == []


def test_a_key_in_the_keychain_is_taken_out_of_it(computer, usos):
    keychain = Working()
    keyring.set_keyring(keychain)
    computer.signs_in(usos)
    assert keychain.kept
    computer.run("forget", "--yes")
    assert keychain.kept == {}


def test_a_keychain_that_fails_does_not_stop_it(computer, usos):
    account = computer.signs_in(usos)
    keyring.set_keyring(Raising(RuntimeError("D-Bus")))
    assert computer.run("forget", "--yes").status == 0
    assert not computer.accounts.all()
    assert computer.credentials.of(account) is None


# --- when it does nothing ---


def test_where_nobody_has_signed_in_there_is_nothing_to_forget(computer):
    ran = computer.run("forget", "--yes")
    assert ran.status == 1
    assert "nothing to forget" in ran.err


def test_without_a_terminal_it_wants_to_be_told_yes(computer, usos):
    computer.signs_in(usos)
    before = computer.files()
    ran = computer.run("forget")
    assert ran.status == 2
    assert "rollcall forget --yes" in ran.err
    assert computer.files() == before


def test_it_does_not_take_marks_away_from_a_program_that_has_them_open(computer, usos):
    account = computer.signs_in(usos)
    lock = StoreLock(computer.accounts.store_file(account))
    assert lock.take()
    before = computer.files()
    ran = computer.run("forget", "--yes")
    lock.release()
    assert ran.status == 1
    assert f"(process {os.getpid()})" in ran.err
    assert "Close the other rollcall first." in ran.err
    assert computer.files() == before
    assert knows_token(usos)


@pytest.mark.parametrize("number", ["0", "2", "-1"])
def test_a_number_that_nobody_has_is_told(computer, usos, number):
    computer.signs_in(usos)
    ran = computer.run("forget", "--yes", f"--account={number}")
    assert ran.status == 1
    assert "the numbers go from 1 to 1" in ran.err
    assert computer.accounts.all()


# --- which one ---


def test_of_several_one_is_chosen_by_its_number_and_the_others_stay(computer, usos):
    computer.accounts.use(ELSEWHERE)
    other = computer.accounts.store_file(ELSEWHERE)
    other.write_bytes(b"theirs")
    account = computer.signs_in(usos)
    ran = computer.run("forget", "--yes", "--account", "1")
    assert ran.status == 0
    assert ran.out.startswith(account.person)
    assert computer.accounts.all() == [ELSEWHERE]
    assert other.read_bytes() == b"theirs"


def test_of_several_none_is_guessed_without_a_terminal(computer, usos):
    computer.accounts.use(ELSEWHERE)
    account = computer.signs_in(usos)
    ran = computer.run("forget", "--yes")
    assert ran.status == 2
    assert ran.out.splitlines() == [
        f"1  {account.person} · Uniwersytet Przykładowy",
        "2  Jan Żak · Inny Uniwersytet",
    ]
    assert "--account N" in ran.err
    assert len(computer.accounts.all()) == 2


def test_somebody_else_at_the_same_university_keeps_their_marks(computer, usos):
    colleague = Account(usos.url, "77", "Ewa Colleague", "Uniwersytet Przykładowy")
    computer.accounts.use(colleague)
    with computer.store(colleague):
        file = computer.accounts.store_file(colleague)
    computer.signs_in(usos)
    before = file.read_bytes()
    computer.run("forget", "--yes", "--account", "1")
    assert file.read_bytes() == before
    assert computer.accounts.all() == [colleague]


# --- credentials of the configuration ---


def test_the_account_of_the_configuration_is_forgotten_and_its_token_left_to_its_owner(computer, usos):
    computer.configure_by_environment(access_to(usos))
    account = computer.accounts.owner(access_to(usos), lambda: Person("2001", "", ""))
    students = computer.marks(account, usos, 2)
    ran = computer.run("forget", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert "Key and token are in the settings; remove them there." in ran.out
    assert students[0].last_name.encode() not in written(computer)
    assert [file.name for file in computer.files()] == ["accounts.json"]
    assert knows_token(usos)


def test_marks_of_the_configuration_are_not_taken_along_with_somebody_elses(computer, usos):
    computer.configure_by_environment(access_to(usos))
    configured = computer.accounts.owner(access_to(usos), lambda: Person("77", "", ""))
    computer.marks(configured, usos, 2)
    account = computer.signs_in(usos)
    kept = computer.accounts.store_file(configured)
    gone = computer.accounts.store_file(account)
    assert computer.run("forget", "--yes", "--account", "2").status == 0
    assert kept.exists()
    assert not gone.exists()
    assert computer.accounts.all() == []
    assert computer.run("forget", "--yes").status == 0
    assert not kept.exists()


# --- on a terminal ---


def test_on_a_terminal_the_word_has_to_be_typed(computer, usos):
    account = computer.signs_in(usos)
    computer.marks(account, usos, 3)
    file = computer.accounts.store_file(account)
    with asked(computer) as terminal:
        terminal.until("3 marks are not in USOS yet and will be lost!", "Type forget to continue")
        assert file.exists()
        terminal.type("Forget \n")
        terminal.until("You are signed out.", "Removed.")
        assert terminal.end() == 0
    assert not file.exists()


@pytest.mark.parametrize("typed", ["\n", "yes\n", "forge\n", "\x04"])
def test_anything_else_removes_nothing(computer, usos, typed):
    account = computer.signs_in(usos)
    with asked(computer) as terminal:
        terminal.until("Type forget to continue")
        terminal.type(typed)
        terminal.until("Stopped before anything was removed.")
        assert terminal.end() == 1
    assert computer.accounts.all() == [account]
    assert computer.accounts.store_file(account).exists()
    assert knows_token(usos)


def test_interrupting_it_removes_nothing(computer, usos):
    account = computer.signs_in(usos)
    with asked(computer) as terminal:
        terminal.until("Type forget to continue")
        interrupt(terminal)
        assert terminal.end() == 130
        assert "Stopped before anything was removed." in terminal.text()
    assert computer.accounts.all() == [account]
    assert computer.accounts.store_file(account).exists()


@pytest.mark.parametrize("arguments", [(), ("--yes",)])
def test_interrupting_it_while_it_removes_says_that_something_may_be_left_and_it_can_be_said_again(
    computer, usos, arguments
):
    account = computer.signs_in(usos)
    usos.faults.add(Fault(FaultKind.HANG, REVOKE))
    with asked(computer, *arguments) as terminal:
        if not arguments:
            terminal.until("Type forget to continue")
            terminal.type("forget\n")
        wait_for(lambda: usos.calls.count(REVOKE) == 1)
        interrupt(terminal)
        assert terminal.end() == 130
        assert "Stopped before everything was removed; run again: rollcall forget" in terminal.text()
    assert computer.accounts.all() == [account]
    assert computer.run("forget", "--yes").status == 0
    assert computer.accounts.all() == []


def test_with_yes_nothing_is_asked_on_a_terminal_either(computer, usos):
    computer.signs_in(usos)
    with asked(computer, "--yes") as terminal:
        terminal.until("Removed.")
        assert terminal.end() == 0


def test_of_several_it_asks_which(computer, usos):
    computer.accounts.use(ELSEWHERE)
    account = computer.signs_in(usos)
    with asked(computer) as terminal:
        terminal.until(f"1  {account.person}", "2  Jan Żak", "Its number:")
        terminal.type("2\n")
        terminal.until("Jan Żak · Inny", "Type forget to continue")
        terminal.type("forget\n")
        terminal.until("Removed.")
        assert terminal.end() == 0
    assert computer.accounts.all() == [account]


def test_a_number_that_is_none_ends_it(computer, usos):
    computer.accounts.use(ELSEWHERE)
    computer.signs_in(usos)
    with asked(computer) as terminal:
        terminal.until("Its number:")
        terminal.type("both\n")
        terminal.until("the numbers go from 1 to 2")
        assert terminal.end() == 1
    assert len(computer.accounts.all()) == 2


def test_a_program_with_a_screen_keeps_its_marks_from_being_forgotten(computer, usos):
    computer.signs_in(usos)
    folders = {name: value for name, value in os.environ.items() if name.startswith("XDG_") or name == "HOME"}
    with rollcall(environment=folders, home=computer.home) as terminal:
        terminal.until("Groups")
        ran = subprocess.run(
            [sys.executable, "-m", "app", "forget", "--yes"],
            env=os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.returncode == 1
        assert f"(process {terminal.process.pid})" in ran.stderr
        terminal.type("\x11")
        assert terminal.end() == 0
    assert computer.accounts.all()
