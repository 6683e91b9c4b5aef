"""The list browser: the meetings of one group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rich.cells import cell_len
from textual.content import Content

from app.domain.model import Group, ListOverview
from app.i18n import clock_time, drawable, gettext, short_date
from app.messages import groups, list_changes, marks
from app.sync.events import ReadingEnded, SyncEvent
from app.sync.requests import ReadEachList, Reading, ReadLists, ReadRoll
from app.tui.lists.list_actions import ListActions
from app.tui.widgets.bars import Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.workspace import Workspace

_COUNT = 10  # cells of how many are marked
_BAR = 10  # cells of the bar that shows it, where there is room


class ListRows(Rows):
    """The lists of a group."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lists: Sequence[ListOverview] = ()
        self._today = date.min
        self._owner_width = self._date_width = self._day_width = 0

    @property
    def lists(self) -> Sequence[ListOverview]:
        """The lists and drafts as shown."""
        return self._lists

    @property
    def current(self) -> ListOverview | None:
        """The list under the cursor, None while there are none."""
        return self._lists[self.cursor] if self._lists else None

    def go_to(self, list_id: str) -> None:
        """Put the cursor on a list, if it is there."""
        self.move_to(next((row for row, one in enumerate(self._lists) if one.list.id == list_id), -1))

    def show(self, lists: Sequence[ListOverview], today: date, cursor: int, placeholder: str) -> None:
        """Show these lists, with the cursor on one of them."""
        self._lists, self._today = lists, today
        owners = {drawable(one.list.owner) for one in lists if one.list.owner}
        self._owner_width = max(map(cell_len, owners)) if len(owners) > 1 else 0
        self._date_width = max((cell_len(self._date(one)) for one in lists), default=0)
        self._day_width = max((cell_len(self._day(one)) for one in lists), default=0)
        self.fill(len(lists), cursor, placeholder=placeholder)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a row: weekday and date, time, mode, whose it is where that differs, how many are marked."""
        shown = self._lists[row]
        one, tally = shown.list, shown.tally
        date_width, mode_width = (self._date_width + 2, 12) if self._owner_width else (17, 14)
        pieces = [
            (f" {cut(self._date(shown), date_width)}", ""),
            (f"{clock_time(one.date)}   ", ""),
            (cut(marks.mode_word(one.mode), mode_width), "faint"),
        ]
        room = width - sum(cell_len(text) for text, _ in pieces) - _COUNT - self._day_width
        if self._owner_width:
            owner_width = max(0, min(self._owner_width, room))
            pieces.append((_owner(one.owner, owner_width), "faint"))
            room -= owner_width
        if tally is None:
            pieces.append((f"{'–':>{_COUNT}}", "faint"))
        else:
            counted = gettext("{marked} of {all}").format(marked=tally.marked, all=tally.students)
            filled = round(_BAR * tally.marked / tally.students) if tally.students else 0
            pieces.append((f"{counted:>{_COUNT}}", "" if tally.marked else "faint"))
            if room > _BAR + 2:
                pieces += [("  ", ""), ("━" * filled, "accent"), ("─" * (_BAR - filled), "faint")]
        if one.is_draft:
            pieces.append((f"  {gettext('draft')}", "warning"))
        is_today = one.date.date() == self._today
        return [*pieces, (self._day(shown), "heading" if is_today else "faint")]

    def _date(self, shown: ListOverview) -> str:
        at = shown.list.date
        return short_date(at) + ("" if at.year == self._today.year else f" {at.year}")

    def _day(self, shown: ListOverview) -> str:
        """Return the word for a day close to today, empty for others."""
        days = (shown.list.date.date() - self._today).days
        words = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
        return f"  {words[days]}" if days in words else ""


def _owner(name: str, width: int) -> str:
    """Return whose list it is, in exactly that many cells; where room is scarce the first name gives way."""
    shown = drawable(name)
    first, _, last = shown.partition(" ")
    forms = (shown, f"{first[:1]}. {last}", last) if last else (shown,)
    return cut(next((form for form in forms if cell_len(form) <= width), forms[-1]), width)


class ListsScreen(ListActions[ListRows]):
    """Shows the lists of a group; Enter calls a roll."""

    def __init__(self, workspace: Workspace, group: Group) -> None:
        """Show the lists of this group."""
        super().__init__(workspace, ListRows(id="lists"), group)

    def chosen(self) -> ListOverview | None:
        """Return the list under the cursor."""
        return self.rows.current

    def go_to(self, list_id: str) -> None:
        """Put the cursor on a list."""
        self.rows.go_to(list_id)
        self.show_keys()

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of this group."""
        return (ReadLists(self._group.key),)

    def load(self) -> None:
        """Show the lists as stored: the cursor stays on its list, at first it goes to the one nearest to now."""
        lists = self.workspace.register.lists(self._group.key)
        now = self.workspace.register.now()
        staying = self.rows.current.list.id if self.rows.current and self.rows.moved else None
        cursor = next((row for row, one in enumerate(lists) if one.list.id == staying), None)
        if cursor is None and staying is not None:
            cursor = self.rows.cursor
        elif cursor is None:
            distances = [abs(one.list.date - now) for one in lists]
            cursor = distances.index(min(distances, default=timedelta())) if distances else 0
        self.rows.show(lists, now.date(), cursor, self._placeholder())
        self.title_line.show(Content.styled(groups.group_title(self._group), "bold"), self.workspace.place)
        self.show_state()

    def on_mount(self) -> None:
        """Let the rolls of this group be read first, for their counts."""
        self.read_ahead(self._group.key)

    def on_unmount(self) -> None:
        """Go on with the rolls of all groups."""
        self.read_ahead()

    def news(self, news: SyncEvent) -> None:
        """Count a roll that was read ahead; else as every screen."""
        match news:
            case ReadingEnded(ReadLists()):
                super().news(news)
                self.read_ahead(self._group.key)
            case ReadingEnded(ReadRoll() | ReadEachList()):
                self.load()
            case _:
                super().news(news)

    def _placeholder(self) -> str:
        if self.is_reading():
            return gettext("Reading the lists from USOS …")
        if any(self.workspace.sync.failure(reading) for reading in self.readings()):
            return gettext("The lists are not here yet.")
        return gettext("This group has no attendance lists.")

    def state(self) -> str:
        """Return how many lists and students there are."""
        number = sum(not one.list.is_draft for one in self.rows.lists)
        parts = [groups.lists(number)] if number else []
        if self._group.students is not None:
            parts.append(groups.students(self._group.students))
        return " · ".join(parts)

    def action_open(self) -> None:
        """Call the roll under the cursor."""
        current = self.rows.current
        if current is not None and list_changes.is_being_deleted(self.workspace, current.list.id):
            self.say(gettext("This list is being deleted."), Tone.WARNING)
        elif current is not None:
            self.message.hush()  # what was said of this list may not be true any more when one comes back
            self.navigator.open_roll(current.list.id)

    def on_rows_chosen(self) -> None:
        """Call the roll that was clicked."""
        self.action_open()
