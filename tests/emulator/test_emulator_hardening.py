"""What must not be possible on a computer that has an emulator running: it is reachable from every web page."""

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
