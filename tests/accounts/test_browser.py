"""Which program opens a page, whatever BROWSER says, and what it may know."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from app.accounts.browser import opener

PAGE = "https://usosapps.example.edu.pl/services/oauth/authorize?oauth_token=x&interactivity=minimal"
PROGRAM = """#!{python}
import json, os, sys
told = {{"arguments": sys.argv[1:], "environment": dict(os.environ), "mask": os.umask(0)}}
with open({said!r} + ".new", "w") as file:
    json.dump(told, file)
os.replace({said!r} + ".new", {said!r})
"""


def program(folder: Path, name: str) -> Path:
    """A browser that tells what it was started with."""
    file, said = folder / name, str(folder / f"{name}.json")
    file.write_text(PROGRAM.format(python=sys.executable, said=said), encoding="utf-8")
    file.chmod(0o755)
    return file


def said(folder: Path, name: str) -> dict[str, object]:
    file, end = folder / f"{name}.json", time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end, "not started"
        time.sleep(0.01)  # between two looks
    told: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return told


@pytest.mark.parametrize(
    ("named", "arguments"),
    [
        ("{}", [PAGE]),
        ("{} &", [PAGE]),
        ("{} --new-window %s", ["--new-window", PAGE]),
        ("{} --url=%s --private", [f"--url={PAGE}", "--private"]),
        ("{}:other", [PAGE]),
    ],
)
def test_the_browser_that_is_named_gets_the_address_alone(tmp_path: Path, named: str, arguments: list[str]) -> None:
    browser = program(tmp_path, "browser")
    environment = {"PATH": os.environ["PATH"], "BROWSER": named.format(browser), "ROLLCALL_TOKEN_SECRET": "s3cret"}
    open_page = opener(environment)
    assert open_page is not None
    open_page(PAGE)
    told = said(tmp_path, "browser")
    assert told["arguments"] == arguments
    assert "s3cret" not in str(told["environment"])
    assert told["mask"] == 0o022


@pytest.mark.parametrize(
    "named",
    [
        "",
        "'",
        "&",
        ":",
        "lynx",
        "/usr/bin/w3m %s",
        r"C:\Program Files\Firefox\firefox.exe",
        "not-installed",
        '"a b',
    ],
)
def test_where_none_is_named_that_can_be_seen_the_desktop_opens_the_page(tmp_path: Path, named: str) -> None:
    program(tmp_path, "xdg-open")
    program(tmp_path, "lynx")  # it would draw where our screens are
    open_page = opener({"PATH": str(tmp_path), "BROWSER": named, "DISPLAY": ":0"})
    assert open_page is not None
    open_page(PAGE)
    assert said(tmp_path, "xdg-open")["arguments"] == [PAGE]


@pytest.mark.parametrize("named", ["lynx", "'", "not-installed"])
def test_without_a_desktop_nobody_would_see_it(named: str) -> None:
    assert opener({"PATH": "/nowhere", "BROWSER": named}) is None
