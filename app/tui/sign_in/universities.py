"""The universities to choose from, as one types."""

from __future__ import annotations

from urllib.parse import urlsplit

from rich.cells import cell_len

from app.accounts.universities import University, search
from app.config.base_url import normal_url
from app.domain.frozen import frozen
from app.i18n import drawable, gettext, language
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.destination import Demo

Choice = University | str | Demo
"""A known university, the address of another one, or the demo."""


@frozen
class Intro:
    """A line of what this program is."""

    text: str


_MOST_CITY = 20


class UniversityRows(Rows):
    """What matches what was typed; an address typed in full; the demo."""

    def __init__(self, universities: tuple[University, ...], *, id: str) -> None:  # noqa: A002 - Textual's own name
        """Offer these."""
        super().__init__(id=id)
        self._universities = universities
        self._rows: list[Choice | Intro] = []

    @property
    def current(self) -> Choice | None:
        """What the cursor is on."""
        row = self._rows[self.cursor] if self._rows else None
        return None if isinstance(row, Intro) else row

    def show(self, typed: str) -> None:
        """Show what matches, the best under the cursor; before anything is typed what this is, and the demo first."""
        choices: list[Choice] = list(search(self._universities, typed))
        address = typed_address(typed)
        known = any(isinstance(one, University) and one.url == address for one in choices)
        if address is not None and not known:
            choices.insert(0, address)
        if not typed.strip():
            choices.insert(0, Demo())
        intro = [] if typed.strip() else _intro()
        self._rows = [*intro, *choices]
        self.fill(len(self._rows), len(intro), headings=range(len(intro)), placeholder=_nothing())

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return the name and the city, or what else can be chosen."""
        match self._rows[row]:
            case Intro(text):
                return [(f" {text}", "")]
            case Demo():
                style = "name" if row == self.cursor else "faint"
                return [(f" {gettext('Try the demo: a made-up university on this computer')}", style)]
            case University() as one:
                name, city = drawable(one.name.in_language(language())), cut(_where(one), _MOST_CITY)
                short = f"  {one.short}" if one.short and one.short not in name else ""
                room = max(0, width - cell_len(short) - _MOST_CITY - 2)
                style = "name" if row == self.cursor else ""
                filling = " " * (1 + max(0, room - cell_len(name)))
                return [
                    (f" {cut(name, min(room, cell_len(name)))}", style),
                    (short + filling, "faint"),
                    (city, "faint"),
                ]
            case str() as address:
                return [(f" {gettext('Use the address {address}').format(address=drawable(address))}", "")]


def _intro() -> list[Intro]:
    return [
        Intro(gettext("rollcall takes attendance from the keyboard, one key")),
        Intro(gettext("a student, and keeps it in your university's USOS.")),
        Intro(""),
    ]


def _where(one: University) -> str:
    """Return the city; of one that only a server's list names, the end of its host: anybody can bear a known name."""
    host = urlsplit(one.url).netloc
    told = drawable(one.city) or host
    return told if one.city or len(told) <= _MOST_CITY else f"…{told[1 - _MOST_CITY :]}"


def typed_address(typed: str) -> str | None:
    """Return the base URL that was typed, None for what is rather the name of a university."""
    text = typed.strip()
    local = text.startswith(("localhost", "127.", "[::1]"))  # an emulator; it has no certificate
    if " " in text or not (local or "://" in text or "." in text.strip(".")):
        return None
    return normal_url(f"http://{text}" if local else text)


def _nothing() -> str:
    return gettext("No university found. Type the address of its USOS, such as usosapps.uw.edu.pl")
