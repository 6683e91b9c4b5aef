"""The keys of importing reports, as rows of the table of keys: id, keys, action, help, and what stands on the bar."""

from __future__ import annotations

from app.domain.model import Mark
from app.i18n import N_

Row = tuple[str, tuple[str, ...], str, str, str]

IMPORT_HELP = {
    Mark.INTRAMURAL: N_("this student: present"),
    Mark.REMOTE: N_("this student: present remotely"),
    Mark.JUSTIFIED: N_("this student: excused absence"),
    Mark.ABSENT: N_("this student: absent"),
}

FILE_KEYS: tuple[Row, ...] = (
    ("report_files.down", ("down",), "move(1)", N_("down"), ""),
    ("report_files.up", ("up",), "move(-1)", N_("up"), ""),
    ("report_files.page_down", ("pagedown",), "move_page(1)", N_("a page down"), ""),
    ("report_files.page_up", ("pageup",), "move_page(-1)", N_("a page up"), ""),
    ("report_files.complete", ("tab",), "complete", N_("complete the path"), N_("complete")),
)

IMPORT_KEYS: tuple[Row, ...] = (
    (
        "import.choose",
        ("5", "6", "7", "8", "9", "0"),
        "choose",
        N_("in a row to decide: the choice with that digit, from 1; 0 is nobody"),
        "",
    ),
    ("import.leave_out", ("space",), "leave_out", N_("leave this row out, or take it in again"), N_("leave out")),
    ("import.write", ("enter",), "write", N_("write these marks; once nothing is left to do, go back"), N_("write")),
    ("import.undo", ("backspace", "ctrl+z"), "undo", N_("undo the last decision, or what was written"), N_("undo")),
    (
        "import.share",
        ("s", "S", "percent_sign"),
        "share",
        N_("how much of the class a student must attend"),
        N_("threshold"),
    ),
    ("import.length", ("d", "D"), "length", N_("how long the class takes"), N_("length")),
    ("import.add", ("i", "I"), "add", N_("one more file"), N_("add a file")),
    ("import.aliases", ("k", "K"), "aliases", N_("the names you confirmed"), ""),
    ("import.refresh", ("f5",), "refresh", N_("read again from USOS"), ""),
    ("import.back", ("escape",), "back", N_("back"), N_("back")),
)

ALIAS_KEYS: tuple[Row, ...] = (
    ("aliases.erase", ("delete", "d", "D"), "erase", N_("forget this name"), N_("forget it")),
    ("aliases.back", ("escape",), "back", N_("back"), N_("back")),
)
