"""Signing in for pictures: a university that says what a picture needs, and the ways to each step by keys."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.accounts import Account
from app.accounts.keychain import Kept
from app.accounts.rights import Problem
from app.accounts.sign_in import Admission, Request
from app.config.settings import Access
from app.domain.model import Phrase
from app.usos.anonymous import Installation
from app.usos.callback import Callback
from app.usos.errors import UsosError
from app.usos.sign_in import Consumer, RequestToken
from tests.support.sign_in_driver import Person

URL = "https://usosapps.uw.edu.pl/"
ACCESS = Access(URL, "key", "secret", "token", "secret")
BARBARA = Account(URL, "1", "Barbara Łęcka", "University of Warsaw")
WARSAW = Phrase("Uniwersytet Warszawski", "University of Warsaw")


@dataclass
class Told:
    """A university that says what a picture needs, in place of the network."""

    account: Account = BARBARA
    problems: tuple[Problem, ...] = ()
    kept: Kept | None = Kept.KEYCHAIN
    away: UsosError | None = None
    begins: bool = True
    knows_the_key: bool = True
    name: Phrase = WARSAW

    def look(self, url: str) -> Installation:
        if self.away is not None and not self.begins:
            raise self.away
        return Installation(self.account.url, self.name, "7.3")

    def consumer(self, url: str) -> Consumer | None:
        return Consumer(url, "key", "secret") if self.knows_the_key else None

    def begin(self, consumer: Consumer, callback: Callback | None, *, again: bool) -> Request:
        if self.away is not None:
            raise self.away
        return Request(
            consumer,
            RequestToken("", ""),
            f"{self.account.url}services/oauth/authorize?oauth_token=vW3Kq8sXbT2mLr6ZyN4d",
        )

    def admit(self, request: Request, verifier: str, university: str) -> Admission:
        return Admission(self.account, ACCESS, self.problems)

    def enter(self, admission: Admission) -> Kept | None:
        return self.kept

    def refuse(self, admission: Admission) -> None:
        pass


async def until_step(person: Person, number: int) -> None:
    await person.until(lambda: f" {number} of 3 " in person.screen_text() or f" {number} z 3 " in person.screen_text())


async def university(person: Person) -> None:
    await until_step(person, 1)
    await person.paste("univ war")


async def key(person: Person) -> None:
    await university(person)
    await person.press("enter")
    await until_step(person, 2)


async def consent(person: Person) -> None:
    await university(person)
    await person.press("enter")
    await until_step(person, 3)


async def admitted(person: Person) -> None:
    await consent(person)
    await person.type_pin("12345678")
    await person.until(lambda: "Łęcka" in person.screen_text() or "Żak" in person.screen_text(), "who it is")
    await person.until(lambda: "Enter" in person.screen_text(), "the next key")
