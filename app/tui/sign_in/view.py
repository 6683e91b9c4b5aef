"""The pages of a sign-in: a text or rows, a question below, and work that goes on behind them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Rule, Static

from app import i18n
from app.accounts.universities import merged, shipped
from app.i18n import gettext
from app.keymap import keys
from app.keymap.table import Place
from app.messages import sign_in
from app.tui import background
from app.tui.background import Finished
from app.tui.base_screen import BaseScreen
from app.tui.sign_in import pages
from app.tui.sign_in.universities import UniversityRows
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.usos.errors import UsosError
from app.workspace.destination import Destination, SignInContext

if TYPE_CHECKING:
    from app.accounts.sign_in import SigningIn

ResultT = TypeVar("ResultT")


class SignInView(BaseScreen[UniversityRows, Destination]):
    """Shows one step of signing in at a time; a subclass leads from one to the next."""

    PLACE: ClassVar[Place] = Place.SIGN_IN

    def __init__(self, sign_in_context: SignInContext, *, quits: bool) -> None:
        """Show nothing yet; `quits` tells that the program ends where this is left."""
        super().__init__(UniversityRows(merged(shipped(), sign_in_context.accounts.installations()), id="universities"))
        self.sign_in_context = sign_in_context
        self.ticket: object = None
        self.typed = ""  # of a university
        self._quits = quits
        self._text = Static(id="text", markup=False)
        self._page = VerticalScroll(self._text, id="page", can_focus=False)
        self._signing_in: SigningIn | None = None
        self._back: Callable[[], None] = self.leave
        self._in_other_language: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the lines from top to bottom; the rows or the page are shown, never both."""
        yield self.title_line
        yield self.state_line
        yield Rule()
        yield self.rows
        yield self._page
        yield Rule()
        yield self.message
        yield self.prompt
        yield self.key_bar

    async def take_key(self, event: Key) -> bool:
        """Give keys that are no text to their actions first: one types on all these pages."""
        if event.key in self.actions:
            await self.run_action(self.actions[event.key])
            return True
        return await super().take_key(event)

    # --- what a step shows ---

    def work(
        self,
        sentence: str,
        work: Callable[[SigningIn], ResultT],
        then: Callable[[ResultT], None],
        failed: Callable[[UsosError], None],
        back: Callable[[], None],
    ) -> None:
        """Do on a thread what takes its time, and say so meanwhile; Esc goes back and forgets about it."""

        def run() -> ResultT:
            if self._signing_in is None:
                self._signing_in = self.sign_in_context.signing_in()
            return work(self._signing_in)

        def fail(error: Exception) -> None:
            if not isinstance(error, UsosError):
                raise error
            failed(error)

        if sentence:
            self.message.hush()
            self.show_page(pages.waiting_page(sentence))
            self.close_prompt()
            self._back = back
            self.show_keys()
        self.ticket = background.start(self, run, then, fail)

    def on_finished(self, message: Finished) -> None:
        """Go on with what a thread has found out, unless it is not waited for any more."""
        if message.ticket is self.ticket:
            message.conclude()

    def complain(self, error: UsosError) -> None:
        """Say what did not go well, and what to do about it."""
        self.say(sign_in.failed_step(error), Tone.WARNING)

    def retry(self, begin: Callable[[], None]) -> None:
        """Let Enter try once more."""
        self.go_on(gettext("once more"), begin)

    def go_on(self, word: str, then: Callable[[], object]) -> None:
        """Let Enter go on."""
        items = (
            KeyItem(key=keys.name_of("enter"), word=word),
            KeyItem(key=keys.name_of("escape"), word=gettext("back")),
        )
        self.ask(Question(label="", items=items, accepted=lambda _: _ignore(then()), dropped=self.action_step_back))

    def ask_for(self, label: str, taken: Callable[[str], None], *, secret: bool = False) -> None:
        """Ask for a text on a page that is about an address."""
        items = (KeyItem(key=keys.name_of("enter"), word=gettext("continue")), *self.page_keys())
        self.ask(Question(label=label, items=items, accepted=taken, dropped=self.action_step_back, secret=secret))

    def page_keys(self) -> tuple[KeyItem, ...]:
        """Return the keys of a page that is about an address."""
        opens = (
            (KeyItem(key=keys.shown("sign_in.browser"), word=gettext("open the page"), short=gettext("open page")),)
            if self.sign_in_context.browse
            else ()
        )
        return (
            *opens,
            KeyItem(key=keys.shown("sign_in.copy"), word=gettext("copy the address"), short=gettext("copy address")),
            KeyItem(key=keys.shown("sign_in.back"), word=gettext("back")),
        )

    def show_step(self, text: str, back: Callable[[], None]) -> None:
        """Say which step this is; Esc goes back by that."""
        self._back = back
        self.state_line.show(Content.styled(text, "$foreground-muted"))

    def show_title(self, in_other_language: Callable[[], None] | None = None) -> None:
        """Show what this is, and the keys of help and of the other language where a page can be shown anew in it."""
        self._in_other_language, told = in_other_language, []
        if in_other_language is not None:
            told.append(gettext("{key} po polsku").format(key=keys.shown("sign_in.language")))
        told.append(gettext("{key} help").format(key=keys.name_of("f1")))
        self.title_line.show(
            Content.styled(gettext("Sign in to USOS"), "bold"), Content.styled("   ".join(told), "$foreground-muted")
        )

    def show_rows(self) -> None:
        """Show the universities."""
        self.rows.display, self._page.display = True, False

    def search(self, typed: str) -> None:
        """Show the universities that match what is typed."""
        self.message.hush()
        self.typed = typed
        self.rows.show(typed)
        self.key_bar.show(self.choosing_keys())

    def clear_or_leave(self) -> None:
        """Clear what is typed; where nothing is, leave."""
        question = self.prompt.question
        if self.typed and question:
            self.ask(question)
            self.search("")
        else:
            self.leave()

    def choosing_keys(self) -> tuple[KeyItem, ...]:
        """Return the keys with which one chooses a university."""
        back = gettext("clear") if self.typed else gettext("quit") if self._quits else gettext("back")
        return (
            KeyItem(key=keys.shown("sign_in.up") + keys.shown("sign_in.down"), word=gettext("choose")),
            KeyItem(key=keys.name_of("enter"), word=gettext("select")),
            KeyItem(key=keys.name_of("escape"), word=back),
        )

    def show_page(self, content: Content) -> None:
        """Show a text, in the language it was asked for in."""
        if self._in_other_language is not None:
            self.show_title()
        self.rows.display, self._page.display = False, True
        self._text.update(content)
        self._page.scroll_home(animate=False)

    def leave(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

    # --- actions ---

    def action_step_back(self) -> None:
        """Go a step back; from the first one, leave. What was being asked does not matter any more."""
        self.ticket = None
        self._back()

    def action_move(self, step: int) -> None:
        """Move among the universities, or up and down a text."""
        if self.rows.display:
            super().action_move(step)
        else:
            self._page.scroll_relative(y=step, animate=False)

    def action_turn_language(self) -> None:
        """Speak the other language from now on, at the next start, too, if the disk takes it."""
        if self._in_other_language is None or not self.rows.display:
            return
        i18n.use_language("en" if i18n.language() == "pl" else "pl")
        with suppress(OSError):  # only for the next start
            self.sign_in_context.keep_language(i18n.language())
        self.rows.fill(0, 0)
        self._in_other_language()

    def action_browse(self) -> None:
        """Open the page of this step in the browser, on a thread: some browsers take their time."""
        browse, address = self.sign_in_context.browse, self.address
        if browse is not None and address:
            background.start(self, lambda: browse(address), lambda _: None, lambda _: None)


def _ignore(_: object) -> None:
    pass


def pin_key() -> KeyItem:
    """Return the key that asks for a PIN in place of the browser."""
    return KeyItem(key=keys.shown("sign_in.pin"), word=gettext("type a PIN instead"), short=gettext("type a PIN"))
