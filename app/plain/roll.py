"""Calling a roll, line by line: a student, a key, what has come of it. The session has the rules."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from app.domain.model import Entry, Mark
from app.i18n import gettext, ngettext
from app.keymap import keys
from app.messages import drafts, failures, finding, marks, roll
from app.plain.importing import ImportTalk
from app.plain.meant_keys import MeantKeys
from app.plain.post import Post
from app.plain.roll_lines import RollLines
from app.plain.talk import Talk, action_of
from app.roll.lateness import proposed_text
from app.roll.outcomes import Marked, Notice, Outcome, Resolved, Step, TooFast
from app.roll.search import Search, mark_in_query
from app.roll.session import RollSession
from app.store import StoreError
from app.sync.requests import ReadGroups

Actions = dict[str, Callable[[], None]]
_CHOOSING = {"roll.up", "roll.down"}


class RollTalk:
    """Calls the roll of one list or draft."""

    def __init__(
        self,
        session: RollSession,
        talk: Talk,
        post: Post,
        everywhere: Actions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Call this roll; `everywhere` are the actions that all of the program has.

        `clock` gives the seconds at which keys come.
        """
        self._session, self._workspace = session, session.workspace
        self._talk, self._post, self._clock = talk, post, clock
        self._lines = RollLines(self._session, post)
        self._left = False
        self._search: Search | None = None  # while the keys that move choose among its matches
        self._actions: Actions = {
            "roll.present": lambda: self._tell(session.mark_present()),
            "roll.down": lambda: self._move(1),
            "roll.up": lambda: self._move(-1),
            "roll.first": lambda: self._move(-len(session.roll.cursor.entries)),
            "roll.last": lambda: self._move(len(session.roll.cursor.entries)),
            "roll.next": self._next,
            "roll.comment": self._comment,
            "roll.late": self._late,
            "roll.fill": self._fill,
            "roll.undo": lambda: self._tell(session.undo()),
            "roll.redo": lambda: self._tell(session.redo()),
            "roll.find": self._find,
            "roll.send": lambda: self._tell(session.send()),
            "roll.create": lambda: self._tell(session.create_list()),
            "roll.mine": lambda: self._tell(session.keep_mine()),
            "roll.theirs": lambda: self._tell(session.take_theirs()),
            "roll.import": lambda: ImportTalk(session, talk, post).run(),
            "roll.refresh": self._refresh,
            "roll.back": self._back,
            **everywhere,
        }
        ids = [*(keys.of_mark(mark).id for mark in Mark), *self._actions, "every.help"]
        known = {name for action in ids for name in keys.named(action).keys}
        self._keys = MeantKeys(talk, session.key_guard, known, clock)

    def call(self, *, creating: bool = False) -> None:
        """Call the roll until it is left; `creating` asks USOS at once for the list of a draft."""
        self._session.open(creating=creating)
        try:
            self._open()
            self._session.key_guard.opened(self._clock())
            while not self._left:
                self._ask()
        finally:
            self._talk.close()
            self._session.close()
            with suppress(StoreError):
                self._tell_counts()

    def state(self) -> str:
        """Return how far the marks are in USOS."""
        return self._lines.state()

    def _open(self) -> None:
        """Say whose roll it is; wait for one that was never read."""
        self._session.load()
        if not self._session.roll.is_read:
            self._wait()
        known = self._session.roll.list
        if known is None:
            return
        if self._workspace.register.group(known.group) is None:
            self._post.wait_for("", ReadGroups())  # for the title alone
        self._talk.say(self._lines.title(), *self._lines.counts())

    def _wait(self) -> None:
        self._post.wait_for(gettext("Reading the roll from USOS …"), *self._session.roll.readings())
        self._session.load()

    def _ask(self) -> None:
        """Say what is new, ask about the student in hand, and do what the key does."""
        try:
            self._session.load()
            self._session.finish_undo()
            self._talk.say(*self._lines.news())
            pressed = self._keys.ask(self._lines.question())
            if isinstance(pressed, str):
                self._do(pressed)
            else:
                self._tell(pressed)
        except StoreError:
            self._talk.say(failures.unreadable_store())
            self._talk.ask(gettext("Any key tries again"))

    def _do(self, key: str) -> None:
        mark, action = keys.mark_of(key), action_of(key, self._actions)
        if action not in _CHOOSING:
            self._search = None
        if mark is not None:
            self._tell(self._session.mark(mark))
        elif action is not None:
            self._actions[action]()
        elif action_of(key, ["every.help"]):
            self._talk.explain([*(keys.of_mark(mark).id for mark in Mark), *self._actions, "every.help"])
        else:
            self._talk.unknown()

    # --- what has come of a command ---

    def _tell(self, outcome: Outcome) -> None:
        if outcome is Notice.NOBODY:
            self._talk.unknown()
            return
        self._talk.answer(_answer(outcome))
        self._tell_step(outcome)

    def _tell_step(self, outcome: Outcome) -> None:
        if isinstance(outcome, Marked) and outcome.step is Step.WRAPPED and outcome.late is None:
            self._talk.say(roll.told(Notice.WRAPPED))
        if isinstance(outcome, Marked) and outcome.step is Step.ALL_MARKED:
            self._tell_all_marked()

    def _tell_all_marked(self) -> None:
        self._talk.say(roll.told(Notice.ALL_MARKED))
        self._tell_counts()

    def _tell_counts(self) -> None:
        self._session.load()
        self._talk.say(*self._lines.counts())

    # --- what takes more than a key ---

    def _move(self, step: int) -> None:
        if self._search is not None and abs(step) == 1:
            other = self._search.choose(step)
            self._search.take(self._search.text)  # the cursor comes back also where one began at a match
            self._talk.answer(finding.told_match(self._search.found) if other else gettext("Nobody else matches."))
        else:
            self._tell(self._session.move(step))

    def _next(self) -> None:
        self._talk.close()
        outcome = self._session.next_unmarked()
        if outcome is Notice.ALL_MARKED:
            self._tell_all_marked()
        else:
            self._talk.say(roll.told(outcome))

    def _current(self) -> Entry | None:
        """Return who is in hand; where nobody is, say that the key does nothing."""
        entry = self._session.roll.cursor.current
        if entry is None:
            self._talk.unknown()
        return entry

    def _comment(self) -> None:
        entry = self._current()
        if entry is None:
            return
        self._talk.answer(gettext("comment"))
        text = self._keys.line(marks.asked_comment(entry.comment))
        if not text or isinstance(text, TooFast):
            self._session.come_back()
            self._say(text or Notice.DONE)
            return
        self._say(self._session.comment(entry.student.id, "" if text == "-" else text))

    def _late(self) -> None:
        entry, known = self._current(), self._session.roll.list
        if entry is None or known is None:
            return
        proposed = proposed_text(known, self._workspace.register.now(), self._workspace.options.late)
        self._talk.answer(gettext("late"))
        written = self._keys.line(
            gettext("Comment, {key} for “{comment}”").format(key=keys.name_of("enter"), comment=proposed)
        )
        if isinstance(written, str):
            self._say(self._session.late(entry.student.id, written or proposed))
            return
        self._session.come_back()
        self._talk.say(roll.told(written) if written else gettext("nobody was marked"))

    def _fill(self) -> None:
        to_fill = self._session.to_fill()
        if self._current() is None:
            return
        if not to_fill:
            self._talk.answer(roll.told(Notice.ALL_MARKED))
            return
        self._talk.answer(gettext("fill"))
        names = ngettext("{number} student without a mark", "{number} students without a mark", len(to_fill))
        key = self._keys.ask(gettext("Mark for {students}").format(students=names.format(number=len(to_fill))))
        if not isinstance(key, str):
            self._tell(key)
        elif (mark := keys.chosen_mark(key, self._session.roll.presence)) is None:
            self._talk.answer(gettext("nobody was marked"))
        else:
            self._talk.answer(roll.told(self._session.fill([entry.student.id for entry in to_fill], mark)))

    def _say(self, outcome: Outcome) -> None:
        """Say what has come of a line that was typed."""
        self._talk.say(_answer(outcome))
        self._tell_step(outcome)

    def _find(self) -> None:
        self._talk.answer(gettext("find"))
        query = self._talk.line(gettext("Part of a name or number")) or ""
        cursor = self._session.roll.cursor
        mark = mark_in_query(query[:-1], query[-1:], [entry.student for entry in cursor.entries])
        search = Search(cursor)
        if not search.take(query[:-1] if mark else query):
            self._talk.say(roll.told(Notice.NO_MATCH) if query else "")
            return
        chosen = search.found.chosen
        if chosen is not None and search.is_of_album(chosen):
            self._talk.say(finding.album_number(chosen, whole=True))
        if len(search.found.students) > 1:  # whom a digit would mark was not told yet
            self._talk.say(finding.told_match(search.found), gettext("nobody was marked") if mark else "")
            self._search = search
        elif mark is not None:
            self._talk.begin(self._lines.question())
            self._tell(self._session.mark(mark))

    def _refresh(self) -> None:
        self._talk.close()
        self._workspace.sync.want_anew(*self._session.roll.readings())
        self._workspace.sync.try_now()
        self._wait()
        self._tell_counts()

    def _back(self) -> None:
        leaving = self._session.before_leaving()
        self._left = leaving is None
        self._talk.answer(roll.told(leaving) if leaving else gettext("back"))


def _answer(outcome: Outcome) -> str:
    """Return what stands behind the question: the mark, or what has come of the key in a sentence."""
    match outcome:
        case Marked(after=after, late=None) if not outcome.is_correction and outcome.step is not Step.RETURNED:
            return marks.mark_word(after.mark)
        case Resolved(entry):
            return marks.mark_word(entry.mark)
        case Notice.CREATING:
            return drafts.creating()
        case _:
            return roll.told(outcome)
