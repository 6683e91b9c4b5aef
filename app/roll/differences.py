"""A proposal as rows to be looked at: in which order, what can be chosen in each, and what each would write. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum, auto
from itertools import count

from app.domain.frozen import frozen
from app.domain.model import Mark, Record, Student
from app.importing.attendance import Question, QuestionKind, together
from app.importing.judgement import Why
from app.importing.matching import How, Matched
from app.importing.presence import Lesson, Presence
from app.importing.proposal import Proposal, State, StudentProposal
from app.importing.report import SignColumn
from app.importing.stamps import DayOrder
from app.store.journal import Change

_TO_DECIDE = (State.BORDERLINE, State.DIFFERS, State.ASK)  # in this order
_OPEN = {Why.ROW_OPEN, Why.QUESTION_OPEN}


class Group(StrEnum):
    """The groups of the page, from top to bottom."""

    DECIDE = "decide"
    WAITING = "waiting"  # what becomes of them is known once something above is decided
    SET = "set"
    SAME = "same"
    MISSING = "missing"
    OTHERS = "others"  # rows of people who are not of this group


class Answer(Enum):
    """What can be chosen that is no student, no mark and no column."""

    NOBODY = auto()  # the row is of no student of the list
    KEEP = auto()  # the mark stays as it is
    THIS_DAY = auto()  # the file is of the day of the list


Choice = Answer | Student | Mark | SignColumn | DayOrder
"""What a digit chooses in a row to decide."""

Subject = Question | Matched | StudentProposal
"""What a row is about: a file, a row of a file that is no student's yet, or a student."""


@frozen
class Difference:
    """One row. `after` is what would be written, None where nothing; `left_out`: the lecturer does not want it.

    `chosen`: the lecturer has decided it here.
    """

    group: Group
    subject: Subject
    choices: tuple[Choice, ...] = ()
    after: Record | None = None
    left_out: bool = False
    chosen: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """What the row is known by when the rows are worked out anew."""
        match self.subject:
            case Question(file, kind):
                return "question", f"{file} {kind}", 0
            case Matched(attender):
                return "row", attender.file, attender.person.line
            case StudentProposal(student):
                return "student", student.id, 0

    @property
    def asked(self) -> tuple[object, ...]:
        """What a key decides here, of whom: one that was pressed while it was another was not meant for this row."""
        named = self.subject.attender.person if isinstance(self.subject, Matched) else None
        return self.key, named, self.is_undecided, self.choices

    @property
    def file(self) -> str:
        """The name of the file that the row is of, or asks about; empty for a student's, which may be of several."""
        match self.subject:
            case Question(file):
                return file
            case Matched(attender):
                return attender.file
            case StudentProposal():
                return ""

    @property
    def numbered(self) -> Mapping[str, Choice]:
        """The choices by the digits that take them: nobody is 0 in every row, all others count from 1."""
        digits = count(1)
        return {"0" if one is Answer.NOBODY else str(next(digits)): one for one in self.choices}

    @property
    def can_be_marked(self) -> bool:
        """Whether there is a student here who can be marked."""
        return isinstance(self.subject, StudentProposal)

    @property
    def can_be_left_out(self) -> bool:
        """Whether leaving it out, or taking it in again, changes what is asked, written or kept."""
        match self.subject:
            case Question():
                return False
            case Matched(how=how):
                return how is How.ASK
            case StudentProposal():
                return self.left_out or self.after is not None or self.group in {Group.DECIDE, Group.WAITING}

    @property
    def is_undecided(self) -> bool:
        """Whether something is to be decided here."""
        return self.group is Group.DECIDE and not self.left_out

    def is_decided_as(self, mark: Mark) -> bool:
        """Tell whether the lecturer has decided for this mark here already."""
        if not (self.chosen and isinstance(self.subject, StudentProposal)) or self.left_out:
            return False
        return (self.after or self.subject.now).mark is mark

    @property
    def change(self) -> Change | None:
        """What would be written."""
        if self.after is None or self.left_out or not isinstance(self.subject, StudentProposal):
            return None
        return Change(self.subject.student.id, self.subject.now, self.after)


def differences(
    proposal: Proposal, chosen: Mapping[str, Mark | None], left_out: frozenset[tuple[str, str, int]]
) -> list[Difference]:
    """Return the rows of a proposal, group by group.

    Args:
        proposal: what the reports propose.
        chosen: the marks that the lecturer chose for students, None for the one that stands.
        left_out: the keys of rows that are to be left out.
    """
    if proposal.refused is not None:
        return []
    students = {one.student.id: one.student for one in proposal.students}
    found = [
        *(_question(question) for question in proposal.questions),
        *(_row(row, students, left_out) for row in proposal.rows if row.student_id is None),
        *_students(proposal, chosen, left_out),
    ]
    return [row for group in Group for row in found if row.group is group]


def presence_of(row: Difference, lesson: Lesson) -> Presence | None:
    """Return how long a row's person was in the class; None where no times and lengths are told."""
    match row.subject:
        case StudentProposal(presence=presence):
            return presence
        case Matched(attender) if attender.stays:
            return together([attender], lesson)
        case _:
            return None


def _question(question: Question) -> Difference:
    choices: Mapping[QuestionKind, tuple[Choice, ...]] = {
        QuestionKind.COLUMN: question.columns[:9],
        QuestionKind.DAY: (Answer.THIS_DAY,),
        QuestionKind.DAY_ORDER: tuple(DayOrder),
    }
    return Difference(group=Group.DECIDE, subject=question, choices=choices[question.kind])


def _row(row: Matched, students: Mapping[str, Student], left_out: frozenset[tuple[str, str, int]]) -> Difference:
    suggested = [students[one] for one in row.suggestions if one in students][:9]
    asked = Difference(group=Group.DECIDE, subject=row, choices=(*suggested, Answer.NOBODY))
    if row.how is not How.ASK or asked.key in left_out:
        return Difference(group=Group.OTHERS, subject=row, chosen=row.how is How.ASK)
    return asked


def _students(
    proposal: Proposal, chosen: Mapping[str, Mark | None], left_out: frozenset[tuple[str, str, int]]
) -> Iterator[Difference]:
    """Give the rows of students, those to decide by what is to be decided."""
    place = {state: number for number, state in enumerate(_TO_DECIDE)}
    ordered = sorted(proposal.students, key=lambda one: place.get(one.state, 0))
    for one in ordered:
        key = ("student", one.student.id, 0)
        is_out = key in left_out
        if one.student.id in chosen:
            after = _decided(one, chosen[one.student.id])
            group = Group.SAME if after is None else Group.SET
            yield Difference(group=group, subject=one, after=after, left_out=is_out, chosen=True)
        elif _waits(one):
            yield Difference(group=Group.WAITING, subject=one, left_out=is_out)
        elif one.state in _TO_DECIDE:
            yield Difference(group=Group.DECIDE, subject=one, choices=_choices(one), left_out=is_out)
        else:
            group = Group.SET if one.proposed else Group.SAME if one.state is State.SAME else Group.MISSING
            yield Difference(group=group, subject=one, after=one.proposed, left_out=is_out)


def _waits(one: StudentProposal) -> bool:
    return one.state is State.ASK and bool(one.why) and set(one.why) <= _OPEN


def _choices(one: StudentProposal) -> tuple[Choice, ...]:
    """Return what a digit chooses for a student: what the report says, and what it may have to give way to."""
    match one.state:
        case State.DIFFERS:
            return (one.proposed.mark, Answer.KEEP) if one.proposed and one.proposed.mark else (Answer.KEEP,)
        case _ if one.presence is not None and one.if_present.mark is not None:
            return one.if_present.mark, Mark.ABSENT
        case _:
            return ()


def _decided(one: StudentProposal, mark: Mark | None) -> Record | None:
    """Return what a chosen mark writes, None where it stands already; a presence is written as late as it was."""
    if mark is None or mark is one.now.mark:
        return None
    for record in (one.if_present, one.proposed):
        if record and record.mark is mark:
            return record
    return Record(mark, one.now.comment)
