"""Every key of the program, once: bindings, key bars, sentences, help, docs/keys.md and config.toml follow it.

It knows no screen: the plain mode has the same keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import N_
from app.keymap.import_keys import ALIAS_KEYS, FILE_KEYS, IMPORT_HELP, IMPORT_KEYS
from app.keymap.key import OVERVIEW, RULES, Key, Place, moves
from app.keymap.list_keys import LIST_KEYS
from app.keymap.mark_keys import MARK_HELP, MARK_IDS, MARK_KEYS


def _mark_keys(place: Place) -> Iterator[Key]:
    explained = MARK_HELP if place is Place.ROLL else IMPORT_HELP
    for mark, (digit, *letters) in MARK_KEYS.items():
        keys = (digit, *(case for letter in letters for case in (letter, letter.upper())))
        action_id = MARK_IDS[mark].replace("roll", place.name.lower())
        yield Key(action_id, place, keys, f"mark('{mark}')", explained[mark])


def _conflict_keys(place: Place, action: str) -> Iterator[Key]:
    """Yield the keys that decide a conflict; `action` has a place for the name of the command."""
    for key, letter, name, explanation, label in (
        ("mine", "m", "keep_mine", N_("to decide: keep my mark, send it again"), N_("keep mine")),
        ("theirs", "t", "take_theirs", N_("to decide: use the mark in USOS"), N_("use USOS value")),
    ):
        key_id = f"{place.name.lower()}.{key}"
        yield Key(key_id, place, (letter, letter.upper()), action.format(name=name), explanation, label)


def _import_keys() -> Iterator[Key]:
    """Yield the keys of the places in which reports are imported."""
    yield from (*_mark_keys(Place.IMPORT), *moves(Place.IMPORT), *moves(Place.ALIASES))
    rows = {Place.REPORT_FILES: FILE_KEYS, Place.IMPORT: IMPORT_KEYS, Place.ALIASES: ALIAS_KEYS}
    yield from (Key(row[0], place, *row[1:]) for place, of_place in rows.items() for row in of_place)


__all__ = ["KEYS", "Key", "Place"]
_FIND = N_("find a student by name or number")
_REREAD = N_("read again from USOS, send waiting marks")
_EXPORT = N_("write this list or the whole term to a file")

KEYS: tuple[Key, ...] = (
    *_mark_keys(Place.ROLL),
    Key(
        "roll.present",
        Place.ROLL,
        ("space",),
        "command('mark_present')",
        N_("present (as this list is held), then next student"),
        N_("present"),
    ),
    *moves(Place.ROLL),
    Key(
        "roll.next",
        Place.ROLL,
        ("enter",),
        "next_unmarked",
        N_("to the next student without a mark"),
        N_("next unmarked"),
    ),
    Key("roll.undo", Place.ROLL, ("backspace", "ctrl+z"), "command('undo')", N_("undo"), N_("undo")),
    Key("roll.redo", Place.ROLL, ("ctrl+y",), "command('redo')", N_("redo")),
    Key("roll.find", Place.ROLL, ("slash",), "ask('find')", _FIND, N_("find")),
    Key("roll.fill", Place.ROLL, ("f", "F"), "ask('fill')", N_("fill in all students without a mark"), N_("fill")),
    Key(
        "roll.comment",
        Place.ROLL,
        ("c", "C", "k", "K"),
        "ask('comment')",
        N_("comment on this student"),
        N_("comment"),
        polish="k",
    ),
    Key(
        "roll.late",
        Place.ROLL,
        ("l", "L", "s", "S"),
        "ask('late')",
        N_("late: present, minutes in the comment"),
        N_("late"),
        polish="s",
    ),
    Key("roll.send", Place.ROLL, ("ctrl+s",), "command('send')", N_("send waiting marks now")),
    *_conflict_keys(Place.ROLL, "command('{name}')"),
    Key(
        "roll.create",
        Place.ROLL,
        ("ctrl+n",),
        "command('create_list')",
        N_("draft: create its list in USOS, or use the one that exists"),
    ),
    Key("roll.refresh", Place.ROLL, ("f5",), "refresh", _REREAD),
    Key("roll.back", Place.ROLL, ("escape",), "back", N_("back")),
    Key("roll.details", Place.ROLL, ("f2",), "details", N_("show or hide details: numbers, absences, comments")),
    Key("roll.order", Place.ROLL, ("g", "G"), "ask('order')", N_("the order of the roll")),
    Key(
        "roll.heads", Place.ROLL, ("h", "H"), "ask('head_count')", N_("compare a head count with those marked present")
    ),
    Key("roll.pick", Place.ROLL, ("x", "X"), "ask('pick')", N_("pick a present student at random")),
    Key("roll.rules", Place.ROLL, ("f3",), "rules", RULES),
    Key("roll.overview", Place.ROLL, ("v", "V"), "overview", OVERVIEW),
    Key(
        "roll.summary",
        Place.ROLL,
        ("f7",),
        "summary",
        N_("the summary: who is absent, who has no mark, what is sent"),
        N_("summary"),
    ),
    Key("roll.import", Place.ROLL, ("i", "I"), "import_reports", N_("import a report or a table")),
    Key("roll.export", Place.ROLL, ("e", "E"), "export", _EXPORT),
    *moves(Place.SUMMARY),
    Key(
        "summary.open",
        Place.SUMMARY,
        ("enter",),
        "open",
        N_("go to this student; leave the roll, if all have a mark and none was chosen"),
        N_("go to student"),
    ),
    Key("summary.fill", Place.SUMMARY, ("f", "F"), "fill", N_("fill in all students without a mark"), N_("fill")),
    Key("summary.back", Place.SUMMARY, ("escape",), "back", N_("back to the roll"), N_("back to the roll")),
    Key("summary.send", Place.SUMMARY, ("ctrl+s",), "send", N_("send waiting marks now"), N_("send now")),
    Key("summary.undo", Place.SUMMARY, ("backspace", "ctrl+z"), "undo", N_("undo"), N_("undo")),
    Key("summary.export", Place.SUMMARY, ("e", "E"), "export", _EXPORT, N_("write to a file")),
    Key("summary.details", Place.SUMMARY, ("f2",), "details", N_("show or hide details: minutes and comments")),
    Key("summary.refresh", Place.SUMMARY, ("f5",), "refresh", _REREAD),
    *moves(Place.OVERVIEW),
    Key("overview.right", Place.OVERVIEW, ("right",), "move_column(1)", N_("the next class")),
    Key("overview.left", Place.OVERVIEW, ("left",), "move_column(-1)", N_("the class before, at last the name")),
    Key("overview.newest", Place.OVERVIEW, ("ctrl+right",), "move_to_column(1)", N_("to the latest class")),
    Key("overview.name", Place.OVERVIEW, ("ctrl+left",), "move_to_column(-1)", N_("to the name")),
    Key(
        "overview.open",
        Place.OVERVIEW,
        ("enter",),
        "open",
        N_("on a mark: open its roll; on a name: all groups"),
        N_("open"),
    ),
    Key("overview.sort", Place.OVERVIEW, ("g", "G"), "sort", N_("sort by name, absences, percent"), N_("sort")),
    Key(
        "overview.near",
        Place.OVERVIEW,
        ("y", "Y"),
        "near_limit",
        N_("only students who may miss 1 at most"),
        N_("near limit"),
    ),
    Key("overview.find", Place.OVERVIEW, ("slash",), "find", _FIND, N_("find")),
    Key("overview.undo", Place.OVERVIEW, ("backspace", "ctrl+z"), "undo", N_("undo"), N_("undo")),
    Key("overview.redo", Place.OVERVIEW, ("ctrl+y",), "redo", N_("redo")),
    Key("overview.send", Place.OVERVIEW, ("ctrl+s",), "send", N_("send waiting marks now")),
    Key("overview.rules", Place.OVERVIEW, ("f3",), "rules", RULES, N_("rules")),
    Key("overview.refresh", Place.OVERVIEW, ("f5",), "refresh", _REREAD),
    Key("overview.back", Place.OVERVIEW, ("escape",), "back", N_("back"), N_("back")),
    Key(
        "overview.export",
        Place.OVERVIEW,
        ("e", "E"),
        "export",
        N_("write the whole term or this list to a file"),
        N_("write to a file"),
    ),
    *moves(Place.STUDENT),
    Key("student.open", Place.STUDENT, ("enter",), "open", N_("open the roll at this student"), N_("open the roll")),
    Key("student.back", Place.STUDENT, ("escape",), "back", N_("back"), N_("back")),
    *moves(Place.JUSTIFICATIONS),
    Key("justifications.excuse", Place.JUSTIFICATIONS, ("enter",), "excuse", N_("excuse this absence"), N_("excuse")),
    Key(
        "justifications.certificate",
        Place.JUSTIFICATIONS,
        ("d", "D"),
        "certificate",
        N_("a certificate: all absences on certain days"),
        N_("days of a certificate"),
    ),
    Key("justifications.made_up", Place.JUSTIFICATIONS, ("w", "W"), "make_up", N_("made up for later"), N_("made up")),
    Key(
        "justifications.comment",
        Place.JUSTIFICATIONS,
        ("c", "C", "k", "K"),
        "comment",
        N_("comment on this absence"),
        N_("comment"),
        polish="k",
    ),
    *_conflict_keys(Place.JUSTIFICATIONS, "{name}"),
    Key("justifications.find", Place.JUSTIFICATIONS, ("slash",), "find", _FIND, N_("find")),
    Key("justifications.undo", Place.JUSTIFICATIONS, ("backspace", "ctrl+z"), "undo", N_("undo"), N_("undo")),
    Key("justifications.redo", Place.JUSTIFICATIONS, ("ctrl+y",), "redo", N_("redo")),
    Key("justifications.send", Place.JUSTIFICATIONS, ("ctrl+s",), "send", N_("send waiting marks now")),
    Key("justifications.details", Place.JUSTIFICATIONS, ("f2",), "details", N_("album numbers")),
    Key("justifications.overview", Place.JUSTIFICATIONS, ("v", "V"), "overview", OVERVIEW, N_("term")),
    Key("justifications.rules", Place.JUSTIFICATIONS, ("f3",), "rules", RULES),
    Key(
        "justifications.refresh",
        Place.JUSTIFICATIONS,
        ("f5",),
        "refresh",
        _REREAD,
    ),
    Key("justifications.back", Place.JUSTIFICATIONS, ("escape",), "back", N_("back"), N_("back")),
    *moves(Place.CERTIFICATE),
    Key("certificate.write", Place.CERTIFICATE, ("enter",), "write", N_("excuse these absences"), N_("excuse them")),
    Key("certificate.days", Place.CERTIFICATE, ("d", "D"), "ask_days", N_("other days"), N_("other days")),
    Key("certificate.back", Place.CERTIFICATE, ("escape",), "back", N_("back"), N_("back")),
    *(key for key in moves(Place.RULES) if key.id in {"rules.down", "rules.up"}),
    Key("rules.more", Place.RULES, ("right", "space"), "step(1)", N_("one more; the next choice"), N_("change")),
    Key("rules.less", Place.RULES, ("left",), "step(-1)", N_("one less; the choice before")),
    Key("rules.percent", Place.RULES, ("percent_sign",), "percent", N_("a number of classes, or a percentage")),
    Key("rules.clear", Place.RULES, ("backspace", "delete"), "clear", N_("no limit"), N_("no limit")),
    Key("rules.keep", Place.RULES, ("enter",), "keep", N_("save the rules"), N_("save")),
    Key("rules.back", Place.RULES, ("escape",), "back", N_("leave the rules unchanged"), N_("cancel")),
    *LIST_KEYS,
    *(key for key in moves(Place.EXPORT) if key.id in {"export.down", "export.up"}),
    Key("export.choose", Place.EXPORT, ("space",), "choose_row", N_("choose what is under the cursor"), N_("choose")),
    Key("export.subject", Place.EXPORT, ("t", "T"), "turn_subject", N_("the whole term, or one list")),
    Key("export.xlsx", Place.EXPORT, ("1",), "choose_format('xlsx')", N_("a workbook, for Excel and LibreOffice")),
    Key("export.csv", Place.EXPORT, ("2",), "choose_format('csv')", N_("CSV, for any spreadsheet")),
    Key("export.html", Place.EXPORT, ("3",), "choose_format('html')", N_("a page to print")),
    Key("export.sheet", Place.EXPORT, ("4",), "choose_format('sheet')", N_("a sign-in sheet to print")),
    Key("export.numbers", Place.EXPORT, ("n", "N"), "turn('numbers')", N_("album numbers")),
    Key("export.comments", Place.EXPORT, ("c", "C", "k", "K"), "turn('comments')", N_("comments"), polish="k"),
    Key("export.file", Place.EXPORT, ("f", "F"), "ask_file", N_("another file or folder"), N_("another file")),
    Key("export.write", Place.EXPORT, ("enter",), "write", N_("write the file"), N_("write it")),
    Key("export.copy", Place.EXPORT, ("f3",), "copy", N_("copy the path of the file written"), N_("copy the path")),
    Key("export.refresh", Place.EXPORT, ("f5",), "refresh", N_("read again from USOS")),
    Key("export.back", Place.EXPORT, ("escape",), "back", N_("back"), N_("back")),
    *moves(Place.GROUPS),
    Key(
        "groups.open",
        Place.GROUPS,
        ("enter",),
        "open",
        N_("call the roll of this class; show the lists of this group"),
        N_("lists"),
    ),
    Key(
        "groups.lists",
        Place.GROUPS,
        ("l", "L"),
        "lists",
        N_("the lists of the group whose class is under the cursor"),
        N_("its lists"),
    ),
    Key("groups.mode", Place.GROUPS, ("m", "M"), "change_mode", N_("no list yet: choose its mode"), N_("mode")),
    Key("groups.overview", Place.GROUPS, ("v", "V"), "overview", OVERVIEW, N_("term")),
    Key(
        "groups.justifications",
        Place.GROUPS,
        ("j", "J", "u", "U"),
        "justifications",
        N_("absences to excuse, in all groups"),
        N_("excuses"),
        polish="u",
    ),
    Key("groups.details", Place.GROUPS, ("f2",), "details", N_("details: who is near the limit; on or off")),
    Key("groups.find", Place.GROUPS, ("slash",), "find", N_("find a group as you type"), N_("find")),
    Key("groups.refresh", Place.GROUPS, ("f5",), "refresh", N_("read again from USOS"), N_("refresh")),
    Key("groups.back", Place.GROUPS, ("escape",), "back", N_("fold again what was unfolded")),
    *_import_keys(),
    *moves(Place.OUTBOX),
    Key("outbox.open", Place.OUTBOX, ("enter",), "open", N_("open the roll at this student"), N_("open the roll")),
    Key(
        "outbox.recreate",
        Place.OUTBOX,
        ("n", "N"),
        "recreate",
        N_("list deleted from USOS: create it again, with its marks"),
        N_("create the list"),
    ),
    Key("outbox.retry", Place.OUTBOX, ("r", "R"), "retry", N_("send again, try all now"), N_("send again")),
    Key("outbox.theirs", Place.OUTBOX, ("t", "T"), "take_theirs", N_("use the mark in USOS"), N_("use USOS value")),
    Key("outbox.export", Place.OUTBOX, ("e", "E"), "export", N_("write all of it to a file"), N_("write to a file")),
    Key("outbox.copy", Place.OUTBOX, ("f3",), "copy", N_("copy the path of the file written"), N_("copy the path")),
    Key("outbox.refresh", Place.OUTBOX, ("f5",), "refresh", _REREAD),
    Key("outbox.back", Place.OUTBOX, ("escape",), "back", N_("back"), N_("back")),
    *moves(Place.ACCOUNTS),
    Key("accounts.open", Place.ACCOUNTS, ("enter",), "open", N_("switch to this account"), N_("switch to it")),
    Key("accounts.again", Place.ACCOUNTS, ("r", "R"), "sign_in_again", N_("sign in again"), N_("sign in again")),
    Key("accounts.out", Place.ACCOUNTS, ("o", "O"), "sign_out", N_("sign out"), N_("sign out")),
    Key("accounts.back", Place.ACCOUNTS, ("escape",), "back", N_("back"), N_("back")),
    *(key for key in moves(Place.SIGN_IN) if key.id in {"sign_in.down", "sign_in.up"}),
    Key("sign_in.browser", Place.SIGN_IN, ("f2",), "browse", N_("open the page in the browser")),
    Key("sign_in.copy", Place.SIGN_IN, ("f3",), "copy", N_("copy the address of the page")),
    Key("sign_in.pin", Place.SIGN_IN, ("f6",), "use_pin", N_("type a PIN instead of waiting for the browser")),
    Key("sign_in.language", Place.SIGN_IN, ("f8",), "turn_language", N_("English, or Polish")),
    Key("sign_in.back", Place.SIGN_IN, ("escape",), "step_back", N_("a step back")),
    Key("every.accounts", Place.EVERY, ("f6",), "app.accounts", N_("accounts: sign in, sign out, switch")),
    Key("every.outbox", Place.EVERY, ("f4",), "app.outbox", N_("what is not in USOS yet")),
    Key("every.help", Place.EVERY, ("question_mark", "f1"), "app.keys", N_("the keys of this screen"), N_("help")),
    Key("every.palette", Place.EVERY, ("ctrl+p",), "app.command_palette", N_("all actions and themes, by name")),
    Key("every.quit", Place.EVERY, ("ctrl+q",), "app.quit", N_("quit; unsent marks are kept"), N_("quit")),
)
