"""The list browser: the meetings of one group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.content import Content

from app.model import Group, ListOverview
from app.sync.news import News, ReadingEnded
from app.sync.work import Reading, ReadLists, ReadRoll
from app.texts import clock_time, gettext, short_date
from app.ui import wording
from app.ui.desk import Desk
from app.ui.frame import Frame
from app.ui.keys import Place
from app.ui.roll_call import RollCall
from app.ui.rows import Piece, Rows, cut

_WIDE = 72  # cells from which there is room for it:
_BAR = 10  # cells of the bar that shows how much of a list is marked


class ListRows(Rows):
    """The lists of a group."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lists: Sequence[ListOverview] = ()
        self._today = date.min

    @property
    def lists(self) -> Sequence[ListOverview]:
        """The lists and drafts as shown."""
        return self._lists

    @property
    def current(self) -> ListOverview | None:
        """The list under the cursor, None while there are none."""
        return self._lists[self.cursor] if self._lists else None

    def show(self, lists: Sequence[ListOverview], today: date, cursor: int, placeholder: str) -> None:
        """Show these lists, with the cursor on one of them."""
        self._lists, self._today = lists, today
        self.fill(len(lists), cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: weekday and date, time, mode, how many are marked."""
        one, tally = self._lists[row].list, self._lists[row].tally
        year = "" if one.date.year == self._today.year else f" {one.date.year}"
        pieces = [
            (f" {cut(short_date(one.date) + year, 17)}", ""),
            (f"{clock_time(one.date)}   ", ""),
            (cut(wording.mode_word(one.mode), 14), "faint"),
        ]
        if tally is None:
            pieces.append((f"{'–':>10}", "faint"))
        else:
            counted = gettext("{marked} of {all}").format(marked=tally.marked, all=tally.students)
            filled = round(_BAR * tally.marked / tally.students) if tally.students else 0
            pieces.append((f"{counted:>10}", "" if tally.marked else "faint"))
            if width >= _WIDE:
                pieces += [("  ", ""), ("━" * filled, "accent"), ("─" * (_BAR - filled), "faint")]
        if one.is_draft:
            pieces.append((f"  {gettext('draft')}", "warning"))
        days = (one.date.date() - self._today).days
        if days == 0:
            pieces.append((f"  {gettext('today')}", "heading"))
        elif abs(days) == 1:
            pieces.append((f"  {gettext('tomorrow') if days == 1 else gettext('yesterday')}", "faint"))
        return pieces


class Lists(Frame[ListRows]):
    """Shows the lists of a group; Enter calls a roll."""

    PLACE = Place.LISTS

    def __init__(self, desk: Desk, group: Group) -> None:
        """Show the lists of this group."""
        super().__init__(desk, ListRows(id="lists"))
        self._group = group

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of this group."""
        return (ReadLists(self._group.key),)

    def load(self) -> None:
        """Show the lists as stored: the cursor stays on its list, at first it goes to the one nearest to now."""
        lists = self.desk.register.lists(self._group.key)
        now = self.desk.register.now()
        staying = self.rows.current.list.id if self.rows.current and self.rows.moved else None
        cursor = next((row for row, one in enumerate(lists) if one.list.id == staying), None)
        if cursor is None:
            distances = [abs(one.list.date - now) for one in lists]
            cursor = distances.index(min(distances, default=timedelta())) if distances else 0
        self.rows.show(lists, now.date(), cursor, self._placeholder())
        self.title_line.show(Content.styled(wording.group_title(self._group), "bold"), self.desk.place)
        self.show_state()

    def on_mount(self) -> None:
        """Let the rolls of this group be read first, for their counts."""
        self.read_ahead(self._group.key)

    def on_unmount(self) -> None:
        """Go on with the rolls of all groups."""
        self.read_ahead()

    def news(self, news: News) -> None:
        """Count a roll that was read ahead; else as every screen."""
        match news:
            case ReadingEnded(ReadLists()):
                super().news(news)
                self.read_ahead(self._group.key)
            case ReadingEnded(ReadRoll()):
                self.load()
            case _:
                super().news(news)

    def _placeholder(self) -> str:
        if self.is_reading():
            return gettext("Reading the lists from USOS …")
        if any(self.desk.sync.failure(reading) for reading in self.readings()):
            return gettext("The lists are not here yet.")
        return gettext("This group has no attendance lists.")

    def show_state(self) -> None:
        """Show how many lists and students there are."""
        number = sum(not one.list.is_draft for one in self.rows.lists)
        parts = [wording.lists(number)] if number else []
        if self._group.students is not None:
            parts.append(wording.students(self._group.students))
        unsent = self.desk.register.unsent().total
        self.state_line.show(Content.styled(" · ".join(parts), "$foreground-muted"), self.sync_content(unsent))

    def action_open(self) -> None:
        """Call the roll under the cursor."""
        current = self.rows.current
        if current is not None:
            self.app.push_screen(RollCall(self.desk, current.list.id))

    def on_rows_chosen(self) -> None:
        """Call the roll that was clicked."""
        self.action_open()
