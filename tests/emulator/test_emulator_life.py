"""Starting, stopping, lasting, and serving many at once."""

import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.emulator import Emulator, Fault, Options
from app.emulator.clock import Clock
from tests.emulator.signing_in import sign_in

UPDATE = "services/attendance/update_attendance"


def test_a_stopped_emulator_refuses_connections_and_starts_again_with_its_data(emulator, usos, roll):
    list_id, (student_id, *_) = roll
    params = {"list_id": list_id, "student_id": student_id, "attendance_mode": "absence"}
    usos.ask(UPDATE, **params)
    address = emulator.url
    emulator.stop()
    port = int(address.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    assert emulator.marks(list_id)[student_id] == ("absence", None)
    emulator.start()
    assert emulator.url == address
    assert usos.ask(UPDATE, **params) == {}


def test_stopping_and_starting_twice_is_harmless(emulator, usos):
    emulator.start()
    emulator.stop()
    emulator.stop()
    emulator.start()
    assert usos.ask("services/apisrv/now")


def test_a_port_that_is_taken_is_an_error(emulator, clock):
    port = int(emulator.url.rsplit(":", 1)[1].strip("/"))
    second = Emulator(Options(port=port), now=clock)
    with pytest.raises(OSError, match=r"\[(Errno|WinError)"):
        second.start()
    second.stop()


def test_the_address_is_unknown_before_the_first_start(clock):
    with pytest.raises(RuntimeError):
        Emulator(now=clock).url  # noqa: B018 reading it is the test


@pytest.mark.parametrize("nothing", [{"students": 0}, {"groups": 0}])
def test_an_installation_without_people_or_groups_is_refused(nothing):
    with pytest.raises(ValueError, match="at least one"):
        Options(**nothing)


@pytest.mark.parametrize(("given", "kept"), [("", "/"), ("/", "/"), ("usosapps", "/usosapps/"), ("/a/b", "/a/b/")])
def test_a_base_path_gets_a_slash_at_both_ends(given, kept):
    assert Options(base_path=given).base_path == kept


def test_a_file_survives_a_restart_with_keys_tokens_and_marks(run, caller_of, clock, tmp_path):
    database = tmp_path / "usos.sqlite"
    first = run(database=database)
    list_id = first.current_list()
    student_id = next(iter(first.marks(list_id)))
    caller_of(first).ask(UPDATE, list_id=list_id, student_id=student_id, attendance_mode="absence", comment="ż")
    first.stop()
    clock.advance(days=3)
    second = run(database=database, seed=8, students=5)
    assert (second.consumer_key, second.token_secret) == (first.consumer_key, first.token_secret)
    assert second.current_list() == list_id
    assert second.marks(list_id)[student_id] == ("absence", "ż")
    assert caller_of(second).ask("services/attendance/attendance_list", list_id=list_id) == {"id": int(list_id)}


def test_a_file_of_an_older_version_gets_the_tables_that_it_lacks(run, caller_of, tmp_path):
    database = tmp_path / "usos.sqlite"
    run(database=database).stop()
    with closing(sqlite3.connect(database)) as file:
        file.execute("DROP TABLE web_logins")
    usos = caller_of(run(database=database))
    assert sign_in(replace(usos, token=None, token_secret=None)).ask("services/users/user")


def test_the_same_seed_gives_the_same_data_and_another_one_other_data(run):
    first, same, other = run(), run(), run(seed=8)
    assert (first.consumer_key, first.token) == (same.consumer_key, same.token)
    assert first.lists() == same.lists()
    assert [first.marks(each.id) for each in first.lists()] == [same.marks(each.id) for each in same.lists()]
    assert (first.consumer_key, first.token) != (other.consumer_key, other.token)
    assert first.marks(first.current_list()).keys() != other.marks(other.current_list()).keys()


def test_thirty_marks_at_once_are_all_held(emulator, usos, roll):
    list_id, students = roll
    failures = []

    def send(student_id: str) -> None:
        params = {"list_id": list_id, "student_id": student_id, "attendance_mode": "absence", "comment": student_id}
        if usos.post(UPDATE, **params).text != "{}":
            failures.append(student_id)

    threads = [threading.Thread(target=send, args=(student_id,)) for student_id in students]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert emulator.marks(list_id) == {student_id: ("absence", student_id) for student_id in students}


def test_of_many_who_create_the_same_list_at_once_one_succeeds(emulator, usos):
    current = next(each for each in emulator.lists() if each.id == emulator.current_list())
    params = {"course_unit_id": current.unit_id, "group_number": str(current.group_number)}
    answers = []

    def create() -> None:
        answers.append(
            usos.post(
                "services/attendance/create_attendance_list", **params, date="2026-12-01 08:00:00", mode="remote"
            ).json()
        )

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum("list_id" in answer for answer in answers) == 1
    assert [answer["reason"] for answer in answers if "reason" in answer] == ["already_exists"] * 7


def test_looking_behind_the_api_while_it_is_used_is_safe(emulator, usos, roll):
    list_id, students = roll
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            emulator.marks(list_id)

    watcher = threading.Thread(target=look)
    watcher.start()
    for student_id in students[:10]:
        usos.ask(UPDATE, list_id=list_id, student_id=student_id, attendance_mode="absence")
    done.set()
    watcher.join(60)
    assert sum(mark is not None for mark, _ in emulator.marks(list_id).values()) == 10


def test_stopping_leaves_nobody_waiting_however_late_they_came(emulator):
    address = httpx.URL(emulator.url)
    for _ in range(5):
        emulator.start()
        emulator.faults.add(Fault("hang", count=None))
        clients = []
        for _ in range(30):
            clients.append(socket.create_connection((address.host, address.port or 0), timeout=5))
            clients[-1].sendall(b"GET /services/apisrv/now HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        emulator.stop()
        for client in clients:
            with client, suppress(ConnectionResetError):
                assert client.recv(100) == b""


def test_an_answer_does_not_wait_for_the_network_to_collect_packets(usos):
    def took() -> float:
        started = time.perf_counter()
        usos.ask("services/users/user")
        return time.perf_counter() - started

    # Nagle's algorithm makes it 40 ms each time once a connection is warm; a busy machine is quick now and then.
    assert min([took() for _ in range(60)][-40:]) < 0.03


def test_polish_wall_clock_time_is_two_hours_ahead_in_summer_and_one_in_winter(clock):
    winter = clock.now.replace(month=1, day=1, hour=1, minute=0)
    assert Clock(lambda: winter, timedelta())().timestamp() == 1767225600  # 2026-01-01 00:00 UTC
    assert Clock(lambda: winter.replace(month=7), timedelta())().timestamp() == 1782860400  # 2026-06-30 23:00 UTC


@pytest.mark.parametrize("fold", [0, 1])
def test_in_the_hour_that_comes_twice_signatures_have_the_right_time(run, caller_of, clock, fold):
    clock.now = datetime(2026, 10, 25, 2, 30, fold=fold)  # noqa: DTZ001 the API's times have no zone
    emulator = run(clock_ahead=5)
    assert caller_of(emulator).ask("services/users/user")
    assert caller_of(emulator).ask("services/apisrv/now") == "2026-10-25 02:30:05.000000"


def test_a_clock_that_is_ahead_skips_the_hour_that_is_skipped(clock):
    before = datetime.fromisoformat("2027-03-28 01:30")
    assert str(Clock(lambda: before, timedelta(hours=1))()) == "2027-03-28 03:30:00+02:00"


def test_importing_the_emulator_is_light():
    code = (
        "import sys, app.emulator\n"
        "heavy = {'starlette', 'uvicorn', 'authlib', 'asyncio', 'textual', 'httpx'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_emulator_imports_nothing_of_the_rest_of_the_program():
    folder = Path(__file__).parents[2] / "app" / "emulator"
    lines = [line for file in folder.rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()]
    imports = [line.split()[1] for line in lines if line.startswith(("import ", "from "))]
    assert {name for name in imports if name.startswith("app") and not name.startswith("app.emulator")} == set()
    assert {"textual", "httpx"}.isdisjoint(name.partition(".")[0] for name in imports)
