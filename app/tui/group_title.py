"""The title of a group at the left of a headline."""

from __future__ import annotations

from textual.content import Content

from app.domain.model import Group
from app.i18n import drawable
from app.messages import groups
from app.tui.widgets.bars import Headline


def show(line: Headline, group: Group | None, right: Content | str, *, unknown: str = "", before: str = "") -> None:
    """Show a group: course, kind, number; `unknown` where it is not known. `before` is what the screen is, if not that.

    Where room is scarce, the kind gives way, then the course; the number stays: it tells groups of one course apart.
    """
    titles = [groups.group_title(group), groups.brief_title(group)] if group else [drawable(unknown)]
    full, *brief = [
        Content.assemble((before, "bold"), f" · {title}") if before else Content.styled(title, "bold")
        for title in titles
    ]
    line.show(full, right, shorter=brief, end=groups.title_end(group) if group else "")
