"""Finding a student in an overview while one types."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import names
from app.i18n import gettext
from app.keymap import keys
from app.messages import roll
from app.tui.overview.painter import OverviewPainter
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question


def question(painter: OverviewPainter, *, hint: Callable[[str], None], closed: Callable[[], None]) -> Question:
    """Return what to ask; the cursor shows the best match, and is back where it was where there is none."""
    start = painter.rows.current.student.id if painter.rows.current else ""

    def changed(text: str) -> None:
        matches = names.best(text, (one.student for one in painter.rows.students)) if text.strip() else []
        painter.go_to(matches[0].id if matches else start)
        others = len(matches) - 1
        found = roll.other_matches(others) if others > 0 else "" if matches else gettext("nobody matches")
        hint(found if text.strip() else "")

    def dropped() -> None:
        painter.go_to(start)
        closed()

    items = (
        KeyItem(key=keys.name_of("enter"), word=gettext("select")),
        KeyItem(key=keys.name_of("escape"), word=gettext("back")),
    )
    return Question(label="/", items=items, accepted=lambda _: closed(), dropped=dropped, changed=changed)
