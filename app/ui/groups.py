"""The group picker: what the lecturer teaches, by term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from app import names
from app.model import Group, GroupKey
from app.register import TermGroups
from app.sync.news import News, ReadingEnded
from app.sync.work import ReadGroups, Reading, ReadLists
from app.texts import drawable, gettext, language, ngettext
from app.ui import keys, wording
from app.ui.bars import KeyItem
from app.ui.desk import Desk
from app.ui.frame import Frame
from app.ui.keys import Place
from app.ui.prompt import Question
from app.ui.rows import Piece, Rows, cut

_MOST_COURSE = 56
_WIDE = 72  # cells from which the number of students is shown beside that of the lists


class GroupRows(Rows):
    """Groups under the headings of their terms."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: list[Group | str] = []
        self._list_counts: Mapping[GroupKey, int] = {}
        self._course_width = 0
        self._type_width = 0
        self._number_width = 0

    @property
    def current(self) -> Group | None:
        """The group under the cursor, None while there are none."""
        row = self._rows[self.cursor] if self._rows else None
        return row if isinstance(row, Group) else None

    def show(
        self,
        terms: Sequence[TermGroups],
        list_counts: Mapping[GroupKey, int],
        staying: GroupKey | None,
        empty: str,
    ) -> None:
        """Show these groups, the cursor on the one to stay on if it is there."""
        self._rows, self._list_counts = [], list_counts
        for one in terms:
            name = one.term.name.in_language(language()) or one.term.id
            self._rows += [
                drawable(name if one.current else gettext("{term} · not now").format(term=name)),
                *one.groups,
            ]
        groups = [row for row in self._rows if isinstance(row, Group)]
        self._course_width = min(max((cell_len(_course(one)) for one in groups), default=0), _MOST_COURSE)
        self._type_width = max((cell_len(_type(one)) for one in groups), default=0)
        self._number_width = max((cell_len(_number(one)) for one in groups), default=0)
        headings = [number for number, row in enumerate(self._rows) if isinstance(row, str)]
        cursor = next(
            (number for number, row in enumerate(self._rows) if isinstance(row, Group) and row.key == staying),
            0,
        )
        self.fill(len(self._rows), cursor, headings=headings, placeholder=empty)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a heading, or a group: course, class type, number, how many students and lists."""
        shown = self._rows[row]
        if isinstance(shown, str):
            return [(shown, "heading")]
        lists = self._list_counts.get(shown.key)
        counts = [
            (f"{'–' if shown.students is None else wording.students(shown.students):>13}", "faint"),
            (f"{'–' if lists is None else wording.lists(lists):>11}", "faint"),
        ]
        if width < _WIDE:
            counts = counts[1:]
        room = width - self._number_width - sum(cell_len(text) for text, _ in counts) - 4
        type_width = min(self._type_width, max(8, room // 3))
        return [
            (
                f" {cut(_course(shown), min(self._course_width, room - type_width))}  ",
                "name" if row == self.cursor else "",
            ),
            (f"{cut(_type(shown), type_width)} ", "faint"),
            (cut(_number(shown), self._number_width), "faint"),
            *counts,
        ]


class Groups(Frame[GroupRows]):
    """Shows the lecturer's groups; Enter opens a group's lists."""

    PLACE = Place.GROUPS

    def __init__(self, desk: Desk) -> None:
        """Show what is known, and read it anew."""
        super().__init__(desk, GroupRows(id="groups"))
        self._query = ""

    def readings(self) -> tuple[Reading, ...]:
        """Return the groups and how many lists they have."""
        return ReadGroups(), ReadLists()

    def load(self) -> None:
        """Show the groups as stored; until the cursor is moved it is on the group whose class is nearest to now."""
        terms = self.desk.register.terms(language())
        found = [
            TermGroups(one.term, one.current, groups)
            for one in terms
            if (groups := tuple(group for group in one.groups if names.matches(self._query, _everything(group))))
        ]
        if self._query:
            empty = gettext("No group matches.")
        elif self.is_reading():
            empty = gettext("Reading your groups from USOS …")
        elif any(self.desk.sync.failure(reading) for reading in self.readings()):
            empty = gettext("Your groups are not here yet.")
        else:
            empty = gettext("USOS knows no groups of yours.")
        current = self.rows.current if self.rows.moved else None
        staying = current.key if current else self.desk.register.nearest_group()
        self.rows.show(found, self.desk.register.list_counts(), staying, empty)
        self.title_line.show(Content.styled(gettext("Groups"), "bold"), self.desk.place)
        self.show_state()

    def show_state(self) -> None:
        """Show what is being read or waits."""
        groups = sum(len(one.groups) for one in self.desk.register.terms(language()))
        text = ngettext("{number} group", "{number} groups", groups).format(number=groups) if groups else ""
        if self._query:
            back = gettext("{key} shows all").format(key=keys.shown("groups.back"))
            text = f"{text} · / {drawable(self._query)} · {back}"
        unsent = self.desk.register.unsent().total
        self.state_line.show(Content.styled(text, "$foreground-muted"), self.sync_content(unsent))

    def news(self, news: News) -> None:
        """Once groups and lists are known, let their rolls be read ahead; else as every screen."""
        super().news(news)
        if isinstance(news, ReadingEnded) and news.reading in self.readings():
            self.read_ahead()

    def action_open(self) -> None:
        """Show the lists of the group under the cursor."""
        from app.ui.lists import Lists  # noqa: PLC0415 - the first paint need not wait for the screens that follow

        if self.rows.current is not None:
            self.app.push_screen(Lists(self.desk, self.rows.current))

    def on_rows_chosen(self) -> None:
        """Show the lists of the group that was clicked."""
        self.action_open()

    def action_back(self) -> None:
        """Show all groups again after finding."""
        self._search("")

    def action_find(self) -> None:
        """Show only the groups that match what is typed."""
        items = (
            KeyItem(keys.name_of("enter"), gettext("lists")),
            KeyItem(keys.name_of("escape"), gettext("all groups")),
        )
        self.ask(Question("/", items, self._open_found, self._drop_search, self._search), self._query)

    def _search(self, text: str) -> None:
        if text != self._query:
            self._query = text
            self.load()

    def _open_found(self, _: str) -> None:
        self.close_prompt()
        self.action_open()

    def _drop_search(self) -> None:
        self.close_prompt()
        self._search("")


def _course(group: Group) -> str:
    return drawable(group.course.in_language(language()) or group.key.unit_id)


def _type(group: Group) -> str:
    return drawable(group.class_type.in_language(language()))


def _number(group: Group) -> str:
    return drawable(wording.group_number(group))


def _everything(group: Group) -> str:
    """Return what a search looks in: both languages, whichever is shown."""
    sides = (group.course.pl, group.course.en, group.class_type.pl, group.class_type.en)
    return " ".join((*sides, wording.group_number(group), group.term_id))
