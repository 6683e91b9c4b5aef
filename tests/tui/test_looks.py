"""Every state is told apart without colour, and the program runs in terminals that can do little."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from app import i18n
from app.domain.model import Entry, Group, GroupKey, Mark, Mode, Phrase, Record, Standing, Student
from app.domain.roll_order import Seating
from app.emulator import Emulator
from app.keymap import keys
from app.tui import group_title
from app.tui.roll.key_lines import of_marks
from app.tui.roll.roster import Roster
from app.tui.themes import DARK, LIGHT
from app.tui.widgets.bars import Headline, KeyItem, item_at, key_line
from app.tui.widgets.rows import Rows, cut
from tests.program.test_real_terminal import environment_for
from tests.support.contrast import assert_readable, contrast
from tests.support.driver import Driver, drive, emulated
from tests.support.terminal import rollcall

GROUP = Group(
    key=GroupKey("1", "3"),
    course=Phrase("Analiza matematyczna I", ""),
    class_type=Phrase("ćwiczenia", ""),
    term_id="2026Z",
    students=30,
)
MARKS = [*Mark, None]
COLOURS = re.compile(rb"\x1b\[([0-9;]*)m")


def entry(mark: Mark | None, standing: Standing, comment: str = "") -> Entry:
    student = Student("1", "Zofia", "Ćwik", "412347")
    held = Record(Mark.ABSENT if mark is not Mark.ABSENT else Mark.JUSTIFIED, "")
    return Entry(student, Record(mark, comment), standing, "student_not_in_group", held, held)


def rows_as_text(entries: list[Entry], width: int) -> list[str]:
    """The rows of a roll as they are painted, without a trace of style, the cursor on the first."""
    painted: list[str] = []

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Roster(id="roster")

    async def run() -> None:
        app = Bare()
        async with app.run_test(size=(width, len(entries) + 1)) as pilot:
            roster = app.query_one(Roster)
            roster.seat(Seating(tuple(entries)))
            roster.show(0, "")
            await pilot.pause()
            painted.extend(roster.render_line(y).text for y in range(len(entries)))

    asyncio.run(run())
    return painted


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_marks_standings_and_comments_are_told_apart_by_characters(width: int, language: str) -> None:
    i18n.use_language(language)
    entries = [entry(*state) for state in product(MARKS, Standing, ["", "chora"])]
    rows = [re.sub(r"^.? *\d+ ", "", row) for row in rows_as_text(entries, width)]
    states = [
        # A conflict and a mark that did not stay show the same in the row; the message line tells which it is.
        (one.mark, Standing.CONFLICT if one.standing is Standing.MISSING else one.standing, one.comment)
        for one in entries
    ]
    assert len(set(rows)) == len(set(states))
    assert len(set(zip(rows, states, strict=True))) == len(set(states))


def test_the_row_under_the_cursor_is_told_apart_by_a_character() -> None:
    first, second = rows_as_text([entry(None, Standing.SAVED)] * 2, 80)
    assert (first[0], second[0]) == ("▌", " ")


@pytest.mark.parametrize("width", [120, 60, 40])
def test_a_key_that_does_nothing_is_told_apart_by_characters(width: int) -> None:
    items = [KeyItem("2 R", "remote", available) for available in (True, False)]
    blocked = KeyItem("2 R", "remote (in-person list)", available=False, short="–")
    assert key_line((items[0],), width).plain != key_line((blocked,), width).plain


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [120, 80, 60, 40, 30])
def test_the_four_marks_survive_on_every_key_bar(width: int, language: str) -> None:
    i18n.use_language(language)
    line = key_line(of_marks(Mode.HYBRID), width)
    assert line.cell_length <= width
    assert all(keys.shown_of_mark(mark) in line.plain for mark in Mark)


def test_a_key_without_a_short_word_is_left_out_before_others_lose_theirs() -> None:
    items = (KeyItem("↓", "skip", short=""), KeyItem("Enter", "next unmarked", short="next"), KeyItem("?", "help"))
    assert key_line(items, 40).plain == " ↓ skip   Enter next unmarked   ? help"
    assert key_line(items, 24).plain == " Enter next  ? help"


def test_a_text_that_is_too_long_by_spaces_alone_is_not_cut() -> None:
    assert (cut("Anna   ", 4), cut("Anna B ", 5)) == ("Anna", "Anna…")


def test_dates_below_one_another_have_their_numbers_to_the_right() -> None:
    assert i18n.date_in_column(date(2026, 11, 9)) == "Mon  9 Nov"
    assert i18n.date_in_column(date(2026, 11, 12), weekdays=5) == "Thu   12 Nov"


def test_a_click_finds_the_key_that_is_painted_there() -> None:
    items = (
        KeyItem("1 P", "present"),
        KeyItem("Enter", "next unmarked", short="next"),
        KeyItem("?", "help", keep=True),
    )
    for width in (80, 30, 20, 8):
        line = key_line(items, width).plain
        found = [item_at(items, width, x) for x in range(width)]
        for item in items:
            places = [x for x, one in enumerate(found) if one is not None and one.key == item.key]
            if item.key in line:
                assert line[places[0] :].startswith(item.key)
            else:
                assert places == []
        assert found[0] is None


def test_contrast_is_computed_as_the_norm_has_it() -> None:
    assert round(contrast(Color.parse("#000000"), Color.parse("#ffffff")), 1) == 21
    assert round(contrast(Color.parse("#767676"), Color.parse("#ffffff")), 2) == 4.54


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_each_colour_of_text_can_be_read_on_each_background(theme) -> None:
    on = [theme.background, theme.surface, theme.panel, theme.variables["primary-muted"]]
    of = [theme.foreground, theme.primary, theme.secondary, theme.accent, theme.success, theme.warning, theme.error]
    of.append(theme.variables["foreground-muted"])
    ratios = {(front, back): contrast(Color.parse(front), Color.parse(back)) for front, back in product(of, on)}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_the_palette_can_be_read(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.open_current_roll()
        await driver.press("ctrl+p")
        await driver.until_shown("Send waiting marks now")
        pilot: Pilot[object] = driver.pilot
        await assert_readable(driver.app, pilot)

    with emulated() as usos:
        drive(tmp_path, usos, steps)


# --- terminals that can do little ---


def play(home: Path, environment: dict[str, str], size: tuple[int, int] = (80, 24)) -> bytes:
    """Mark two students, and return all that was printed."""
    with Emulator() as usos:
        arguments, settings = ("--list", usos.current_list()), environment_for(usos) | environment
        with rollcall(*arguments, environment=settings, home=home, size=size) as terminal:
            everything = b""
            for keys, shown in (("", "30 of 30 left"), ("14", "28 of 30 left")):
                terminal.until_keys_mark()
                terminal.type(keys)
                end = time.monotonic() + 20
                while shown not in terminal.text():
                    assert terminal.read(end), terminal.text()
                everything += terminal.printed
                terminal.printed = b""
            terminal.type("\x11\x11")
            assert terminal.end() == 0
            return everything


def colours(printed: bytes) -> set[tuple[int, int, int]]:
    found = set()
    for sequence in COLOURS.findall(printed):
        found |= {tuple(map(int, rgb)) for rgb in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", sequence)}
    return found


def test_no_color_paints_in_shades_of_grey(tmp_path: Path) -> None:
    printed = play(tmp_path, {"NO_COLOR": "1", "COLORTERM": "truecolor"})
    assert all(max(colour) - min(colour) <= 1 for colour in colours(printed))
    assert "▌" in printed.decode(errors="replace")


def test_an_empty_no_color_means_nothing(tmp_path: Path) -> None:
    printed = play(tmp_path, {"NO_COLOR": "", "COLORTERM": "truecolor"})
    assert any(max(colour) - min(colour) > 30 for colour in colours(printed))


@pytest.mark.parametrize("terminal", ["xterm", "linux", "vt100"])
def test_it_runs_with_sixteen_colours(tmp_path: Path, terminal: str) -> None:
    printed = play(tmp_path, {"TERM": terminal, "COLORTERM": ""})
    assert colours(printed) == set()
    for shown in ("▌", "●", "✗"):
        assert shown in printed.decode(errors="replace")


def test_a_terminal_that_cannot_move_its_cursor_is_told_of_the_linear_mode(tmp_path: Path) -> None:
    with rollcall("demo", environment={"TERM": "dumb"}, home=tmp_path) as terminal:
        assert terminal.end() == 2
        assert "for the full screen. Use: rollcall --plain" in " ".join(terminal.text().split())
    with rollcall("demo", "--plain", environment={"TERM": "dumb"}, home=tmp_path) as terminal:
        terminal.until("Number, or Enter for 1: ")
        terminal.type("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("size", [(20, 5), (8, 3), (1, 1)])
def test_a_terminal_that_is_too_small_breaks_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    with rollcall("demo", environment={}, home=tmp_path, size=size) as terminal:
        terminal.until_it_has_the_keyboard()
        terminal.type("\r?\x1b/kow\x1bcx\r")
        terminal.type("14\x1b[A\x7f")
        terminal.type("\x10\x1b\x11\x11")
        assert terminal.end() == 0
        assert "rollcall crashed" not in terminal.text()


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (59, "Nowa lista · Analiza matematyczna I · ćwiczenia gr. 3  demo"),
        (58, "Nowa lista · Analiza matematyczna I · ćw. gr. 3       demo"),
        (50, "Nowa lista · Analiza matematycz… · ćw. gr. 3  demo"),
    ],
)
def test_the_number_of_a_group_stays_where_its_title_is_cut(width: int, told: str) -> None:
    i18n.use_language("pl")
    painted: list[str] = []

    class Bare(App[None]):
        CSS = "Headline { height: 1; }"

        def compose(self) -> ComposeResult:
            yield Headline(id="title")

    async def run() -> None:
        app = Bare()
        async with app.run_test(size=(width, 1)) as pilot:
            line = app.query_one(Headline)
            group_title.show(line, GROUP, "demo", before="Nowa lista")
            await pilot.pause()
            painted.append(line.render_line(0).text)

    asyncio.run(run())
    assert painted == [told]


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (50, "draft · Analiza matematyczna I · ćwiczenia gr. 3  "),
        (42, "draft · Analiza matematyczna I · ćw. gr. 3"),
        (24, "draft · Ana… · ćw. gr. 3"),
        (14, "draft ·… gr. 3"),
        (4, "dra…"),
    ],
)
def test_a_group_in_a_row_keeps_its_number(width: int, told: str) -> None:
    i18n.use_language("pl")
    assert group_title.in_cells(GROUP, width, "draft · ") == told
    wide = replace(GROUP, course=Phrase("王小明王小明王小明", ""))
    assert cell_len(group_title.in_cells(wide, width)) == width


def test_what_is_said_in_place_of_rows_is_told_to_its_end_in_a_narrow_terminal() -> None:
    painted: list[str] = []

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Rows(id="rows")

    async def run() -> None:
        app = Bare()
        async with app.run_test(size=(30, 5)) as pilot:
            rows = app.query_one(Rows)
            rows.fill(0, 0, placeholder="No university found. Type the address of its USOS.")
            await pilot.pause()
            painted.extend(rows.render_line(y).text.rstrip() for y in range(4))

    asyncio.run(run())
    assert painted == ["", "  No university found. Type", "  the address of its USOS.", ""]
