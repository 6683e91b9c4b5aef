"""Who has signed in where: one store for each installation and each USOS user in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from app.config import files
from app.config.settings import Access, private_folder
from app.domain.frozen import frozen
from app.domain.model import Person, Phrase


@frozen
class Account:
    """A person at an installation; `university` is its name, `lacks` the attendance methods it does not have."""

    url: str
    user_id: str
    person: str = ""
    university: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name of this account among secrets."""
        return f"{self.url} {self.user_id}"


class Accounts:
    """The accounts known on this computer: no secret and no student is in here."""

    def __init__(self, data: Path) -> None:
        """Keep them in this folder."""
        self._data = data
        self._index = data / "accounts.json"

    def all(self) -> list[Account]:
        """Return all accounts, the one used last first.

        A list that is lost or damaged is put together again from what stands beside the stores.
        """
        rows = files.read_json(self._index)
        listed = [_account(row) for row in rows] if isinstance(rows, list) else [None]
        known = [account for account in listed if account is not None]
        if None in listed:
            keys = {account.key for account in known}
            known += [account for account in self._beside_stores() if account.key not in keys]
        return known

    def use(self, account: Account) -> None:
        """Remember an account as it is now, as the one used last. Raises OSError."""
        accounts = [account, *self._others(account)]
        if accounts != self.all() or not self._card(account).exists():
            files.replace(self._card(account), _as_json(asdict(account)))
            self._keep(accounts)

    def forget(self, account: Account) -> None:
        """Remove every trace of an account but its secrets: the store, copies set aside, its place here.

        Raises OSError. What is known of its installation stays while another store is there.
        """
        file = self.store_file(account)
        for leftover in file.parent.glob(f"{file.stem}.*"):
            leftover.unlink()
        if not any(file.parent.glob("*.sqlite3*")):
            for leftover in file.parent.iterdir():
                leftover.unlink()
            file.parent.rmdir()
        else:
            self._forget_tokens(account)
        self._keep(self._others(account))  # last: what could not be removed can then be forgotten once more

    def store_file(self, account: Account) -> Path:
        """Return the file of an account's store; its folder is there."""
        return self._folder(account.url) / f"{_file_name(account.user_id)}.sqlite3"

    def selectors(self, url: str) -> dict[str, int]:
        """Return which steps of our field selectors an installation takes, as far as is known."""
        known = files.read_json(self._folder(url) / "selectors.json")
        if not isinstance(known, dict):
            return {}
        return {name: step for name, step in known.items() if isinstance(step, int)}

    def keep_selectors(self, url: str, steps: Mapping[str, int]) -> None:
        """Remember them. Raises OSError."""
        files.replace(self._folder(url) / "selectors.json", _as_json(dict(steps)))

    def installations(self) -> dict[str, Phrase]:
        """Return the names of installations by address, as USOS told them last."""
        known = files.read_json(self._data / "installations.json")
        if not isinstance(known, dict):
            return {}
        return {url: name for url, sides in known.items() for name in _phrase(sides)}

    def keep_installations(self, names: Mapping[str, Phrase]) -> None:
        """Remember them. Raises OSError."""
        told = {url: (name.pl, name.en) for url, name in names.items()}
        files.replace(private_folder(self._data) / "installations.json", _as_json(told))

    def owner(self, access: Access, who_am_i: Callable[[], Person]) -> Account:
        """Return whose token this is, for credentials that come from the configuration or the environment.

        A token seen before is known from disk, so that the program starts without a network; for a new one `who_am_i`
        is asked, and what it raises is passed on.
        """
        known = self._owners(access.url)
        fingerprint = hashlib.sha256(f"{access.consumer_key} {access.token}".encode()).hexdigest()[:16]
        if fingerprint not in known:
            known[fingerprint] = who_am_i().id
            files.replace(self._tokens(access.url), _as_json(known))
        return Account(url=access.url, user_id=known[fingerprint])

    def _others(self, account: Account) -> list[Account]:
        return [other for other in self.all() if other.key != account.key]

    def _keep(self, accounts: list[Account]) -> None:
        files.replace(
            private_folder(self._data) / self._index.name, _as_json([asdict(account) for account in accounts])
        )

    def _card(self, account: Account) -> Path:
        """Return the file beside a store that tells whose it is."""
        return self.store_file(account).with_suffix(".account.json")

    def _beside_stores(self) -> list[Account]:
        """Return whose stores are here, the one changed last first."""
        cards = sorted(self._data.glob("*/*.account.json"), key=_changed, reverse=True)
        return [account for card in cards if (account := _account(files.read_json(card))) is not None]

    def _tokens(self, url: str) -> Path:
        return self._folder(url) / "tokens.json"

    def _owners(self, url: str) -> dict[str, str]:
        """Return whose the tokens of the configuration are, as far as they were asked about."""
        read = files.read_json(self._tokens(url))
        return {key: who for key, who in read.items() if isinstance(who, str)} if isinstance(read, dict) else {}

    def _forget_tokens(self, account: Account) -> None:
        known = self._owners(account.url)
        left = {token: who for token, who in known.items() if who != account.user_id}
        if left != known:
            files.replace(self._tokens(account.url), _as_json(left))

    def _folder(self, url: str) -> Path:
        return private_folder(self._data / _file_name(url))


def _account(row: object) -> Account | None:
    match row:
        case {"url": str(url), "user_id": str(user_id), **rest}:
            person, university, lacks = (rest.get(name) for name in ("person", "university", "lacks"))
            return Account(
                url=url,
                user_id=user_id,
                person=person if isinstance(person, str) else "",
                university=university if isinstance(university, str) else "",
                lacks=tuple(name for name in lacks if isinstance(name, str)) if isinstance(lacks, list) else (),
            )
    return None


def _phrase(sides: object) -> tuple[Phrase, ...]:
    match sides:
        case [str(pl), str(en)]:
            return (Phrase(pl, en),)
    return ()


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def _as_json(content: object) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode("utf-8", "replace")


def _file_name(text: str) -> str:
    """Return a name any file system takes; a hash keeps two that look alike apart."""
    readable = re.sub(r"[^a-z0-9.]+", "-", text.lower().removeprefix("https://").removeprefix("http://")).strip("-.")
    return f"{readable[:48]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
