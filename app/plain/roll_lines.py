"""What is told of a roll: whose it is, who is in hand, what is new, how many have which mark."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.model import Entry, Mark, Roll, Standing
from app.i18n import clock_time, drawable, gettext
from app.messages import groups, marks, roll, sending
from app.plain.post import Post
from app.plain.talk import Talk
from app.plain.undoing import Undoing
from app.sync.requests import ReadRoll
from app.usos.errors import RefusedError
from app.workspace.workspace import Workspace


class RollLines:
    """The roll of one list, as the store has it, with a student in hand."""

    def __init__(self, workspace: Workspace, talk: Talk, post: Post, list_id: str) -> None:
        """Tell of this list, which need not be known yet."""
        self._workspace, self._talk, self._post, self.list_id = workspace, talk, post, list_id
        self._undoing = Undoing(workspace, list_id)
        self._roll: Roll | None = None
        self._row = 0
        self._told: set[str] = set()

    @property
    def _entries(self) -> tuple[Entry, ...]:
        return self._roll.entries if self._roll else ()

    def _load(self) -> None:
        """Take in what the store holds now, with the same student in hand."""
        here = self._entries[self._row].student.id if self._entries else None
        self._roll = self._workspace.register.roll(self.list_id)
        self._row = max(0, min(self._row_of(here, self._row), len(self._entries) - 1))

    def _row_of(self, student_id: str | None, otherwise: int) -> int:
        return next((row for row, one in enumerate(self._entries) if one.student.id == student_id), otherwise)

    def _question(self) -> str:
        if not self._entries:
            return self._placeholder()
        entry = self._entries[self._row]
        place = gettext("{number} of {total}").format(number=self._row + 1, total=len(self._entries))
        said = [marks.mark_word(entry.mark)]
        if entry.comment:
            said.append(gettext("with a comment"))
        if entry.standing is not Standing.SAVED:
            said.append(marks.why_unsent(entry))
        return f"{place}  {drawable(entry.student.name)}  {', '.join(said)}"

    def _placeholder(self) -> str:
        """Return why there are no students."""
        if self._roll and self._roll.read_at:
            return gettext("Nobody is on this list.")
        failed = self._workspace.sync.failure(ReadRoll(self.list_id))
        if isinstance(failed, RefusedError):
            return gettext("USOS has no such list, or it is not yours.")
        return gettext("This roll is not here yet.")

    # --- what is new ---

    def _news(self) -> Iterator[str]:
        """Yield what matters and was not said yet, then what is to be decided about the student in hand."""
        yield from self._post.lines()
        for reversal in self._undoing.finished():
            yield roll.reversal(reversal)
        self._load()
        here = self._entries[self._row] if self._entries else None
        for entry in self._entries:
            if entry.needs_decision and (told := roll.stuck(entry)) not in self._told:
                self._told.add(told)
                if entry is not here:
                    yield told
        if here is not None and here.needs_decision:
            yield roll.stuck(here)
        untouched = not any(entry.known.mark for entry in self._entries)
        if untouched and self._workspace.sync.at_barrier(self.list_id):
            yield from self._once(roll.at_barrier())
        if confirmed := self._confirmed():
            yield from self._once(confirmed)

    def _once(self, text: str) -> Iterator[str]:
        if text not in self._told:
            self._told.add(text)
            yield text

    def _confirmed(self) -> str:
        at = self._workspace.register.confirmed_at(self.list_id)
        if at is None:
            return ""
        marked = sum(entry.mark is not None for entry in self._entries)
        told = gettext("confirmed in USOS {time} ({marked} of {total})")
        return told.format(time=clock_time(at), marked=marked, total=len(self._entries))

    def tell_counts(self) -> None:
        """Say how many have which mark, and how far all of it is in USOS."""
        self._load()
        if self._roll is None or not self._entries:
            return
        counts = self._roll.counts()
        possible = [mark for mark in Mark if counts[mark] or self._roll.list.mode.allows(mark)]
        said = [f"{marks.mark_word(mark)} {counts[mark]}" for mark in (*possible, None)]
        self._talk.say(f"{groups.students(len(self._entries))}: {', '.join(said)}", self.state())

    def state(self) -> str:
        """Return how far the marks are in USOS."""
        unsent, marked = self._workspace.register.unsent(self.list_id), any(entry.mark for entry in self._entries)
        if unsent.total:
            return sending.unsent(unsent.total)
        confirmed = self._confirmed()
        self._told.add(confirmed)
        return confirmed or (gettext("all saved") if marked else "")
