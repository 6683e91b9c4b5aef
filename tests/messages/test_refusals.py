"""What USOS says when it refuses, in the words a lecturer reads."""

import pytest

from app import i18n
from app.domain.model import Phrase
from app.domain.reason import Reason
from app.i18n import after_colon
from app.messages import failures
from app.usos.errors import RefusedError


def told(error: RefusedError, language: str = "en") -> tuple[str, str]:
    """What is said of a refusal at once, and later, when only its explanation is known."""
    i18n.use_language(language)
    return failures.failure(error), failures.refusal(error.explanation)


@pytest.mark.parametrize(("language", "sentence"), [("en", "Too long."), ("pl", "Za długi.")])
def test_usos_own_sentence_is_told_in_the_language_in_use_at_once_and_later(language, sentence):
    error = RefusedError("", "", Phrase("Za długi.", "Too long."))
    assert told(error, language) == (sentence, sentence)


def test_a_sentence_in_one_language_is_better_than_none():
    assert told(RefusedError("", "", Phrase("Za\r\ndługi.", ""))) == ("Za długi.", "Za długi.")


def test_control_characters_of_usos_are_not_drawn():
    for sentence in told(RefusedError("", "", Phrase("", "Too \x1b[31mlong\u202e."))):
        assert "\x1b" not in sentence
        assert "\u202e" not in sentence


def test_a_reason_this_program_knows_is_told_in_its_own_words():
    error = RefusedError("object_not_found", Reason.LIST_NOT_FOUND, Phrase("Nie ma.", "None."))
    assert set(told(error)) == {"This list is not in USOS any more; F4 shows what to do."}


def test_a_refusal_that_says_nothing_is_told_as_one():
    assert set(told(RefusedError("", ""))) == {"USOS refused and did not say why."}


def test_a_mere_code_is_told_as_it_is():
    assert failures.failure(RefusedError("param_invalid", "")) == "USOS refused (param_invalid)."


def test_a_sentence_goes_on_after_a_colon_with_a_small_letter_unless_that_is_usos():
    assert after_colon("Tej osoby nie ma już w grupie.") == "tej osoby nie ma już w grupie."
    assert after_colon("W tej grupie nie ma nikogo.") == "w tej grupie nie ma nikogo."
    assert after_colon("USOS fails.") == "USOS fails."
    assert after_colon("") == ""
