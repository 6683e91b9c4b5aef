"""What is told of a roll: whose it is, who is in hand, what is new, how many have which mark."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.model import Mark, Standing
from app.i18n import drawable, gettext
from app.messages import groups, marks, roll, sending, standing, tally
from app.plain.post import Post
from app.roll.session import RollSession


class RollLines:
    """The lines about one roll. What was told once is not told again."""

    def __init__(self, session: RollSession, post: Post) -> None:
        """Tell of this session."""
        self._session, self._post = session, post
        self._told: set[str] = set()
        self._titled = ""

    def title(self) -> str:
        """Return whose roll it is, when and in which mode, if that is known and was not told yet."""
        known, register = self._session.roll.list, self._session.workspace.register
        if known is None or self._titled == known.id:
            return ""
        self._titled = known.id
        today = register.now().date()
        parts = (
            groups.title_of(known, register.group(known.group)),
            groups.meeting(known, today),
            groups.day_distance(known.date, today),
            gettext("draft") if known.is_draft else "",
            marks.mode_word(known.mode),
        )
        return ", ".join(part for part in parts if part)

    def question(self) -> str:
        """Return who is in hand, and what stands for them."""
        cursor = self._session.roll.cursor
        entry = cursor.current
        if entry is None:
            return standing.placeholder(self._session)
        number = cursor.number_of(entry.student.id)
        place = gettext("{number} of {total}").format(number=number, total=len(cursor.entries))
        said = [marks.mark_word(entry.mark)]
        if entry.comment:
            said.append(gettext("with a comment"))
        if entry.standing is not Standing.SAVED:
            said.append(marks.why_unsent(entry))
        elif entry.replaced:
            said.append(marks.was(marks.mark_word(entry.replaced.mark)))
        return f"{place}  {drawable(entry.student.name)}  {', '.join(said)}"

    def news(self) -> Iterator[str]:
        """Yield what matters and was not said yet, then what is to be decided about the student in hand."""
        yield from self._post.lines()
        for outcome in self._session.take_unasked():
            self._told.add(told := roll.told(outcome))
            yield told
        yield self.title()
        here = self._session.roll.cursor.current
        for entry in self._session.roll.cursor.entries:
            if entry.needs_decision and (stuck := roll.stuck(entry)) not in self._told:
                self._told.add(stuck)
                if entry is not here:
                    yield stuck
        if here is not None and here.needs_decision:
            yield roll.stuck(here)
        if self._session.draft.group is not None:
            yield from self._once(standing.trouble(self._session, ""))
        elif self._session.roll.waits_at_barrier():
            yield from self._once(roll.at_barrier())
        yield from self._once(self._confirmed())

    def _once(self, text: str) -> Iterator[str]:
        if text and text not in self._told:
            self._told.add(text)
            yield text

    def _confirmed(self) -> str:
        at = self._session.workspace.register.confirmed_at(self._session.list_id)
        return tally.settled(self._session.roll.tally, at, is_read=self._session.roll.is_read) if at else ""

    def counts(self) -> list[str]:
        """Return how many have which mark, and how far all of it is in USOS; nothing where nobody is on the list."""
        counted, known = self._session.roll.tally, self._session.roll.list
        if known is None or not counted.total:
            return []
        shown = [mark for mark in Mark if counted.counts[mark] or known.mode.allows(mark)]
        said = [f"{marks.mark_word(mark)} {counted.counts[mark]}" for mark in (*shown, None)]
        return [f"{groups.students(counted.total)}: {', '.join(said)}", self.state()]

    def state(self) -> str:
        """Return how far the marks are in USOS."""
        unsent = self._session.workspace.register.unsent(self._session.list_id)
        if unsent.total:
            return sending.unsent(unsent.total)
        confirmed = self._confirmed()
        self._told.add(confirmed)
        return confirmed or (gettext("all in USOS") if self._session.roll.tally.marked else "")
