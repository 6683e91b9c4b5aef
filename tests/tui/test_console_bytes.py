"""What the console of Windows sends goes through the same filter as on other systems; tried as values alone."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste

from app.tui.terminal_driver import ConsoleParser


class Console:
    """A parser whose clock goes on a second between two parts, or as long as is asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = ConsoleParser(clock=lambda: self.now)

    def send(self, *parts: str, apart: float = 1.0) -> list[str]:
        """Return the keys and pastes that these parts come to."""
        told = []
        for part in parts:
            self.now += apart
            told += [*self.parser.tick(), *self.parser.feed(part)]
        self.now += 1
        told += self.parser.tick()
        return [one.key if isinstance(one, Key) else one.text for one in told if isinstance(one, Key | Paste)]


def test_keys_come_out_as_on_other_systems():
    assert Console().send("p", "ż", "\x1b[A", "\x1b", "\x1b[24~", "\r") == ["p", "ż", "up", "escape", "f12", "enter"]


@pytest.mark.parametrize(
    "report", ["\x1b[<32;NaN;NaNM", "\x1b]11;rgb:1515/1818/1d1d\x1b\\", "\x1b[112;2;80u", "\ud83d"]
)
def test_broken_reports_and_half_of_a_sign_are_no_letters(report: str):
    assert not {"p", "a", "r", "n", "1", "2", "3", "4"} & set(Console().send(report))
    for place in range(2, len(report)):
        assert not {"p", "a", "n"} & set(Console().send(report[:place], report[place:], apart=0.12))


def test_a_paste_is_one_piece():
    assert Console().send("\x1b[200~1414\r\x1b[201~") == ["1414\r"]
