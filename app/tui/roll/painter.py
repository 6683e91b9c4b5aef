"""The rows of a roll and the panel at their side, kept in step with the session: only what has changed is painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.frozen import frozen
from app.domain.model import Entry, Mark, Standing
from app.domain.roll_order import Seating
from app.messages import standing
from app.roll.session import RollSession
from app.tui.roll.roster import Details, Roster
from app.tui.roll.side_panel import MOST_DECISIONS, SidePanel

OVERDUE = timedelta(seconds=20)  # for so long a mark that is on its way to USOS is nothing to speak of


@frozen
class Changes:
    """What was painted anew: how many `entries`, and whether other `keys` work for the student in hand.

    `to_decide` tells whether something was or is to be decided about who is in hand.
    """

    entries: int
    keys: bool
    to_decide: bool


class RollPainter:
    """Paints what the session holds. It decides nothing."""

    def __init__(self, session: RollSession) -> None:
        """Paint nothing before `show_all`."""
        self._session = session
        self.rows = Roster(id="roster")
        self.side_panel = SidePanel(id="side-panel")
        self.details = Details()
        self.undecided = False
        """Whether something is to be decided about the student in hand, as it was painted."""
        self._placed = 0  # the row on which the cursor was painted last; on another one a click has put it
        self._presence: Mark | None = None
        self._all_marked = False
        self._seating: Seating | None = None

    def show_all(self) -> None:
        """Paint the whole roll."""
        cursor = self._session.roll.cursor
        self._seating = cursor.seating
        self._session.roll.take_changes()
        self.rows.seat(cursor.seated())
        row = self.rows.row_of(cursor.current.student.id) if cursor.current else None
        self.rows.show(row or 0, standing.placeholder(self._session))
        self._placed = self.rows.cursor
        self._follow_current()

    def show_changes(self) -> Changes:
        """Paint what has changed since it was painted last, the rows alone; return what that is."""
        self.follow_click()
        was_undecided = self.undecided
        if self._seating is not self._session.roll.cursor.seating:
            self.show_all()
            return Changes(
                entries=len(self._session.roll.cursor.entries), keys=True, to_decide=was_undecided or self.undecided
            )
        changed = self._session.roll.take_changes()
        self.rows.renew(changed)
        current = self._session.roll.cursor.current
        row = self.rows.row_of(current.student.id) if current else None
        if row is not None and row != self.rows.cursor:
            self.rows.move_to(row)
            self._placed = row
        other_keys = self._follow_current()
        return Changes(entries=len(changed), keys=other_keys, to_decide=was_undecided or self.undecided)

    def _follow_current(self) -> bool:
        roll, before = self._session.roll, (self.undecided, self._presence, self._all_marked)
        current, self._presence, self._all_marked = roll.cursor.current, roll.presence, roll.tally.all_marked
        self.undecided = current is not None and current.needs_decision
        return before != (self.undecided, self._presence, self._all_marked)

    def follow_click(self) -> None:
        """Let the session know where a click has put the cursor, before a command or an event moves it elsewhere."""
        if self.rows.cursor != self._placed and self.rows.current is not None:
            self._placed = self.rows.cursor
            self._session.roll.cursor.follow(self.rows.current.student.id)

    # --- details ---

    def turn_details(self, width: int) -> bool:
        """Show numbers, absences so far and comments, or hide them, in every roll from now on; return whether shown."""
        shown = self._session.roll.turn_details(self._session.decisions)
        self.show_details(width)
        return shown

    def show_details(self, width: int) -> None:
        """Show the details as they are now, if they are shown, on a screen of that many cells."""
        known, register = self._session.roll.list, self._session.workspace.register
        shown = self._session.roll.details
        if shown and known is not None:
            absences = register.roll_details.absences(known, register.now())
            self.details = Details(shown, absences, register.rules.of(known.group).unexcused_limit)
        else:
            self.details = Details(shown)
        self.rows.show_details(self.details)
        self.fit(width)

    def fit(self, width: int) -> None:
        """Show the panel at the side where there is room for it."""
        self.side_panel.fit(width)
        self.show_side_panel()

    def show_side_panel(self) -> None:
        """Show beside the roll who is called, and what was decided last."""
        if self.side_panel.display:
            roll, register = self._session.roll, self._session.workspace.register
            decisions = register.roll_details.last_decisions(self._session.list_id, MOST_DECISIONS)
            self.side_panel.show(roll.cursor, roll.tally, self.details, decisions)

    # --- what waits for long ---

    def show_overdue(self, changed: Callable[[], None]) -> None:
        """Say aloud which marks are unsent for long, or cannot be sent; `changed` is called if these are others now."""
        now, trouble = self._session.workspace.register.now(), self._session.workspace.sync.connection.trouble
        overdue = frozenset(
            entry.student.id
            for entry in self._session.roll.cursor.entries
            if entry.standing is Standing.UNSENT and (trouble or _is_late(entry, now))
        )
        if self.rows.show_overdue(overdue):
            changed()


def _is_late(entry: Entry, now: datetime) -> bool:
    return entry.decided_at is not None and now - entry.decided_at >= OVERDUE
