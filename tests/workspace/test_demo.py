"""The university of the demo, and what can be done to it."""

from __future__ import annotations

from contextlib import closing

import pytest

from app.config.settings import Settings
from app.usos.client import Usos
from app.usos.errors import SignInNeededError
from app.workspace.demo import Demo
from app.workspace.workspace import TrickKind


def test_a_token_that_has_expired_is_good_again_when_it_is_renewed() -> None:
    demo = Demo(students=2, groups=1, seed=1, connect=lambda access: Usos(access, Settings()))
    try:
        with closing(demo.connect()) as usos:
            tricks = {one.kind: one for one in demo.tricks()}
            tricks[TrickKind.EXPIRE_TOKEN].play("", "")
            with pytest.raises(SignInNeededError):
                usos.me()
            demo.renew()
            assert usos.me()
    finally:
        demo.stop()
