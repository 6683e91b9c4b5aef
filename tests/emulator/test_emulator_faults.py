"""Each fault does what faults.MEANINGS says of it."""

import json
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from app.emulator import Fault, FaultKind
from app.emulator.faults import MEANINGS

UPDATE = "services/attendance/update_attendance"
READ = "services/attendance/attendance"


class Marking:
    """Marks the first student of the class that is on."""

    def __init__(self, usos, emulator):
        self.usos, self.emulator = usos, emulator
        self.list_id = emulator.current_list()
        self.student_id = next(iter(emulator.marks(self.list_id)))

    def __call__(self, mark: str = "absence") -> httpx.Response:
        params = {"list_id": self.list_id, "student_id": self.student_id, "attendance_mode": mark}
        return self.usos.post(UPDATE, **params)

    @property
    def held(self) -> str | None:
        return self.emulator.marks(self.list_id)[self.student_id][0]


@pytest.fixture
def mark(usos, emulator) -> Marking:
    return Marking(usos, emulator)


@pytest.fixture
def plan(emulator) -> Callable[..., None]:
    return lambda kind, **more: emulator.faults.add(Fault(kind, **more))


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


@pytest.fixture
def in_background():
    """Run calls that do not come back by themselves; collect how they ended."""
    threads, ends = [], []

    def start(call: Callable[[], object]) -> list[object]:
        def run() -> None:
            try:
                ends.append(call())
            except httpx.HTTPError as error:
                ends.append(error)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return ends

    yield start
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("error_500", 500, "<!DOCTYPE html>"),
        ("unavailable_503", 503, "<!DOCTYPE html>"),
        ("busy_429", 429, "<!DOCTYPE html>"),
        ("html_200", 200, "<!DOCTYPE html>"),
        ("null_200", 200, "null"),
        ("empty_list_200", 200, "[]"),
    ],
)
def test_a_wrong_answer_applies_nothing(mark, plan, kind, status, body):
    plan(kind)
    response = mark()
    assert response.status_code == status
    assert response.text.startswith(body)
    assert response.headers["content-type"].startswith("text/html" if body.startswith("<") else "application/json")
    assert mark.held is None
    assert mark().text == "{}"
    assert mark.held == "absence"


@pytest.mark.parametrize("kind", ["unavailable_503", "busy_429"])
def test_a_busy_server_names_the_time_to_wait(mark, plan, kind):
    plan(kind, seconds=7)
    assert mark().headers["retry-after"] == "7"


def test_a_truncated_answer_is_applied_and_unreadable(mark, plan):
    plan("truncated_json")
    response = mark()
    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert mark.held == "absence"


def test_an_expired_token_can_be_played_for_one_call(mark, plan):
    plan("expired_token")
    response = mark()
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("OAuth ")
    assert mark().status_code == 200


@pytest.mark.parametrize(
    ("reason", "error"),
    [("student_not_in_group", "object_invalid"), ("attendance_list_not_found", "object_not_found")],
)
def test_a_call_can_be_refused_with_any_reason(mark, plan, reason, error):
    plan("refused", reason=reason)
    refusal = mark()
    assert refusal.status_code == 400
    assert (refusal.json()["error"], refusal.json()["reason"]) == (error, reason)
    assert mark.held is None


def test_a_lie_says_success_and_stores_nothing(mark, plan):
    plan("lies")
    assert mark().text == "{}"
    assert mark.held is None


def test_a_connection_cut_before_applies_nothing(mark, plan, emulator):
    plan("cut_before")
    with pytest.raises(httpx.RemoteProtocolError):
        mark()
    assert mark.held is None
    assert [call.status for call in emulator.calls] == ["cut"]


def test_a_connection_cut_after_has_applied_the_call(mark, plan, emulator):
    plan("cut_after")
    with pytest.raises(httpx.RemoteProtocolError):
        mark()
    assert mark.held == "absence"
    assert [call.status for call in emulator.calls] == ["cut"]


def test_a_late_call_is_applied_after_the_client_gave_up(mark, plan, emulator, http):
    plan("late", seconds=60)
    http.timeout = httpx.Timeout(60, read=0.1)
    with pytest.raises(httpx.ReadTimeout):
        mark()
    wait_until(lambda: [call.status for call in emulator.calls] == ["hung"])
    assert mark.held is None
    emulator.faults.clear()
    wait_until(lambda: mark.held == "absence")


def test_a_late_call_is_applied_by_itself(mark, plan, http):
    plan("late", seconds=0.1)
    http.timeout = httpx.Timeout(60, read=0.01)
    with pytest.raises(httpx.ReadTimeout):
        mark()
    wait_until(lambda: mark.held == "absence")


def test_a_hanging_call_blocks_no_other_call_and_ends_when_faults_are_cleared(mark, plan, emulator, in_background):
    plan("hang")
    ends = in_background(mark)
    wait_until(lambda: emulator.calls.count(UPDATE) == 1)
    assert mark.usos.ask("services/apisrv/now")
    assert ends == []
    emulator.faults.clear()
    wait_until(lambda: ends)
    assert isinstance(ends[0], httpx.RemoteProtocolError)
    assert mark.held is None


def test_stopping_is_quick_while_calls_hang_and_wait(mark, plan, emulator, in_background):
    plan("hang", count=2)
    plan("latency", seconds=60, method="services/apisrv/now")
    ends = in_background(mark)
    in_background(mark)
    in_background(lambda: mark.usos.ask("services/apisrv/now"))
    wait_until(lambda: emulator.calls.count(UPDATE) == 2)
    started = time.monotonic()
    emulator.stop()
    assert time.monotonic() - started < 10
    wait_until(lambda: len(ends) == 3)


def test_latency_only_delays_and_blocks_no_other_call(mark, plan, emulator, in_background):
    plan("latency", seconds=60, method=UPDATE)
    ends = in_background(mark)
    wait_until(lambda: not emulator.faults.planned())
    assert mark.usos.ask("services/apisrv/now")
    assert ends == []
    emulator.faults.clear()
    wait_until(lambda: ends)
    assert mark.held == "absence"


def test_latency_ends_by_itself(mark, plan):
    plan("latency", seconds=0.2)
    began = time.monotonic()
    assert mark().status_code == 200
    assert time.monotonic() - began >= 0.2


def test_latency_and_another_fault_come_together(mark, plan):
    plan("latency", seconds=0.01, count=None)
    plan("error_500")
    assert [mark().status_code, mark().status_code] == [500, 200]


def test_a_colleague_can_change_the_entry_just_before(mark, plan):
    plan("foreign_change", mark="justified_absence", comment="from the dean", method=READ, student_id=mark.student_id)
    entries = mark.usos.ask(READ, list_id=mark.list_id, student_ids=mark.student_id, fields="attendance_mode|comment")
    assert entries == [{"attendance_mode": "justified_absence", "comment": "from the dean"}]


def test_a_colleagues_change_concerns_the_student_of_the_call(mark, plan):
    plan("foreign_change", mark="absence")
    plan("error_500")
    mark("intramural")
    assert mark.held == "absence"


def test_a_colleagues_change_of_nothing_disturbs_nothing(mark, plan):
    plan("foreign_change", count=2)
    assert mark.usos.ask("services/apisrv/now")
    assert mark.usos.ask(READ, list_id=mark.list_id)


def test_the_mode_can_change_just_before(mark, plan):
    plan("mode_change", mode="remote")
    assert mark("intramural").json()["reason"] == "intramural_attendance_not_allowed"


def test_the_list_can_be_deleted_just_before(mark, plan):
    plan("list_deleted")
    assert mark().json()["reason"] == "attendance_list_not_found"


def test_a_fault_takes_as_many_calls_of_its_method_as_planned(mark, plan):
    plan("error_500", method=UPDATE, count=2, after=1)
    assert mark.usos.ask("services/apisrv/now")
    assert [mark().status_code for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_without_a_count_lasts_until_cleared(mark, plan, emulator):
    plan("error_500", count=None)
    assert {mark().status_code for _ in range(5)} == {500}
    emulator.faults.clear()
    assert mark().status_code == 200


def test_faults_that_decide_the_end_take_turns(mark, plan):
    plan("error_500")
    plan("null_200")
    assert [mark().text[:4], mark().text, mark().text] == ["<!DO", "null", "{}"]


def test_faults_reach_the_sign_in_too(usos, plan):
    plan("error_500", method="services/oauth/request_token")
    assert usos.post("services/oauth/request_token").status_code == 500


def test_every_kind_of_fault_is_explained():
    assert set(MEANINGS) == set(FaultKind)


def test_calls_are_remembered_without_secrets(mark, emulator):
    mark()
    (call,) = emulator.calls
    assert (call.method, call.status) == (UPDATE, 200)
    assert call.params == {"list_id": mark.list_id, "student_id": mark.student_id, "attendance_mode": "absence"}
    emulator.calls.clear()
    assert len(emulator.calls) == 0
