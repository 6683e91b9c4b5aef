"""Deciding a row of an import by a key, and taking that back where nobody meant the key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from app.domain.model import Mark
from app.i18n import gettext
from app.messages import import_decisions
from app.register.reversal import Reversal
from app.roll import import_cursor
from app.roll.differences import Difference
from app.roll.import_session import ImportSession
from app.roll.outcomes import Outcome, Rejected
from app.tui.importing.rows import DifferenceRows
from app.tui.widgets.bars import MessageLine, Tone

_DIGITS = tuple("0123456789")


class Host(Protocol):
    """The page of differences."""

    session: ImportSession
    rows: DifferenceRows
    message: MessageLine

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something until the next key."""

    def tell(self, outcome: Outcome) -> None:
        """Show what an outcome has changed, and say it."""

    def show_again(self) -> None:
        """Show the rows as they are judged by now."""

    def show_keys(self) -> None:
        """Show the keys that work now."""

    def arrived(self) -> None:
        """Show what goes with the row under the cursor."""


class Deciding:
    """Decides the row under the cursor, and goes on to the next one to decide; who is corrected keeps the cursor."""

    def __init__(self, host: Host) -> None:
        """Decide on this page; `key_guard` is for its keys."""
        self._host = host
        self._is_choosing = False  # whether the last keys were digits, the first of them in a row to decide
        self.key_guard = host.session.key_guard(self.take_back)

    @property
    def digits_rest(self) -> bool:
        """Whether a digit marks nobody before another key was pressed: it may be meant for one more row to decide."""
        row = self._host.rows.current
        return self._is_choosing and row is not None and not row.is_undecided

    def take_digit(self, key: str) -> bool:
        """Let a digit choose in a row to decide; False for another key, and where digits mark."""
        row = self._host.rows.current
        if row is None or not row.is_undecided or key not in _DIGITS:
            rested = self.digits_rest
            self._is_choosing = rested and key in _DIGITS
            if self._is_choosing:
                self._host.say(import_decisions.digits_rest(row) if row else "")
            elif rested:
                self._host.show_keys()
            return self._is_choosing
        self._is_choosing = True
        if (choice := row.numbered.get(key)) is not None:
            self._decide(row, partial(self._host.session.choose, row, choice))
        elif row.can_be_marked:
            self._host.say(gettext("There is no choice {digit} here; letters mark.").format(digit=key))
        else:
            self._host.say(gettext("There is no choice {digit} here.").format(digit=key))
        return True

    def mark(self, mark: Mark) -> None:
        """Choose what is written of the student under the cursor."""
        row = self._host.rows.current
        if row is None:
            self._host.say(import_decisions.nothing_to_choose())
        elif not row.can_be_marked:
            self._host.say(import_decisions.nobody_to_mark())
        elif row.is_decided_as(mark):
            self._host.say(import_decisions.already(row, mark))
        else:
            self._decide(row, partial(self._host.session.mark, row, mark))

    def leave_out(self) -> None:
        """Leave the row out, or take it in again."""
        row = self._host.rows.current
        if row is None:
            self._host.say(import_decisions.nothing_to_choose())
        elif not row.can_be_left_out:
            self._host.say(import_decisions.nothing_to_leave_out())
        else:
            self._decide(row, partial(self._host.session.leave_out, row))

    def _decide(self, row: Difference, decide: Callable[[], Outcome | None]) -> None:
        host, before = self._host, self._host.rows.differences
        host.message.hush()
        refused = decide()
        if refused is not None:
            host.tell(refused)
            return
        host.show_again()
        newest = host.session.newest
        if newest is not None:
            host.rows.go_to(import_cursor.after(newest, before, host.rows.differences))
        host.arrived()
        if newest is not None:
            host.say(import_decisions.decided(newest))

    def take_back(self) -> Reversal | Rejected:
        """Take back what was decided or written last, with the cursor on the row that is decided no more."""
        newest = self._host.session.newest
        taken_back = self._host.session.undo()
        self._host.show_again()
        if newest is not None:
            self._host.rows.go_to(newest.row)
        return taken_back
