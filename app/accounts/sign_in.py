"""Signing in, from the choice of a university to an account that can be used. No screen in here.

What goes over the network or to a keychain takes its time: call it on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from typing import TypeVar
from urllib.parse import urlsplit

from app.accounts import rights
from app.accounts.accounts import Account, Accounts
from app.accounts.credentials import Credentials
from app.accounts.keychain import Kept
from app.accounts.rights import Problem
from app.accounts.universities import shipped
from app.config.settings import Access, Settings
from app.domain import polish_time
from app.domain.frozen import frozen
from app.usos import anonymous, sign_in
from app.usos.anonymous import Installation
from app.usos.callback import Callback
from app.usos.client import TOLERATED, Usos, clock_ahead
from app.usos.errors import (
    BadConsumerError,
    ClockError,
    KeychainSilentError,
    NotAllowedError,
    RefusedError,
    SignInNeededError,
    UsosError,
)
from app.usos.sign_in import AccessToken, Consumer, RequestToken

ToldT = TypeVar("ToldT")


@frozen
class Request:
    """A sign-in that waits for the lecturer's consent at the address."""

    consumer: Consumer
    token: RequestToken
    address: str = field(repr=False)


@frozen
class Admission:
    """Somebody has signed in: who and where, and what speaks against it."""

    account: Account
    access: Access
    problems: tuple[Problem, ...]


class SigningIn:
    """What signing in needs to know and to keep."""

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts,
        credentials: Credentials,
        clock: Callable[[], float] = polish_time.epoch,
    ) -> None:
        """Work with these; `clock` dates the signatures, in seconds since 1970."""
        self.settings, self.accounts = settings, accounts
        self._credentials, self._clock = credentials, clock
        self._exchanged: dict[str, AccessToken] = {}

    def look(self, url: str) -> Installation:
        """Return who answers at an address, and learn what other installations it knows of.

        Raises `NotUsosError` where it is no USOS, or any other `UsosError`.
        """
        found = anonymous.installation(url, self.settings)
        if any(_host(one.url) == _host(url) for one in shipped()):  # a stranger's list could name anything
            with suppress(UsosError, OSError):  # the list shipped with the program goes on to serve
                others = anonymous.installations(url, self.settings)
                self.accounts.keep_installations({one.url: one.name for one in others})
        # Credentials go where the lecturer wanted them to go, whatever the installation calls itself.
        return found if _host(found.url) == _host(url) else replace(found, url=url)

    def consumer(self, url: str) -> Consumer | None:
        """Return the consumer key for an installation: the one configured, or that of another account there."""
        if self.settings.consumer is not None and self.settings.url == url:
            return Consumer(url, *self.settings.consumer)
        known = (self._credentials.of(account) for account in self.accounts.all() if account.url == url)
        access = next((one for one in known if one is not None), None)
        return Consumer(url, access.consumer_key, access.consumer_secret) if access else None

    def begin(self, consumer: Consumer, callback: Callback | None, *, again: bool) -> Request:
        """Ask USOS for a sign-in: with a callback the browser comes back to it, without one it shows a PIN.

        `again` lets the page ask who is there: the browser may hold somebody else's login. Raises `UsosError`.
        """
        address = callback.address if callback else sign_in.OUT_OF_BAND
        with self._clock_as_the_reason(consumer.url):
            token = sign_in.request(consumer, address, settings=self.settings, clock=self._clock)
        if callback is not None:
            callback.expect(token.token)
        return Request(consumer, token, sign_in.authorize_address(consumer.url, token, confirm=again))

    def admit(self, request: Request, verifier: str, university: str) -> Admission:
        """Turn a consent into an account, and find out what it may do; nothing is kept yet.

        Raises `BadPinError`, its kind `ExpiredRequestError`, or any other `UsosError`.
        """
        consumer = request.consumer
        token = self._exchanged.get(request.token.token)
        if token is None:
            token = sign_in.exchange(consumer, request.token, verifier, settings=self.settings, clock=self._clock)
            self._exchanged[request.token.token] = token  # a consent counts once, whatever fails after it
        access = Access(
            url=consumer.url,
            consumer_key=consumer.key,
            consumer_secret=consumer.secret,
            token=token.token,
            token_secret=token.secret,
        )
        usos = Usos(access, self.settings, clock=self._clock)
        try:
            person = usos.me()
            lacks = self._lacking(access.url)
            problems = rights.problems(_told(usos.scopes), staff=_told(usos.is_staff), lacks=lacks)
        finally:
            usos.close()
        account = Account(url=access.url, user_id=person.id, person=person.name, university=university, lacks=lacks)
        return Admission(account, access, problems)

    def enter(self, admission: Admission) -> Kept:
        """Keep an account and its credentials, and return where these are. Raises OSError."""
        kept = self._credentials.keep(admission.account, admission.access)
        self.accounts.use(admission.account)
        return kept

    def sign_out(self, account: Account) -> UsosError | None:
        """Let USOS forget an account's token, and forget it here whatever USOS says; return what went wrong there.

        Raises OSError where the credentials could not be removed.
        """
        access = self._credentials.of(account)
        error: UsosError | None = KeychainSilentError("") if self._credentials.out_of_reach(account) else None
        if access is not None:
            try:
                sign_in.revoke(access, settings=self.settings, clock=self._clock)
            except UsosError as raised:
                error = raised
        self._credentials.forget(account)
        return error

    def refuse(self, admission: Admission) -> None:
        """Give back a token that is of no use."""
        with suppress(UsosError):  # it was never kept; USOS forgets it in its own time
            sign_in.revoke(admission.access, settings=self.settings, clock=self._clock)

    @contextmanager
    def _clock_as_the_reason(self, url: str) -> Iterator[None]:
        """Raise `ClockError` where this computer's clock is why USOS refuses a signature in the block."""
        try:
            yield
        except (SignInNeededError, BadConsumerError) as error:
            ahead = clock_ahead(url, self.settings, self._clock)
            if ahead is not None and abs(ahead) > TOLERATED:
                raise ClockError(ahead) from error
            raise

    def _lacking(self, url: str) -> tuple[str, ...]:
        try:
            known = anonymous.methods(url, self.settings)
        except UsosError:
            return ()  # an installation that does not tell is taken to have all
        return tuple(name for name in rights.METHODS if f"services/attendance/{name}" not in known)


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _told(question: Callable[[], ToldT]) -> ToldT | None:
    try:
        return question()
    except (RefusedError, NotAllowedError):
        return None
