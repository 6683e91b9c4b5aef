"""Calling a class from the groups: at one key while it is on; a list of another time of the day is asked about."""

from __future__ import annotations

from app.domain import agenda
from app.domain.model import AttendanceList, Lesson
from app.keymap import keys
from app.messages import lessons
from app.tui.groups.rows import PickerRows, creates
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import Tone

_UNDISTURBED = 0.7  # seconds in which Enter may still be the one that led to the question, kept down


class Calling:
    """Opens the roll of a class; the question before that stands for as long as it is seen."""

    def __init__(self, screen: StoreScreen[PickerRows]) -> None:
        """Call from this screen."""
        self._screen = screen
        self._question, self._asked_at = "", 0.0

    def call(self, lesson: Lesson) -> None:
        """Call a class: its list, or else a draft at once, while the list is being created.

        Where that creates the list of a class that is not on, only the second time in a row.
        """
        if lesson.list is not None and lesson.draft is None:
            self._screen.navigator.open_roll(lesson.list.id)
        elif not self._asks(lesson):
            self._begin(lesson)

    def heard(self, key: str) -> None:
        """Take the question back at any key but the one that answers it."""
        if key not in keys.named("groups.open").keys:
            self.drop()

    def drop(self) -> None:
        """Take the question back."""
        self._screen.message.take_back(self._question)
        self._question = ""

    def _asks(self, lesson: Lesson) -> bool:
        """Ask, unless it is known that this class is meant; tell whether it was asked."""
        screen, now = self._screen, self._screen.workspace.register.now()
        if screen.workspace.owner or not creates(lesson, now.date()) or agenda.is_on(lesson, now):
            return False
        question = lessons.not_on(lesson, now)
        is_answer = screen.message.said == question == self._question
        too_soon = screen.pressed - self._asked_at < _UNDISTURBED
        self._question, self._asked_at = question, screen.pressed
        if is_answer and not too_soon:
            self.drop()
            return False
        screen.say(question, Tone.WARNING)
        return True

    def _begin(self, lesson: Lesson) -> None:
        from app.messages import roll  # noqa: PLC0415 - the first paint of the groups need not wait for it
        from app.roll.decisions import Decisions  # noqa: PLC0415 - as above

        start = lesson.draft.list.date if lesson.draft else lesson.start
        draft = Decisions(self._screen.workspace).begin_draft(lesson.group.key, start, lesson.mode)
        if isinstance(draft, AttendanceList):
            self._screen.navigator.open_roll(draft.id, creating=True)
        else:
            self._screen.say(roll.told(draft), Tone.WARNING)
