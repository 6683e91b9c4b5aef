"""What the screens ask the store stays quick however long the program has been used: each question has its index."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from app.tui.groups.screen import GroupsScreen
from app.tui.lists.screen import ListsScreen
from app.tui.overview.screen import OverviewScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import QUICK, Driver, drive, emulated

GROWING = ("entry", "decision", "attempt", "meeting")
"""The tables that grow with every class."""


async def use_every_screen(rollcall: Driver) -> None:
    """Open what a lecturer opens in a class and between classes, and decide, undo and find there."""
    await rollcall.until(rollcall.is_on_now, "the class that is on")
    await rollcall.until_history_read()
    await rollcall.press("f5", "down", "up", "v")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, OverviewScreen), "the term")
    await rollcall.press("down", "right", "escape", "j", "escape", "f4", "escape")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen), "the groups")
    await rollcall.open_current_lists()
    await rollcall.press("down", "up", "enter")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen), "a roll")
    await rollcall.press(
        "f2", "1", "4", "3", "backspace", "up", "c", "a", "enter", "slash", "a", "escape", "f5", "ctrl+s"
    )
    await rollcall.until_saved()
    await rollcall.press("f3", "escape", "f4", "escape", "escape")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, ListsScreen), "its lists")


def scanned(plan: list[str]) -> set[str]:
    """Return which growing tables a plan reads from their first row to the last."""
    return {table for table in GROWING for step in plan if re.match(rf"SCAN {table}\b", step)}


def test_no_question_of_a_screen_or_a_key_reads_a_growing_table_from_end_to_end(tmp_path: Path) -> None:
    asked: set[str] = set()
    found: dict[str, set[str]] = {}

    async def steps(rollcall: Driver) -> None:
        connection = rollcall.desk_connection()
        connection.set_trace_callback(asked.add)
        await use_every_screen(rollcall)
        connection.set_trace_callback(None)
        for one in asked:
            if re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", one):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")]
                if scanned(plan):
                    found[one] = scanned(plan)

    with emulated() as usos:
        drive(tmp_path, usos, steps, pace=replace(QUICK, hold=60))  # the undo comes before its mark has left
    assert found == {}
    assert len(asked) > 50


def test_a_scan_is_seen_in_a_plan() -> None:
    assert scanned(["SEARCH student USING INDEX x", "SCAN entry USING COVERING INDEX y"]) == {"entry"}
    assert scanned(["SCAN entry_of_list"]) == set()
