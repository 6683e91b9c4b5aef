"""The linear mode drives the same rolls as the screen: drafts, rolls not yet known, undos that wait."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.domain.model import Mark, Mode
from app.emulator import Emulator, Fault, FaultKind
from app.register.register import Register
from app.store import Store
from tests.plain.test_plain import called, held, marks, spoken, told
from tests.program.test_programs import store_of
from tests.program.test_real_terminal import environment_for, wait_for
from tests.support.driver import now
from tests.support.terminal import rollcall

UPDATE = "services/attendance/update_attendance"
START = datetime.fromisoformat("2026-11-23 08:30")
ESCAPE, UNDO, REFRESH = "\x1b", "\x1a", "\x1b[15~"


def keep_draft(home: Path) -> str:
    """Call the laboratory, which has no list today, mark three, and leave; return who was marked first."""
    store = Store(store_of(home))
    register = Register(store, now)
    groups = (one for term in register.terms("pl") for one in term.groups)
    laboratory = next(one for one in groups if one.course.pl == "Podstawy sztucznej inteligencji")
    draft = register.timetable.draft(laboratory.key, START, Mode.HYBRID)
    students = [entry.student for entry in register.roll(draft.id).entries[:3]]
    for student in students:
        register.mark(draft.id, student.id, Mark.ABSENT)
    store.close()
    return students[0].name


def waiting(home: Path) -> int:
    """How many decisions no reading has confirmed."""
    with closing(sqlite3.connect(store_of(home))) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def forget(home: Path, list_id: str) -> None:
    """Let the list have been found gone from USOS, or never have been read."""
    store = Store(store_of(home))
    store.mirror.forget_list(list_id)
    assert store.mirror.attendance_list(list_id) is None
    store.close()


def test_a_kept_draft_is_opened_as_a_draft_and_its_list_created(tmp_path: Path) -> None:
    with Emulator() as usos:
        spoken(usos, tmp_path, "")
        name = keep_draft(tmp_path)

        def made() -> list[str]:
            return [one.id for one in usos.lists() if one.date == START]

        def sent() -> bool:
            return any(sum(mark is not None for mark, _ in usos.marks(one).values()) == 4 for one in made())

        typed = "/\npodstawy\nEnter\nEnter\nj\nCtrl+S\n"
        ran = spoken(usos, tmp_path, typed, then="Home\nF5\nEsc\nEsc\nCtrl+Q\n", when=sent)
        assert "draft, hybrid, 3 of 16, today" in ran.stdout
        assert "Mon 23 Nov 08:30, draft, hybrid\n" in ran.stdout
        assert "present 0, remote 0, excused 0, absent 3, no mark 13\n3 unsent\n" in ran.stdout
        assert "kept on this computer. Ctrl+N creates the list.\n" in ran.stdout
        assert "4 of 16  " in ran.stdout
        assert "Creating the list …\n" in ran.stdout
        assert "The list is in USOS, and these marks will be sent to it.\n" in ran.stdout
        assert f"1 of 16  {name}  absent: " in ran.stdout
        assert "deleted" not in ran.stdout
        assert not any("draft" in str(call.params) for call in usos.calls)


def test_a_roll_unknown_at_opening_gets_its_title_and_its_presence_once_it_is_known(tmp_path: Path) -> None:
    with Emulator() as usos:
        lesson = usos.current_list()
        spoken(usos, tmp_path, "")
        forget(tmp_path, lesson)
        usos.set_list_mode(lesson, "remote")
        usos.stop()
        options = {"environment": environment_for(usos), "home": tmp_path, "size": (300, 24)}
        with rollcall("--plain", "--list", lesson, **options) as terminal:
            terminal.until("This roll has not been read yet.: ")
            usos.start()
            terminal.type(REFRESH)
            told(terminal, "Mon 23 Nov 10:15, remote\r\n", "1 of 30  Ąbek Łucja  no mark: ")
            terminal.until_keys_mark()
            terminal.type(" ")
            terminal.until("remote\r\n", "2 of 30")
            terminal.type("\x11")
            assert terminal.end() == 0
        assert marks(usos) == ["remote"]


def test_each_undo_that_waits_is_warned_of_before_the_roll_is_left(tmp_path: Path) -> None:
    with Emulator() as usos:
        last = list(usos.marks(usos.current_list()))[-1]
        usos.set_mark(usos.current_list(), last, "absence", None)  # else the first mark would go alone
        usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
        with called(usos, tmp_path) as terminal:
            for key, calls in (("4", 1), ("3", 2)):
                terminal.type(key)
                wait_for(lambda calls=calls: usos.calls.count(UPDATE) == calls)
            terminal.type(UNDO)
            terminal.until("Białas Agata: waiting for USOS's answer")
            terminal.type(UNDO)
            terminal.until("Ąbek Łucja: waiting for USOS's answer")
            terminal.type(ESCAPE)
            terminal.until("Białas Agata: USOS has not answered yet. Esc once more leaves it without undoing it")
            terminal.type(ESCAPE)
            terminal.until("Ąbek Łucja: USOS has not answered yet. Esc once more leaves it without undoing it")
            terminal.type(ESCAPE)
            terminal.until("back\r\n")


def test_an_undo_whose_student_has_vanished_is_told_once(tmp_path: Path) -> None:
    with Emulator() as usos:
        last = list(usos.marks(usos.current_list()))[-1]
        usos.set_mark(usos.current_list(), last, "absence", None)  # else the first mark would be waited with
        usos.faults.add(Fault(FaultKind.CUT_AFTER, UPDATE))
        with called(usos, tmp_path) as terminal:
            terminal.type("4")
            wait_for(lambda: len(marks(usos)) == 2)
            told(terminal, "Marks are saved here")
            terminal.type(UNDO)
            terminal.until("Ąbek Łucja: waiting for USOS's answer")
            wait_for(lambda: waiting(tmp_path) == 0)
            forget(tmp_path, usos.current_list())
            terminal.type("\x1b[A")
            terminal.until("nothing has changed.")
            terminal.type("\x1b[A\x1b[A\x11")
            assert terminal.end() == 0
            assert terminal.text().count("That is the end of the list.") == 2
            assert "nothing has changed." not in terminal.text()


def test_after_a_late_arrival_at_the_end_it_is_said_that_it_goes_on_above(tmp_path: Path) -> None:
    with Emulator() as usos:
        held(tmp_path)
        ran = spoken(usos, tmp_path, "End\nl\n\n4\n", "--list", usos.current_list())
        told = "\nŻak Żaneta: present, late 2 min. Back to the first student without a mark.\n"
        assert told in ran.stdout, ran.stdout
        assert "\n1 of 30  Ąbek Łucja  no mark: absent\n" in ran.stdout


def test_a_fill_of_nobody_says_so_and_an_empty_list_is_not_said_to_be_marked(tmp_path: Path) -> None:
    with Emulator() as usos:
        held(tmp_path)
        ran = spoken(usos, tmp_path, "f\np\nf\nCtrl+Z\n", "--list", usos.current_list())
        assert "Filled in 30 students: present." in ran.stdout
        assert "absent: Everybody" not in ran.stdout
        assert "present, unsent: Everybody on this list has a mark.\n" in ran.stdout
        assert "Undone: 30 students.\n" in ran.stdout
        empty = spoken(usos, tmp_path, "f\nEnter\n", "--list", "999")
        assert "Everybody" not in empty.stdout
