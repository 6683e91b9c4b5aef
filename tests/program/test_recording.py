"""The README's recording: frames of the real program, one at a time, in one picture."""

from __future__ import annotations

import re
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from screenshots.animation import Frame, animated
from tests.support.generated import ROOT

RECORDINGS = ("screenshots/recording.svg", "screenshots/pl/recording.svg")
SVG = "{http://www.w3.org/2000/svg}"


def picture(*lines: str) -> str:
    """A terminal with these lines, in Textual's form."""
    console = Console(record=True, width=20, file=StringIO())
    for line in lines:
        console.print(line, highlight=False)
    return console.export_svg(title="rollcall")


def test_rows_that_frames_have_in_common_are_stored_once():
    made = animated([Frame(picture("one", "two"), 1), Frame(picture("one", "three"), 1)])
    assert [made.count(f">{row}<") for row in ("one", "two", "three")] == [1, 1, 1]
    first, second = (re.findall(r'href="#(r\d+)"', frame) for frame in re.findall(r'<g class="frame.*?</g>', made))
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_a_key_stands_in_the_frame_that_it_led_to():
    made = animated([Frame(picture("one"), 1), Frame(picture("two"), 1, "<")])
    caps = [re.findall(r'class="cap"[^>]*>(.*?)<', frame) for frame in re.findall(r'<g class="frame.*?</g>', made)]
    assert caps == [[], ["&lt;"]]


def test_frames_follow_each_other_without_a_gap_and_the_last_stays_where_nothing_moves():
    made = animated([Frame(picture(text), seconds) for text, seconds in (("a", 1), ("b", 2), ("c", 1))])
    times = re.findall(r"([\d.]+)%\{visibility:visible\}([\d.]+)%\{visibility:hidden\}", made)
    assert times == [("0.00", "25.00"), ("25.00", "75.00"), ("75.00", "100.00")]
    assert ".f2{visibility:visible}" in made
    assert "prefers-reduced-motion" in made


@pytest.mark.parametrize("page", RECORDINGS)
def test_the_recording_is_a_picture_of_ten_seconds_that_loads_at_once(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    frames = [group for group in root.iter(f"{SVG}g") if group.get("class", "").startswith("frame")]
    assert {len(list(frame.iter(f"{SVG}use"))) for frame in frames} == {24}
    assert 9 <= float(re.search(r"animation:([\d.]+)s", text)[1]) <= 12
    assert len(text.encode()) < 300_000
    assert list(root.iter(f"{SVG}script")) == []
