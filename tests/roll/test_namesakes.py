"""Two people of one name on one roll."""

from __future__ import annotations

from dataclasses import replace

from app.domain.model import Mark
from app.roll.outcomes import Marked
from app.roll.search import Search
from tests.support.roll_caller import PEOPLE, RollCaller


def test_two_of_one_name_are_told_apart_wherever_the_roll_names_them(caller: RollCaller) -> None:
    people = [replace(who, last_name="Nowak", first_name="Anna") if who.id in "24" else who for who in PEOPLE]
    caller.keep(people=people)
    session = caller.call(student_id="2")
    outcome = session.mark(Mark.ABSENT)
    assert isinstance(outcome, Marked)
    assert outcome.before.student.name == "Nowak Anna …2"
    names = [entry.student.name for entry in session.roll.cursor.entries]
    assert [name for name in names if name.startswith("Nowak")] == ["Nowak Anna …2", "Nowak Anna …4"]
    assert not [name for name in names if "…" in name and not name.startswith("Nowak")]
    assert [who.name for who in Search(session.roll.cursor).look("nowak")] == ["Nowak Anna …4", "Nowak Anna …2"]
