"""The linear mode: by a pipe and in a real terminal, against the emulator, in both languages."""

from __future__ import annotations

import io
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from app.emulator import Emulator, Fault, FaultKind
from app.i18n import LANGUAGES
from app.plain.lines import Lines
from app.plain.strokes import InputEndedError, of_character, of_sequence
from tests.program.test_imports import loaded_by
from tests.program.test_programs import mark_and_keep
from tests.program.test_real_terminal import environment_for, wait_for
from tests.support.piped import piped, run
from tests.support.terminal import Terminal, rollcall

UPDATE = "services/attendance/update_attendance"


def spoken(
    usos: Emulator,
    home: Path,
    typed: str,
    *arguments: str,
    then: str = "",
    when: Callable[[], object] = lambda: True,
) -> CompletedProcess[str]:
    """Run the program on a pipe; the input goes on with `then` when that is true."""
    with piped("--plain", *arguments, environment=environment_for(usos), home=home) as program:
        if then:
            program.type(typed)
            wait_for(when)
        ran = program.end(then or typed)
    assert [line for line in ran.stderr.splitlines() if "http://127.0.0.1" not in line] == []
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", ran.stdout), "something else than lines was printed"
    return ran


def held(home: Path) -> None:
    """Hold marks back for half a minute before they are sent."""
    (home / "config" / "rollcall").mkdir(parents=True)
    (home / "config" / "rollcall" / "config.toml").write_text("[sending]\nhold = 30\n", encoding="utf-8")


@contextmanager
def called(usos: Emulator, home: Path, *arguments: str, of: int = 30) -> Iterator[Terminal]:
    """Run it in a terminal, with the roll of the class that is on."""
    asked = ("--plain", "--list", usos.current_list(), *arguments)
    with rollcall(*asked, environment=environment_for(usos), home=home, size=(300, 24)) as terminal:
        terminal.until_it_has_the_keyboard()  # and has been asked to mark what is pasted
        terminal.until(f"1 of {of}", "no mark: ")
        terminal.until_keys_mark()
        yield terminal


def told(terminal: Terminal, *texts: str) -> None:
    """Press a key that does little until this was told: news waits for the end of a line."""
    end = time.monotonic() + 20
    while True:
        terminal.type("\x1b[H")
        with suppress(AssertionError):
            return terminal.until(*texts, seconds=0.2)
        assert time.monotonic() < end, terminal.text()


def lists_of_the_class_that_is_on(usos: Emulator) -> int:
    """How many lists the class that is on has, on whatever day the tests run."""
    groups = {one.id: (one.unit_id, one.group_number) for one in usos.lists()}
    return list(groups.values()).count(groups[usos.current_list()])


def lists_of_the_lecture(usos: Emulator) -> int:
    """How many lists the lecture has, which nobody else's class is as large as: each term has its own number."""
    return sum(one.students == 45 for one in usos.lists())


def marks(usos: Emulator) -> list[str]:
    return [mark for mark, _ in usos.marks(usos.current_list()).values() if mark is not None]


# --- by a pipe ---


def test_a_class_is_called_line_by_line(tmp_path: Path) -> None:
    with Emulator() as usos:
        # Quitting waits for ten seconds, which are short for thirty marks on a machine that is busy.
        keys = "\n\n" + "p\nA\n1\nj\n \n" + "3\n" * 25
        ran = spoken(usos, tmp_path, keys, then="Esc\nEsc\nCtrl+Q\n", when=lambda: len(marks(usos)) == 30)
        assert ran.returncode == 0
        for told in (
            f"1  Mathematical Analysis I · class gr. 3, 30 students, {lists_of_the_class_that_is_on(usos)} lists\n",
            "Number, or Enter for 1: 1\n",
            "today\n",
            "30 students: present 0, excused 0, absent 0, no mark 30\n",
            "1 of 30  Ąbek Łucja  no mark: present\n",
            "2 of 30  Białas Agata  no mark: absent\n",
            "4 of 30  Chrząszczyżewoszycki-Brzęczyszczykiewicz Krzysztof Maksymilian  no mark: excused\n",
            "30 of 30  ",
            "Everybody on this list has a mark.\n30 students: present 3, excused 26, absent 1, no mark 0\n",
        ):
            assert told in ran.stdout, ran.stdout
        last = ran.stdout.splitlines()[-1]
        assert "confirmed in USOS" in last or last == "Number, or Enter for 1: quit"  # all was read back before that
        assert sorted(marks(usos)) == ["absence"] + ["intramural"] * 3 + ["justified_absence"] * 26


def test_it_speaks_polish(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "\n\no\nN\nspacja\n?\nz\n", "--lang", "pl")
        assert ran.returncode == 0
        assert "1 z 30  Ąbek Łucja  brak wpisu: " in ran.stdout
        assert "PgDn" not in ran.stdout
        assert not re.search(r"\b(the|keys|no mark|students)\b", ran.stdout)
        assert sorted(marks(usos)) == ["absence", "intramural", "intramural"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_input_is_the_end_of_the_program(tmp_path: Path, language: str) -> None:
    with Emulator() as usos:
        for typed in ("", "\n", "\n\n", "\n\n/\n", "\n\nc\n"):
            ran = spoken(usos, tmp_path, typed, "--lang", language)
            assert ran.returncode == 0
        assert marks(usos) == []


def test_what_the_list_does_not_allow_says_why(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "2\nx\nhello\n12\n", "--list", usos.current_list())
        assert "In-person list: remote is not possible. Its mode can be changed while" in ran.stdout
        assert ran.stdout.count("no mark: This key does nothing here. ? lists the keys.") == 3
        assert marks(usos) == []


def test_one_moves_corrects_and_takes_back(tmp_path: Path) -> None:
    with Emulator() as usos:
        typed = "1\n4\nup\n4\n1\nCtrl+Z\nCtrl+Z\nCtrl+Y\nHome\nup\nEnd\ndown\nEnter\n"
        held(tmp_path)
        ran = spoken(usos, tmp_path, typed, "--list", usos.current_list())
        answers = [line.split(": ", 1)[1] for line in ran.stdout.splitlines() if re.match(r"\d+ of 30 ", line)]
        assert answers[:8] == [
            "present",
            "absent",
            "",
            "Białas Agata: already absent",
            "Białas Agata: absent → present. ⌫ undoes it.",
            "Undone: Białas Agata, present → absent.",
            "Undone: Białas Agata, absent → no mark.",
            "Redone: Białas Agata, no mark → absent. Next: Białas, then back to Bondarchuk.",
        ]
        assert answers[8:12] == ["", "That is the end of the list.", "", "That is the end of the list."]
        assert "Back to the first student without a mark." in ran.stdout


def test_a_student_is_found_marked_and_commented(tmp_path: Path) -> None:
    with Emulator() as usos:
        typed = "/\nnowak\n3\n/\ncwik4\n/\nzzzz\n/\n\n/\nnow\nc\nbyła chora\n/\nnow\nc\n-\n1\n"
        ran = spoken(usos, tmp_path, typed, "--list", usos.current_list())
        for told in (
            "18 of 30  Nowak-Kowalczyk Anna  no mark: Nowak-Kowalczyk Anna: no mark → excused. ⌫ undoes it.\n",
            "6 of 30  Ćwik Zofia  no mark: Ćwik Zofia: no mark → absent. ⌫ undoes it.\n1 of 30",
            "nobody matches\n1 of 30",
            "Nowak-Kowalczyk Anna  excused",
            "Comment, now “była chora”; - clears it: -",
        ):
            assert told in ran.stdout, ran.stdout
        assert sorted(marks(usos)) == ["absence", "intramural", "justified_absence"]
        assert {comment for _, comment in usos.marks(usos.current_list()).values()} <= {None, ""}


def test_of_many_who_match_nobody_is_marked_before_the_name_was_told(tmp_path: Path) -> None:
    with Emulator() as usos:
        typed = "/\nko4\ndown\n4\n/\n17\n"
        ran = spoken(usos, tmp_path, typed, "--list", usos.current_list())
        told = re.search(
            r"Match 1 of (\d+); ↑ ↓ choose another\.\nnobody was marked\n[^\n]+: Match 2 of \1; [^\n]+\n"
            r"\d+ of 30  ([^\n]+)  no mark: \2: no mark → absent\. ⌫ undoes it\.\n",
            ran.stdout,
        )
        assert told, ran.stdout
        assert "\n17 of 30  " in ran.stdout
        assert marks(usos) == ["absence"]


def test_another_match_leads_back_to_where_one_called_though_that_student_matches_too(tmp_path: Path) -> None:
    with Emulator() as usos:
        typed = "/\nkovalenko\ndown\nup\n/\nko\ndown\n4\n"
        ran = spoken(usos, tmp_path, typed, "--list", usos.current_list())
        assert re.search(
            r"Match 1 of 4; [^\n]+\n12 of 30 [^\n]+ Match 2 of 4; [^\n]+\n"
            r"18 of 30 [^\n]+ → absent\. ⌫ undoes it\.\n([^\n]+\n)?12 of 30  Kovalenko",
            ran.stdout,
        ), ran.stdout


def test_groups_are_found_and_lists_left_again(tmp_path: Path) -> None:
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "/\ndatab\nEnter\nEsc\nEsc\nF5\nF4\n?\n99\nCtrl+Q\n")
        lists = lists_of_the_lecture(usos)
        assert ran.stdout.count(f"1  Databases · lecture gr. 1, 45 students, {lists} lists\n") == 2
        assert "Databases · lecture gr. 1\n1  " in ran.stdout
        assert "Everything is in USOS." in ran.stdout
        assert "F4: what is not in USOS yet\n" in ran.stdout
        assert "This key does nothing here" in ran.stdout


def test_lists_that_are_not_there_are_told_as_on_the_screen(tmp_path: Path) -> None:
    with Emulator() as usos:
        assert "USOS has no such list, or it is not yours.: " in spoken(usos, tmp_path, "1\n", "--list", "999").stdout
        usos.stop()
        ran = spoken(usos, tmp_path, "F5\nEsc\n", "--list", "998")
        assert "This roll has not been read yet.: " in ran.stdout
        assert "No connection to USOS. Press F5 to try now.\n" in ran.stdout.replace("\nPress F5", " Press F5")


def test_the_demo_has_it_too(tmp_path: Path) -> None:
    ran = run("demo", "--plain", environment={}, home=tmp_path, typed="1\n\n1\n")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1 of 30  Ąbek Łucja  no mark: present" in ran.stdout


def test_who_has_not_signed_in_is_told_how_to(tmp_path: Path) -> None:
    with rollcall("--plain", environment={}, home=tmp_path, size=(300, 24)) as terminal:
        assert terminal.end() == 4
        assert "start rollcall without --plain" in terminal.text()


def test_where_the_environment_asks_for_accessible_programs_it_starts_line_by_line(tmp_path: Path) -> None:
    for asked, says in (("1", "start rollcall without --plain"), ("0", "rollcall needs a terminal")):
        ran = run(environment={"ACCESSIBLE": asked}, home=tmp_path)
        assert says in ran.stderr


def test_keys_of_ones_own_are_in_force(tmp_path: Path) -> None:
    with Emulator() as usos:
        config = tmp_path / "config" / "rollcall" / "config.toml"
        config.parent.mkdir(parents=True)
        own = '"roll.in_person" = "y"\n"every.help" = "b"\n"every.quit" = "F12"\n'
        config.write_text(f"[sending]\nhold = 0\n[keys]\n{own}", encoding="utf-8")
        ran = spoken(usos, tmp_path, "y\np\nb\nF12\n", "--list", usos.current_list())
        assert "B lists the keys, F12 quits." in ran.stdout
        assert "\nY: present, then next student\n" in ran.stdout
        assert len(marks(usos)) == 1


def test_what_waits_is_told_at_the_start_and_sent_at_the_end(tmp_path: Path) -> None:
    with Emulator() as usos:
        mark_and_keep(usos, tmp_path)
        ran = spoken(usos, tmp_path, "", "--list", usos.current_list())
        assert "3 marks have been waiting since " in ran.stdout
        assert len(marks(usos)) == 3


# --- in a terminal ---


def test_a_key_is_answered_without_enter_and_nothing_is_ever_drawn_again(tmp_path: Path) -> None:
    held(tmp_path)  # a mark that was sent could not be taken back
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        terminal.type("1")
        terminal.until("present\r\n", "2 of 30  Białas Agata  no mark: ")
        terminal.type("N\x1b[A\x1b[B")
        terminal.until("absent\r\n", "2 of 30  Białas Agata  absent", "3 of 30")
        terminal.type("/nguyen\r")
        terminal.until("Nguyễn Thị Mai  no mark: ")
        terminal.type(" ")
        terminal.until("Nguyễn Thị Mai: no mark → present")
        terminal.type("\x1a")  # Ctrl+Z is undo, not a way to put the program to sleep
        terminal.until("Undone: Nguyễn Thị Mai, present → no mark", "17 of 30")
        terminal.type("\x13")  # nor is Ctrl+S one to stop it
        terminal.until("Sending now.")
        wait_for(lambda: len(marks(usos)) == 2)
        terminal.printed = b""
        terminal.type("\x11")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.printed.replace(b"\x1b[?2004l", b"")  # pastes are not marked any more
        assert "confirmed in USOS" in terminal.text()


def test_numbers_of_two_digits_wait_for_the_second(tmp_path: Path) -> None:
    with (
        Emulator() as usos,
        rollcall("--plain", environment=environment_for(usos), home=tmp_path, size=(300, 24)) as terminal,
    ):
        terminal.until("Number, or Enter for 1: ")
        terminal.type("2")
        terminal.until(f"{lists_of_the_lecture(usos)}  ", "Number, or Enter for")
        terminal.type("1")
        terminal.type("2")
        terminal.until("12\r\n", "1 of 45")
        terminal.type("\x1b")
        terminal.until("Number, or Enter for")
        terminal.type("1\r")
        terminal.until("1\r\n", "1 of ")
        terminal.type("\x04")  # Ctrl+D
        assert terminal.end() == 0


def test_the_way_to_usos_is_told_when_it_matters(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
        terminal.type("1 4")
        told(terminal, "4 of 30", "USOS is having problems. Marks are saved here")
        terminal.type("\x1b[B")
        terminal.until("2 of 30")
        assert "trouble" not in terminal.text()  # told once
        usos.faults.clear()
        terminal.type("\x13")
        wait_for(lambda: len(marks(usos)) == 3)
        told(terminal, "Sending now.", "USOS answers again.")


def test_a_refusal_is_told(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, count=1, reason="student_not_in_group"))
        terminal.type("1 1\x13")
        told(terminal, "Sending now.", "4 of 30", "this student is not in the group any more.")


def test_a_conflict_is_told_and_decided(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
        terminal.type("4")
        terminal.until("2 of 30")
        for student in usos.marks(usos.current_list()):
            usos.set_mark(usos.current_list(), student, "justified_absence", None)
        terminal.type("\x1b[15~")
        terminal.until("excused 29, absent 1", "Ąbek Łucja: yours is absent", "USOS has excused. M keeps yours")
        terminal.type("m")
        terminal.until("This mark needs no decision.")
        terminal.type("\x1b[At")
        terminal.until("Ąbek Łucja: yours is absent", "Ąbek Łucja  absent, ≠ USOS: ◇ J: excused")
        terminal.type("\x11")
        assert terminal.end() == 0
        assert "excused 30, absent 0" in terminal.text()


def test_a_second_program_only_tells(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as first:
        first.type("1")
        first.until("2 of 30")
        ran = spoken(usos, tmp_path, "1\nCtrl+S\nF5\nCtrl+Q\n", "--list", usos.current_list())
        told = f"Another rollcall (process {first.process.pid}) has these marks open; this one only shows them."
        assert ran.returncode == 0
        assert ran.stdout.count(told) == 3
        assert f"2 of 30  Białas Agata  no mark: {told}" in ran.stdout


def test_ctrl_c_leaves_at_once_with_everything_kept(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
        terminal.type("1 1")
        terminal.until("4 of 30")
        terminal.type("\x03")
        assert terminal.end() == 0
        assert "3 marks are waiting on this computer" in terminal.text()


def test_ctrl_c_does_not_wait_for_the_last_marks(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        usos.faults.add(Fault(FaultKind.HANG, UPDATE, count=None))
        terminal.type("1 1\x11")
        terminal.until("Sending 3 marks", "Ctrl+C quits at once")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 0
        assert "3 marks are waiting on this computer" in terminal.text()


def test_a_key_that_is_held_down_marks_one_student(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        terminal.type("3" * 20)
        terminal.until("excused", "3 was held down, so it counts once.")
        terminal.type("4")
        terminal.until("absent", "3 of 30")
        terminal.type("\x13")
        told(terminal, "confirmed in USOS")
        assert marks(usos) == ["justified_absence", "absence"]


def test_a_terminal_that_goes_away_leaves_everything_kept(tmp_path: Path) -> None:
    with Emulator() as usos:
        with called(usos, tmp_path) as terminal:
            terminal.type("1")
            terminal.until("2 of 30")
        ran = spoken(usos, tmp_path, "", "--list", usos.current_list())
        assert "present 1," in ran.stdout


def test_arrows_and_backspaces_in_a_comment_edit_or_do_nothing_and_esc_drops_it(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        terminal.type("c")
        terminal.until("Comment: ")
        terminal.type("\x1b[Dby\x1b[C\x1bOAłą\x08a\r")  # ^H is no Backspace to a terminal that has another one
        told(terminal, "1 of 30  Ąbek Łucja")
        terminal.type("c")
        terminal.until("Comment, now “była”; - clears it: ")
        terminal.type("nie\x1b\r")
        terminal.until("1 of 30  Ąbek Łucja")
        terminal.type("l")
        terminal.until("for “late 2 min”: ")
        terminal.type("\x1b\r")
        terminal.until("nobody was marked", "1 of 30  Ąbek Łucja  no mark")
        terminal.type("c")
        terminal.until("Comment, now “była”; - clears it: ")
        terminal.type("\x03")


def test_an_arrow_that_a_slow_line_cuts_is_no_esc(tmp_path: Path) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        for rest in ("[B", "OB"):
            terminal.type("\x1b")
            end = time.monotonic() + 0.12
            while time.monotonic() < end:
                terminal.read(end)
            terminal.type(rest)
        terminal.until("3 of 30")
        assert "back" not in terminal.text()


@pytest.mark.parametrize("text", ["Adam Nowak\rPaulina\r", "Celina Nowak\r", "Filip Nowak\r", "Lena Nowak\r"])
def test_what_no_hand_has_typed_writes_nothing_and_is_told(tmp_path: Path, text: str) -> None:
    with Emulator() as usos, called(usos, tmp_path) as terminal:
        terminal.type(text)
        terminal.until("keys came too fast to be typed (pasted?): nobody was marked.", "1 of 30  Ąbek Łucja  no mark: ")
        terminal.until_keys_mark()
        terminal.type("\x11")
        assert terminal.end() == 0
        assert "present 0, excused 0, absent 0" in terminal.text()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_keys_from_a_program_of_windows_are_all_read(encoding: str) -> None:
    lines = Lines(io.BytesIO("p\r\n\r\nżółw\n4".encode(encoding)), "utf-8")
    assert [lines.key().key, lines.key().key, lines.line(), lines.key().key] == ["p", "enter", "żółw", "4"]
    with pytest.raises(InputEndedError):
        lines.key()


# --- keys ---


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("[A", "up"),
        ("OB", "down"),
        ("[15~", "f5"),
        ("OQ", "f2"),
        ("[[C", "f3"),
        ("[24~", "f12"),
        ("[1~", "home"),
        ("[5~", "pageup"),
        ("[Z", "shift+tab"),
        ("[1;5A", "ctrl+up"),
        ("[1;9A", ""),
        ("[99~", ""),
        ("[I", ""),
    ],
)
def test_what_a_terminal_sends_for_a_key_is_known(sent, key):
    assert of_sequence(f"\x1b{sent}") == key


@pytest.mark.parametrize(
    ("sent", "key"),
    [("\r", "enter"), ("\x7f", "backspace"), ("\x11", "ctrl+q"), (" ", "space"), ("ą", "ą"), ("?", "question_mark")],
)
def test_characters_are_keys(sent, key):
    assert of_character(sent) == key


def test_ctrl_d_ends_the_input():
    with pytest.raises(InputEndedError):
        of_character("\x04")


def test_nothing_slow_is_loaded_for_it():
    assert loaded_by("import app.plain.console") == set()
