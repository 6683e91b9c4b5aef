"""The switches of `rollcall emulator`."""

import pytest

from app.__main__ import main
from app.emulator import Options, command


@pytest.mark.parametrize(
    ("switches", "field", "value"),
    [
        (["--phantoms"], "phantoms", True),
        (["--open-timetable"], "open_timetable", True),
        (["--unknown-as-400"], "unknown_as_400", True),
        (["--failing", "services/tt/user", "2101"], "failing", frozenset({"services/tt/user", "2101"})),
        (["--codeless", "comment", "--codeless", "2101"], "codeless", frozenset({"comment", "2101"})),
    ],
)
def test_each_switch_makes_the_emulator_answer_so_and_without_it_it_does_not(monkeypatch, switches, field, value):
    served: list[Options] = []
    monkeypatch.setattr(command, "serve", lambda options, **_: served.append(options) or 0)
    assert main(["emulator", *switches]) == 0
    assert main(["emulator"]) == 0
    assert getattr(served[0], field) == value
    assert not getattr(served[1], field)
