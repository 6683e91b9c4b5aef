"""A new list: when the meeting is, typed as one likes, and its mode."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Rule

from app.domain import date_input, polish_time
from app.domain.date_input import Span, Typed
from app.domain.model import AttendanceList, Group, Mode
from app.i18n import clock_time, gettext, long_date
from app.keymap import keys
from app.keymap.mark_keys import MODE_DIGITS
from app.keymap.table import Place
from app.messages import groups, marks
from app.sync.events import SyncEvent
from app.sync.requests import Action, Create, Reading, ReadLists, ReadMeetings
from app.tui import group_title
from app.tui.lists.progress import Progress
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import Piece, Rows
from app.usos.errors import UnknownEndError, UsosError
from app.workspace import list_rules
from app.workspace.list_rules import Change
from app.workspace.workspace import Workspace


class FormRows(Rows):
    """What was understood and what is odd about it, then the modes to choose from."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._lines: list[Piece] = []
        self._modes = list(MODE_DIGITS.items())
        self._choosing = False

    @property
    def mode(self) -> Mode:
        """The mode under the cursor."""
        return self._modes[self.cursor - len(self._lines)][1]

    def show(self, lines: list[Piece], mode: Mode, *, choosing: bool) -> None:
        """Show these lines, then the modes with the cursor on one of them; faintly where none is chosen yet."""
        self._lines, self._choosing = [*lines, ("", "")], choosing
        self.fill(len(self._lines) + len(self._modes), self._row_of(mode), headings=range(len(self._lines)))

    def choose(self, mode: Mode) -> None:
        """Put the cursor on a mode."""
        self.move_to(self._row_of(mode))

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a line, or a mode with its key."""
        if row < len(self._lines):
            text, style = self._lines[row]
            return [(f" {text}", style)]
        digit, mode = self._modes[row - len(self._lines)]
        chosen = row == self.cursor
        text = f"{'●' if chosen else '○'} {marks.mode_word(mode)}"
        if not self._choosing:
            return [("   ", ""), (text, "faint")]
        return [(f" {digit} ", "accent"), (text, "name" if chosen else "")]

    def _row_of(self, mode: Mode) -> int:
        return len(self._lines) + [one for _, one in self._modes].index(mode)


class NewList(StoreScreen[FormRows]):
    """Asks for the date and the time, then for the mode, then creates the list."""

    PLACE = Place.NEW_LIST

    def __init__(self, workspace: Workspace, group: Group, at: datetime | None, made: Callable[[Action], None]) -> None:
        """Ask for a list of this group, where a time is given at once for its mode.

        `made` is called once it is there and this form is closed.
        """
        super().__init__(workspace, FormRows(id="form"))
        self._progress = Progress(self)
        self.group, self._made = group, made
        self._mode: Mode | None = None  # as chosen here
        self._given = at
        self._offered = at or self._nearest()
        self._text = ""
        self._typed: Typed | None = None
        self._doubtful: Action | None = None  # got no answer, and USOS could not be read since

    def compose(self) -> ComposeResult:
        """Lay out the form: what is typed stands above what it means."""
        yield self.title_line
        yield self.state_line
        yield Rule()
        yield self.prompt
        yield self.rows
        yield Rule()
        yield self.message
        yield self.key_bar

    def readings(self) -> tuple[Reading, ...]:
        """Return the group's timetable, which offers the date and tells what is odd about another, and its lists."""
        return ReadMeetings(self.group.key), ReadLists(self.group.key)

    def opening(self) -> tuple[Reading, ...]:
        """Return the timetable: the lists were read for the screen below."""
        return (ReadMeetings(self.group.key),)

    def on_mount(self) -> None:
        """Begin with the date."""
        group_title.show(self.title_line, self.group, self.workspace.place, before=gettext("New list"))
        self._offer()
        if self._given is not None and self._existing is None:
            self._date_given("")

    def follow(self, event: SyncEvent) -> None:
        """Offer the date anew when more is known and nothing was typed yet; else as every screen."""
        untouched = self._text == _as_typed(self._offered)
        self._offered = self._given or self._nearest()
        super().follow(event)
        if self._doubtful is not None and self._existing is not None:
            self.ended(self._doubtful, None)
        elif untouched and self.prompt.question is not None:
            self._offer()

    # --- the date ---

    def _nearest(self) -> datetime:
        """Return the nearest meeting without a list; where there is none, the next quarter of an hour."""
        meeting = self.workspace.register.timetable.without_list(self.group.key)
        return meeting.start if meeting else date_input.next_quarter(self.workspace.register.now())

    def _offer(self) -> None:
        self._ask_date(_as_typed(self._offered), selected=True)

    def _ask_date(self, text: str, *, selected: bool = False) -> None:
        self._take(text)
        question = Question(
            label=gettext("Date and time:"),
            items=(),
            accepted=self._date_given,
            dropped=self._leave,
            changed=self._take,
            selected=selected,
        )
        self.ask(question, text)
        self.load()

    def _take(self, text: str) -> None:
        """Understand what is typed, and show it."""
        self.message.hush()
        self._text = text
        self._typed = date_input.read(text, self.workspace.register.now().date(), self._term())
        self.load()

    def _term(self) -> Span | None:
        terms = {one.term.id: one.term for one in self.workspace.register.terms("en")}
        known = terms.get(self.group.term_id)
        return (known.start, known.finish) if known else None

    @property
    def _at(self) -> datetime | None:
        """When the meeting is; for a day alone the timetable has the time, else it is the one offered."""
        if self._typed is None:
            return None
        day, at = self._typed.day, self._typed.time
        if at is None:
            meetings = self.workspace.register.timetable.meetings(self.group.key)
            at = next((one.start.time() for one in meetings if one.start.date() == day), self._offered.time())
        return datetime.combine(day, at)

    @property
    def _existing(self) -> AttendanceList | None:
        """The list there is for that time already, None where there is none."""
        return self.workspace.register.timetable.list_at(self.group.key, self._at) if self._at else None

    def _date_given(self, _: str) -> None:
        if self._at is None:
            self.say(gettext("This date and time cannot be understood."), Tone.WARNING)
        elif self._existing is not None:
            self._open(self._existing)
        else:
            self.close_prompt()
            self.load()

    def _leave(self) -> None:
        self.dismiss()

    def _open(self, existing: AttendanceList) -> None:
        self.dismiss()
        self.navigator.open_roll(existing.id)

    # --- what is shown ---

    def load(self) -> None:
        """Show what was understood, what is odd about it, and the mode."""
        mode = self._mode or self.workspace.register.timetable.usual_mode(self.group.key)
        self.rows.show(self._lines(), mode, choosing=self.prompt.question is None)
        self.show_state()

    def _lines(self) -> list[Piece]:
        if self._at is None:
            example = gettext("For example: 23.11 10:15, tomorrow 8:00, Tue 8, 2026-11-23 10:15, 10:15")
            return [(part, "faint") for part in textwrap.wrap(example, max(self.size.width - 3, 20))]
        today = self.workspace.register.now().date()
        away = groups.day_distance(self._at, today) or gettext("today")
        lines: list[Piece] = [(f"{long_date(self._at)}, {clock_time(self._at)} · {away}", "name")]
        return lines + [(f"! {text}", "warning") for text in self._warnings(self._at)]

    def _warnings(self, at: datetime) -> list[str]:
        odd = self.workspace.register.timetable.oddities(self.group.key, at)
        warnings = {
            gettext("There is already a list for this time."): odd.exists,
            gettext("The clocks go forward that night: this time does not exist."): not polish_time.exists(at),
            gettext("That is outside the term of this group."): odd.outside_term,
            gettext("The timetable has no class of this group at that time."): odd.off_timetable,
            gettext("This date is in the future."): odd.in_future and at != self._offered,
        }
        return [text for text, holds in warnings.items() if holds]

    def show_state(self) -> None:
        """Show what is under way, else the state."""
        self._progress.show(self._state())

    def _state(self) -> str:
        """Return what is asked for now."""
        if self.prompt.question is not None:
            return gettext("1 of 2 · when is the class?")
        return gettext("2 of 2 · how is it held?")

    def show_keys(self) -> None:
        """Show the keys of this step."""
        enter, escape = keys.name_of("enter"), KeyItem(key=keys.name_of("escape"), word=gettext("back"))
        if self._existing is not None:
            self.key_bar.show((KeyItem(key=enter, word=gettext("open that list")), escape))
        elif self.prompt.question is not None:
            self.key_bar.show((KeyItem(key=enter, word=gettext("continue"), available=self._at is not None), escape))
        else:
            self.key_bar.show((KeyItem(key=enter, word=gettext("create it")), escape))

    # --- the mode, and creating ---

    def arrived(self) -> None:
        """Take the mode the cursor was moved to."""
        self._mode = self.rows.mode

    def action_choose(self, mode: str) -> None:
        """Choose a mode by its key."""
        self.message.hush()
        self._mode = Mode(mode)
        self.rows.choose(self._mode)

    def on_rows_chosen(self) -> None:
        """Take the mode that was clicked, or go on from the date."""
        if self.prompt.question is not None:
            self._date_given("")

    def action_create(self) -> None:
        """Create the list, or open the one there is for that time."""
        if self._existing is not None:
            self._open(self._existing)
        elif self._at is not None and self._progress.allows(
            list_rules.to_create(self.workspace, self.group.key, Change.CREATE)
        ):
            self._progress.begin(Create(self.group.key, self._at, self.rows.mode), gettext("Creating the list …"))

    def action_back(self) -> None:
        """Go back to the date; what is being created goes on."""
        if self._progress.text():
            self.dismiss()
        else:
            self._ask_date(self._text)

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Leave the form where the list is there; else tell why it is not."""
        self._progress.ended(action)
        super().ended(action, error)
        self._doubtful = action if isinstance(error, UnknownEndError) else None
        if error is None and isinstance(action, Create) and action.of == self.group.key:
            self.dismiss()
            self._made(action)


def _as_typed(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y} {clock_time(moment)}"
