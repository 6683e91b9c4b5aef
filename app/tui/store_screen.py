"""What the screens share that show the store: loading it, following events of sync, telling trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual import on
from textual.content import Content
from textual.events import Key, ScreenSuspend
from textual.message import Message

from app.domain.model import Group, GroupKey
from app.i18n import gettext
from app.keymap import keys
from app.messages import failures, list_changes, sending
from app.sync.events import ActionEnded, ConnectionChanged, EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import Action, Reading, ReadRoll, ReadTimetable
from app.tui import store_boundary, window
from app.tui.base_screen import BaseScreen
from app.tui.navigator import HasNavigator, Navigator
from app.tui.read_only import without_writing
from app.tui.store_boundary import Handler
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.rows import Rows
from app.usos.errors import SignInNeededError, UsosError
from app.workspace.workspace import Workspace

if TYPE_CHECKING:
    from app.roll.key_guard import KeyGuard
    from app.roll.outcomes import Outcome
    from app.tui.key_gate import KeyGate

RowsT = TypeVar("RowsT", bound=Rows)

_SOON = 0.3  # seconds


class StoreScreen(BaseScreen[RowsT, None], Generic[RowsT]):
    """A screen of rows from the store. A subclass builds the rows and says what it reads."""

    def __init__(self, workspace: Workspace, rows: RowsT) -> None:
        """Show these rows; nothing is read before the screen is mounted."""
        super().__init__(rows)
        self.workspace = workspace
        self.window_title = ""  # empty for that of the program
        self._covered = False
        self.is_outdated = False  # and will be shown anew in a moment
        self._missed: list[ActionEnded] = []
        self._gate: KeyGate[RowsT] | None = None  # where keys mark

    @property
    def navigator(self) -> Navigator:
        """What opens the other screens."""
        # These screens run in one application only, and it cannot be named here: it knows all of them.
        return cast("HasNavigator", self.app).navigator

    # --- what a subclass says ---

    def readings(self) -> tuple[Reading, ...]:
        """Return what this screen shows and reads again when asked to."""
        raise NotImplementedError

    def opening(self) -> tuple[Reading, ...]:
        """Return what is read when the screen is opened."""
        return self.readings()

    def load(self) -> None:
        """Show what is in the store now."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show what a reading has changed: all that is in the store, unless a subclass knows what it can leave."""
        self.load()

    def show_state(self) -> None:
        """Show in the headlines what has changed by a mark, an answer or the connection to USOS."""
        raise NotImplementedError

    def name_window(self, title: str) -> None:
        """Let the window have this title while this screen is on top."""
        # Textual's own title of a screen paints the whole of it anew.
        if title != self.window_title:
            self.window_title = title
            self._show_window_title()

    def _show_window_title(self) -> None:
        if self.is_current:
            window.show_title(self.app, self.window_title or self.app.title)

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group this screen is about, the list and the student in hand; nothing where there is none."""
        return None, "", ""

    # --- keys, on a screen where they mark ---

    def guard_keys(self, guard: KeyGuard, tell: Callable[[Outcome], None]) -> None:
        """Obey only those keys that this guard lets through; `tell` says what has become of others."""
        from app.tui.key_gate import KeyGate  # noqa: PLC0415 - the first paint of the groups, where no key marks, need not wait

        self._gate = KeyGate(self, guard, obey=self.obey, tell=tell)

    def came_to_front(self, at: float) -> None:
        """Take note that the terminal's window has come to the front, at that time of the keys' clock."""
        if self._gate is not None:
            self._gate.came_to_front(at)

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here, unless a guard says that nobody meant it."""
        return await (self._gate.take(event) if self._gate is not None else self.obey(event))

    async def obey(self, event: Key) -> bool:
        """Do what a key does here that somebody meant; False where it does nothing."""
        return await super().take_key(event)

    @on(ScreenSuspend)
    async def _end_burst(self) -> None:
        if self._gate is not None:
            await self._gate.settle()  # what was typed before another screen came

    # --- what is shown, and when it is shown anew ---

    def on_mount(self) -> None:
        """Show what is known, and ask for what may be newer."""
        self.workspace.sync.want(*self.opening())
        self.show_keys()
        self._reload()

    def on_screen_suspend(self) -> None:
        """Remember that another screen is on top."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was on top."""
        self._show_window_title()
        if self._covered:
            self._covered = False
            self._reload()
            missed, self._missed = self._missed, []
            for event in missed:
                self.receive(event)

    def _reload(self) -> None:
        """Show what is in the store."""
        self.load()
        self.show_trouble()

    def renew_soon(self) -> None:
        """Show what readings have changed in a moment, in which those that follow each other are gathered."""
        if not self.is_outdated:
            self.is_outdated = True
            self.set_timer(_SOON, self._renew_gathered)

    def _renew_gathered(self) -> None:
        self.is_outdated = False
        self.renew()
        self.show_trouble()

    def receive(self, event: SyncEvent) -> None:
        """Follow an event of sync; a screen under another one does so when it is on top again."""
        if self._covered:
            of_the_store = [screen for screen in self.app.screen_stack if isinstance(screen, StoreScreen)]
            if isinstance(event, ActionEnded) and of_the_store[-1] is self:
                self._missed.append(event)  # only a page of help lies over this screen
            return
        self.follow(event)

    def follow(self, event: SyncEvent) -> None:
        """Show what an event of sync has changed."""
        match event:
            case ReadingEnded(reading) if reading in self.readings():
                self._reload()
            case ActionEnded(action):
                self._reload()
                self.ended(action, self.workspace.sync.failure(action))
            case ConnectionChanged() | EntriesAnswered():
                self.show_state()
                self.show_trouble()
            case _:
                pass

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell how something has ended that was done to a list."""
        if error is not None:
            self.say(failures.action(error), Tone.WARNING)
        else:
            self.say(list_changes.done(self.workspace, action))

    def read_ahead(self, first: GroupKey | None = None) -> None:
        """Let rolls, and the week to come, be read while nothing else is to be done: for offline, and for counts.

        Those of the `first` group come before all others.
        """
        timetable, today = self.workspace.register.timetable, self.workspace.register.now().date()
        lists = timetable.worth_reading(first) if first else []
        lists += [one for one in timetable.worth_reading() if one.group != first]
        weeks = [ReadTimetable(first) for first in timetable.days_worth_reading()]
        urgent = [ReadRoll(one.id) for one in lists if one.date.date() == today]
        later = [ReadRoll(one.id) for one in lists if one.date.date() != today]
        self.workspace.sync.want_ahead([*urgent, *weeks, *later])

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter; nothing when all is well."""
        self.message.stand(self.trouble())

    def trouble(self) -> str:
        """Return what failed and what to do about it, empty when all is well."""
        sync = self.workspace.sync
        if self.workspace.owner:
            return failures.owned_by(self.workspace.owner)
        if disk := failures.store_state(self.workspace.register.store_state()):
            return disk
        if sync.connection.trouble:
            unsent, accounts = self.workspace.register.unsent().total, keys.shown("every.accounts")
            again = self.workspace.register.now() + timedelta(seconds=sync.next_try_in())
            can_sign_in = self.workspace.account is not None or self.workspace.renew is not None
            if isinstance(sync.connection.trouble, SignInNeededError) and can_sign_in:
                return failures.signed_out(sync.connection.trouble, self.key_of("sign_in_again") or accounts)
            in_drafts = self.workspace.register.timetable.waiting_in_drafts()
            sentence = failures.trouble(sync.connection.trouble, unsent, in_drafts=in_drafts, accounts=accounts)
            return f"{sentence} {failures.next_try(sync.connection, again, self.key_of('refresh'))}".strip()
        errors = [error for reading in self.readings() if (error := sync.failure(reading))]
        if not errors:
            return ""
        return f"{failures.failure(errors[0])} {gettext('{key} tries again.').format(key=self.key_of('refresh'))}"

    def key_of(self, action: str) -> str:
        """Return the key that does this here, empty where none does."""
        return next((key.shown() for key in keys.of(self.PLACE) if key.action == action), "")

    def as_they_work(self, items: tuple[KeyItem, ...]) -> tuple[KeyItem, ...]:
        """Return keys of the bar; where another program has the marks, those that change something do nothing."""
        return without_writing(items, self.PLACE) if self.workspace.owner else items

    def is_reading(self) -> bool:
        """Tell whether something this screen shows is being read and nothing stands in the way."""
        sync = self.workspace.sync
        return (
            not self.workspace.owner
            and not sync.connection.trouble
            and any(sync.is_wanted(reading) for reading in self.readings())
        )

    def sync_content(self, unsent: int, *, settled: str = "", quiet: bool = False) -> Content:
        """Return the right end of the state line: reading, unsent, or `settled` when all is well.

        What is unsent is told `quiet` as long as nothing is the matter with it.
        """
        connection = self.workspace.sync.connection
        state = sending.sync_state(unsent, connection)
        if state:
            usual = "$foreground-muted" if quiet else "$foreground"
            return Content.styled(state, "$warning" if connection.trouble else usual)
        if self.is_reading():
            return Content.styled(gettext("reading from USOS …"), "$foreground-muted")
        return Content.styled(settled, "$foreground-muted")

    def _get_dispatch_methods(self, method_name: str, message: Message) -> Iterable[tuple[type, Handler]]:
        return store_boundary.guarded(self.app, super()._get_dispatch_methods(method_name, message))

    def may_change(self) -> bool:
        """Tell whether anything can be changed or sent from here; where another program has the marks, say so."""
        if self.workspace.owner:
            self.say(failures.owned_by(self.workspace.owner), Tone.WARNING)
        return not self.workspace.owner

    def action_overview(self) -> None:
        """Show the term of the group in hand."""
        group, list_id, student_id = self.in_hand()
        if group is not None:
            self.message.hush()
            self.navigator.open_overview(group, self.pressed, list_id, student_id)

    def action_justifications(self) -> None:
        """Show the absences to excuse, of all groups."""
        self.message.hush()
        self.navigator.open_justifications(self.pressed)

    def action_rules(self) -> None:
        """Show the rules of the group in hand, to change them."""
        group, _, _ = self.in_hand()
        if group is not None:
            self.message.hush()
            self.navigator.open_rules(group)

    def action_export(self) -> None:
        """Ask how to write out the list in hand, or the term of its group."""
        group, list_id, _ = self.in_hand()
        if group is not None:
            self.message.hush()
            self.navigator.open_export(group, list_id)

    def action_refresh(self) -> None:
        """Read again from USOS, and try what waits."""
        self.message.hush()
        self.workspace.sync.want_anew(*self.readings())
        self.workspace.sync.try_now()
        self.show_state()
        self.show_trouble()
