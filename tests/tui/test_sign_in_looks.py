"""Pictures of signing in, step by step, and of the accounts: with texts that do not change from run to run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from app import i18n
from app.accounts.accounts import Account, Accounts
from app.accounts.rights import Problem
from app.config.settings import Settings
from app.register.register import Register
from app.tui.app import Rollcall
from app.tui.sign_in.first_run import FirstRun
from app.usos.errors import OfflineError, Silence
from app.workspace.destination import SignInContext
from app.workspace.workspace import Workspace
from tests.support.contrast import assert_readable
from tests.support.driver import connection, emulated, now, program
from tests.support.sign_in_driver import Person
from tests.support.told_university import BARBARA, Told, admitted, consent, key, university, until_step
from tests.tui.test_screens import SnapCompare

# The longest texts decide whether the smallest size will do.
VARIANTS = [(80, 24, "en"), (80, 24, "pl"), (120, 36, "en"), (120, 36, "pl"), (60, 20, "pl")]
JAN = Account(
    "https://usosapi.polsl.pl/usosapps/", "2", "Jan Żak-Brzęczyszczykiewicz", "Silesian University of Technology"
)
OLDER = ("change_list_mode", "create_from_tt", "delete_list", "user")

Steps = Callable[[Person], Awaitable[None]]


Compare = Callable[..., None]


@pytest.fixture
def compare(snap_compare: SnapCompare, tmp_path: Path) -> Compare:
    """Carry out steps on the first screens of a program and compare what is shown with its picture."""

    def run(steps: Steps, size: tuple[int, int], language: str, told: Told, *, browser: bool = False) -> None:
        sign_in_context = SignInContext(
            Accounts(tmp_path), Settings(), lambda: told, (lambda _: None) if browser else None
        )

        async def before(pilot: Pilot[None]) -> None:
            person = Person(pilot.app, pilot, None, None, None)
            await steps(person)
            await person.until_laid_out()
            if (size, language) == ((80, 24), "en"):
                await assert_readable(pilot.app, pilot)

        i18n.use_language(language)
        assert snap_compare(FirstRun(sign_in_context), terminal_size=size, run_before=before)

    return run


@pytest.mark.parametrize(
    ("size", "language"),
    [
        pytest.param((width, height), language, id=f"{width}x{height}-{language}")
        for width, height, language in VARIANTS
    ],
)
class TestEveryStep:
    def test_all_universities(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        async def steps(person: Person) -> None:
            await until_step(person, 1)

        compare(steps, size, language, Told())

    def test_key(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(key, size, language, Told(knows_the_key=False), browser=True)

    def test_consent_by_browser(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(consent, size, language, Told(), browser=True)

    def test_consent_by_pin(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(consent, size, language, Told())

    def test_done(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(admitted, size, language, Told())

    def test_useless(self, compare: Compare, size: tuple[int, int], language: str) -> None:
        compare(admitted, size, language, Told(problems=(Problem.NO_SCOPE, Problem.SHORT_LIVED)))

    def test_accounts(self, snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int], language: str) -> None:
        accounts = Accounts(tmp_path)
        for account in (JAN, BARBARA):
            accounts.use(account)
        sign_in_context = SignInContext(accounts, Settings(), Told)
        with emulated() as usos, program(tmp_path, connection(usos), language=language) as (_, store, sync):
            workspace = Workspace(
                Register(store, now), sync, BARBARA.university, sign_in_context=sign_in_context, account=BARBARA
            )

            async def before(pilot: Pilot[None]) -> None:
                person = Person(pilot.app, pilot, store, sync, workspace.register)
                await person.until(person.is_on_now)
                await person.press("f6")
                await person.until_shown("Łęcka", "Żak")
                await person.until_laid_out()
                if (size, language) == ((80, 24), "en"):
                    await assert_readable(pilot.app, pilot)

            assert snap_compare(Rollcall(workspace), terminal_size=size, run_before=before)


class TestWhatCanHappenOnTheWay:
    def test_typing_the_name_of_a_university(self, compare: Compare) -> None:
        compare(university, (80, 24), "en", Told())

    def test_no_network(self, compare: Compare) -> None:
        async def steps(person: Person) -> None:
            await university(person)
            await person.press("enter")
            await person.until_shown("No connection to USOS.")

        compare(steps, (80, 24), "en", Told(away=OfflineError(Silence.NO_CONNECTION), begins=False))

    def test_no_network_any_more(self, compare: Compare) -> None:
        async def steps(person: Person) -> None:
            await university(person)
            await person.press("enter")
            await person.until_shown("No connection to USOS.")

        compare(steps, (80, 24), "en", Told(away=OfflineError(Silence.NO_CONNECTION)))

    def test_an_address_that_is_typed(self, compare: Compare) -> None:
        async def steps(person: Person) -> None:
            await until_step(person, 1)
            await person.paste("api.nowhere.edu.pl/usosapps")

        compare(steps, (80, 24), "en", Told())

    def test_the_hidden_secret(self, compare: Compare) -> None:
        async def steps(person: Person) -> None:
            await key(person)
            await person.paste("Xk29sKd83jfLw0")
            await person.press("enter")
            await person.until_shown("Consumer secret:")
            await person.paste("nobody reads this")

        compare(steps, (80, 24), "en", Told(knows_the_key=False))

    def test_done_with_everything_there_is_to_say(self, compare: Compare) -> None:
        older = Account(JAN.url, JAN.user_id, JAN.person, JAN.university, OLDER)
        problems = (Problem.STUDENT, Problem.SHORT_LIVED, Problem.FEWER_METHODS)
        compare(admitted, (60, 20), "en", Told(account=older, problems=problems, kept=None))

    def test_refused(self, compare: Compare) -> None:
        async def steps(person: Person) -> None:
            await consent(person)
            person.sign_in.decided(None)
            await person.until(lambda: "You did not allow it." in person.screen_text(), "that it was refused")

        compare(steps, (80, 24), "en", Told(), browser=True)
