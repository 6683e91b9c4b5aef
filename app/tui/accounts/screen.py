"""The accounts on this computer: go on with another, sign in again, sign out."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from textual.content import Content

from app.accounts.accounts import Account
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.keymap.table import Place
from app.messages import sign_in
from app.sync.requests import Reading
from app.tui import background
from app.tui.background import Finished
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.tui.widgets.rows import Piece, Rows, cut
from app.usos.errors import UsosError
from app.workspace.destination import Demo, Destination, Opening, SignInAnew
from app.workspace.workspace import Workspace

Row = Account | SignInAnew | Demo


class AccountRows(Rows):
    """Accounts, then what else one can go on with."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._here: Row | None = None

    @property
    def current(self) -> Row | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, accounts: list[Account], here: Row | None) -> None:
        """Show these accounts, and which one is open."""
        self._rows, self._here = [*accounts, SignInAnew(), Demo()], here
        self.fill(len(self._rows), self._rows.index(here) if here in self._rows else 0)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return who and where, or what else there is."""
        shown = self._rows[row]
        style = "name" if row == self.cursor else ""
        here = f"  {gettext('open now')}" if shown == self._here else ""
        if isinstance(shown, Account):
            who = drawable(shown.person or shown.user_id)
            where = f"  {drawable(shown.university or shown.url)}"
            room = width - cell_len(here) - min(cell_len(who), width // 2) - 2
            return [
                (f" {cut(who, min(cell_len(who), width // 2))}", style),
                (cut(where, min(cell_len(where), room)), "faint"),
                (here, "accent"),
            ]
        another = gettext("Another account or university …")
        demo = gettext("The demo: a university on this computer")
        return [(f" {another if isinstance(shown, SignInAnew) else demo}", style), (here, "accent")]


class AccountsScreen(StoreScreen[AccountRows]):
    """Shows who has signed in on this computer."""

    PLACE = Place.ACCOUNTS

    def __init__(self, workspace: Workspace, *, sign_in_again: bool = False) -> None:
        """Show the accounts of this computer, or go straight to signing in again to the one that is open."""
        super().__init__(workspace, AccountRows(id="accounts"))
        self._at_once = sign_in_again
        self._ticket: object = None

    def readings(self) -> tuple[Reading, ...]:
        """Return nothing: all of it is on this machine."""
        return ()

    def on_mount(self) -> None:
        """Show who has signed in, or sign in again at once."""
        if self._at_once:
            self.call_later(self.action_sign_in_again)

    def load(self) -> None:
        """Show the accounts as remembered."""
        accounts = self.workspace.sign_in_context.accounts.all() if self.workspace.sign_in_context else []
        here: Row | None = self.workspace.account or (Demo() if self.workspace.tricks else None)
        known = next((one for one in accounts if isinstance(here, Account) and one.key == here.key), here)
        self.rows.show(accounts, known)
        self.title_line.show(Content.styled(gettext("Accounts"), "bold"), self.workspace.place)
        self.show_state()

    def show_state(self) -> None:
        """Show what waits, for leaving it behind should be no surprise."""
        self.state_line.show(Content(""), self.sync_content(self.workspace.register.unsent().total))

    def on_rows_chosen(self) -> None:
        """Go on with what was clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Go on with what is under the cursor; what is unsent here stays kept."""
        match self.rows.current:
            case Account() as account if (
                self.workspace.account is not None and account.key == self.workspace.account.key
            ):
                self.dismiss()
            case Demo() if self.workspace.tricks:
                self.dismiss()
            case Account() as account:
                self.app.exit(Opening(account))
            case SignInAnew() | Demo() as other:
                self.app.exit(other)
            case None:
                pass

    def action_sign_in_again(self) -> None:
        """Sign in again to the account that is open."""
        if self.workspace.account is None or self.workspace.sign_in_context is None:
            self._say_not_ours()
        else:
            self.navigator.open_sign_in(self.workspace.sign_in_context, self.workspace.account, self._signed_in)

    def _signed_in(self, where: Destination | None) -> None:
        account = self.workspace.account
        match where:
            case Opening(admitted, access) if account and admitted.key == account.key and access is not None:
                self.workspace.admit(access)
                self.dismiss()
            case None:
                pass
            case _:
                self.app.exit(where)

    def action_sign_out(self) -> None:
        """Let USOS and this computer forget the credentials of the account that is open, after a question."""
        if self.workspace.account is None:
            self._say_not_ours()
            return
        unsent = self.workspace.register.unsent().total
        waits = ngettext(
            "{number} mark is not in USOS yet; it stays here until you sign in again.",
            "{number} marks are not in USOS yet; they stay here until you sign in again.",
            unsent,
        ).format(number=unsent)
        if unsent:
            self.say(waits, Tone.WARNING)
        items = (
            KeyItem(key=keys.name_of("enter"), word=gettext("sign out")),
            KeyItem(key=keys.name_of("escape"), word=gettext("stay")),
        )
        question = gettext("Sign out {person}?").format(person=drawable(self.workspace.account.person))
        self.ask(Question(label=question, items=items, accepted=self._sign_out, dropped=self._stay, line=False))

    def _stay(self) -> None:
        self.close_prompt()
        self.message.hush()

    def _sign_out(self, _: str) -> None:
        account, sign_in_context = self.workspace.account, self.workspace.sign_in_context
        self.close_prompt()
        if account is not None and sign_in_context is not None:
            self.say(gettext("Signing out …"))
            work = partial(lambda: sign_in_context.signing_in().sign_out(account))
            self._ticket = background.start(self, work, self._signed_out, self._not_signed_out)

    def on_finished(self, message: Finished) -> None:
        """Go on when USOS has answered."""
        if message.ticket is self._ticket:
            message.conclude()

    def _signed_out(self, error: UsosError | None) -> None:
        self.app.exit(SignInAnew(sign_in.signed_out(error)))

    def _not_signed_out(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.say(
            gettext("The key could not be removed from this computer: {reason}").format(reason=error), Tone.WARNING
        )

    def _say_not_ours(self) -> None:
        text = (
            gettext("The demo needs no account.")
            if self.workspace.tricks
            else gettext("This sign-in comes from the settings; change it there.")
        )
        self.say(text)
