"""What stands still while rows change. Textual asks all that is on the screen for all its lines whenever it paints."""

from __future__ import annotations

from typing import Self

from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Rule


class Steady(Widget):
    """A widget that answers with the lines it had before until it is to be painted anew.

    It is named last among the bases of a class: Textual takes the styles of a class from the first alone.
    """

    _had: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return its lines."""
        if self._had is None or self._had[0] != crop:
            self._had = crop, super().render_lines(crop)
        return self._had[1]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Let it be painted anew."""
        self._had = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Let it be painted anew, for it looks otherwise."""
        self._had = None
        super().notify_style_update()


class SteadyRule(Rule, Steady):
    """A rule."""


class SteadyHorizontal(Horizontal, Steady):
    """Things beside each other."""
