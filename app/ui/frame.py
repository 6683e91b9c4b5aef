"""What the screens share that show the store: loading it, news from the sync threads, deciding, trouble."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

from textual.content import Content
from textual.events import Key

from app.model import GroupKey
from app.store import StoreError
from app.store.outbox import UnknownEntryError
from app.sync.news import ActionEnded, EntrySettled, LinkChanged, News, ReadingEnded
from app.sync.work import Action, Reading, ReadRoll
from app.texts import gettext
from app.ui import failures, outcomes, wording
from app.ui.bars import Tone
from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.rows import Rows
from app.usos.errors import SignInNeededError, UsosError

RowsT = TypeVar("RowsT", bound=Rows)
DecidedT = TypeVar("DecidedT")


class Frame(Page[RowsT, None], Generic[RowsT]):
    """A screen of rows from the store. A subclass builds the rows and says what it reads."""

    def __init__(self, desk: Desk, rows: RowsT) -> None:
        """Show these rows; nothing is read before the screen is mounted."""
        super().__init__(rows)
        self.desk = desk
        self._covered = False
        self._missed: list[ActionEnded] = []

    # --- what a subclass says ---

    def readings(self) -> tuple[Reading, ...]:
        """Return what this screen shows and F5 reads again."""
        raise NotImplementedError

    def opening(self) -> tuple[Reading, ...]:
        """Return what is read when the screen is opened."""
        return self.readings()

    def load(self) -> None:
        """Show what the store holds now."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Show in the headlines what has changed by a mark, an answer or the way to USOS."""
        raise NotImplementedError

    # --- the frame ---

    def on_mount(self) -> None:
        """Show what is known, and ask for what may be newer."""
        self.desk.sync.want(*self.opening())
        self._reload()
        self.show_keys()

    def on_screen_suspend(self) -> None:
        """Remember that another screen is on top."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was on top."""
        if self._covered:
            self._covered = False
            self._reload()
            missed, self._missed = self._missed, []
            for news in missed:
                self.take(news)

    def _reload(self) -> None:
        """Show what the store holds, or that it cannot be read."""
        try:
            self.load()
            self.show_trouble()
        except StoreError:
            self._say_unreadable()

    def take(self, news: News) -> None:
        """Take in what the sync threads report, or say that the store cannot be read; a hidden screen loads later."""
        if self._covered:
            frames = [screen for screen in self.app.screen_stack if isinstance(screen, Frame)]
            if isinstance(news, ActionEnded) and frames[-1] is self:
                self._missed.append(news)  # only a page of help lies over this screen
            return
        try:
            self.news(news)
        except StoreError:
            self._say_unreadable()

    def news(self, news: News) -> None:
        """Take in what the sync threads report. Raises `StoreError`."""
        match news:
            case ReadingEnded(reading) if reading in self.readings():
                self._reload()
            case ActionEnded(action):
                self._reload()
                self.ended(action, self.desk.sync.failure(action))
            case LinkChanged() | EntrySettled():
                self.show_state()
                self.show_trouble()
            case _:
                pass

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Tell how something has ended that was done to a list."""
        if error is not None:
            self.say(failures.action(error), Tone.WARNING)
        else:
            self.say(outcomes.done(self.desk, action))

    def read_ahead(self, of: GroupKey | None = None) -> None:
        """Let rolls be read while nothing else is to be done, so that they can be called offline, with fresh counts."""
        self.desk.sync.want_ahead(ReadRoll(one.id) for one in self.desk.register.timetable.worth_reading(of))

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter; nothing when all is well."""
        self.message.stand(self.trouble())

    def trouble(self) -> str:
        """Return what failed and what to do about it, empty when all is well."""
        sync = self.desk.sync
        if self.desk.holder:
            return failures.held_by(self.desk.holder)
        if sync.link.trouble:
            unsent = self.desk.register.unsent().total
            again = self.desk.register.now() + timedelta(seconds=sync.next_try_in())
            if isinstance(sync.link.trouble, SignInNeededError) and self.desk.account is not None:
                return failures.signed_out(sync.link.trouble)
            return f"{failures.trouble(sync.link.trouble, unsent)} {failures.next_try(sync.link, again)}"
        errors = [error for reading in self.readings() if (error := sync.failure(reading))]
        return f"{failures.failure(errors[0])} {gettext('F5 tries again.')}" if errors else ""

    def is_reading(self) -> bool:
        """Tell whether something this screen shows is being read and nothing stands in the way."""
        sync = self.desk.sync
        return (
            not self.desk.holder
            and not sync.link.trouble
            and any(sync.is_wanted(reading) for reading in self.readings())
        )

    def sync_content(self, unsent: int, *, settled: str = "") -> Content:
        """Return the right end of the state line: reading, unsent, or `settled` when all is well."""
        link = self.desk.sync.link
        state = wording.sync_state(unsent, link)
        if state:
            return Content.styled(state, "$warning" if link.trouble else "$foreground")
        if self.is_reading():
            return Content.styled(gettext("reading from USOS …"), "$foreground-muted")
        return Content.styled(settled, "$foreground-muted")

    def _say_unreadable(self) -> None:
        self.say(gettext("The file with your marks cannot be read at the moment. Is the disk there?"), Tone.WARNING)

    def carry_out(self, decide: Callable[[], DecidedT]) -> DecidedT | None:
        """Commit a decision, and tell sync; return what it returns.

        Where it cannot be, change nothing, say why and return None.
        """
        if self.desk.holder:
            self.say(failures.held_by(self.desk.holder), Tone.WARNING)
            return None
        try:
            with self.desk.sync.deciding():
                return decide()
        except StoreError:
            self.say(gettext("The disk did not take it, so nothing is changed. Is the disk full?"), Tone.WARNING)
        except UnknownEntryError:
            self.load()
            self.say(gettext("That student or list is not in USOS any more; nothing is changed."), Tone.WARNING)
        return None

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here, or say that the store cannot be read."""
        try:
            return await super().take_key(event)
        except StoreError:
            self._say_unreadable()
            return True

    def action_refresh(self) -> None:
        """Read again from USOS, and try what waits."""
        self.message.hush()
        self.desk.sync.want_anew(*self.readings())
        self.desk.sync.try_now()
        self.show_state()
        self.show_trouble()
