"""The plain program from its first line to its last."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.domain.model import GroupKey
from app.i18n import gettext, ngettext
from app.keymap import keys
from app.messages import failures, sending
from app.plain.choice import Choice
from app.plain.choosing import Choosing
from app.plain.everywhere import Everywhere, LeaveError
from app.plain.keyboard import keyboard
from app.plain.overview import OverviewTalk
from app.plain.post import Post
from app.plain.roll import RollTalk
from app.plain.strokes import InputEndedError
from app.plain.talk import Talk
from app.roll.session import RollSession
from app.store import StoreError
from app.sync.requests import ReadGroups, ReadLists
from app.workspace.workspace import Workspace

_PATIENCE = 10.0  # seconds for which quitting waits for marks to be sent


class PlainProgram:
    """Chooses a group, a list, and calls the roll, with one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Work with this workspace."""
        self._workspace = workspace
        self._talk = Talk(keyboard())
        self._post = Post(workspace, self._talk)
        self._everywhere = Everywhere(workspace, self._talk)
        choice = Choice(self._talk, self._everywhere)
        self._overviews = OverviewTalk(workspace, self._talk, self._post, choice, call=self._call)
        self._choosing = Choosing(workspace, self._talk, self._post, choice, self._overviews)
        self._roll: RollTalk | None = None

    def run(self, list_id: str | None) -> None:
        """Talk until the lecturer leaves; with a list's id begin with its roll."""
        try:
            try:
                self._begin()
                with self._talk.keyboard.by_key():
                    self._go(list_id)
            except (LeaveError, InputEndedError):
                self._talk.close()
                self._send_rest()
        except KeyboardInterrupt:
            self._talk.close()
        except StoreError:
            self._talk.say(failures.unreadable_store())
        finally:
            self._workspace.sync.stop()

    def _begin(self) -> None:
        self._post.start()
        self._workspace.sync.want(ReadGroups(), ReadLists())
        workspace, unsent = self._workspace, self._workspace.register.unsent()
        told = gettext("{place}. {help} lists the keys, {quit} quits.")
        self._talk.say(
            told.format(
                place=f"rollcall · {workspace.place}", help=keys.shown("every.help"), quit=keys.shown("every.quit")
            ),
            failures.owned_by(workspace.owner) if workspace.owner else "",
        )
        if unsent.since is not None:
            self._talk.say(sending.waiting_since(unsent.total, unsent.since, workspace.register.now().date()))

    def _go(self, list_id: str | None) -> None:
        while list_id is not None:
            self._call(list_id)
            list_id = None
        while True:
            group = self._choosing.group()
            while group is not None and (chosen := self._choosing.list_of(group)) is not None:
                self._call(chosen)

    def _call(self, list_id: str, student_id: str | None = None) -> None:
        """Call a roll, from a student on if one is named."""
        session = RollSession(self._workspace, list_id, student_id)

        def of_group(tell: Callable[[GroupKey], None]) -> None:
            if session.roll.list is None:
                self._talk.unknown()
            else:
                tell(session.roll.list.group)

        everywhere = {
            "roll.overview": lambda: of_group(self._overviews.answer),
            "roll.export": lambda: of_group(lambda group: self._overviews.ask_export(group, session.list_id)),
            "roll.rules": lambda: of_group(self._overviews.ask_rules),
            **self._everywhere.actions(),
        }
        self._roll = RollTalk(session, self._talk, self._post, everywhere)
        self._roll.call()

    def _send_rest(self) -> None:
        """Send what can be sent, for some seconds and saying so; Ctrl+C ends that."""
        sync, register = self._workspace.sync, self._workspace.register
        if self._workspace.owner or not sync.has_work():
            return
        number, failed, until = register.unsent().total, sync.connection.failures, time.monotonic() + _PATIENCE
        if number:
            self._talk.say(
                ngettext("Sending {number} mark …", "Sending {number} marks …", number).format(number=number)
            )
        else:
            self._talk.say(gettext("Checking in USOS what was sent …"))
        self._talk.say(sending.leaves_at_once("Ctrl+C", register.store_state()))
        sync.release_all()
        self._post.wait(
            lambda: (
                sync.connection.stopped
                or sync.connection.failures > failed
                or time.monotonic() > until
                or not sync.has_work()
            )
        )
        self._talk.say(*self._post.lines())
        if self._roll is not None and not register.unsent().total:
            self._talk.say(self._roll.state())
