"""Who a row is: one student by one rule, or a question. A wrong person is worse than a question."""

from __future__ import annotations

import pytest

from app.domain.model import Student
from app.importing.identity import Named
from app.importing.matching import How, alias_key
from app.importing.report import Person
from tests.importing.samples import EMAILS, GROUP, Import, imported, knowing
from tests.importing.written import Stayed, at, zoom


def call(*people: str | tuple[str, str], students: tuple[Student, ...] = GROUP, **known: object) -> Import:
    """Import a call of people, each a name or a name with an address, who were all there all the time."""
    told = [Stayed(one, at("8:00"), at("9:30")) if isinstance(one, str) else called(*one) for one in people]
    return imported(zoom(told), students=students, known=knowing(**known))  # type: ignore[arg-type]


def called(name: str, address: str) -> Stayed:
    return Stayed(name, at("8:00"), at("9:30"), address)


def student(number: str, first_name: str, last_name: str) -> Student:
    return Student(id=f"id-{number}", first_name=first_name, last_name=last_name, number=number)


@pytest.mark.parametrize(
    "name",
    [
        "Łucja Ąbek",
        "ĄBEK ŁUCJA",
        "lucja abek",
        "Łucja\u200b Ąbek",
        "L\u00aducja Abek",
        "Lucja\u00a0Abek",
        "Ａbek Łucja",
        "Łucja Ąbek (Gość)",
        "[Politechnika] Łucja Ąbek",
        "Łucja Ąbek (ona/jej)",
        "iPhone (Łucja Ąbek)",
        "Ąbek, Łucja",
        "Łucja Ąbek 🎓",
        "Łucja Maria Ąbek",
        "412001",
        "412001 Łucja",
        "Łucja_412001",
        "gr3 412001",
    ],
)
def test_a_name_is_known_however_it_is_written(name: str):
    assert call(f'"{name}"').who == {name: "412001"}


@pytest.mark.parametrize(
    "name",
    [
        "Łucja",
        "Ąbek",
        "Łucja Ą.",
        "Łucja Ąbek-Nowak",
        "Łucja Ąbekowa",
        "Lucjan Abek",
        "Maria Łucja Ąbek",
        "Łucja Nowak Ąbek Kowalska Zielińska",
        "Kamil Wilk",
        "Wilk Kamil (Gość)",
        "Kamil Wilk (Jan Cichosz)",
        "iPhone użytkownika Łucja",
        "41200",
        "4120011",
        "412001 i 412002",
        "412002 Łucja Ąbek",
        "Łucja Cichosz",
        "Кamil Wilk",
        "kebA ajcuŁ",
    ],
)
def test_a_name_that_may_be_somebody_else_s_is_asked_about(name: str):
    assert list(call(name).asked) == [name]


@pytest.mark.parametrize(
    ("true", "other"),
    [
        (("Victor", "De"), "Victor Du"),
        (("Kamil", "Wilk"), "Kamila Wilk"),
        (("Anna", "Nowak"), "Anna Nowacka"),
        (("Jan", "Cichosz"), "Janina Cichosz"),
        (("Anna", "Nowak"), "Anna Nowak-Kowalska"),
        (("Anna", "Nowak-Kowalska"), "Anna Nowak"),
        (("Maria", "Rokita"), "Jan Maria Rokita"),
        (("Jan", "Young"), "Jan Ng"),
        (("Jan", "Ng"), "Jan Young"),
        (("Weronika", "Śliwa"), "Weronika Kos"),
    ],
)
def test_likeness_never_decides(true: tuple[str, str], other: str):
    told = call(other, students=(student("500001", *true),))

    assert told.who == {other: None}


@pytest.mark.parametrize(
    ("first_name", "last_name", "name"),
    [
        ("Agata Maria", "Białas-Krzętowska", "Agata Białas Krzętowska"),
        ("Agata", "Białas-Krzętowska", "Białas-Krzętowska Agata Maria"),
        ("Thị Thu Hà", "Nguyễn", "Nguyen Thi Thu Ha"),
        ("Finn", "O'Toole-Wróż", "Finn O’Toole–Wroz"),
        ("Ludwig", "van der Berg", "Ludwig van der Berg"),
        ("Søren", "Ångström", "soren angstrom"),
    ],
)
def test_second_names_and_signs_between_words_make_no_difference(first_name: str, last_name: str, name: str):
    assert Named(first_name, last_name).is_called(name)


def test_of_two_students_of_one_name_none_is_decided_by_name():
    told = call("Kamil Wilk", ("Kamil  Wilk", "412014@student.example.edu.pl"))

    assert told.who == {"Kamil Wilk": None, "Kamil  Wilk": "412014"}
    assert told.asked == {"Kamil Wilk": ("412013", "412014")}


def test_a_number_and_a_name_that_contradict_each_other_are_a_question():
    told = call(("Łucja Ąbek", "412009@student.example.edu.pl"), ("Basia Cichosz", "412003@student.example.edu.pl"))

    assert set(told.asked["Łucja Ąbek"][:2]) == {"412001", "412009"}
    assert "412003" in told.asked["Basia Cichosz"]


def test_a_number_with_a_nickname_is_that_student_s():
    assert call("412007_Gosia", ("Lusia", "412001@student.example.edu.pl")).who == {
        "412007_Gosia": "412007",
        "Lusia": "412001",
    }


def test_a_number_behind_letters_counts_with_a_word_of_the_name_only():
    told = call(("Łucja A.", "s412001@student.example.edu.pl"), ("Kot", "s412002@student.example.edu.pl"))

    assert told.who == {"Łucja A.": "412001", "Kot": None}


def test_a_number_without_its_noughts_counts_if_it_is_one_student_s_alone():
    both = (student("046017", "Eryk", "Zając"), student("46017", "Adam", "Lis"))

    assert call("46017", students=both).who == {"46017": None}
    assert call("046017", students=both).who == {"046017": "id-046017"}
    assert call("46017").who == {"46017": "046017"}


def test_somebody_of_a_student_s_name_with_another_number_is_a_question():
    told = call(("Jan Cichosz", "999123@student.example.edu.pl"))

    assert told.asked == {"Jan Cichosz": ("412004",)}


def test_a_private_address_says_nothing_against_a_name_but_another_one_of_the_university_does():
    told = call(
        ("Łucja Ąbek", "luckaa@example.net"), ("Jan Cichosz", "j.cichosz2@student.example.edu.pl"), emails=EMAILS
    )

    assert told.who == {"Łucja Ąbek": "412001", "Jan Cichosz": None}


def test_a_name_does_not_take_who_has_come_by_number():
    told = call(("Jan Cichosz", "412004@student.example.edu.pl"), "Jan  Cichosz")

    assert told.asked == {"Jan  Cichosz": ("412004",)}


def test_an_alias_counts_until_a_student_has_that_name():
    aliases = {"staszek debowy": "412005", "lucja abek": "412002"}
    told = call("Staszek Dębowy (Gość)", "Staszek Dębowy", "Łucja Ąbek", aliases=aliases)

    assert told.rows["Staszek Dębowy"].how is How.ALIAS
    assert told.rows["Staszek Dębowy (Gość)"].how is How.ALIAS
    assert told.asked == {"Łucja Ąbek": ("412001", "412002")}


def test_an_alias_of_somebody_who_is_not_in_the_list_counts_for_nothing():
    assert call("Staszek Dębowy", aliases={"staszek debowy": "999"}).who == {"Staszek Dębowy": None}


def test_answers_to_this_import_stand_above_every_rule():
    told = call("Kamil W.", "Jan Cichosz", decided={("report.csv", 2): "412013", ("report.csv", 3): None})

    assert told.who == {"Kamil W.": "412013", "Jan Cichosz": None}
    assert told.of_nobody == ["Jan Cichosz"]


def test_only_names_that_mean_somebody_are_kept_as_aliases():
    def key(name: str, *addresses: str, nameless: bool = False) -> str | None:
        return alias_key(Person(line=1, name=name, names=(name,), addresses=addresses, nameless=nameless))

    assert key("Staszek Dębowy") == "staszek debowy"
    assert key("iPhone", "staszek@example.net") == "staszek@example.net"
    assert key("iPhone") is None
    assert key("48*****0101", nameless=True) is None


def test_the_lecturer_is_no_row_unless_a_student_has_that_name():
    told = call("Halina Prusak-Ostoja", "Łucja Ąbek")
    namesake = (*GROUP, student("500001", "Halina", "Prusak-Ostoja"))

    assert list(told.rows) == ["Łucja Ąbek"]
    assert call("Halina Prusak-Ostoja", students=namesake).asked == {"Halina Prusak-Ostoja": ("id-500001",)}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Staszek D.", "412005"),
        ("gosia", "412007"),
        ("Bondarczuk N.", "412003"),
        ("Назар Бондарчук", "412003"),
        ("Weronika Kos", "412012"),
        ("Żan Łabedz", "412008"),
        ("Zajac E", "046017"),
    ],
)
def test_the_likeliest_is_suggested_first(name: str, first: str):
    assert call(name).asked[name][0] == first


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "<script>alert(1)</script>",
        "[/b]",
        "\u202egnihton",
        "x" * 5000,
        "'; DROP TABLE",
        "%s%s%n",
        "\ufeff",
        "🎓",
        "İ",
        "ß",
    ],
)
def test_hostile_names_are_nobody_s(name: str):
    assert set(call(name).who.values()) <= {None}


def test_a_name_that_has_brackets_in_usos_too_is_that_name():
    students = (Student(id="1", first_name="Jan", last_name="Nawias [/b]", number=""), *GROUP)

    told = imported(zoom([Stayed("Jan Nawias [/b]", at("8:00"), at("9:30"))]), students=students)

    assert told.who == {"Jan Nawias [/b]": "1"}
