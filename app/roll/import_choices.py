"""What a lecturer decides about the rows of an import before it is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from app.domain.frozen import frozen
from app.domain.model import Mark
from app.importing.attendance import Answers
from app.importing.matching import alias_key
from app.importing.proposal import Proposal
from app.importing.stamps import DayOrder
from app.keymap import keys
from app.roll.differences import Choice, Difference
from app.store.identities import Alias

_IDS = ("import.choose", "import.leave_out", "import.write")


@dataclass
class ImportChoices:
    """Answers by file, students by file and line, marks by student, and the rows left out; None chooses nobody."""

    answers: dict[str, Answers] = field(default_factory=dict)
    people: dict[tuple[str, int], str | None] = field(default_factory=dict)
    marks: dict[str, Mark | None] = field(default_factory=dict)
    left_out: set[tuple[str, str, int]] = field(default_factory=set)

    def aliases(self, proposal: Proposal) -> list[Alias]:
        """Return under which names and addresses students were found by these choices."""
        students = {one.student.id: one.student for one in proposal.students}
        return [
            Alias(key, row.attender.person.name, students[row.student_id])
            for row in proposal.rows
            if row.student_id in students
            and (row.attender.file, row.attender.person.line) in self.people
            and (key := alias_key(row.attender.person)) is not None
        ]

    def answer(
        self, file: str, *, column: int | None = None, order: DayOrder | None = None, this_day: bool = False
    ) -> None:
        """Keep an answer to a question about a file, beside those given before."""
        before = self.answers.get(file, Answers())
        self.answers[file] = Answers(
            column=column if column is not None else before.column,
            this_day=this_day or before.this_day,
            order=order or before.order,
        )

    def copy(self) -> ImportChoices:
        """Return the same as a value of its own."""
        return ImportChoices(
            answers=dict(self.answers), people=dict(self.people), marks=dict(self.marks), left_out=set(self.left_out)
        )

    def without(self, files: Collection[str]) -> ImportChoices:
        """Return the same without what was decided of these files and their rows."""
        return ImportChoices(
            answers={file: answers for file, answers in self.answers.items() if file not in files},
            people={row: student_id for row, student_id in self.people.items() if row[0] not in files},
            marks=dict(self.marks),
            left_out={(kind, of, line) for kind, of, line in self.left_out if kind != "row" or of not in files},
        )


@frozen
class Decision:
    """What was decided last of a row: `choice` is None where it was left out, or taken in again (`was_out`).

    `before` are the choices as they were, `was_written`: whether all of those were in the list, or kept with the names.
    """

    row: Difference
    choice: Choice | None
    before: ImportChoices
    was_out: bool = False
    was_written: bool = False


def without(files: Collection[str], past: Sequence[Decision | None]) -> list[Decision | None]:
    """Return the past without the decisions about these files and their rows."""
    return [
        one and replace(one, before=one.before.without(files))
        for one in past
        if one is None or one.row.file not in files
    ]


def decides(key: str) -> bool:
    """Tell whether a key decides something about a row, or about all of them."""
    return key.isdecimal() or keys.marks(key) or any(key in keys.named(one).keys for one in _IDS)
