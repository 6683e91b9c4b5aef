"""Frozen values: equal by what is in them, usable as keys, and shown without what is to be kept out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, fields, replace
from threading import Barrier

from app.domain.frozen import frozen


@frozen
class Point:
    x: int
    y: int = 0
    told: str = field(default="", compare=False)
    secret: str = field(default="", repr=False)


@frozen
class Nothing:
    """Nothing to tell it by."""


def test_values_of_one_class_with_the_same_content_are_the_same():
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(2, 1)
    assert {Point(1, 2): "here"}[Point(1, 2)] == "here"
    assert Nothing() == Nothing()


def test_what_is_not_compared_makes_no_difference():
    assert Point(1, told="a") == Point(1, told="b")
    assert hash(Point(1, told="a")) == hash(Point(1, told="b"))


def test_values_of_two_classes_differ_whatever_is_in_them():
    @frozen
    class Other:
        x: int

    assert Other(1) != Point(1)
    assert Other(1) != (1,)


def test_what_is_kept_out_of_what_is_shown_stays_out():
    assert repr(Point(1, secret="abc")) == "Point(x=1, y=0, told='')"


def test_they_are_dataclasses_for_whoever_copies_or_lists_them():
    assert replace(Point(1), y=3) == Point(1, 3)
    assert [one.name for one in fields(Point)] == ["x", "y", "told", "secret"]


def test_a_value_made_of_another_has_the_fields_of_both_whichever_is_made_first():
    @frozen
    class Place(Point):
        name: str = ""

    assert Place(1, name="here") == Place(1, 0, name="here")
    assert [one.name for one in fields(Place)] == ["x", "y", "told", "secret", "name"]
    match Place(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_threads_that_make_the_first_value_at_once_each_get_theirs():
    @frozen
    class Seldom:
        x: int
        rest: list[int] = field(default_factory=list)

    together = Barrier(8)

    def make(x: int) -> Seldom:
        together.wait(60)
        return Seldom(x)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(make, range(8))) == [Seldom(x) for x in range(8)]
