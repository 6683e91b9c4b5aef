"""Samples that were cut, flipped, shuffled: no crash, no hang, nobody marked who is not in the row."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import names
from app.domain.model import Student
from app.importing import encoding
from tests.importing.samples import EMAILS, GROUP, SAMPLES, Import, imported, knowing, sample

TEXTS = [name for name in SAMPLES if not name.endswith((".xlsx", ".xls"))]
BY_ID = {one.id: one for one in GROUP}
LINE_END = re.compile(r"\r\n|\n|\r")


def names_student(line: str, student: Student) -> bool:
    """Whether a line of a file has a student's number, or the surname and first name; found in a way of its own."""
    number = student.number.lstrip("0")
    if re.search(rf"(?<!\d)0*{number}(?!\d)", line.replace(" ", "")) or re.search(rf"(?<!\d)0*{number}(?!\d)", line):
        return True
    folded = names.folded(re.sub(r"[^\w'’-]", " ", normalize("NFC", line)))
    return {*names.folded(student.last_name).split(), names.folded(student.first_name).split()[0]} <= set(
        folded.split()
    )


def wrong_rows(told: Import, data: bytes) -> list[tuple[str, str | None]]:
    """Rows given to a student of whom nothing stands in their line."""
    lines = LINE_END.split(encoding.decode(data).text)
    whole = " ".join(lines)
    return [
        (row.attender.person.name, row.student_id)
        for row in told.proposal.rows
        if row.student_id
        and not names_student(" ".join(lines[row.attender.person.line - 1 :][:2]), BY_ID[row.student_id])
        and f"({row.attender.person.name.casefold()})" not in whole.casefold()  # joined by its original name
    ]


def is_sound(told: Import) -> bool:
    """Whether every presence lies within the class."""
    presences = [one.presence for one in told.proposal.students if one.presence]
    return all(told.proposal.lesson.length >= one.most >= one.least and one.least >= one.least * 0 for one in presences)


def check(data: bytes, name: str) -> None:
    for emails in ({}, EMAILS):
        told = imported(data, name, known=knowing(emails=emails))
        assert wrong_rows(told, data) == []
        assert is_sound(told)


@given(st.sampled_from(TEXTS), st.floats(0, 1))
@settings(max_examples=120)
def test_a_file_cut_anywhere_is_read_without_a_wrong_person(name: str, part: float):
    data = sample(name)
    check(data[: int(len(data) * part)], name)


@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=150)
def test_changed_bytes_make_no_wrong_person(name: str, changes: list[tuple[float, int]]):
    data = bytearray(sample(name))
    for part, byte in changes:
        data[int(len(data) * part)] = byte
    check(bytes(data), name)


@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 0.9999), st.binary(max_size=6)), min_size=1, max_size=4))
@settings(max_examples=100)
def test_bytes_put_in_make_no_wrong_person(name: str, changes: list[tuple[float, bytes]]):
    data = sample(name)
    for part, put_in in changes:
        place = int(len(data) * part)
        data = data[:place] + put_in + data[place:]
    check(data, name)


def as_lines(name: str) -> tuple[list[str], Callable[[list[str]], bytes]]:
    """The lines of a sample with their ends, and the way back to bytes."""
    text = encoding.decode(sample(name)).text
    return text.splitlines(keepends=True), lambda lines: "".join(lines).encode("utf-8-sig")


@given(st.sampled_from(TEXTS), st.data())
@settings(max_examples=120)
def test_lines_dropped_doubled_and_swapped_give_a_name_to_nobody_else(name: str, data: st.DataObject):
    lines, written = as_lines(name)
    before = imported(sample(name), name).who
    for _ in range(data.draw(st.integers(1, 5))):
        first = data.draw(st.integers(0, max(len(lines) - 1, 0)))
        second = data.draw(st.integers(0, max(len(lines) - 1, 0)))
        match data.draw(st.sampled_from(["drop", "double", "swap"])) if lines else "":
            case "drop":
                del lines[first]
            case "double":
                lines.insert(second, lines[first])
            case "swap":
                lines[first], lines[second] = lines[second], lines[first]
    told = imported(written(lines), name)

    assert {one: who for one, who in told.who.items() if who and before.get(one, who) not in {who, None}} == {}
    assert is_sound(told)


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_columns_in_another_order_make_no_wrong_person(name: str, random: object):
    lines, written = as_lines(name)
    delimiter = next(one for one in ("\t", ";", ",") if any(one in line for line in lines))
    cells = [line.rstrip("\r\n").split(delimiter) for line in lines]
    order = list(range(max(len(row) for row in cells)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = [delimiter.join(row[place] if place < len(row) else "" for place in order) + "\n" for row in cells]

    check(written(moved), name)


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_any_bytes_at_all_are_read_as_something(data: bytes):
    assert set(imported(data, "file").who.values()) <= {None}


@given(st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=6), max_size=8), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=100)
def test_any_table_at_all_is_read_as_something(rows: list[list[str]], delimiter: str):
    head = delimiter.join(("Name", "Join time", "Leave time"))
    told = imported("\n".join([head, *(delimiter.join(row) for row in rows)]))

    assert set(told.who.values()) <= {None}
