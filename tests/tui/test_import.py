"""Importing reports on the screen: files are chosen, differences are decided, and Enter writes them in one step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste

from app.config import settings
from app.domain.model import Mark, Mode, Record, Student
from app.emulator import Emulator
from app.importing.attendance import Question, QuestionKind
from app.importing.report import SignColumn
from app.roll.differences import Difference, Group
from app.tui.importing import bar
from app.tui.importing.files import FileRows, FilesScreen
from app.tui.importing.rows import DifferenceRows
from app.tui.importing.screen import ImportScreen
from app.tui.lists.screen import ListsScreen
from app.tui.widgets.bars import key_line
from app.workspace.report_files import ReportFile
from app.workspace.workspace import CallingOptions
from tests.importing.written import Stayed, teams, zoom
from tests.support.clock import NOW
from tests.support.driver import BEGIN as BEGIN_OF_KEYS
from tests.support.driver import QUICK, Driver, burst, drive, emulated

BEGIN = NOW.replace(minute=15, second=0)
HELD = replace(QUICK, hold=60, barrier=60)  # nothing is sent, so that all can be taken back


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with emulated(students=8) as running:
        running.set_list_mode(running.current_list(), "remote")
        yield running


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    monkeypatch.setattr(settings, "downloads_folder", lambda: folder)
    return folder


def stayed(one: Student, minutes: int = 90, late: int = 0, name: str = "") -> Stayed:
    begin = BEGIN + timedelta(minutes=late)
    return Stayed(name or f"{one.first_name} {one.last_name}", begin, begin + timedelta(minutes=minutes))


def page(rollcall: Driver) -> ImportScreen:
    assert isinstance(rollcall.app.screen, ImportScreen)
    return rollcall.app.screen


def now() -> float:
    """The time that a key would have now, as `press_at` takes it."""
    return time.monotonic() - BEGIN_OF_KEYS


def row_of(rollcall: Driver, name: str) -> Difference:
    rows = page(rollcall).rows.differences
    return next(row for row in rows if name in repr(row.subject))


async def students(rollcall: Driver) -> list[Student]:
    await rollcall.open_current_roll()
    return [entry.student for entry in rollcall.roll.rows.entries]


async def open_report(rollcall: Driver, file: Path, text: str) -> None:
    """From the roll: I, the file from the downloads folder, until it is judged."""
    file.write_text(text, encoding="utf-8")
    await rollcall.press("i")
    await rollcall.until(
        lambda: isinstance(rollcall.app.screen, FilesScreen) and rollcall.app.screen.rows.count, "files"
    )
    await rollcall.press("enter")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, ImportScreen), "the page")
    await rollcall.until(lambda: page(rollcall).session.proposal is not None, "judged")


def marks(rollcall: Driver) -> dict[str, Mark | None]:
    """The marks of the class that is on, as they are on disk."""
    known = rollcall.store.mirror.lists_between(BEGIN, BEGIN)
    return {entry.student.id: entry.mark for one in known for entry in rollcall.store.rolls.entries(one.id)}


def test_a_report_is_chosen_looked_at_written_and_taken_back(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        list_id = rollcall.roll.list_id
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0]), stayed(people[1], 43)]))

        shown = rollcall.screen_text()
        assert "To decide · 1" in shown
        assert "Will be marked · 7" in shown
        assert set(marks(rollcall).values()) == {None}

        await rollcall.press("1", "enter")

        await rollcall.until_shown("8 marks written. ⌫ undoes all of it.", "No change · 2")
        assert [marks(rollcall)[one.id] for one in people[:3]] == [Mark.REMOTE, Mark.REMOTE, Mark.ABSENT]
        assert len(rollcall.store.journal.undoable(list_id)) == 1

        await rollcall.press("backspace")

        await rollcall.until_shown("Undone: 8 students", "Will be marked · 8")
        assert set(marks(rollcall).values()) == {None}

    drive(tmp_path, usos, steps, pace=HELD)


def test_what_was_written_is_one_step_of_undo_in_the_roll_too(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", zoom([stayed(one) for one in people]))
        await rollcall.press("enter")
        await rollcall.until_shown("8 marks written")

        await rollcall.press("escape", "backspace")

        await rollcall.until_shown("Undone: 8 students")
        assert set(marks(rollcall).values()) == {None}

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_held_key_decides_one_row_and_what_no_hand_has_typed_none(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], 43), *map(stayed, people[1:])]))
        before = [row.after for row in page(rollcall).rows.differences]
        begin = rollcall.seconds + 5
        await rollcall.press_at(*burst("Adam Nowak", begin))
        await rollcall.until_shown("11 keys came too fast to be typed")
        assert [row.after for row in page(rollcall).rows.differences] == before
        assert set(marks(rollcall).values()) == {None}
        await rollcall.press("home")
        begin = rollcall.seconds + 5
        await rollcall.press_at((begin, "a"), (begin + 0.5, "a"), (begin + 0.53, "a"), (begin + 0.56, "a"))
        await rollcall.until_shown("A was held down, so it counts once.")
        absent = [row for row in page(rollcall).rows.differences if row.after and row.after.mark is Mark.ABSENT]
        assert len(absent) == 1

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_a_digit_chooses_only_in_a_row_to_decide_and_marks_elsewhere(usos: Emulator, tmp_path: Path, downloads: Path):
    usos.set_list_mode(usos.current_list(), "hybrid")

    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        nickname = f"{people[0].first_name[:4]} {people[0].last_name[:-1]}x"
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], name=nickname)]))
        assert row_of(rollcall, nickname).is_undecided
        await rollcall.until_shown(f"1 {people[0].name}")

        await rollcall.press("1")

        row = row_of(rollcall, people[0].id)
        assert (row.group, row.after.mark if row.after else None) == (Group.SET, Mark.REMOTE)

        await rollcall.press("1", "1")  # for more rows to decide, which there are not
        assert row_of(rollcall, people[0].id).after == Record(Mark.REMOTE, "")
        await rollcall.until_shown("There is nothing left to choose; letters mark here.")
        assert [one.key for one in page(rollcall).bar_lines()[0] if one.available] == ["P", "R", "J", "A"]

        await rollcall.press("home", "1")

        assert row_of(rollcall, people[0].id).after == Record(Mark.INTRAMURAL, "")

    drive(tmp_path, usos, steps, pace=HELD)


def test_who_is_corrected_keeps_the_cursor_and_enter_writes_and_then_goes_back_to_the_roll(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    usos.set_list_mode(usos.current_list(), "hybrid")

    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await rollcall.press("4", "c", *"lab", "enter", "1", "home")
        signs = [f"{one.name};{sign}" for one, sign in zip(people, ("ob", "nb", "ob"), strict=False)]
        await open_report(rollcall, downloads / "lista.csv", "\n".join(["Nazwisko i imię;23.11.2026", *signs]))
        await rollcall.until_shown(
            "To decide · 2", "1 present  2 leave it as it is", "Import · Mathematical Analysis I"
        )
        assert "present from" not in rollcall.screen_text()
        await rollcall.press("s")
        await rollcall.until_shown("The table tells no times, so there is nothing to measure.")

        await rollcall.press("2", "2")
        assert page(rollcall).rows.current == row_of(rollcall, people[1].id)
        await rollcall.press("a")
        assert page(rollcall).rows.current == row_of(rollcall, people[1].id)
        await rollcall.press("1", "1")
        await rollcall.until_shown(f"{people[1].name}: already present")

        assert [row_of(rollcall, one.id).after for one in people[:2]] == [None, None]
        await rollcall.press("enter")
        await rollcall.until_shown("1 mark written.", "Enter back to the list", "● P ✎", "nothing to write")
        await rollcall.press_at((rollcall.seconds + 0.5, "enter"))  # held, perhaps
        await rollcall.until_shown("Nothing is left to do here; Enter goes back.")
        assert page(rollcall).session.steps == 1
        await rollcall.press("enter")
        assert [rollcall.entry(one.id).mark for one in people[:3]] == [Mark.ABSENT, Mark.INTRAMURAL, Mark.INTRAMURAL]

    drive(tmp_path, usos, steps, pace=HELD)


def test_nobody_is_0_and_a_decision_says_who_was_chosen_and_is_taken_back_on_its_row(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "notes.csv", "no columns here\n")
        await rollcall.until_shown("notes.csv: This is not an attendance report")
        nickname, stranger = f"{people[0].first_name[:4]} {people[0].last_name[:-1]}x", "Tablet Sali"
        report = tmp_path / "report.csv"
        report.write_text(teams([stayed(people[0], name=nickname), stayed(people[1], name=stranger)]), encoding="utf-8")
        rollcall.app.post_message(Paste(str(report)))
        await rollcall.until_shown(f"1 {people[0].name}", "0 nobody on this list")
        assert page(rollcall).trouble() == "", "what was said of the refused file is gone with it"

        await rollcall.press("1")
        await rollcall.until_shown(f"{nickname} = {people[0].name}. ⌫ undoes it.")
        await rollcall.press("0")
        await rollcall.until_shown(f"{stranger} = nobody on this list. ⌫ undoes it.")

        await rollcall.press("end")
        marking, others = page(rollcall).bar_lines()
        assert marking == ()
        assert "leave out" not in [one.word for one in others]
        await rollcall.press("r")
        await rollcall.until_shown("There is no student to mark in this row.")

        await rollcall.press("home", "backspace")
        await rollcall.until_shown(f"Undone: {stranger} = nobody on this list.")
        assert page(rollcall).rows.current == row_of(rollcall, stranger)
        assert row_of(rollcall, stranger).is_undecided

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_key_that_was_meant_for_a_row_that_a_reading_has_just_replaced_decides_nothing(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        unclear = [replace(stayed(one, name="J"), address=f"{one.id}@example.edu.pl") for one in people[:2]]
        await open_report(rollcall, downloads / "report.csv", teams(unclear))
        await rollcall.until_quiet()
        rollcall.register.identities.keep_emails({people[0].id: f"{people[0].id}@example.edu.pl"})
        pressed = now()
        page(rollcall).load()  # as when the addresses have been read
        before = [row.after for row in page(rollcall).rows.differences]

        await rollcall.press_at((pressed, "0"))

        await rollcall.until_shown("0 ignored: the row had only just changed.")
        assert [row.after for row in page(rollcall).rows.differences] == before
        assert not page(rollcall).session.can_undo

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_a_key_that_came_before_a_file_was_read_decides_nothing_in_the_rows_it_has_brought(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        unclear = [stayed(people[0], name=name) for name in ("Jan J", "Ewa E")]
        file = downloads / "report.csv"
        await open_report(rollcall, file, "no columns here\n")
        await rollcall.until_shown("This is not an attendance report")
        looked = now()
        file.write_text(teams(unclear), encoding="utf-8")
        rollcall.app.post_message(Paste(f"'{file}'"))
        await rollcall.until(lambda: page(rollcall).rows.count, "rows")
        await rollcall.press_at((looked + CallingOptions().opening_guard, "0"))
        await rollcall.until_shown("0 ignored: the screen had only just opened.")

        page(rollcall).rows.go_to(row_of(rollcall, "Jan"))
        pressed = now()
        file.write_text(teams(unclear[::-1]), encoding="utf-8")
        rollcall.app.post_message(Paste(f"'{file}'"))
        await rollcall.until(lambda: "Ewa" in repr(page(rollcall).rows.current), "the other one in the same row")
        await rollcall.press_at((pressed, "0"))

        await rollcall.until_shown("0 ignored: the row had only just changed.")
        assert not page(rollcall).session.can_undo

    drive(tmp_path, usos, steps, pace=HELD, options=CallingOptions())


def test_letters_mark_also_in_a_row_to_decide(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], 43)]))

        await rollcall.press("u")

        row = row_of(rollcall, people[0].id)
        assert (row.chosen, row.after) == (True, Record(Mark.JUSTIFIED, ""))
        await rollcall.press("p")
        await rollcall.press("home", "p")
        await rollcall.until_shown("Remote list: in person is not possible.")

    drive(tmp_path, usos, steps, pace=HELD)


def test_space_leaves_a_row_out_and_the_bar_says_so(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(one) for one in people]))
        await rollcall.until_shown("Space leave out")

        await rollcall.press("space", "enter")

        await rollcall.until_shown("7 marks written")
        assert marks(rollcall)[people[0].id] is None

    drive(tmp_path, usos, steps, pace=HELD)


def test_enter_asks_once_where_something_is_undecided_and_writes_the_rest(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], 43), stayed(people[1])]))

        await rollcall.press("enter")
        await rollcall.until_shown("1 row is not decided. Write 7 marks?")
        assert set(marks(rollcall).values()) == {None}
        await rollcall.press("escape", "enter", "enter")

        await rollcall.until_shown("7 marks written")
        assert marks(rollcall)[people[0].id] is None

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_name_confirmed_once_is_known_in_the_next_report_until_it_is_forgotten(
    usos: Emulator, tmp_path: Path, downloads: Path
):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        nickname = f"{people[0].first_name[:4]} {people[0].last_name[:-1]}x"
        report = teams([stayed(people[0], name=nickname)])
        await open_report(rollcall, downloads / "report.csv", report)
        await rollcall.press("1", "enter")
        await rollcall.until_shown("written")
        await rollcall.press("k")
        await rollcall.until_shown(nickname, "1 name")
        await rollcall.press("escape", "escape")

        await open_report(rollcall, downloads / "report.csv", report)
        assert [row.how.value for row in page(rollcall).session.proposal.rows] == ["alias"]

        await rollcall.press("k", "delete")
        await rollcall.until_shown(f"Forgotten: {nickname}.", "No name has been confirmed yet.")
        assert "Del forget it" not in rollcall.screen_text()
        await rollcall.press("escape")
        await rollcall.until(lambda: row_of(rollcall, nickname).is_undecided)

    drive(tmp_path, usos, steps, pace=HELD)


def test_share_and_length_are_changed_on_the_page(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], 43)]))
        await rollcall.until_shown("present from 50 % of 90 min")

        await rollcall.press("s", *"20", "enter")
        await rollcall.until_shown("present from 20 % of 90 min")
        assert row_of(rollcall, people[0].id).group is Group.SET
        await rollcall.press("d", *"180", "enter")
        await rollcall.until_shown("present from 20 % of 180 min")
        await rollcall.press("d", "x", "enter")
        await rollcall.until_shown("A whole number from 1 to 1440.")

    drive(tmp_path, usos, steps, pace=HELD)


def test_another_file_is_joined_to_the_first(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "first.csv", teams([stayed(people[0], 30)]))
        second = tmp_path / "second one.csv"
        second.write_text(teams([stayed(people[0], 40, late=50)]), encoding="utf-8")

        third = tmp_path / "third.csv"
        third.write_text(zoom([stayed(people[1])]), encoding="utf-8")

        for file in (second, third):  # the second is still being read when the third is dropped
            rollcall.app.post_message(Paste(f"'{file}'"))

        await rollcall.until(lambda: len(page(rollcall).session.proposal.readings) == 3, "all three")
        assert row_of(rollcall, people[0].id).group is Group.SET

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_path_is_completed_and_a_file_dropped_on_the_window_is_read(usos: Emulator, tmp_path: Path, downloads: Path):
    folder = tmp_path / "Raporty z zajęć"
    folder.mkdir()

    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        report = folder / "raport.csv"
        report.write_text(teams([stayed(people[0])]), encoding="utf-8")
        await rollcall.press("i")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, FilesScreen))
        rollcall.app.post_message(Paste(f"{tmp_path}/rap"))
        await rollcall.until_shown("A path: Tab completes it.")
        await rollcall.press("tab")
        await rollcall.until_shown("Raporty z zajęć/")
        await rollcall.press("tab")
        await rollcall.until_shown("raport.csv")
        await rollcall.press("enter")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, ImportScreen), "the page")
        await rollcall.press("escape", "i")
        await rollcall.until(lambda: isinstance(rollcall.app.screen, FilesScreen))

        rollcall.app.post_message(Paste(str(report).replace(" ", "\\ ")))

        await rollcall.until(lambda: isinstance(rollcall.app.screen, ImportScreen), "the page")

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_path_that_is_no_file_is_said_to_be_none(usos: Emulator, tmp_path: Path):
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await rollcall.press("i", *"/nowhere/x.csv", "enter")
        await rollcall.until_shown("There is no file /nowhere/x.csv.")

    drive(tmp_path, usos, steps, pace=HELD)


def test_what_is_no_report_is_named_with_what_to_download_instead(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_roll()
        await open_report(rollcall, downloads / "report.csv", "no columns here\n")
        await rollcall.until_shown("This is not an attendance report", "Download the meeting's attendance report")
        await rollcall.press("enter")
        await rollcall.until_shown("There is nothing to write")
        for key in ("1", "p", "space"):
            page(rollcall).message.hush()
            await rollcall.press(key)
            await rollcall.until_shown("There is nothing to choose here.")

    drive(tmp_path, usos, steps, pace=HELD)


def test_an_in_person_list_takes_no_report_of_a_call_but_takes_a_table(usos: Emulator, tmp_path: Path, downloads: Path):
    usos.set_list_mode(usos.current_list(), "intramural")

    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(one) for one in people]))
        await rollcall.until_shown("A report of a meeting does not fit an in-person list", "I add a file")
        assert all(words not in rollcall.screen_text() for words in ("Enter write", "P present", "threshold"))
        assert page(rollcall).rows.differences == []
        await rollcall.press("escape")

        rows = [f"{one.name};{sign}" for one, sign in zip(people, "+-u", strict=False)]
        table = "\n".join(["Nazwisko i imię;23.11.2026", *rows])
        (downloads / "report.csv").unlink()
        await open_report(rollcall, downloads / "lista.csv", table)
        await rollcall.until_shown("“+”", "“u”")
        await rollcall.press("enter")

        await rollcall.until_shown("3 marks written")
        found = [marks(rollcall)[one.id] for one in people[:3]]
        assert found == [Mark.INTRAMURAL, Mark.ABSENT, Mark.JUSTIFIED]

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_question_about_a_column_is_answered_by_a_digit(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        rows = [f"{one.name};x;o" for one in people]
        await open_report(rollcall, downloads / "lista.csv", "\n".join(["Nazwisko i imię;lista;lista", *rows]))
        await rollcall.until_shown("lista.csv: which column is for this class?", "2 column 3, lista")

        await rollcall.press("2")

        await rollcall.until_shown("Will be marked · 8")

    drive(tmp_path, usos, steps, pace=HELD)


def test_a_report_is_imported_from_the_lists_too(usos: Emulator, tmp_path: Path, downloads: Path):
    (downloads / "report.csv").write_text(teams([]), encoding="utf-8")

    async def steps(rollcall: Driver) -> None:
        await rollcall.open_current_lists()
        await rollcall.press("i")
        await rollcall.until(lambda: rollcall.app.screen.rows.count == 1, "the file")
        await rollcall.press("enter")
        await rollcall.until_shown("This report lists nobody.", "Import · Mathematical Analysis I")
        await rollcall.press("escape")
        assert isinstance(rollcall.app.screen, ListsScreen)

    drive(tmp_path, usos, steps, pace=HELD)


def test_leaving_with_decisions_unwritten_takes_the_same_key_twice(usos: Emulator, tmp_path: Path, downloads: Path):
    async def steps(rollcall: Driver) -> None:
        people = await students(rollcall)
        await open_report(rollcall, downloads / "report.csv", teams([stayed(people[0], 43)]))
        await rollcall.press("1", "escape")
        await rollcall.until_shown("Some decisions are not written. Esc again leaves without writing them.")
        await rollcall.press("down", "escape")  # asked once more: the key before it was another one
        await rollcall.until_shown("Some decisions are not written. Esc again leaves without writing them.")
        await rollcall.press("escape")
        assert rollcall.roll.rows.count

    drive(tmp_path, usos, steps, pace=HELD)


@pytest.mark.parametrize(
    "name", ["obecności-2026-11-23.csv", "a" * 80 + "-2026-11-23.csv", "出席" * 20, "名簿" * 20 + ".csv"]
)
@pytest.mark.parametrize("width", [24, 46, 60, 90])
def test_how_old_a_file_is_stands_in_one_column_whatever_the_files_are_called(name: str, width: int) -> None:
    rows = FileRows(id="files")
    longest = ReportFile(Path("b" * 70), NOW)
    rows.show([longest, ReportFile(Path(name), NOW)], ["now", "now"], "")
    first, second = (rows.pieces(row, width)[0][0] for row in (0, 1))
    assert cell_len(first) == cell_len(second)


def test_all_choices_of_a_row_stand_on_the_bar_in_two_lines_where_one_has_no_room() -> None:
    columns = tuple(SignColumn(number, f"lista {number}", None) for number in range(2, 7))
    row = Difference(group=Group.DECIDE, subject=Question("lista.csv", QuestionKind.COLUMN), choices=columns)
    for width, lines in ((120, 1), (80, 2)):
        shown = bar.of_row(row, Mode.REMOTE, width, letters_only=False)
        assert len(shown) == lines
        assert [item.key for line in shown for item in line] == ["1", "2", "3", "4", "5"]
        assert all(key_line(line, width).cell_length <= width for line in shown)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_row_shows_choices_as_a_whole_or_that_there_are_more(width: int) -> None:
    columns = tuple(SignColumn(number, f"lista {number}", None) for number in range(2, 7))
    row = Difference(group=Group.DECIDE, subject=Question("lista.csv", QuestionKind.COLUMN), choices=columns)
    rows = DifferenceRows(id="differences")
    rows.show([row], None, "")
    question, choices = (text for text, _ in rows.pieces(1, width))
    assert cell_len(question + choices) <= width
    whole = [f"{number - 1} column {number}, lista {number}" for number in range(2, 7)]
    shown = choices.split("  ")
    assert shown in [whole, *([*whole[:number], "…"] for number in range(5))]
