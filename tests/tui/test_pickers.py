"""The group picker and the list browser, by keys, against the emulator."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.model import Mark
from app.emulator import Emulator, Fault, FaultKind
from app.tui.groups.screen import GroupsScreen
from app.tui.help import Help
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from tests.support.driver import QUICK, Driver, drive, emulated, key_at


@pytest.fixture
def usos() -> Emulator:
    with emulated(open_timetable=True) as emulator:
        yield emulator


def test_groups_stand_under_their_terms_the_current_ones_first(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until_shown("Mathematical Analysis I", "Past terms")
        text = rollcall.screen_text()
        assert text.index("Winter semester 2026/2027") < text.index("Past terms · 1 group")
        counted = re.compile(r"Mathematical Analysis I +class +gr\. 3 .* (8 lists|\d of 8 read|\d+ %)")
        await rollcall.until(lambda: counted.search(rollcall.screen_text()), "its lists")
        await rollcall.press("end", "enter")
        await rollcall.until_shown("2025/2026 · past")
        rows = rollcall.picker.rows
        await rollcall.until(lambda: rows.current.course.en == "Linear Algebra with Geometry", "the past group read")
        await rollcall.press("escape")
        await rollcall.until_shown("Past terms · 1 group")

    drive(tmp_path, usos, steps)


def test_the_cursor_begins_on_the_class_that_is_on_and_stays_where_it_is_put(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        rows = rollcall.picker.rows
        assert rows.current.group.course.en == "Mathematical Analysis I"
        await rollcall.until_history_read()
        await rollcall.until_shown("Unfinished")
        await rollcall.press("end", "up", "up")
        chosen = rows.current.key
        await rollcall.press("f5")
        await rollcall.until(lambda: usos.calls.count("services/groups/lecturer") == 2)
        await rollcall.until(lambda: not rollcall.picker.is_reading())
        assert rows.current.key == chosen

    drive(tmp_path, usos, steps)


def test_the_picker_costs_three_calls_and_a_groups_lists_one(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.until(lambda: not rollcall.picker.is_reading())
        for_the_picker = [call.method for call in usos.calls if call.method != "services/attendance/attendance"]
        assert sorted(set(for_the_picker)) == [
            "services/attendance/user",
            "services/groups/lecturer",
            "services/tt/user",
        ]
        assert len(for_the_picker) - for_the_picker.count("services/tt/user") == 2
        await rollcall.open_current_lists()
        await rollcall.until(lambda: usos.calls.count("services/attendance/group") == 1)

    drive(tmp_path, usos, steps)


def test_typing_filters_groups_without_diacritics_in_both_languages(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.press("slash", *"algebra")
        await rollcall.until(lambda: "Mathematical Analysis" not in rollcall.screen_text())
        assert "Linear Algebra with Geometry" in rollcall.screen_text()
        assert "choose" not in str(rollcall.app.screen.key_bar.content)
        await rollcall.press("ctrl+u", *"cwicz")
        await rollcall.until_shown("Mathematical Analysis I", "↑↓ choose")
        first = rollcall.app.screen.rows.group
        await rollcall.press("down")
        assert rollcall.app.screen.rows.group not in {first, None}
        await rollcall.press("up")
        assert rollcall.app.screen.rows.group == first
        await rollcall.press("ctrl+u", *"nothing of the kind".replace(" ", ""))
        await rollcall.until_shown("No group matches.")
        assert "Enter" not in str(rollcall.app.screen.key_bar.content)
        assert " · / " not in rollcall.screen_text()
        await rollcall.press("escape")
        await rollcall.until_shown("Databases", "Past terms · 1 group")

    drive(tmp_path, usos, steps)


def test_enter_in_the_filter_opens_the_groups_lists_and_escape_comes_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.press("slash", *"databas", "enter")
        await rollcall.until_shown("Databases · lecture gr. 1", "14 lists")
        assert isinstance(rollcall.app.screen, ListsScreen)
        await rollcall.press("escape")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, GroupsScreen))
        await rollcall.press("escape")
        await rollcall.until_shown("Mathematical Analysis I")

    drive(tmp_path, usos, steps)


def test_the_list_nearest_today_is_selected_and_counts_come_while_nothing_else_is_read(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await rollcall.until_shown("Mon 23 Nov", "today", "29 of 30", "13 of 30", "not called")
        assert f"{rollcall.app.screen.rows.current.list.date:%m-%d}" == "11-23"

    drive(tmp_path, usos, steps, pace=replace(QUICK, ahead=0))


def test_a_marked_list_is_counted_when_one_comes_back_from_the_roll(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "1", "4", "escape")
        await rollcall.until_shown("3 of 30")

    drive(tmp_path, usos, steps)


def test_a_group_without_lists_says_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.press("slash", *"seminar", "enter")
        await rollcall.until_shown("This group has no attendance lists.")
        await rollcall.press("enter", "down")
        assert isinstance(rollcall.app.screen, ListsScreen)

    drive(tmp_path, usos, steps)


def test_an_older_installation_without_user_still_shows_groups_and_their_lists(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Mathematical Analysis I", "8 lists", "–")
        await rollcall.until(lambda: not rollcall.app.screen.is_reading())
        assert usos.calls.count("services/attendance/group") == 5  # the groups of the current terms
        assert "does not know" not in rollcall.screen_text()
        await rollcall.press("slash", *"mathem", "enter")
        await rollcall.until_shown("Mon 23 Nov", "today")

    with emulated(without=frozenset({"services/attendance/user"})) as usos:
        drive(tmp_path, usos, steps)


def test_what_is_known_is_shown_while_usos_does_not_answer(usos: Emulator, tmp_path: Path) -> None:
    async def online(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until(lambda: rollcall.roll.rows.entries)

    async def offline(rollcall: Driver) -> None:
        await rollcall.until_shown(
            "Mathematical Analysis I", " of 8 read", "offline", "No connection to USOS. Press F5 to try now."
        )
        await rollcall.press("f2")
        await rollcall.until_shown("Details are shown in rolls now; here they change nothing.")
        await rollcall.press("f2")
        await rollcall.until_shown("Details are hidden in rolls now; here they change nothing.")
        await rollcall.open_current_lists()
        await rollcall.until_shown("today", "offline")
        await rollcall.press("enter")
        await rollcall.until_shown("30 of 30 left", "offline")
        usos.start()
        await rollcall.press("f5")
        await rollcall.until(lambda: "offline" not in rollcall.screen_text())

    drive(tmp_path, usos, online)
    usos.stop()
    drive(tmp_path, usos, offline)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(FaultKind.ERROR_500, count=None), "USOS is having problems."),
        (Fault(FaultKind.HTML_200, count=None), "Something other than USOS answers"),
        (Fault(FaultKind.BUSY_429, count=None, seconds=30), "USOS asks for a pause."),
        (Fault(FaultKind.UNAVAILABLE_503, count=None, seconds=30), "USOS is having problems."),
        (Fault(FaultKind.TRUNCATED_JSON, count=None), "USOS sent an answer that cannot be understood."),
        (Fault(FaultKind.EXPIRED_TOKEN, count=None), "USOS rejected your sign-in. F6 shows the accounts"),
        (Fault(FaultKind.HANG, count=None), "USOS does not answer."),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_what_failed_is_one_calm_sentence_with_what_to_do(
    usos: Emulator, tmp_path: Path, fault: Fault, sentence: str
) -> None:
    usos.faults.add(fault)

    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown(sentence, "F5", "Your groups have not been read yet.")

    drive(tmp_path, usos, steps, read_timeout=0.3)


def test_reading_shows_a_sign_of_it(usos: Emulator, tmp_path: Path) -> None:
    usos.faults.add(Fault(FaultKind.HANG, count=None))

    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Reading your groups from USOS …", "reading from USOS …")
        usos.faults.clear()

    drive(tmp_path, usos, steps)


def test_rolls_that_usos_does_not_give_are_said_to_be_unread_and_f5_reads_them(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        usos.faults.add(Fault(FaultKind.REFUSED, "services/attendance/attendance", count=None))
        await rollcall.open_current_lists()
        await rollcall.until_shown("1 list could not be read. F5 tries again.")
        await rollcall.press("v")
        await rollcall.until_shown("0 of 8 lists read", "1 list could not be read. F5 tries again.")
        usos.faults.clear()
        await rollcall.press("f5")
        await rollcall.until(lambda: "could not be read" not in rollcall.screen_text(), "read")
        await rollcall.until_shown("8 lists")
        await rollcall.press("escape")
        await rollcall.until_shown("% present")
        assert "could not be read" not in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_f5_among_the_lists_of_a_group_reads_the_rolls_that_usos_did_not_give(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        usos.faults.add(Fault(FaultKind.REFUSED, "services/attendance/attendance", count=None))
        await rollcall.open_current_lists()
        await rollcall.until_shown("1 list could not be read. F5 tries again.")
        usos.faults.clear()
        await rollcall.press("f5")
        await rollcall.until(lambda: "could not be read" not in rollcall.screen_text(), "read")

    drive(tmp_path, usos, steps)


def test_help_lists_the_keys_of_each_screen_and_closes(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until(rollcall.is_on_now)
        await rollcall.press("question_mark")
        await rollcall.until_shown("Keys · Groups", "find a group as you type", "Esc closes")
        await rollcall.press("end")
        await rollcall.until_shown("Program")
        await rollcall.press("escape")
        await rollcall.open_current_roll()
        await rollcall.press("f1")
        await rollcall.until_shown("1 P O", "present, then next student")
        await rollcall.press("1", "escape")
        await rollcall.until(lambda: not isinstance(rollcall.app.screen, Help))
        assert isinstance(rollcall.app.screen, RollScreen)
        assert rollcall.roll.rows.entries[0].mark is None

    drive(tmp_path, usos, steps)


def test_help_in_two_columns_breaks_no_line_where_it_scrolls(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("f1")
        await rollcall.until_shown("show or hide details: numbers, absences,")

    drive(tmp_path, usos, steps, size=(120, 24))


def test_the_palette_offers_every_action_of_the_screen(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("ctrl+p")
        await rollcall.until_shown("What do you want to do?")
        await rollcall.type("absent")
        await rollcall.until_shown("Absent, then next student")
        assert re.search(r"Absent, then next student +4 A N *$", rollcall.screen_text(), re.MULTILINE)
        await rollcall.press("enter")
        await rollcall.until_shown("✗ 1")
        await rollcall.press("ctrl+p")
        await rollcall.type("rollcall-light")
        await rollcall.until_shown("Theme: rollcall-light")
        await rollcall.press("enter")
        await rollcall.until(lambda: rollcall.app.theme == "rollcall-light")

    drive(tmp_path, usos, steps, size=(100, 40))


def test_a_second_enter_in_the_palette_does_nothing_twice(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("ctrl+p")
        await rollcall.type("absent")
        await rollcall.until_shown("Absent, then next student")
        await rollcall.press("enter", "enter", "enter")
        await rollcall.until_shown("✗ 1")
        await rollcall.until_saved()
        assert [entry.mark for entry in rollcall.roll.rows.entries if entry.mark] == [Mark.ABSENT]

    drive(tmp_path, usos, steps, size=(100, 40))


def test_two_hundred_groups_and_five_hundred_students_scroll_and_mark(tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("lists")
        await rollcall.until(lambda: rollcall.app.screen.rows.count > 120)
        await rollcall.press("end", "enter")
        await rollcall.until(lambda: rollcall.app.screen.rows.count > 200, "past terms, too")
        await rollcall.press("end", "home")
        await rollcall.press("slash", *"mathematicalanalysisi"[:12])
        await rollcall.press("escape")
        rollcall.app.push_screen(RollScreen(rollcall.app.workspace, usos.current_list()))
        await rollcall.until(lambda: isinstance(rollcall.app.screen, RollScreen) and rollcall.roll.rows.count == 500)
        await rollcall.press("end", "1")
        await rollcall.until_shown("499 of 500 left")

    with emulated(groups=200, students=500) as usos:
        drive(tmp_path, usos, steps)


def test_a_key_typed_on_while_a_screen_is_left_is_lost_unless_it_means_the_same_on_the_next(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        chosen = rollcall.picker.rows
        await rollcall.open_current_lists()
        await rollcall.until_quiet()
        before = chosen.cursor
        for key in ("escape", "end", "question_mark"):  # all are there before the first of them is dealt with
            rollcall.app.post_message(key_at(key, rollcall.seconds))
        await rollcall.until(lambda: isinstance(rollcall.app.screen, Help), "the help over the groups")
        await rollcall.press("escape")
        assert chosen.cursor == before, "end was for the lists"

    drive(tmp_path, usos, steps)
