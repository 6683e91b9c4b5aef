"""Every state that can be played is reached, and left to whoever sits at the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.play.__main__ import main
from tests.play.states import STATES
from tests.support.driver import Driver, drive, emulated
from tests.support.terminal import rollcall


@pytest.mark.parametrize("name", STATES)
def test_every_state_opens_and_takes_keys(name: str, tmp_path: Path) -> None:
    state = STATES[name]
    with emulated(**{"groups": 6, **state.options}) as usos:
        for fault in state.faults:
            usos.faults.add(fault)

        async def steps(driver: Driver) -> None:
            await state.reach(driver, usos)
            screen = driver.app.screen
            await driver.press("f1")
            await driver.until(lambda: driver.app.screen is not screen, "the keys of the screen")

        drive(tmp_path, usos, steps, pace=state.pace, language="pl")


def test_without_a_name_all_states_are_listed_with_a_sentence_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(STATES)
    assert all(len(line.split()) > 3 for line in lines)


def test_a_state_is_played_in_a_terminal_and_quits_as_the_program_does(tmp_path: Path) -> None:
    asked = ("roll", "--size", "70x22", "--lang", "pl", "--theme", "rollcall-light")
    with rollcall(*asked, environment={}, home=tmp_path, size=(100, 30), start=("-m", "tests.play")) as terminal:
        terminal.until("23 z 30")
        terminal.until_keys_mark()
        terminal.type("1")
        terminal.until("22 z 30", "wszystko w USOS")
        terminal.type("\x11")
        assert terminal.end() == 0
