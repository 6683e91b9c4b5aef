"""Where the cursor of an import goes: to the next row to decide, else it stays with whom one decides about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.model import Mark, Mode
from app.importing.report import SignColumn
from app.roll import import_cursor
from app.roll.differences import Answer, Difference, Group
from app.roll.import_session import ImportSession
from tests.importing.written import teams
from tests.roll.test_import_session import BEGIN, NICKNAME, asked, imports, of, stayed
from tests.support.roll_caller import ABSENT, PEOPLE, PRESENT, RollCaller

HEADING = f"Nazwisko i imię;{BEGIN:%d.%m.%Y}"


def conflicts(caller: RollCaller, folder: Path) -> ImportSession:
    """A table that contradicts the marks of the first two, and has a new one of the third."""
    caller.keep(Mode.HYBRID, {int(PEOPLE[0].id): ABSENT, int(PEOPLE[1].id): PRESENT})
    signs = [f"{one.name};{sign}" for one, sign in zip(PEOPLE, ("ob", "nb", "ob"), strict=False)]
    return imports(caller, folder, "\n".join([HEADING, *signs]), "lista.csv")


def decided(session: ImportSession, decide: Callable[[], object]) -> Difference | None:
    """Decide, and return the row the cursor goes to."""
    before = session.rows()
    decide()
    assert session.newest is not None
    return import_cursor.after(session.newest, before, session.rows())


def test_from_a_row_to_decide_it_goes_to_the_next_one_and_from_the_last_to_the_first(
    caller: RollCaller, tmp_path: Path
) -> None:
    session = conflicts(caller, tmp_path)
    first, second = (of(session, one) for one in PEOPLE[:2])
    assert decided(session, lambda: session.choose(first, Answer.KEEP)) == second
    session.undo()
    assert decided(session, lambda: session.leave_out(first)) == second
    session.undo()
    assert decided(session, lambda: session.mark(second, Mark.JUSTIFIED)) == first


def test_after_the_last_row_to_decide_and_while_one_corrects_it_stays_with_the_student_in_whatever_group(
    caller: RollCaller, tmp_path: Path
) -> None:
    session = conflicts(caller, tmp_path)
    first, second = (of(session, one) for one in PEOPLE[:2])
    session.choose(first, Answer.KEEP)
    stays = decided(session, lambda: session.choose(second, Answer.KEEP))
    assert stays == of(session, PEOPLE[1])
    assert stays.group is Group.SAME

    stays = decided(session, lambda: session.mark(of(session, PEOPLE[1]), Mark.ABSENT))
    assert stays == of(session, PEOPLE[1])
    assert stays.group is Group.SET

    for _ in range(2):  # left out, and taken in again
        assert decided(session, lambda: session.leave_out(of(session, PEOPLE[2]))) == of(session, PEOPLE[2])


def test_after_the_last_row_of_a_file_it_goes_to_the_student_who_was_chosen(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.REMOTE)
    session = imports(caller, tmp_path, teams([stayed(PEOPLE[1], name=NICKNAME)]))
    assert decided(session, lambda: session.choose(asked(session), PEOPLE[1])) == of(session, PEOPLE[1])


def test_after_an_answered_question_it_has_no_row_of_its_own(caller: RollCaller, tmp_path: Path) -> None:
    caller.keep(Mode.HYBRID)
    rows = [f"{one.name};x;+" for one in PEOPLE]
    session = imports(caller, tmp_path, "\n".join(["Nazwisko i imię;lista;lista", *rows]), "lista.csv")
    (question,) = (row for row in session.rows() if row.is_undecided)
    column = question.choices[0]
    assert isinstance(column, SignColumn)
    assert decided(session, lambda: session.choose(question, column)) is None
