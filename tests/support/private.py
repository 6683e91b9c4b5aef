"""What libraries keep to themselves and have no public way to: each private name in one place, with its reason."""

from __future__ import annotations

import asyncio
import threading
import time

import keyring
from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.screen import Screen

from app.sync.sync import Sync


def painted_lines(app: App[object]) -> list[list[Segment]]:
    """Return what is painted on the whole screen, line by line.

    In public Textual gives the screen as a picture only; making one takes too long for a look at every turn.
    """
    return [list(line) for line in app.screen._compositor.render_strips()]


def is_laid_out(app: App[object]) -> bool:
    """Return whether everything on the screen has the place it will keep: nothing is to be read, styled or laid out.

    In public Textual only waits until the process takes no time, which on a busy machine it doesn't get either.
    """
    screen = app.screen
    undone = [
        pump
        for pump in (screen, *screen.walk_children())
        if pump.message_queue_size or pump._next_callbacks or pump._layout_required or pump._refresh_styles_required
    ]
    for pump in undone:
        pump.check_idle()  # what it was told before it ran, it does with its next message
    return not (undone or app.message_queue_size or app._next_callbacks or screen._callbacks)


async def until_dealt_with(app: App[object], seconds: float = 60) -> None:
    """Wait until a program has dealt with all that its application, its screen and its widgets were sent; show it.

    In public `Pilot.pause` does the same, by a message to each widget: half of all that a driven test sends.
    """
    end, looks = time.monotonic() + seconds, 0
    while app.is_running and not all(_waits(pump) for pump in (app, app.screen, *app.screen.walk_children())):
        assert time.monotonic() < end, f"not dealt with within {seconds} s"
        looks += 1
        await asyncio.sleep(0 if looks < 100 else 0.001)  # something else than the program's messages takes its time
    if app.is_running:
        app.screen._on_timer_update()


def _waits(pump: MessagePump) -> bool:
    """Return whether it has nothing to do and waits for a message."""
    return not pump.message_queue_size and bool(pump._message_queue.ready_event._waiters)


def number_waiting(condition: threading.Condition) -> int:
    """Return how many threads wait on a condition. Python counts them, and tells nobody."""
    return len(condition._waiters)


def has_told_all(sync: Sync) -> bool:
    """Return whether its threads have reported all they did: each that runs waits, or is in the middle of a call.

    Whatever else tells that a call has ended is true a moment before the report of it.
    """
    return number_waiting(sync.state.lock) + len(sync.state.busy) >= len(sync.threads.running)


def leave_open(screen: Screen[None]) -> None:
    """Let a screen look as one whose program was cut short: in public a program that ends closes its screens."""
    screen._closed = screen._closing = False


def let_keyring_choose_anew() -> None:
    """Let keyring choose a keychain when it is next asked for one, as at the start of a process.

    In public one can only set a keychain, or have one chosen at once: the real one of whoever runs the tests.
    """
    keyring.core._keyring_backend = None


def key_of(character: str) -> str:
    """Return what Textual calls the key of a character. In public it says so only to a program that gets the key."""
    return _character_to_key(character)


def parse_each_stylesheet_once() -> None:
    """Let all programs of this process share what their stylesheets say, which takes a tenth of a driven test to read.

    Textual remembers it for one program only. The same text gives the same rules where the variables are the same.
    """
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, css: str, **source: object) -> list[RuleSet]:
        key = (css, *source.items(), *sorted(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, css, **source)
        return parsed[key]

    Stylesheet._parse_rules = parse_once


def paint_where_a_test_looks() -> None:
    """Let programs without a terminal paint no frame that nobody sees: that is a third of a driven test.

    Looking at the screen and taking its picture paint as ever. Programs in a terminal are processes of their own.
    """
    _painting.every_frame = False
    Compositor.render_update = _render_update


def paint_every_frame() -> None:
    """Let them paint as on a terminal, for tests that count what is painted."""
    _painting.every_frame = True


def paints() -> int:
    """Return how often programs of this process have painted, or would have."""
    return _painting.number


class _Painting:
    every_frame = False
    number = 0


_painting = _Painting()
_RENDER_UPDATE = Compositor.render_update


def _render_update(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen] | None = None, simplify: bool = False
) -> RenderableType | None:
    _painting.number += 1
    if full or _painting.every_frame:
        return _RENDER_UPDATE(compositor, full, screen_stack, simplify)
    compositor._dirty_regions.clear()
    return None
