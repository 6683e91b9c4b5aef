"""From the choice of a university to the first groups, by keys: the way with a PIN, with a browser, and its bends."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from threading import enumerate as enumerate_threads
from urllib.parse import parse_qs, urlsplit

import httpx
import keyring
import pytest

from app.accounts import sign_in
from app.accounts.keychain import Keychain
from app.accounts.rights import METHODS
from app.accounts.universities import University
from app.config.settings import Settings
from app.domain.model import Phrase
from app.emulator import Emulator, Fault, FaultKind, Options
from app.sync.requests import ReadGroups, ReadLists
from app.tui.lists.screen import ListsScreen
from app.tui.roll.screen import RollScreen
from tests.accounts.test_keychain import Working
from tests.support.private import painted_lines
from tests.support.sign_in_driver import NO_BROWSER, Evening, Person, Web, the_student, until_said

REQUEST_TOKEN = "services/oauth/request_token"
ACCESS_TOKEN = "services/oauth/access_token"
REVOKE_TOKEN = "services/oauth/revoke_token"
INSTALLATION = "services/apisrv/installation"
INSTALLATIONS = "services/apisrv/installations"
NO_KEYCHAIN = "This computer has no keychain, so key and token are in a file only you can read."
AWAY = "No connection to USOS."


@pytest.fixture
def usos() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as browser:
        yield browser


@pytest.fixture
def with_pin(tmp_path: Path) -> Evening:
    """A session in a place where nobody would see a browser."""
    return Evening(tmp_path)


@pytest.fixture
def with_browser(tmp_path: Path, web: Web) -> Evening:
    """A session on a desktop."""
    return Evening(tmp_path, web)


def configured_for(usos: Emulator) -> Settings:
    """What an institution can provide, so that its lecturers only consent."""
    consumer = (usos.consumer_key, usos.consumer_secret)
    return Settings(url=usos.url, consumer=consumer, connect_timeout=5, read_timeout=15, hold=0)


def request_token_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["oauth_token"][0]


def files_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


# --- the university ---


def test_a_university_is_found_by_name_or_city_without_diacritics(with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("Name, city or address:", "UwB")
        for typed, found in (("lodzki", "University of Lodz"), ("bielsko biala", "Bielsko-Biała")):
            await person.type(typed)
            await person.until_shown(found)
            assert "UwB" not in person.screen_text()
            await person.press(*["backspace"] * len(typed))

    with_pin.play(scene)


def test_the_first_page_says_what_this_is_in_both_languages_and_has_help(with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("rollcall takes attendance from the keyboard,", "F8 po polsku   F1 help")
        await person.press("f8")
        await person.until_shown("rollcall sprawdza obecność z klawiatury,", "Wypróbuj demo", "F8 in English")
        await person.press("f1")
        await person.until_shown("Klawisze · Logowanie", "F1  ")
        assert "? F1" not in person.screen_text(), "the question mark types itself here"
        await person.press("escape", "f8")
        await person.until_shown("1 of 3 · your university", "Try the demo")

    with_pin.play(scene)


def test_a_university_that_usos_told_of_is_found_and_signed_in_to_by_its_name(
    usos: Emulator, with_pin: Evening, web: Web
) -> None:
    with_pin.accounts.keep_installations({usos.url: Phrase("Wszechnica Żółwiej Łąki", "")})

    async def scene(person: Person) -> None:
        await person.take_university("zolwiej laki")
        await person.until_shown("Example University", f"{usos.url}developers/")

    with_pin.play(scene)


async def look_for_a_university_that_only_usos_knows(person: Person) -> None:
    await person.until_shown("Name, city or address:")
    await person.type("zolw")


def test_one_installation_that_is_reached_brings_the_names_of_all_others(
    usos: Emulator, with_pin: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = University(usos.url, Phrase("Uniwersytet Przykładowy", "Example University"), "Przykładowo", "UP")
    monkeypatch.setattr(sign_in, "shipped", lambda: (known,))

    async def first(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_shown("Consumer key:")

    async def second(person: Person) -> None:
        await look_for_a_university_that_only_usos_knows(person)
        await person.until_shown("Żółw University of Technology")

    with_pin.play(first)
    with_pin.play(second)


def test_an_address_that_was_typed_does_not_get_to_name_other_universities(usos: Emulator, with_pin: Evening) -> None:
    async def first(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_shown("Consumer key:")

    async def second(person: Person) -> None:
        await look_for_a_university_that_only_usos_knows(person)
        await person.until_shown("No university found.")

    with_pin.play(first)
    assert usos.calls.count(INSTALLATIONS) == 0
    assert files_in(with_pin.folder) == []
    with_pin.play(second)


ADDRESSES = {
    "usosapps.nowhere.edu.pl": "https://usosapps.nowhere.edu.pl/",
    "http://usosapps.nowhere.edu.pl/usosapps": "https://usosapps.nowhere.edu.pl/usosapps/",
    "127.0.0.1:8000/usosapps": "http://127.0.0.1:8000/usosapps/",
    "http://127.0.0.1.nowhere.pl": "https://127.0.0.1.nowhere.pl/",
}


def test_an_address_is_taken_with_its_path_and_https_unless_it_is_on_this_machine(with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("Name, city or address:")
        for typed, taken in ADDRESSES.items():
            await person.paste(typed)
            await person.until_shown(f"Use the address {taken} ")
            assert person.sign_in.rows.current == taken
            await person.press(*["backspace"] * len(typed))

    with_pin.play(scene)


def test_what_is_neither_a_name_nor_an_address_is_said_to_be_unknown(with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.take_university("qqqq")
        await person.until_shown("No university found. Type the address of its USOS, such as usosapps.uw.edu.pl")

    with_pin.play(scene)


@contextmanager
def stranger(body: str, kind: str) -> Iterator[str]:
    """A server that is no USOS; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


STRANGERS = (
    ("<h1>Welcome</h1>", "text/html"),
    ('{"weather": "fine"}', "application/json"),
    ("[]", "application/json"),
)


def test_a_host_that_is_no_usos_is_told_and_what_was_typed_is_still_there(usos: Emulator, with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        for body, kind in STRANGERS:
            with stranger(body, kind) as address:
                await person.take_university(address)
                await until_said(person, "answers at that address, but not the USOS that programs use.")
                await person.until_shown(f"address: {address}")
                await person.press(*["backspace"] * len(address))
        await person.take_university(usos.url)
        await person.until_shown("Consumer key:")

    with_pin.play(scene)


def test_an_address_with_usos_under_a_path_is_told_when_the_path_is_left_out(with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        with Emulator(Options(base_path="/usosapps/")) as usos:
            await person.take_university(usos.url.removesuffix("usosapps/"))
            await until_said(person, "not the USOS that programs use")
            await person.type("usosapps")
            await person.press("enter")
            await person.until_shown(f"{usos.url}developers/")

    with_pin.play(scene)


# --- the key ---


def test_where_the_institution_provides_the_key_the_lecturer_only_consents(
    usos: Emulator, tmp_path: Path, web: Web
) -> None:
    async def scene(person: Person) -> None:
        await person.until_signed_in()
        assert web.addresses

    Evening(tmp_path, web, configured_for(usos)).play(scene)


def test_the_key_of_another_account_at_the_same_university_is_used_again(
    usos: Emulator, with_pin: Evening, web: Web
) -> None:
    async def first(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.consent_by_pin(web)
        await person.until_signed_in()
        await person.go_on()

    async def ask_for_another(person: Person) -> None:
        await person.until_shown("Mathematical Analysis")
        await person.press("f6", "down")
        await person.go_on()

    async def another(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_shown("PIN:")
        await person.go_on("ctrl+q")

    with_pin.play(first, ask_for_another, another)


@pytest.mark.parametrize("wrong", ["key", "secret"])
def test_a_wrong_key_or_secret_is_told_and_both_are_asked_for_again(
    usos: Emulator, with_pin: Evening, wrong: str
) -> None:
    key = "x" * 20 if wrong == "key" else usos.consumer_key
    secret = "x" * 40 if wrong == "secret" else usos.consumer_secret

    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        await person.give_key(key, secret)
        await until_said(
            person, "USOS does not know this key, or the secret does not go with it. Paste both once more."
        )
        await person.give_key(usos.consumer_key, usos.consumer_secret)
        await person.until_shown("PIN:")

    with_pin.play(scene)


def test_no_letter_of_key_and_secret_is_ever_on_the_screen(usos: Emulator, with_pin: Evening) -> None:
    seen = []

    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        for question, text in (("Consumer key:", usos.consumer_key), ("Consumer secret:", usos.consumer_secret)):
            await person.until_shown(question)
            for part, length in ((text[:4], 4), (text[4:], len(text))):
                await person.paste(part)
                await person.until_shown(f"{question} {'•' * length}")
                seen.append(person.screen_text())
            await person.press("enter")
        await person.until_shown("PIN:")
        seen.append(person.screen_text())

    with_pin.play(scene)
    for part in (usos.consumer_key[:4], usos.consumer_key[4:], usos.consumer_secret[:4], usos.consumer_secret[4:]):
        assert all(part not in screen for screen in seen)


def test_an_empty_key_or_secret_is_waited_for(usos: Emulator, with_pin: Evening) -> None:
    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_shown("Consumer key:")
        await person.press("enter", "space", "enter")
        assert "Consumer key:" in person.screen_text()
        await person.give_key(usos.consumer_key, "")
        assert "Consumer secret:" in person.screen_text()
        assert usos.calls.count(REQUEST_TOKEN) == 0

    with_pin.play(scene)


def test_the_developers_page_is_opened_by_a_key(usos: Emulator, with_browser: Evening, web: Web) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        await person.until_shown("Consumer key:", "F2 open the page")
        await person.press("f2")
        await person.until(lambda: web.addresses == [f"{usos.url}developers/"], "the page in the browser")

    with_browser.play(scene)


# --- the PIN ---


def test_over_ssh_the_address_is_shown_and_copied_and_the_pin_leads_to_the_groups(
    usos: Emulator, with_pin: Evening, web: Web
) -> None:
    async def sign_in(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("Open this page in a browser:", f"{usos.url}services/oauth/authorize?oauth_token=")
        await person.until_shown("F3 copy the address")
        links = {segment.style.link for line in painted_lines(person.app) for segment in line if segment.style}
        assert any(link and link.startswith(f"{usos.url}services/oauth/authorize") for link in links)
        assert "F2 open the page" not in person.screen_text()
        await person.press("f3")
        await person.until_shown("Copied")
        web.visit(person.app.clipboard)
        await person.type_pin(f" {web.pin} ")
        await person.until_signed_in()
        await until_said(person, "Barbara Łęcka", "Example University", usos.url, "(staff_perspective)", NO_KEYCHAIN)
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I", "Example University")

    with_pin.play(sign_in, groups)
    secrets = with_pin.folder / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(secrets.parent.stat().st_mode) == 0o700
    assert [account.person for account in with_pin.accounts.all()] == ["Barbara Łęcka"]


def test_what_was_signed_in_to_once_opens_by_itself_at_the_next_start(
    usos: Emulator, with_pin: Evening, web: Web
) -> None:
    async def sign_in(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.consent_by_pin(web)
        await person.until_signed_in()
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")

    with_pin.play(sign_in, groups)
    asked = usos.calls.count(INSTALLATION), usos.calls.count(REQUEST_TOKEN)
    with_pin.play(groups)
    assert (usos.calls.count(INSTALLATION), usos.calls.count(REQUEST_TOKEN)) == asked


def test_a_wrong_pin_can_be_typed_once_more(usos: Emulator, with_pin: Evening, web: Web) -> None:
    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("PIN:")
        address = person.sign_in.address
        web.visit(address)
        await person.type_pin("12" if web.pin != "12" else "13")
        await until_said(person, "USOS did not accept this PIN. Type it again; Esc starts over.")
        assert person.sign_in.address == address
        await person.type_pin(web.pin)
        await person.until_signed_in()

    with_pin.play(scene)


@pytest.mark.parametrize("how", ["expired", "refused on the page"])
def test_a_sign_in_that_is_over_when_the_pin_comes_begins_anew_by_itself_and_says_so(
    usos: Emulator, with_pin: Evening, web: Web, how: str
) -> None:
    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("PIN:")
        before = person.sign_in.address
        if how == "expired":
            web.visit(before)
            usos.expire_request_tokens()
        else:
            web.does = "Refuse"
            web.visit(before)
            web.does = "Allow"
        await person.type_pin("12345678")
        await until_said(person, "That sign-in has expired or was used already. Here is a new one.")
        await person.until(lambda: person.sign_in.address != before, "a new address")
        await person.consent_by_pin(web)
        await person.until_signed_in()

    with_pin.play(scene)


# --- the browser ---


def test_on_a_desktop_the_browser_comes_back_and_no_pin_is_typed(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_signed_in()
        await person.until(lambda: "You can go back to rollcall" in web.form.text, "the same in the browser")

    with_browser.play(scene)
    assert len(web.addresses) == 1


def test_while_the_browser_is_out_the_page_shows_its_address_and_the_way_to_a_pin(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("the program goes on", "F6 type a PIN instead", "F2 open the page")
        await person.until_shown("services/oauth/authorize?oauth_token=")
        await person.until(lambda: len(web.addresses) == 1, "the page in the browser")
        await person.press("f2")
        await person.until(lambda: len(web.addresses) == 2, "the page once more")
        await person.press("f3")
        await person.until_shown("Copied")
        assert person.app.clipboard == web.addresses[-1] != web.addresses[0]

    with_browser.play(scene)


def test_a_sign_in_that_expires_before_the_page_is_opened_begins_anew_with_f2(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("F2 open the page")
        usos.expire_request_tokens()
        web.does = "Allow"
        await person.press("f2")
        await person.until_signed_in()

    with_browser.play(scene)


def test_after_escape_nothing_that_is_over_is_still_complained_of(usos: Emulator, with_pin: Evening, web: Web) -> None:
    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        web.visit(person.sign_in.address) if person.sign_in.address else None
        await person.type_pin("12")
        await until_said(person, "Esc starts over.")
        await person.press("escape")
        await person.until_shown("Name, city or address:")
        assert "USOS did not accept this PIN" not in person.screen_text()

    with_pin.play(scene)


def test_f6_turns_to_a_pin_while_the_browser_is_waited_for(usos: Emulator, with_browser: Evening, web: Web) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until_shown("F6 type a PIN instead")
        await person.press("f6")
        await person.until_shown("PIN:")
        web.does = "Allow"
        await person.consent_by_pin(web)
        await person.until_signed_in()

    with_browser.play(scene)


def test_refusing_is_answered_calmly_and_enter_asks_again(usos: Emulator, with_browser: Evening, web: Web) -> None:
    web.does = "Refuse"

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await until_said(person, "You did not allow it.", "nothing has changed. Enter asks once more; Esc goes back.")
        await person.until(lambda: "Access was refused" in web.form.text, "the same in the browser")
        web.does = "Allow"
        await person.press("enter")
        await person.until_signed_in()

    with_browser.play(scene)
    assert len({request_token_of(address) for address in web.addresses}) == 2


def test_a_sign_in_that_expires_in_the_browser_is_said_to_be_over_and_enter_begins_a_new_one(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    def expire() -> None:
        usos.expire_request_tokens()
        web.does = ""

    web.before_coming_back = expire

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await until_said(person, "That sign-in has expired or was used already. Enter starts a new one.")
        assert len(web.addresses) == 1
        web.does, web.before_coming_back = "Allow", lambda: None
        await person.press("enter")
        await person.until_signed_in()

    with_browser.play(scene)
    assert len({request_token_of(address) for address in web.addresses}) == 2


def test_what_comes_back_from_another_sign_in_is_ignored(usos: Emulator, with_browser: Evening, web: Web) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until(lambda: web.addresses, "the page in the browser")
        web.go(f"{person.sign_in.callback.address}?oauth_token={'x' * 20}&oauth_verifier=12345678")
        assert web.response.status_code == 404
        assert usos.calls.count(ACCESS_TOKEN) == 0
        await person.until_shown("the program goes on")
        web.does = "Allow"
        await person.press("f2")
        await person.until_signed_in()

    with_browser.play(scene)


def test_a_consent_that_comes_after_one_has_gone_back_is_not_taken(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    web.does = ""

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await person.until(lambda: web.addresses, "the page in the browser")
        await person.press("escape")
        await person.until_shown("Name, city or address:")
        web.does = "Allow"
        with pytest.raises(httpx.ConnectError):
            web.visit(web.addresses[0])
        assert usos.calls.count(ACCESS_TOKEN) == 0

    with_browser.play(scene)


# --- the network ---


def mistyped_or_away(usos: Emulator) -> str:
    """What is said of an address that was typed, here or into a configuration, and does not answer."""
    return f"Nothing answers at {usos.url}: it may be mistyped, or there is no connection. Enter tries again."


async def until_usos_is_back(person: Person, usos: Emulator, told: str = AWAY) -> None:
    """Wait until that is said, let USOS be there again, and press Enter."""
    await until_said(person, told)
    usos.faults.clear()
    usos.start()
    await person.press("enter")


def test_without_a_network_each_step_says_so_and_enter_tries_it_again(
    usos: Emulator, with_pin: Evening, web: Web
) -> None:
    async def scene(person: Person) -> None:
        await person.until_shown("Name, city or address:")
        usos.stop()
        await person.take_university(usos.url)
        await until_usos_is_back(person, usos, mistyped_or_away(usos))
        await person.until_shown("Consumer key:")
        usos.stop()
        await person.give_key(usos.consumer_key, usos.consumer_secret)
        await until_usos_is_back(person, usos)
        await person.until_shown("PIN:")
        web.visit(person.sign_in.address)
        usos.stop()
        await person.type_pin(web.pin)
        await until_usos_is_back(person, usos)
        await person.until_signed_in()

    with_pin.play(scene)


def test_without_a_network_when_the_browser_comes_back_enter_tries_again(
    usos: Emulator, with_browser: Evening, web: Web
) -> None:
    web.before_coming_back = usos.stop

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await until_usos_is_back(person, usos)
        await person.until_signed_in()

    with_browser.play(scene)
    assert len(web.addresses) == 1


TROUBLE = {
    FaultKind.ERROR_500: "USOS is having problems.",
    FaultKind.HANG: "USOS does not answer.",
    FaultKind.BUSY_429: "USOS asks for a pause.",
    FaultKind.HTML_200: "Something other than USOS answers.",
    FaultKind.NULL_200: "USOS sent an answer that cannot be understood.",
}


@pytest.mark.parametrize("method", [REQUEST_TOKEN, ACCESS_TOKEN])
def test_trouble_while_signing_in_is_a_calm_sentence_and_enter_tries_again(
    usos: Emulator, tmp_path: Path, web: Web, method: str
) -> None:
    usos.faults.add(*(Fault(kind, method) for kind in TROUBLE))

    async def scene(person: Person) -> None:
        for told in TROUBLE.values():
            await until_said(person, told)
            await person.press("enter")
        await person.until_signed_in()

    Evening(tmp_path, web, replace(configured_for(usos), read_timeout=2)).play(scene)


def test_trouble_after_the_pin_was_used_leads_to_a_new_sign_in(usos: Emulator, with_browser: Evening, web: Web) -> None:
    usos.faults.add(Fault(FaultKind.ERROR_500, "services/users/user"))

    async def scene(person: Person) -> None:
        await person.come_to_consent(usos)
        await until_said(person, "USOS is having problems.")
        await person.press("enter")
        await person.until_signed_in()

    with_browser.play(scene)


def test_an_institutions_address_that_is_out_of_reach_is_the_one_that_enter_tries_again(
    usos: Emulator, tmp_path: Path
) -> None:
    usos.stop()

    async def scene(person: Person) -> None:
        await until_usos_is_back(person, usos, mistyped_or_away(usos))
        await person.until_shown("PIN:", "Example University")

    Evening(tmp_path, NO_BROWSER, configured_for(usos)).play(scene)


def test_a_university_chosen_with_the_arrows_is_the_one_that_enter_tries_again(
    usos: Emulator, with_pin: Evening
) -> None:
    with_pin.accounts.keep_installations({usos.url: Phrase("Akademia Ostatnia", "")})
    usos.stop()

    async def scene(person: Person) -> None:
        await person.until_shown("Name, city or address:")
        await person.paste("akad")
        rows = person.sign_in.rows
        await person.press_until("down", lambda: getattr(rows.current, "url", "") == usos.url, "the university")
        await person.press("enter")
        await until_usos_is_back(person, usos)
        await person.until_shown(f"{usos.url}developers/")

    with_pin.play(scene)


def test_a_clock_that_is_wrong_is_named_as_the_reason(usos: Emulator, tmp_path: Path) -> None:
    usos.set_clock_ahead(timedelta(minutes=-20))

    async def scene(person: Person) -> None:
        await person.until(lambda: usos.calls.count(REQUEST_TOKEN), "the request")
        await until_said(person, "This computer's clock is 20 minutes ahead, so USOS refuses every request.")

    Evening(tmp_path, NO_BROWSER, configured_for(usos)).play(scene)


# --- what an installation and a person may do ---


async def sign_in_at_home(person: Person, usos: Emulator) -> None:
    await person.come_to_consent(usos)
    await person.until_signed_in()


@pytest.mark.parametrize("by", ["the lecturer", "the installation"])
def test_without_the_right_nothing_is_kept_and_enter_asks_again(tmp_path: Path, by: str) -> None:
    withheld = frozenset({"staff_perspective"}) if by == "the installation" else frozenset()
    with Emulator(Options(withheld_scopes=withheld)) as usos, Web(untick="staff_perspective") as web:

        async def scene(person: Person) -> None:
            await person.come_to_consent(usos)
            await until_said(person, "did not give the permission that attendance needs (staff_perspective).")
            await until_said(person, "Barbara Łęcka", "Nothing was saved. Enter starts over.")
            await person.until(lambda: usos.calls.count(REVOKE_TOKEN) == 1, "the token given back")
            assert files_in(tmp_path) == []
            web.untick = ""
            await person.press("enter")
            if by == "the lecturer":
                await person.until_signed_in()
            else:
                await person.until(lambda: usos.calls.count(REVOKE_TOKEN) == 2, "the same once more")

        Evening(tmp_path, web).play(scene)


def test_an_installation_without_attendance_is_told_and_nothing_is_kept(tmp_path: Path, web: Web) -> None:
    without = frozenset(f"services/attendance/{name}" for name in METHODS)
    with Emulator(Options(without=without)) as usos:

        async def scene(person: Person) -> None:
            await person.come_to_consent(usos)
            await until_said(person, "This university's USOS does not offer attendance to programs yet. Ask its")
            await person.press("enter")
            await person.until_shown("Name, city or address:")
            await person.until(lambda: usos.calls.count(REVOKE_TOKEN) == 1, "the token given back")

        Evening(tmp_path, web).play(scene)
    assert files_in(tmp_path) == []


def test_the_account_of_a_student_is_told(usos: Emulator, with_browser: Evening, web: Web) -> None:
    web.who = the_student

    async def sign_in(person: Person) -> None:
        await sign_in_at_home(person, usos)
        await until_said(person, "USOS does not list this account as a lecturer's")
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until(lambda: not person.sync.is_wanted(ReadGroups()), "the groups read")
        await person.until_shown("Groups")

    with_browser.play(sign_in, groups)


def test_a_token_that_will_not_last_is_told(tmp_path: Path, web: Web) -> None:
    with Emulator(Options(withheld_scopes=frozenset({"offline_access"}))) as usos:

        async def scene(person: Person) -> None:
            await sign_in_at_home(person, usos)
            await until_said(person, "This sign-in lasts about two hours; then you sign in again.")

        Evening(tmp_path, web).play(scene)


@pytest.mark.parametrize(
    ("options", "lacking"),
    [
        (Options(methods="no-user", ids="text", base_path="/usosapps/"), "user"),
        (
            Options(methods="oldest", ids="text", base_path="/usosapps/"),
            "change_list_mode, create_from_tt, delete_list, user",
        ),
    ],
    ids=["without user", "the oldest"],
)
def test_an_older_installation_is_told_and_a_roll_is_called_and_confirmed_there(
    tmp_path: Path, web: Web, options: Options, lacking: str
) -> None:
    with Emulator(options) as usos:

        async def sign_in(person: Person) -> None:
            await sign_in_at_home(person, usos)
            await until_said(person, f"This is an older USOS without {lacking}. rollcall works all the same.")
            await person.go_on()

        async def call_the_roll(person: Person) -> None:
            await person.until_shown("Mathematical Analysis I")
            await person.until(lambda: not person.sync.is_wanted(ReadLists()), "all that can be read at once")
            await person.press("slash", *"anal", "enter")
            await person.until(lambda: isinstance(person.app.screen, ListsScreen) and person.app.screen.rows.current)
            await person.press("enter")
            await person.until(lambda: isinstance(person.app.screen, RollScreen) and person.roll.rows.count, "the roll")
            assert person.roll.list_id == usos.current_list()
            await person.press(*"1413", "ctrl+s")
            await until_said(person, "confirmed in USOS", "(4 of 30)")

        Evening(tmp_path, web).play(sign_in, call_the_roll)
        assert list(usos.marks(usos.current_list()).values()).count((None, None)) == 26


# --- where it is kept ---


def test_with_a_keychain_nothing_secret_is_in_a_file(usos: Emulator, with_browser: Evening) -> None:
    before, working = keyring.get_keyring(), Working()
    keyring.set_keyring(working)

    async def sign_in(person: Person) -> None:
        await sign_in_at_home(person, usos)
        await until_said(person, "Key and token are kept in this computer's keychain.")
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")

    try:
        with_browser.play(sign_in, groups)
        with_browser.play(groups)
    finally:
        keyring.set_keyring(before)
    assert [usos.consumer_secret in secret for secret in working.kept.values()] == [True]
    assert not (with_browser.folder / "secrets.json").exists()


def test_what_no_place_takes_is_said_to_be_lost_at_the_next_start(
    usos: Emulator, with_browser: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Keychain, "set", fail)

    async def sign_in(person: Person) -> None:
        await sign_in_at_home(person, usos)
        await until_said(person, "could not be kept: at the next start you will have to sign in again.")
        await person.go_on()

    async def groups(person: Person) -> None:
        await person.until_shown("Mathematical Analysis I")

    with_browser.play(sign_in, groups)


# --- going back ---


def test_escape_goes_back_from_every_step(usos: Emulator, with_pin: Evening, web: Web) -> None:
    async def escape_to(person: Person, text: str) -> None:
        await person.press("escape")
        await person.until_shown(text)

    async def to_the_pin(person: Person) -> None:
        await person.press("enter")
        await person.give_key(usos.consumer_key, usos.consumer_secret)

    async def scene(person: Person) -> None:
        university, key, pin = f"Name, city or address: {usos.url}", "Consumer key:", "PIN:"
        usos.faults.add(Fault(FaultKind.HANG, INSTALLATION))
        await person.take_university(usos.url)
        await person.until_shown("Contacting http")
        await escape_to(person, university)
        usos.faults.clear()
        await person.press("enter")
        await person.until_shown(key)
        await escape_to(person, university)
        await person.press("enter")
        await person.until_shown(key)
        await person.paste(usos.consumer_key)
        await person.press("enter")
        await person.until_shown("Consumer secret:")
        await escape_to(person, key)
        await escape_to(person, university)
        usos.faults.add(Fault(FaultKind.HANG, REQUEST_TOKEN))
        await to_the_pin(person)
        await person.until_shown("Starting the sign-in")
        await escape_to(person, university)
        usos.faults.clear()
        await to_the_pin(person)
        await person.until_shown(pin)
        await escape_to(person, university)
        usos.faults.add(Fault(FaultKind.HANG, ACCESS_TOKEN))
        await person.press("enter")  # USOS has taken the key: it is not asked for again
        await person.consent_by_pin(web)
        await person.until_shown("Checking who you are")
        await escape_to(person, university)
        usos.faults.clear()
        await person.press("enter")
        await person.consent_by_pin(web)
        await person.until_signed_in()
        await escape_to(person, university)
        await person.until_shown("Esc clear")
        await escape_to(person, "Esc quit")
        assert usos.url not in person.screen_text(), "what is typed is cleared before the program is left"
        await person.go_on("escape")

    with_pin.play(scene)


def test_an_answer_that_comes_after_escape_changes_nothing(usos: Emulator, with_pin: Evening) -> None:
    usos.faults.add(Fault(FaultKind.LATENCY, INSTALLATION, seconds=0.1))

    async def scene(person: Person) -> None:
        await person.take_university(usos.url)
        await person.press("escape")
        await person.until_shown("Name, city or address:")
        await person.until(lambda: all(one.name != "background" for one in enumerate_threads()), "the answer")
        await person.pilot.pause(0)
        assert "Name, city or address:" in person.screen_text()

    with_pin.play(scene)
