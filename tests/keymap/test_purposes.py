"""What the help screen tells of keys: by purpose, the daily ones first, each once."""

from __future__ import annotations

import pytest

from app import i18n
from app.keymap import keys
from app.keymap.mark_keys import MARK_IDS
from app.keymap.purposes import Purpose, by_purpose
from app.keymap.table import Place


@pytest.mark.parametrize("place", Place)
def test_every_key_of_a_screen_is_told_once(place: Place) -> None:
    all_keys = [*keys.working(place), *keys.of(Place.EVERY)]
    told = [key for chosen in by_purpose(all_keys).values() for key in chosen]
    assert sorted(told, key=lambda key: key.id) == sorted(all_keys, key=lambda key: key.id)


def test_the_ten_keys_that_a_roll_is_called_with_come_first() -> None:
    told = by_purpose([*keys.of(Place.ROLL), *keys.of(Place.EVERY)])
    assert next(iter(told)) is Purpose.DAILY
    assert len(told[Purpose.DAILY]) == 10
    assert {"roll.in_person", "roll.absent", "roll.undo", "roll.find"} <= {key.id for key in told[Purpose.DAILY]}


def test_keys_of_the_roll_that_mark_on_other_screens_are_told_there_as_what_they_do() -> None:
    marking = by_purpose(keys.working(Place.OVERVIEW))[Purpose.MARK]
    assert [(key.keys[0], key.help) for key in marking][0::3] == [
        ("1", "this student: present"),
        ("4", "this student: absent"),
    ]
    for place, told in ((Place.JUSTIFICATIONS, "Enter 3 J U"), (Place.CERTIFICATE, "Enter 3 J U")):
        assert told in {" ".join(keys.all_names(key)) for key in keys.working(place)}


def test_of_letters_in_two_languages_those_of_the_language_in_use_are_told_first() -> None:
    told = {}
    for chosen in i18n.LANGUAGES:
        i18n.use_language(chosen)
        told[chosen] = {key.id: " ".join(keys.all_names(key)) for key in keys.KEYS}
    i18n.use_language("en")
    marking = ["1 P O", "2 R Z", "3 J U", "4 A N"], ["1 O P", "2 Z R", "3 U J", "4 N A"]
    assert [[names[action] for action in MARK_IDS.values()] for names in (told["en"], told["pl"])] == [*marking]
    different = {action for action, names in told["en"].items() if told["pl"][action] != names}
    letters = ("roll.comment", "roll.late", "justifications.comment", "export.comments", "groups.justifications")
    assert {*letters, *MARK_IDS.values()} <= different


def test_a_screen_without_marks_has_no_daily_keys_and_no_empty_heading() -> None:
    told = by_purpose([*keys.of(Place.OUTBOX), *keys.of(Place.EVERY)])
    assert Purpose.DAILY not in told
    assert all(told.values())
    assert list(told) == [purpose for purpose in Purpose if purpose in told]
