"""Absences excused afterwards, by keys: one at a time, all of some days by a certificate, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator
from app.i18n import short_date
from app.register.justifications import Absence
from app.roll.justifying import Justifying
from app.sync.requests import ReadRoll
from app.tui.groups.screen import GroupsScreen
from app.tui.justifications.certificate import CertificateScreen
from app.tui.justifications.screen import JustificationsScreen
from app.tui.overview.screen import OverviewScreen
from app.workspace.workspace import CallingOptions
from tests.support.driver import QUICK, Driver, burst, drive, emulated

HELD = replace(QUICK, hold=60)


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def page(rollcall: Driver) -> JustificationsScreen:
    assert isinstance(rollcall.app.screen, JustificationsScreen)
    return rollcall.app.screen


def in_hand(rollcall: Driver) -> Absence:
    absence = page(rollcall).rows.current
    assert absence is not None
    return absence


def mark_of(rollcall: Driver, place: tuple[str, str]) -> Mark | None:
    entry = rollcall.register.entry(*place)
    assert entry is not None
    return entry.mark


async def open_page(rollcall: Driver) -> None:
    """Open the absences to excuse with all rolls read, and look at them for a moment."""
    await rollcall.until(rollcall.is_on_now)
    await rollcall.until_history_read()
    await rollcall.press("j")
    await rollcall.until(
        lambda: isinstance(rollcall.app.screen, JustificationsScreen) and rollcall.app.screen.rows.count, "the page"
    )
    await rollcall.until(lambda: not rollcall.app.screen.is_reading())
    await rollcall.press_at((0.5, "down"), (0.6, "up"))


async def with_many(rollcall: Driver) -> list[Absence]:
    """Put the cursor on a student with absences on several days; return all of these."""
    found = rollcall.register.excusing.worklist()
    wanted = next(one for one in found if len({absence.list.date.date() for absence in one.absences}) > 1)
    while in_hand(rollcall).entry.student != wanted.student:
        await rollcall.press("down")
    return sorted(wanted.absences, key=lambda one: one.list.date)


def test_enter_excuses_the_absence_in_hand_and_backspace_takes_it_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        place = in_hand(rollcall).place
        await rollcall.press("enter", "enter", "enter")
        assert in_hand(rollcall).place == place, "a key held down stays on its row"
        assert mark_of(rollcall, place) is Mark.JUSTIFIED
        assert rollcall.register.unsent().total == 1
        await rollcall.until_shown("1 unsent")
        await rollcall.press("end", "backspace")
        assert mark_of(rollcall, place) is Mark.ABSENT
        assert in_hand(rollcall).place == place, "the cursor goes to what was taken back"
        await rollcall.until_shown(f"{short_date(in_hand(rollcall).list.date)}, excused → absent")
        await rollcall.press("u")
        assert mark_of(rollcall, place) is Mark.JUSTIFIED, "the key of that mark does what it does everywhere"
        await rollcall.press("c")
        await rollcall.until_shown(f"Comment on {in_hand(rollcall).entry.student.name}: excuse handed in")
        await rollcall.type(", praca oddana")
        await rollcall.press("enter")
        await rollcall.until_shown("saved. ⌫ undoes it.")
        assert rollcall.register.entry(*place).comment == "excuse handed in, praca oddana"

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_certificate_shows_what_it_covers_and_writes_it_as_one_step(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        absences = await with_many(rollcall)
        places = [one.place for one in absences]
        first, last = absences[0].list.date, absences[-1].list.date
        await rollcall.press("d")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, CertificateScreen), "the certificate")
        await rollcall.type(f"{first.day}.{first.month} - {last.day}.{last.month}")
        await rollcall.until_shown("unexcused", f"{len(absences)} absences")
        await rollcall.type("x")  # these are no days any more
        await rollcall.until_shown("Days such as")
        assert not re.search(r"unexcused|\d absence", rollcall.screen_text())
        await rollcall.press("backspace")
        await rollcall.until_shown("unexcused", f"{len(absences)} absences")
        assert {mark_of(rollcall, place) for place in places} == {Mark.ABSENT}, "nothing is written yet"
        await rollcall.press_at(*((rollcall.seconds + at, "enter") for at in (5.0, 5.03, 5.06, 6.0)))
        await rollcall.until(lambda: isinstance(rollcall.app.screen, JustificationsScreen), "back")
        await rollcall.until_shown(f"{len(absences)} absences excused")
        assert {mark_of(rollcall, place) for place in places} == {Mark.JUSTIFIED}
        await rollcall.press("backspace")
        assert {mark_of(rollcall, place) for place in places} == {Mark.ABSENT}

    drive(tmp_path, usos, steps, pace=HELD)


def test_an_enter_held_down_in_a_certificate_writes_nothing_that_stays(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        place = in_hand(rollcall).place
        await rollcall.press("d")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, CertificateScreen), "the certificate")
        begin = rollcall.seconds + 5
        held = [begin, *(begin + 0.5 + 0.03 * number for number in range(5))]
        await rollcall.press_at(*((at, "enter") for at in held))
        await rollcall.until_shown("Enter was held down, so it counts once.")
        assert mark_of(rollcall, place) is Mark.ABSENT
        assert (in_hand(rollcall).place, rollcall.register.unsent().total) == (place, 0)

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_days_that_are_none_and_days_without_an_absence_write_nothing(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        await rollcall.press("d")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, CertificateScreen), "the certificate")
        await rollcall.type("choroba")
        await rollcall.press("enter")
        await rollcall.until_shown("Days such as", "e.g. 9–13 Nov or today")
        await rollcall.press(*["backspace"] * 7)
        await rollcall.type("24.12.2020")
        await rollcall.press("enter", "enter")
        await rollcall.until_shown("No unexcused absence on these days.")
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, JustificationsScreen), "back")
        assert rollcall.register.unsent().total == 0

    drive(tmp_path, usos, steps, pace=HELD)


def test_what_was_excused_reaches_usos_when_the_page_is_left(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        list_id, student_id = in_hand(rollcall).place
        await rollcall.press("enter", "escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen), "the groups")
        await rollcall.until(lambda: not rollcall.register.unsent().total, "sent")
        assert usos.backdoor.marks(list_id)[student_id] == ("justified_absence", "excuse handed in")

    drive(tmp_path, usos, steps, pace=HELD)


def test_made_up_stays_an_absence_and_finding_shows_one_student_by_number(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        await with_many(rollcall)
        student = in_hand(rollcall).entry.student
        assert student.number not in rollcall.screen_text()
        assert "· time to excuse: 14 days (F3)" in rollcall.screen_text()
        before = in_hand(rollcall).place
        await rollcall.press("slash", "down")
        assert in_hand(rollcall).place != before
        await rollcall.press("up")
        assert in_hand(rollcall).place == before
        await rollcall.press("escape", "end", "slash")
        await rollcall.type(student.number)
        assert "part of a name" not in rollcall.screen_text()
        await rollcall.press("enter")
        assert in_hand(rollcall).entry.student == student
        assert page(rollcall).rows.cursor == 1, "the first that matches"
        await rollcall.press("slash")
        assert "part of a name" not in rollcall.screen_text(), "beside what was typed before"
        await rollcall.press("enter")
        assert "1 student" in rollcall.screen_text()
        place = in_hand(rollcall).place
        await rollcall.press("w", "f2")
        assert student.number in rollcall.screen_text()
        entry = rollcall.register.entry(*place)
        assert entry is not None
        assert (entry.mark, entry.comment) == (Mark.ABSENT, "made up")
        await rollcall.press("w")
        await rollcall.until_shown(f"{entry.student.name}: this absence is made up for already. ⌫ undoes the last")
        await rollcall.press("escape")
        assert "made up for already" not in rollcall.screen_text()
        assert "1 student " not in rollcall.screen_text()
        await rollcall.press("v")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, OverviewScreen), "the term")

    drive(tmp_path, usos, steps, pace=HELD)


def test_enter_just_as_the_page_opens_excuses_nothing(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until_history_read()
        await rollcall.press_at((1.0, "j"), (1.1, "enter"))
        await rollcall.until_shown("ignored")
        assert rollcall.register.unsent().total == 0

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_a_text_that_no_hand_has_typed_excuses_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        place = in_hand(rollcall).place
        for number, text in enumerate(["Nowak Anna", "\nKowal", "wielkie"], 1):
            await rollcall.press_at(*burst(text, rollcall.seconds + 5 * number))
            await rollcall.until_shown(f"{len(text) + 1} keys came too fast to be typed")
            assert isinstance(rollcall.app.screen, JustificationsScreen)
            assert (in_hand(rollcall).place, rollcall.register.unsent().total) == (place, 0), text

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_where_nobody_is_absent_the_page_says_so_and_its_keys_do_no_harm(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until_history_read()
        elsewhere = Justifying(rollcall.picker.workspace)
        for one in rollcall.register.excusing.worklist():
            elsewhere.excuse([absence.place for absence in one.absences])
        await rollcall.press("j")
        await rollcall.until_shown("Nobody is absent without an excuse")
        assert "comment" not in [key.action for key in page(rollcall).bar_keys()]
        await rollcall.press("enter", "c", "w", "d", "v", "f3", "backspace")
        await rollcall.until_shown("Nothing to undo.")

    drive(tmp_path, usos, steps, pace=HELD, size=(60, 20))


def test_where_another_program_has_the_marks_it_says_so_and_nothing_is_excused(usos: Emulator, tmp_path: Path) -> None:
    async def first(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until_history_read()

    async def steps(rollcall: Driver) -> None:
        await rollcall.press("j")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, JustificationsScreen), "the page")
        place = in_hand(rollcall).place
        await rollcall.press("enter")
        await rollcall.until_shown("4711")
        assert mark_of(rollcall, place) is Mark.ABSENT

    drive(tmp_path, usos, first)
    drive(tmp_path, usos, steps, owner="process 4711")


def test_where_somebody_else_was_quicker_m_keeps_mine_and_t_takes_theirs(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await open_page(rollcall)
        for key, kept in (("m", "justified_absence"), ("t", "intramural")):
            list_id, student_id = in_hand(rollcall).place
            assert "keep mine" not in rollcall.screen_text()
            await rollcall.press("enter")
            usos.set_list_mode(list_id, "hybrid")
            usos.set_mark(list_id, student_id, "intramural", "")
            page(rollcall).workspace.sync.want_anew(ReadRoll(list_id))
            await rollcall.until_shown("M keep mine", "T use USOS value")
            await rollcall.press(key, "ctrl+s")
            await rollcall.until(lambda: not rollcall.register.unsent().total, "decided")
            assert usos.backdoor.marks(list_id)[student_id][0] == kept
            await rollcall.press("down")

    drive(tmp_path, usos, steps, pace=HELD)
