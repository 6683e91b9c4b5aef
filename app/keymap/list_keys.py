"""The keys of the screens that show, make, change and delete lists."""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import N_
from app.keymap.key import OVERVIEW, RULES, Key, Place, moves
from app.keymap.mark_keys import MODE_KEYS


def _mode_keys(place: Place) -> Iterator[Key]:
    for mode, (digit, explanation) in MODE_KEYS.items():
        yield Key(f"{place.name.lower()}.{mode}", place, (digit,), f"choose('{mode}')", explanation)


LIST_KEYS: tuple[Key, ...] = (
    *moves(Place.LISTS),
    Key("lists.open", Place.LISTS, ("enter",), "open", N_("call this roll"), N_("call the roll")),
    Key("lists.new", Place.LISTS, ("n", "N"), "new_list", N_("a new list: date, time, mode"), N_("new list")),
    Key(
        "lists.timetable",
        Place.LISTS,
        ("t", "T"),
        "from_timetable",
        N_("a list for each class in the timetable"),
        N_("from the timetable"),
    ),
    Key(
        "lists.mode", Place.LISTS, ("m", "M"), "change_mode", N_("change the mode of a list without marks"), N_("mode")
    ),
    Key("lists.delete", Place.LISTS, ("d", "D", "delete"), "delete", N_("delete a list without marks"), N_("delete")),
    Key(
        "lists.undo",
        Place.LISTS,
        ("ctrl+z",),
        "take_back",
        N_("undo what was done to lists last: created or deleted"),
    ),
    Key("lists.import", Place.LISTS, ("i", "I"), "import_reports", N_("import a report or a table"), N_("import")),
    Key(
        "lists.export",
        Place.LISTS,
        ("e", "E"),
        "export",
        N_("write the whole term or this list to a file"),
        N_("write to a file"),
    ),
    Key("lists.overview", Place.LISTS, ("v", "V"), "overview", OVERVIEW, N_("term")),
    Key("lists.rules", Place.LISTS, ("f3",), "rules", RULES),
    Key("lists.refresh", Place.LISTS, ("f5",), "refresh", N_("read again from USOS"), N_("refresh")),
    Key("lists.back", Place.LISTS, ("escape",), "back", N_("back to the groups"), N_("back")),
    *(key for key in moves(Place.NEW_LIST) if key.id in {"new_list.down", "new_list.up"}),
    *_mode_keys(Place.NEW_LIST),
    Key("new_list.create", Place.NEW_LIST, ("enter",), "create", N_("create it"), N_("create it")),
    Key("new_list.refresh", Place.NEW_LIST, ("f5",), "refresh", N_("read again from USOS")),
    Key("new_list.back", Place.NEW_LIST, ("escape",), "back", N_("a step back"), N_("back")),
    *moves(Place.FROM_TIMETABLE),
    *_mode_keys(Place.FROM_TIMETABLE),
    Key(
        "from_timetable.leave_out",
        Place.FROM_TIMETABLE,
        ("space",),
        "leave_out",
        N_("leave this class out, or take it in again"),
        N_("leave out"),
    ),
    Key("from_timetable.create", Place.FROM_TIMETABLE, ("enter",), "create", N_("create the lists"), N_("create")),
    Key("from_timetable.refresh", Place.FROM_TIMETABLE, ("f5",), "refresh", N_("read again from USOS"), N_("refresh")),
    Key("from_timetable.back", Place.FROM_TIMETABLE, ("escape",), "back", N_("back to the lists"), N_("back")),
)
