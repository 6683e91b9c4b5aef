"""Calling a roll, line by line: a student, a key, what has come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from app.domain import names
from app.domain.model import PRESENCES, Entry, Mark, Mode, Record
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.messages import failures, groups, marks, roll
from app.plain.post import Post
from app.plain.roll_lines import RollLines
from app.plain.talk import Talk, action_of
from app.store import StoreError
from app.store.outbox import UnknownEntryError
from app.sync.requests import ReadGroups, ReadList, ReadRoll
from app.workspace.workspace import Workspace

DecidedT = TypeVar("DecidedT")
Actions = dict[str, Callable[[], None]]


class RollTalk(RollLines):
    """Calls the roll of one list."""

    def __init__(self, workspace: Workspace, talk: Talk, post: Post, list_id: str, everywhere: Actions) -> None:
        """Call this list; `everywhere` are the actions that all of the program has."""
        super().__init__(workspace, talk, post, list_id)
        self._presence = Mark.INTRAMURAL
        self._return_to: str | None = None
        self._left = False
        self._actions: Actions = {
            "roll.present": lambda: self._mark(self._presence),
            "roll.down": lambda: self._move(1),
            "roll.up": lambda: self._move(-1),
            "roll.first": lambda: self._move(-self._row),
            "roll.last": lambda: self._move(len(self._entries)),
            "roll.next": self._next,
            "roll.comment": self._comment,
            "roll.undo": lambda: self._reverse(back=True),
            "roll.redo": lambda: self._reverse(back=False),
            "roll.find": self._find,
            "roll.send": self._send,
            "roll.mine": lambda: self._resolve(workspace.register.keep_mine),
            "roll.theirs": lambda: self._resolve(workspace.register.take_theirs),
            "roll.refresh": self._refresh,
            "roll.back": self._back,
            **everywhere,
        }

    def call(self) -> None:
        """Call the roll until it is left."""
        sync = self._workspace.sync
        sync.watch(watched=True)
        sync.want(ReadRoll(self.list_id))
        try:
            self._open()
            while not self._left:
                self._ask()
        finally:
            self._talk.close()
            sync.watch(watched=False)
            sync.release(self.list_id)
            with suppress(StoreError):
                self.tell_counts()

    def _open(self) -> None:
        """Say whose roll it is; wait for one that was never read."""
        self._load()
        if not (self._roll and self._roll.read_at):
            self._post.wait_for(gettext("Reading the roll from USOS …"), ReadRoll(self.list_id))
            self._load()
        if self._roll is None:
            return
        one, register = self._roll.list, self._workspace.register
        if register.group(one.group) is None:
            self._post.wait_for("", ReadGroups())  # for the title alone
        self._presence = register.usual_presence(one)
        today = register.now().date()
        parts = (
            groups.title_of(one, register.group(one.group)),
            groups.meeting(one, today),
            groups.day_distance(one.date, today),
            marks.mode_word(one.mode),
        )
        self._talk.say(", ".join(part for part in parts if part))
        self._row = next((row for row, entry in enumerate(self._entries) if entry.mark is None), 0)
        self.tell_counts()

    def _ask(self) -> None:
        """Say what is new, ask about the student in hand, and do what the key does."""
        try:
            self._load()
            self._talk.say(*self._news())
            key = self._talk.ask(self._question())
            mark = keys.mark_of(key)
            action = action_of(key, self._actions)
            if mark is not None:
                self._mark(mark)
            elif action is not None:
                self._actions[action]()
            elif action_of(key, ["every.help"]):
                mark_keys = [keys.of_mark(mark).id for mark in Mark]
                self._talk.explain([*mark_keys, *self._actions, "every.help"])
            else:
                self._talk.unknown()
        except StoreError:
            self._talk.say(failures.unreadable_store())
            self._talk.ask(gettext("Any key tries again"))

    # --- deciding ---

    def _mark(self, mark: Mark) -> None:
        if not self._entries or self._roll is None:
            self._talk.unknown()
            return
        entry, mode = self._entries[self._row], self._roll.list.mode
        if not mode.allows(mark):
            has_marks = any(one.mark is not None for one in self._entries)
            self._talk.answer(marks.blocked(mode, fixed=has_marks))
            return
        if self._commit(lambda: self._workspace.register.mark(self.list_id, entry.student.id, mark)) is None:
            return
        if mode is Mode.HYBRID and mark in PRESENCES:
            self._presence = mark
        found = self._return_to is not None
        if entry.mark is mark:
            self._talk.answer(roll.already(entry))
        elif entry.mark is not None or found:
            self._talk.answer(roll.change(entry.student.name, entry.record, Record(mark, entry.comment)))
        else:
            self._talk.answer(marks.mark_word(mark))
        if found:
            self._come_back()
        elif entry.mark is None:
            self._go_on()

    def _commit(self, decide: Callable[[], Entry]) -> Entry | None:
        """Commit a decision; answer why it could not be, and return None then."""

        def decided() -> Entry:
            entry = decide()
            self._workspace.sync.decided(self.list_id, entry.student.id)
            return entry

        entry = self._carry_out(decided)
        if entry is not None:
            self._undoing.overtaken_by(entry.student.id)
        return entry

    def _carry_out(self, decide: Callable[[], DecidedT]) -> DecidedT | None:
        if self._workspace.owner:
            self._talk.answer(failures.owned_by(self._workspace.owner))
            return None
        try:
            with self._workspace.sync.deciding():
                return decide()
        except StoreError:
            self._talk.answer(failures.not_stored())
        except UnknownEntryError:
            self._talk.answer(failures.entry_gone())
        return None

    def _resolve(self, decide: Callable[[str, str], Entry]) -> None:
        entry = self._entries[self._row] if self._entries else None
        if entry is None or not entry.needs_decision:
            self._talk.answer(gettext("There is nothing to decide about this student."))
            return
        now = self._commit(lambda: decide(self.list_id, entry.student.id))
        if now is not None:
            self._talk.answer(marks.mark_word(now.mark))

    def _reverse(self, *, back: bool) -> None:
        reversal = self._carry_out(lambda: self._undoing.reverse(back=back))
        if reversal is not None:
            self._talk.answer(roll.reversal(reversal))
            self._go_to(reversal.affected)

    def _go_to(self, entries: Iterable[Entry]) -> None:
        for entry in list(entries)[:1]:
            self._row = self._row_of(entry.student.id, self._row)

    def _comment(self) -> None:
        if not self._entries:
            self._talk.unknown()
            return
        entry = self._entries[self._row]
        self._talk.answer(gettext("comment"))
        if entry.comment:
            now = gettext("Comment, now „{comment}”; - clears it").format(comment=drawable(entry.comment))
        else:
            now = gettext("Comment")
        text = self._talk.line(now)
        if text:
            comment = "" if text == "-" else text
            self._commit(lambda: self._workspace.register.comment(self.list_id, entry.student.id, comment))
        if self._return_to is not None:
            self._come_back()

    def _send(self) -> None:
        if self._workspace.owner:
            self._talk.answer(failures.owned_by(self._workspace.owner))
            return
        self._workspace.sync.release(self.list_id)
        self._workspace.sync.try_now()
        waiting = self._workspace.register.unsent(self.list_id).total
        self._talk.answer(gettext("Sending now.") if waiting else gettext("Nothing is unsent."))

    def _refresh(self) -> None:
        self._talk.close()
        readings = ReadRoll(self.list_id), ReadList(self.list_id)
        self._workspace.sync.want_anew(*readings)
        self._workspace.sync.try_now()
        self._post.wait_for(gettext("Reading the roll from USOS …"), *readings)
        self._load()
        self.tell_counts()

    # --- moving ---

    def _move(self, step: int) -> None:
        self._return_to = None
        there = max(0, min(self._row + step, len(self._entries) - 1))
        self._talk.answer("" if there != self._row else gettext("No further."))
        self._row = there

    def _next(self) -> None:
        self._return_to = None
        self._talk.close()
        self._go_on()

    def _go_on(self) -> None:
        """Go to the next student without a mark: below, else the first above; else say that all are marked."""
        self._load()
        without = [row for row, entry in enumerate(self._entries) if entry.mark is None]
        below = [row for row in without if row > self._row]
        if below:
            self._row = below[0]
        elif without and without[0] != self._row:
            self._row = without[0]
            self._talk.say(gettext("Back to the first student without a mark."))
        elif not without:
            self._talk.say(gettext("Everybody on this list is marked."))
            self.tell_counts()

    def _find(self) -> None:
        self._talk.answer(gettext("find"))
        query = self._talk.line(gettext("Part of a name or number"))
        digit = re.fullmatch(r"(\D*[^\W\d]\D*)(\d)", query)
        mark = keys.marking_digits().get(digit[2]) if digit else None
        query = digit[1] if digit and mark else query
        found = names.best(query, (entry.student for entry in self._entries))
        if not found:
            self._talk.say(gettext("nobody matches") if query else "")
            return
        others = len(found) - 1
        if others:
            more = ngettext("and {number} other", "and {number} others", others).format(number=others)
            self._talk.say(f"{drawable(found[0].name)} {more}")
        self._return_to = self._return_to or self._entries[self._row].student.id
        self._row = self._row_of(found[0].id, self._row)
        if mark is not None:
            self._talk.reopen(self._question())
            self._mark(mark)

    def _come_back(self) -> None:
        self._row, self._return_to = self._row_of(self._return_to, self._row), None

    def _back(self) -> None:
        if (waiting := self._undoing.first_waiting()) and waiting.step not in self._undoing.warned:
            self._undoing.warned.add(waiting.step)
            self._talk.answer(roll.leaving_behind(waiting))
            return
        self._talk.answer(gettext("back"))
        self._left = True
