"""What the linear mode tells of a roll beside its answers, without a terminal."""

from __future__ import annotations

import io
from pathlib import Path

from app.domain.model import Mark, Record
from app.plain.lines import Lines
from app.plain.post import Post
from app.plain.roll_lines import RollLines
from app.plain.talk import Talk
from tests.support.roll_caller import RollCaller


def test_a_mark_of_somebody_else_that_came_while_a_key_was_waited_for_is_told_once(tmp_path: Path) -> None:
    caller = RollCaller(tmp_path)
    try:
        caller.keep()
        session = caller.call()
        lines = RollLines(session, Post(caller.workspace, Talk(Lines(io.BytesIO(), "utf-8"))))
        list(lines.news())
        assert "no mark" in lines.question()
        caller.keep(held={0: Record(Mark.JUSTIFIED, "zwolnienie")})  # the question stands there already
        session.mark(Mark.ABSENT)
        session.load()
        told = [line for line in lines.news() if "USOS has excused" in line]
        assert len(told) == 1
        assert "yours is absent" in told[0]
        assert not caller.store.outbox.due()
    finally:
        caller.end()
