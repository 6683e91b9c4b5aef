"""The rows of the screen of groups: the class that is on, today's others, what is not finished, and the groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from rich.cells import cell_len

from app.domain.frozen import frozen
from app.domain.model import Group, GroupKey, Lesson, ListOverview
from app.i18n import drawable, gettext, short_date
from app.messages import groups, lessons
from app.register.term_groups import TermGroups
from app.tui.groups import grid, lines
from app.tui.groups.card import LINES, card
from app.tui.widgets.rows import Piece, Rows


@frozen
class Heading:
    """A heading over the rows of the grid, or an empty line."""

    text: str = ""
    note: str = ""


@frozen
class CardLine:
    """A line of the card below its first."""

    number: int


@frozen
class More:
    """The row that stands for the unfinished lists that are not shown."""

    number: int


@frozen
class Past:
    """The row that stands for the groups of terms that are over."""

    number: int


Row = Heading | CardLine | Lesson | ListOverview | More | Past | Group
"""A heading, a part of the card, a class, an unfinished list, the rest of these, past terms, or a group."""


@frozen
class Overview:
    """All that the screen shows.

    `next` is the first class of another day, where none of today is on or to come. `unfinished` is how many lists
    there are, of which `gaps` are shown. `so_far` are the lists of the current terms that have begun, with how they
    went. `folded` is how many groups of past terms are not shown.
    """

    now: Lesson | None = None
    next: Lesson | None = None
    today: tuple[Lesson, ...] = ()
    gaps: tuple[ListOverview, ...] = ()
    unfinished: int = 0
    terms: Sequence[TermGroups] = ()
    folded: int = 0
    list_counts: Mapping[GroupKey, int] = field(default_factory=dict)
    so_far: Mapping[GroupKey, Sequence[ListOverview]] = field(default_factory=dict)
    groups: Mapping[GroupKey, Group] = field(default_factory=dict)
    empty: str = ""

    @property
    def card(self) -> Lesson | None:
        """The class that has the card."""
        return self.now or self.next

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The classes in the order they are shown."""
        return (self.now, *self.today) if self.now else self.today


def spot(row: Row | None) -> Hashable:
    """Return what a row is about, by which it is found again when the rows are others."""
    match row:
        case Lesson():
            return row.group.key, row.start
        case ListOverview():
            return row.list.id
        case Group():
            return row.key
        case More() | Past():
            return type(row).__name__
        case _:
            return None


class PickerRows(Rows):
    """The card, and below it classes, unfinished lists and groups under their headings."""

    def __init__(self, now: datetime, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty; `now` is what the wall clock says."""
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._shown = Overview()
        self._now = now
        self._columns_of: tuple[int, grid.Widths] | None = None

    @property
    def current(self) -> Row | None:
        """What the cursor is on, None while there is nothing."""
        row = self._rows[self.cursor] if self._rows else None
        return None if isinstance(row, (Heading, CardLine)) else row

    @property
    def on_card(self) -> bool:
        """Whether the cursor is on the card."""
        return self._shown.card is not None and self.current is self._shown.card

    @property
    def group(self) -> Group | None:
        """The group of the row under the cursor, None where there is none or it is not known."""
        match self.current:
            case Lesson(group=group):
                return group
            case ListOverview(list=one):
                return self._shown.groups.get(one.group)
            case Group() as group:
                return group
            case _:
                return None

    def show(self, shown: Overview, now: datetime, staying: Hashable) -> None:
        """Show this; the cursor stays on what it is to stay on, else in its row, at first on the class that is on."""
        self._shown, self._now, self._columns_of = shown, now, None
        self._rows = _rows(shown, now.date())
        headings = [number for number, row in enumerate(self._rows) if isinstance(row, (Heading, CardLine))]
        found = (number for number, row in enumerate(self._rows) if staying is not None and spot(row) == staying)
        cursor = next(found, self.cursor if self.moved else 0)
        self.fill(len(self._rows), cursor, headings=headings, placeholder=shown.empty)

    def tick(self, now: datetime) -> None:
        """Show on the card that time has passed."""
        self._now = now
        if self._shown.card:
            self.refresh_row(0)

    def block(self, row: int) -> range:
        """Return the whole card for each of its lines."""
        return range(LINES) if self._shown.card and 0 <= row < LINES else super().block(row)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return what stands in a row, by what it is about."""
        shown = self._rows[row]
        if self._shown.card is not None and row < LINES:
            return card(self._shown.card, row, width, self._now, current=self.cursor == 0)
        match shown:
            case Heading():
                room = max(width - cell_len(shown.text) - 2, 0)
                fits = self._widths(width).middle and cell_len(shown.note) + 2 <= room
                note = shown.note if fits or not shown.note else gettext("present")
                return [(f" {shown.text}", "heading"), (f"{note:>{room}}" if note else "", "faint")]
            case More():
                return [(f" {lessons.more(shown.number)}", "faint")]
            case Past():
                return [(f" {gettext('Past terms')}", "heading"), (f" · {groups.number(shown.number)} ▸", "faint")]
            case Lesson() | ListOverview() | Group():
                current = row == self.cursor
                return grid.pieces(self._line(shown, width), self._widths(width), width, current=current)
            case _:
                return []

    def _widths(self, width: int) -> grid.Widths:
        if self._columns_of is None or self._columns_of[0] != width:
            in_grid = self._rows[LINES:] if self._shown.card else self._rows
            shown = [self._line(row, width) for row in in_grid if isinstance(row, (Lesson, ListOverview, Group))]
            self._columns_of = width, grid.widths(shown, width)
        return self._columns_of[1]

    def _line(self, row: Lesson | ListOverview | Group, width: int) -> grid.Line:
        match row:
            case Lesson():
                return lines.of_lesson(row)
            case ListOverview():
                return lines.of_unfinished(row, self._shown.groups.get(row.list.group), self._now.date())
            case Group():
                most = grid.WIDE_MIDDLE if width >= grid.ROOMY else grid.MIDDLE
                so_far = self._shown.so_far.get(row.key, ())
                return lines.of_group(row, self._shown.list_counts.get(row.key), so_far, most)


def _rows(shown: Overview, today: date) -> list[Row]:
    """Return the sections from top to bottom, an empty line between them."""
    sections: list[list[Row]] = []
    if shown.card:
        sections.append([shown.card, *(CardLine(number) for number in range(1, LINES))])
    if shown.today:
        sections.append([Heading(gettext("Today")), *shown.today])
    if shown.gaps:
        rest: list[Row] = [More(left)] if (left := shown.unfinished - len(shown.gaps)) else []
        sections.append([Heading(lessons.unfinished(shown.unfinished)), *shown.gaps, *rest])
    of_terms: list[Row] = []
    for known in shown.terms:
        note = (
            gettext("presence class by class, overall %")
            if any(one.key in shown.so_far for one in known.groups)
            else ""
        )
        of_terms += [Heading(_term(known, today), note), *known.groups]
    if shown.folded:
        of_terms.append(Past(shown.folded))
    if of_terms:
        sections.append(of_terms)
    rows: list[Row] = []
    for section in sections:
        rows += [*([Heading()] if rows else []), *section]
    return rows


def _term(known: TermGroups, today: date) -> str:
    name = groups.term(known.term.name) or drawable(known.term.id)
    if known.current:
        return name
    if known.is_over(today):
        return gettext("{term} · past").format(term=name)
    return gettext("{term} · from {date}").format(term=name, date=short_date(known.term.start))


def is_called(lesson: Lesson) -> bool:
    """Tell whether somebody is marked in a class that has no list yet."""
    return lesson.draft is not None and lesson.draft.tally is not None and lesson.draft.tally.marked > 0


def creates(row: Row | None, today: date) -> bool:
    """Tell whether calling a row creates its list in USOS: a class of another day is not called from here."""
    return isinstance(row, Lesson) and row.list is None and row.draft is None and not lessons.is_ahead(row, today)


def opens(row: Row | None, today: date) -> str:
    """Return what Enter does to a row."""
    match row:
        case Lesson() if lessons.is_ahead(row, today):
            return gettext("lists")
        case Lesson() if creates(row, today):
            return gettext("create its list, call")
        case Lesson() | ListOverview():
            return gettext("call the roll")
        case More() | Past():
            return gettext("show them")
        case _:
            return gettext("lists")


def everything(group: Group) -> str:
    """Return what a search looks in: both languages, whichever is shown."""
    sides = (group.course.pl, group.course.en, group.class_type.pl, group.class_type.en)
    return " ".join((*sides, groups.group_number(group), group.term_id))
