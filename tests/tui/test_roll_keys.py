"""Which keys stand below a roll: those that matter most where room is scarce, and faint those that do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from textual.timer import Timer

from app import i18n
from app.domain.model import Mark, Mode
from app.keymap import keys
from app.tui.roll.finder import Finder
from app.tui.roll.screen import RollScreen
from app.tui.widgets.bars import key_line
from app.tui.widgets.prompt import Question
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


def search(here: RollScreen) -> tuple[Question, list[list[str]]]:
    """Begin to search, and return the words of the bar each time they are shown."""
    shown: list[list[str]] = []
    finder = Finder(
        here.session,
        lambda hint, found, items: shown.append([item.word for item in items]),
        taken=lambda mark: shown.append(["taken"]),
        dropped=lambda: None,
        later=lambda seconds, act: Timer(here, seconds, callback=act),
    )
    return finder.question(), shown


@pytest.mark.parametrize(("owner", "marking"), [("", [f"mark {PEOPLE[1].name}"]), ("4711", [])])
def test_a_search_offers_to_mark_only_where_that_can_be_done(
    stack: ExitStack, tmp_path: Path, *, owner: str, marking: list[str]
) -> None:
    question, shown = search(screen(stack, tmp_path, "en", owner=owner))
    question.changed("cwik")
    assert shown == [[*marking, "select", "back"]]


def test_enter_right_behind_a_digit_takes_nobody_and_offers_nobody(stack: ExitStack, tmp_path: Path) -> None:
    question, shown = search(screen(stack, tmp_path, "en"))
    question.changed("cwik")
    question.catch("1", "cwik")
    question.changed("cwik1")
    question.accepted("cwik1")
    assert shown[-1] == ["back"]
