"""The roll call: one key per student."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.model import PRESENCES, Entry, Mark, Mode, Record
from app.register import Reversal
from app.store import StoreError
from app.sync.news import News
from app.texts import drawable, gettext
from app.ui import keys, wording
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
        self._warned: set[int] = set()  # of these steps: leaving drops the undo that waits
        self._waiting: dict[int, Reversal] = {}  # undos and redos of these steps, until USOS has answered

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

        def decided() -> Entry:
            entry = decide()
            self.desk.sync.decided(self.list_id, entry.student.id)
            return entry

        entry = self.carry_out(decided)
        if entry is None:
            return False
        self._last = entry.student.id
        # A newer word about the same student ends an undo that waits for USOS's answer; any ends a redo.
        self._stop_waiting(
            one for one in self._waiting.values() if self._last in _students(one.waits_for) or not one.back
        )
        self._repaint(entry)
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
        self._tell(self._reverse(back=True))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._tell(self._reverse(back=False))

    def _reverse(self, *, back: bool, step: int | None = None) -> Reversal | None:
        reverse = self.desk.register.undo if back else self.desk.register.redo

        def reversed_() -> Reversal:
            reversal = reverse(self.list_id, step, self._waiting.keys())
            if reversal.affected:
                self.desk.sync.decided(self.list_id, *_students(reversal.affected))
            return reversal

        reversal = self.carry_out(reversed_)
        if reversal is None:
            return None
        if reversal.waits_for:
            self._waiting[reversal.step] = reversal
            self.desk.sync.withhold(self.list_id, _students(reversal.waits_for))
            return reversal
        self._stop_waiting(one for one in self._waiting.values() if one.step in {reversal.step, step})
        for student_id in _students(reversal.affected):
            now = self.desk.register.entry(self.list_id, student_id)
            if now is not None:
                self._repaint(now)
        if reversal.affected:
            self._show_student(reversal.affected[0].student.id)
        self.show_state()
        self.show_trouble()
        return reversal

    def _tell(self, reversal: Reversal | None) -> None:
        if reversal is not None:
            tone = Tone.WARNING if reversal.stuck or reversal.waits_for else Tone.PLAIN
            self.say(wording.reversal(reversal), tone)

    def _stop_waiting(self, reversals: Iterable[Reversal]) -> None:
        """Let go again what was withheld for these undos, whatever has become of them."""
        for reversal in list(reversals):
            del self._waiting[reversal.step]
            self.desk.sync.decided(self.list_id, *_students(reversal.waits_for))

    def news(self, news: News) -> None:
        """Finish an undo that waited for USOS's answer; else as every screen."""
        super().news(news)
        self._finish_waiting()

    def on_screen_resume(self) -> None:
        """Finish an undo whose answer has come while another screen was on top."""
        super().on_screen_resume()
        try:
            self._finish_waiting()
        except StoreError:
            self.say_unreadable()

    def _finish_waiting(self) -> None:
        for waiting in list(self._waiting.values()):
            reversal = self._reverse(back=waiting.back, step=waiting.step)
            if reversal is None or not reversal.waits_for:
                self._tell(reversal)

    def action_back(self) -> None:
        """Leave; while an undo waits for USOS's answer, only when asked a second time."""
        unwarned = self._waiting.keys() - self._warned
        if unwarned:
            self._warned |= unwarned
            self.say(wording.leaving_behind(self._waiting[max(unwarned)]), Tone.WARNING)
        else:
            super().action_back()

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


def _students(entries: Iterable[Entry]) -> set[str]:
    return {entry.student.id for entry in entries}
