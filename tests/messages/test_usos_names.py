"""What USOS names in Polish alone is told in English where it is usual, and everything else as USOS has it."""

from __future__ import annotations

import pytest

from app import i18n
from app.domain.model import Group, GroupKey, Phrase
from app.messages import groups


def of_type(pl: str, en: str) -> Group:
    return Group(
        key=GroupKey("1", "4"),
        course=Phrase("Logika", "Logic"),
        class_type=Phrase(pl, en),
        term_id="2026Z",
        students=9,
    )


@pytest.mark.parametrize(
    ("language", "pl", "en", "told", "short"),
    [
        ("en", "konwersatorium", "", "discussion", "disc."),
        ("en", "ćwiczenia", "class", "class", "class"),
        ("en", "ćwiczenia terenowe", "", "ćwiczenia terenowe", "ćwiczenia terenowe"),
        ("pl", "konwersatorium", "", "konwersatorium", "konw."),
    ],
)
def test_kinds_of_classes(language: str, pl: str, en: str, told: str, short: str) -> None:
    i18n.use_language(language)
    try:
        group = of_type(pl, en)
        assert (groups.class_type(group), groups.short_type(group)) == (told, short)
        assert groups.group_title(group).endswith(f" · {told} gr. 4")
    finally:
        i18n.use_language("en")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (Phrase("Rok akademicki 2026/2027", ""), "Academic year 2026/2027"),
        (Phrase("Semestr zimowy 2026/2027", "Winter term 2026/2027"), "Winter term 2026/2027"),
        (Phrase("Trymestr 1", ""), "Trymestr 1"),
    ],
)
def test_terms(name: Phrase, told: str) -> None:
    assert groups.term(name) == told
