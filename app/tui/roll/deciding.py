"""Deciding about the students of a roll: what is decided is committed first and painted then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from app.domain.model import Entry
from app.i18n import gettext
from app.tui.roll.draft_roll import DraftRoll
from app.workspace.workspace import Workspace


class Deciding(DraftRoll):
    """A roll that takes decisions, one or many at once, and settles what USOS did not take."""

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Show this list, which need not be known yet, with the cursor on that student."""
        super().__init__(workspace, list_id, student_id)
        self._last = ""
        self.decisions = 0  # how many were made here

    def subject(self) -> tuple[str, str]:
        """Return this list and the student marked last."""
        return self.list_id, self._last

    def commit(self, decide: Callable[[], Sequence[Entry]]) -> bool:
        """Commit a decision, then paint it. What cannot be stored is not painted.

        `decide` returns the entries it has decided about, as they are on disk then.
        """

        def decided() -> Sequence[Entry]:
            entries = decide()
            if entries:
                self.workspace.sync.decided(self.list_id, *students(entries))
            return entries

        entries = self.carry_out(decided)
        if not entries:
            return False
        self._last = entries[-1].student.id
        self.superseded(students(entries))
        self.decisions += self.renew(*entries)
        self.show_state()
        if self.is_untouched():
            self.show_trouble()
        return True

    def superseded(self, student_ids: set[str]) -> None:
        """Take note that there is a newer word about these students."""

    # --- a conflict, a refusal, a mark that did not stay ---

    def action_keep_mine(self) -> None:
        """Send what was decided here over what USOS holds."""
        self._resolve(self.workspace.register.keep_mine)

    def action_take_theirs(self) -> None:
        """Leave what USOS holds."""
        self._resolve(self.workspace.register.take_theirs)

    def _resolve(self, decide: Callable[[str, str], Entry]) -> None:
        entry = self.rows.current
        if entry is None or not entry.needs_decision:
            self.say(gettext("There is nothing to decide about this student."))
            return
        student_id = entry.student.id
        self.message.hush()
        if self.commit(lambda: [decide(self.list_id, student_id)]):
            self.show_keys()
            self.show_trouble()

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection; of a draft: create its list."""
        if self.draft_of is not None:
            self.action_create_list()
            return
        self.workspace.sync.release(self.list_id)
        self.workspace.sync.try_now()
        waiting = self.workspace.register.unsent(self.list_id).total
        self.say(gettext("Sending now.") if waiting else gettext("Nothing is unsent."))
        self.show_trouble()


def students(entries: Iterable[Entry]) -> set[str]:
    """Return whose entries these are."""
    return {entry.student.id for entry in entries}
