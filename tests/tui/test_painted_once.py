"""What is not painted a second time: rows that have only moved, and what stands still around them."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from app.domain.model import Entry, Mark, Record, Standing, Student
from app.domain.roll_order import Seating
from app.tui.roll.roster import Roster
from app.tui.widgets.bars import Headline
from app.tui.widgets.kept_strips import KeptStrips

ENTRIES = [
    Entry(Student(str(place), "Zofia", "Ćwik", "412347"), Record(Mark.INTRAMURAL, ""), Standing.UNSENT)
    for place in range(60)
]


def painted() -> Strip:
    return Strip([], 0)


def test_a_row_is_painted_again_where_its_content_or_its_width_is_another_or_it_is_dropped() -> None:
    kept, content = KeptStrips(), object()
    first = kept.row((3, False), content, 80, painted)
    assert kept.row((3, False), content, 80, painted) is first
    assert kept.row((3, True), content, 80, painted) is not first  # under the cursor
    assert kept.row((3, False), object(), 80, painted) is not first
    first = kept.row((3, False), content, 80, painted)
    assert kept.row((3, False), content, 60, painted) is not first
    first = kept.row((3, False), content, 60, painted)
    kept.drop(3)
    assert kept.row((3, False), content, 60, painted) is not first
    assert kept.row((4, False), None, 60, painted) is not kept.row((4, False), None, 60, painted)  # nothing is known


def test_a_line_is_joined_again_where_one_of_its_rows_was_painted_again() -> None:
    kept, left, right = KeptStrips(), painted(), painted()
    line = kept.line(0, [left, right], Strip.join)
    assert kept.line(0, [left, right], Strip.join) is line
    assert kept.line(0, [left, painted()], Strip.join) is not line
    assert kept.line(1, [left, right], Strip.join) is not line


class _Screen(App[None]):
    CSS = "Roster { overflow-x: hidden; } Headline { height: 1; }"

    def compose(self) -> ComposeResult:
        yield Headline(id="state")
        yield Roster(id="roster")


def test_a_headline_is_asked_once_until_it_says_something_else_and_a_roll_shows_who_waits_for_long() -> None:
    async def run() -> None:
        app = _Screen()
        async with app.run_test(size=(80, 24)) as pilot:
            state, roster, line = app.query_one(Headline), app.query_one(Roster), Region(0, 0, 80, 1)
            state.show("60 left")
            await pilot.pause()
            shown = state.render_lines(line)
            assert state.render_lines(line) is shown
            state.show("59 left")
            assert "59 left" in state.render_lines(line)[0].text

            roster.seat(Seating(tuple(ENTRIES)))
            roster.show(0, "")
            await pilot.pause()
            rows = roster.size.region
            before = roster.render_lines(rows)
            assert roster.show_overdue(frozenset({"5"}))
            after = roster.render_lines(rows)
            assert [row for row, (one, other) in enumerate(zip(before, after, strict=True)) if one is not other] == [5]
            roster.move_to(30)  # the page moves, and most of these rows come back
            roster.move_to(6)
            await pilot.pause()
            assert roster.render_lines(rows)[10] is after[10]

    asyncio.run(run())


def test_another_theme_paints_everything_anew() -> None:
    async def run() -> None:
        app = _Screen()
        async with app.run_test(size=(80, 24)) as pilot:
            state, roster = app.query_one(Headline), app.query_one(Roster)
            state.show("60 left")
            roster.seat(Seating(tuple(ENTRIES)))
            roster.show(0, "")
            await pilot.pause()
            for one in (state, roster):
                dark = one.render_lines(one.size.region)
                app.theme = "textual-light"
                await pilot.pause()
                light = one.render_lines(one.size.region)
                assert [line.text for line in light] == [line.text for line in dark]
                assert all(next(iter(line)) != next(iter(before)) for line, before in zip(light, dark, strict=True))
                app.theme = "textual-dark"
                await pilot.pause()

    asyncio.run(run())
