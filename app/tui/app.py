"""The application: it starts the threads, hands the screens the events of sync, and ends the program."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual._context import active_message_pump
from textual.actions import ActionParseResult
from textual.command import Provider
from textual.dom import DOMNode
from textual.events import AppFocus
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import sending
from app.store import StoreError
from app.sync.events import ActionEnded, Broken, EntriesAnswered, SyncEvent, gathered
from app.tui import chosen_theme, store_boundary, window
from app.tui.background import Finished
from app.tui.base_screen import BaseScreen
from app.tui.program import Program
from app.tui.screens import Screens
from app.tui.store_boundary import Handler
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone
from app.usos.errors import SignInNeededError
from app.workspace.workspace import Workspace

# Screens are imported when they are opened: together they would delay the first paint by a tenth.

_LATEST_BEGIN = 0.5  # seconds from the start until the threads work, whatever is painted
_TURN = 0.001  # seconds that a thread of sync may keep a key waiting for the interpreter; Python's own are five
_TOGETHER = 0.06  # seconds in which answers about marks are shown as one: a key would wait for each of them


def _actions() -> type[Provider]:
    from app.tui.palette import Actions  # noqa: PLC0415 - as above

    return Actions


class SyncEventArrived(Message):
    """Something has happened on a thread of sync."""

    def __init__(self, event: SyncEvent) -> None:
        """Carry an event from a thread of sync to ours."""
        super().__init__()
        self.event = event


class Rollcall(Program):
    """Picks a group, browses its lists, calls a roll."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_actions}
    ENABLE_COMMAND_PALETTE = True
    DEFAULT_MODE = "beginning"  # Textual does not let one remove its own

    def __init__(self, workspace: Workspace, *, list_id: str | None = None, theme: str | None = None) -> None:
        """Open this workspace; with a list's id go straight to its roll. Raises `LookupError` for an unknown theme.

        Without a theme it is the one that was chosen last in the palette.
        """
        super().__init__(theme or chosen_theme.kept(workspace))
        self.workspace = workspace
        self._attention = window.Attention()
        self.navigator = Screens(self, workspace)
        self._is_leaving = False
        self._list_id = list_id
        self._has_begun = False
        self._arrived: list[SyncEvent] = []  # not yet handed to the screens
        self._handing_on: Timer | None = None
        self._waiting = ""  # what was said at the start of marks that wait, while it is true

    def keys_everywhere(self) -> Sequence[Key]:
        """Return all keys of every screen."""
        return keys.of(Place.EVERY)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the roll that was asked for, else with the groups; neither waits for what the other needs."""
        if self._list_id is not None:
            from app.tui.roll.screen import RollScreen  # noqa: PLC0415 - as above

            return RollScreen(self.workspace, self._list_id)
        from app.tui.groups.screen import GroupsScreen  # noqa: PLC0415 - as above

        return GroupsScreen(self.workspace)

    def on_mount(self) -> None:
        """Let the threads start."""
        window.keep_title(self)
        self.call_after_refresh(self._begin)
        # A screen that a quick key covers before it is painted never calls back, and the threads must start.
        self.set_timer(_LATEST_BEGIN, self._begin)

    def on_unmount(self) -> None:
        """Give the window its title back."""
        window.restore_title(self)

    def _begin(self) -> None:
        """Start the threads once, and tell what waits from last time.

        The first thing the threads do is to import the network; until something is painted they would be in its way.
        """
        if self._has_begun:
            return
        self._has_begun = True
        sys.setswitchinterval(_TURN)
        gc.freeze()  # what is here by now stays; looking through it for garbage would delay a key now and then
        if not self.workspace.owner:
            self.workspace.sync.start(self._report)
        unsent, now = self.workspace.register.unsent(), self.workspace.register.now()
        if unsent.since is not None and isinstance(self.screen, StoreScreen):
            self._waiting = sending.waiting_since(unsent.total, unsent.since, now.date())
            self.screen.say(self._waiting, Tone.WARNING)
        elif self.workspace.notice and isinstance(self.screen, StoreScreen):
            self.screen.say(self.workspace.notice)

    def _report(self, event: SyncEvent) -> None:
        """Bring an event from a thread of sync to this one."""
        self.post_message(SyncEventArrived(event))

    def on_sync_event_arrived(self, message: SyncEventArrived) -> None:
        """Hand an event to the screens, and answers about marks in a moment: they come in showers."""
        if isinstance(message.event, Broken):  # a defect whatever it is: nothing would be sent any more
            super()._handle_exception(message.event.error)
            return
        self._arrived.append(message.event)
        if not isinstance(message.event, EntriesAnswered):
            self._hand_on()
        elif self._handing_on is None:
            self._handing_on = self.set_timer(_TOGETHER, self._hand_on)

    def _hand_on(self) -> None:
        """Hand all that has arrived to the screens; where the store fails, the rest comes with the next event."""
        if self._handing_on is not None:
            self._handing_on.stop()
            self._handing_on = None
        self._arrived = gathered(self._arrived)
        while self._arrived:
            self._show(self._arrived.pop(0))

    def _show(self, event: SyncEvent) -> None:
        if isinstance(event, ActionEnded):
            self.workspace.list_history.follow(event, self.workspace.register)
        screens = [screen for screen in self.screen_stack if isinstance(screen, StoreScreen)]
        for screen in screens:
            screen.afterwards.settle()  # what a key has still to show comes before what follows it
            screen.receive(event)
        if isinstance(event, EntriesAnswered):
            self._attention.look(self, self.workspace.register.unsent().stuck)
        if self._waiting and self._waits_no_more():
            for screen in screens:
                screen.message.take_back(self._waiting)
            self._waiting = ""

    def _waits_no_more(self) -> bool:
        """Tell whether what waited at the start is in USOS, or waits for a sign-in, which the screens then offer."""
        if isinstance(self.workspace.sync.connection.trouble, SignInNeededError):
            return True
        return not self.workspace.register.unsent().total

    def on_finished(self, message: Finished) -> None:
        """Take note of what has ended that was begun from the palette."""
        message.conclude()

    def on_app_focus(self, event: AppFocus) -> None:
        """Tell the screen on top that the window has come to the front, where it had not been."""
        if not self.app_focus and isinstance(self.screen, StoreScreen):
            self.screen.came_to_front(event.time)

    # --- the keys of every screen ---

    def action_keys(self) -> None:
        """Show the keys of the screen on top."""
        from app.tui.help import Help  # noqa: PLC0415 - as above

        if isinstance(self.screen, BaseScreen):
            self.push_screen(Help(self.screen.PLACE, self.keys_now()))

    def action_command_palette(self) -> None:
        """Open the palette in the language in use."""
        from app.tui.palette import palette  # noqa: PLC0415 - as above

        if isinstance(self.screen, StoreScreen) and not self.screen.prompt.question:
            self.push_screen(palette())

    def action_accounts(self) -> None:
        """Show who has signed in on this computer."""
        from app.tui.accounts.screen import AccountsScreen  # noqa: PLC0415 - as above

        if isinstance(self.screen, StoreScreen) and not isinstance(self.screen, AccountsScreen):
            lost = isinstance(self.workspace.sync.connection.trouble, SignInNeededError)
            if lost and self.workspace.renew is not None:
                self.workspace.renew()
                self.workspace.sync.try_now()
                self.screen.say(gettext("You are signed in to the demo again."), Tone.PLAIN)
                return
            self.push_screen(AccountsScreen(self.workspace, sign_in_again=lost and self.workspace.account is not None))

    def action_outbox(self) -> None:
        """Show what USOS has not accepted."""
        from app.tui.outbox.screen import OutboxScreen  # noqa: PLC0415 - as above

        if isinstance(self.screen, StoreScreen) and not isinstance(self.screen, OutboxScreen):
            self.push_screen(OutboxScreen(self.workspace, self.screen.pressed))

    async def leave(self) -> None:
        """Send what can be sent, for some seconds and saying so, then leave; asked twice, leave at once."""
        from app.tui.leaving import Leaving  # noqa: PLC0415 - as above

        if self._is_leaving or self.workspace.owner or not self._has_work():
            self.exit()
            return
        self._is_leaving = True
        self.workspace.sync.release_all()
        await self.push_screen(Leaving(self.workspace))

    def _has_work(self) -> bool:
        """Tell whether anything can be sent: nothing of a store that cannot be read."""
        try:
            return self.workspace.sync.has_work()
        except StoreError:
            return False

    # --- a store that cannot be read; see `store_boundary` ---

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action as Textual does, or say that the store cannot be read: nothing more is to be done then."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except StoreError:
            store_boundary.say_unreadable(self)
            return True

    def _get_dispatch_methods(self, method_name: str, message: Message) -> Iterable[tuple[type, Handler]]:
        return store_boundary.guarded(self, super()._get_dispatch_methods(method_name, message))

    def _handle_exception(self, error: Exception) -> None:
        # From a timer or a callback of these all goes on; a message that another pump cannot handle ends that pump.
        if isinstance(error, StoreError) and isinstance(active_message_pump.get(), (StoreScreen, Rollcall)):
            store_boundary.say_unreadable(self)
        else:
            super()._handle_exception(error)
