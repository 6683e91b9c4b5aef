"""What signing in needs from the rest of the program, and where the program goes from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from app.accounts.accounts import Account, Accounts
from app.config.settings import Access, Settings
from app.domain.frozen import frozen

if TYPE_CHECKING:
    from app.accounts.sign_in import SigningIn  # httpx and authlib come with it: a thread imports it


@frozen
class SignInContext:
    """What the pages of a sign-in ask of the rest.

    `signing_in` may take its time. `browse` opens an address; it is None where nobody would see the browser.
    `keep_language` keeps a language for the next start and raises `OSError`.
    """

    accounts: Accounts
    settings: Settings
    signing_in: Callable[[], SigningIn]
    browse: Callable[[str], None] | None = None
    keep_language: Callable[[str], None] = lambda _: None


@frozen
class Opening:
    """Go on with an account; `access` is there where somebody has just signed in, else it is in the keychain."""

    account: Account
    access: Access | None = field(default=None, repr=False)


@frozen
class Demo:
    """Go on with the demo."""


@frozen
class SignInAnew:
    """Go on with the choice of a university; `told` is what is to be said there first."""

    told: str = field(default="", compare=False)


Destination = Opening | Demo | SignInAnew
