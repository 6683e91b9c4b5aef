"""`rollcall lists` and `rollcall overview`: data alone on stdout, words on stderr, statuses that can be relied on."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.store.lock import StoreLock
from tests.program.test_real_terminal import wait_for
from tests.support.documented import documented, fields
from tests.support.machine import Computer, Ran, without_keychain

ATTENDANCE = "services/attendance/attendance"
KEYS_OF_A_STUDENT = (
    "student_id student_number name marks not_in_group unsent unexcused absences late made_up held attended percent"
    " may_miss"
)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def current_group(usos: Emulator) -> tuple[str, str]:
    """Return course unit and number of the class that is on."""
    one = next(one for one in usos.lists() if one.id == usos.current_list())
    return one.unit_id, str(one.group_number)


def lists_of(usos: Emulator) -> list[str]:
    """Return the lists of the class that is on, in order of time."""
    return [one.id for one in usos.lists() if (one.unit_id, str(one.group_number)) == current_group(usos)]


def overview(computer: Computer, usos: Emulator, *more: str) -> Ran:
    return computer.run("overview", *current_group(usos), "--json", *more)


def printed(ran: Ran) -> dict[str, Any]:
    """Return what was printed: one object, of the version that programs know."""
    values: dict[str, Any] = json.loads(ran.out)
    assert values.pop("schema_version") == 1
    return values


def test_groups_and_lists_are_printed_with_the_ids_that_other_commands_take(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    ran = computer.run("lists", "--json")
    assert (ran.status, ran.err) == (0, "")
    unit, number = current_group(usos)
    groups = printed(ran)["groups"]
    assert fields(json.loads(ran.out)) == documented("lists")
    group = next(one for one in groups if (one["course_unit_id"], one["group_number"]) == (unit, number))
    lists = group.pop("lists")
    assert group == {
        "course_unit_id": unit,
        "group_number": "3",
        "course": "Mathematical Analysis I",
        "class_type": "class",
        "term": "2026/2027-Z",
        "students": 30,
    }
    assert [one["list_id"] for one in lists] == lists_of(usos)
    assert lists[-1] == {
        "list_id": usos.current_list(),
        "date": "2026-11-23T10:15:00",
        "mode": "intramural",
        "owner": "Barbara Łęcka",
        "marked": None,
        "students": None,
    }
    in_lines = computer.run("lists").out
    assert f"{unit} 3  Mathematical Analysis I · class gr. 3, 30 students\n" in in_lines
    assert f"    {usos.current_list()}  Mon 23 Nov 10:15, in person\n" in in_lines


def test_a_term_is_read_and_printed_and_nothing_is_sent(computer: Computer, usos: Emulator) -> None:
    account, lists = computer.signs_in(usos), lists_of(usos)
    students = [one.id for one in computer.marks(account, usos, 2)]
    usos.set_mark(lists[0], students[0], "absence", "odrobione")
    usos.set_mark(lists[1], students[0], "intramural", "late 9 min")
    ran = overview(computer, usos)
    assert (ran.status, ran.err) == (0, "")
    term = printed(ran)
    assert list(term) == ["group", "rules", "meetings", "students"]
    assert fields(json.loads(ran.out)) == documented("overview")
    assert list(term["rules"].values()) == [None, None, False, "off", True, "14 days", None]
    assert [one["list_id"] for one in term["meetings"] if one["list_id"]] == lists
    first = next(one for one in term["students"] if one["student_id"] == students[0])
    assert list(first) == KEYS_OF_A_STUDENT.split()
    assert first["marks"].keys() == set(lists)
    assert (first["marks"][lists[0]], first["marks"][lists[-1]]) == ("absence", "absence")
    assert (first["unsent"], first["not_in_group"]) == ([lists[-1]], [])
    assert (first["made_up"], first["late"]) == (1, 1)
    assert (first["held"], first["percent"]) == (8, round(100 * first["attended"] / 8, 1))
    assert usos.marks(usos.current_list())[students[0]] == (None, None)


def test_album_numbers_are_printed_only_when_asked_for(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    assert {one["student_number"] for one in printed(overview(computer, usos))["students"]} == {None}
    numbered = printed(overview(computer, usos, "--offline", "--numbers"))["students"]
    assert all(one["student_number"].isdecimal() for one in numbered)


def test_people_get_a_line_for_each_student(computer: Computer, usos: Emulator) -> None:
    computer.configure("[rules]\nunexcused_limit = 2\n")
    computer.signs_in(usos)
    lines = computer.run("overview", *current_group(usos), "--numbers").out.splitlines()
    assert lines[:3] == ["Mathematical Analysis I · class gr. 3", "8 lists", "Rules: unexcused ≤ 2"]
    assert len(lines) == 3 + 30
    assert re.match(
        r"Ąbek Łucja, \d{6}, absences: \d unexcused, \d in all.*, attended \d of the 8 classes held \(\d+ %\), ",
        lines[3],
    )


def test_a_spreadsheet_gets_what_a_csv_file_holds(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    ran = computer.run("overview", *current_group(usos), "--csv", "--lang", "pl")
    assert (ran.status, ran.err) == (0, "")
    heading, *rows = csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert heading[0] == "nazwisko i imię"
    assert "2026-11-23 10:15" in heading
    assert (len(rows), rows[0][0]) == (30, "Ąbek Łucja")
    assert "album" not in "".join(heading)


def test_only_what_is_new_or_unsettled_is_read_again(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    overview(computer, usos)
    assert usos.calls.count(ATTENDANCE) == len(lists_of(usos))
    overview(computer, usos)
    assert usos.calls.count(ATTENDANCE) == len(lists_of(usos))


def test_the_rules_are_those_of_the_group_or_of_the_configuration(computer: Computer, usos: Emulator) -> None:
    computer.configure("[rules]\nunexcused_limit = 1\nlate_weight = '1/3'\n")
    computer.signs_in(usos)
    term = printed(overview(computer, usos))
    assert (term["rules"]["unexcused_limit"], term["rules"]["late_weight"]) == (1, "1/3")
    assert {one["may_miss"] for one in term["students"]} <= {1, 0, -1, -2, -3}


def test_what_was_never_read_is_null_and_the_status_says_unfinished(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    usos.faults.add(Fault(FaultKind.TRUNCATED_JSON, ATTENDANCE, after=2))
    ran = overview(computer, usos)
    assert ran.status == 3
    assert ran.err.startswith("rollcall: ")
    term = printed(ran)
    [unread] = [one["list_id"] for one in term["meetings"] if one["list_id"] and one["read_at"] is None]
    assert next(one["counts"] for one in term["meetings"] if one["list_id"] == unread) is None
    assert all(unread not in (*one["marks"], *one["not_in_group"]) for one in term["students"])
    assert overview(computer, usos).status == 0


def test_offline_it_prints_what_is_known_and_calls_nobody(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    online = overview(computer, usos)
    calls = len(usos.calls)
    assert overview(computer, usos, "--offline") == online
    assert len(usos.calls) == calls
    usos.stop()
    cut = overview(computer, usos)
    assert (cut.status, cut.out) == (3, online.out)
    assert cut.err == "rollcall: No connection to USOS.\n"


def test_a_group_that_is_not_there_is_a_failure_with_a_remedy(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    ran = computer.run("overview", "1", "99", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "rollcall: No group 99 of 1 is known here; to see all that are: rollcall lists\n"
    usos.expire_token()
    assert computer.run("overview", "1", "99", "--json").status == 4


def test_who_is_signed_out_gets_what_is_known_and_is_told_to_sign_in(computer: Computer, usos: Emulator) -> None:
    assert computer.run("lists").status == 4
    computer.signs_in(usos)
    known = overview(computer, usos)
    usos.expire_token()
    ran = overview(computer, usos)
    assert (ran.status, ran.out) == (4, known.out)
    assert "USOS rejected your sign-in" in ran.err


def test_another_program_keeps_it_from_reading_and_it_says_so(computer: Computer, usos: Emulator) -> None:
    account = computer.signs_in(usos)
    online = overview(computer, usos)
    lock = StoreLock(computer.accounts.store_file(account))
    assert lock.take()
    calls = len(usos.calls)
    ran = overview(computer, usos)
    lock.release()
    assert (ran.status, ran.out, len(usos.calls)) == (0, online.out, calls)
    assert "this one only shows them" in ran.err


def test_interrupting_it_while_usos_is_silent_ends_it_with_130(computer: Computer, usos: Emulator) -> None:
    computer.signs_in(usos)
    groups = "services/groups/lecturer"
    usos.faults.add(Fault(FaultKind.HANG, groups))

    def interrupt() -> None:
        wait_for(lambda: usos.calls.count(groups) == 1)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    ran = computer.run("lists", "--json")
    thread.join(timeout=30)
    assert (ran.status, ran.out) == (130, "")
