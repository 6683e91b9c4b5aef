"""The roll call: one key per student."""

from __future__ import annotations

import random
from collections.abc import Callable

from textual.events import Key

from app.domain.model import PRESENCES, Entry
from app.domain.roll_order import Arrangement, Order
from app.i18n import gettext
from app.keymap import keys
from app.register.roll_details import number
from app.roll.key_guard import Focus, RepeatGuard, Verdict
from app.tui.roll import ordering, picked, roll_state
from app.tui.roll.marking import Marking
from app.tui.roll.summary import Sitting, Summary, Ways
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.workspace.workspace import Workspace


class RollScreen(Marking):
    """Calls the roll of one list."""

    def __init__(
        self, workspace: Workspace, list_id: str, student_id: str | None = None, *, creating: bool = False
    ) -> None:
        """Call this list, which need not be known yet, beginning with that student.

        `creating` asks USOS at once for the list of a draft.
        """
        super().__init__(workspace, list_id, student_id)
        self.asks_first = creating
        self._held = RepeatGuard(workspace.options.repeat_guard)
        self._focus = Focus()
        self._repeat_decided = False  # whether the last key has decided something
        self._sitting = Sitting()
        self._summary: Summary | None = None

    # --- keys that nobody meant ---

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here, unless nobody meant it: then it is shown."""
        verdict = self._held.press(event.key, event.time)
        if self._focus.is_meant_for_another(event.time):
            told = gettext("{key} was not counted: the window has just come to the front.")
            self.say(told.format(key=keys.name_of(event.key)), Tone.WARNING)
            return True
        marks = not self.prompt.question and self.actions.get(event.key, "").startswith("mark")
        if marks and verdict is not Verdict.PRESSED:
            self._pass_over(event.key, take_back=verdict is Verdict.REPEAT_OF_COUNTED and self._repeat_decided)
            return True
        before, self._sitting.pressed = self.decisions, event.time
        taken = await super().take_key(event)
        self._repeat_decided = self.decisions > before
        if self._repeat_decided:
            self._sitting.decided()
        self.show_aside()
        return taken

    def _pass_over(self, key: str, *, take_back: bool) -> None:
        """Count no repeat of a held key; the first one, which was counted, is taken back."""
        reversal = self.reverse(back=True) if take_back else None
        if reversal and (reversal.stuck or reversal.waits_for):
            self.tell(reversal)
        else:
            self.say(gettext("{key} was held down: it is counted once.").format(key=keys.name_of(key)))

    def came_to_front(self, at: float) -> None:
        """Expect a key that was still typed for another window."""
        self._focus.came(at)

    # --- the summary ---

    def action_summary(self) -> None:
        """Show how far the roll is, and what USOS has of it."""
        self.finished(asked=True)

    def finished(self, *, asked: bool) -> None:
        """Show the summary."""
        ways = Ways(
            self.rows.number_of, self.show_student, self.action_fill, self.action_undo, self.action_back, self._stray
        )
        self._summary = Summary(self.workspace, self.list_id, self._sitting, ways, asked=asked)
        self.app.push_screen(self._summary)

    def _stray(self, event: Key) -> bool:
        """Tell whether a key on the summary is a mark key; one that is held takes back the last mark it made."""
        if not self.actions.get(event.key, "").startswith("mark"):
            return False
        verdict = self._held.press(event.key, event.time)
        if verdict is Verdict.REPEAT_OF_COUNTED and self._repeat_decided and self._summary is not None:
            self._summary.dismiss()
            self._pass_over(event.key, take_back=True)
        return True

    # --- what one wants to know meanwhile ---

    def action_details(self) -> None:
        """Show numbers, absences and comments, or hide them from whoever sees the screen."""
        shown = not self.details.shown
        self.remember(lambda: self.workspace.register.roll_details.keep_details(shown=shown))
        self.show_details(shown=shown)
        self.say(gettext("Details are shown.") if shown else gettext("Details are hidden."))

    def action_head_count(self) -> None:
        """Ask how many people are in the room."""

        def counted(heads: int | None) -> None:
            self.remember(lambda: self.workspace.register.roll_details.keep_head_count(self.list_id, heads))
            self.state.heads = heads
            self.show_state()
            if heads is not None:
                self.say(roll_state.heads(heads, self.state.present))

        self._ask_number(gettext("People in the room:"), self.state.heads, counted)

    def action_limit(self) -> None:
        """Ask how many unexcused absences this group is allowed."""
        group = self.list.group if self.list else None
        if group is None:
            return

        def limited(limit: int | None) -> None:
            self.remember(lambda: self.workspace.register.roll_details.keep_limit(group, limit))
            self.show_details(shown=self.details.shown)

        roll_details = self.workspace.register.roll_details
        self._ask_number(gettext("Unexcused allowed:"), roll_details.limit(group), limited)

    def _ask_number(self, label: str, now: int | None, kept: Callable[[int | None], None]) -> None:
        """Ask for a number: Enter keeps, Esc drops, an empty one is none."""
        self.message.hush()

        def accepted(text: str) -> None:
            if text and number(text) is None:
                self.say(gettext("That is too many."), Tone.WARNING)
                return
            self.close_prompt()
            kept(number(text))

        items = (
            KeyItem(keys.name_of("enter"), gettext("keep")),
            KeyItem(keys.name_of("escape"), gettext("drop")),
        )
        digits_only = Question(
            label, items, accepted, self.close_prompt, catch=lambda character, _: character not in "0123456789"
        )
        self.ask(digits_only, "" if now is None else str(now))

    def action_pick(self) -> None:
        """Pick somebody at random among those present, and show the name; nobody is marked."""
        self.message.hush()
        first = self._pick()
        if first is None:
            self.say(gettext("Nobody is present yet."))
        else:
            present = sum(self.state.counts[mark] for mark in PRESENCES)
            self.app.push_screen(picked.Picked(first, self._pick, present))

    def _pick(self) -> Entry | None:
        here = [entry for entry in self.rows.entries if not self.rows.is_gone(entry.student.id)]
        return picked.pick(here, self.list_id, self.workspace.options.picks)

    # --- the order ---

    def action_order(self) -> None:
        """Ask for the order of the roll."""
        self.message.hush()

        def chosen(order: Order) -> None:
            self.close_prompt()
            seed = random.randrange(1000, 10000) if order is Order.RANDOM else 0  # noqa: S311 - it guards nothing
            arrangement = Arrangement(order, seed)
            if arrangement.lasts:
                self.remember(lambda: self.workspace.register.roll_details.keep_arrangement(arrangement))
            self.rearrange(arrangement)

        self.ask(ordering.question(self.arrangement, chosen, self.close_prompt))
