"""`rollcall doctor`: it finds what is wrong, says what to do, gives nobody away, changes nothing and always ends."""

import errno
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import keyring
import pytest
from keyring.backends import fail

from app.accounts.accounts import Account
from app.config import settings
from app.domain.model import Person
from app.emulator import Emulator, Fault, FaultKind, Options
from app.store import schema
from app.store.lock import StoreLock
from tests.accounts.test_keychain import Hanging, Working
from tests.program.test_real_terminal import environment_for, wait_for
from tests.store.test_lock import locking_fails
from tests.support.driver import access_to
from tests.support.machine import COMMENT, LOGIN, Computer, Ran, without_keychain
from tests.support.terminal import environment_with, rollcall

NOW = "services/apisrv/now"
IMPATIENT = "[network]\nconnect_timeout = 1\nread_timeout = 1\n"


@pytest.fixture
def computer(tmp_path, monkeypatch, capsys) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    """One whose clock is right, as the program's own is."""
    with Emulator() as running:
        yield running


def found(ran: Ran, label: str) -> str:
    """What the report says of something, the first time it does."""
    line = re.search(rf"(?m)^[! ] {label}  +(.*)$", ran.out)
    assert line, ran.out
    return line[1]


def advice(ran: Ran) -> list[str]:
    """What it says is to be done."""
    lines = ran.out.splitlines()
    return [below.strip() for line, below in pairwise(lines) if line.startswith("!")]


def told(ran: Ran, label: str, sentence: str) -> bool:
    """Whether this one thing needs attention, and this is said about it."""
    marked = re.search(rf"(?m)^! {label}  +.*\n +(.*)$", ran.out)
    assert ran.status == 3
    assert "1 problem, marked with !" in ran.out, ran.out
    assert marked, ran.out
    return sentence in marked[1]


# --- all is well ---


def test_of_a_computer_where_all_is_well_it_says_so(computer, usos):
    computer.signs_in(usos)
    ran = computer.run("doctor")
    assert (ran.status, ran.err, advice(ran)) == (0, "", [])
    assert ran.out.endswith("Everything works.\n")
    assert re.fullmatch(r"in \d+ ms", found(ran, "answer"))
    assert re.fullmatch(r"\d\.\d s (ahead of|behind) USOS", found(ran, "clock"))
    assert found(ran, "address") == usos.url
    assert found(ran, "university") == "Example University"
    assert found(ran, "USOS version") == "7.1.1.0-1"
    assert found(ran, "permissions") == "offline_access, staff_perspective"
    assert found(ran, "methods") == "all that rollcall needs"
    assert found(ran, "key and token") == "in the file ~/data/rollcall/secrets.json"
    assert re.fullmatch(rf"\d+ kB, version {len(schema.MIGRATIONS)}", found(ran, "marks file"))
    assert found(ran, "not in USOS") == "nothing"
    assert found(ran, "in use") == "no"


def test_it_names_versions_terminal_settings_and_folders(computer, monkeypatch):
    for name, value in {"TERM": "xterm-kitty", "COLORTERM": "truecolor", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    computer.configure(f"{IMPATIENT}[sending]\nhold = 2.5\n")
    settings.log_folder().joinpath("crash-20261120-081500.txt").touch()
    ran = computer.run("doctor")
    for name in ("rollcall", "textual", "httpx"):
        assert f"{name} " in found(ran, "versions")
    assert sys.version.split()[0] in found(ran, "versions")
    assert found(ran, "screen") == "TERM=xterm-kitty, COLORTERM=truecolor, NO_COLOR=1"
    assert found(ran, "size") == "no terminal"
    assert found(ran, "encoding") == "utf-8"
    assert found(ran, "times") == "connection 1 s, answer 1 s, a mark waits 2.5 s"
    assert found(ran, "settings") == "~/config/rollcall/config.toml"
    assert found(ran, "data") == "~/data/rollcall"
    assert found(ran, "crash reports") == "1, ~/state/rollcall/log"
    assert found(ran, "written files") == "~/documents/rollcall"


def test_the_values_stand_under_each_other(computer, usos):
    computer.signs_in(usos)
    lines = [line for line in computer.run("doctor").out.splitlines() if re.match(r"[! ] \w+.*  ", line)]
    assert len(lines) > 15
    assert len({re.match(r"[! ] [\w ]+?  +", line).end() for line in lines}) == 1


def test_it_sizes_up_the_terminal_it_runs_in(tmp_path, usos):
    with rollcall("doctor", environment=environment_for(usos), home=tmp_path, size=(59, 24)) as terminal:
        terminal.until("size", "59×24", "Make the window larger: 60 columns and 20 lines at least.", "1 problem")
        assert terminal.end() == 3


def test_a_terminal_that_cannot_show_names_is_told_and_no_end(tmp_path, usos):
    old = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", **environment_for(usos)}
    with rollcall("doctor", environment=old, home=tmp_path) as terminal:
        terminal.until("encoding", "ascii", "Names will look wrong", "1 problem")
        assert terminal.end() == 3


# --- it gives nobody away ---


def test_no_secret_no_student_and_no_lecturer_is_in_the_report(computer, usos):
    account = computer.signs_in(usos)
    students = computer.marks(account, usos, 3)
    computer.configure(f'[usos]\nurl = "{usos.url}"\nconsumer_key = "{usos.consumer_key}"\nconsumer_secret = "hush"\n')
    ran = computer.run("doctor")
    assert "3 marks" in found(ran, "not in USOS")
    secret = {usos.consumer_key, usos.consumer_secret, usos.token, usos.token_secret, "hush"}
    people = {part for student in students for part in (student.first_name, student.last_name, student.number)}
    lecturer = {account.person, *account.person.split(), LOGIN}
    printed = (ran.out + ran.err).lower()
    assert len(people) > 60
    assert {text for text in secret | people | lecturer | {COMMENT} if text.lower() in printed} == set()
    assert not re.search(rf"\b{account.user_id}\b", printed)


@pytest.mark.parametrize("store", [b"no store", None])
def test_neither_are_they_when_much_is_wrong(computer, usos, store):
    account = computer.signs_in(usos)
    file = computer.accounts.store_file(account)
    file.unlink()
    file.write_bytes(store) if store else file.mkdir()
    usos.revoke_token()
    ran = computer.run("doctor")
    assert len(advice(ran)) >= 2
    for text in (usos.token, usos.token_secret, usos.consumer_key, *account.person.split(), LOGIN, file.name):
        assert text.lower() not in (ran.out + ran.err).lower()


def test_a_folder_elsewhere_does_not_name_its_owner_either(computer, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "server" / LOGIN / "data"))
    assert LOGIN not in computer.run("doctor").out
    assert "/server/…/data/rollcall" in computer.run("doctor").out


def test_a_list_of_accounts_that_somebody_has_spoilt_does_no_harm(computer, usos):
    account = computer.signs_in(usos)
    computer.accounts.use(replace(account, url=f"{usos.url}\x1b[31m"))
    ran = computer.run("doctor")
    assert "\x1b" not in ran.out
    assert "Is the address right?" in advice(ran)[0]
    assert "staff_perspective" in ran.out[ran.out.index("Account 2") :]


# --- it changes nothing ---


def test_nothing_on_the_disk_is_changed(computer, usos):
    account = computer.signs_in(usos)
    computer.marks(account, usos, 2)
    before = computer.files()
    computer.run("doctor")
    assert computer.files() == before


def test_marks_that_a_killed_program_left_are_counted_and_left_where_they_are(computer, usos):
    account = computer.signs_in(usos)
    students = [student.id for student in computer.marks(account, usos, 1)]
    killed = f"""
import os, sys; from datetime import datetime; from pathlib import Path
from app.domain.model import Mark, Record; from app.store import Store
decided = dict.fromkeys(sys.argv[2:], Record(Mark.REMOTE, ""))
Store(Path(sys.argv[1])).outbox.decide("{usos.current_list()}", decided, datetime(2026, 11, 20, 9)); os._exit(0)
"""
    file = computer.accounts.store_file(account)
    subprocess.run([sys.executable, "-c", killed, file, *students], check=True, timeout=30)
    kept = {path: files for path, files in computer.files().items() if not path.name.endswith("-shm")}
    assert file.with_name(f"{file.name}-wal") in kept
    assert found(computer.run("doctor"), "not in USOS").startswith("30 marks")
    assert {path: files for path, files in computer.files().items() if not path.name.endswith("-shm")} == kept


def test_a_store_of_an_older_rollcall_is_not_brought_up_to_date(computer, usos, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        computer.signs_in(usos)
    before = computer.files()
    assert found(computer.run("doctor"), "marks file").endswith("version 1")
    assert computer.files() == before


def test_the_token_of_somebody_never_seen_is_not_written_down(computer, usos):
    computer.configure_by_environment(access_to(usos))
    ran = computer.run("doctor")
    assert ran.status == 0
    assert "From the settings" in ran.out
    assert found(ran, "permissions") == "offline_access, staff_perspective"
    assert computer.files() == {}


# --- what needs attention ---


def test_marks_that_wait_are_counted_with_their_age(computer, usos):
    computer.marks(computer.signs_in(usos), usos, 2)
    ran = computer.run("doctor")
    assert told(ran, "not in USOS", "or run: rollcall send")
    assert found(ran, "not in USOS") == "2 marks, since Fri 20 Nov 08:15"


def test_marks_that_need_a_decision_are_counted_apart(computer, usos):
    account = computer.signs_in(usos)
    computer.marks(account, usos, 3)
    with computer.store(account) as store:
        store.outbox.refuse(store.outbox.due()[0], "student_not_in_group")
    ran = computer.run("doctor")
    assert told(ran, "not in USOS", "F4 shows")
    assert found(ran, "not in USOS") == "3 marks, since Fri 20 Nov 08:15, 1 needs a decision"


def test_marks_of_somebody_who_is_signed_out_wait_for_a_sign_in(computer, usos):
    account = computer.signs_in(usos)
    computer.marks(account, usos, 1)
    computer.credentials.forget(account)
    ran = computer.run("doctor")
    assert told(ran, "not in USOS", "sign in")
    assert found(ran, "key and token") == "none, signed out"


def test_a_usos_that_cannot_be_reached_is_told_and_the_rest_is_looked_at(computer, usos):
    computer.signs_in(usos)
    usos.stop()
    ran = computer.run("doctor")
    assert told(ran, "answer", "No connection to USOS.")
    assert found(ran, "not in USOS") == "nothing"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (FaultKind.HTML_200, "Does this network ask you to sign in?"),
        (FaultKind.ERROR_500, "having problems"),
        (FaultKind.BUSY_429, "asks for a pause"),
        (FaultKind.NULL_200, "cannot be understood"),
    ],
)
def test_an_answer_that_is_none_is_told_in_plain_words(computer, usos, kind, sentence):
    computer.signs_in(usos)
    usos.faults.add(Fault(kind, NOW))
    assert told(computer.run("doctor"), "answer", sentence)


def test_a_server_that_hangs_costs_no_more_than_the_settings_say(computer, usos):
    computer.signs_in(usos)
    computer.configure(IMPATIENT)
    usos.faults.add(Fault(FaultKind.HANG, count=None))
    began = time.monotonic()
    assert told(computer.run("doctor"), "answer", "USOS does not answer.")
    assert time.monotonic() - began < 15  # what one call may take where the settings say nothing
    usos.faults.clear()


def test_who_does_not_want_to_wait_can_stop_it(tmp_path, usos):
    usos.faults.add(Fault(FaultKind.HANG, NOW))
    with rollcall("doctor", environment=environment_for(usos), home=tmp_path) as terminal:
        terminal.until("address", usos.url)
        wait_for(lambda: usos.calls.count(NOW))
        terminal.process.send_signal(signal.SIGINT)  # a terminal of a test has no Ctrl+C
        terminal.until("Stopped before USOS answered.")
        assert terminal.end() == 130


def test_looking_up_a_name_that_hangs_costs_no_more_either(computer, usos, monkeypatch):
    computer.signs_in(usos)
    computer.configure(IMPATIENT)
    over, looked_up = threading.Event(), socket.getaddrinfo

    def hang(*arguments: object, **named: object) -> object:
        over.wait(60)
        return looked_up(*arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    began = time.monotonic()
    assert told(computer.run("doctor"), "answer", "USOS does not answer.")
    assert time.monotonic() - began < 30
    over.set()


def test_a_clock_that_is_wrong_is_told_before_usos_refuses_calls(computer):
    with Emulator(Options(clock_ahead=120)) as usos:
        computer.signs_in(usos)
        ran = computer.run("doctor")
    assert told(ran, "clock", "Set the clock")
    assert re.fullmatch(r"1(19|20)\.\d s behind USOS", found(ran, "clock"))


def test_a_clock_that_is_very_wrong_is_why_there_are_no_rights(computer, usos):
    computer.signs_in(usos)
    usos.set_clock_ahead(timedelta(minutes=-20))
    ran = computer.run("doctor")
    assert any("20 minutes ahead" in sentence for sentence in advice(ran))


def test_a_token_that_was_revoked_is_told(computer, usos):
    computer.signs_in(usos)
    usos.revoke_token()
    ran = computer.run("doctor")
    assert told(ran, "permissions", "Start rollcall and sign in again.")
    assert found(ran, "permissions") == "none"


def test_a_token_of_the_configuration_that_was_revoked_is_to_be_changed_there(computer, usos):
    computer.configure_by_environment(access_to(usos))
    usos.revoke_token()
    assert told(computer.run("doctor"), "permissions", "Put new ones into the settings.")


@pytest.mark.parametrize(
    ("withheld", "sentence"),
    [("staff_perspective", "the permission that attendance needs"), ("offline_access", "lasts about two hours")],
)
def test_a_right_that_is_missing_is_told(computer, withheld, sentence):
    with Emulator(Options(withheld_scopes=frozenset({withheld}))) as usos:
        computer.signs_in(usos)
        assert told(computer.run("doctor"), "permissions", sentence)


def test_methods_that_rollcall_does_without_are_named(computer):
    with Emulator(Options(methods="no-user")) as usos:
        computer.signs_in(usos)
        ran = computer.run("doctor")
    assert (ran.status, found(ran, "methods")) == (0, "missing: user")


def test_methods_without_which_there_is_no_roll_need_attention(computer):
    with Emulator(Options(without=frozenset({"services/attendance/update_attendance"}))) as usos:
        computer.signs_in(usos)
        assert told(computer.run("doctor"), "methods", "Ask its USOS administrators")


@pytest.mark.parametrize("method", ["apisrv/installation", "apiref/method_index"])
def test_what_usos_does_not_tell_is_no_trouble(computer, method):
    with Emulator(Options(without=frozenset({f"services/{method}"}))) as usos:
        computer.signs_in(usos)
        ran = computer.run("doctor")
    assert ran.status == 0
    assert "not given" in ran.out


# --- files and keychain ---


def test_a_marks_file_that_is_damaged_is_told(computer, usos):
    file = computer.accounts.store_file(computer.signs_in(usos))
    file.write_bytes(b"no store at all")
    ran = computer.run("doctor")
    assert told(ran, "marks file", "it sets the file aside")
    assert found(ran, "marks file") == "damaged"


def test_a_marks_file_of_a_newer_rollcall_is_told(computer, usos):
    file = computer.accounts.store_file(computer.signs_in(usos))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version=99")
    assert told(computer.run("doctor"), "marks file", "Install that version again")
    opening = computer.run("send")
    assert "were saved by a newer version of rollcall. Install that version again" in opening.err


def test_a_marks_file_that_cannot_be_read_is_told(computer, usos):
    file = computer.accounts.store_file(computer.signs_in(usos))
    file.unlink()
    file.mkdir()
    assert told(computer.run("doctor"), "marks file", "open your data folder")


@pytest.mark.parametrize("label", ["key and token", "marks file"])
def test_a_file_that_others_may_open_is_told(computer, usos, label):
    account = computer.signs_in(usos)
    files = {
        "key and token": settings.data_folder() / "secrets.json",
        "marks file": computer.accounts.store_file(account),
    }
    files[label].chmod(0o644)
    assert told(computer.run("doctor"), label, "(mode 0644). To prevent that: chmod 600 ~/data/rollcall/")


def test_settings_with_a_secret_that_others_may_open_are_told(computer, usos):
    computer.signs_in(usos)
    computer.configure(f'[usos]\nurl = "{usos.url}"\nconsumer_key = "k"\nconsumer_secret = "s"\n').chmod(0o644)
    assert told(computer.run("doctor"), "settings", "chmod 600 ~/config/rollcall/config.toml")


def test_settings_without_a_secret_may_be_read_by_anybody(computer, usos):
    computer.signs_in(usos)
    computer.configure('language = "en"').chmod(0o644)
    assert computer.run("doctor").status == 0


def test_who_has_the_marks_open_is_told(computer, usos):
    lock = StoreLock(computer.accounts.store_file(computer.signs_in(usos)))
    assert lock.take()
    ran = computer.run("doctor")
    lock.release()
    assert (ran.status, found(ran, "in use")) == (0, f"yes, by process {os.getpid()}")
    assert found(computer.run("doctor"), "in use") == "no"


def test_a_key_in_the_keychain_is_found_there(computer, usos):
    keyring.set_keyring(Working())
    computer.signs_in(usos)
    ran = computer.run("doctor")
    assert (ran.status, found(ran, "key and token")) == (0, "in this computer's keychain")
    assert "staff_perspective" in found(ran, "permissions")


def test_a_keychain_that_hangs_is_told_in_time(computer, usos):
    keychain = Hanging()
    keychain.unlocked.set()
    keyring.set_keyring(keychain)
    computer.signs_in(usos)
    keychain.unlocked.clear()
    began = time.monotonic()
    assert told(computer.run("doctor"), "key and token", "keychain did not answer")
    assert time.monotonic() - began < 30
    keychain.unlocked.set()


def test_a_folder_that_cannot_be_made_is_told(computer):
    (computer.home / "data").write_text("a file where the folder should be", encoding="utf-8")
    ran = computer.run("doctor")
    assert told(ran, "data", "the permissions and the free space")


# --- whose accounts ---


def test_where_nobody_has_signed_in_it_says_how_to_begin(computer):
    assert told(computer.run("doctor"), "accounts", "start rollcall without a command")


def test_every_account_is_looked_at(computer, usos):
    computer.signs_in(usos)
    other = Account("https://127.0.0.1:1/", "7", "Jan Żak", "Inny")
    computer.accounts.use(other)
    computer.credentials.forget(other)
    ran = computer.run("doctor")
    assert told(ran, "answer", "No connection")
    first, second = ran.out[ran.out.index("Account 1") :].split("Account 2")
    assert "127.0.0.1:1" in first
    assert "marks file     none yet" in first
    assert usos.url in second
    assert "staff_perspective" in second


def test_credentials_of_the_configuration_go_before_those_that_were_kept(computer, usos):
    account = computer.signs_in(usos)
    computer.configure_by_environment(access_to(usos))
    computer.accounts.owner(access_to(usos), lambda: Person(account.user_id, "", ""))
    ran = computer.run("doctor")
    assert (ran.status, found(ran, "key and token")) == (0, "in the settings")
    assert "Account 2" not in ran.out


def test_an_address_alone_in_the_configuration_is_asked_for_an_answer(computer, usos):
    computer.configure(f'[usos]\nurl = "{usos.url}"\n')
    ran = computer.run("doctor")
    assert told(ran, "accounts", "start rollcall")
    assert found(ran, "university") == "Example University"


def test_a_configuration_that_cannot_be_used_is_told_without_a_word_of_it(computer, usos):
    computer.signs_in(usos)
    computer.configure('[usos]\nurl = "https://b.lecka:hush@usosapps.example.edu.pl/"\n')
    ran = computer.run("doctor")
    assert told(ran, "settings", "for the reason: rollcall config")
    assert "hush" not in ran.out + ran.err
    assert found(ran, "address") == usos.url


def test_the_report_of_a_real_process_is_the_same(tmp_path, usos):
    done = subprocess.run(
        [sys.executable, "-m", "app", "doctor"],
        env=environment_with(tmp_path, environment_for(usos)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "staff_perspective" in done.stdout


def test_a_keychain_that_is_not_there_is_not_called_signed_out(computer, usos):
    keyring.set_keyring(Working())
    computer.signs_in(usos)
    keyring.set_keyring(fail.Keyring())
    assert told(computer.run("doctor"), "key and token", "your key to USOS may be in it")


def test_a_folder_that_cannot_be_locked_is_named(computer, usos, monkeypatch):
    account = computer.signs_in(usos)
    lock = StoreLock(computer.accounts.store_file(account))
    assert lock.take()
    lock.release()
    locking_fails(monkeypatch, errno.ENOLCK)
    assert told(computer.run("doctor"), "in use", "ENOLCK")
