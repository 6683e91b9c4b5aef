"""Whose marks may be on this computer: the accounts that signed in, and whom the configuration speaks for."""

from __future__ import annotations

from app.accounts.accounts import Account, Accounts
from app.config.settings import Settings
from app.domain.model import Person


def known(accounts: Accounts, chosen: Settings) -> list[Account]:
    """Return all of them, the one a start would open first. Raises OSError where the folder cannot be made."""
    signed_in = accounts.all()
    first = configured(accounts, chosen)
    return signed_in if first is None else [first, *(one for one in signed_in if one.key != first.key)]


def configured(accounts: Accounts, chosen: Settings) -> Account | None:
    """Return whose credentials are in the configuration; None if there are none, or of somebody never seen here.

    USOS is not asked. Raises OSError as `known`.
    """
    if chosen.access is None:
        return None
    try:
        owner = accounts.owner(chosen.access, _nobody)
    except LookupError:
        return None
    return next((one for one in accounts.all() if one.key == owner.key), owner)


def _nobody() -> Person:
    raise LookupError
