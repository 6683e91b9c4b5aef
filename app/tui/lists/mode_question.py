"""Changing the mode of a list on the screen of lists: which of the three, by its digit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domain.model import AttendanceList
from app.i18n import gettext
from app.keymap import keys
from app.keymap.mark_keys import MODE_DIGITS
from app.messages import list_changes, marks
from app.sync.requests import ChangeMode
from app.tui.lists.progress import Progress
from app.tui.lists.rows import ListRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question
from app.workspace.list_rules import Obstacle


class ModeQuestion:
    """The part of the screen of lists that asks for the mode and has it changed."""

    def __init__(
        self,
        screen: StoreScreen[ListRows],
        progress: Progress[ListRows],
        obstacle: Callable[[], Obstacle | None],
    ) -> None:
        """Ask nothing yet; `obstacle` returns what stands in the way of changing the list under the cursor."""
        self._screen, self._progress, self._obstacle = screen, progress, obstacle

    def ask(self, chosen: AttendanceList) -> None:
        """Ask for the mode of a list."""
        modes = (
            KeyItem(key=digit, word=marks.mode_word(mode), available=mode is not chosen.mode)
            for digit, mode in MODE_DIGITS.items()
        )
        self._screen.say(gettext("{list}. Which mode?").format(list=list_changes.described(chosen)))
        items = (*modes, KeyItem(key=keys.name_of("escape"), word=gettext("leave it")))
        self._screen.ask(
            Question(
                label="",
                items=items,
                accepted=lambda _: self._drop(),
                dropped=self._drop,
                catch=partial(self._choose, chosen),
            )
        )

    def _choose(self, chosen: AttendanceList, sign: str, _: str) -> bool:
        if sign in MODE_DIGITS:
            mode = MODE_DIGITS[sign]
            self._drop()
            if mode is chosen.mode:
                same = gettext("{list}: it already has this mode.")
                self._screen.say(same.format(list=list_changes.described(chosen)))
            elif self._progress.allows(self._obstacle()):
                self._progress.begin(ChangeMode(chosen.id, mode), gettext("Changing the mode …"))
        return True

    def _drop(self) -> None:
        self._screen.close_prompt()
        self._screen.message.hush()
