"""What all screens share: two headlines, rows, a message line, a key bar, and news from the sync threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Rule

from app.model import GroupKey
from app.store import StoreError
from app.store.outbox import UnknownEntryError
from app.sync.news import EntrySettled, LinkChanged, News, ReadingEnded
from app.sync.plan import Reading, ReadRoll, Recreate
from app.texts import gettext
from app.ui import failures, keys, wording
from app.ui.bars import Headline, KeyBar, KeyItem, MessageLine, Tone
from app.ui.desk import Desk
from app.ui.keys import Place
from app.ui.prompt import Prompt, Question
from app.ui.rows import Rows

RowsT = TypeVar("RowsT", bound=Rows)
DecidedT = TypeVar("DecidedT")


class Frame(Screen[None], Generic[RowsT]):
    """A screen of rows. A subclass builds the rows, names its place in the list of keys, and says what it reads."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, rows: RowsT) -> None:
        """Show these rows; nothing is read before the screen is mounted."""
        super().__init__()
        self.desk = desk
        self.rows = rows
        self.title_line = Headline(id="title")
        self.state_line = Headline(id="state")
        self.message = MessageLine(id="message")
        self.prompt = Prompt(id="prompt")
        self.key_bar = KeyBar(id="keys")
        self._covered = False
        self._actions = {name: key.action for key in keys.of(self.PLACE) for name in key.keys}

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

    def subject(self) -> tuple[str, str]:
        """Return the list and the student one was last busy with, empty where there is none."""
        return "", ""

    def arrived(self) -> None:
        """Say what there is to say of the row the cursor was moved to; most have nothing."""

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the lines of the key bar."""
        return (
            tuple(KeyItem(key.shown(), gettext(key.label), keep=key.id == "every.help") for key in self.bar_keys()),
        )

    # --- the frame ---

    def compose(self) -> ComposeResult:
        """Lay out the lines from top to bottom."""
        yield self.title_line
        yield self.state_line
        yield Rule()
        yield self.rows
        yield self.message
        yield self.prompt
        yield self.key_bar

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
            case LinkChanged() | EntrySettled():
                self.show_state()
                self.show_trouble()
            case _:
                pass

    def read_ahead(self, of: GroupKey | None = None) -> None:
        """Let rolls that were never read be read while nothing else is to be done: so they can be called offline."""
        self.desk.sync.want_ahead(ReadRoll(one.id) for one in self.desk.register.unread(of))

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
            return f"{failures.trouble(sync.link.trouble, unsent)} {failures.next_try(sync.link, again)}"
        errors = [error for reading in self.readings() if (error := sync.failure(reading))]
        return f"{failures.failure(errors[0])} {gettext('F5 tries again.')}" if errors else ""

    def show_keys(self) -> None:
        """Show the keys that work now: those of the prompt while it is open."""
        if self.prompt.question:
            self.key_bar.show(self.prompt.question.items)
        else:
            self.key_bar.show(*self.bar_lines())

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

    # --- actions every screen has ---

    def action_refresh(self) -> None:
        """Read again from USOS, and try what waits."""
        self.message.hush()
        self.desk.sync.want_anew(*(one for one in self.readings() if not isinstance(one, Recreate)))
        self.desk.sync.try_now()
        self.show_state()
        self.show_trouble()

    def action_back(self) -> None:
        """Go back to where this screen was opened."""
        self.dismiss()

    def action_move(self, step: int) -> None:
        """Move the cursor by a row."""
        self.message.hush()
        self.rows.move(step)
        self.arrived()

    def action_move_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.message.hush()
        self.rows.move_page(direction)
        self.arrived()

    def action_move_to_end(self, direction: int) -> None:
        """Move the cursor to the first or last row."""
        self.message.hush()
        self.rows.move_to_end(direction)
        self.arrived()

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the message line until the next key."""
        self.message.say(text, tone)

    def ask(self, question: Question, text: str = "") -> None:
        """Open the prompt; keys belong to it until it is closed."""
        self.prompt.open(question, text)
        self.show_keys()

    def close_prompt(self) -> None:
        """Put the prompt away; keys belong to the screen again."""
        self.prompt.close()
        self.show_keys()

    # --- keys ---

    async def on_key(self, event: Key) -> None:
        """Give a key to the prompt or do its action here and now, in the order they were typed.

        Textual's own way lets a key travel up to the application first, where the next key may overtake it.
        """
        if not self.is_current:  # a key that was typed before this screen was left
            event.stop()
            return
        try:
            if self.prompt.question:
                taken = await self.prompt.press(event)
            elif taken := event.key in self._actions:
                await self.run_action(self._actions[event.key])
        except StoreError:
            taken = True
            self._say_unreadable()
        if taken:
            event.stop()
            event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Paste into the prompt; nowhere else does pasted text do anything."""
        self.prompt.paste(event)

    def bar_keys(self) -> list[keys.Key]:
        """Return the keys that belong on the key bar now."""
        return [key for key in (*keys.of(self.PLACE), *keys.of(Place.EVERY)) if key.label]
