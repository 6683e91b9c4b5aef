"""The rows of a roll: how many columns they stand in, what moves and what stands still, what is said aloud."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from app.domain.model import Entry, Mark, Record, Standing, Student
from app.domain.roll_order import Seating
from app.tui.roll.roster import Details, Roster

UNSENT = Entry(Student("0", "Zofia", "Ćwik", "412347"), Record(Mark.INTRAMURAL, ""), Standing.UNSENT)
Steps = Callable[[Roster, "Pilot[None]"], Awaitable[None]]


def everybody(number: int) -> tuple[Entry, ...]:
    return tuple(replace(UNSENT, student=replace(UNSENT.student, id=str(place))) for place in range(number))


def with_rows(number: int, size: tuple[int, int], steps: Steps) -> None:
    """Show a roll of so many in a terminal of that size, and nothing else."""

    class Bare(App[None]):
        CSS = "Roster { overflow-x: hidden; }"

        def compose(self) -> ComposeResult:
            yield Roster(id="roster")

    async def run() -> None:
        app = Bare()
        async with app.run_test(size=size) as pilot:
            roster = app.query_one(Roster)
            roster.seat(Seating(everybody(number)))
            roster.show(0, "")
            await pilot.pause()
            await steps(roster, pilot)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("number", "width", "columns"),
    [(30, 148, 1), (44, 148, 1), (45, 148, 2), (140, 148, 4), (500, 148, 4), (140, 79, 1)],
)
def test_newspaper_columns_are_as_many_as_are_needed_and_fit(number: int, width: int, columns: int) -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        text = roster.render_line(1).text
        assert text.count("Ćwik") == columns
        if number > roster.size.height * columns:
            assert roster.max_scroll_y > 0
        elif columns > 1:
            assert roster.max_scroll_y == 0

    with_rows(number, (width, 44), steps)


def test_a_click_in_another_column_goes_to_the_student_there() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        await pilot.click(Roster, offset=(100, 3))
        assert roster.cursor == 2 * 35 + 3

    with_rows(140, (148, 44), steps)


def test_with_details_there_is_one_column() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        roster.show_details(Details(shown=True))
        assert roster.render_line(0).text.count("Ćwik") <= 1
        assert roster.max_scroll_y > 0

    with_rows(140, (148, 44), steps)


def test_the_cursor_moves_in_the_middle_third_and_beyond_it_the_rows_do() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        async def lines(step: int, times: int) -> list[int]:
            seen = []
            for _ in range(times):
                roster.move(step)
                await pilot.pause()
                seen.append(roster.cursor - roster.scroll_offset.y)
            return seen

        down = await lines(1, 99)
        third = [*range(6, 12)]  # of eighteen rows the seventh to the twelfth
        assert down[:11] == [*range(1, 12)]  # at the beginning the rows stand still
        assert down[11:83] == third * 12
        assert down[-6:] == [*range(12, 18)]  # and at the end
        up = await lines(-1, 99)
        assert up[:11] == [*range(16, 5, -1)]
        assert set(up[11:80]) == set(third)
        assert up[-6:] == [*range(5, -1, -1)]

    with_rows(100, (80, 18), steps)


def test_the_cursor_is_in_sight_though_the_key_comes_before_the_scrollbar_of_new_rows() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        roster.seat(Seating(everybody(30)))
        roster.show(0, "")
        roster.move_to_end(1)
        await pilot.pause()
        assert roster.cursor == 29
        assert roster.scroll_offset.y == 12

    with_rows(10, (80, 18), steps)


@pytest.mark.usefixtures("every_frame")
def test_scrolling_paints_no_row_anew_that_was_painted_before() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        for _ in range(60):
            roster.move(1)
            await pilot.pause()
        painted: list[int] = []
        pieces = roster.pieces
        roster.pieces = lambda row, width: painted.append(row) or pieces(row, width)  # type: ignore[method-assign]
        roster.move(-1)
        roster.move(1)
        roster.scroll_to(y=0, animate=False)
        await pilot.pause()
        assert set(painted) <= {roster.cursor - 1, roster.cursor}

    with_rows(100, (80, 18), steps)


def test_what_is_unsent_is_a_sign_until_it_is_so_for_long() -> None:
    async def steps(roster: Roster, pilot: Pilot[None]) -> None:
        assert "↑" in roster.render_line(1).text
        assert "unsent" not in roster.render_line(1).text
        assert roster.show_overdue(frozenset({"1"}))
        assert "↑ unsent" in roster.render_line(1).text
        assert "unsent" not in roster.render_line(2).text
        assert not roster.show_overdue(frozenset({"1"}))

    with_rows(6, (80, 18), steps)
