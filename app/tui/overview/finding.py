"""Finding a student in an overview while one types."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import names
from app.domain.found import Found
from app.i18n import gettext
from app.messages import finding
from app.tui.overview.painter import OverviewPainter
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question
from app.tui.widgets.searching import search_keys


class Finding:
    """One search: the cursor shows the match that is chosen, and is back where it was where there is none."""

    def __init__(
        self,
        painter: OverviewPainter,
        *,
        show: Callable[[str, tuple[KeyItem, ...]], None],
        closed: Callable[[], None],
    ) -> None:
        """Begin at the student in hand; `show` is told what stands beside the line, and the keys that work."""
        self._painter, self._show, self._closed = painter, show, closed
        self._start = painter.rows.current.student.id if painter.rows.current else ""
        self._found = Found()

    def question(self) -> Question:
        """Return what to ask."""
        return Question(
            label="/",
            hint=finding.sought(),
            items=self._items(),
            accepted=self._accept,
            dropped=self._drop,
            changed=self._look,
            moved=self._choose,
        )

    def _look(self, text: str) -> None:
        shown = self._painter.shown
        numbered = [one.student for one in shown.students] if shown else []
        students = [one.student for one in self._painter.rows.students]
        self._found = Found(names.best(text, students, numbered=numbered))
        self._go(finding.match_place(self._found) if text.strip() else finding.sought())

    def _choose(self, step: int) -> None:
        if self._found.students:
            self._found = self._found.moved(step)
            self._go(finding.match_place(self._found))

    def _go(self, hint: str) -> None:
        self._put()
        self._show(hint, self._items())

    def _put(self) -> None:
        self._painter.go_to(self._found.chosen.id if self._found.chosen else self._start)

    def _items(self) -> tuple[KeyItem, ...]:
        return search_keys(len(self._found.students), taking=gettext("select"), leaving=gettext("back"))

    def _accept(self, _: str) -> None:
        if self._found.students:
            self._put()  # what USOS has answered may have moved the cursor meanwhile
        self._closed()

    def _drop(self) -> None:
        self._painter.go_to(self._start)
        self._closed()
