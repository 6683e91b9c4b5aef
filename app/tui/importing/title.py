"""The title of the pages of an import: into which list it goes."""

from __future__ import annotations

from textual.content import Content

from app.i18n import gettext
from app.tui import group_title
from app.tui.roll import header
from app.tui.widgets.bars import Headline
from app.workspace.workspace import Workspace


def show(line: Headline, workspace: Workspace, list_id: str) -> None:
    """Show group, day and mode of a list; of one that is not known only what the page is."""
    register, word = workspace.register, gettext("Import")
    known = register.attendance_list(list_id)
    if known is None:
        line.show(Content.styled(word, "bold"), workspace.place)
        return
    when = header.meeting_and_mode(known, register.now().date())
    group_title.show(line, register.group(known.group), when, unknown=known.group.unit_id, before=word)
