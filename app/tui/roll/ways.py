"""Where a roll leads: somebody picked at random, a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from app.domain.model import PRESENCES
from app.i18n import gettext
from app.roll.session import RollSession
from app.tui.navigator import Navigator
from app.tui.widgets.bars import Tone


class Host(Protocol):
    """The screen that one leaves."""

    session: RollSession

    @property
    def navigator(self) -> Navigator:
        """What opens the other screens."""

    def say(self, text: str, tone: Tone = Tone.PLAIN, link: str = "") -> None:
        """Say something until the next key."""


class Ways:
    """Opens other screens over a roll."""

    def __init__(self, host: Host) -> None:
        """Lead away from this screen."""
        self._host, self._session = host, host.session

    def by_name(self) -> Mapping[str, Callable[[], None]]:
        """Return the ways by the names that the table of keys has for them: `go('export')`."""
        return {"pick": self.pick, "export": self.export}

    def pick(self) -> None:
        """Pick somebody at random among those present, and show the name; nobody is marked."""
        if any(entry.mark in PRESENCES for entry in self._session.roll.cursor.here()):
            self._host.navigator.open_picked(self._session)
        else:
            self._host.say(gettext("Nobody is present yet."))

    def export(self) -> None:
        """Ask how to write out this roll, or the term."""
        known = self._session.roll.list
        if known is not None:
            self._host.navigator.open_export(known.group, known.id)
