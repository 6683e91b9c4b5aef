"""Keys of one's own: read from config.toml, checked, and in force on every screen and in every sentence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from textual.keys import Keys

from app import i18n
from app.config.settings import BadSettingError, load
from app.domain.model import Mark
from app.emulator import Fault, FaultKind
from app.keymap import key_names, keys
from app.keymap.rebinding import keymap
from app.keymap.table import KEYS, Key
from app.messages import roll
from app.messages import settings as settings_messages
from app.tui.accounts.screen import AccountsScreen
from app.tui.help import Help
from app.tui.leaving import Leaving
from app.tui.outbox.screen import OutboxScreen
from tests import catalogues
from tests.catalogues import forms, ids
from tests.support.driver import QUICK, Driver, drive, emulated
from tests.support.private import key_of
from tests.support.terminal import rollcall

UPDATE = "services/attendance/update_attendance"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def chosen(file: Path, content: str) -> dict[str, Key]:
    """The keys in force with this config.toml, by action."""
    file.write_text(content, encoding="utf-8")
    return {key.id: key for key in keymap(load(file, {}).keys, file)}


def complaint(file: Path, content: str) -> str:
    with pytest.raises(BadSettingError) as raised:
        chosen(file, content)
    return settings_messages.sentence(raised.value.problem)


def use(content: str) -> None:
    """Let these keys be in force; `conftest` puts the usual ones back."""
    keys.use(keymap(tomllib.loads(f"[keys]\n{content}")["keys"], Path("config.toml")))


# --- names of keys ---


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("u", ("u", "U")),
        ("U", ("u", "U")),
        ("Ą", ("ą", "Ą")),
        ("ß", ("ß",)),
        ("7", ("7",)),
        ("?", ("question_mark",)),
        ("/", ("slash",)),
        ("question_mark", ("question_mark",)),
        ("+", ("plus",)),
        (" F8 ", ("f8",)),
        ("Space", ("space",)),
        ("spacja", ("space",)),
        ("Ctrl+Z", ("ctrl+z",)),
        ("ctrl+z", ("ctrl+z",)),
        ("Ctrl+\\", ("ctrl+backslash",)),
        ("Alt+x", ("alt+x",)),
        ("Shift+Tab", ("shift+tab",)),
        ("Esc", ("escape",)),
        ("Page Down", ("pagedown",)),
        ("PgUp", ("pageup",)),
        ("⌫", ("backspace",)),
        ("↓", ("down",)),
    ],
)
def test_a_key_can_be_written_as_people_do(written, read):
    assert key_names.read(written) == read


@pytest.mark.parametrize(
    "written", ["", "f13", "foo", "Ctrl", "Ctrl+C", "Ctrl+I", "Ctrl+M", "Ctrl+ą", "ctrl++", "ab", "²", "\n", "💡"]
)
def test_what_no_terminal_sends_is_no_key(written):
    assert key_names.read(written) == ()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_key_can_be_written_as_it_is_shown(language):
    i18n.use_language(language)
    for name in {name for key in KEYS for name in key.keys}:
        assert name in key_names.read(key_names.name_of(name))
        assert name in key_names.read(key_names.written(name))


def test_keys_are_called_as_textual_calls_them():
    signs = [chr(number) for number in range(33, 0x17F) if chr(number).isprintable()]
    assert {sign: key_names.code(sign) for sign in signs} == {sign: key_of(sign) for sign in signs}
    known = {key.value for key in Keys}
    for modifier, names in key_names.COMBINATIONS.items():
        combined = {f"{modifier}+{name}".removeprefix("+") for name in names}
        assert modifier == "alt" or combined <= known  # Alt is an escape before the character


# --- what stands in config.toml ---


def test_the_usual_keys_of_one_screen_do_one_thing_each(file):
    assert tuple(chosen(file, "").values()) == KEYS


@pytest.mark.parametrize(
    "content",
    [
        '[keys]\n"roll.undo" = "f8"\n',
        '[keys]\nroll.undo = "F8"\n',
        '[keys]\nroll = { undo = "f8" }\n',
        '[keys.roll]\nundo = ["f8"]\n',
        'keys."roll.undo" = "f8"\n',
    ],
)
def test_an_action_gets_other_keys_however_toml_is_written(file, content):
    assert chosen(file, content)["roll.undo"].keys == ("f8",)


def test_a_letter_is_small_and_capital_and_keys_can_change_places(file):
    found = chosen(file, '[keys]\n"roll.undo" = ["c", "Backspace"]\n"roll.comment" = ["Ctrl+Z", "ż"]\n')
    assert found["roll.undo"].keys == ("c", "C", "backspace")
    assert found["roll.comment"].keys == ("ctrl+z", "ż", "Ż")


def test_screens_that_are_never_together_may_share_a_key(file):
    assert chosen(file, '[keys]\n"lists.refresh" = "F9"\n"groups.refresh" = "F9"\n')["lists.refresh"].keys == ("f9",)


def test_an_action_without_a_key_is_switched_off(file):
    assert chosen(file, '[keys]\n"roll.comment" = []\n')["roll.comment"].keys == ()


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ('"roll.undoo" = "u"', 2, "roll.undoo is not an action; did you mean roll.undo?"),
        ('"xyz" = "u"', 2, "xyz is not an action; to see all of them: rollcall config --print"),
        ('\n# undo = 1\n"roll.undo" = "Ctrl+Alt+Q"', 4, '"Ctrl+Alt+Q" is not a key that a terminal can send'),
        ('"roll.undo" = 8', 2, "roll.undo must be a key in double quotes, or a list of them in square brackets"),
        ('"roll.undo" = [8]', 2, "roll.undo must be a key in double quotes"),
        ('"every.quit" = []', 2, "every.quit needs a key"),
        ('"every.quit" = "q"', 2, "Q is needed for typing; every.quit must have a key that types nothing"),
        ('"every.quit" = "Enter"', 2, "Enter is needed for typing"),
        ('"sign_in.copy" = "Space"', 2, "Space is needed for typing; sign_in.copy must"),
        ('"roll.undo" = "u"', 2, "U would do two things, roll.justified and roll.undo ("),
        ('"roll.undo" = "F4"', 2, "F4 would do two things, roll.undo ("),
        ('"every.help" = "F5"', 2, "F5 would do two things, roll.refresh and every.help ("),
        ('"roll.undo" = "f9"\n[keys.roll]\nundo = "f8"', 4, "roll.undo has keys in two places; keep one."),
        ('[keys.roll]\nundo = "f9"\nredo = "f9"', 3, "F9 would do two things, roll.undo ("),
    ],
)
def test_what_cannot_be_is_told_with_file_and_line(file, content, line, told):
    said = complaint(file, f"[keys]\n{content}\n")
    assert said.startswith(f"{file}:{line}: ")
    assert told in said


def test_both_places_are_named_where_both_stand_in_the_file(file):
    said = complaint(file, '[keys]\n"roll.undo" = "f9"\n"roll.redo" = "f9"\n')
    assert f"roll.undo ({file}:2) and roll.redo ({file}:3)" in said


def test_keys_that_are_no_table_are_refused(file):
    assert complaint(file, "keys = 5\n") == f"{file}:1: keys must be a table, as in [keys]."


def test_the_program_does_not_start_with_a_key_that_does_two_things(tmp_path):
    config = tmp_path / "config" / "rollcall" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('language = "pl"\n[keys]\n"roll.undo" = "f9"\n"roll.redo" = "f9"\n', encoding="utf-8")
    with rollcall("demo", environment={}, home=tmp_path, size=(300, 24)) as terminal:
        assert terminal.end() == 2
        assert f"{config}:3: F9 robiłby dwie rzeczy, roll.undo" in terminal.text()


# --- keys in force ---

_OWN = """
"roll.in_person" = ["7", "y"]
"roll.absent" = "9"
"roll.present" = "b"
"roll.undo" = "F8"
"roll.mine" = "F9"
"roll.refresh" = "F10"
"roll.back" = "q"
"roll.down" = "j"
"roll.justified" = "3"
"groups.find" = "f"
"every.help" = "h"
"roll.heads" = "d"
"every.outbox" = "F11"
"every.quit" = "F12"
"every.accounts" = []
"""


def test_marks_and_their_labels_follow(tmp_path):
    use(_OWN)

    async def steps(driver: Driver) -> None:
        await driver.open_current_roll()
        students = [entry.student.id for entry in driver.roll.rows.entries]
        await driver.until_shown("7 Y present", "2 R remote", "3 excused", "9 absent")
        await driver.until_shown("B present", "F8 undo", "H help")
        await driver.press("7", "Y", "9", "j", "b", "1", "p")
        marks = [driver.entry(student).mark for student in students[:6]]
        assert marks == [Mark.INTRAMURAL, Mark.INTRAMURAL, Mark.ABSENT, None, Mark.INTRAMURAL, None]
        await driver.press("backspace")
        assert driver.entry(students[4]).mark is Mark.INTRAMURAL
        await driver.press("f8")
        assert driver.entry(students[4]).mark is None
        assert "● P" in driver.row_text(students[0])
        name = driver.entry(students[9]).student.last_name
        await driver.press("slash", *name.lower()[:6])
        await driver.until_shown(f"3 7 9 mark {name}")
        await driver.press("9")
        await driver.until(
            lambda: [entry.mark for entry in driver.roll.rows.entries].count(Mark.ABSENT) == 2, "the digit to mark"
        )
        await driver.press("q")
        await driver.until(lambda: not hasattr(driver.app.screen, "list_id"), "back among the lists")

    with emulated() as usos:
        drive(tmp_path, usos, steps, size=(120, 36), pace=replace(QUICK, hold=60))


def test_keys_of_every_screen_follow_and_the_usual_ones_do_nothing_any_more(tmp_path):
    use(_OWN)

    async def steps(driver: Driver) -> None:
        await driver.until(driver.is_on_now)
        start = driver.app.screen
        await driver.press("f1", "question_mark", "f4", "f6")
        assert driver.app.screen is start
        await driver.press("h")
        await driver.until(lambda: isinstance(driver.app.screen, Help), "the keys")
        await driver.until_shown("F11", "F12", "–", "accounts: sign in, sign out,")
        await driver.press("h")
        await driver.until(lambda: driver.app.screen is start, "closed")
        await driver.press("f11")
        await driver.until(lambda: isinstance(driver.app.screen, OutboxScreen), "the outbox")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is start, "back")
        await driver.press("f", "h", "ctrl+q")  # in the prompt, a letter is a letter
        await driver.until_shown("/ h")
        assert driver.app.is_running
        assert not isinstance(driver.app.screen, (AccountsScreen, Leaving))
        await driver.press("f12")
        await driver.until(lambda: not driver.app.is_running, "the end")

    with emulated() as usos:
        drive(tmp_path, usos, steps, size=(120, 36))


def test_an_action_without_a_key_is_in_the_palette_by_its_name(tmp_path):
    use('"roll.comment" = []\n"every.outbox" = []')

    async def steps(driver: Driver) -> None:
        await driver.open_current_roll()
        assert "comment" not in driver.screen_text()
        await driver.press("c", "k", "f4")
        assert not driver.roll.prompt.question
        await driver.press("ctrl+p")
        await driver.until_shown("What do you want to do?")
        await driver.pilot.press(*"comment")
        await driver.until_shown("Comment on this student")

    with emulated() as usos:
        drive(tmp_path, usos, steps)


def test_what_is_said_of_trouble_names_the_keys_in_force(tmp_path):
    use(_OWN)

    async def steps(driver: Driver) -> None:
        await driver.open_current_roll()
        usos.stop()
        await driver.press("7")
        await driver.until_shown("Press F10 to try now")

    with emulated() as usos:
        drive(tmp_path, usos, steps)


def test_the_conflict_names_the_keys_in_force(tmp_path):
    use(_OWN)

    async def steps(driver: Driver) -> None:
        await driver.open_current_roll()
        student = driver.roll.rows.current.student.id
        usos.faults.add(Fault(FaultKind.REFUSED, UPDATE, reason="attendance_list_not_found"))
        await driver.press("7")
        await driver.until(lambda: driver.entry(student).needs_decision, "refused")
        assert "F11 shows what to do" in roll.stuck(driver.entry(student))
        await driver.press("home")
        await driver.until_shown("F9 keep mine", "T use USOS value")

    with emulated() as usos:
        drive(tmp_path, usos, steps)


def test_the_last_words_name_the_keys_in_force():
    use('"every.outbox" = []\n"every.quit" = "F12"')
    assert keys.shown("every.quit") == "F12"
    assert keys.shown("every.outbox") == "“what is not in USOS yet”"


# --- no sentence knows a key by heart ---

_KEY = re.compile(
    r"\b(?:Ctrl|Alt|Shift|Strg)\b|\bF\d{1,2}\b|\b(?:Esc|Enter|Tab|Backspace|Spacja|Space|PgUp|PgDn|Home|End)\b|[⌫↑↓]"
)
_MEANT = {  # "until Ctrl+C" is the terminal's own; how keys are written; the name of a key itself; the shell's own Tab
    "A USOS with invented people runs on this computer until Ctrl+C. To use it, set:",
    "Runs a USOS with invented people on this computer until Ctrl+C.",
    "Space",
    "print what lets a shell complete this command with Tab",
    (
        "Prints a script with which Tab completes commands and options in a shell; docs/commands.md and the manual page"
        " say where it goes."
    ),
}


def test_no_text_names_a_key():
    named = [
        ids(message)[0]
        for message in catalogues.known()
        if message.id and any(_KEY.search(form) for form in (*ids(message), *forms(message)))
    ]
    assert {text for text in named if '"F8"' not in text} == _MEANT


def test_no_text_says_what_a_letter_does():
    said = [form for message in catalogues.known() if message.id for form in (*ids(message), *forms(message))]
    assert [form for form in said if re.search(r"(?:^|[.,;] )[B-HJ-NP-TV-Y] [a-z]+s\b", form)] == []
