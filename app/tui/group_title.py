"""The title of a group at the left of a headline, and in a row."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from app.domain.model import Group
from app.i18n import drawable
from app.messages import groups
from app.tui.widgets.bars import Headline
from app.tui.widgets.rows import cut


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


def in_cells(group: Group, width: int, before: str = "") -> str:
    """Return what stands before it and the title of a group in exactly that many cells, its number kept longest."""
    titles = [f"{before}{title}" for title in (groups.group_title(group), groups.brief_title(group))]
    fitting = next((title for title in titles if cell_len(title) <= width), None)
    ends = [end for end in (groups.title_end(group), f" {groups.group_number(group)}") if 2 * cell_len(end) <= width]
    if fitting is not None or not ends:
        return cut(fitting or titles[-1], width)
    return cut(cut(titles[-1].removesuffix(ends[0]), width - cell_len(ends[0])).rstrip() + ends[0], width)
