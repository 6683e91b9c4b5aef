"""Texts of USOS that command a terminal or turn the direction of writing: no screen draws them, whatever it shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from app.domain.model import AttendanceList, Group, GroupKey, ListId, Mark, Meeting, Mode, Phrase, Record, Student, Term
from app.store import Store
from app.tui.groups.screen import GroupsScreen
from tests.support.clock import NOW
from tests.support.driver import Driver, drive, emulated
from tests.support.private import painted_lines

NASTY = "\x1b]0;x\x07\x9b31m\u202e\u2066\x08\r\n\t[/b]"
KEY = GroupKey("17879", "3")
START = NOW.replace(minute=15, second=0)
TURNING = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"}


def kept(file: Path) -> None:
    """A store in which every text is nasty."""
    store = Store(file)
    text = Phrase(f"kurs{NASTY}", f"course{NASTY}")
    today = NOW.date()
    term = Term(id=f"Z{NASTY}", name=text, start=today - timedelta(90), finish=today + timedelta(90), order=1)
    store.mirror.keep_groups([Group(key=KEY, term_id=term.id, course=text, class_type=text, students=3)], [term], NOW)
    people = [
        Student(id=str(n), first_name=f"Jan{NASTY}", last_name=f"Kos{NASTY}", number=f"4{NASTY}{n}") for n in "123"
    ]
    lists = [
        AttendanceList(
            id=ListId(f"100{week}"), group=KEY, date=START - timedelta(weeks=week), mode=Mode.HYBRID, owner=NASTY
        )
        for week in range(3)
    ]
    store.mirror.keep_lists(lists, NOW)
    for one in lists:
        absent = Record(Mark.ABSENT, f"chory{NASTY}")
        store.mirror.keep_roll(one.id, [(people[0], absent), (people[1], absent), (people[2], Record(None, ""))], NOW)
    store.meetings.keep_days([Meeting(KEY, START, START + timedelta(minutes=90), f"12{NASTY}")], START.date(), 1)
    store.outbox.decide("1000", {"1": Record(Mark.REMOTE, f"online{NASTY}")}, NOW)
    store.close()


def harm(rollcall: Driver) -> Iterator[str]:
    """Give what is painted and should not be."""
    for line in painted_lines(rollcall.app):
        for segment in line:
            for sign in segment.text:
                if unicodedata.category(sign) == "Cc" or sign in TURNING:
                    yield f"{sign!r} in {segment.text!r}"


def test_no_screen_draws_what_commands_a_terminal(tmp_path: Path) -> None:
    kept(tmp_path / "store.sqlite3")
    seen = set()

    async def steps(rollcall: Driver) -> None:
        async def press(*keys: str) -> None:
            for key in keys:
                await rollcall.press(key)
                seen.add(type(rollcall.app.screen).__name__)
                assert list(harm(rollcall)) == [], (key, type(rollcall.app.screen))

        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen) and rollcall.picker.rows.count)
        await press("home", "enter", "f2", "down", "c", "escape", "l", "escape", "slash", "k", "o", "escape")
        await press(
            "f", "escape", "f7", "escape", "x", "escape", "g", "escape", "f3", "escape", "question_mark", "escape"
        )
        await press(
            "v", "right", "right", "left", "left", "enter", "escape", "slash", "k", "escape", "escape", "e", "escape"
        )
        await press("f4", "escape", "ctrl+p", "k", "o", "escape", "escape")
        await press("j", "f2", "down", "d", "escape", "escape", "m", "escape")
        await press("down", "down", "down", "enter", "n", "escape", "t", "escape", "d", "escape", "escape")

    with emulated(students=2) as usos:
        usos.stop()
        drive(tmp_path, usos, steps, size=(140, 40))
    assert len(seen) >= 15, f"not all were opened: {seen}"
