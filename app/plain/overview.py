"""The term of a group, line by line: its students, the meetings of one of them, the rules of the group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain import names
from app.domain.model import GroupKey
from app.domain.overview import Overview, OverviewStudent
from app.domain.overview_order import Ordering
from app.i18n import gettext
from app.messages import overview_lines, roll
from app.plain.choice import Choice
from app.plain.exporting import ExportTalk
from app.plain.post import Post
from app.plain.rules import RulesTalk
from app.plain.talk import Talk
from app.roll.outcomes import Notice
from app.sync.requests import Reading, ReadLists, ReadMeetings, ReadRoll
from app.workspace.workspace import Workspace


class OverviewTalk:
    """Tells overviews of groups; a meeting that is chosen leads to `call`, which gets its list and the student."""

    def __init__(
        self, workspace: Workspace, talk: Talk, post: Post, choice: Choice, *, call: Callable[[str, str], None]
    ) -> None:
        """Tell what this workspace knows."""
        self._workspace, self._talk, self._post, self._choice = workspace, talk, post, choice
        self._call = call
        self._rules, self._exports = RulesTalk(workspace, talk), ExportTalk(workspace, talk)

    def answer(self, group: GroupKey) -> None:
        """Answer a key with the term of a group."""
        self._talk.answer(gettext("the term of the group"))
        self.tell(group)

    def tell(self, group: GroupKey) -> None:
        """Tell the term of a group, until it is left."""
        self._read(group)
        page = _Page(self._talk)
        actions = {
            "overview.sort": page.sort,
            "overview.near": page.turn_near_limit,
            "overview.find": page.find,
            "overview.rules": lambda: self.ask_rules(group),
            "overview.export": lambda: self.ask_export(group),
            "overview.refresh": lambda: self._refresh(group),
            "overview.back": page.leave,
        }
        while not page.left and (shown := self._workspace.register.overviews.of(group)) is not None:
            students = page.of(shown)
            self._talk.say(*overview_lines.head(shown), *self._post.lines())
            if not students:
                self._talk.say(roll.told(Notice.NO_MATCH) if shown.students else gettext("Nobody is known here yet."))
            chosen = self._choice.choose([overview_lines.student(one) for one in students], 0, "overview.open", actions)
            if chosen is not None:
                self._tell_student(group, students[chosen].student.id)

    def ask_rules(self, group: GroupKey) -> None:
        """Answer a key with the rules of a group, and ask for other ones."""
        self._rules.ask(group)

    def ask_export(self, group: GroupKey, list_id: str = "") -> None:
        """Answer a key with what can be written to a file: the list, if one is given, or the term of its group."""
        self._talk.answer(gettext("Write to a file"))
        if not list_id:
            self._read(group)
        self._exports.ask(group, list_id)

    def _tell_student(self, group: GroupKey, student_id: str) -> None:
        """Say how a student stands and what they have in each meeting, until that is left; a number opens a roll."""
        page = _Page(self._talk)
        while not page.left and (shown := self._workspace.register.overviews.of(group)) is not None:
            student = next((one for one in shown.students if one.student.id == student_id), None)
            if student is None:
                return
            today = self._workspace.register.now().date()
            self._talk.say(overview_lines.student(student))
            lines = [
                overview_lines.meeting(one, cell, today)
                for one, cell in zip(shown.meetings, student.cells, strict=True)
            ]
            newest = max((row for row, one in enumerate(shown.meetings) if one.held), default=0)
            chosen = self._choice.choose(lines, newest, "overview.open", {"overview.back": page.leave})
            meeting = shown.meetings[chosen] if chosen is not None else None
            if meeting is not None and meeting.list is not None:
                self._call(meeting.list.id, student_id)
            elif meeting is not None:
                self._talk.say(gettext("This class has no list."))

    def _read(self, group: GroupKey) -> None:
        """Read what of the group was never read, and the rest ahead; say so while there is something to wait for."""
        sync, register = self._workspace.sync, self._workspace.register
        of_group: tuple[Reading, ...] = (ReadLists(group), ReadMeetings(group))
        sync.want(*of_group)
        if not register.is_read(group):
            self._post.wait_for(gettext("Reading the lists from USOS …"), *of_group)
        shown = register.overviews.of(group)
        rolls = [ReadRoll(one.list.id) for one in shown.meetings if one.list and one.read_at is None] if shown else []
        sync.want(*rolls)
        self._post.wait_for(gettext("Reading the rolls from USOS …"), *rolls)
        sync.want_ahead(ReadRoll(one.id) for one in register.timetable.worth_reading(group))

    def _refresh(self, group: GroupKey) -> None:
        self._talk.close()
        sync = self._workspace.sync
        rolls = (ReadRoll(one.list.id) for one in self._workspace.register.lists(group) if not one.list.is_draft)
        readings: tuple[Reading, ...] = (ReadLists(group), ReadMeetings(group), *rolls)
        sync.want_anew(*readings)
        sync.try_now()
        self._post.wait_for(gettext("reading from USOS …"), *readings)


class _Page:
    """Whom an overview shows, and in which order, until it is left."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._ordering, self._query, self.left = Ordering(), "", False

    def of(self, shown: Overview) -> Sequence[OverviewStudent]:
        """Return the students to tell of."""
        students = self._ordering.of(shown)
        if not self._query:
            return students
        found = {one.id for one in names.best(self._query, [one.student for one in students])}
        return [one for one in students if one.student.id in found]

    def sort(self) -> None:
        self._ordering = replace(self._ordering, sorting=self._ordering.sorting.next())
        self._talk.answer(gettext(self._ordering.sorting.value))

    def turn_near_limit(self) -> None:
        self._ordering = replace(self._ordering, near_limit=not self._ordering.near_limit)
        self._talk.answer(gettext("near the limit") if self._ordering.near_limit else gettext("all students"))

    def find(self) -> None:
        self._talk.answer(gettext("find"))
        query = self._talk.line(gettext("Part of a name or number"))
        self._query = self._query if query is None else query

    def leave(self) -> None:
        self._talk.answer(gettext("back"))
        self.left = True
