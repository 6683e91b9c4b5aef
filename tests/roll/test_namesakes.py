"""Two people of one name on one roll."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.cli import values
from app.domain.model import Group, Mark, Mode, Phrase, Term
from app.exporting.formats import Format
from app.exporting.table import Included
from app.importing.proposal import State
from app.messages import exporting, importing, roll, unsent_export
from app.register.export_source import ExportSources
from app.roll.import_session import ImportSession
from app.roll.justifying import Justifying
from app.roll.outcomes import Marked
from app.roll.search import Search
from tests.support.clock import NOW
from tests.support.roll_caller import ABSENT, KEY, LIST, PEOPLE, PRESENT, RollCaller

NAMESAKES = [replace(who, last_name="Nowak", first_name="Anna") if who.id in "24" else who for who in PEOPLE]


def a_term_is_on(caller: RollCaller) -> None:
    today = NOW.date()
    term = Term(id="Z", name=Phrase("Z", "Z"), start=today - timedelta(90), finish=today + timedelta(90), order=1)
    group = Group(key=KEY, term_id="Z", course=Phrase("Analiza", ""), class_type=Phrase("", ""), students=6)
    caller.store.mirror.keep_groups([group], [term], NOW)


def test_two_of_one_name_are_told_apart_wherever_the_roll_names_them(caller: RollCaller) -> None:
    caller.keep(people=NAMESAKES)
    session = caller.call(student_id="2")
    outcome = session.mark(Mark.ABSENT)
    assert isinstance(outcome, Marked)
    assert outcome.before.student.name == "Nowak Anna …2"
    names = [entry.student.name for entry in session.roll.cursor.entries]
    assert [name for name in names if name.startswith("Nowak")] == ["Nowak Anna …2", "Nowak Anna …4"]
    assert not [name for name in names if "…" in name and not name.startswith("Nowak")]
    assert [who.name for who in Search(session.roll.cursor).look("nowak")] == ["Nowak Anna …4", "Nowak Anna …2"]


def test_every_sentence_file_and_list_tells_which_of_two_it_means(callers, tmp_path: Path) -> None:
    caller: RollCaller = callers()
    caller.keep(held={2: ABSENT, 4: ABSENT}, people=NAMESAKES)
    a_term_is_on(caller)
    session = caller.call(student_id="2")
    session.mark(Mark.INTRAMURAL)
    one, other = "Nowak Anna …2", "Nowak Anna …4"
    assert roll.told(session.undo()) == f"Undone: {one}, present → absent. Next: {one}, then back to Żak."
    absences = caller.register.excusing.worklist()
    assert [found.student.name for found in absences] == [one, other]
    excused = Justifying(caller.workspace).excuse([absences[1].absences[0].place])
    assert roll.told(excused) == f"{other}: 1 absence excused. ⌫ undoes it."
    unsent = [(known, "Analiza", entries) for known, entries in caller.register.unsent_lists()]
    assert f"{other}: excused" in unsent_export.as_text(unsent, NOW.date())
    assert '"Nowak";"Anna …4"' in unsent_export.as_csv(unsent, ";").decode("utf-8-sig")
    sources = ExportSources(caller.register)
    for source in (sources.of_list(LIST), sources.of_term(KEY)):
        assert source is not None
        for format_ in (Format.CSV, Format.HTML, Format.SHEET):
            told = exporting.contents_of(source, format_, Included()).decode()
            assert (one in told, other in told) == (True, True), format_
    term = caller.register.overviews.of(KEY)
    assert term is not None
    told = json.dumps(values.of_overview(term, numbers=False), ensure_ascii=False)
    assert (told.count('"Nowak Anna"'), "…" in told) == (2, False), "programs tell them apart by their ids"


def test_a_file_of_ours_finds_each_of_two_again_and_a_name_alone_is_asked_about(caller: RollCaller, tmp_path: Path):
    caller.keep(Mode.HYBRID, {2: ABSENT, 4: PRESENT}, people=NAMESAKES)
    source = ExportSources(caller.register).of_list(LIST)
    assert source is not None
    ours = tmp_path / exporting.file_name(source, Format.CSV)
    ours.write_bytes(exporting.contents_of(source, Format.CSV, Included()))
    session = ImportSession(caller.call())
    session.take(session.reading([ours])())
    assert session.proposal is not None
    assert {one.student.id: one.state for one in session.proposal.students if one.student.id in "24"} == {
        "2": State.SAME,
        "4": State.SAME,
    }
    theirs = tmp_path / "table.csv"
    theirs.write_text("name;present\nAnna Nowak;yes\n", encoding="utf-8")
    session = ImportSession(caller.call())
    session.take(session.reading([theirs])())
    (asked,) = [row for row in session.rows() if row.key[0] == "row"]
    assert importing.choices(asked).startswith("1 Nowak Anna …2  2 Nowak Anna …4  0 ")
