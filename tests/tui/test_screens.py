"""Pictures of every screen, in both languages and at two sizes, and of the states a lecturer must tell apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from app.emulator import Emulator, Fault, FaultKind
from app.register.register import Register
from app.sync.connection import Pace
from app.tui.themes import DARK, LIGHT
from tests.play.states import STATES, UPDATE
from tests.support.contrast import assert_readable
from tests.support.driver import QUICK, Driver, Steps, connection, emulated, now, program
from tests.support.steps import draft, groups, open_roll, roll, settled

SIZES = [(80, 24), (120, 36)]
LANGUAGES = ["en", "pl"]
ATTENDANCE = "services/attendance"


class SnapCompare(Protocol):
    def __call__(
        self,
        app: App[object],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[object]], Awaitable[None]],
    ) -> bool: ...


Compare = Callable[..., None]


@pytest.fixture
def compare(snap_compare: SnapCompare, tmp_path: Path) -> Compare:
    """Carry out steps on the emulator of the fixed Monday and compare the screen with its picture."""

    def run(
        steps: Steps,
        size: tuple[int, int] = (80, 24),
        language: str = "en",
        *,
        theme: str | None = None,
        prepare: Callable[[Emulator], None] = lambda usos: None,
        pace: Pace = QUICK,
        groups: int = 6,
    ) -> None:
        with emulated(groups=groups) as usos:
            prepare(usos)
            with program(tmp_path, connection(usos), language=language, theme=theme, pace=pace) as (app, store, sync):

                async def before(pilot: Pilot[object]) -> None:
                    driver = Driver(app, pilot, store, sync, Register(store, now))
                    await steps(driver)
                    await driver.until_laid_out()
                    if app.theme in {DARK.name, LIGHT.name} and (size, language) == ((80, 24), "en"):
                        await assert_readable(app, pilot)

                assert snap_compare(app, terminal_size=size, run_before=before)

    return run


@pytest.fixture
def compare_state(compare: Compare) -> Compare:
    """Compare the screen in a state that can be played, by its name, with its picture."""

    def run(name: str, size: tuple[int, int] = (80, 24), language: str = "en", *, theme: str | None = None) -> None:
        state, installation = STATES[name], []

        def prepare(usos: Emulator) -> None:
            installation.append(usos)
            for fault in state.faults:
                usos.faults.add(fault)

        async def reach(rollcall: Driver) -> None:
            await state.reach(rollcall, *installation)

        compare(reach, size, language, theme=theme, prepare=prepare, pace=state.pace)

    return run


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
class TestEveryScreen:
    def test_groups(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("groups", size, language)

    def test_lists(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("lists", size, language)

    def test_import(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("import", size, language)

    def test_roll_call(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("roll", size, language)

    def test_help(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("question_mark")

        compare(steps, size, language)

    def test_find(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("find", size, language)

    def test_roll_call_with_details(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("details", size, language)

    def test_summary(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("summary", size, language)

    def test_fill(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("fill", size, language)

    def test_outbox(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("outbox", size, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [*SIZES, (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
class TestTheClassThatIsOn:
    def test_all_sections(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(groups, size, language, groups=20)

    def test_a_draft_without_a_network(self, compare_state: Compare, size: tuple[int, int], language: str) -> None:
        compare_state("draft", size, language)

    def test_a_list_that_takes_the_drafts_place(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await groups(rollcall)
            await draft(rollcall)
            await rollcall.press("1", "4")
            slow.pop().faults.clear()
            await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
            await rollcall.until(lambda: not rollcall.roll.is_reading())

        slow: list[Emulator] = []

        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.LATENCY, f"{ATTENDANCE}/create_attendance_list", seconds=60))
            slow.append(usos)

        compare(steps, size, language, prepare=prepare, pace=replace(QUICK, hold=60))


class TestTheStatesOfARoll:
    @pytest.mark.parametrize("state", ["justifications", "certificate"])
    @pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 36), "pl")], ids=["80x24", "120x36"])
    def test_excusing_absences(self, compare_state: Compare, state: str, size: tuple[int, int], language: str) -> None:
        compare_state(state, size, language)

    def test_in_the_light_theme(self, compare_state: Compare) -> None:
        compare_state("roll", theme="rollcall-light")

    def test_in_the_sixteen_colours_of_the_terminal(self, compare_state: Compare) -> None:
        compare_state("roll", theme="ansi-dark")

    def test_an_import_in_a_small_terminal(self, compare_state: Compare) -> None:
        compare_state("import", size=(60, 20))

    def test_in_a_small_terminal(self, compare_state: Compare) -> None:
        compare_state("roll", size=(60, 20))

    def test_in_a_very_wide_terminal_with_details(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.until_history_read()
            await rollcall.press("f2")

        compare(steps, size=(200, 50))

    def test_in_a_small_terminal_while_finding(self, compare_state: Compare) -> None:
        compare_state("find", size=(60, 20))

    def test_the_summary_when_all_are_marked(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("f", "1", "enter")
            await settled(rollcall, "confirmed in USOS 10:17 (30 of 30)")

        compare(steps)

    def test_the_order_being_chosen(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("g", "2", "g")

        compare(steps)

    def test_somebody_picked_at_random(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await rollcall.open_current_roll()
            await rollcall.press("4", "1", "x")

        compare(steps, pace=replace(QUICK, hold=60))

    def test_who_has_left_and_who_has_joined(self, compare: Compare) -> None:
        installation: list[Emulator] = []

        left: list[str] = []

        def prepare(usos: Emulator) -> None:
            installation.append(usos)
            left.append(min(usos.marks(usos.current_list())))
            usos.remove_student(usos.current_list(), left[0])

        async def steps(rollcall: Driver) -> None:
            (usos,) = installation
            await rollcall.open_current_roll()
            usos.remove_student(usos.current_list(), rollcall.roll.rows.entries[27].student.id)
            usos.add_student(usos.current_list(), left[0])
            await rollcall.press("f5")
            await rollcall.until(lambda: rollcall.roll.session.roll.cursor.seating.joined)
            await rollcall.press("end")
            await settled(rollcall, "new in the group", "left the group")

        compare(steps, prepare=prepare)

    def test_a_blocked_key_explains_itself(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("2")

        compare(steps)

    def test_a_comment_being_written(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("c")
            await rollcall.type("żółć | [b] ~")

        compare(steps)

    def test_offline_with_unsent_marks(self, compare_state: Compare) -> None:
        compare_state("offline")

    def test_a_refused_mark(self, compare_state: Compare) -> None:
        compare_state("refused")

    def test_a_conflict(self, compare_state: Compare) -> None:
        compare_state("conflict")

    def test_a_roll_confirmed_by_reading_back(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("ctrl+s")
            await settled(rollcall, "confirmed in USOS 10:17 (7 of 30)")

        compare(steps)

    def test_the_first_marks_wait(self, compare_state: Compare) -> None:
        compare_state("barrier")

    def test_leaving_with_marks_in_hand(self, compare: Compare) -> None:
        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))

        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press(*"141", "ctrl+q")
            await rollcall.until_shown("Sending 3 marks …")

        compare(steps, prepare=prepare)

    def test_nothing_known_and_no_usos(self, compare: Compare) -> None:
        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.ERROR_500, count=None))

        async def steps(rollcall: Driver) -> None:
            await rollcall.until_shown("Your groups have not been read yet.", "USOS is having problems")

        compare(steps, prepare=prepare)
