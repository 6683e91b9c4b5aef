"""Importing reports line by line: a file, a question for each row to decide, and the writing of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.config import settings
from app.domain.model import Mark
from app.domain.whole_number import whole_number
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.mark_keys import MARK_IDS
from app.messages import groups, import_decisions, importing, list_changes, reports, roll
from app.plain import waiting
from app.plain.meant_keys import MeantKeys
from app.plain.post import Post
from app.plain.talk import Talk, action_of
from app.roll.differences import Difference, Group
from app.roll.import_session import LONGEST, ImportSession
from app.roll.outcomes import Notice, Outcome
from app.roll.session import RollSession
from app.workspace import report_files
from app.workspace.report_files import UnreadableFileError

_OFFERED = 5  # of the newest files
_MARKS = {MARK_IDS[mark].replace("roll.", "import."): mark for mark in Mark}  # by the actions that give them

_IN_ROW = ("import.choose", "import.leave_out", "import.undo", "import.down", "import.back")


class ImportTalk:
    """Imports reports into one list."""

    def __init__(self, calling: RollSession, talk: Talk, post: Post) -> None:
        """Import into the list of this session, which is open."""
        self._session = ImportSession(calling)
        self._talk, self._post = talk, post
        known = {name for action in (*_MARKS, *_IN_ROW) for name in keys.named(action).keys}
        self._keys = MeantKeys(talk, self._session.key_guard(), known, time.monotonic)
        self._skipped: set[tuple[str, str, int]] = set()  # rows that stay undecided
        self._left = False
        self._written = float("-inf")  # when the key came that wrote last

    def run(self) -> None:
        """Ask for files and decisions until it is written, or left."""
        self._talk.answer(gettext("Import a report"))
        self._post.wait_for(gettext("Reading the roll from USOS …"), *self._session.readings())
        self._session.calling.load()
        if (known := self._session.calling.roll.list) is not None:
            group = self._session.calling.workspace.register.group(known.group)
            self._talk.say(f"{groups.title_of(known, group)} · {list_changes.described(known)}")
        if not self._add():
            return
        while not self._left:
            self._decide_each()
            if not self._left:
                self._conclude()

    # --- files ---

    def _add(self) -> bool:
        """Ask for a file and read it; tell whether there is anything to look at then."""
        register = self._session.calling.workspace.register
        offered = report_files.newest(settings.downloads_folder(), _OFFERED)
        for number, one in enumerate(offered, 1):
            self._talk.say(f"{number}, {drawable(one.path.name)}, {reports.saved(register.now() - one.at)}")
        typed = self._talk.line(gettext("Number or path of the file; an empty line goes back"))
        if not typed:
            return False
        if typed.isdecimal() and 0 < int(typed) <= len(offered):
            paths = [offered[int(typed) - 1].path]
        else:
            paths = report_files.dropped(typed) or [report_files.typed_path(typed)]
        return self._read(paths)

    def _read(self, paths: Sequence[Path]) -> bool:
        self._session.choose_another()
        self._talk.say(reports.reading(report_files.names(paths)))
        try:
            self._session.take(waiting.done(self._session.reading(paths), self._post.wait))
        except UnreadableFileError as error:
            self._talk.say(reports.unreadable(error))
            return False
        proposal = self._session.proposal
        if proposal is None:
            self._talk.say(importing.list_unknown())
            return False
        self._talk.say(*reports.files(proposal))
        return proposal.refused is None

    # --- rows ---

    def _decide_each(self) -> None:
        """Ask about each row to decide, one after the other."""
        while not self._left:
            rows = self._session.rows()
            open_ = [row for row in rows if row.is_undecided and row.key not in self._skipped]
            lesson = self._session.lesson
            if not open_ or lesson is None:
                return
            answer = self._keys.ask(importing.line(open_[0], lesson))
            if isinstance(answer, str):
                self._decide(open_[0], answer)
            else:
                self._talk.answer(roll.told(answer))

    def _decide(self, row: Difference, key: str) -> None:
        mark = _MARKS.get(action_of(key, _MARKS) or "")
        if (choice := row.numbered.get(key)) is not None:
            self._say_decided(self._session.choose(row, choice))
        elif mark is not None and not key.isdecimal():
            self._mark(row, mark)
        elif action_of(key, ["import.leave_out"]):
            self._leave_out(row)
        elif action_of(key, ["import.undo"]):
            self._undo()
        elif action_of(key, ["import.write", "import.down"]):
            self._skipped.add(row.key)
            self._talk.answer(gettext("undecided"))
        elif action_of(key, ["import.back"]):
            self._leave()
        elif action_of(key, ["every.help"]):
            self._talk.explain([*_MARKS, *_IN_ROW])
        else:
            self._talk.unknown()

    def _mark(self, row: Difference, mark: Mark) -> None:
        if row.can_be_marked:
            self._say_decided(self._session.mark(row, mark))
        else:
            self._talk.answer(import_decisions.nobody_to_mark())

    def _leave_out(self, row: Difference) -> None:
        if row.can_be_left_out:
            self._skipped.add(row.key)
            self._session.leave_out(row)
            self._say_decided()
        else:
            self._talk.answer(import_decisions.nothing_to_leave_out())

    def _say_decided(self, blocked: Outcome | None = None) -> None:
        """Say what was decided last, or why it could not be."""
        newest = self._session.newest
        if blocked is not None or newest is None:
            self._talk.answer(roll.told(blocked or Notice.DONE))
        else:
            self._talk.answer(import_decisions.decided(newest))

    # --- the end ---

    def _conclude(self) -> None:
        """Say what would be written, and ask whether it is to be."""
        rows, lesson = self._session.rows(), self._session.lesson
        if lesson is None:
            self._left = True
            return
        for group in Group:
            of_group = [row for row in rows if row.group is group and not row.is_undecided]
            if of_group:
                self._talk.say(f"{importing.group(group)}: {importing.number(of_group)}")
            if group is Group.SET:
                self._talk.say(*(importing.line(row, lesson) for row in of_group))
        number, undecided = sum(row.change is not None for row in rows), sum(row.is_undecided for row in rows)
        nothing = importing.nothing_to_write(self._session.proposal, rows)
        is_done = self._session.is_done(rows)
        nothing = importing.done() if is_done else nothing
        question = importing.rest(undecided, number) if number else nothing
        actions = self._actions()
        by_what = "" if is_done else importing.by_what(self._session.proposal, self._session.share)
        key = self._keys.ask(f"{question} {by_what}".strip())
        if not isinstance(key, str):
            self._talk.answer(roll.told(key))
        elif action := action_of(key, actions):
            actions[action]()
        elif action_of(key, ["every.help"]):
            self._talk.explain([*actions, "every.help"])
        else:
            self._talk.unknown()

    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "import.write": self._write,
            "import.undo": self._undo,
            "import.share": self._share,
            "import.length": self._length,
            "import.add": self._one_more,
            "import.aliases": self._aliases,
            "import.back": self._leave,
        }

    def _write(self) -> None:
        """Write; once nothing is left, go back, unless it may be the key that wrote, held down."""
        if self._session.is_done(self._session.rows()):
            if self._keys.may_be_held(self._written):
                self._talk.answer(importing.done())
            else:
                self._leave()
            return
        nothing = importing.nothing_to_write(self._session.proposal, self._session.rows())
        outcome = self._session.write()
        self._written = self._keys.pressed
        self._talk.answer(nothing if outcome is Notice.DONE else roll.told(outcome))

    def _undo(self) -> None:
        """Take back what was decided or written last; a row that is decided no more is asked about again."""
        newest, outcome = self._session.newest, self._session.undo()
        if newest is not None:
            self._skipped.discard(newest.row.key)
        self._talk.answer(import_decisions.taken_back(newest) if outcome is Notice.DONE else roll.told(outcome))

    def _share(self) -> None:
        label = gettext("Minimum attendance, %:").rstrip(":")
        self._number(label, range(101), lambda share: self._session.measure(share=share))

    def _length(self) -> None:
        label = gettext("Minutes the class takes:").rstrip(":")
        self._number(label, range(1, LONGEST + 1), lambda minutes: self._session.measure(minutes=minutes))

    def _number(self, label: str, allowed: range, take: Callable[[int], None]) -> None:
        if not self._session.tells_times:
            self._talk.answer(importing.no_times())
            return
        self._talk.answer("")
        typed = self._talk.line(label) or ""
        if (found := whole_number(typed, allowed)) is not None:
            self._skipped.clear()
            take(found)
        elif typed:
            told = gettext("A whole number from {least} to {most}.")
            self._talk.say(told.format(least=allowed[0], most=allowed[-1]))

    def _one_more(self) -> None:
        self._talk.answer(gettext("one more file"))
        self._add()

    def _aliases(self) -> None:
        """List the confirmed names, and forget the one whose number is typed."""
        identities, decisions = self._session.calling.workspace.register.identities, self._session.calling.decisions
        aliases = identities.aliases()
        self._talk.answer(importing.confirmed(len(aliases)) or gettext("No name has been confirmed yet."))
        for number, one in enumerate(aliases, 1):
            self._talk.say(f"{number}, {drawable(one.called)}, {drawable(one.student.name)}")
        question = gettext("Number of the name to forget; an empty line keeps all")
        typed = (self._talk.line(question) if aliases else "") or ""
        if typed.isdecimal() and 0 < int(typed) <= len(aliases):
            chosen = aliases[int(typed) - 1]
            rejected = decisions.write(lambda: identities.erase(chosen.key))
            forgotten = gettext("Forgotten: {name}.").format(name=drawable(chosen.called))
            self._talk.say(forgotten if rejected is None else roll.told(rejected))
            self._session.refresh()

    def _leave(self) -> None:
        self._left = True
        self._talk.answer(gettext("back"))
