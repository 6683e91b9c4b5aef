"""Importing reports into one list, without a screen: what they say, what the lecturer decides, and the writing of it.

Reports are read and judged by pure functions (`app/importing/`); this gathers what these need from the store, keeps the
lecturer's answers, and writes by the `RollSession` of the list, in one step. The command, the page and the plain mode
drive it. Nothing is written before `write`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from app.domain.agenda import USUAL_LENGTH
from app.domain.model import Mark, Person, Student
from app.importing.attendance import Question
from app.importing.inputs import Inputs, Judging
from app.importing.judgement import Options
from app.importing.matching import Known, Matched
from app.importing.presence import Lesson
from app.importing.proposal import Proposal, StudentProposal
from app.importing.report import Report, SignColumn
from app.importing.stamps import DayOrder
from app.register.reversal import Reversal
from app.roll.differences import Answer, Choice, Difference, differences
from app.roll.import_choices import Decision, ImportChoices, decides, without
from app.roll.judged import Judged, judged
from app.roll.key_guard import DecidingKeys, KeyGuard
from app.roll.lessons import lesson_of
from app.roll.outcomes import Blocked, Imported, Notice, Outcome, Rejected
from app.roll.session import RollSession
from app.sync.requests import ReadEmails, Reading, ReadMeetings

USUAL_SHARE = 50
"""Percent of a class that make a presence."""
LONGEST = 24 * 60
"""Minutes that a class may be said to take at most."""


class ImportSession:
    """What some reports make of one list. May raise `StoreError` where the store cannot be read."""

    def __init__(self, calling: RollSession) -> None:
        """Import into the list of this session, which is loaded."""
        self.calling = calling
        self.share = USUAL_SHARE  # percent
        self.minutes: int | None = None  # the length of the class where the lecturer has said it
        self.proposal: Proposal | None = None
        self.fresh: frozenset[str] = frozenset()  # names of the files read since one was chosen last
        self._reports: tuple[Report, ...] = ()
        self._judging = Judging()
        self.decided = 0  # how often something was decided or written here
        self._is_written = False  # whether all of that is in the list, or kept with the names
        self._choices = ImportChoices()
        self._past: list[Decision | None] = []  # the newest last; None is a step that was written

    # --- what it rests on ---

    def readings(self) -> tuple[Reading, ...]:
        """Return what is to be read from USOS for it: the roll, how long the class takes, addresses."""
        known = self.calling.roll.list
        if known is None or known.is_draft:
            return self.calling.roll.readings()
        return (*self.calling.roll.readings(), ReadMeetings(known.group), ReadEmails(known.id))

    @property
    def lesson(self) -> Lesson | None:
        """The class: from the timetable, of the usual length where that does not know it; None for an unknown list."""
        known, timetable = self.calling.roll.list, self.calling.workspace.register.timetable
        return lesson_of(known, timetable.meetings(known.group), self.minutes) if known else None

    @property
    def length(self) -> int:
        """How many minutes the class takes; of an unknown list the usual ones."""
        return round((self.lesson.length if self.lesson else USUAL_LENGTH) / timedelta(minutes=1))

    def inputs(self) -> Inputs | None:
        """Return what is judged now; None while the list is not known."""
        register, options = self.calling.workspace.register, self.calling.workspace.options
        roll, lesson = register.roll(self.calling.list_id), self.lesson
        if roll is None or lesson is None:
            return None
        return Inputs(
            reports=self._reports,
            roll=roll,
            lesson=lesson,
            known=Known(
                emails=register.identities.emails(),
                aliases={one.key: one.student.id for one in register.identities.aliases()},
                decided=dict(self._choices.people),
                lecturers=self._lecturers(),
            ),
            options=Options(late_template=options.late, share=self.share / 100),
            answers=dict(self._choices.answers),
        )

    def _lecturers(self) -> tuple[Person, ...]:
        """Return whose rows are no student's: whoever the list belongs to, and who has signed in."""
        account, known = self.calling.workspace.account, self.calling.roll.list
        names = {account.person if account else "", known.owner if known else ""} - {""}
        return tuple(Person("", *name.rpartition(" ")[::2]) for name in sorted(names))

    # --- reports ---

    def reading(
        self, paths: Sequence[Path], told: Callable[[float], object] = lambda share: None
    ) -> Callable[[], Judged]:
        """Return what reads and judges these files; it takes its time, may run on any thread, and changes nothing.

        A file that was read before is replaced by what it says now. `told` hears on that thread which share of the
        work is done. Raises `UnreadableFileError`.
        """
        return partial(judged, paths, self._reports, self.inputs(), told)

    def choose_another(self) -> None:
        """Take note that another file is chosen: what was said of those before is done with, and refused ones go."""
        self.fresh = frozenset()
        if (proposal := self.proposal) is not None and (refused := proposal.refused_files):
            self._reports = tuple(one for one in self._reports if one.name not in refused)
            self._forget(refused)
            self.refresh()

    def take(self, read: Judged) -> None:
        """Go on with reports that were read, by what is decided now; of a file that has changed nothing is."""
        before = {one.name: one for one in self._reports}
        self.fresh |= {one.name for one in read.reports if one is not before.get(one.name)}
        self._forget({one.name for one in read.reports if one != before.get(one.name, one)})
        self._reports, self._judging = read.reports, read.judging
        self.refresh()

    def _forget(self, files: Collection[str]) -> None:
        """Let go what was decided of the rows of these files, which are others now, and of the questions about them."""
        self._choices, self._past = self._choices.without(files), without(files, self._past)

    @property
    def is_touched(self) -> bool:
        """Whether leaving would lose what the lecturer has decided here: only `write` keeps it."""
        chosen = self._choices
        return bool(chosen.people or chosen.marks or chosen.left_out) and not self._is_written

    def measure(self, *, share: int | None = None, minutes: int | None = None) -> None:
        """Judge by another share of the class, in percent, or by another length of it, in minutes."""
        self.share = self.share if share is None else share
        self.minutes = self.minutes if minutes is None else minutes
        self.refresh()

    def refresh(self) -> None:
        """Judge anew, with what is in the store and was decided by now."""
        inputs = self.inputs()
        self.proposal = self._judging.judged(inputs) if inputs and self._reports else None

    @property
    def tells_times(self) -> bool:
        """Whether the reports tell how long somebody was there; tables of signs do not."""
        return self.proposal is not None and self.proposal.tells_times

    # --- differences ---

    def rows(self) -> list[Difference]:
        """Return the rows of the page, group by group."""
        if self.proposal is None:
            return []
        return differences(self.proposal, self._choices.marks, frozenset(self._choices.left_out))

    def choose(self, row: Difference, choice: Choice) -> Blocked | None:
        """Decide a row; return why it cannot be, where the list's mode forbids the mark."""
        subject = row.subject
        if isinstance(choice, Mark):
            return self.mark(row, choice)
        if choice not in row.choices:
            return None
        self._decide(row, choice)
        match choice:
            case Answer.KEEP if isinstance(subject, StudentProposal):
                self._choices.marks[subject.student.id] = None
            case SignColumn(number) if isinstance(subject, Question):
                self._choices.answer(subject.file, column=number)
            case DayOrder() if isinstance(subject, Question):
                self._choices.answer(subject.file, order=choice)
            case Answer.THIS_DAY if isinstance(subject, Question):
                self._choices.answer(subject.file, this_day=True)
            case Student(student_id) if isinstance(subject, Matched):
                self._choices.people[subject.attender.file, subject.attender.person.line] = student_id
            case Answer.NOBODY if isinstance(subject, Matched):
                self._choices.people[subject.attender.file, subject.attender.person.line] = None
        self.refresh()
        return None

    def mark(self, row: Difference, mark: Mark) -> Blocked | None:
        """Choose what is written of a student; return why it cannot be, where the list's mode forbids it."""
        if (blocked := self.calling.roll.blocked(mark)) is not None:
            return blocked
        if isinstance(row.subject, StudentProposal):
            self._decide(row, mark)
            self._choices.marks[row.subject.student.id] = mark
            self._choices.left_out.discard(row.key)
        return None

    def leave_out(self, row: Difference) -> None:
        """Leave a row out, or take it in again: nothing is written of a student, and nothing kept of a name."""
        if row.can_be_left_out:
            self._decide(row, None)
            self._choices.left_out ^= {row.key}

    def answer_all(self, column: int | None, order: DayOrder | None, *, this_day: bool) -> None:
        """Answer the questions of all files alike."""
        for report in self._reports:
            self._choices.answer(report.name, column=column, order=order, this_day=this_day)
        self.refresh()

    # --- writing, and taking back ---

    def can_write(self, rows: Sequence[Difference]) -> bool:
        """Tell whether `write` would write a mark, or keep a name, where these are the rows."""
        names = [] if self._is_written or self.proposal is None else self._choices.aliases(self.proposal)
        return bool(names) or any(row.change for row in rows)

    def is_done(self, rows: Sequence[Difference]) -> bool:
        """Tell whether something was decided or written here, and nothing is left to do in these rows."""
        return self.can_undo and not any(row.is_undecided for row in rows) and not self.can_write(rows)

    def write(self) -> Outcome:
        """Write what is proposed and decided, as one step of undo, and keep the names that were confirmed.

        What is undecided is left as it is. `Notice.DONE` where there is nothing to write.
        """
        changes = [change for row in self.rows() if (change := row.change) is not None]
        outcome = self.calling.change(changes) if changes else Notice.DONE
        if isinstance(outcome, Imported) and outcome.number:
            self._past = [None] * (self.steps + 1)  # the decisions before it are written
            self.decided += 1
            self._is_written = True
        if isinstance(outcome, Imported) or outcome is Notice.DONE:
            rejected = self._keep_aliases()
            outcome = outcome if changes else rejected or outcome
        self.refresh()
        return outcome

    def _keep_aliases(self) -> Rejected | None:
        """Keep under which names and addresses the lecturer has found students; return why that failed."""
        proposal = self.proposal
        if proposal is None:
            return None
        if not (aliases := self._choices.aliases(proposal)):
            return None
        identities = self.calling.workspace.register.identities
        rejected = self.calling.decisions.write(lambda: identities.confirm(aliases))
        if rejected is None:
            self._past, self._is_written = [None] * self.steps, True
        return rejected

    def key_guard(self, take_back: Callable[[], Reversal | Rejected] | None = None) -> KeyGuard:
        """Return a guard for the keys that decide here; it takes back by `take_back`, else by `undo`."""
        options = self.calling.workspace.options
        return KeyGuard(options, lambda: self.decided, take_back or self.undo, DecidingKeys(decides, find=""))

    def _decide(self, row: Difference, choice: Choice | None) -> None:
        before, was_written, was_out = self._choices.copy(), self._is_written, row.key in self._choices.left_out
        self._past.append(Decision(row=row, choice=choice, before=before, was_out=was_out, was_written=was_written))
        self._is_written = False
        self.decided += 1

    @property
    def steps(self) -> int:
        """How many steps were written here and not taken back."""
        return self._past.count(None)

    @property
    def can_undo(self) -> bool:
        """Whether `undo` has anything to take back."""
        return bool(self._past)

    @property
    def newest(self) -> Decision | None:
        """The decision that `undo` takes back; None where that is what was written, or nothing."""
        return self._past[-1] if self._past else None

    def undo(self) -> Reversal | Rejected:
        """Take back the newest of what was decided or written here, nothing that was decided elsewhere.

        `Notice.DONE` where that was not written, and where there is nothing.
        """
        if not self._past:
            return Notice.DONE
        outcome: Reversal | Rejected = Notice.DONE
        if (newest := self._past[-1]) is not None:
            self._choices, self._is_written = newest.before, newest.was_written
        else:
            outcome = self.calling.reverse(back=True, leads=False)  # the roll is called on from where it was
            self._is_written &= not (isinstance(outcome, Reversal) and outcome.changed)
        if newest is not None or not isinstance(outcome, Notice):
            self._past.pop()
        self.refresh()
        return outcome
