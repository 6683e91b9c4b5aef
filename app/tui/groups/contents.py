"""What the screen of groups shows, as the register has it: what is folded, what was found, which modes were chosen."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from app.domain import names
from app.domain.model import Group, Lesson, Mode
from app.i18n import language
from app.register.register import Register
from app.register.term_groups import TermGroups
from app.tui.groups.rows import Overview, everything, is_called, spot

_FEW = 3  # unfinished lists that are shown before they are unfolded


class Contents:
    """Asks the register. What a person has unfolded or chosen here is remembered until the screen is left."""

    def __init__(self, register: Register) -> None:
        """Begin with everything folded."""
        self._register = register
        self.all_unfinished = self.past_terms = False
        """Whether more than the newest unfinished lists are shown, and the groups of terms that are over."""
        self._modes: dict[Hashable, Mode] = {}  # for lists that are still to be created

    def fold(self) -> None:
        """Fold again what was unfolded."""
        self.all_unfinished = self.past_terms = False

    def choose_mode(self, lesson: Lesson) -> Mode:
        """Give the list that is to be created for a class the next mode, and return it."""
        modes = list(Mode)
        chosen = self._modes[spot(lesson)] = modes[(modes.index(lesson.mode) + 1) % len(modes)]
        return chosen

    def found(self, query: str) -> Overview:
        """Return the groups that match, of all terms. Raises `StoreError`."""
        known = self._register.terms(language())
        matching = ((term, _matching(term, query)) for term in known)
        return Overview(
            terms=[TermGroups(term.term, term.current, groups) for term, groups in matching if groups],
            list_counts=self._register.list_counts(),
            so_far=self._register.overviews.so_far(),
            groups={group.key: group for term in known for group in term.groups},
        )

    def everything(self) -> Overview:
        """Return all there is to show: groups, classes, unfinished lists. Raises `StoreError`."""
        overview, today = self.found(""), self._register.now().date()
        over = [term for term in overview.terms if term.is_over(today)]
        if self.past_terms or len(over) == len(overview.terms):
            over = []
        shown = [term for term in overview.terms if term not in over]
        folded = sum(len(term.groups) for term in over)
        return self._with_agenda(replace(overview, terms=shown, folded=folded))

    def renewed(self, overview: Overview) -> Overview:
        """Return the same with classes and lists as they are now; groups are what they were. Raises `StoreError`."""
        return self._with_agenda(replace(overview, so_far=self._register.overviews.so_far()))

    def _with_agenda(self, overview: Overview) -> Overview:
        timetable = self._register.timetable
        agenda = timetable.agenda()
        number = len(agenda.unfinished)
        few = number if self.all_unfinished or number == _FEW + 1 else _FEW  # a row for one more would save none
        return replace(
            overview,
            now=self._with_mode(agenda.now) if agenda.now else None,
            next=None if agenda.now else timetable.next_class(),
            today=tuple(self._with_mode(one) for one in agenda.today),
            gaps=tuple(timetable.tallies([one.list for one in agenda.unfinished[:few]])),
            unfinished=number,
        )

    def _with_mode(self, lesson: Lesson) -> Lesson:
        chosen = self._modes.get(spot(lesson))
        return replace(lesson, mode=chosen) if chosen and lesson.list is None and not is_called(lesson) else lesson


def _matching(term: TermGroups, query: str) -> tuple[Group, ...]:
    return tuple(group for group in term.groups if names.matches(query, everything(group)))
