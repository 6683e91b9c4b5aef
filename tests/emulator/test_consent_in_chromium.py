"""The consent page in a browser that people use, where one is installed: what it says, and the way back from it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from app.emulator import Emulator
from tests.support.sign_in_driver import Evening, Person, Web

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=en"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that WebDriver gives to an element's id


class Chromium:
    """A window of Chromium, driven over the WebDriver protocol."""

    def __init__(self, port: str, profile: Path) -> None:
        self._driver = f"http://127.0.0.1:{port}"
        self._open = build_opener(ProxyHandler({})).open
        options = {"binary": CHROMIUM, "args": [*QUIET, f"--user-data-dir={profile}"]}
        started = self._ask("POST", "session", capabilities={"alwaysMatch": {"goog:chromeOptions": options}})
        self._session = f"session/{started['sessionId']}"

    def go(self, address: str) -> None:
        """Open a page and wait until it is there."""
        self._ask("POST", f"{self._session}/url", url=address)

    def text(self) -> str:
        """What a person reads on the page."""
        body = self._find("body")
        return self._ask("GET", f"{self._session}/element/{body}/text")

    def click(self, selector: str) -> None:
        """Click what a CSS selector names."""
        self._ask("POST", f"{self._session}/element/{self._find(selector)}/click")

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def _find(self, selector: str) -> str:
        found = self._ask("POST", f"{self._session}/element", using="css selector", value=selector)
        return found[ELEMENT]

    def _ask(self, verb: str, path: str, **told: object) -> object:
        body = json.dumps(told).encode() if verb == "POST" else None
        with self._open(Request(f"{self._driver}/{path}", body, method=verb), timeout=20) as answer:
            return json.load(answer)["value"]


@contextmanager
def chromium(profile: Path) -> Iterator[Chromium]:
    """Run Chromium with its driver."""
    with subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = next(found[1] for line in process.stdout if (found := re.search(r"on port (\d+)\.", line)))
            window = Chromium(port, profile)
            try:
                yield window
            finally:
                window.close()
        finally:
            process.terminate()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.skipif(DRIVER is None, reason="no chromedriver is installed")
def test_in_chromium_one_reads_who_asks_for_what_and_a_click_signs_in(tmp_path: Path) -> None:
    read: list[str] = []

    with Emulator() as usos, chromium(tmp_path / "profile") as window:

        def browse(address: str) -> None:
            window.go(address)
            read.append(window.text())
            window.click('button[value="allow"]')
            read.append(window.text())

        async def sign_in(person: Person) -> None:
            await person.come_to_consent(usos)
            await person.until_signed_in()
            await person.go_on()

        async def groups(person: Person) -> None:
            await person.until_shown("Mathematical Analysis I")
            await person.until(lambda: len(read) == 2, "both pages read")

        Evening(tmp_path / "data", browse).play(sign_in, groups)

    asked, answered = read
    assert "Allow access?" in asked
    assert "asks for access to your USOS data" in asked
    assert "the data that staff can see" in asked
    assert "Barbara Łęcka" in asked
    assert "You can go back to rollcall" in answered


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.skipif(DRIVER is not None, reason="the other test reads the page, too, and clicks on it")
def test_without_a_driver_chromium_at_least_shows_who_asks_for_what(tmp_path: Path) -> None:
    with Emulator() as usos, Web() as web:

        def browse(address: str) -> None:
            shown = [CHROMIUM, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", address]
            page = subprocess.run(shown, capture_output=True, text=True, check=True, timeout=30).stdout
            assert "asks for access to your USOS data" in page
            web(address)

        async def sign_in(person: Person) -> None:
            await person.come_to_consent(usos)
            await person.until_signed_in()

        Evening(tmp_path / "data", browse).play(sign_in)
