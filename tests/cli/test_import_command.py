"""`rollcall import`: reports into a list by a command. Data on standard output, words beside it, honest statuses."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.model import Mark, Student
from app.emulator import Emulator
from app.store.lock import StoreLock
from tests.importing.written import Stayed, teams, zoom
from tests.program.test_real_terminal import environment_for
from tests.support.clock import NOW
from tests.support.documented import documented, fields
from tests.support.driver import access_to, emulated
from tests.support.machine import Computer, without_keychain
from tests.support.terminal import Terminal, rollcall

BEGIN = NOW.replace(minute=15, second=0)
CHAT = "10:20:11\t From  Anna Nowak : dzien dobry\n10:20:30\t From  Jan Lis : witam\n"


@pytest.fixture
def computer(tmp_path, monkeypatch, capsys) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=8) as running:
        running.set_list_mode(running.current_list(), "remote")
        yield running


@pytest.fixture
def students(computer: Computer, usos: Emulator) -> list[Student]:
    """The class that is on, of whoever has signed in."""
    return sorted(computer.marks(computer.signs_in(usos), usos, 0), key=lambda one: one.name)


def stayed(one: Student, minutes: int = 90, late: int = 0, name: str = "") -> Stayed:
    begin = BEGIN + timedelta(minutes=late)
    return Stayed(name or f"{one.first_name} {one.last_name}", begin, begin + timedelta(minutes=minutes))


def put(computer: Computer, text: str | bytes, name: str = "report.csv") -> str:
    file = computer.home / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_a_dry_run_prints_the_differences_as_json_and_writes_nothing(computer, usos, students):
    file = put(computer, teams([stayed(students[0]), stayed(students[1], 80, late=9), stayed(students[2], 43)]))

    ran = computer.run("import", usos.current_list(), file, "--json")

    told = json.loads(ran.out)
    assert told["list"] == {"list_id": usos.current_list(), "date": BEGIN.isoformat(), "mode": "remote"}
    by_id = {one["student_id"]: one for one in told["students"]}
    assert (by_id[students[0].id]["proposed"], by_id[students[0].id]["state"]) == ("remote", "set")
    assert (by_id[students[1].id]["late"], by_id[students[1].id]["comment"]) == (9, "late 9 min")
    assert (by_id[students[2].id]["proposed"], by_id[students[2].id]["state"]) == (None, "borderline")
    assert (ran.status, ran.err) == (3, "")
    with computer.store(computer.accounts.all()[0]) as store:
        assert store.outbox.unsent().total == 0


def test_yes_writes_what_needs_no_question_to_this_computer_and_sends_nothing(computer, usos, students):
    file = put(computer, zoom([stayed(students[0]), stayed(students[1], 43)]))

    ran = computer.run("import", usos.current_list(), file, "--json", "--yes")

    assert (ran.status, json.loads(ran.out)["written"]) == (3, 7)  # all but the borderline one; the rest is absent
    assert usos.marks(usos.current_list())[students[0].id] == (None, None)
    with computer.store(computer.accounts.all()[0]) as store:
        marks = {one.student.id: one.mark for one in store.rolls.entries(usos.current_list())}
        assert [marks[one.id] for one in students[:3]] == [Mark.REMOTE, None, Mark.ABSENT]
        assert store.outbox.unsent().total == 7
        assert len(store.journal.undoable(usos.current_list())) == 1


def test_the_same_file_once_more_has_nothing_to_write(computer, usos, students):
    file = put(computer, teams([stayed(one) for one in students]))

    first = computer.run("import", usos.current_list(), file, "--json", "--yes")
    second = computer.run("import", usos.current_list(), file, "--json", "--yes")

    assert [(ran.status, json.loads(ran.out)["written"]) for ran in (first, second)] == [(0, len(students)), (0, 0)]
    assert {one["state"] for one in json.loads(second.out)["students"]} == {"same"}


def test_without_json_it_is_told_line_by_line(computer, usos, students):
    file = put(computer, teams([stayed(one) for one in students[:-1]] + [stayed(students[-1], name="Tablet Sali")]))

    ran = computer.run("import", usos.current_list(), file, "--dry-run")

    assert f"  {students[0].name}, 90 min, 10:15–11:45, remote, long enough" in ran.out.splitlines()
    assert "To decide (1)" in ran.out
    assert "Tablet Sali, 90 min, 10:15–11:45, who is it?, 0 nobody on this list" in ran.out
    assert ran.status == 3


def test_share_and_length_can_be_said(computer, usos, students):
    file = put(computer, teams([stayed(students[0], 43)]))
    arguments = ("import", usos.current_list(), file, "--json")

    least, most = computer.run(*arguments, "--share", "20"), computer.run(*arguments, "--length", "40")

    states = [{one["student_id"]: one["state"] for one in json.loads(ran.out)["students"]} for ran in (least, most)]
    assert [state[students[0].id] for state in states] == ["set", "set"]


@pytest.mark.parametrize("wrong", [("--share", "101"), ("--length", "0"), ("--column", "x"), ("--yes", "--dry-run")])
def test_what_cannot_be_meant_is_a_wrong_command_line(computer, wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        computer.run("import", "1", "report.csv", *wrong)
    assert ended.value.code == 2


def test_a_question_about_columns_is_answered_by_the_columns_number(computer, usos, students):
    rows = [[one.number, one.name, "x", "o"] for one in students]
    text = "\n".join(";".join(row) for row in [["Nr albumu", "Nazwisko i imię", "lista", "lista"], *rows])
    arguments = ("import", usos.current_list(), put(computer, text), "--json")

    asked, answered = computer.run(*arguments), computer.run(*arguments, "--column", "4")

    assert (asked.status, json.loads(asked.out)["questions"][0]["choices"]) == (3, [3, 4])
    assert (answered.status, json.loads(answered.out)["questions"]) == (0, [])
    both = fields(json.loads(asked.out)) | fields(json.loads(answered.out))
    assert both | {"written"} == documented("import")


def test_a_file_that_tells_no_day_is_of_this_class_only_if_somebody_says_so(computer, usos, students):
    rows = [f"{one.first_name} {one.last_name};10:15;11:45" for one in students]
    file = put(computer, "\n".join(["Imię i nazwisko;Dołączenie;Wyjście", *rows]))
    arguments = ("import", usos.current_list(), file, "--json")

    asked, answered = computer.run(*arguments), computer.run(*arguments, "--this-day")

    assert (asked.status, [one["kind"] for one in json.loads(asked.out)["questions"]]) == (3, ["day"])
    assert (answered.status, json.loads(answered.out)["questions"]) == (0, [])
    assert {one["proposed"] for one in json.loads(answered.out)["students"]} == {"remote"}


def test_an_in_person_list_takes_no_report_of_a_call(computer, usos, students):
    usos.set_list_mode(usos.current_list(), "intramural")
    file = put(computer, teams([stayed(students[0])]))

    ran = computer.run("import", usos.current_list(), file, "--yes")

    assert ran.status == 1
    assert "A report of a meeting does not fit an in-person list" in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (CHAT, "This is the chat of a meeting"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"", "The file is empty."),
        ("some words\n", "This is not an attendance report"),
    ],
)
def test_what_is_no_report_is_named_with_what_to_download_instead(computer, usos, students, content, told):
    ran = computer.run("import", usos.current_list(), put(computer, content), "--json")

    assert (ran.status, json.loads(ran.out)["files"][0]["format"]) == (1, "unknown")
    assert told in ran.err
    assert ("Download the meeting's attendance report" in ran.err) is (content != b"")


def test_a_file_that_is_not_there_or_no_file_is_named(computer, usos, students):
    missing = computer.run("import", usos.current_list(), str(computer.home / "none.csv"))
    folder = computer.run("import", usos.current_list(), str(computer.home))

    assert (missing.status, folder.status) == (1, 1)
    assert "none.csv cannot be read" in missing.err
    assert "it is not a regular file" in folder.err


def test_an_empty_report_lists_nobody_and_takes_nobody_for_absent(computer, usos, students):
    ran = computer.run("import", usos.current_list(), put(computer, teams([])), "--yes", "--json")

    assert (ran.status, json.loads(ran.out)["students"]) == (1, [])
    assert "This report lists nobody." in ran.err


def test_without_a_network_the_roll_that_is_kept_here_is_enough(computer, usos, students):
    file = put(computer, teams([stayed(one) for one in students]))
    usos.stop()

    ran = computer.run("import", usos.current_list(), file, "--yes", "--json")

    assert (ran.status, json.loads(ran.out)["written"]) == (0, len(students))
    assert "The list is used as it was read on" in ran.err


def test_a_list_that_nobody_knows_is_said_to_be_unknown(computer, usos, students):
    ran = computer.run("import", "999999", put(computer, teams([stayed(students[0])])))

    assert (ran.status, ran.out) == (1, "")
    assert "not known who is on it" in ran.err


def test_nobody_signed_in_is_a_status_of_its_own(computer, tmp_path: Path):
    ran = computer.run("import", "1", put(computer, "x"))

    assert ran.status == 4
    assert "Nobody has signed in" in ran.err


def test_a_token_that_ended_asks_for_a_sign_in_where_the_roll_is_not_kept_here(computer, usos):
    computer.configure_by_environment(access_to(usos))
    computer.run("import", "999999", put(computer, "x"))  # whose token it is, is known from now on
    usos.revoke_token()

    ran = computer.run("import", usos.current_list(), put(computer, "x"))

    assert ran.status == 4


def test_addresses_that_usos_gives_tell_who_is_who_and_are_asked_for_once(computer, usos, students):
    del usos, students
    with emulated(students=8, emails=True) as generous:
        generous.set_list_mode(generous.current_list(), "remote")
        computer.configure_by_environment(access_to(generous))
        way = computer.marks(computer.signs_in(generous), generous, 0)
        person = Stayed("Ktoś Inny", BEGIN, BEGIN + timedelta(minutes=90), f"{way[0].number}@student.example.edu.pl")

        ran = computer.run("import", generous.current_list(), put(computer, teams([person])), "--json")

        row = json.loads(ran.out)["rows"][0]
        assert (row["match"], row["student_id"]) == ("email", way[0].id)


def test_two_programs_do_not_write_at_once(computer, usos, students):
    lock = StoreLock(computer.accounts.store_file(computer.accounts.all()[0]))
    assert lock.take()
    try:
        ran = computer.run("import", usos.current_list(), put(computer, teams([stayed(students[0])])), "--yes")
    finally:
        lock.release()

    assert ran.status == 1
    assert "process" in ran.err


def test_marks_in_a_table_are_the_list_s_presence(computer, usos, students):
    usos.set_list_mode(usos.current_list(), "intramural")
    rows = [f"{one.name};{sign}" for one, sign in zip(students, ("+", "nb", "u", ""), strict=False)]
    file = put(computer, "\n".join([f"Nazwisko i imię;{BEGIN:%d.%m.%Y}", *rows]))

    ran = computer.run("import", usos.current_list(), file, "--json")

    marks = {one["student_id"]: one["proposed"] for one in json.loads(ran.out)["students"]}
    assert [marks[one.id] for one in students[:4]] == ["intramural", "absence", "justified_absence", None]


def test_at_a_terminal_it_asks_before_it_writes_and_ctrl_c_there_is_130(computer, usos, students):
    file = put(computer, zoom([stayed(one) for one in students]))

    def run(answer: Callable[[Terminal], object]) -> tuple[int, int]:
        """Answer the question; return the exit status, and how many marks are on disk then."""
        command = ("import", usos.current_list(), file)
        with rollcall(*command, environment=environment_for(usos), home=computer.home) as terminal:
            terminal.until("Reading report.csv …", "Write 8 marks? Type yes:")
            terminal.until_it_waits()
            answer(terminal)
            status = terminal.end()
        with computer.store(computer.accounts.all()[0]) as store:
            return status, store.outbox.unsent().total

    assert run(lambda terminal: terminal.process.send_signal(signal.SIGINT)) == (130, 0)
    assert run(lambda terminal: terminal.type("yes\r")) == (0, 8)
