"""The value that the command line prints: its shape is a contract."""

from __future__ import annotations

import json

from app.domain.model import Mark, Mode, Record, Student
from app.importing.as_json import as_json
from tests.importing.samples import imported, sample


def test_the_value_has_the_list_files_rows_students_and_questions():
    name = "01-teams-pl-2025.csv"
    told = as_json(imported(sample(name), name, now={"412002": Record(Mark.ABSENT, "")}).proposal)

    assert list(told) == ["schema_version", "list", "files", "rows", "students", "questions"]
    assert told["schema_version"] == 1
    assert told["list"] == {"list_id": "7", "date": "2026-10-06T08:00:00", "mode": "remote"}
    assert told["files"] == [{"name": name, "format": "teams-report", "complete": True, "meetings": 1, "problems": []}]
    assert told["rows"][2] == {
        "file": name,
        "line": 14,
        "name": "Staszek Dębowy (Gość)",
        "minutes": 88.9,
        "late": 1,
        "match": "ask",
        "student_id": None,
        "suggestions": ["412005"],
    }
    assert told["students"][10] == {
        "student_id": "412011",
        "name": "Paluch Piotr Paweł",
        "minutes": 59.0,
        "late": 31,
        "now": None,
        "proposed": "remote",
        "comment": "late 31 min",
        "state": "set",
        "why": "long-enough",
    }
    by_id = {one["student_id"]: one for one in told["students"]}
    assert (by_id["412002"]["now"], by_id["412002"]["proposed"], by_id["412002"]["state"]) == (
        "absence",
        "remote",
        "differs",
    )
    assert (by_id["412014"]["minutes"], by_id["412014"]["proposed"], by_id["412014"]["state"]) == (
        41.12,
        None,
        "borderline",
    )
    assert json.loads(json.dumps(told)) == told


def test_questions_have_the_numbers_of_columns_that_answer_them():
    told = as_json(imported(sample("17-office.xlsx"), "17-office.xlsx", mode=Mode.INTRAMURAL).proposal)

    assert told["questions"] == [
        {"file": "17-office.xlsx", "kind": "column", "choices": [5, 6], "headings": ["2026-10-06", "2026-10-06"]}
    ]
    assert [row["minutes"] for row in told["rows"]] == [None] * 8


def test_reasons_and_problems_become_words_where_words_are_given():
    told = as_json(
        imported(sample("20-zoom-chat.txt"), "chat.txt").proposal, problem=lambda one: f"It is a {one.kind}."
    )

    assert told["files"][0] == {
        "name": "chat.txt",
        "format": "unknown",
        "complete": False,
        "meetings": 0,
        "problems": ["It is a chat."],
    }
    assert told["rows"] == []


def test_programs_get_names_without_what_tells_namesakes_apart():
    name = "01-teams-pl-2025.csv"
    twins = [
        Student(id=place, first_name="Kamil", last_name="Wilk", number=f"41201{place}", apart=f"…{place}")
        for place in "34"
    ]
    told = as_json(imported(sample(name), name, students=twins).proposal)
    assert [one["name"] for one in told["students"]] == ["Wilk Kamil", "Wilk Kamil"]
