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
from app.tui.roll.screen import RollScreen
from app.tui.themes import DARK, LIGHT
from tests.support.contrast import assert_readable
from tests.support.driver import QUICK, Driver, Steps, connection, emulated, now, program

SIZES = [(80, 24), (120, 36)]
LANGUAGES = ["en", "pl"]
ATTENDANCE = "services/attendance"
UPDATE = f"{ATTENDANCE}/update_attendance"
NO_LIST = "Podstawy sztucznej inteligencji"  # began 40 minutes ago


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
                    await pilot.pause()
                    if app.theme in {DARK.name, LIGHT.name} and (size, language) == ((80, 24), "en"):
                        await assert_readable(app, pilot)

                assert snap_compare(app, terminal_size=size, run_before=before)

    return run


async def groups(rollcall: Driver) -> None:
    await rollcall.until(rollcall.is_on_now)
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())
    await rollcall.until_history_read()


async def lists(rollcall: Driver) -> None:
    await rollcall.open_current_lists()
    await rollcall.until_history_read()
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())


async def open_roll(rollcall: Driver) -> None:
    """Nothing is under way then, so that no answer comes between what a test does and its picture."""
    await rollcall.open_current_roll()
    await rollcall.until_quiet()


async def roll(rollcall: Driver) -> None:
    await open_roll(rollcall)
    await rollcall.press(*"1141131")
    await shown_as_saved(rollcall)


async def shown_as_saved(rollcall: Driver) -> None:
    await rollcall.until_saved()
    await rollcall.until(lambda: "↑" not in rollcall.screen_text(), "shown as saved")
    await rollcall.until_quiet()


async def settled(rollcall: Driver, *texts: str) -> None:
    """Wait until a text is shown and nothing is under way any more."""
    await rollcall.until_shown(*texts)
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
class TestEveryScreen:
    def test_groups(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(groups, size, language)

    def test_lists(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(lists, size, language)

    def test_roll_call(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(roll, size, language)

    def test_help(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("question_mark")

        compare(steps, size, language)

    def test_find(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("slash", *"wo")

        compare(steps, size, language)

    def test_roll_call_with_details(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await lists(rollcall)
            await rollcall.press("enter")
            await rollcall.until(lambda: rollcall.roll.rows.count)
            await rollcall.press("1", "l", "enter", "4", "c")
            await rollcall.type("lekarz")
            await rollcall.press("enter", "1", "1")
            await rollcall.until_saved()
            await rollcall.press("f3", "2", "enter", "h", "5", "enter", "f2")
            await shown_as_saved(rollcall)

        compare(steps, size, language)

    def test_summary(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("l", "enter", "h", "7", "enter", "f7")
            await rollcall.until(lambda: rollcall.register.confirmed_at(rollcall.app.screen.session.list_id))

        compare(steps, size, language)

    def test_fill(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("f")

        compare(steps, size, language)

    def test_outbox(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, reason="student_not_in_group"))
            usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None, after=1))

        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press("1")
            await rollcall.until(lambda: rollcall.store.outbox.unsent().stuck == 1)
            await rollcall.until_quiet()
            await rollcall.press("4", "3")
            await rollcall.until(lambda: rollcall.sync.connection.trouble)
            await rollcall.press("f4")

        compare(steps, size, language, prepare=prepare)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [*SIZES, (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
class TestTheClassThatIsOn:
    def test_all_sections(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(groups, size, language, groups=20)

    def test_a_draft_without_a_network(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        installation: list[Emulator] = []

        async def steps(rollcall: Driver) -> None:
            await groups(rollcall)
            installation[0].stop()
            await rollcall.choose_lesson(NO_LIST)
            await rollcall.press("enter")
            await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
            await rollcall.press("1", "4")
            await rollcall.until(lambda: rollcall.sync.connection.trouble)
            await rollcall.until(lambda: not rollcall.sync._queue.actions)

        compare(steps, size, language, prepare=installation.append)

    def test_a_list_that_takes_the_drafts_place(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await groups(rollcall)
            await rollcall.choose_lesson(NO_LIST)
            await rollcall.press("enter")
            await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count)
            await rollcall.press("1", "4")
            await rollcall.until(lambda: rollcall.roll.session.draft.group is None)
            await rollcall.until(lambda: not rollcall.roll.is_reading())

        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.LATENCY, f"{ATTENDANCE}/create_attendance_list", seconds=0.3))

        compare(steps, size, language, prepare=prepare, pace=replace(QUICK, hold=60))


class TestTheStatesOfARoll:
    def test_in_the_light_theme(self, compare: Compare) -> None:
        compare(roll, theme="rollcall-light")

    def test_in_the_sixteen_colours_of_the_terminal(self, compare: Compare) -> None:
        compare(roll, theme="ansi-dark")

    def test_in_a_small_terminal(self, compare: Compare) -> None:
        compare(roll, size=(60, 20))

    def test_in_a_very_wide_terminal_with_details(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.until_history_read()
            await rollcall.press("f2")

        compare(steps, size=(200, 50))

    def test_in_a_small_terminal_while_finding(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("slash", *"wo")

        compare(steps, size=(60, 20))

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

    def test_offline_with_unsent_marks(self, compare: Compare) -> None:
        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))

        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press(*"114")
            await settled(rollcall, "3 unsent", "USOS has trouble")

        compare(steps, prepare=prepare)

    def test_a_refused_mark(self, compare: Compare) -> None:
        def prepare(usos: Emulator) -> None:
            usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, reason="student_not_in_group"))

        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press("1")
            await settled(rollcall, "! not in the group", "This student is not in the group any more.")

        compare(steps, prepare=prepare)

    def test_a_conflict(self, compare: Compare) -> None:
        installation: list[Emulator] = []

        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press("1", "up", "c")
            await rollcall.type("5 min")
            await rollcall.press("enter")
            somebody = rollcall.roll.rows.current.student.id
            (usos,) = installation
            usos.set_mark(usos.current_list(), somebody, "absence", "zwolnienie")
            await rollcall.press("f5")
            await settled(rollcall, "≠ USOS: ✗ A", "takes USOS's.", "M keep mine")

        compare(steps, prepare=installation.append, pace=replace(QUICK, hold=60))

    def test_a_roll_confirmed_by_reading_back(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await roll(rollcall)
            await rollcall.press("ctrl+s")
            await settled(rollcall, "confirmed in USOS 10:17 (7 of 30)")

        compare(steps)

    def test_the_first_marks_wait(self, compare: Compare) -> None:
        async def steps(rollcall: Driver) -> None:
            await open_roll(rollcall)
            await rollcall.press("1", "4")
            await settled(rollcall, "Nothing is sent yet")

        compare(steps, pace=replace(QUICK, barrier=60))

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
            await rollcall.until_shown("Your groups are not here yet.", "USOS has trouble")

        compare(steps, prepare=prepare)
