"""One call, from its attempt to its end: what leaves too late does not leave at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.domain.model import Mark
from app.sync import execute
from app.sync.execute import Terms
from app.sync.requests import Deliver
from tests.support.clock import NOW
from tests.support.roll_caller import RollCaller

if TYPE_CHECKING:
    from app.usos.client import Usos


@pytest.mark.parametrize("left", [[0.0], [1.0, 0.0]], ids=["it had to wait", "the disk took its time"])
def test_a_mark_whose_reading_is_too_old_is_as_if_it_had_not_been_tried(tmp_path: Path, left: list[float]) -> None:
    caller = RollCaller(tmp_path)
    try:
        caller.keep()
        caller.call().mark(Mark.ABSENT)
        due, seconds = caller.due("0"), iter(left)
        nobody = cast("Usos", object())  # a call of it would be an error nobody foresaw
        terms = Terms(at=NOW, seconds_left=lambda: next(seconds))
        assert execute.carry(nobody, caller.store, Deliver(due), terms) == (False, None)
        assert caller.due("0") == due
    finally:
        caller.end()
