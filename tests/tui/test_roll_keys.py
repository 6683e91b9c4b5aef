"""Which keys stand below a roll: those that matter most where room is scarce, and faint those that do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app import i18n
from app.domain.model import Mark, Mode
from app.keymap import keys
from app.tui.roll.finder import Finder
from app.tui.roll.screen import RollScreen
from app.tui.widgets.bars import KeyItem, key_line
from tests.support.roll_caller import LIST, PEOPLE, RollCaller


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        stack.callback(i18n.use_language, "en")
        yield stack


def screen(stack: ExitStack, folder: Path, language: str, owner: str = "", mode: Mode = Mode.INTRAMURAL) -> RollScreen:
    caller = RollCaller(folder, owner=owner)
    stack.callback(caller.end)
    caller.keep(mode)
    i18n.use_language(language)
    shown = RollScreen(caller.workspace, LIST)
    shown.session.load()
    return shown


@pytest.mark.parametrize(
    ("language", "width", "mode", "shown"),
    [
        ("en", 80, Mode.INTRAMURAL, ["Enter", "⌫", "/", "F", "C", "L", "F7", "?"]),
        ("pl", 80, Mode.INTRAMURAL, ["⌫", "/", "F", "K", "S", "F7", "?"]),
        ("en", 60, Mode.INTRAMURAL, ["⌫", "/", "F", "C", "L", "?"]),
        ("pl", 60, Mode.INTRAMURAL, ["⌫", "/", "F", "K", "?"]),
        ("en", 80, Mode.REMOTE, ["Space", "⌫", "/", "F", "C", "L", "F7", "?"]),
        ("pl", 80, Mode.REMOTE, ["⌫", "/", "F", "K", "S", "F7", "?"]),
    ],
)
def test_undo_search_fill_and_help_stand_on_narrow_bars_before_all_else(
    stack: ExitStack, tmp_path: Path, *, language: str, width: int, mode: Mode, shown: list[str]
) -> None:
    _, below = screen(stack, tmp_path, language, mode=mode).bar_lines()
    line = key_line(below, width).plain
    items = {item.key for item in below}
    assert [word for word in line.split() if word in items] == shown, line
    assert len(line) <= width


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_keys_that_another_program_keeps_from_doing_anything_are_faint(
    stack: ExitStack, tmp_path: Path, language: str
) -> None:
    here = screen(stack, tmp_path, language, owner="4711")
    shown = [item for line in map(here.as_they_work, here.bar_lines()) for item in line]
    marking = {keys.shown_of_mark(mark) for mark in Mark}
    writing = {keys.shown(f"roll.{name}") for name in ("present", "undo", "comment", "late", "fill")}
    assert {item.key for item in shown if not item.available} == marking | writing
    assert {keys.shown("roll.find"), keys.shown("roll.summary")} <= {item.key for item in shown if item.available}


@pytest.mark.parametrize(("owner", "marking"), [("", [f"mark {PEOPLE[1].name}"]), ("4711", [])])
def test_a_search_offers_to_mark_only_where_that_can_be_done(
    stack: ExitStack, tmp_path: Path, *, owner: str, marking: list[str]
) -> None:
    here, shown = screen(stack, tmp_path, "en", owner=owner), list[KeyItem]()
    finder = Finder(
        here.session,
        lambda hint, found, items: shown.extend(items),
        taken=lambda mark: None,
        dropped=lambda: None,
        later=here.set_timer,
    )
    finder.question().changed("cwik")
    assert [item.word for item in shown] == [*marking, "select", "back"]
