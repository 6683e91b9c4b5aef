"""What goes at every question: telling what is unsent, and leaving."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import gettext
from app.messages import failures, groups, unsent_export
from app.plain.talk import Talk
from app.workspace.workspace import Workspace


class LeaveError(Exception):
    """The lecturer wants to leave the program."""


class Everywhere:
    """The actions of all of the program."""

    def __init__(self, workspace: Workspace, talk: Talk) -> None:
        """Tell of this workspace."""
        self._workspace, self._talk = workspace, talk

    def actions(self) -> dict[str, Callable[[], None]]:
        """Return the actions by the ids of their keys."""
        return {"every.outbox": self.tell_unsent, "every.quit": self.leave}

    def leave(self) -> None:
        """Leave the program."""
        self._talk.answer(gettext("quit"))
        raise LeaveError

    def tell_unsent(self) -> None:
        """Answer with what is not in USOS yet."""
        register = self._workspace.register
        self._talk.answer(gettext("Not in USOS yet"))
        if self._workspace.owner:
            self._talk.say(failures.owned_by(self._workspace.owner))
        unsent = [(one, groups.title_of(one, register.group(one.group)), rows) for one, rows in register.unsent_lists()]
        told = unsent_export.as_text(unsent, register.now().date()).splitlines()
        self._talk.say(*(told if unsent else [gettext("Everything is in USOS.")]))
