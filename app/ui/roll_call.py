"""The roll call: one key per student."""

from __future__ import annotations

from collections.abc import Callable

from app.model import PRESENCES, Entry, Mark, Mode, Record
from app.register import Reversal
from app.store import StoreError
from app.store.outbox import UnknownEntryError
from app.sync.news import News
from app.texts import drawable, gettext
from app.ui import failures, keys, wording
from app.ui.bars import KeyItem, Tone
from app.ui.desk import Desk
from app.ui.finder import Finder
from app.ui.prompt import LINE_BREAK, Question
from app.ui.roll_view import RollView


class RollCall(RollView):
    """Calls the roll of one list."""

    def __init__(self, desk: Desk, list_id: str, student_id: str | None = None) -> None:
        """Call this list, which need not be known yet, beginning with that student."""
        super().__init__(desk, list_id, student_id)
        self._return_to: str | None = None
        self._last = ""
        self._waiting: Callable[[str], Reversal] | None = None
        self._waited_for: frozenset[str] = frozenset()

    # --- marking ---

    def action_mark(self, mark: str) -> None:
        """Mark the student under the cursor and go on."""
        self._mark(Mark(mark))

    def action_mark_present(self) -> None:
        """Mark the presence that this list's mode implies."""
        self._mark(self.presence)

    def _mark(self, mark: Mark) -> None:
        entry = self.rows.current
        if entry is None or self.list is None:
            return
        if not self.list.mode.allows(mark):
            self.say(wording.blocked(self.list.mode, fixed=self.has_marks()), Tone.WARNING)
            return
        self.message.hush()
        student_id = entry.student.id
        if not self._commit(lambda: self.desk.register.mark(self.list_id, student_id, mark)):
            return
        if self.list.mode is Mode.HYBRID and mark in PRESENCES and mark is not self.presence:
            self.presence = mark
            self.show_keys()
        found = self._return_to is not None
        if found:
            self._come_back()
        elif entry.mark is None:
            self._go_on()
        if entry.mark is mark:
            self.say(wording.already(entry))
        elif entry.mark is not None or found:
            self.say(wording.change(entry.student.name, entry.record, Record(mark, entry.comment)))

    def _commit(self, decide: Callable[[], Entry]) -> bool:
        """Commit a decision, then paint it. What cannot be stored is not painted."""
        if self.desk.holder:
            self.say(failures.held_by(self.desk.holder), Tone.WARNING)
            return False
        try:
            entry = decide()
        except StoreError:
            self.say(gettext("The disk did not take it, so nothing is changed. Is the disk full?"), Tone.WARNING)
            return False
        except UnknownEntryError:
            self.load()
            self.say(gettext("That student or list is not in USOS any more; nothing is changed."), Tone.WARNING)
            return False
        self._last = entry.student.id
        if self._last in self._waited_for:  # a newer word about the same student; the undo is off
            self._waiting, self._waited_for = None, frozenset()
        self._repaint(entry)
        self.desk.sync.decided(self.list_id, entry.student.id)
        self.show_state()
        if self.is_untouched():
            self.show_trouble()
        return True

    def subject(self) -> tuple[str, str]:
        """Return this list and the student marked last."""
        return self.list_id, self._last

    def _repaint(self, entry: Entry) -> None:
        row = self.rows.row_of(entry.student.id)
        if row is not None:
            self.renew(row, entry)

    # --- a conflict, a refusal, a mark that did not stay ---

    def action_keep_mine(self) -> None:
        """Send what was decided here over what USOS holds."""
        self._resolve(self.desk.register.keep_mine)

    def action_take_theirs(self) -> None:
        """Leave what USOS holds."""
        self._resolve(self.desk.register.take_theirs)

    def _resolve(self, decide: Callable[[str, str], Entry]) -> None:
        entry = self.rows.current
        if entry is None or not entry.needs_decision:
            self.say(gettext("There is nothing to decide about this student."))
            return
        student_id = entry.student.id
        self.message.hush()
        if self._commit(lambda: decide(self.list_id, student_id)):
            self.show_keys()
            self.show_trouble()

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection."""
        self.desk.sync.release(self.list_id)
        self.desk.sync.try_now()
        waiting = self.desk.register.unsent(self.list_id).total
        self.say(gettext("Sending now.") if waiting else gettext("Nothing is unsent."))
        self.show_trouble()

    # --- undoing ---

    def action_undo(self) -> None:
        """Take back the last step."""
        self._reverse(self.desk.register.undo)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._reverse(self.desk.register.redo)

    def _reverse(self, reverse: Callable[[str], Reversal]) -> None:
        if self.desk.holder:
            self.say(failures.held_by(self.desk.holder), Tone.WARNING)
            return
        try:
            reversal = reverse(self.list_id)
        except StoreError:
            self.say(gettext("The disk did not take it, so nothing is changed. Is the disk full?"), Tone.WARNING)
            return
        except UnknownEntryError:
            self.load()
            return
        back = reverse == self.desk.register.undo
        if reversal.waits_for:
            self._waiting = reverse
            self._waited_for = frozenset(entry.student.id for entry in reversal.waits_for)
            self.desk.sync.withhold(self.list_id, self._waited_for)
            self.say(wording.reversal_waits(reversal, back=back))
            return
        if self._waited_for:  # nothing of them is withheld any more, whatever has become of the undo
            self.desk.sync.decided(self.list_id, *self._waited_for)
        self._waiting, self._waited_for = None, frozenset()
        affected = [entry for entry, _ in reversal.changed] + list(reversal.stuck)
        for entry in affected:
            now = self.desk.register.entry(self.list_id, entry.student.id)
            if now is not None:
                self._repaint(now)
        if affected:
            self.desk.sync.decided(self.list_id, *(entry.student.id for entry in affected))
            self._show_student(affected[0].student.id)
        self.show_state()
        self.show_trouble()
        self.say(wording.reversed_step(reversal, back=back), Tone.WARNING if reversal.stuck else Tone.PLAIN)

    def news(self, news: News) -> None:
        """Finish an undo that waited for USOS's answer; else as every screen."""
        super().news(news)
        if self._waiting is not None:
            self._reverse(self._waiting)

    # --- going on ---

    def arrived(self) -> None:
        """End an excursion to a found student: the cursor was moved by hand."""
        self._return_to = None
        super().arrived()

    def action_next_unmarked(self) -> None:
        """Go to the next student without a mark."""
        self.message.hush()
        self._return_to = None
        self._go_on()

    def _go_on(self) -> None:
        """Go to the next unmarked student below, else to the first above, and say so; else say that all are marked."""
        entries, here = self.rows.entries, self.rows.cursor
        below = next((row for row in range(here + 1, len(entries)) if entries[row].mark is None), None)
        if below is not None:
            self.rows.move_to(below)
            return
        above = next((row for row in range(here) if entries[row].mark is None), None)
        if above is not None:
            self.rows.move_to(above)
            self.say(gettext("Back to the first student without a mark."))
        elif entries and entries[here].mark is not None:
            self.say(gettext("Everybody on this list is marked."))

    def _come_back(self) -> None:
        student_id, self._return_to = self._return_to, None
        self._show_student(student_id or "")

    def _show_student(self, student_id: str) -> None:
        row = self.rows.row_of(student_id)
        if row is not None:
            self.rows.move_to(row)

    # --- finding ---

    def action_find(self) -> None:
        """Find a student while typing; the next mark or comment is theirs, then the cursor comes back."""
        self.message.hush()
        finder = Finder(self.rows, self.prompt, start=self._return_to, taken=self._found, dropped=self.close_prompt)
        self.ask(finder.question())

    def _found(self, start: str, mark: Mark | None) -> None:
        self._return_to = start
        self.close_prompt()
        if mark is not None:
            self._mark(mark)

    # --- comments ---

    def action_comment(self) -> None:
        """Write a comment on the student under the cursor: Enter keeps, Esc drops, an empty one clears."""
        entry = self.rows.current
        if entry is None:
            return
        student, before = entry.student, entry.comment
        shown = drawable(before)
        self.message.hush()

        def accepted(text: str) -> None:
            comment = text if LINE_BREAK in before else text.replace(LINE_BREAK, "\n")
            comment = comment if comment.strip() else ""
            if text != shown and not self._commit(
                lambda: self.desk.register.comment(self.list_id, student.id, comment)
            ):
                return
            self.close_prompt()
            if self._return_to is not None:
                self._come_back()

        items = (
            KeyItem(keys.name_of("enter"), gettext("keep")),
            KeyItem(keys.name_of("escape"), gettext("drop")),
        )
        self.ask(Question(f"{drawable(student.name)}:", items, accepted, self.close_prompt), shown)
