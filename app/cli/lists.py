"""`rollcall lists`: the groups and their lists, as JSON or in lines."""

from __future__ import annotations

from app.cli import source, values
from app.cli.source import Source
from app.cli.status import Status
from app.config.settings import Settings
from app.domain.model import Group, ListOverview
from app.i18n import drawable, gettext, language
from app.messages import groups, marks
from app.sync.requests import ReadGroups, ReadLists


def lists(chosen: Settings, *, as_json: bool, offline: bool) -> int:
    """Print what there is, read anew unless `offline`, and return the exit status."""

    def answer(of: Source) -> Status:
        of.read([ReadGroups(), ReadLists()])
        known = [(one, of.register.lists(one.key)) for term in of.register.terms(language()) for one in term.groups]
        if as_json:
            values.printed(groups=[{**values.of_group(one), "lists": values.of_lists(its)} for one, its in known])
        else:
            _print(of, known)
        return of.status(complete=of.register.is_read())

    return source.answered(chosen, answer, offline=offline)


def _print(of: Source, known: list[tuple[Group, list[ListOverview]]]) -> None:
    """Print each group with the two words by which commands are given it, and below it its lists by their ids."""
    today = of.register.now().date()
    for group, its in known:
        students = f", {groups.students(group.students)}" if group.students is not None else ""
        print(f"{drawable(group.key.unit_id)} {drawable(group.key.number)}  {groups.group_title(group)}{students}")
        for one in its:
            tally = one.tally
            counted = gettext("{marked} of {all}").format(marked=tally.marked, all=tally.students) if tally else ""
            parts = (groups.meeting(one.list, today), marks.mode_word(one.list.mode), counted)
            print(f"    {drawable(one.list.id)}  {', '.join(part for part in parts if part)}")
