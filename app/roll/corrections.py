"""Correcting marks in many lists from one page: a session for each list, begun when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.frozen import frozen
from app.domain.model import PRESENCES, Entry, Mark, Record
from app.register.excusing import Together
from app.register.reversal import Reversal
from app.roll.decisions import Decisions
from app.roll.key_guard import DecidingKeys, KeyGuard
from app.roll.outcomes import LeavingUndo, Notice, Outcome, PressAgain, Rejected, UndoStops
from app.roll.session import RollSession
from app.sync.events import ActionEnded, ReadingEnded, SyncEvent
from app.sync.requests import ReadRoll
from app.workspace.workspace import Workspace


@frozen
class _Made:
    """A step made here: in which lists, and its number where that is not the newest step of its list."""

    lists: tuple[str, ...]
    step: int | None = None


class Corrections:
    """Marks students in any list, and takes steps back in the order in which they were made here.

    Every method may raise `StoreError` where the store cannot be read.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Begin without sessions and steps."""
        self._workspace = workspace
        self._sessions: dict[str, RollSession] = {}  # by the list they were begun for
        self._done: list[_Made] = []  # the newest last
        self._undone: list[_Made] = []
        self._stop: Entry | None = None  # whom the last undo could not clear; nothing was decided here since

    def key_guard(self, deciding: DecidingKeys) -> KeyGuard:
        """Return a guard for the keys of the page from which marks are corrected here."""
        return KeyGuard(
            self._workspace.options,
            lambda: sum(session.decided for session in self._sessions.values()),
            self._take_back,
            deciding,
        )

    def mark(self, list_id: str, student_id: str, mark: Mark, shown: Entry | None = None) -> Outcome:
        """Mark a student of a list by the rules of its roll; `ENTRY_GONE` where the roll does not have them.

        `shown` is the entry as the page has it, None where that is as it was taken in here.
        """

        def command(session: RollSession) -> Outcome:
            session.roll.renew([shown] if shown is not None else [])
            return session.mark(mark)

        return self._command(list_id, student_id, command)

    def correct(self, list_id: str, student_id: str, mark: Mark, shown: Entry, *, again: bool) -> Outcome:
        """Mark as `mark` does; but it takes the same key `again` for a first mark, a presence and a class to come.

        Until then it is `PressAgain`: among so many cells a key is easily meant for another one, and USOS cannot
        clear a first mark. An absence of a class that was held, excused or not, is what one corrects.
        """
        roll = self._session(list_id).roll
        is_ahead = roll.list is not None and roll.list.date > self._workspace.register.now()
        asks = mark is not shown.mark and (is_ahead or shown.mark is None or shown.mark in PRESENCES)
        if asks and not again and not self._workspace.owner and not roll.blocked(mark):
            return PressAgain(shown, mark)
        return self.mark(list_id, student_id, mark, shown)

    def comment(self, list_id: str, student_id: str, text: str) -> Outcome:
        """Write a comment on a student of a list, see `RollSession.comment`; `ENTRY_GONE` as in `mark`."""
        return self._command(list_id, student_id, lambda session: session.comment(student_id, text))

    def keep_mine(self, list_id: str, student_id: str) -> Outcome:
        """Send what was decided about a student over what USOS has; `ENTRY_GONE` as in `mark`."""
        return self._command(list_id, student_id, RollSession.keep_mine)

    def take_theirs(self, list_id: str, student_id: str) -> Outcome:
        """Take what USOS has of a student; `ENTRY_GONE` as in `mark`."""
        return self._command(list_id, student_id, RollSession.take_theirs)

    def _command(self, list_id: str, student_id: str, command: Callable[[RollSession], Outcome]) -> Outcome:
        session = self._session(list_id)
        session.arrive(student_id)
        current = session.roll.cursor.current
        if current is None or current.student.id != student_id:
            return Notice.ENTRY_GONE
        before, self._stop = session.decided, None
        outcome = command(session)
        if session.decided > before:
            self._done.append(_Made((list_id,)))
            self._undone.clear()
        return outcome

    def record(self, changes: Mapping[tuple[str, str], tuple[Record, Record]]) -> Together | Rejected:
        """Make changes by list and student as one step over their lists; whoever has another record by now is left.

        To open the lists lets their rolls be read: that may be over before the changes are made.
        """
        self._stop = None
        sessions = {list_id: self._session(list_id) for list_id, _ in changes}
        together = Decisions(self._workspace).together(changes)
        if isinstance(together, Together):
            for (list_id, _), entry in together.entries.items():
                sessions[list_id].take_in([entry])
            self._done.append(_Made(tuple(dict.fromkeys(list_id for list_id, _ in together.entries)), together.step))
            self._undone.clear()
        return together

    def undo(self) -> Reversal | Rejected | UndoStops:
        """Take back the newest step made here, as far as it can be done now; else as `RollSession.undo`."""
        stop, self._stop = self._stop, None
        return UndoStops(stop) if stop is not None and self._done else self._take_back()

    def _take_back(self) -> Reversal | Rejected:
        result = self._reverse(self._done, self._undone, back=True)
        self._stop = _stuck(result)
        return result

    def redo(self) -> Reversal | Rejected:
        """Do again the step that was taken back here last."""
        return self._reverse(self._undone, self._done, back=False)

    def _reverse(self, steps: list[_Made], others: list[_Made], *, back: bool) -> Reversal | Rejected:
        if not steps:
            return Reversal(back=back)
        reversals = []
        for list_id in steps[-1].lists:
            result = self._sessions[list_id].reverse(back=back, step=steps[-1].step)
            if not isinstance(result, Reversal):
                return result  # the step stays: asked once more, the lists that are through have nothing left of it
            reversals.append(_beside_others(result, list_id))
        made, whole = steps.pop(), _together(reversals)
        if whole.done or whole.waits_for:
            others.append(made)
        return whole

    def forget_steps(self) -> None:
        """Leave the steps made so far as they are: a roll that is opened takes back its own newest one."""
        self._done.clear()
        self._undone.clear()

    def follow(self, event: SyncEvent) -> None:
        """Take in what an event of sync changes, and finish the undos that waited for it."""
        for session in self._sessions.values():
            session.follow(event)
            if _may_change(event, session.list_id):
                session.load()
            session.finish_undo()

    def follows(self, list_id: str) -> bool:
        """Tell whether marks were made in this list: then its changes come from `take_changes`."""
        return any(session.list_id == list_id for session in self._sessions.values())

    def renew(self) -> None:
        """Take in all that the store holds by now, for a front end that does not follow each event."""
        for session in self._sessions.values():
            session.load()
            session.finish_undo()

    def take_changes(self) -> Iterator[tuple[str, list[Entry]]]:
        """Yield each list with the entries that have changed since this was last asked."""
        for session in self._sessions.values():
            if changed := session.roll.take_changes():
                yield session.list_id, changed

    def take_unasked(self) -> list[Outcome]:
        """Return what has come about without a command since this was last asked."""
        unasked = [
            _beside_others(outcome, session.list_id) if isinstance(outcome, Reversal) else outcome
            for session in self._sessions.values()
            for outcome in session.take_unasked()
        ]
        self._stop = next(filter(None, map(_stuck, unasked)), self._stop)  # an undo that waited is no other undo
        return unasked

    def before_leaving(self) -> LeavingUndo | None:
        """Return what would be lost by leaving now, once; None if one may leave."""
        leaving = (session.before_leaving() for session in self._sessions.values())
        return next((one for one in leaving if one is not None), None)

    def close(self) -> None:
        """Let go out what is held back."""
        for session in self._sessions.values():
            session.close()

    def _session(self, list_id: str) -> RollSession:
        if list_id not in self._sessions:
            session = RollSession(self._workspace, list_id)
            session.open()
            session.load()
            self._sessions[list_id] = session
        return self._sessions[list_id]


def _may_change(event: SyncEvent, list_id: str) -> bool:
    """Tell whether a list, or who is on its roll, may be another after this: not after the roll of another one."""
    if isinstance(event, ReadingEnded) and isinstance(event.reading, ReadRoll):
        return event.reading.list_id == list_id
    return isinstance(event, (ReadingEnded, ActionEnded))


def _stuck(outcome: Outcome) -> Entry | None:
    """Return the first of those whom an undo could not clear, None where there is none."""
    return outcome.stuck[0] if isinstance(outcome, Reversal) and outcome.back and outcome.stuck else None


def _beside_others(reversal: Reversal, list_id: str) -> Reversal:
    """Return what has come of a step in one list, whose roll nobody calls here."""
    return replace(reversal, list_id=list_id, back_to=None, stayed=False)


def _together(reversals: Sequence[Reversal]) -> Reversal:
    """Return what has come of a step in all of its lists."""
    first, *others = reversals
    if not others:
        return first
    return Reversal(
        changed=tuple(one for reversal in reversals for one in reversal.changed),
        stuck=tuple(one for reversal in reversals for one in reversal.stuck),
        waits_for=tuple(one for reversal in reversals for one in reversal.waits_for),
        done=any(one.done for one in reversals),
        step=first.step,
        back=first.back,
    )
