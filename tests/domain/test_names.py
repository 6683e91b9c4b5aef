"""Polish order of names, and finding people without diacritics."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import Student
from app.domain.names import best, by_surname, folded, matches, number_order, order, told_apart

POLISH_LETTERS = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"

SURNAMES_IN_ORDER = [
    "Abramowicz",
    "Ąbek",
    "Bąk",
    "Białas",
    "Bondarchuk",
    "Chrząszcz",
    "Czech",
    "Ćwik",
    "Dąb",
    "de la Cruz",
    "Ęcka",
    "Lis",
    "Łoś",
    "Łuczak",
    "Müller",
    "Nawias [/b]",
    "Nguyễn",
    "Nowak",
    "Nowak-Kowalczyk",
    "Nowakowski",
    "Ńarska",
    "O'Neil",
    "Ósmak",
    "Shevchenko",
    "Štěpánek",
    "Śliwińska",
    "Woźniak",
    "Wójcik",
    "Zając",
    "Źrebiec",
    "Żak",
]

names = st.text(
    alphabet=st.one_of(
        st.sampled_from(POLISH_LETTERS + POLISH_LETTERS.upper() + " -'’.ßøŁễüšÆ"),
        st.characters(categories=("L", "Mn", "Pd", "Nd")),
    ),
    min_size=1,
    max_size=20,
)


def student(last_name: str, first_name: str = "Jan", number: str = "", student_id: str = "1") -> Student:
    return Student(student_id, first_name, last_name, number)


@st.composite
def classes(draw: st.DrawFn) -> list[Student]:
    people = draw(st.lists(st.tuples(names, names, st.from_regex(r"[1-9][0-9]{5}", fullmatch=True)), max_size=12))
    return [Student(str(place), first, last, number) for place, (last, first, number) in enumerate(people)]


def test_every_polish_letter_has_its_own_place_in_the_alphabet():
    letters = list(POLISH_LETTERS)
    random.Random(1).shuffle(letters)
    assert "".join(sorted(letters, key=order)) == POLISH_LETTERS


def test_a_class_list_stands_in_polish_order_with_foreign_names_among_their_base_letters():
    shuffled = [student(name) for name in SURNAMES_IN_ORDER]
    random.Random(2).shuffle(shuffled)
    assert [one.last_name for one in sorted(shuffled, key=by_surname)] == SURNAMES_IN_ORDER


def test_capitals_and_composed_or_decomposed_letters_make_no_difference_to_the_order():
    same = ["ŻÓŁĆ", "żółć", "Żółć", "z\u0307o\u0301łc\u0301"]
    assert len({order(name)[0] for name in same}) == 1


def test_one_surname_is_ordered_by_first_name_then_number_then_id():
    expected = [
        student("Nowak", "Adam", "9", "1"),
        student("Nowak", "Łukasz", "1", "2"),
        student("Nowak", "Łukasz", "2", "1"),
        student("Nowak", "Łukasz", "2", "3"),
    ]
    for shuffled in itertools.permutations(expected):
        assert sorted(shuffled, key=by_surname) == expected


@given(names, names, names)
def test_any_names_can_be_put_in_one_order(one, two, three):
    keys = sorted([order(one), order(two), order(three)])
    assert keys[0] <= keys[1] <= keys[2]
    assert (order(one) == order(two)) == (one == two)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łoś", "los"),
        ("ŁĄKA", "laka"),
        ("Źrebiec", "zrebiec"),
        ("Groß", "gross"),
        ("GROẞ", "gross"),
        ("Sørensen", "sorensen"),
        ("Ǿster", "oster"),
        ("Þórðardóttir", "thordardottir"),
        ("Đukić", "dukic"),
        ("Işık", "isik"),
        ("İnan", "inan"),
        ("Nguyễn", "nguyen"),
        ("Štěpánek", "stepanek"),
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("Nowak-Kowalczyk", "nowak kowalczyk"),
        ("Nowak\u2013Kowalczyk", "nowak kowalczyk"),
        ("de  la Cruz", "de la cruz"),
        ("J.K. Rowling", "jk rowling"),
        ("Əliyev", "eliyev"),
        ("Ŋadi", "nadi"),
        ("Ɓala Ɗan-Ƙano", "bala dan kano"),
        ("Ɔkɛ", "oke"),
        ("No\u00adwak", "nowak"),
        ("\ufeffNo\u200bwak\u202e", "nowak"),
        *((f"O{apostrophe}Neil", "oneil") for apostrophe in "'’ʼ`´‘ʻ′＇ʹ"),
    ],
)
def test_a_name_is_folded_to_what_one_types_in_a_hurry(name, typed):
    assert folded(name) == typed


@given(names)
def test_folding_twice_changes_nothing_more(name):
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize("query", ["anal", "ANALIZA mat", "mat anal", "liz", ""])
def test_every_word_of_a_query_may_stand_anywhere(query):
    assert matches(query, "Analiza matematyczna I")


def test_one_word_that_stands_nowhere_is_enough_not_to_match():
    assert not matches("analiza fizyczna", "Analiza matematyczna I")


def test_the_beginning_of_a_surname_goes_before_any_word_and_that_before_any_part():
    inside = student("Sokowalny", "Ewa")
    first_name = student("Adamski", "Kowalina")
    second_surname = student("Bąk-Kowal", "Iza")
    surname = student("Kowalska", "Zofia")
    found = best("kowal", [inside, first_name, second_surname, surname, student("Lis")])
    assert found == [surname, first_name, second_surname, inside]


def test_surname_and_first_name_find_a_person_in_either_order():
    wanted = student("Żak", "Łucja")
    others = [student("Żak", "Adam"), student("Lis", "Łucja")]
    for query in ("zak luc", "luc zak", "ŻAK ŁUCJA", " żak  ł "):
        assert best(query, [*others, wanted]) == [wanted]


def test_digits_look_in_the_album_numbers_their_beginning_first():
    inside, beginning = student("Adamski", number="941234"), student("Żak", number="412345")
    assert best("412", [inside, beginning, student("Lis", number="999999")]) == [beginning, inside]


@pytest.mark.parametrize("query", ["", "  ", "-", "'", "\u0301"])
def test_an_empty_query_finds_nobody(query):
    assert best(query, [student("Nowak")]) == []


@given(classes(), st.data())
def test_everybody_is_found_among_the_best_by_any_beginning_of_their_surname(people, data):
    for person in people:
        surname = folded(person.last_name)
        if not surname:
            continue
        typed = surname[: data.draw(st.integers(1, len(surname)))]
        found = best(typed, people)
        beginners = [one for one in people if f"{folded(one.last_name)} {folded(one.first_name)}".startswith(typed)]
        assert person in beginners
        assert found[: len(beginners)] == beginners


@given(classes(), st.data())
def test_everybody_is_found_by_any_part_of_their_number(people, data):
    for person in people:
        start = data.draw(st.integers(0, 5))
        assert person in best(person.number[start : data.draw(st.integers(start + 1, 6))], people)


@given(classes(), names)
def test_nobody_is_found_twice_or_invented(people, query):
    found = best(query, people)
    assert len(found) == len({one.id for one in found})
    assert set(found) <= set(people)


@pytest.mark.parametrize("query", ["s412345", "S412345", "412345", "s4123", "S41"])
def test_an_album_number_with_letters_is_found_as_it_is_typed(query):
    wanted = student("Żak", number="S412345")
    assert best(query, [student("Lis", number="S512345"), wanted])[0] == wanted


@pytest.mark.parametrize("query", ["WZ-412", "wz412", "wz 412", "412"])
def test_an_album_number_in_parts_is_found_with_and_without_what_parts_it(query):
    wanted = student("Żak", number="WZ-412")
    assert best(query, [student("Lis", number="WZ-512"), wanted]) == [wanted]


def test_the_number_of_a_row_finds_nobody_who_is_not_among_those_that_are_searched():
    people = [student(name, number="700000", student_id=name) for name in ("Bąk", "Lis", "Nowak")]
    assert best("2", people, numbered=people) == [people[1]]
    assert best("2", [people[0], people[2]], numbered=people) == []


def test_album_numbers_are_ordered_by_the_value_of_their_digits():
    expected = ["9", "100", "s9", "S10", "s100", "WZ-5", "WZ-412", ""]
    for shuffled in (expected[::-1], expected[::2] + expected[1::2]):
        assert sorted(shuffled, key=number_order) == expected


@given(st.text(max_size=8), st.text(max_size=8))
def test_any_album_numbers_can_be_put_in_one_order(one, other):
    assert (number_order(one) == number_order(other)) == (one == other)
    assert number_order(one) <= number_order(other) or number_order(other) <= number_order(one)


def test_foreign_letters_and_what_nobody_sees_leave_a_name_in_its_place():
    expected = ["Ɗan", "Dąb", "Dąż", "Ebo", "Əcka", "No\u00adwak", "Nowakowski", "Nowy"]
    shuffled = random.Random(3).sample(expected, len(expected))
    assert sorted(shuffled, key=order) == expected


def test_two_of_one_name_are_told_apart_by_the_end_of_their_numbers():
    one, two = student("Nowak", "Anna", "412345", "1"), student("Nowak", "Anna", "412375", "2")
    other = student("Nowak", "Adam", "412346", "3")
    assert told_apart([one, other, two]) == {"1": "…45", "2": "…75"}


@pytest.mark.parametrize("numbers", [("", ""), ("412345", ""), ("412345", "412345")])
def test_two_of_one_name_whose_numbers_do_not_tell_are_counted(numbers):
    people = [student("Nowak", "Anna", number, str(place)) for place, number in enumerate(numbers, 1)]
    assert told_apart(people[::-1]) == {"1": "(1)", "2": "(2)"}


@given(classes())
def test_nobody_has_to_be_told_apart_twice(people):
    apart = told_apart(people)
    shown = [f"{one.last_name} {one.first_name} {apart.get(one.id, '')}".casefold() for one in people]
    assert len(set(shown)) == len(people)
