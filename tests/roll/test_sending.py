"""What sending at once comes to: nothing is said to leave that may not, and later marks are held back as before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.model import Mark
from app.emulator import Fault
from app.roll import sending
from app.roll.outcomes import Notice
from app.sync.requests import ReadRoll
from tests.support.driver import QUICK, connection, emulated


@pytest.fixture
def usos():
    with emulated(students=6) as emulator:
        yield emulator


def called(callers, usos, **pace):
    caller = callers(connection(usos), pace=replace(QUICK, **pace))
    caller.start()
    session = caller.call(usos.current_list())
    reading = ReadRoll(usos.current_list())
    caller.until(session, lambda: session.roll.is_read and not caller.sync.is_wanted(reading))
    return caller, session


@pytest.mark.parametrize("kind", ["unavailable_503", "busy_429"])
def test_while_usos_asks_for_a_pause_nothing_is_said_to_be_sent(callers, usos, kind):
    caller, session = called(callers, usos)
    usos.faults.add(Fault(kind, count=None, seconds=3600))
    session.mark(Mark.INTRAMURAL)
    caller.until(session, lambda: caller.sync.connection.trouble is not None)
    assert session.send() is Notice.PAUSED
    assert sending.send_all(caller.workspace) is Notice.PAUSED


def test_what_is_held_back_is_sent_and_the_next_mark_is_held_back_again(callers, usos):
    caller, session = called(callers, usos, hold=3600)
    assert sending.send_all(caller.workspace) is Notice.NOTHING_UNSENT
    session.mark(Mark.INTRAMURAL)
    assert sending.send_all(caller.workspace) is Notice.SENDING
    caller.until(session, lambda: not caller.register.unsent().total)
    session.mark(Mark.ABSENT)
    reading = ReadRoll(usos.current_list())
    caller.sync.want_anew(reading)
    caller.until(session, lambda: not caller.sync.is_wanted(reading))  # marks that may leave go before any reading
    assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["intramural"]


def test_comments_alone_are_not_said_to_be_sent(callers, usos):
    _, session = called(callers, usos)
    session.comment(session.roll.cursor.current.student.id, "po chorobie")
    assert session.send() is Notice.COMMENTS_WAIT
    session.mark(Mark.ABSENT)
    assert session.send() in {Notice.SENDING, Notice.NOTHING_UNSENT}
