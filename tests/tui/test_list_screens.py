"""Pictures of the screens that make, change and delete lists, and of what they say."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from app.config import settings
from app.emulator import Emulator, Fault, FaultKind
from app.tui.exporting.screen import ExportScreen
from app.tui.lists.from_timetable import FromTimetable
from app.tui.lists.new_list import NewList
from tests.support.driver import Driver
from tests.support.list_calls import MODE, ended, opened
from tests.support.steps import lists
from tests.tui.test_screens import Compare, compare

SIZES = [(60, 20), (80, 24), (120, 36)]
LANGUAGES = ["en", "pl"]

__all__ = ["compare"]


async def lists_of_today(rollcall: Driver) -> None:
    await lists(rollcall)
    await rollcall.until_quiet()


async def form(rollcall: Driver) -> None:
    await lists_of_today(rollcall)
    await rollcall.press("n")
    await opened(rollcall, NewList)
    await rollcall.until_quiet()


async def timetable(rollcall: Driver) -> None:
    await lists_of_today(rollcall)
    await rollcall.press("t")
    await opened(rollcall, FromTimetable)
    await rollcall.until_quiet()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
class TestEverySize:
    def test_writing_a_term_to_a_file(
        self, compare: Compare, size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "export_folder", lambda: PurePosixPath("/home/jan/Documents/rollcall"))

        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            await rollcall.until_history_read()
            await rollcall.press("e")
            await opened(rollcall, ExportScreen)
            await rollcall.press("k")

        compare(steps, size, language)

    def test_lists_of_which_one_has_marks(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            await rollcall.press("up", "m")

        compare(steps, size, language)

    def test_a_new_list(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await form(rollcall)
            await rollcall.type("jutro 8")

        compare(steps, size, language)

    def test_from_the_timetable(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(timetable, size, language)


@pytest.mark.parametrize("language", LANGUAGES)
class TestStates:
    def test_the_mode_of_a_new_list(self, compare: Compare, language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await form(rollcall)
            await rollcall.press("enter", "3")

        compare(steps, language=language)

    def test_a_date_that_is_offered(self, compare: Compare, language: str) -> None:
        compare(form, language=language)

    def test_what_was_created_from_the_timetable(self, compare: Compare, language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await timetable(rollcall)
            await rollcall.press("2", "enter")
            await ended(rollcall)
            await rollcall.until_quiet()

        compare(steps, language=language)

    def test_which_mode(self, compare: Compare, language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            await rollcall.press("m")

        compare(steps, language=language)

    def test_whether_to_delete(self, compare: Compare, language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            await rollcall.press("d")

        compare(steps, language=language)

    def test_deleted(self, compare: Compare, language: str) -> None:
        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            await rollcall.press("d", "enter")
            await ended(rollcall)
            await rollcall.until_quiet()

        compare(steps, language=language)

    def test_marked_by_somebody_else_in_between(self, compare: Compare, language: str) -> None:
        usos: list[Emulator] = []

        async def steps(rollcall: Driver) -> None:
            await lists_of_today(rollcall)
            student = next(iter(usos[0].marks(usos[0].current_list())))
            usos[0].faults.add(Fault(FaultKind.FOREIGN_CHANGE, MODE, mark="absence", student_id=student))
            await rollcall.press("m", "2")
            await ended(rollcall)
            await rollcall.until_quiet()

        compare(steps, language=language, prepare=usos.append)


class TestSeveralOwners:
    @pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
    def test_have_a_column(self, compare: Compare, size: tuple[int, int]) -> None:
        def prepare(usos: Emulator) -> None:
            with usos.backdoor.database.transaction() as db:
                colleague = "UPDATE lists SET owner_id = (SELECT max(user_id) FROM lecturers) WHERE id = ?"
                db.execute(colleague, (usos.current_list(),))

        compare(lists_of_today, size, prepare=prepare)
