"""Groups under their terms, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain import names
from app.domain.frozen import frozen
from app.domain.model import Group, Phrase, Term


@frozen
class TermGroups:
    """A term with the lecturer's groups in it, ordered by course and number."""

    term: Term
    current: bool
    groups: tuple[Group, ...]

    def is_over(self, today: date) -> bool:
        """Tell whether the term has ended; one of which nothing is known has."""
        return self.term.finish < today


def by_term(groups: Iterable[Group], terms: Iterable[Term], today: date, language: str) -> list[TermGroups]:
    """Return the groups by term: the current terms first, then the newest; terms without groups are left out."""
    known = {term.id: term for term in terms}
    of_term: dict[str, list[Group]] = {}
    for group in groups:
        of_term.setdefault(group.term_id, []).append(group)
    found = [
        TermGroups(
            term := known.get(term_id) or _unknown_term(term_id),
            term.covers(today),
            tuple(sorted(of_it, key=lambda one: _group_order(one, language))),
        )
        for term_id, of_it in of_term.items()
    ]
    return sorted(found, key=_term_order)


def _term_order(groups: TermGroups) -> tuple[bool, int, int, str]:
    """Put current terms first, a semester before the year it is part of, then the newest first."""
    term, current = groups.term, groups.current
    length = (term.finish - term.start).days if current else 0
    return not current, length, -term.order, term.id


def _unknown_term(term_id: str) -> Term:
    return Term(id=term_id, name=Phrase(term_id, term_id), start=date.min, finish=date.min, order=0)


def _group_order(group: Group, language: str) -> tuple[names.OrderKey, names.OrderKey, int, str]:
    number = group.key.number
    return (
        names.order(group.course.in_language(language)),
        names.order(group.class_type.in_language(language)),
        int(number) if number.isdecimal() else 0,
        number,
    )
