"""The whole program by keys, against the emulator over HTTP: marks end in USOS, entry by entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from app.domain.model import Mark, Standing
from app.emulator import Emulator, Fault, FaultKind
from app.sync.events import EntriesAnswered, ReadingEnded
from app.sync.requests import ReadRoll
from app.tui.groups.screen import GroupsScreen
from app.tui.widgets.rows import Rows
from tests.support.driver import Driver, drive, emulated

UPDATE = "services/attendance/update_attendance"


@pytest.fixture
def usos() -> Emulator:
    with emulated() as emulator:
        yield emulator


def test_thirty_keys_mark_a_class_of_thirty_in_usos(usos: Emulator, tmp_path: Path) -> None:
    keys = "1411p43Aj1O4u1n11PU1aJ13N1o141"
    meant = {
        "1": "intramural",
        "p": "intramural",
        "o": "intramural",
        "3": "justified_absence",
        "j": "justified_absence",
    }
    meant |= {"u": "justified_absence", "4": "absence", "a": "absence", "n": "absence"}

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        students = [entry.student.id for entry in rollcall.roll.rows.entries]
        await rollcall.press(*keys)
        await rollcall.until_saved()
        await rollcall.until_shown("all 30 marked", "confirmed in USOS 10:17 (30 of 30)")
        expected = {student: (meant[key.lower()], None) for student, key in zip(students, keys, strict=True)}
        assert usos.marks(usos.current_list()) == expected
        assert usos.calls.count(UPDATE) == 30

    drive(tmp_path, usos, steps)


def test_the_roll_opens_on_the_first_student_without_a_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "1")
        await rollcall.until_saved()
        await rollcall.press("escape", "enter")
        await rollcall.until(lambda: rollcall.roll.rows.cursor == 2)

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("mode", "blocked", "sentence"),
    [
        ("intramural", "2rRzZ", "In-person list: remote is not possible"),
        ("remote", "1pPoO", "Remote list: in person is not"),
    ],
)
def test_a_key_the_mode_forbids_does_nothing_but_explain(
    usos: Emulator, tmp_path: Path, mode: str, blocked: str, sentence: str
) -> None:
    usos.set_list_mode(usos.current_list(), mode)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        for key in blocked:
            await rollcall.press(key)
            await rollcall.until_shown(sentence, "30 of 30 left")
            assert rollcall.roll.rows.cursor == 0
            await rollcall.press("down", "up")
        assert rollcall.store.outbox.unsent().total == 0
        assert usos.calls.count(UPDATE) == 0

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize(
    ("mode", "presence"), [("intramural", "intramural"), ("remote", "remote"), ("hybrid", "intramural")]
)
def test_space_marks_the_presence_of_the_lists_mode(usos: Emulator, tmp_path: Path, mode: str, presence: str) -> None:
    usos.set_list_mode(usos.current_list(), mode)

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student.id
        await rollcall.press("space")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student] == (presence, None)

    drive(tmp_path, usos, steps)


def test_in_a_hybrid_list_space_repeats_the_presence_last_used(usos: Emulator, tmp_path: Path) -> None:
    usos.set_list_mode(usos.current_list(), "hybrid")

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("space", "r", "4", "space")
        await rollcall.until_shown("Space remote")
        await rollcall.until_saved()
        marks = [entry.mark for entry in rollcall.roll.rows.entries[:4]]
        assert marks == [Mark.INTRAMURAL, Mark.REMOTE, Mark.ABSENT, Mark.REMOTE]

    drive(tmp_path, usos, steps)


def test_a_comment_arrives_unchanged(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student.id
        await rollcall.press("1", "up", "c")
        await rollcall.type("żółć | [b] ~")
        await rollcall.press("enter")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student] == ("intramural", "żółć | [b] ~")
        assert "✎" in rollcall.screen_text()

    drive(tmp_path, usos, steps)


def test_a_comment_without_a_mark_waits_for_the_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student.id
        await rollcall.press("k")
        await rollcall.type("po chorobie")
        await rollcall.press("enter")
        await rollcall.until_shown("↑ waits for a mark", "↑ 1 unsent")
        assert usos.calls.count(UPDATE) == 0
        await rollcall.press("4")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student] == ("absence", "po chorobie")

    drive(tmp_path, usos, steps)


def test_an_emptied_comment_is_cleared_and_a_dropped_one_is_kept(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student.id
        await rollcall.press("1", "up", "c")
        await rollcall.type("raz")
        await rollcall.press("enter", "c")
        await rollcall.type(" dwa")
        await rollcall.press("escape")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student] == ("intramural", "raz")
        await rollcall.press("c", "ctrl+u", "enter")
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student][1] is None

    drive(tmp_path, usos, steps)


def test_line_breaks_of_a_comment_survive_editing_and_pasted_tabs_stay(usos: Emulator, tmp_path: Path) -> None:
    current = usos.current_list()
    somebody = next(iter(usos.marks(current)))
    usos.set_mark(current, somebody, "absence", "raz\ndwa")

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rollcall.roll.rows.move_to(rollcall.roll.rows.row_of(somebody))
        await rollcall.press("c")
        await rollcall.until_shown("raz↵dwa")
        rollcall.app.post_message(Paste("\ttrzy\tcztery"))
        await rollcall.until_shown("raz↵dwa⇥trzy⇥cztery")
        await rollcall.type("!")
        await rollcall.press("enter")
        await rollcall.until_saved()
        assert usos.marks(current)[somebody] == ("absence", "raz\ndwa\ttrzy\tcztery!")

    drive(tmp_path, usos, steps)


def test_a_correction_shows_old_and_new_and_goes_on(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        student = rollcall.roll.rows.current.student
        await rollcall.press("4", "4", "up", "up", "1")
        await rollcall.until_shown(f"{student.name}: absent → present. ⌫ undoes it.")
        assert rollcall.roll.rows.cursor == 2
        await rollcall.until_saved()
        assert usos.marks(usos.current_list())[student.id][0] == "intramural"

    drive(tmp_path, usos, steps)


def test_the_same_mark_again_is_not_sent_again(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1", "up", "1", "p", "space")
        await rollcall.until_saved()
        await rollcall.press("down", "1")
        await rollcall.until_saved()
        assert usos.calls.count(UPDATE) == 2

    drive(tmp_path, usos, steps)


def test_enter_goes_round_to_the_first_gap_and_then_the_summary_opens(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("down", *"1" * 29)
        await rollcall.until_shown("Back to the first student without a mark.", "1 of 30 left")
        assert rollcall.roll.rows.cursor == 0
        await rollcall.press("1")
        await rollcall.until_shown("Roll complete", "all 30 marked")

    drive(tmp_path, usos, steps)


def test_a_name_is_found_without_diacritics_and_marked_in_five_keys(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("down", "slash", "z", "a", "k", "4")
        await rollcall.until(lambda: any(entry.mark for entry in rollcall.roll.rows.entries), "the digit to mark")
        await rollcall.until_saved()
        found = next(entry for entry in rollcall.roll.rows.entries if entry.mark)
        assert (found.student.last_name, found.mark) == ("Żak", Mark.ABSENT)
        assert rollcall.roll.rows.cursor == 1

    drive(tmp_path, usos, steps)


def test_keys_typed_in_one_burst_are_taken_in_their_order(usos: Emulator, tmp_path: Path) -> None:
    """Without a turn of the event loop between them, as a paste or a slow terminal delivers them."""
    from textual.events import Key  # noqa: PLC0415 - only here

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        for key, character in [
            ("slash", "/"),
            *((sign, sign) for sign in "kow"),
            ("enter", None),
            *((key, key) for key in "141"),
        ]:
            rollcall.app.post_message(Key(key, character))
        await rollcall.until(lambda: sum(bool(entry.mark) for entry in rollcall.roll.rows.entries) == 3)
        marked = {entry.student.last_name: entry.mark for entry in rollcall.roll.rows.entries if entry.mark}
        first, second, *_ = (entry.student.last_name for entry in rollcall.roll.rows.entries)
        assert marked.pop(first) is Mark.ABSENT
        assert marked.pop(second) is Mark.INTRAMURAL
        assert list(marked.values()) == [Mark.INTRAMURAL]
        assert "kow" in next(iter(marked)).lower()

    drive(tmp_path, usos, steps)


def test_enter_takes_the_found_student_and_the_cursor_comes_back_after_the_mark(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("slash", *"nguyen", "enter")
        await rollcall.until(lambda: rollcall.roll.rows.current.student.last_name == "Nguyễn")
        await rollcall.press("j")
        await rollcall.until(lambda: rollcall.roll.rows.cursor == 0)
        await rollcall.until_shown("◇ 1")

    drive(tmp_path, usos, steps)


def test_escape_leaves_finding_where_it_began(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("down", "slash", *"zak", "escape")
        await rollcall.until(lambda: rollcall.roll.rows.cursor == 1)
        assert rollcall.store.outbox.unsent().total == 0

    drive(tmp_path, usos, steps)


def test_an_unsent_mark_is_seen_as_unsent_and_is_sent_when_usos_is_back(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.until_quiet()
        usos.stop()
        await rollcall.press("1", "4")
        await rollcall.until_shown("↑ unsent", "offline · ↑ 2 unsent", "Marks are saved here")
        usos.start()
        await rollcall.until_saved()
        await rollcall.until_shown("all in USOS")
        await rollcall.until(lambda: "↑" not in rollcall.screen_text(), "no mark is shown as unsent")
        assert sum(mark is not None for mark, _ in usos.marks(usos.current_list()).values()) == 2

    drive(tmp_path, usos, steps)


def test_a_mark_made_offline_is_sent_after_restart(usos: Emulator, tmp_path: Path) -> None:
    async def offline(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.stop()
        await rollcall.press("3")
        await rollcall.until_shown("↑ 1 unsent")

    async def online(rollcall: Driver) -> None:
        await rollcall.until_saved()

    drive(tmp_path, usos, offline)
    usos.start()
    drive(tmp_path, usos, online)
    assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["justified_absence"]


def test_a_refused_mark_says_why_in_its_row_and_the_others_go_on(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        gone = rollcall.roll.rows.entries[1].student
        usos.remove_student(usos.current_list(), gone.id)
        await rollcall.press("1", "1", "1")
        await rollcall.until_shown("! not in the group")
        await rollcall.press("end")
        await rollcall.until_shown("1 mark needs your decision: its row has ! or ≠.")
        await rollcall.press("home")
        await rollcall.until(lambda: rollcall.roll.rows.entries[1].standing is Standing.REFUSED)
        marks = usos.marks(usos.current_list())
        others = [entry.student.id for entry in rollcall.roll.rows.entries[:3] if entry.student.id != gone.id]
        await rollcall.until(lambda: all(usos.marks(usos.current_list())[other][0] for other in others))
        assert marks.get(gone.id, (None, None))[0] is None
        await rollcall.until_shown("↑ 1 unsent")
        await rollcall.press("home", "down")
        await rollcall.until_shown(f"{gone.name}: this student is not in the group any more.")

    drive(tmp_path, usos, steps)


def test_a_list_whose_mode_was_changed_elsewhere_blocks_the_other_key_from_then_on(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        usos.set_list_mode(usos.current_list(), "remote")
        await rollcall.press("1")
        await rollcall.until_shown(
            "! list is remote now",
            "the list is remote now, so nobody can be present",
            "1 P present (remote list)",
        )
        await rollcall.press("home", "2")
        await rollcall.until_saved()
        assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["remote"]

    drive(tmp_path, usos, steps)


@pytest.mark.parametrize("kind", [FaultKind.NULL_200, FaultKind.EMPTY_LIST_200, FaultKind.TRUNCATED_JSON])
def test_an_answer_nobody_can_read_is_settled_by_reading_the_roll(
    usos: Emulator, tmp_path: Path, kind: FaultKind
) -> None:
    usos.faults.add(Fault(kind, UPDATE, count=1))

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("1")
        await rollcall.until_saved()
        assert [mark for mark, _ in usos.marks(usos.current_list()).values() if mark] == ["intramural"]

    drive(tmp_path, usos, steps)


def test_f5_reads_what_a_colleague_has_marked(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        fifth = rollcall.roll.rows.entries[4].student
        usos.set_mark(usos.current_list(), fifth.id, "absence", "zwolnienie")
        await rollcall.press("down", "f5")
        await rollcall.until(lambda: rollcall.roll.rows.entries[4].mark is Mark.ABSENT)
        assert rollcall.roll.rows.cursor == 1

    drive(tmp_path, usos, steps)


def test_a_pasted_text_marks_nobody(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rollcall.app.post_message(Paste("1111"))
        await rollcall.press("down", "up")
        assert rollcall.roll.rows.entries[0].mark is None

    drive(tmp_path, usos, steps)


def test_list_on_the_command_line_goes_straight_to_a_roll_never_seen_before(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("30 of 30 left", "in person")
        await rollcall.press("4")
        await rollcall.until_saved()
        await rollcall.press("escape")
        await rollcall.until_shown("Groups", "Mathematical Analysis I")
        await rollcall.open_current_roll()
        await rollcall.press("escape")
        assert isinstance(rollcall.app.screen, GroupsScreen)

    drive(tmp_path, usos, steps, list_id=usos.current_list())


def test_list_on_the_command_line_learns_whose_roll_it_is_and_who_was_absent_before(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("Mathematical Analysis I")
        await rollcall.until_history_read()
        await rollcall.press("f2")
        await rollcall.until(lambda: rollcall.roll.painter.details.absences, "absences")

    drive(tmp_path, usos, steps, list_id=usos.current_list())


def test_a_list_that_is_not_in_usos_is_said_to_be_none(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.until_shown("USOS has no such list, or it is not yours.", "F5 tries again.")

    drive(tmp_path, usos, steps, list_id="424242")


def test_a_click_keeps_its_student_whatever_news_comes_before_the_next_key(usos: Emulator, tmp_path: Path) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        list_id, students = rollcall.roll.list_id, [entry.student.id for entry in rollcall.roll.rows.entries]
        for row, event in ((3, EntriesAnswered(list_id, (students[0],))), (1, ReadingEnded(ReadRoll(list_id)))):
            rollcall.roll.rows.move_to(row)
            rollcall.roll.receive(event)
            await rollcall.press("4")
            assert rollcall.entry(students[row]).mark is Mark.ABSENT
        assert sum(entry.mark is not None for entry in rollcall.roll.rows.entries) == 2

    drive(tmp_path, usos, steps)


def test_a_click_that_is_told_of_after_the_next_key_changes_nothing_of_what_that_has_done(
    usos: Emulator, tmp_path: Path
) -> None:
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        rows = rollcall.roll.rows
        await rollcall.press("1")
        rows.move_to(5)
        await rollcall.press("backspace")
        told = f"back to {rows.entries[5].student.last_name}."
        await rollcall.until(lambda: told in rollcall.roll.message.said, told)
        rows.post_message(Rows.Moved(5))
        await rollcall.pilot.pause()
        assert told in rollcall.roll.message.said
        await rollcall.press("4")
        assert (rollcall.entry(rows.entries[0].student.id).mark, rows.cursor) == (Mark.ABSENT, 5)

    drive(tmp_path, usos, steps)
