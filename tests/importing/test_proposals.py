"""What is proposed: presence by its share of the class, absence with care, and never a change of what is there."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

import pytest

from app.domain.model import Mark, Mode, Record, Student
from app.importing.attendance import Answers
from app.importing.judgement import Options, Why
from app.importing.matching import Known
from app.importing.presence import Lesson
from app.importing.proposal import State
from app.importing.report import ProblemKind
from tests.importing.samples import GROUP, import_all, imported, knowing, sample
from tests.importing.written import Stayed, at, teams, zoom

EVERYBODY = tuple(Stayed(one.name, at("7:59"), at("9:30"), f"{one.number}@example.edu.pl") for one in GROUP)


def stayed(minutes: float, name: str = "Łucja Ąbek") -> Stayed:
    return Stayed(name, at("8:00"), at("8:00") + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(90, State.SET), (51, State.SET), (50, State.BORDERLINE), (45, State.BORDERLINE), (40, State.BORDERLINE)],
)
def test_half_of_the_class_makes_a_presence_and_five_minutes_around_it_are_asked_about(minutes: int, state: State):
    told = imported(zoom([stayed(minutes)]))

    assert told.state("412001") is state
    assert (told.marks.get("412001") is Mark.REMOTE) is (state is State.SET)


def test_too_short_is_absent_only_where_absence_may_be_proposed():
    whole = imported(zoom([stayed(39), stayed(90, "Jan Cichosz")]))
    with_an_open_row = imported(zoom([stayed(39), stayed(90, "iPhone")]))

    assert whole.marks["412001"] is Mark.ABSENT
    assert with_an_open_row.state("412001") is State.ASK
    assert Mark.ABSENT not in with_an_open_row.marks.values()


def test_the_share_and_the_length_of_the_class_can_be_chosen():
    longer = Lesson(at("8:00"), at("11:00"))

    assert imported(zoom([stayed(51)]), options=Options(late_template="", share=0.8)).marks["412001"] is Mark.ABSENT
    assert imported(zoom([stayed(51), stayed(180, "Jan Cichosz")]), lesson=longer).marks["412001"] is Mark.ABSENT
    assert imported(zoom([stayed(90)]), options=Options(late_template="", share=1.0)).state("412001") is State.SET
    assert imported(zoom([stayed(8)]), options=Options(late_template="", share=0.0)).state("412001") is State.SET


def test_late_arrivals_get_a_comment_beside_what_was_written_before():
    came = Stayed("Łucja Ąbek", at("8:12:59"), at("9:30"))
    told = imported(zoom([came], dates="iso"), now={"412001": Record(None, "ma laptopa")})
    patient = imported(
        zoom([came], dates="iso"), options=Options(late_template="spóźnienie {minutes} min", late_from=15)
    )

    assert told.student("412001").proposed == Record(Mark.REMOTE, "late 12 min; ma laptopa")
    assert patient.student("412001").proposed == Record(Mark.REMOTE, "")


def test_a_call_says_nothing_in_an_intramural_list():
    told = imported(zoom(EVERYBODY), mode=Mode.INTRAMURAL)

    assert told.proposal.refused is not None
    assert told.proposal.refused.kind is ProblemKind.INTRAMURAL_LIST
    assert told.marks == {}


def test_in_a_hybrid_list_who_was_not_in_the_call_may_have_been_in_the_room():
    told = imported(zoom([stayed(90)]), mode=Mode.HYBRID)

    assert told.marks == {"412001": Mark.REMOTE}
    assert told.proposal.no_absence is Why.MAY_BE_IN_ROOM


def test_absence_needs_a_whole_file_of_this_class_without_an_open_row():
    text = teams(EVERYBODY[:10])

    assert set(imported(text).marks.values()) == {Mark.REMOTE, Mark.ABSENT}
    assert set(imported(text[:-40]).marks.values()) == {Mark.REMOTE}
    assert set(imported(teams([*EVERYBODY[:10], stayed(90, "Kamil W.")])).marks.values()) == {Mark.REMOTE}
    assert set(imported(teams(EVERYBODY[:10], counted=12)).marks.values()) == {Mark.REMOTE}


def test_a_report_of_strangers_makes_nobody_absent():
    strangers = [
        Stayed(f"Obcy{place} Inny{place}", at("8:00"), at("9:30"), f"obcy{place}@example.org") for place in range(9)
    ]
    told = imported(teams([EVERYBODY[0], *strangers]))

    assert set(told.marks.values()) == {Mark.REMOTE}
    assert told.proposal.no_absence is Why.NOT_OF_CLASS


@pytest.mark.parametrize("mark", list(Mark))
def test_an_existing_mark_never_changes_by_itself(mark: Mark):
    told = imported(zoom([stayed(90)]), now={one.id: Record(mark, "") for one in GROUP}, mode=Mode.HYBRID)

    assert told.certain == {}
    assert told.state("412001") is (State.SAME if mark is Mark.REMOTE else State.DIFFERS)
    assert told.state("412002") is State.MISSING


@pytest.mark.parametrize(
    "name", ["01-teams-pl-2025.csv", "03-teams-pl-2021.csv", "07-zoom-details.csv", "15-list-cp1250.csv"]
)
def test_the_same_file_again_proposes_nothing(name: str):
    first = imported(sample(name), name)
    now = {one.student.id: one.proposed for one in first.proposal.certain if one.proposed}
    again = imported(sample(name), name, now=now)

    assert now
    assert again.marks == {}
    assert again.certain == {}


def test_a_borderline_student_who_was_decided_is_not_asked_about_again():
    now = {"412001": Record(Mark.REMOTE, "")}

    assert imported(zoom([stayed(45)]), now=now).state("412001") is State.SAME


def test_a_student_who_may_be_an_open_row_is_to_be_decided():
    told = imported(zoom([stayed(90, "Kamil W.")]))

    assert told.state("412013") is told.state("412014") is State.ASK
    assert told.student("412013").why == (Why.ROW_OPEN,)
    assert not told.proposal.is_decided


def test_several_files_of_one_class_make_one_presence():
    first = Stayed("Łucja Ąbek", at("8:00"), at("8:30"))
    second = Stayed("Łucja Ąbek", at("8:25"), at("9:30"), "412001@student.example.edu.pl")
    told = import_all({"one.csv": zoom([first]), "two.csv": teams([second])})

    assert told.present == {"412001": "1:30:00"}
    assert told.late == {"412001": 0}
    assert import_all({"one.csv": zoom([first]), "copy.csv": zoom([first])}).present == {"412001": "0:30:00"}


def test_files_that_contradict_each_other_are_a_question():
    table = "Imię i nazwisko;Obecność\nŁucja Ąbek;nb\nJan Cichosz;x\n"
    told = import_all({"call.csv": zoom([stayed(90)]), "list.csv": table})

    assert told.student("412001").why == (Why.SIGNS_DIFFER,)
    assert told.marks == {"412004": Mark.REMOTE}


def test_a_table_says_nothing_of_whom_it_does_not_list():
    told = imported("Imię i nazwisko;Obecność\nŁucja Ąbek;x\nJan Cichosz;nie wiem\nEryk Zając;\n")

    assert told.marks == {"412001": Mark.REMOTE}
    assert told.student("412004").why == (Why.UNKNOWN_SIGN,)
    assert told.student("046017").why == (Why.BLANK,)
    assert told.proposal.no_absence is Why.SIGNS_ONLY


def test_signs_in_a_list_of_each_mode_mean_its_presence():
    table = "Nr albumu;Nazwisko;Imię;6.10.2026\n412001;Ąbek;Łucja;+\n"

    assert imported(table, mode=Mode.REMOTE).marks == {"412001": Mark.REMOTE}
    assert imported(table, mode=Mode.INTRAMURAL).marks == {"412001": Mark.INTRAMURAL}
    assert imported(table, mode=Mode.HYBRID).marks == {"412001": Mark.INTRAMURAL}


def test_a_table_without_a_column_of_this_day_says_which_days_it_has():
    told = imported("Nr albumu;Nazwisko;Imię;29.09.2026;13.10.2026\n412001;Ąbek;Łucja;+;+\n")

    assert told.problems == [ProblemKind.NO_COLUMN]
    assert told.marks == {}


def test_a_column_is_found_by_its_day_without_a_year_and_by_its_hour():
    by_day = imported("Nazwisko i imię;29.09;06.10;13.10\nĄbek Łucja;-;+;-\n")
    by_hour = imported("Nazwisko i imię;06.10.2026 08:00;06.10.2026 10:00\nĄbek Łucja;+;-\n")

    assert by_day.marks == {"412001": Mark.REMOTE}
    assert by_hour.marks == {"412001": Mark.REMOTE}


def test_a_list_without_any_heading_is_read_by_its_signs():
    told = imported("Ąbek Łucja;x\nCichosz Jan;nb\nZając Eryk;u\nŁabędź Żaneta;x\n")

    assert told.marks == {"412001": Mark.REMOTE, "412004": Mark.ABSENT, "046017": Mark.JUSTIFIED, "412008": Mark.REMOTE}


def test_a_row_given_to_nobody_leaves_absence_possible():
    answer = Known(emails={}, aliases={}, decided={("report.csv", 8): None})
    told = imported(teams([*EVERYBODY[:2], stayed(90, "iPhone")]), known=answer)

    assert told.of_nobody == ["iPhone"]
    assert set(told.marks.values()) == {Mark.REMOTE, Mark.ABSENT}


def test_a_generated_report_of_three_hundred_people_is_read_and_matched_row_by_row():
    students = [
        Student(id=str(place), first_name=f"Imię{place}", last_name=f"Nazwisko{place}", number=f"{500000 + place}")
        for place in range(300)
    ]
    people = [Stayed(f"Imię{place} Nazwisko{place}", at("8:00"), at("9:30")) for place in range(300)]
    started = process_time()
    told = imported(teams(people).encode("utf-16"), students=students)

    assert process_time() - started < 3  # it takes 0.1 s; the bound is for slow machines
    assert set(told.marks.values()) == {Mark.REMOTE}
    assert len(told.marks) == 300


def test_a_question_of_the_file_blocks_its_students_only():
    meet = "Name,Duration,Time joined,Time exited\nŁucja Ąbek,90 min,8:00 AM,9:30 AM\n"
    told = imported(meet)

    assert told.student("412001").why == (Why.QUESTION_OPEN,)
    assert told.marks == {}
    assert imported(meet, answers=Answers(this_day=True)).marks["412001"] is Mark.REMOTE


def test_a_known_alias_is_used_in_the_proposal():
    told = imported(zoom([stayed(90, "Staszek Dębowy")]), known=knowing(aliases={"staszek debowy": "412005"}))

    assert told.marks["412005"] is Mark.REMOTE


def test_a_column_whose_heading_is_about_something_else_is_asked_about():
    head = "Nr albumu;Nazwisko i imię"
    for heading in ("Aktywność", "Nieobecny"):
        told = imported(f"{head};{heading}\n412001;Ąbek Łucja;x\n412004;Cichosz Jan;\n046017;Zając Eryk;x\n")
        assert [question.columns[0].number for question in told.proposal.questions] == [3]
        assert told.marks == {}


def test_points_are_no_signs():
    told = imported(
        "Nr albumu;Nazwisko i imię;Kolokwium 1;Kolokwium 2\n412001;Ąbek Łucja;1;0\n412004;Cichosz Jan;0;1\n"
    )

    assert told.problems == [ProblemKind.NOT_A_REPORT]


@pytest.mark.parametrize(
    "heading", ["06.10", "6 X", "6 paź", "wt. 06.10", "Zajęcia 2 (06.10)", "6 Oct 2026 8.00AM All students"]
)
def test_the_day_over_a_column_is_known_however_it_is_written(heading: str):
    told = imported(f"Nazwisko i imię;29.09.2026;{heading}\nĄbek Łucja;-;P (2/2)\n")

    assert told.marks == {"412001": Mark.REMOTE}


def test_who_left_before_the_class_and_came_back_is_late_by_the_second_time():
    stays = (Stayed("Łucja Ąbek", at("7:50"), at("7:55")), Stayed("Łucja Ąbek", at("8:20"), at("9:30")))

    assert imported(zoom(stays)).late == {"412001": 20}
