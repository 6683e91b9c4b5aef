"""Losing the token and getting a new one, going from one account to another, signing out: no mark is lost or astray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.config.settings import Settings
from app.emulator import Emulator, Fault, FaultKind, Options
from app.sync.requests import ReadGroups
from app.tui.roll.screen import RollScreen
from tests.program.test_real_terminal import wait_for
from tests.support.driver import access_to
from tests.support.sign_in_driver import (
    Evening,
    Person,
    Scene,
    Web,
    a_colleague,
    on_a_desktop,
    the_lecturer,
    until_said,
)
from tests.support.terminal import rollcall

UPDATE = "services/attendance/update_attendance"
REVOKE_TOKEN = "services/oauth/revoke_token"
BARBARA = "Barbara Łęcka"
LOST = "Your USOS sign-in has expired. Marks are saved here. Press F6 to sign in again."


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as browser:
        yield browser


@pytest.fixture
def evening(tmp_path: Path, web: Web) -> Evening:
    return Evening(tmp_path, web)


def marks_in(usos: Emulator) -> list[str]:
    """The marks of the current list."""
    return sorted(mark for mark, _ in usos.marks(usos.current_list()).values() if mark)


def signs_in_to(usos: Emulator) -> Scene:
    """Somebody signs in for the first time."""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_signed_in()
        await person.go_on()

    return scene


def knows_the_key(usos: Emulator) -> Scene:
    """Somebody signs in where the key is known from another account."""

    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_signed_in()
        await person.go_on()

    return scene


async def asks_for_another(person: Person) -> None:
    """Go from an account to the choice of a university."""
    await person.until_shown("Mathematical Analysis I")
    await open_accounts(person)
    await person.press("end", "up")
    await person.go_on()


async def open_accounts(person: Person) -> None:
    await person.press("f6")
    await person.until_shown("Another account or university", "O sign out")


async def until_open_now(person: Person, account: str) -> None:
    """Wait until the accounts say that this one is open."""
    await person.until(
        lambda: any(account in line and "open now" in line for line in person.screen_text().splitlines()),
        f"open now: {account}",
    )


async def mark_in_vain(person: Person, usos: Emulator) -> None:
    """Make three marks that USOS does not take at the moment."""
    await person.open_current_roll()
    usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
    await person.press(*"143")
    await person.until_shown("3 unsent", "USOS is having problems")


# --- a token that is lost ---


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_after_the_token_is_lost_in_mid_roll_marks_are_kept_and_arrive_when_one_has_signed_in_again(
    usos: Emulator, evening: Evening, web: Web, how: str
) -> None:
    async def roll(person: Person) -> None:
        await person.open_current_roll()
        await person.press(*"111")
        await person.until_saved()
        (usos.revoke_token if how == "revoked" else usos.expire_token)()
        await person.press(*"4141", "home")
        await until_said(person, "signed out · ↑ 4 unsent", LOST)
        await person.press("f6")
        await person.until_signed_in()
        assert "interactivity=confirm_user" in web.addresses[-1]
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, RollScreen), "the roll again")
        await person.until_saved()
        await person.until(lambda: "signed out" not in person.screen_text())
        assert marks_in(usos) == ["absence"] * 2 + ["intramural"] * 5

    evening.play(signs_in_to(usos), roll)
    assert "interactivity" not in web.addresses[0]
    assert len(evening.accounts.all()) == 1


def test_a_pin_will_do_for_signing_in_again(usos: Emulator, tmp_path: Path, web: Web) -> None:
    async def sign_in(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.consent_by_pin(web)
        await person.until_signed_in()
        await person.go_on()

    async def roll(person: Person) -> None:
        await person.open_current_roll()
        usos.revoke_token()
        await person.press(*"414")
        await until_said(person, LOST)
        await person.press("f6")
        await person.consent_by_pin(web)
        await person.until_signed_in()
        await person.press("escape")
        await person.until(lambda: isinstance(person.app.screen, RollScreen), "the roll again")
        await person.until_saved()
        assert marks_in(usos) == ["absence", "absence", "intramural"]

    Evening(tmp_path).play(sign_in, roll)


def test_a_start_after_the_token_was_lost_offers_to_sign_in_and_forgets_what_waited_once_it_is_sent(
    usos: Emulator, evening: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    async def lose_it(person: Person) -> None:
        await person.open_current_roll()
        usos.revoke_token()
        await person.press(*"414")
        await until_said(person, "3 unsent", LOST)
        await person.go_on("ctrl+q")

    async def next_start(person: Person) -> None:
        await until_said(person, "3 unsent", LOST)
        await person.press("f6")
        await person.until_signed_in()
        await person.press("enter")
        await person.until_shown("Groups")
        await person.until_saved()
        assert "have been waiting since" not in person.screen_text()

    evening.play(signs_in_to(usos), lose_it)
    told = "3 marks are waiting on this computer. Start rollcall and sign in again to send them.\n"
    assert capsys.readouterr().out == told
    evening.play(next_start)
    assert capsys.readouterr().out == ""


def test_what_waits_at_the_start_is_not_said_any_more_when_it_is_sent(usos: Emulator, evening: Evening) -> None:
    async def leave_three(person: Person) -> None:
        await mark_in_vain(person, usos)
        await person.press("ctrl+q")
        await person.go_on("ctrl+q")

    async def next_start(person: Person) -> None:
        await person.until_shown("3 marks have been waiting since")
        usos.faults.clear()
        person.sync.try_now()
        await person.until_saved()
        await person.until(lambda: "have been waiting since" not in person.screen_text(), "no more waiting")

    evening.play(signs_in_to(usos), leave_three)
    evening.play(next_start)


def test_the_accounts_name_the_key_that_signs_in_from_there(usos: Emulator, evening: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        usos.revoke_token()
        person.sync.want_anew(ReadGroups())
        await until_said(person, "Press R to sign in again.")
        await person.press("o")
        await person.go_on()

    async def out(person: Person) -> None:
        await person.until_shown("You are signed out.")
        assert "could not be told" not in person.screen_text()  # USOS has forgotten the token already

    evening.play(signs_in_to(usos), scene, out)


def test_marks_that_stay_with_several_accounts_are_told_at_the_end_account_by_account(
    usos: Emulator, evening: Evening, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    async def as_a_colleague(person: Person) -> None:
        await mark_in_vain(person, usos)
        web.who = a_colleague
        await asks_for_another(person)

    async def leave(person: Person) -> None:
        await person.until_shown("Groups")
        await person.go_on("ctrl+q")

    evening.play(signs_in_to(usos), as_a_colleague, knows_the_key(usos), leave)
    kept = (
        "3 marks are waiting on this computer."
        " They will be sent the next time you start rollcall, or run: rollcall send"
    )
    assert capsys.readouterr().out == f"{BARBARA} · Example University: {kept}\n"


def test_one_who_thinks_better_of_signing_in_again_is_back_at_the_roll(
    usos: Emulator, evening: Evening, web: Web
) -> None:
    async def roll(person: Person) -> None:
        await person.open_current_roll()
        usos.revoke_token()
        await person.press(*"414")
        await until_said(person, LOST)
        web.does = ""
        await person.press("f6")
        await person.until_shown("the program goes on")
        await person.press("escape", "escape")
        await person.until(lambda: isinstance(person.app.screen, RollScreen), "the roll again")
        await until_said(person, "3 unsent", LOST)

    evening.play(signs_in_to(usos), roll)


def test_somebody_else_who_signs_in_gets_a_store_of_their_own_and_sends_nothing_of_the_first(
    usos: Emulator, evening: Evening, web: Web
) -> None:
    sent: list[int] = []

    async def roll(person: Person) -> None:
        await person.open_current_roll()
        await person.press(*"111")
        await person.until_saved()
        usos.revoke_token()
        await person.press(*"414")
        await until_said(person, LOST)
        await person.until(lambda: not person.sync.state.busy, "no call under way")
        sent.append(usos.calls.count(UPDATE))
        web.who = a_colleague
        await person.press("f6")
        await person.until_signed_in()
        await until_said(person, f"That is not {BARBARA}, whose marks stay on this computer and are not sent in your")
        await person.go_on()

    async def colleague(person: Person) -> None:
        await person.until_shown("Groups")
        await person.until(lambda: not person.app.screen.is_reading(), "the colleague's groups")
        assert not person.sync.has_work()
        assert person.store.outbox.unsent().total == 0
        assert "unsent" not in person.screen_text()
        await open_accounts(person)
        await person.until_shown(BARBARA)
        await person.press("down")
        await person.go_on()

    async def back_home(person: Person) -> None:
        await until_said(person, "signed out · ↑ 3 unsent")
        assert usos.calls.of(UPDATE)[sent[0] :] == []
        assert marks_in(usos) == ["intramural"] * 3
        web.who = the_lecturer
        await person.press("f6")
        await person.until_signed_in()
        await person.press("enter")
        await person.until_saved()
        assert marks_in(usos) == ["absence"] * 2 + ["intramural"] * 4

    evening.play(signs_in_to(usos), roll, colleague, back_home)
    first, second = evening.accounts.all()
    assert first.person == BARBARA
    assert evening.accounts.store_file(first) != evening.accounts.store_file(second)


@pytest.mark.parametrize(("ahead", "told"), [(-20, "20 minutes ahead"), (20, "20 minutes behind")])
def test_a_wrong_clock_is_named_with_its_minutes_and_all_goes_on_when_it_is_set(
    usos: Emulator, evening: Evening, ahead: int, told: str
) -> None:
    async def roll(person: Person) -> None:
        await person.open_current_roll()
        usos.set_clock_ahead(timedelta(minutes=ahead))
        await person.press(*"414", "home")
        await until_said(person, f"This computer's clock is {told}, so USOS refuses every request. Set the clock.")
        await until_said(person, "Marks are saved here and will be sent automatically.")
        assert "signs in" not in person.screen_text()
        usos.set_clock_ahead(timedelta())
        await person.until_saved()
        assert marks_in(usos) == ["absence", "absence", "intramural"]

    evening.play(signs_in_to(usos), roll)


# --- signing out ---


def secrets_in(folder: Path) -> list[str]:
    """Whose credentials are in the file."""
    return [name for name, secret in json.loads((folder / "secrets.json").read_text("utf-8")).items() if secret]


def test_signing_out_ends_the_token_there_and_here(usos: Emulator, evening: Evening, web: Web) -> None:
    async def leave(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        await person.press("o")
        await person.until_shown(f"Sign out {BARBARA}?")
        assert "not in USOS yet" not in person.screen_text()
        await person.go_on()

    async def told(person: Person) -> None:
        await person.until_shown("You are signed out.", "Name, city or address:")

    evening.play(signs_in_to(usos), leave, told)
    assert [call.status for call in usos.calls.of(REVOKE_TOKEN)] == [200]
    assert secrets_in(evening.folder) == []


def test_unsent_marks_are_named_before_signing_out_and_arrive_after_signing_in_again(
    usos: Emulator, evening: Evening
) -> None:
    async def leave(person: Person) -> None:
        await mark_in_vain(person, usos)
        await open_accounts(person)
        for key in ("escape", "enter"):
            await person.press("o")
            await until_said(person, "3 marks are not in USOS yet; they stay here until you sign in again.")
            assert secrets_in(evening.folder)
            if key == "escape":
                await person.press(key)
                await person.until(lambda: "not in USOS yet" not in person.screen_text(), "the question gone")
        usos.stop()
        await person.go_on()

    async def sign_in(person: Person) -> None:
        await until_said(person, "You are signed out here. USOS could not be told: No connection to USOS.")
        assert secrets_in(evening.folder) == []
        usos.start()
        usos.faults.clear()
        await signs_in_to(usos)(person)

    async def at_home(person: Person) -> None:
        await person.until_saved()
        assert marks_in(usos) == ["absence", "intramural", "justified_absence"]

    evening.play(signs_in_to(usos), leave, sign_in, at_home)


def test_who_has_signed_out_while_usos_was_away_stays_signed_out(usos: Emulator, evening: Evening, web: Web) -> None:
    async def leave(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        await person.press("o")
        usos.stop()
        await person.go_on()

    async def come_as_another(person: Person) -> None:
        usos.start()
        web.who = a_colleague
        await signs_in_to(usos)(person)

    async def choose_the_first(person: Person) -> None:
        await person.until_shown("Groups")
        await open_accounts(person)
        await person.press("down")
        await person.go_on()

    async def at_the_first(person: Person) -> None:
        await until_said(person, "Your USOS sign-in has expired.")

    evening.play(signs_in_to(usos), leave, come_as_another, choose_the_first, at_the_first)


# --- several accounts ---


def test_each_university_and_each_person_has_a_store_and_the_switcher_opens_it(
    usos: Emulator, evening: Evening, web: Web
) -> None:
    with Emulator(Options(base_path="/usosapps/", ids="text")) as other:

        async def roll(person: Person) -> None:
            await mark_in_vain(person, usos)
            await open_accounts(person)
            await person.press("down")
            await person.go_on()

        async def elsewhere(person: Person) -> None:
            await person.until_shown("Mathematical Analysis I")
            assert person.store.outbox.unsent().total == 0
            web.who = a_colleague
            await asks_for_another(person)

        async def colleague(person: Person) -> None:
            await person.until_shown("Groups")
            assert person.store.outbox.unsent().total == 0
            await open_accounts(person)
            await person.until(lambda: person.screen_text().count(BARBARA) == 2, "two of that name")
            await person.press("down", "down")
            await person.go_on()

        async def back(person: Person) -> None:
            await person.until_shown("3 unsent")
            usos.faults.clear()
            await person.press("f5")
            await person.until_saved()

        evening.play(signs_in_to(usos), roll, signs_in_to(other), elsewhere, knows_the_key(usos), colleague, back)
        assert marks_in(usos) == ["absence", "intramural", "justified_absence"]
        assert other.calls.count(UPDATE) == 0
        stores = {evening.accounts.store_file(account) for account in evening.accounts.all()}
        assert len(stores) == 3


def test_the_account_that_is_open_is_said_to_be_and_enter_stays_there(usos: Emulator, evening: Evening) -> None:
    async def stay(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        await until_open_now(person, BARBARA)
        await person.press("enter")
        await person.until_shown("Groups")

    evening.play(signs_in_to(usos), stay)


def test_who_only_looks_at_other_universities_goes_back_to_the_account_that_was_open(
    usos: Emulator, evening: Evening
) -> None:
    async def think_better_of_it(person: Person) -> None:
        await person.until_shown("Name, city or address:", "Esc back")
        await person.go_on("escape")

    async def back(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")

    evening.play(signs_in_to(usos), asks_for_another, think_better_of_it, back)


def test_ctrl_q_ends_the_program_at_the_choice_of_a_university_too(usos: Emulator, evening: Evening) -> None:
    async def leave(person: Person) -> None:
        await person.until_shown("Name, city or address:")
        await person.go_on("ctrl+q")

    evening.play(signs_in_to(usos), asks_for_another, leave)


def test_who_has_signed_out_has_nowhere_to_go_back_to(usos: Emulator, evening: Evening) -> None:
    async def sign_out(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        await person.press("o")
        await person.go_on()

    async def leave(person: Person) -> None:
        await person.until_shown("You are signed out.", "Esc quit")
        await person.go_on("escape")

    evening.play(signs_in_to(usos), sign_out, leave)


def test_the_account_used_last_is_the_one_that_opens_next_time(usos: Emulator, evening: Evening, web: Web) -> None:
    async def as_a_colleague(person: Person) -> None:
        web.who = a_colleague
        await asks_for_another(person)

    async def choose_the_first(person: Person) -> None:
        await person.until_shown("Groups")
        await open_accounts(person)
        await person.press("down")
        await person.go_on()

    async def at_the_first(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")

    evening.play(signs_in_to(usos), as_a_colleague, knows_the_key(usos), choose_the_first, at_the_first)
    evening.play(at_the_first)


# --- the demo ---


def test_the_demo_leaves_nothing_behind_and_knows_no_account(evening: Evening) -> None:
    async def choose_the_demo(person: Person) -> None:
        await person.until_shown("Try the demo")
        await person.go_on()  # the cursor is there for somebody who has no account

    async def demo(person: Person) -> None:
        await person.open_current_roll()
        await person.press(*"143")
        await person.until_saved()
        await open_accounts(person)
        await until_open_now(person, "The demo")
        for key in ("r", "o"):
            await person.press(key)
            await person.until_shown("The demo needs no account.")
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, RollScreen), "the same roll")
        assert "anew" not in person.screen_text()
        await open_accounts(person)
        await until_open_now(person, "The demo")
        await person.press("up")
        await person.go_on()

    async def think_better_of_it(person: Person) -> None:
        await person.until_shown("Name, city or address:", "Esc back")
        await person.go_on("escape")

    async def the_demo_again(person: Person) -> None:
        await person.until_shown("The demo has begun anew.")

    evening.play(choose_the_demo, demo, think_better_of_it, the_demo_again)
    assert evening.accounts.all() == []
    assert [file for file in evening.folder.rglob("*") if file.is_file()] == []


def test_from_the_demo_one_comes_back_to_ones_own_marks(usos: Emulator, evening: Evening) -> None:
    async def to_the_demo(person: Person) -> None:
        await mark_in_vain(person, usos)
        await open_accounts(person)
        await person.press("end")
        await person.go_on()

    async def demo(person: Person) -> None:
        await person.open_current_roll()
        assert person.store.outbox.unsent().total == 0
        await person.press(*"111")
        await person.until_saved()
        await open_accounts(person)
        await person.press("home")
        await person.go_on()

    async def back(person: Person) -> None:
        await person.until_shown("3 unsent")

    evening.play(signs_in_to(usos), to_the_demo, demo, back)
    assert [account.person for account in evening.accounts.all()] == [BARBARA]


def test_credentials_of_the_configuration_are_neither_changed_nor_forgotten_here(
    usos: Emulator, tmp_path: Path
) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")
        await open_accounts(person)
        for key in ("r", "o"):
            await person.press(key)
            await person.until_shown("This sign-in comes from the settings; change it there.")

    Evening(tmp_path, settings=Settings(access=access_to(usos), hold=0)).play(scene)
    assert usos.calls.count(REVOKE_TOKEN) == 0


# --- the whole program, in a terminal ---


def test_from_nothing_to_the_first_marks_killed_and_started_without_a_network_they_all_arrive(
    usos: Emulator, tmp_path: Path
) -> None:
    usos.faults.add(Fault(FaultKind.ERROR_500, UPDATE, count=None))
    environment = on_a_desktop(tmp_path)
    with rollcall(environment=environment, home=tmp_path) as terminal:
        terminal.until("Name, city or address:")
        terminal.type(f"{usos.url}\r")
        terminal.until("Consumer key:")
        terminal.type(f"{usos.consumer_key}\r")
        terminal.until("Consumer secret:")
        terminal.type(f"{usos.consumer_secret}\r")
        terminal.until("You are signed in.", BARBARA)
        terminal.type("\r")
        terminal.until("Mathematical Analysis I", "call the roll")
        terminal.type("\r")
        terminal.until("30 of 30 left")
        terminal.until_keys_mark()
        terminal.type("143")
        terminal.until("3 unsent")
        terminal.kill()
    usos.stop()
    with rollcall(environment=environment, home=tmp_path) as terminal:
        terminal.until("Mathematical Analysis I", "offline · ↑ 3 unsent")
        usos.faults.clear()
        usos.start()
        wait_for(lambda: marks_in(usos) == ["absence", "intramural", "justified_absence"])
        terminal.type("\x11")
        assert terminal.end() == 0
