"""Delivery replayed without threads and network: any order of keys, answers, faults, restarts and other people.

The store, the register, the plan and what a call's end means are the real ones; only USOS is a dictionary, and time a
number. `ROLLCALL_LONG=1 pytest tests/test_delivery_model.py` tries very many more lives.
"""

import math
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.model import NOT_SET, AttendanceList, Entry, GroupKey, Mark, Mode, Record, Standing, Student
from app.register.register import Register
from app.register.reversal import Reversal
from app.store import Store
from app.store.reconcile_rules import same
from app.sync import connection, execute, scheduler
from app.sync.connection import Connection, Pace
from app.sync.execute import Terms
from app.sync.moments import Moments
from app.sync.requests import CheckEntries, Deliver, Reading, ReadRoll, Request
from app.sync.scheduler import Situation
from app.usos.errors import (
    BusyError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)

LIST = AttendanceList("1001", GroupKey("17879", "3"), datetime.fromisoformat("2026-11-23 10:15"), Mode.HYBRID, "")
PEOPLE = [Student(str(number), "Jan", f"Nowak {number}", "") for number in range(1, 4)]
WHO = st.sampled_from([who.id for who in PEOPLE])
OURS = st.sampled_from([Mark.INTRAMURAL, Mark.ABSENT])
PACE = Pace()
LOST = OfflineError(Silence.TIMEOUT)
# How a mark's call can end: what is stored, and what is answered.
ENDS: dict[str, tuple[bool, UsosError | None]] = {
    "accepted": (True, None),
    "said so, but stored nothing": (False, None),
    "lost after it was applied": (True, LOST),
    "lost before it was applied": (False, LOST),
    "never reached": (False, OfflineError(Silence.NO_CONNECTION, reached=False)),
    "comes late": (False, LOST),
    "refused": (False, RefusedError("object_invalid", "student_not_in_group")),
    "unreadable, applied": (True, UnreadableError("?")),
    "unreadable, not applied": (False, UnreadableError("?")),
    "busy": (False, BusyError(2.0)),
    "signed out": (False, SignInNeededError()),
}


@dataclass(frozen=True)
class Write:
    """A request to set a student's entry; None leaves the comment out."""

    student_id: str
    mark: Mark
    comment: str | None


class University:
    """A USOS that is a dictionary: it applies what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.held = {who.id: NOT_SET for who in PEOPLE}
        self.keeps_comments = False
        self.request: Write | None = None

    def update_attendance(
        self, list_id: str, student_id: str, mark: Mark, comment: str | None, within: float = math.inf
    ) -> None:
        assert list_id == LIST.id
        self.request = Write(student_id, mark, comment)

    def attendance(self, list_id: str, student_ids: Sequence[str] = ()) -> list[tuple[Student, Record]]:
        assert list_id == LIST.id
        return [(who, self.held[who.id]) for who in PEOPLE if not student_ids or who.id in student_ids]

    def apply(self, write: Write) -> None:
        kept = self.held[write.student_id].comment if self.keeps_comments else ""
        self.held[write.student_id] = Record(write.mark, kept if write.comment is None else write.comment)


class Program:
    """What `app.sync.worker` does with the plan, without its threads."""

    def __init__(self, file: Path, usos: University) -> None:
        self.file, self.usos = file, usos
        self.seconds = 1000.0
        self.wall = LIST.date
        self.begin_anew()

    def begin_anew(self) -> None:
        """Start, after whatever end: everything but the file is forgotten."""
        self.store = Store(self.file)
        self.register = Register(self.store, lambda: self.wall)
        self.moments, self.connection = Moments(), Connection()
        self.wanted: list[Reading] = []
        self.busy: list[Request] = []

    def situation(self) -> Situation:
        outbox = self.store.outbox
        return Situation(
            outbox.due(), self.wanted, (), outbox.unconfirmed_lists(), self.busy, self.connection, self.moments, PACE
        )

    def decided(self, *student_ids: str) -> None:
        for student_id in student_ids:
            self.moments.held[LIST.id, student_id] = self.seconds + PACE.hold
            self.moments.withheld.discard((LIST.id, student_id))
        self.moments.begun.setdefault(LIST.id, self.seconds)
        self.moments.last[LIST.id] = self.seconds
        self.moments.released.discard(LIST.id)
        self.connection = connection.hurried(self.connection, self.seconds, PACE)

    def want(self, *readings: Reading) -> None:
        self.wanted += [one for one in readings if isinstance(one, ReadRoll) and one not in self.wanted]

    def leave(self) -> None:
        self.moments.withheld.clear()
        self.moments.held.clear()
        self.moments.released.add(LIST.id)

    def try_now(self) -> None:
        self.connection = connection.reopened(self.connection, self.seconds)

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)

    def begin(self) -> Request | None:
        """Claim the next call, if there is one; a mark's request is written down before it leaves."""
        work = scheduler.next_request(self.seconds, self.situation())
        if work is None or (isinstance(work, Deliver) and not self.store.outbox.attempt(work.due, self.wall)):
            return None
        self.busy.append(work)
        self.moments.begin(work, self.seconds)
        return work

    def end(self, work: Request, error: UsosError | None) -> None:
        if isinstance(work, ReadRoll) and error is None:
            execute.read(self.usos, self.store, work, Terms(at=self.wall))  # type: ignore[arg-type]
        if isinstance(work, CheckEntries) and error is None:
            execute.check(self.usos, self.store, work, Terms(at=self.wall))  # type: ignore[arg-type]
        now = self.seconds
        self.moments.note(work, error, began=now, answered=now, now=now, ahead=False)
        execute.settle(self.store, work, error)
        self.connection = connection.after_call(
            self.connection,
            error,
            sending=isinstance(work, Deliver),
            about_marks=True,
            began=self.seconds,
            now=self.seconds,
            pace=PACE,
            watched=True,
            chance=0.5,
        )
        self.busy.remove(work)
        if isinstance(work, Deliver):
            self.want(*scheduler.worth_reading(work.due, error))
        elif work in self.wanted and (error is None or not scheduler.stays_wanted(error)):
            self.wanted.remove(work)


class Lesson(RuleBasedStateMachine):
    """One list, its lecturer, a colleague, a network and a laptop, each doing what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.usos = University()
        self.program = Program(Path(self.folder.name) / "store.sqlite3", self.usos)
        self.program.store.mirror.keep_list(LIST)
        self.late: list[Write] = []
        self.flying: dict[str, Write] = {}  # the requests under way, by student
        self.decisions: list[tuple[str, Record]] = []
        self.told = {who.id: NOT_SET for who in PEOPLE}  # what USOS last said it held
        self.sent: dict[str, list[Record]] = defaultdict(list)
        self.known: dict[str, list[Record]] = defaultdict(list)  # what the lecturer had before him when deciding
        self.shown: dict[str, Entry] = {}  # what he looked at last
        self.changed_at: dict[str, float] = {}  # by somebody else
        self.read_at: dict[str, float] = {}  # by student
        self.yielded: set[str] = set()  # changed by somebody else after all was settled
        self.foreign = 0

    @initialize(keeps_comments=st.booleans(), already=st.booleans())
    def first_reading(self, *, keeps_comments: bool, already: bool) -> None:
        self.usos.keeps_comments = keeps_comments
        if already:
            self.usos.held |= {who.id: Record(Mark.REMOTE, "from last week") for who in PEOPLE[:2]}
        self.program.want(ReadRoll(LIST.id))
        self.carry_out()

    def teardown(self) -> None:
        try:
            self.everything_comes_to_rest()
        finally:
            self.program.store.close_thread()
            self.folder.cleanup()

    # --- the lecturer ---

    def entry(self, who: str) -> Entry:
        found = self.program.register.entry(LIST.id, who)
        assert found is not None
        return found

    def is_settled(self, who: str) -> bool:
        return not self.program.store.database.read("SELECT 1 FROM outbox WHERE student_id = ?", (who,))

    def decided(self, *records: tuple[str, Record]) -> None:
        for who, record in records:
            self.decisions.append((who, record))
            self.yielded.discard(who)
            if self.is_settled(who) and not same(self.usos.held[who], self.told[who]):
                self.yielded.add(who)  # for what USOS holds, as far as was known
        self.program.decided(*(who for who, _ in records))

    def look(self, *whose: str) -> None:
        for who in whose:
            now = self.shown[who] = self.entry(who)
            self.known[who] += [now.known] + ([now.found] if now.found else [])

    @rule(who=WHO, mark=OURS, comment=st.sampled_from([None, "", "mail"]))
    def mark_one(self, who: str, mark: Mark, comment: str | None) -> None:
        before = self.entry(who)
        self.look(who)
        wanted = Record(mark, before.comment if comment is None else comment)
        self.program.store.outbox.decide(LIST.id, {who: wanted}, self.program.wall)
        self.decided((who, wanted))

    @rule(who=WHO, mark=OURS)
    def mark_one_who_is_shown_as_before(self, who: str, mark: Mark) -> None:
        before = self.entry(who)
        if who not in self.shown:
            self.look(who)
        shown = self.shown[who]
        self.program.register.mark(LIST.id, who, mark, shown)
        stands = before if before.record != before.known else shown
        wanted = Record(mark, stands.comment)
        if wanted != before.record or before.needs_decision:
            self.decided((who, wanted))

    @rule(who=WHO, comment=st.sampled_from(["", "mail", "late"]))
    def comment_on_one(self, who: str, comment: str) -> None:
        before = self.entry(who)
        self.look(who)
        after = self.program.register.comment(LIST.id, who, comment)
        assert after.comment == comment
        if before.comment != comment or before.needs_decision:
            self.decided((who, after.record))

    @rule(mark=OURS)
    def fill_the_rest(self, mark: Mark) -> None:
        rest = [who.id for who in PEOPLE if self.entry(who.id).mark is None]
        self.look(*rest)
        records = {who: Record(mark, self.entry(who).comment) for who in rest}
        self.program.store.outbox.decide(LIST.id, records, self.program.wall)
        self.decided(*records.items())

    @rule(back=st.sampled_from([True, True, False]))
    def undo_or_redo(self, *, back: bool, again: bool = True) -> None:
        self.look(*(who.id for who in PEOPLE))
        register = self.program.register
        reversal: Reversal = register.undo(LIST.id) if back else register.redo(LIST.id)
        if reversal.waits_for:
            self.program.moments.withheld |= {(LIST.id, entry.student.id) for entry in reversal.waits_for}
            self.program.want(ReadRoll(LIST.id))
            if again:
                self.program.try_now()
                self.carry_out()
                self.undo_or_redo(back=back, again=False)
            return
        for before, record in reversal.changed:
            assert self.entry(before.student.id).record == record
            assert record.mark or before.known.mark is None  # USOS cannot clear a mark
        self.decided(*((before.student.id, record) for before, record in reversal.changed))

    @precondition(lambda self: any(self.entry(who.id).needs_decision for who in PEOPLE))
    @rule(mine=st.booleans())
    def resolve(self, *, mine: bool) -> None:
        who = next(who.id for who in PEOPLE if self.entry(who.id).needs_decision)
        self.look(who)
        register = self.program.register
        after = (register.keep_mine if mine else register.take_theirs)(LIST.id, who)
        self.decided((who, after.record))

    @rule(leaving=st.booleans())
    def leave_the_roll_or_ask_for_a_reading(self, *, leaving: bool) -> None:
        if leaving:
            self.program.leave()
        else:
            self.program.want(ReadRoll(LIST.id))
            self.program.try_now()

    # --- time, the laptop, other people ---

    @rule(seconds=st.sampled_from([0.5, 3.0, 6.0, 21.0, 61.0]), jump=st.sampled_from([0, 0, -1, 1]))
    def time_passes_and_the_wall_clock_may_jump(self, seconds: float, jump: int) -> None:
        self.program.pass_time(seconds)
        self.program.wall += timedelta(hours=jump)

    @rule(data=st.data())
    def the_program_is_killed(self, data: st.DataObject) -> None:
        for write in self.flying.values():
            what = data.draw(st.sampled_from(["applied", "lost", "late"]))
            if what == "applied":
                self.usos.apply(write)
            elif what == "late":
                self.late.append(write)
        self.flying.clear()
        self.program.store.close_thread()
        self.program.begin_anew()

    @rule(who=WHO, mark=st.sampled_from([*Mark, None]), again=st.booleans())
    def a_colleague_changes_a_mark(self, who: str, mark: Mark | None, *, again: bool) -> None:
        if again and self.known[who]:
            self.usos.held[who] = self.known[who][0]
        else:
            self.foreign += 1
            self.usos.held[who] = Record(mark, f"colleague {self.foreign}")
        self.changed_at[who] = self.program.seconds
        if self.is_settled(who):
            self.yielded.add(who)

    # --- the network ---

    def take_up(self) -> Request | None:
        work = self.program.begin()
        if isinstance(work, Deliver):
            who = work.due.student_id
            assert who not in self.flying
            assert self.program.seconds - self.read_at[who] < PACE.lease
            execute.deliver(self.usos, work.due)  # type: ignore[arg-type]
            request = self.usos.request
            assert request is not None
            self.flying[who] = request
            self.sent[who].append(work.due.record)
        return work

    @rule(begins=st.booleans(), end=st.sampled_from(list(ENDS)), pick=st.integers(0, 3))
    def a_call_begins_or_ends_beside_others(self, *, begins: bool, end: str, pick: int) -> None:
        if begins:
            self.take_up_in_time()
        elif self.program.busy:
            self.finish(self.program.busy[pick % len(self.program.busy)], end)

    def finish(self, work: Request, end: str) -> None:
        applied, error = ENDS[end]
        if isinstance(work, Deliver):
            who = work.due.student_id
            request = self.flying.pop(who)
            if end == "comes late":
                self.late.append(request)
            if applied:
                self.nothing_foreign_is_overwritten(who)
                self.usos.apply(request)
            if error is None:
                self.told[who] = work.due.record
        elif error is None:
            asked = work.student_ids if isinstance(work, CheckEntries) else [who.id for who in PEOPLE]
            for student_id in asked:
                self.told[student_id] = self.usos.held[student_id]
                self.read_at[student_id] = self.program.seconds
        elif isinstance(error, RefusedError):
            error = LOST  # that a list is gone is another story
        self.program.end(work, error)
        self.drop_what_nobody_could_tell()

    def drop_what_nobody_could_tell(self) -> None:
        """Where an omitted comment keeps the old one, let only what is not settled come late.

        A late mark then stands beside another call's comment: a mixture that looks like somebody else's change.
        """
        if self.usos.keeps_comments:
            self.late = [write for write in self.late if not self.is_settled(write.student_id)]

    @precondition(lambda self: self.late)
    @rule()
    def a_late_call_is_applied(self) -> None:
        self.drop_what_nobody_could_tell()
        if self.late:
            self.usos.apply(self.late.pop(0))

    @rule(who=WHO, mark=OURS, end=st.sampled_from(list(ENDS)))
    def a_key_is_pressed_while_the_call_is_under_way(self, who: str, mark: Mark, end: str) -> None:
        self.program.try_now()
        work = self.take_up_in_time()
        self.mark_one(work.due.student_id if isinstance(work, Deliver) else who, mark, None)
        if work is not None and end != "signed out":
            self.finish(work, end)

    @rule(who=WHO, mark=OURS, undone=st.booleans())
    def a_mark_is_lost_on_its_way_and_may_be_undone(self, who: str, mark: Mark, *, undone: bool) -> None:
        self.mark_one(who, mark, None)
        self.program.try_now()
        self.carry_out("comes late")
        if undone:
            self.undo_or_redo(back=True)

    @rule(end=st.sampled_from(list(ENDS)))
    def the_next_call_is_made_when_its_time_has_come(self, end: str) -> None:
        self.program.try_now()
        self.carry_out(end)

    @rule()
    def all_goes_well_for_a_while(self) -> None:
        for _ in range(3):
            self.carry_out()

    def carry_out(self, end: str = "accepted") -> Request | None:
        """Finish one call, or wait until one can begin, and finish it."""
        work = next(iter(self.program.busy), None) or self.take_up_in_time()
        if work is not None:
            self.finish(work, end)
        return work

    def take_up_in_time(self) -> Request | None:
        """Wait until a call can begin, and begin it; None where that would be for ever."""
        while (work := self.take_up()) is None:
            moment = scheduler.next_moment(self.program.seconds, self.program.situation())
            if moment is None:
                return None
            self.program.pass_time(moment - self.program.seconds)
        return work

    def nothing_foreign_is_overwritten(self, who: str) -> None:
        """Except what was set between the last reading and the writing: the API cannot compare and set."""
        held = self.usos.held[who]
        within_the_window = self.changed_at.get(who, -1.0) >= self.read_at[who]
        assert within_the_window or any(same(held, one) for one in self.sent[who] + self.known[who])

    # --- what always holds ---

    def journal(self) -> list[tuple[str, Record]]:
        rows = self.program.store.database.read(
            "SELECT student_id, mark, comment FROM decision WHERE reverses IS NULL"
            " OR mark IS NOT before_mark OR comment != before_comment ORDER BY seq"
        )
        return [(row[0], Record(Mark(row[1]) if row[1] else None, row[2])) for row in rows]

    @invariant()
    def no_decision_is_lost_and_they_stand_in_their_order(self) -> None:
        assert self.journal() == self.decisions

    @invariant()
    def an_unsettled_student_shows_the_newest_decision_and_a_settled_one_what_usos_said(self) -> None:
        newest = dict(self.decisions)
        for who in (who.id for who in PEOPLE if self.decisions):
            entry = self.entry(who)
            if entry.standing is Standing.SAVED:
                assert same(entry.record, self.told[who])
            else:
                assert entry.record == newest[who]

    @invariant()
    def the_number_shown_as_unsent_is_the_number_unsent(self) -> None:
        unsent = [who.id for who in PEOPLE if self.decisions and self.entry(who.id).standing is not Standing.SAVED]
        shown = self.program.register.unsent()
        assert shown.total == len(unsent) == self.program.register.unsent(LIST.id).total
        assert shown.stuck == sum(self.entry(who).needs_decision for who in unsent)
        assert sum(len(entries) for _, entries in self.program.register.unsent_lists()) == len(unsent)

    @invariant()
    def what_needs_a_decision_says_why(self) -> None:
        for entry in (self.entry(who.id) for who in PEOPLE if self.decisions):
            assert bool(entry.reason) == (entry.standing is Standing.REFUSED)
            assert entry.replaced is None or (entry.standing is Standing.SAVED and entry.replaced != entry.record)
            assert (entry.found is not None) == (entry.standing in {Standing.CONFLICT, Standing.MISSING})

    @invariant()
    def what_is_confirmed_has_nothing_on_its_way(self) -> None:
        if self.program.register.confirmed_at(LIST.id):
            assert all(self.is_settled(who.id) for who in PEOPLE)

    @invariant()
    def no_more_calls_are_under_way_than_may_be(self) -> None:
        assert len(self.program.busy) <= scheduler.MOST_CALLS

    def everything_comes_to_rest(self) -> None:
        """With a healthy USOS, nobody else about and the roll left, it holds what was decided, or the row says why."""
        self.drop_what_nobody_could_tell()
        while self.late:
            self.usos.apply(self.late.pop(0))
        self.program.leave()
        self.program.try_now()
        self.program.want(ReadRoll(LIST.id))
        for _ in range(100):
            if self.carry_out() is None:
                break
        else:
            raise AssertionError("it never comes to rest")
        self.program.want(ReadRoll(LIST.id))
        while self.carry_out():
            pass
        newest = dict(self.decisions)
        for entry in (self.entry(who.id) for who in PEOPLE):
            held = self.usos.held[entry.student.id]
            if entry.standing is Standing.SAVED:
                assert same(entry.record, held)
                assert entry.student.id in self.yielded or same(newest.get(entry.student.id, held), held)
                journalled = self.program.store.database.read(
                    "SELECT mark, comment FROM decision WHERE student_id = ? ORDER BY seq DESC LIMIT 1",
                    (entry.student.id,),
                )
                is_held = all(same(Record(Mark(row[0]) if row[0] else None, row[1]), held) for row in journalled)
                assert (entry.replaced is None) == is_held
            elif entry.standing is Standing.UNSENT:
                assert entry.mark is None  # a comment waits for its mark
                assert entry.comment != held.comment
            elif entry.found is not None:
                assert same(entry.found, held)


TestLesson = Lesson.TestCase
_SHORT = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
TestLesson.settings = (
    settings(_SHORT, max_examples=1500, stateful_step_count=50) if os.environ.get("ROLLCALL_LONG") else _SHORT
)
