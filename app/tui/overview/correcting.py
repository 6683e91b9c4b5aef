"""Correcting marks in the matrix: through the roll of their list, and said in the message line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from app.domain.model import Entry, Mark
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import corrections, overview
from app.register.reversal import Reversal
from app.roll.corrections import Corrections
from app.roll.key_guard import DecidingKeys
from app.roll.outcomes import Outcome, PressAgain, Repeated
from app.sync.events import EntriesAnswered, SyncEvent
from app.tui import telling
from app.tui.afterwards import Afterwards
from app.tui.overview.painter import OverviewPainter
from app.tui.widgets.bars import MessageLine, Tone
from app.workspace.workspace import Workspace


class Host(Protocol):
    """The screen on which is corrected."""

    workspace: Workspace
    painter: OverviewPainter
    afterwards: Afterwards
    message: MessageLine

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something until the next key."""

    def show_state(self) -> None:
        """Show whether all is saved."""

    def show_keys(self) -> None:
        """Show the keys that work in the meeting in hand."""

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter."""


class Correcting:
    """Gives marks to the sessions of rolls, and shows what has come of them."""

    def __init__(self, host: Host) -> None:
        """Correct what is in hand on this screen."""
        self._host, self._painter = host, host.painter
        self._overviews = host.workspace.register.overviews
        self._corrections = Corrections(host.workspace)
        deciding = DecidingKeys(lambda key: keys.mark_of(key) is not None, find="overview.find")
        self.key_guard = self._corrections.key_guard(deciding)
        self._asked: str | None = None  # what was asked last
        self._asked_of: tuple[str, str] | None = None  # the list and the student it was about
        self._reversed_at: tuple[str, int] | None = None  # where the last undo or redo was asked for, and no mark since

    def mark(self, mark: Mark, said: str) -> None:
        """Give the student in hand a mark in the meeting in hand; `said` is what stood in the message line then."""
        student, meeting, column = self._painter.rows.current, self._painter.meeting, self._painter.rows.column
        if student is None:
            return
        if meeting is None:
            choose = gettext("{left} {right}: choose the class in which to correct a mark.")
            self._host.say(choose.format(left=keys.shown("overview.left"), right=keys.shown("overview.right")))
        elif meeting.list is None or (shown := student.cells[column].entry) is None:
            self._host.say(f"{drawable(student.student.name)}: {overview.cell(student.cells[column])}", Tone.WARNING)
        else:
            place, self._reversed_at = (meeting.list.id, student.student.id), None
            self._asked = corrections.told(PressAgain(shown, mark), meeting.date)
            again = said == self._asked and place == self._asked_of  # a day may have two classes
            self._asked_of = place
            self._tell(self._corrections.correct(*place, mark, shown, again=again), meeting.date)

    def undo(self) -> None:
        """Take back the newest step made here."""
        self._reversed_at = self._painter.place
        self.tell(self._corrections.undo())

    def redo(self) -> None:
        """Do again the step that was taken back last."""
        self._reversed_at = self._painter.place
        self.tell(self._corrections.redo())

    def follow(self, event: SyncEvent) -> None:
        """Take in what sync reports of marks, whoever made them."""
        self._corrections.follow(event)
        answered = isinstance(event, EntriesAnswered)
        if isinstance(event, EntriesAnswered) and not self._corrections.follows(event.list_id):
            self._take_in(event.list_id, self._host.workspace.register.entries(event.list_id, event.student_ids))
        if self._take_changes() and not answered:  # at an answer the screen shows the state anyway
            self._host.show_state()
        self._painter.look_around()
        self._tell_unasked()

    def _take_changes(self) -> bool:
        """Show what has changed in the rolls; tell whether anything has."""
        changes = list(self._corrections.take_changes())
        for list_id, entries in changes:
            self._take_in(list_id, entries)
        return bool(changes)

    def _take_in(self, list_id: str, entries: Iterable[Entry]) -> None:
        if self._painter.shown is not None:
            self._painter.take_in(self._overviews.renewed(self._painter.shown, list_id, entries))

    def tell(self, outcome: Outcome) -> None:
        """Show what has come of a command; what is said of it, and the counts, follow the row that has changed."""
        is_repeat = isinstance(outcome, Repeated) and outcome.taken_back is None
        if is_repeat and self._host.message.said == self._asked:
            return  # the question still stands: a repeat of the key has not answered it
        day = None
        if isinstance(outcome, Reversal) and outcome.affected:
            day = self._painter.day_of(outcome.list_id)
            if not outcome.stayed:
                self._painter.go_to(outcome.affected[0].student.id, outcome.list_id)
                self._host.show_keys()
        self._tell(outcome, day)

    def _tell(self, outcome: Outcome, day: date | None) -> None:
        changed = self._take_changes()
        self._host.afterwards.put(lambda: self._show_around(state=changed), lambda: self._tell_around(outcome, day))

    def _show_around(self, *, state: bool) -> None:
        self._painter.look_around()
        if state:
            self._host.show_state()
        self._host.show_trouble()

    def _tell_around(self, outcome: Outcome, day: date | None) -> None:
        telling.say(self._host, outcome, corrections.told(outcome, day))
        self._tell_unasked()

    def _tell_unasked(self) -> None:
        """Tell what has come without a command; an undo that has waited leads only whoever has stayed for it."""
        has_gone_on = self._painter.place != self._reversed_at
        for outcome in self._corrections.take_unasked():
            self.tell(replace(outcome, stayed=has_gone_on) if isinstance(outcome, Reversal) else outcome)

    def may_leave(self) -> bool:
        """Tell whether one may leave; what would be lost is said, once."""
        leaving = self._corrections.before_leaving()
        if leaving is not None:
            self.tell(leaving)
        return leaving is None

    def forget_steps(self) -> None:
        """Leave the steps made so far as they are; see `Corrections`."""
        self._corrections.forget_steps()

    def close(self) -> None:
        """Let go out what is held back."""
        self._corrections.close()
