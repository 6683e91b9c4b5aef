"""Choosing a group and then a list, by number."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import names
from app.domain.model import Group, ListOverview
from app.i18n import gettext, language
from app.keymap import keys
from app.messages import groups, marks
from app.plain.choice import Choice
from app.plain.importing import ImportTalk
from app.plain.justifying import JustifyingTalk
from app.plain.overview import OverviewTalk
from app.plain.post import Post
from app.plain.talk import Talk
from app.roll.session import RollSession
from app.sync.requests import ReadGroups, ReadLists, ReadRoll
from app.workspace.workspace import Workspace


class Choosing:
    """Says what there is to choose from, and asks."""

    def __init__(self, workspace: Workspace, talk: Talk, post: Post, choice: Choice, overviews: OverviewTalk) -> None:
        """Choose from what this workspace knows; `overviews` tells the term of a group on the way."""
        self._justifying = JustifyingTalk(workspace, talk, post, choice)
        self._workspace, self._talk, self._post = workspace, talk, post
        self._choice, self._overviews = choice, overviews
        self._query = ""

    # --- groups ---

    def group(self) -> Group | None:
        """Return the chosen group; None where there is none, or it is to be asked again."""
        sync, readings = self._workspace.sync, (ReadGroups(), ReadLists())
        sync.want(*readings)
        if not self._groups():
            self._post.wait_for(gettext("Reading your groups from USOS …"), *readings)
        sync.want_ahead(ReadRoll(one.id) for one in self._workspace.register.timetable.worth_reading())
        offered, counts = self._groups(), self._workspace.register.list_counts()
        self._talk.say(gettext("Groups"), *self._post.lines())
        actions = {
            "groups.find": self._find,
            "groups.back": self._show_all,
            "groups.refresh": lambda: self._refresh(*readings),
            "groups.overview": lambda: self._overview(offered),
            "groups.justifications": self._justifying.answer,
        }
        if not offered:
            self._talk.say(self._no_groups())
        lines = [
            ", ".join(
                part
                for part in (
                    groups.group_title(one),
                    groups.students(one.students) if one.students is not None else "",
                    groups.lists(counts[one.key]) if one.key in counts else "",
                )
                if part
            )
            for one in offered
        ]
        chosen = self._choice.choose(lines, 0, "groups.open", actions)
        return None if chosen is None else offered[chosen]

    def _groups(self) -> list[Group]:
        """Return the groups that match, that of the class that is on first."""
        nearest = self._workspace.register.nearest_group()
        known = [group for one in self._workspace.register.terms(language()) for group in one.groups]
        found = [one for one in known if names.matches(self._query, groups.group_title(one))]
        return sorted(found, key=lambda one: one.key != nearest)

    def _no_groups(self) -> str:
        if self._query:
            return gettext("No group matches.")
        failed = any(self._workspace.sync.failure(reading) for reading in (ReadGroups(), ReadLists()))
        if failed or self._workspace.owner:
            return gettext("Your groups have not been read yet.")
        return gettext("USOS has no groups of yours.")

    def _overview(self, offered: Sequence[Group]) -> None:
        """Ask of which group, and tell its term."""
        if not offered:
            self._talk.unknown()
            return
        self._talk.answer(gettext("the term of a group"))
        row = self._choice.pick(len(offered), 0, "groups.open", {"groups.back": lambda: self._talk.answer("")})
        if row is not None:
            self._overviews.tell(offered[row].key)

    def _find(self) -> None:
        self._talk.answer(gettext("find"))
        self._query = self._talk.line(gettext("Part of the name")) or ""

    def _show_all(self) -> None:
        self._talk.answer(gettext("all groups"))
        self._query = ""

    # --- lists ---

    def list_of(self, group: Group) -> str | None:
        """Return the id of the chosen list; None where there is none, or another group is to be chosen."""
        sync, reading = self._workspace.sync, ReadLists(group.key)
        sync.want(reading)
        while True:
            if not self._workspace.register.lists(group.key):
                self._post.wait_for(gettext("Reading the lists from USOS …"), reading)
            sync.want_ahead(ReadRoll(one.id) for one in self._workspace.register.timetable.worth_reading(group.key))
            lists, now = self._workspace.register.lists(group.key), self._workspace.register.now()
            self._talk.say(groups.group_title(group), *self._post.lines())
            if not lists:
                gone = bool(sync.failure(reading)) or bool(self._workspace.owner)
                told = gettext("The lists have not been read yet.") if gone else ""
                self._talk.say(told or gettext("This group has no attendance lists."))
            nearest = min(range(len(lists)), key=lambda row: abs(lists[row].list.date - now), default=0)
            back: list[bool] = []
            actions = {
                "lists.back": lambda: self._go_back(back),  # noqa: B023 - it is called within this round
                "lists.refresh": lambda: self._refresh(reading),
                "lists.import": lambda: self._import(lists, nearest),  # noqa: B023 - as above
                "lists.overview": lambda: self._overviews.answer(group.key),
                "lists.export": lambda: self._overviews.ask_export(group.key),
                "lists.rules": lambda: self._overviews.ask_rules(group.key),
            }
            chosen = self._choice.choose([self._list_line(one) for one in lists], nearest, "lists.open", actions)
            if chosen is not None:
                return lists[chosen].list.id
            if back:
                return None

    def _import(self, lists: Sequence[ListOverview], nearest: int) -> None:
        """Ask for a list, and import reports into it."""
        self._talk.answer(gettext("import a report or a table"))
        typed = self._talk.line(
            gettext("Number of the list, {key} for {number}").format(key=keys.name_of("enter"), number=nearest + 1)
        )
        chosen = typed or str(nearest + 1)
        if not (chosen.isdecimal() and 0 < int(chosen) <= len(lists)):
            return
        session = RollSession(self._workspace, lists[int(chosen) - 1].list.id)
        session.open()
        try:
            session.load()
            ImportTalk(session, self._talk, self._post).run()
        finally:
            session.close()

    def _list_line(self, one: ListOverview) -> str:
        today = self._workspace.register.now().date()
        tally = one.tally
        days = (one.list.date.date() - today).days
        parts = (
            groups.meeting(one.list, today),
            gettext("draft") if one.list.is_draft else "",
            marks.mode_word(one.list.mode),
            gettext("{marked} of {all}").format(marked=tally.marked, all=tally.students) if tally else "",
            gettext("today") if days == 0 else groups.day_distance(one.list.date, today),
        )
        return ", ".join(part for part in parts if part)

    def _go_back(self, back: list[bool]) -> None:
        self._talk.answer(gettext("back"))
        back.append(True)

    # --- both ---

    def _refresh(self, *readings: ReadGroups | ReadLists) -> None:
        self._talk.close()
        self._workspace.sync.want_anew(*readings)
        self._workspace.sync.try_now()
        self._post.wait_for(gettext("reading from USOS …"), *readings)
