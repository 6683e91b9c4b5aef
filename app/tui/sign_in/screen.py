"""Signing in: university, key, consent in the browser, and who one is then. Nothing here waits for the network."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from app.accounts.accounts import Account
from app.accounts.keychain import Kept
from app.accounts.rights import FATAL, Problem
from app.accounts.universities import University
from app.i18n import drawable, gettext, language
from app.keymap import keys
from app.messages import sign_in
from app.tui.background import Finished, poster
from app.tui.sign_in import pages
from app.tui.sign_in.view import SignInView, pin_key
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.prompt import Question
from app.usos.errors import BadConsumerError, BadPinError, ExpiredRequestError, UsosError
from app.workspace.destination import Demo, Opening, SignInContext

if TYPE_CHECKING:
    from app.accounts.sign_in import Admission, Request, SigningIn
    from app.usos.anonymous import Installation
    from app.usos.callback import Callback, Outcome
    from app.usos.sign_in import Consumer


class SignIn(SignInView):
    """Leads from the choice of a university to an account. Its result is where to go on; None if it was left."""

    def __init__(
        self, sign_in_context: SignInContext, again: Account | None = None, notice: str = "", *, quits: bool = False
    ) -> None:
        """Begin with the choice of a university, or sign in `again` to an account that USOS does not know any more.

        `notice` is said at the beginning; `quits` tells that the program ends where this is left.
        """
        super().__init__(sign_in_context, quits=quits)
        self._post = poster(self)
        self._notice = notice
        self._again, self._university = again, again.university if again else ""
        self._pin = sign_in_context.browse is None
        self.callback: Callback | None = None  # while the browser is waited for
        self._consumer: Consumer | None = None
        self._request: Request | None = None

    def on_mount(self) -> None:
        """Begin where nothing is known yet: an institution may have settled the university."""
        self.show_title()
        if self._again is not None:
            self.show_step(drawable(self._again.person), self.leave)
            self._find_consumer(self._again.url)
        elif self.sign_in_context.settings.url is not None:
            self.typed = self.sign_in_context.settings.url
            self._look(self.typed, typed=True)
        else:
            self._choose()
        if self._notice:
            self.say(self._notice)

    # --- the university ---

    def _choose(self) -> None:
        typed, self.address, self._pin = self.typed, "", self.sign_in_context.browse is None
        self._hang_up()
        self.message.hush()
        self.show_rows()
        self.show_title(in_other_language=self._choose)
        self.show_step(gettext("1 of 3 · your university"), self.clear_or_leave)
        if not self.rows.count:  # else the cursor stays where it was
            self.rows.show(typed)
        question = Question(
            label=gettext("Name, city or address:"),
            items=self.choosing_keys(),
            accepted=self._chosen,
            dropped=self.clear_or_leave,
            changed=self.search,
        )
        self.ask(question, typed)

    def _start_over(self) -> None:
        """Go back to the choice of a university, or, where it is settled, to where signing in was asked for."""
        if self._again is None:
            self._choose()
        else:
            self.leave()

    def _chosen(self, _: str) -> None:
        match self.rows.current:
            case Demo() as demo:
                self.dismiss(demo)
            case University() as university:
                self._university = university.name.in_language(language())
                self._look(university.url)
            case str() as address:
                self._university = ""
                self._look(address, typed=True)

    def on_rows_chosen(self) -> None:
        """Take the university that was clicked."""
        if self.prompt.question:
            self._chosen("")

    def _look(self, url: str, *, typed: bool = False) -> None:
        def failed(error: UsosError) -> None:
            self._choose()
            self.say(sign_in.not_reached(url, error) if typed else sign_in.failed_step(error), Tone.WARNING)

        sentence = gettext("Contacting {address} …").format(address=url)
        self.work(sentence, lambda signing_in: signing_in.look(url), self._found, failed, self._choose)

    def _found(self, installation: Installation) -> None:
        name = installation.name.in_language(language())
        self._university = name or self._university or installation.url.split("://")[1].strip("/")
        self._find_consumer(installation.url)

    def _not_found(self, error: UsosError) -> None:
        self._choose()
        self.complain(error)

    # --- the key ---

    def _find_consumer(self, url: str) -> None:
        def found(consumer: Consumer | None) -> None:
            if consumer is None:
                self._ask_key(url)
            else:
                self._begin(consumer)

        taken = self._request.consumer if self._request and self._request.consumer.url == url else None
        sentence = gettext("One moment …")
        self.work(sentence, lambda sign_in: taken or sign_in.consumer(url), found, self._not_found, self._start_over)

    def _ask_key(self, url: str) -> None:
        self.address = f"{url}developers/"
        self.show_page(pages.key_page(self._university, self.address))
        self.show_step(gettext("2 of 3 · the key for this program"), self._start_over)
        self.ask_for(gettext("Consumer key:"), partial(self._ask_secret, url), secret=True)

    def _ask_secret(self, url: str, key: str) -> None:
        if not key.strip():
            return

        def taken(secret: str) -> None:
            from app.usos.sign_in import Consumer  # noqa: PLC0415 - by now a thread has imported it

            if secret.strip():
                self._begin(Consumer(url, key.strip(), secret.strip()))

        self.show_step(gettext("2 of 3 · the key for this program"), partial(self._ask_key, url))
        self.ask_for(gettext("Consumer secret:"), taken, secret=True)

    # --- the consent ---

    def _begin(self, consumer: Consumer) -> None:
        self._hang_up()
        self._consumer = consumer
        # A browser that has signed somebody in here before would bring the same person back, unasked.
        again = self._again is not None or any(one.url == consumer.url for one in self.sign_in_context.accounts.all())

        def begin(sign_in: SigningIn) -> Request:
            return sign_in.begin(consumer, self._listen(), again=again)

        self.work(gettext("Starting the sign-in …"), begin, self._consent, self._not_begun, self._start_over)

    def _begin_anew(self) -> None:
        if self._consumer is not None:
            self._begin(self._consumer)

    def _listen(self) -> Callback | None:
        """Return a listener for the browser; None where a PIN is to be typed, or nothing can listen."""
        from app.messages import consent  # noqa: PLC0415 - on a thread, and only where it is needed
        from app.usos.callback import Callback  # noqa: PLC0415 - as above

        if not self._pin:
            with suppress(OSError):
                self.callback = Callback(consent.words, self._heard)
        return self.callback

    def _heard(self, outcome: Outcome) -> None:
        """Take what the browser brought back, from the listener's thread to ours."""
        self._post(Finished(self.ticket, partial(self.decided, outcome.verifier)))

    def _not_begun(self, error: UsosError) -> None:
        if self._consumer is not None and isinstance(error, BadConsumerError):
            self._ask_key(self._consumer.url)
        else:
            self.show_page(pages.heading(self._university))
            self.retry(self._begin_anew)
        self.complain(error)

    def _consent(self, request: Request) -> None:
        self._request, self.address = request, request.address
        self._show_consent(request)
        super().action_browse()

    def _show_consent(self, request: Request) -> None:
        if self.callback is not None:
            self.show_page(pages.browser_page(self._university, request.address))
            self.close_prompt()
        else:
            self.show_page(pages.pin_page(self._university, request.address, opens=bool(self.sign_in_context.browse)))
            self.ask_for(gettext("PIN:"), self.decided)
        self.show_step(gettext("3 of 3 · your consent"), self._start_over)

    def decided(self, verifier: str | None) -> None:
        """Go on with the PIN, or with what the browser brought back; None is a refusal."""
        request, university = self._request, self._university
        if verifier is None:
            self.show_page(pages.refused_page())
            self.retry(self._begin_anew)
        elif request is not None and verifier.strip():
            self.work(
                gettext("Checking who you are …"),
                lambda sign_in: sign_in.admit(request, verifier, university),
                self._admitted,
                partial(self._not_admitted, request, verifier),
                self._start_over,
            )

    def _not_admitted(self, request: Request, verifier: str, error: UsosError) -> None:
        if isinstance(error, BadPinError) and self.callback is not None:
            # Not by itself: where consent stands, the browser would come back at once, again and again.
            self.show_page(pages.heading(self._university))
            self.retry(self._begin_anew)
            self.say(sign_in.over(), Tone.WARNING)
            return
        if isinstance(error, ExpiredRequestError):
            self._begin(request.consumer)
        elif isinstance(error, BadPinError):
            self._show_consent(request)
        else:
            self.show_page(pages.heading(self._university))
            self.retry(lambda: self.decided(verifier))
        self.complain(error)

    # --- who one is ---

    def _admitted(self, admission: Admission) -> None:
        self._hang_up()
        if fatal := [one for one in admission.problems if one in FATAL]:
            self.show_page(pages.useless_page(admission.account, fatal))
            self.work("", lambda sign_in: sign_in.refuse(admission), lambda _: None, self.complain, self._start_over)
            elsewhere = Problem.NO_ATTENDANCE in admission.problems and self._again is None
            self.retry(self._choose if elsewhere else self._begin_anew)
            return

        def keep(sign_in: SigningIn) -> Kept | None:
            with suppress(OSError):
                return sign_in.enter(admission)
            return None

        welcome = partial(self._welcome, admission)
        self.work(gettext("Saving your key …"), keep, welcome, self.complain, self._start_over)

    def _welcome(self, admission: Admission, kept: Kept | None) -> None:
        self.show_page(pages.done_page(admission.account, admission.problems, kept, self._again))

        def enter() -> None:
            self.dismiss(Opening(admission.account, admission.access))

        back_where_one_was = self._again is not None and self._again.key == admission.account.key
        self.show_step(drawable(admission.account.person), enter if back_where_one_was else self._start_over)
        self.go_on(gettext("continue"), enter)

    # --- what all steps share ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys of a page without a question."""
        pin = (pin_key(),) if self.callback else ()
        back = KeyItem(key=keys.shown("sign_in.back"), word=gettext("back"))
        return ((*pin, *self.page_keys()),) if self.callback else ((back,),)

    def _hang_up(self) -> None:
        callback, self.callback = self.callback, None
        if callback is not None:
            callback.close()

    def on_unmount(self) -> None:
        """Listen for no browser any more."""
        self._hang_up()

    def action_browse(self) -> None:
        """Open the page of this step; where the browser is waited for, a new one: the old may have expired by now."""
        if self.callback is not None:
            self._begin_anew()
        else:
            super().action_browse()

    def action_use_pin(self) -> None:
        """Ask for a PIN in place of waiting for the browser."""
        if self.callback is not None:
            self._pin = True
            self._begin_anew()
