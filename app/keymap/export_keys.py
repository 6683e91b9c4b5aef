"""The keys of the page on which a list or a term is written to a file."""

from __future__ import annotations

from app.i18n import N_
from app.keymap.key import Key, Place, moves

EXPORT_KEYS: tuple[Key, ...] = (
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
)
