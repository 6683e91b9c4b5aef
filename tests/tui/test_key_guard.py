"""Keys that nobody meant mark nobody: a held key, a paste, what was typed for another window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import AppBlur, AppFocus, Paste

from app.domain.model import Mark
from app.emulator import Emulator
from app.roll.key_guard import RepeatGuard, Verdict
from app.workspace.workspace import CallingOptions
from tests.support.driver import BEGIN, QUICK, Driver, burst, drive, emulated

UPDATE = "services/attendance/update_attendance"
REPEAT = replace(QUICK, hold=60)
GUARDED = CallingOptions()
P, A = Mark.INTRAMURAL, Mark.ABSENT


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=6) as emulator:
        yield emulator


def marks(rollcall: Driver) -> list[Mark]:
    return [entry.mark for entry in rollcall.roll.rows.entries if entry.mark]


def judged(*timed: tuple[int, str], guard: float = 0.1) -> str:
    """Return what becomes of keys at these milliseconds: counted, not counted, not and the last one taken back."""
    signs = {Verdict.PRESSED: "+", Verdict.REPEAT: "-", Verdict.REPEAT_OF_COUNTED: "<"}
    held = RepeatGuard(guard)
    return "".join(signs[held.press(key, 100 + milliseconds / 1000)] for milliseconds, key in timed)


@pytest.mark.parametrize(
    ("name", "timed", "verdicts"),
    [
        ("quick presses of one hand", [(0, "1"), (150, "1"), (260, "1"), (400, "1")], "++++"),
        ("two keys in turn, as quick as they come", [(0, "1"), (5, "4"), (10, "1"), (15, "4")], "++++"),
        ("held, repeated after half a second", [(0, "1"), (500, "1"), (530, "1"), (560, "1")], "++<-"),
        ("a real press, then one that is held", [(0, "1"), (400, "1"), (900, "1"), (930, "1")], "+++<"),
        ("a key that bounces long after the one before", [(0, "1"), (3000, "1"), (3040, "1")], "++-"),
        ("a chunk of one key, as from a slow line", [(0, "1"), (0, "1"), (0, "1")], "+--"),
        ("slower than the guard", [(0, "1"), (101, "1"), (202, "1")], "+++"),
        ("counted or not, the guard begins anew", [(0, "1"), (90, "1"), (180, "1"), (270, "1")], "+---"),
        ("held once more", [(0, "1"), (500, "1"), (530, "1"), (1100, "1"), (1130, "1")], "++<+<"),
    ],
)
def test_a_held_key_is_told_from_presses(name: str, timed: list[tuple[int, str]], verdicts: str) -> None:
    assert judged(*timed) == verdicts, name


def test_a_guard_of_nothing_counts_every_key() -> None:
    assert judged((0, "1"), (0, "1"), (1, "1"), guard=0) == "+++"


def test_a_held_key_is_counted_once_and_nothing_of_its_repeats_is_sent(usos: Emulator, tmp_path: Path) -> None:
    meant: list[tuple[str, str]] = []

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [entry.student.id for entry in rollcall.roll.rows.entries[:3]]
        meant.extend(zip(students, ("absence", "intramural", "absence"), strict=True))
        await rollcall.press_at((0.0, "4"), (2.0, "1"), (2.5, "1"))
        assert marks(rollcall) == [A, P, P]
        await rollcall.press_at((2.53, "1"), (2.56, "1"), (2.59, "1"))
        assert marks(rollcall) == [A, P]
        await rollcall.until_shown("1 was held down, so it counts once.", "4 of 6 left")
        assert rollcall.roll.rows.cursor == 2
        await rollcall.press_at((4.0, "4"))
        await rollcall.press("ctrl+s")
        await rollcall.until_saved()

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)
    sent = [(call.params["student_id"], call.params["attendance_mode"]) for call in usos.calls.of(UPDATE)]
    assert sorted(sent) == sorted(meant)  # calls for different students go out in any order


def test_a_repeat_that_decided_nothing_takes_nothing_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at((0.0, "1"), (1.0, "4"), (2.0, "up"), (3.0, "4"), (3.5, "4"), (3.53, "4"))
        await rollcall.until_shown("4 was held down")
        assert marks(rollcall) == [P, A]

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_a_digit_held_in_finding_marks_one(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at(*((number * 0.2, key) for number, key in enumerate(["slash", *"zreb"])))
        await rollcall.press_at((2.0, "1"))
        await rollcall.until(lambda: marks(rollcall) == [P], "the digit to mark")
        await rollcall.press_at((2.5, "1"), (2.53, "1"), (2.56, "1"))
        assert marks(rollcall) == [P]
        assert rollcall.roll.rows.entries[-1].mark is P

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_double_letters_can_be_typed_as_quick_as_one_likes(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at((0.0, "c"), (0.2, "1"), (0.22, "1"), (0.24, "enter"))
        assert rollcall.roll.rows.entries[0].comment == "11"

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_a_pasted_text_marks_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rollcall.app.post_message(Paste("1414"))
        await rollcall.press("down")
        assert marks(rollcall) == []

    drive(tmp_path, usos, steps, options=GUARDED)


@pytest.mark.parametrize(("after", "counted"), [(0.1, False), (0.5, True)])
def test_a_key_typed_for_another_window_is_shown_and_not_applied(
    usos: Emulator, tmp_path: Path, after: float, counted: bool
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        focus = AppFocus()
        focus.time = BEGIN + 10.0
        rollcall.app.post_message(AppBlur())
        rollcall.app.post_message(focus)
        await rollcall.press_at((10.0 + after, "p"))
        if counted:
            assert marks(rollcall) == [P]
            return
        await rollcall.until_shown("P ignored: the window had only just become active.")
        assert marks(rollcall) == []
        await rollcall.press_at((10.25, "p"))  # only the first key is held for a stray
        assert marks(rollcall) == [P]

    drive(tmp_path, usos, steps, pace=REPEAT, options=CallingOptions(repeat_guard=0))


@pytest.mark.parametrize("text", ["3141592", "Adam Nowak\nPaulina Zaremba", "Celina Nowak", "Filip Nowak", "Lena\tKos"])
def test_what_no_hand_has_typed_marks_nobody_opens_nothing_and_is_told(
    usos: Emulator, tmp_path: Path, text: str
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at(*burst(text, 10.0))
        await rollcall.until_shown(f"{len(text) + 1} keys came too fast to be typed")
        assert marks(rollcall) == []
        assert rollcall.roll.rows.cursor == 0
        assert rollcall.roll.prompt.question is None
        assert not any(entry.comment for entry in rollcall.roll.rows.entries)

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_a_reader_of_cards_finds_a_student_in_the_search(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.entries[4].student
        await rollcall.press("slash")
        await rollcall.press_at(*burst(student.number, rollcall.seconds + 2))
        await rollcall.until(lambda: rollcall.roll.rows.cursor == 4, "the student of the card")
        assert marks(rollcall) == []
        await rollcall.press_at(*burst(student.number, rollcall.seconds + 4))  # without a search it is no student
        await rollcall.until_shown("keys came too fast to be typed")
        assert marks(rollcall) == []

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_keys_of_a_quick_burst_count_in_their_order_when_it_is_over(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at(*burst("1414", 10.0)[:-1])
        await rollcall.until(lambda: marks(rollcall) == [P, A, P, A], "four marks")

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_shift_by_itself_does_not_use_up_the_guard_of_the_first_key(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        focus = AppFocus()
        focus.time = BEGIN + 10.0
        rollcall.app.post_message(AppBlur())
        rollcall.app.post_message(focus)
        await rollcall.press_at((10.05, "left_shift"), (10.1, "A"))
        await rollcall.until_shown("A ignored: the window had only just become active.")
        assert marks(rollcall) == []

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_a_second_enter_that_was_meant_to_open_the_roll_passes_over_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at((-3600, "enter"))  # before the roll was there
        await rollcall.until_shown("Enter ignored: what it was for had only just appeared.")
        assert rollcall.roll.rows.cursor == 0
        await rollcall.press("slash", *"zr")
        await rollcall.press_at((-3600, "enter"))  # what one types is no key of the roll
        assert rollcall.roll.rows.current.student.last_name == "Źrebiec"

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_an_album_number_with_letters_is_typed_into_the_search_and_marks_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash")
        await rollcall.type("s412345")
        await rollcall.until_shown("nobody matches")
        await rollcall.press("escape")
        assert marks(rollcall) == []

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)


def test_a_correction_stays_where_everybody_is_marked_and_the_bar_says_so(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_shown("Enter next")
        await rollcall.press_to_the_end("141414")
        await rollcall.until_shown("Enter summary")
        await rollcall.press("home", "4")
        await rollcall.until_shown("present → absent. ⌫ undoes it.")
        assert rollcall.roll.rows.cursor == 0

    drive(tmp_path, usos, steps, pace=REPEAT)


def test_of_keys_that_were_held_back_together_the_last_one_has_the_last_word(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press_at((10.0, "1"), (10.005, "4"), (10.01, "f2"))
        await rollcall.until_shown("Details are shown.")
        rollcall.roll.afterwards.settle()
        assert marks(rollcall) == [P, A]
        assert "Details are shown." in rollcall.screen_text()

    drive(tmp_path, usos, steps, pace=REPEAT, options=GUARDED)
