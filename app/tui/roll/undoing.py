"""Undo and redo of a roll, and waiting for USOS's answer where that is what they hang on."""

from __future__ import annotations

from collections.abc import Iterable

from app.messages import roll
from app.register.register import Reversal
from app.store import StoreError
from app.sync.events import SyncEvent
from app.tui.roll.deciding import Deciding, students
from app.tui.widgets.bars import Tone
from app.workspace.workspace import Workspace


class Undoing(Deciding):
    """A roll whose decisions can be taken back and done again."""

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Show this list, which need not be known yet, with the cursor on that student."""
        super().__init__(workspace, list_id, student_id)
        self._warned: set[int] = set()  # of these steps: leaving drops the undo that waits
        self._waiting: dict[int, Reversal] = {}  # undos and redos of these steps, until USOS has answered

    def action_undo(self) -> None:
        """Take back the last step."""
        self.tell(self.reverse(back=True))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.tell(self.reverse(back=False))

    def reverse(self, *, back: bool, step: int | None = None) -> Reversal | None:
        """Take back, or do again, that step or the newest; return what it did, None where nothing could be stored."""
        turn = self.workspace.register.undo if back else self.workspace.register.redo

        def reversed_() -> Reversal:
            reversal = turn(self.list_id, step, self._waiting.keys())
            if reversal.affected:
                self.workspace.sync.decided(self.list_id, *students(reversal.affected))
            return reversal

        reversal = self.carry_out(reversed_)
        if reversal is None:
            return None
        if reversal.waits_for:
            self._waiting[reversal.step] = reversal
            self.workspace.sync.withhold(self.list_id, students(reversal.waits_for))
            return reversal
        self._stop_waiting(one for one in self._waiting.values() if one.step in {reversal.step, step})
        if reversal.affected:
            self.renew(*self.workspace.register.entries(self.list_id, students(reversal.affected)))
            self.show_student(reversal.affected[0].student.id)
        self.show_state()
        self.show_trouble()
        return reversal

    def superseded(self, student_ids: set[str]) -> None:
        """End an undo that waits for USOS's answer about one of these; any decision ends a redo."""
        self._stop_waiting(
            one for one in self._waiting.values() if student_ids & students(one.waits_for) or not one.back
        )

    def tell(self, reversal: Reversal | None) -> None:
        """Say what an undo or a redo has done."""
        if reversal is not None:
            tone = Tone.WARNING if reversal.stuck or reversal.waits_for else Tone.PLAIN
            self.say(roll.reversal(reversal), tone)

    def _stop_waiting(self, reversals: Iterable[Reversal]) -> None:
        """Let go again what was withheld for these undos, whatever has become of them."""
        for reversal in list(reversals):
            del self._waiting[reversal.step]
            self.workspace.sync.decided(self.list_id, *students(reversal.waits_for))

    def news(self, news: SyncEvent) -> None:
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
            reversal = self.reverse(back=waiting.back, step=waiting.step)
            if reversal is None or not reversal.waits_for:
                self.tell(reversal)

    def action_back(self) -> None:
        """Leave; while an undo waits for USOS's answer, only when asked a second time."""
        unwarned = self._waiting.keys() - self._warned
        if unwarned:
            self._warned |= unwarned
            self.say(roll.leaving_behind(self._waiting[max(unwarned)]), Tone.WARNING)
        else:
            super().action_back()
