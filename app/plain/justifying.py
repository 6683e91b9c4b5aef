"""Excusing absences line by line: one by its number, or all of some days by a certificate."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import date_range, names
from app.domain.date_input import Span
from app.i18n import drawable, gettext
from app.keymap import keys
from app.messages import corrections, groups, justifications, marks
from app.plain.choice import Choice
from app.plain.post import Post
from app.plain.rules import RulesTalk
from app.plain.talk import Talk
from app.register.justifications import Absence, CoveredGroup
from app.roll.justifying import Justifying
from app.roll.outcomes import LeavingUndo, Outcome
from app.workspace.workspace import Workspace

_NOTHING = "-"  # the answer that writes nothing


class JustifyingTalk:
    """Tells the absences without an excuse, by numbers, and asks what to do about them."""

    def __init__(self, workspace: Workspace, talk: Talk, post: Post, choice: Choice) -> None:
        """Tell what this workspace knows."""
        self._workspace, self._talk, self._post, self._choice = workspace, talk, post, choice

    def answer(self) -> None:
        """Answer a key with the absences to excuse, until they are left."""
        self._talk.answer(gettext("absences to excuse, in all groups"))
        page = _Page(self._workspace, self._talk, self._choice)
        try:
            while not page.left:
                page.tell(self._post)
        finally:
            page.close()


class _Page:
    """What is shown, whom of, and the rolls that decisions go to, until it is left."""

    def __init__(self, workspace: Workspace, talk: Talk, choice: Choice) -> None:
        self._workspace, self._talk, self._choice = workspace, talk, choice
        self._justifying = Justifying(workspace)
        self._query, self._absences, self.left = "", list[Absence](), False

    def close(self) -> None:
        """Let go out what was decided."""
        self._justifying.corrections.close()

    def tell(self, post: Post) -> None:
        """Say the absences with their numbers, and do what is asked about them."""
        register = self._workspace.register
        found = register.excusing.worklist(self._justifying.decided)
        wanted = {one.id for one in names.best(self._query, [one.student for one in found])}
        students = [one for one in found if not self._query or one.student.id in wanted]
        self._absences = [absence for one in students for absence in one.absences]
        self._talk.say(
            gettext("Excuses"),
            groups.lists_read(*register.excusing.rolls_known()),
            *self._news(),
            *post.lines(),
        )
        if not self._absences:
            nobody = gettext("Nobody is absent without an excuse in the lists read so far.")
            self._talk.say(gettext("Nobody with an unexcused absence matches.") if self._query else nobody)
        actions = {
            "justifications.certificate": self._ask_certificate,
            "justifications.made_up": self._ask_made_up,
            "justifications.comment": self._ask_comment,
            "justifications.mine": lambda: self._resolve("justifications.mine"),
            "justifications.theirs": lambda: self._resolve("justifications.theirs"),
            "justifications.find": self._find,
            "justifications.rules": self._ask_rules,
            "justifications.undo": lambda: self._answer(self._justifying.corrections.undo()),
            "justifications.redo": lambda: self._answer(self._justifying.corrections.redo()),
            "justifications.back": self._leave,
        }
        lines = [self._line(one) for one in self._absences]
        chosen = self._choice.choose(lines, 0, "justifications.excuse", actions)
        if chosen is not None:
            self._talk.say(self._told(self._justifying.excuse([self._absences[chosen].place])))

    def _line(self, one: Absence) -> str:
        return f"{drawable(one.entry.student.name)}, {justifications.line(one, self._workspace.register.now().date())}"

    def _news(self) -> Sequence[str]:
        """Take in what USOS has made of the decisions, and return what is to be said of it."""
        self._justifying.corrections.renew()
        return [self._told(one) for one in self._justifying.corrections.take_unasked()]

    def _told(self, outcome: Outcome) -> str:
        return corrections.of_excuses(outcome, self._absences)

    def _answer(self, outcome: Outcome) -> None:
        self._talk.answer(self._told(outcome))

    def _pick(self, told: str) -> Absence | None:
        """Answer a key, and ask which absence it is about."""
        if not self._absences:
            self._talk.unknown()
            return None
        self._talk.answer(told)
        back = {"justifications.back": lambda: self._talk.answer("")}
        row = self._choice.pick(len(self._absences), 0, "justifications.excuse", back)
        return None if row is None else self._absences[row]

    def _ask_made_up(self) -> None:
        absence = self._pick(gettext("made up"))
        if absence is not None:
            self._talk.say(self._told(self._justifying.make_up(absence.place)))

    def _ask_comment(self) -> None:
        absence = self._pick(gettext("comment"))
        if absence is None:
            return
        text = self._talk.line(marks.asked_comment(absence.entry.comment))
        if text:
            self._talk.say(self._told(self._justifying.comment(absence.place, "" if text == "-" else text)))

    def _resolve(self, action: str) -> None:
        """Ask in which absence a conflict is to be decided, and decide it as the key says."""
        corrections = self._justifying.corrections
        resolve = corrections.keep_mine if action == "justifications.mine" else corrections.take_theirs
        absence = self._pick(gettext(keys.named(action).help))
        if absence is not None:
            self._talk.say(self._told(resolve(*absence.place)))

    def _ask_rules(self) -> None:
        absence = self._pick(gettext("rules"))
        if absence is not None:
            RulesTalk(self._workspace, self._talk).ask(absence.group.key)

    def _ask_certificate(self) -> None:
        absence = self._pick(gettext("Certificate"))
        if absence is None:
            return
        days = self._asked_days()
        if days is None:
            return
        found = self._workspace.register.excusing.covered(absence.entry.student.id, days)
        self._talk.say(drawable(absence.entry.student.name), justifications.days(days))
        if not found:
            self._talk.say(gettext("No unexcused absence on these days."))
            return
        for group in found:
            self._talk.say(*self._covered(group))
        question = gettext("{key} excuses them, {nothing} writes nothing")
        if self._talk.confirm(question.format(key=keys.name_of("enter"), nothing=_NOTHING)) == "enter":
            places = [one.place for group in found for one in group.absences]
            self._answer(self._justifying.excuse(places))
        else:
            self._talk.answer(gettext("Nothing was written."))

    def _asked_days(self) -> Span | None:
        register = self._workspace.register
        while text := self._talk.line(justifications.no_days()):
            days = date_range.read(text, register.now().date(), register.excusing.span())
            if days is not None:
                return days
            self._talk.say(gettext("That is not possible."))
        return None

    def _covered(self, group: CoveredGroup) -> list[str]:
        today = self._workspace.register.now().date()
        whole = [groups.group_title(group.group), justifications.counts(group)]
        return [*whole, *(f"  {justifications.when(one, today)}" for one in group.absences)]

    def _find(self) -> None:
        self._talk.answer(gettext("find"))
        self._query = self._talk.line(gettext("Part of a name or number")) or ""

    def _leave(self) -> None:
        leaving = self._justifying.corrections.before_leaving()
        if isinstance(leaving, LeavingUndo):
            self._answer(leaving)
        elif self._query:
            self._query = ""
            self._talk.answer(gettext("all students"))
        else:
            self._talk.answer(gettext("back"))
            self.left = True
