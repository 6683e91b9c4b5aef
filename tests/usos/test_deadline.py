"""The two limits of a call: when it has to be over, and by when it has to leave."""

from __future__ import annotations

import itertools
import math
import threading
import time
from types import SimpleNamespace

import httpcore
import pytest

from app.domain.model import Mark
from app.usos.deadline import Deadline
from app.usos.errors import OfflineError, Silence
from app.usos.gate import Gate


def test_a_step_may_take_what_is_left_of_the_call_and_its_own_timeout_at_most():
    deadline = Deadline()
    assert (deadline.left(3, httpcore.ReadTimeout), deadline.left(None, httpcore.ReadTimeout)) == (3, None)
    with deadline.within(10):
        assert deadline.left(3, httpcore.ReadTimeout) == 3
        assert 9 < (deadline.left(None, httpcore.ReadTimeout) or 0) <= 10
        assert 9 < (deadline.left(60, httpcore.ReadTimeout) or 0) <= 10
    assert (deadline.at, deadline.leave_by) == (math.inf, math.inf)


@pytest.mark.parametrize("late", [httpcore.ConnectTimeout, httpcore.WriteTimeout, httpcore.ReadTimeout])
def test_a_call_that_is_over_is_late_at_the_step_it_is_at(late):
    deadline = Deadline()
    with deadline.within(0), pytest.raises(late):
        deadline.left(3, late)


def test_a_call_that_is_too_late_to_leave_has_never_had_a_connection():
    deadline = Deadline()
    with deadline.within(10, leave_by=time.monotonic() - 1), pytest.raises(httpcore.ConnectTimeout):
        deadline.left(3, httpcore.WriteTimeout)


def test_the_limits_of_one_thread_are_not_those_of_another():
    deadline, told = Deadline(), []
    with deadline.within(0, leave_by=0):
        thread = threading.Thread(target=lambda: told.append(deadline.left(3, httpcore.ReadTimeout)))
        thread.start()
        thread.join(10)
    assert told == [3]


def test_a_mark_that_would_leave_too_late_does_not_leave_and_is_known_not_to_have(server, call):
    usos = call()
    with pytest.raises(OfflineError) as raised:
        usos.update_attendance("1", "2", Mark.ABSENT, None, -0.001)
    assert (raised.value.silence, raised.value.reached, server.arrived) == (Silence.TIMEOUT, False, [])
    usos.update_attendance("1", "2", Mark.ABSENT, None, 60)
    assert len(server.arrived) == 1


def test_what_has_left_in_time_may_be_answered_after_that(server, monkeypatch):
    steps = (0.3 * step for step in itertools.count())  # of a clock that goes on at each look at it
    monkeypatch.setattr("app.usos.deadline.time", SimpleNamespace(monotonic=lambda: next(steps)))
    with Gate(server.url) as gate:
        assert gate.post("services/any", {"a": "b"}, leave_by=1.0).status == 200
        with pytest.raises(OfflineError) as raised:  # on a connection that is open, too
            gate.post("services/any", {}, leave_by=1.0)
    assert (raised.value.reached, len(server.arrived)) == (False, 1)
