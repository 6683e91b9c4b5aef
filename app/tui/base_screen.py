"""What every screen of this program has: two headlines, rows, a message line, a prompt, a key bar, and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.screen import Screen, ScreenResultType

from app.i18n import gettext
from app.keymap import keys, table
from app.keymap.table import Place
from app.messages import failures
from app.tui.afterwards import Afterwards
from app.tui.widgets.bars import Headline, KeyBar, KeyItem, MessageLine, Tone
from app.tui.widgets.prompt import Prompt, Question
from app.tui.widgets.rows import Rows
from app.tui.widgets.steady import SteadyRule

RowsT = TypeVar("RowsT", bound=Rows)


class BaseScreen(Screen[ScreenResultType], Generic[RowsT, ScreenResultType]):
    """A screen of rows. A subclass builds the rows and names its place in the list of keys."""

    PLACE: ClassVar[Place]
    SHORT_WORDS: ClassVar[Mapping[str, str]] = {}
    """What stands beside keys on a narrow bar in place of their usual words, by the ids of these."""
    AUTO_FOCUS = ""

    def __init__(self, rows: RowsT) -> None:
        """Show these rows."""
        super().__init__()
        self.rows = rows
        self.title_line = Headline(id="title")
        self.state_line = Headline(id="state")
        self.message = MessageLine(id="message")
        self.prompt = Prompt(id="prompt")
        self.key_bar = KeyBar(id="keys")
        self.afterwards = Afterwards(rows, failed=self.say_unreadable)
        self.address = ""  # what is copied here: the address of a page, or the path of a file that was written
        self.pressed = 0.0  # when the last key came, by the keys' own clock
        self.actions = {name: key.action for key in keys.working(self.PLACE) for name in key.keys}

    def arrived(self) -> None:
        """Say what there is to say of the row the cursor was moved to; most have nothing."""

    def subject(self) -> tuple[str, str]:
        """Return the list and the student one was last busy with, empty where there is none."""
        return "", ""

    def compose(self) -> ComposeResult:
        """Lay out the lines from top to bottom."""
        yield self.title_line
        yield self.state_line
        yield SteadyRule()
        yield from self.body()
        yield SteadyRule()
        yield self.message  # over the rule, and over the rows where it needs more lines
        yield from self.foot()
        yield self.key_bar

    def body(self) -> ComposeResult:
        """Lay out what fills the screen."""
        yield self.rows

    def foot(self) -> ComposeResult:
        """Lay out where one types."""
        yield self.prompt

    # --- keys on the bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the lines of the key bar."""
        return (tuple(map(self.bar_item, self.bar_keys())),)

    def bar_item(self, key: table.Key) -> KeyItem:
        """Return a key as it stands on the bar."""
        word, short = self.bar_word(key), self.SHORT_WORDS.get(key.id)
        return KeyItem(
            key=key.shown(),
            word=word,
            short=gettext(short) if short and word == gettext(key.label) else None,
            keep=key.id == "every.help",
            spare=key.id == "every.quit",
            presses=key.keys[0],
        )

    def bar_word(self, key: table.Key) -> str:
        """Return what stands beside a key on the bar."""
        return gettext(key.label)

    def show_keys(self) -> None:
        """Show the keys that work now: those of the prompt while it is open."""
        if self.prompt.question:
            self.key_bar.show(self.prompt.items)
        else:
            self.key_bar.show(*map(self.as_they_work, self.bar_lines()))

    def as_they_work(self, items: tuple[KeyItem, ...]) -> tuple[KeyItem, ...]:
        """Return keys of the bar, those as not available that do nothing for now."""
        return items

    # --- actions every screen has ---

    def action_back(self) -> None:
        """Go back to where this screen was opened."""
        self.dismiss()

    def action_copy(self) -> None:
        """Copy the address through the terminal (OSC 52), which works over ssh, too; nobody can know whether it did."""
        if self.address:
            self.app.copy_to_clipboard(self.address)
            self.say(gettext("Copied, if your terminal allows it."))

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

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Do the same after a click, unless a key came first and led on; while something is asked, that goes on."""
        if self.prompt.question is None and message.row == self.rows.cursor:
            self.message.hush()
            self.arrived()

    def say(self, text: str, tone: Tone = Tone.PLAIN, link: str = "") -> None:
        """Say something in the message line until the next key; `link` is the address it leads to."""
        self.message.say(text, tone, link)

    def say_unreadable(self) -> None:
        """Say that what was to be shown cannot be read from the store."""
        self.say(failures.unreadable_store(), Tone.WARNING)

    def ask(self, question: Question, text: str = "", selection: tuple[int, int] | None = None) -> None:
        """Open the prompt; keys belong to it until it is closed."""
        self.prompt.open(question, text, selection)
        self.message.give_way(asked=True)
        self.show_keys()

    def offer(self, items: tuple[KeyItem, ...]) -> None:
        """Show on the bar that these keys work from now on for what is being asked."""
        if self.prompt.question and items != self.prompt.items:
            self.prompt.items = items
            self.show_keys()

    def close_prompt(self) -> None:
        """Put the prompt away; keys belong to the screen again."""
        self.prompt.close()
        self.message.give_way(asked=False)
        self.show_keys()

    def warns_of_typed(self) -> bool:
        """Tell whether a text would be lost by leaving now; if so it is said, once."""
        would_lose = self.prompt.would_lose()
        if would_lose:
            told = gettext("Not saved yet: {save} saves what you have typed, {quit} again quits.")
            told = told.format(save=keys.name_of("enter"), quit=keys.shown("every.quit"))
            self.say(told, Tone.WARNING)
        return would_lose

    # --- keys ---

    async def on_key(self, event: Key) -> None:
        """Give a key to the prompt or do its action here and now, in the order they were typed.

        Textual's own way lets a key travel up to the application first, where the next key may overtake it.
        """
        self.pressed = event.time
        self.afterwards.settle()
        works_everywhere = any(event.key in key.keys for key in keys.of(Place.EVERY))
        is_late = not self.is_current
        if is_late or await self.take_key(event):
            event.stop()
            event.prevent_default()
        elif not works_everywhere:
            self.say_useless(event)
        if is_late and works_everywhere:
            # What was typed before this screen was left is nobody's, unless it means the same on the one that is there.
            self.app.post_message(Key(event.key, event.character))

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here; False where it does nothing."""
        if self.prompt.question:
            if event.key == "escape":
                self.message.hush()  # what was wrong with the text is nothing to know any more
            return await self.prompt.press(event)
        if event.key not in self.actions:
            return False
        await self.run_action(self.actions[event.key])
        return True

    def say_useless(self, event: Key) -> None:
        """Say quietly that a key does nothing on this screen."""
        if event.is_printable or event.key.startswith("f"):
            told = gettext("{key} does nothing here; {help} shows the keys.")
            self.message.whisper(told.format(key=keys.name_of(event.key), help=keys.shown("every.help")))

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        """Do what the key does that was clicked on the bar."""
        item, named = message.item, {keys.name_of(name): name for name in ("enter", "escape")}
        key = item.presses or named.get(item.key, item.key)
        self.app.post_message(Key(key, key if len(key) == 1 else None))

    def on_message_line_covers(self, message: MessageLine.Covers) -> None:
        """Keep the cursor in sight where a message lies over the last rows."""
        self.rows.cover(message.lines)

    def on_paste(self, event: Paste) -> None:
        """Paste into the prompt; nowhere else does pasted text do anything."""
        self.prompt.paste(event)

    def bar_keys(self) -> list[table.Key]:
        """Return the keys that belong on the key bar now."""
        return [key for key in (*keys.of(self.PLACE), *keys.of(Place.EVERY)) if key.label and key.keys]
