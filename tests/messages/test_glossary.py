"""Messages use the words of docs/glossary.md, and none of those that it names beside them for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app import i18n
from app.keymap.table import KEYS, Place
from tests import catalogues
from tests.catalogues import forms, ids
from tests.support.generated import ROOT

MESSAGES = [message for message in catalogues.known() if message.id]
STANDARD_LIBRARY = {"show program's version number and exit", "show this help message and exit"}


@dataclass(frozen=True)
class Term:
    """The words for one thing, and those that are not used for it, in both languages."""

    english: str
    not_english: str
    polish: str
    not_polish: str
    told: str


def terms() -> list[Term]:
    rows = re.findall(r"(?m)^\| (.*) \|$", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    return [Term(*(cell.strip() for cell in f"{row} ".split("|"))) for row in rows[1:]]


def wrong(forbidden: str) -> Iterator[re.Pattern[str]]:
    """What finds a forbidden word; the words in brackets say of which texts that have it too is another thing meant."""
    for one in filter(None, re.split(r", (?![^(]*\))", forbidden)):
        word, _, neighbours = one.rstrip(")").partition(" (")
        other = "".join(rf"(?!.*\b{_stem(near)})" for near in filter(None, neighbours.split(", ")))
        yield re.compile(rf"(?is)^{other}.*\b{_stem(word)}")


def _stem(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else r"\b")


def test_the_glossary_has_the_words_that_matter():
    assert len(terms()) >= 40
    assert [term.english for term in terms() if not (term.english and term.polish and term.told)] == []


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.english)
def test_no_message_has_another_word_for_it(term: Term):
    texts = [(term.not_english, text) for message in MESSAGES for text in ids(message)]
    texts += [(term.not_polish, text) for message in MESSAGES for text in forms(message)]
    found = {text for forbidden, text in texts for pattern in wrong(forbidden) if pattern.search(text)}
    assert found - STANDARD_LIBRARY == set()


@pytest.mark.parametrize(
    ("forbidden", "text", "is_wrong"),
    [
        ("szkic*", "To szkice.", True),
        ("export*, write", "Exported.", True),
        ("meeting (report, chat)", "A report of the meeting.", False),
        ("meeting (report, chat)", "No meeting yet.", True),
        ("prawo", "Oprawa", False),
    ],
)
def test_a_word_is_found_whole_and_where_it_means_that_thing(forbidden: str, text: str, is_wrong: bool):
    assert any(pattern.search(text) for pattern in wrong(forbidden)) is is_wrong


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_key_of_a_page_and_the_page_have_one_name(language: str) -> None:
    i18n.use_language(language)
    labels = {
        i18n.gettext(key.label).casefold()
        for key in KEYS
        if "'justifications'" in key.action or key.action == "justifications"
    }
    assert labels == {i18n.gettext(Place.JUSTIFICATIONS.value).casefold()}
