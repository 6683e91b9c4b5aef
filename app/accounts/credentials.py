"""The credentials of accounts: in the keychain, one secret for each account."""

from __future__ import annotations

import json

from app.accounts.accounts import Account
from app.accounts.keychain import Kept, Keychain
from app.config.settings import Access
from app.usos.errors import KeychainSilentError, SignInNeededError

_NAMES = ("consumer_key", "consumer_secret", "token", "token_secret")


class Credentials:
    """What lets the program speak for an account. Every method may take as long as a keychain does."""

    def __init__(self, keychain: Keychain) -> None:
        """Keep them there."""
        self._keychain = keychain

    def out_of_reach(self, account: Account) -> bool:
        """Tell whether `of` found nothing because the keychain could not be asked; they may be there all the same."""
        return self._keychain.may_have(account.key)

    def of(self, account: Account) -> Access | None:
        """Return the credentials of an account, None where there are none."""
        try:
            known = json.loads(self._keychain.get(account.key) or "null")
        except ValueError:
            return None
        if not isinstance(known, dict):
            return None
        secrets = {name: value for name in _NAMES if isinstance(value := known.get(name), str) and value}
        return Access(url=account.url, **secrets) if len(secrets) == len(_NAMES) else None

    def required(self, account: Account) -> Access:
        """Return as `of`. Raises `SignInNeededError` where there are none, or `KeychainSilentError`."""
        access = self.of(account)
        if access is None:
            raise KeychainSilentError if self.out_of_reach(account) else SignInNeededError("no credentials")
        return access

    def keep(self, account: Account, access: Access) -> Kept:
        """Keep the credentials of an account, and return where. Raises OSError if no place takes them."""
        return self._keychain.set(account.key, json.dumps({name: getattr(access, name) for name in _NAMES}))

    def forget(self, account: Account) -> None:
        """Keep nothing of an account any more. Raises OSError."""
        self._keychain.delete(account.key)
