"""What a roll asks in its prompt: whom to find, what to fill in, how late, which comment, how many, in which order."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from textual.timer import Timer

from app.domain import late
from app.domain.model import PRESENCES, Mark
from app.domain.roll_order import Arrangement, Order
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import tally
from app.register.roll_details import MOST, number
from app.roll.lateness import proposed_text
from app.roll.outcomes import Blocked, Commented, Late, Marked, Notice, Outcome
from app.roll.session import RollSession
from app.tui.navigator import Navigator
from app.tui.roll import commenting, filling, ordering
from app.tui.roll.finder import Finder
from app.tui.roll.matches import Match, Matches
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question


class Host(Protocol):
    """The screen that asks."""

    session: RollSession
    matches: Matches

    @property
    def navigator(self) -> Navigator:
        """What opens the other screens."""

    def ask(self, question: Question, text: str = "", selection: tuple[int, int] | None = None) -> None:
        """Open the prompt."""

    def close_prompt(self) -> None:
        """Put the prompt away."""

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something until the next key."""

    def tell(self, outcome: Outcome) -> None:
        """Paint what a command has changed, and say what it has come to."""

    def show_found(self, hint: str, found: tuple[Match, ...], items: tuple[KeyItem, ...]) -> None:
        """Show a search."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call something after so many seconds."""

    def show_state(self) -> None:
        """Show the counts, and whether all is saved."""

    def show_again(self) -> None:
        """Show the whole roll anew."""


class Questions:
    """Asks, and gives the answers to the session."""

    def __init__(self, host: Host) -> None:
        """Ask on this screen."""
        self._host, self._session = host, host.session

    def by_name(self) -> Mapping[str, Callable[[], None]]:
        """Return what can be asked by the names that the table of keys has for it: `ask('find')`."""
        return {
            "find": self.find,
            "fill": self.fill,
            "late": self.late,
            "comment": self.comment,
            "head_count": self.head_count,
            "order": self.order,
            "pick": self.pick,
        }

    def find(self) -> None:
        """Find a student while typing; the next mark or comment is theirs, then the cursor comes back."""

        def taken(mark: Mark | None) -> None:
            self._host.close_prompt()
            self._host.tell(self._session.mark(mark) if mark is not None else Notice.DONE)

        finder = Finder(
            self._session, self._host.show_found, taken=taken, dropped=self._dropped, later=self._host.set_timer
        )
        self._host.matches.open()
        self._host.ask(finder.question())

    def _dropped(self) -> None:
        self._host.close_prompt()
        self._host.tell(Notice.DONE)

    def fill(self) -> None:
        """Ask with which mark to fill all who have none."""
        to_fill, known = self._session.to_fill(), self._session.roll.list
        if known is None or not to_fill:
            self._host.tell(Notice.ALL_MARKED if self._session.roll.cursor.entries else Notice.NOBODY)
            return

        def chosen(mark: Mark) -> None:
            outcome = self._session.fill([entry.student.id for entry in to_fill], mark)
            if not isinstance(outcome, Blocked):
                self._host.close_prompt()
            self._host.tell(outcome)

        presence = self._session.roll.presence
        self._host.ask(filling.question(to_fill, known.mode, presence, chosen=chosen, dropped=self._host.close_prompt))

    def pick(self) -> None:
        """Pick somebody at random among those present, and show the name; nobody is marked."""
        if any(entry.mark in PRESENCES for entry in self._session.roll.cursor.here()):
            self._host.navigator.open_picked(self._session)
        else:
            self._host.say(gettext("Nobody is present yet."))

    def late(self) -> None:
        """Mark a presence, with a comment on how late it was: Enter keeps, Esc drops."""
        entry, known = self._session.roll.cursor.current, self._session.roll.list
        if entry is None or known is None:
            return

        def accepted(written: str) -> None:
            outcome = self._session.late(entry.student.id, written)
            if isinstance(outcome, (Marked, Late)):
                self._host.close_prompt()
            self._host.tell(outcome)

        workspace = self._session.workspace
        template = workspace.options.late
        written = proposed_text(known, workspace.register.now(), template)
        about = commenting.question(entry, accepted, self._host.close_prompt, label=f"{drawable(entry.student.name)}:")
        about = replace(about, opened=keys.named("roll.late").keys)
        self._host.ask(about, written, late.place_of_minutes(written, template))

    def comment(self) -> None:
        """Write a comment on the student in hand: Enter keeps, Esc drops, an empty one clears."""
        entry = self._session.roll.cursor.current
        if entry is None:
            return
        shown = drawable(entry.comment)

        def accepted(text: str) -> None:
            if text == shown:
                outcome = self._session.come_back()
            else:
                outcome = self._session.comment(entry.student.id, commenting.typed(entry.comment, text))
            if isinstance(outcome, Commented) or outcome is Notice.DONE:
                self._host.close_prompt()
            self._host.tell(outcome)

        self._host.ask(commenting.question(entry, accepted, self._host.close_prompt), shown)

    def head_count(self) -> None:
        """Ask how many people are in the room."""

        def counted(heads: int | None) -> None:
            self._session.count_heads(heads)
            self._host.show_state()
            if heads is not None:
                self._host.say(tally.heads(heads, self._session.roll.tally.present))

        self._number(gettext("People in the room:"), self._session.roll.tally.heads, counted)

    def _number(self, label: str, now: int | None, kept: Callable[[int | None], None]) -> None:
        """Ask for a number: Enter keeps, Esc drops, an empty one is none."""

        def accepted(typed: str) -> None:
            text = typed.strip()
            if text and number(text) is None:
                told = gettext("A whole number from {least} to {most}.")
                self._host.say(told.format(least=0, most=MOST), Tone.WARNING)
                return
            self._host.close_prompt()
            kept(number(text))

        asked = Question(
            label=label, items=commenting.keep_or_drop(), accepted=accepted, dropped=self._host.close_prompt
        )
        self._host.ask(asked, "" if now is None else str(now))

    def order(self) -> None:
        """Ask for the order of the roll."""

        def chosen(order: Order) -> None:
            self._host.close_prompt()
            seed = random.randrange(1000, 10000) if order is Order.RANDOM else 0  # noqa: S311 - it guards nothing
            self._session.rearrange(Arrangement(order, seed))
            self._host.show_again()

        self._host.ask(ordering.question(self._session.roll.arrangement, chosen, self._host.close_prompt))
