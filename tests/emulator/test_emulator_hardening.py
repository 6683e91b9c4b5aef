"""What must not be possible on a computer that has an emulator running: it is reachable from every web page."""

import socket
import stat
import sys

import httpx
import pytest

from app.emulator import Emulator, Options
from tests.emulator.signing_in import AUTHORIZE, request_token

FORM = "application/x-www-form-urlencoded"


def test_the_consent_page_is_for_this_machine_by_its_own_name_only(http, consumer, emulator):
    token, address = request_token(consumer).token, emulator.url + AUTHORIZE
    rebound = http.get(address, params={"oauth_token": token}, headers={"Host": "rebound.example.com"})
    assert rebound.status_code == 403
    assert token not in rebound.text
    assert http.get(address, params={"oauth_token": token}).status_code == 200


@pytest.mark.parametrize(
    ("page", "kind"), [("services/apisrv/now", FORM), ("emulator/faults", "application/json")], ids=["call", "control"]
)
def test_a_body_that_no_call_needs_is_refused(http, emulator, page, kind):
    answer = http.post(emulator.url + page, content=b"x" * 2**22, headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert http.post(emulator.url + "services/apisrv/now").status_code == 200


def test_faults_nested_without_end_are_a_word_and_no_crash(http, emulator):
    answer = http.post(emulator.url + "emulator/faults", content=b"[" * 100_000)
    assert answer.status_code == 400


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_file_with_the_secrets(tmp_path):
    with Emulator(Options(students=2, groups=1, database=tmp_path / "usos.sqlite3")) as running:
        assert httpx.post(running.url + "services/apisrv/now", trust_env=False).status_code == 200
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


INJECTIONS = (
    "1' OR '1'='1",
    '1" OR 1=1 --',
    "1; DELETE FROM entries",
    "1) UNION SELECT token FROM access_tokens --",
    "%",
    "1\0",
)


@pytest.mark.parametrize("given", INJECTIONS)
def test_what_is_given_to_a_method_is_a_value_and_never_a_part_of_a_query(usos, emulator, roll, given):
    list_id, (student_id, *_) = roll
    before = emulator.marks(list_id)
    mark = {"attendance_mode": "absence", "comment": given}
    assert usos.post("services/attendance/attendance", list_id=given).status_code == 400
    assert len(usos.post("services/attendance/attendance", list_id=list_id, student_ids=given).text) < 400
    usos.post("services/attendance/update_attendance", list_id=given, student_id=student_id, **mark)
    usos.post("services/attendance/update_attendance", list_id=list_id, student_id=given, **mark)
    usos.post("services/attendance/delete_list", list_id=given)
    assert emulator.marks(list_id) == before
    assert (
        usos.post("services/attendance/update_attendance", list_id=list_id, student_id=student_id, **mark).text == "{}"
    )
    assert emulator.marks(list_id) == before | {student_id: ("absence", given)}


@pytest.mark.parametrize("given", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_no_page_shows_what_it_was_asked_for_as_its_own(http, emulator, consumer, given):
    for page in (
        http.get(emulator.url + AUTHORIZE, params={"oauth_token": given}),
        http.get(emulator.url + given),
        http.post(emulator.url + AUTHORIZE, data={"oauth_token": request_token(consumer).token, "decision": given}),
    ):
        assert given not in page.text


def test_a_request_that_two_readers_would_end_in_two_places_is_none(emulator):
    call = b"POST /services/apisrv/now HTTP/1.1\r\nHost: %s\r\n"
    hidden = b"0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    host = emulator.url.split("/")[2]
    for lengths in (
        b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(hidden),
        b"Transfer-Encoding: chunked, identity\r\n\r\n",
        b"Content-Length : %d\r\n\r\n" % len(hidden),
    ):
        with socket.create_connection((host.split(":")[0], int(host.split(":")[1])), timeout=30) as connection:
            connection.sendall(call % host.encode() + lengths + hidden)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.count(b"HTTP/1.1 ") == 1, lengths
        assert b"/hidden" not in answer
