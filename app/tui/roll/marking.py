"""Marking: one key per student, and on to the next."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import late
from app.domain.model import PRESENCES, Entry, Mark, Mode, Record
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import marks, roll
from app.tui.roll import filling
from app.tui.roll.finder import Finder
from app.tui.roll.undoing import Undoing
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import LINE_BREAK, Question
from app.workspace.workspace import Workspace


class Marking(Undoing):
    """A roll whose students are marked, found, filled in and commented on."""

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Show this list, which need not be known yet, with the cursor on that student."""
        super().__init__(workspace, list_id, student_id)
        self._return_to: str | None = None

    def finished(self, *, asked: bool) -> None:
        """Take note that nobody is without a mark; `asked` by a key that was for going on."""

    # --- marking ---

    def action_mark(self, mark: str) -> None:
        """Mark the student under the cursor and go on."""
        self._mark(Mark(mark))

    def action_mark_present(self) -> None:
        """Mark the presence that this list's mode implies."""
        self._mark(self.presence)

    def _mark(self, mark: Mark) -> None:
        entry = self.rows.current
        if entry is None or not self._allows(mark):
            return
        self.message.hush()
        student_id = entry.student.id
        if not self.commit(lambda: [self.workspace.register.mark(self.list_id, student_id, mark)]):
            return
        self._follow_presence(mark)
        if entry.mark is mark:
            self._come_back_or_stay()
            self.say(roll.already(entry))
        else:
            self._leave(entry, Record(mark, entry.comment))

    def _allows(self, mark: Mark) -> bool:
        """Tell whether the list's mode allows a mark, and if not, say why."""
        if self.list is None:
            return False
        if not self.list.mode.allows(mark):
            self.say(marks.blocked(self.list.mode, fixed=self.has_marks()), Tone.WARNING)
            return False
        return True

    def _follow_presence(self, mark: Mark) -> None:
        """In a hybrid list the presence used last is the usual one from then on."""
        if self.list and self.list.mode is Mode.HYBRID and mark in PRESENCES and mark is not self.presence:
            self.presence = mark
            self.show_keys()

    def _leave(self, before: Entry, after: Record) -> None:
        """Go on from a student who has got a mark; a correction is shown, and stays."""
        found = self._come_back_or_stay()
        if not found and before.mark is None:
            self._go_on()
        if found or before.mark is not None:
            self.say(roll.change(before.student.name, before.record, after))

    # --- filling ---

    def action_fill(self) -> None:
        """Ask with which mark to fill all who have none."""
        to_fill = [one for one in filling.unmarked(self.rows.entries) if not self.rows.is_gone(one.student.id)]
        self.message.hush()
        if not to_fill or self.list is None:
            self.say(gettext("Everybody on this list is marked."))
            return

        def chosen(action: str) -> None:
            mark = self.presence if action == "mark_present" else Mark(action.split("'")[1])
            if self._allows(mark):
                self.close_prompt()
                self._fill(to_fill, mark)

        self.ask(filling.question(to_fill, self.list.mode, self.actions, chosen, self._drop))

    def _fill(self, to_fill: list[Entry], mark: Mark) -> None:
        asked = [entry.student.id for entry in to_fill]
        filled: list[Entry] = []

        def fill() -> list[Entry]:
            filled.extend(self.workspace.register.fill(self.list_id, asked, mark))
            return filled

        if self.commit(fill):
            self._follow_presence(mark)
            self.say(filling.told(len(filled), mark))

    def _drop(self) -> None:
        self.message.hush()
        self.close_prompt()

    # --- going on ---

    def arrived(self) -> None:
        """End an excursion to a found student: the cursor was moved by hand."""
        self._return_to = None
        super().arrived()

    def action_next_unmarked(self) -> None:
        """Go to the next student without a mark."""
        self.message.hush()
        self._return_to = None
        self._go_on(asked=True)

    def _go_on(self, *, asked: bool = False) -> None:
        """Go to the next unmarked student below, else to the first above, and say so; else show the summary."""
        here = self.rows.cursor
        below = self.rows.unmarked(range(here + 1, self.rows.count))
        if below is not None:
            self.rows.move_to(below)
            return
        above = self.rows.unmarked(range(here))
        if above is not None:
            self.rows.move_to(above)
            self.say(gettext("Back to the first student without a mark."))
        elif self.rows.unmarked([here]) is None and self.rows.count:
            self.finished(asked=asked)

    def _come_back_or_stay(self) -> bool:
        """Go back to where a search began; tell whether there was one."""
        if self._return_to is None:
            return False
        student_id, self._return_to = self._return_to, None
        self.show_student(student_id)
        return True

    # --- finding ---

    def action_find(self) -> None:
        """Find a student while typing; the next mark or comment is theirs, then the cursor comes back."""
        self.message.hush()
        finder = Finder(self.rows, self.show_found, start=self._return_to, taken=self._found, dropped=self.close_prompt)
        self.matches.open()
        self.ask(finder.question())

    def _found(self, start: str, mark: Mark | None) -> None:
        self._return_to = start
        self.close_prompt()
        if mark is not None:
            self._mark(mark)

    # --- late arrivals and comments ---

    def action_late(self) -> None:
        """Mark a presence, with a comment on how late it was: Enter keeps, Esc drops."""
        entry = self.rows.current
        if entry is None or self.list is None:
            return
        template = self.workspace.options.late
        keeps = entry.mark if entry.mark in PRESENCES and self.list.mode.allows(entry.mark) else None
        mark = keeps or self.presence
        self.message.hush()

        def accepted(written: str) -> None:
            now = self.workspace.register.entry(self.list_id, entry.student.id) or entry
            after = Record(mark, late.replaced(now.comment, written.strip(), template))
            if self.commit(lambda: [self.workspace.register.record(self.list_id, entry.student.id, after)]):
                self.close_prompt()
                self._leave(entry, after)
                if entry.mark is mark:
                    self.say(roll.late(entry.student.name, written.strip()))

        written = late.text(template, late.minutes_since(self.list.date, self.workspace.register.now()))
        self.ask(self._comment_question(entry, accepted), written, late.place_of_minutes(written))

    def _comment_question(self, entry: Entry, accepted: Callable[[str], None]) -> Question:
        items = (
            KeyItem(keys.name_of("enter"), gettext("keep")),
            KeyItem(keys.name_of("escape"), gettext("drop")),
        )
        return Question(f"{drawable(entry.student.name)}:", items, accepted, self.close_prompt)

    def action_comment(self) -> None:
        """Write a comment on the student under the cursor: Enter keeps, Esc drops, an empty one clears."""
        entry = self.rows.current
        if entry is None:
            return
        before = entry.comment
        shown = drawable(before)
        self.message.hush()

        def accepted(text: str) -> None:
            comment = text if LINE_BREAK in before else text.replace(LINE_BREAK, "\n")
            comment = comment if comment.strip() else ""
            if text != shown and not self.commit(
                lambda: [self.workspace.register.comment(self.list_id, entry.student.id, comment)]
            ):
                return
            self.close_prompt()
            self._come_back_or_stay()

        self.ask(self._comment_question(entry, accepted), shown)
