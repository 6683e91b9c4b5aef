"""English and Polish for everything a person reads; strings in the code are the English ones (gettext)."""

from __future__ import annotations

import gettext as _gettext
import os
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

LANGUAGES = ("en", "pl")
DOMAIN = "rollcall"
CATALOGUES = Path(__file__).parent / "locale"


class _Current:
    """The language in use; one per process, as the terminal has one reader."""

    language = "en"
    translation: _gettext.NullTranslations = _gettext.NullTranslations()


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translated where it is shown"
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


# What the standard library's command line parser says; it takes the translations from our catalogue.
_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


def use_language(language: str) -> None:
    """Show everything from now on in one of `LANGUAGES`."""
    _Current.language = language
    _Current.translation = _gettext.translation(DOMAIN, CATALOGUES, [language], fallback=language == "en")


def language() -> str:
    """Return the language in use, "en" or "pl"."""
    return _Current.language


def preferred_language(environment: Mapping[str, str], system: str = "") -> str:
    """Return the language the environment asks for, else that of the system; English if none.

    The variables go in the order that POSIX and GNU's gettext give them: LANGUAGE is a list of languages, and counts
    unless the locale is the one of no language.
    """
    named = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or system
    wished = [] if named.partition(".")[0] in {"C", "POSIX"} else environment.get("LANGUAGE", "").split(":")
    asked = (language.lower().partition("_")[0].partition(".")[0] for language in (*wished, named))
    return next((language for language in asked if language in LANGUAGES), "en")


def system_language() -> str:
    """Return the language in which Windows shows itself, "" elsewhere: there the environment tells it."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only Windows needs it

        primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "pl" if primary == 0x15 else "en"
    return ""


def gettext(message: str) -> str:
    """Return the message in the language in use."""
    return _Current.translation.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of the message that goes with the number (Polish has three)."""
    return _Current.translation.ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return the message as it reads in a context, for words that one language tells apart and another does not."""
    return _Current.translation.pgettext(context, message)


def translate_argparse() -> None:
    """Let the standard library's command line parser speak the language in use; it looks it up by the environment."""
    os.environ["LANGUAGE"] = _Current.language
    _gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    _gettext.textdomain(DOMAIN)


def weekday(day: date) -> str:
    """Return the short name of the weekday."""
    names = (
        gettext("Mon"),
        gettext("Tue"),
        gettext("Wed"),
        gettext("Thu"),
        gettext("Fri"),
        gettext("Sat"),
        gettext("Sun"),
    )
    return names[day.weekday()]


def weekday_in_full(day: date) -> str:
    """Return the name of the weekday."""
    names = (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )
    return names[day.weekday()]


def month(day: date) -> str:
    """Return the short name of the month as it stands after a day."""
    names = (
        gettext("Jan"),
        gettext("Feb"),
        gettext("Mar"),
        gettext("Apr"),
        pgettext("month", "May"),
        gettext("Jun"),
        gettext("Jul"),
        gettext("Aug"),
        gettext("Sep"),
        gettext("Oct"),
        gettext("Nov"),
        gettext("Dec"),
    )
    return names[day.month - 1]


def short_date(day: date) -> str:
    """Return a date with its weekday: Mon 23 Nov."""
    return f"{weekday(day)} {day.day} {month(day)}"


def date_in_column(day: date, weekdays: int = 3) -> str:
    """Return a short date as it stands below others: the weekday in so many cells, the day to the right."""
    return f"{weekday(day):<{weekdays}} {day.day:>2} {month(day)}"


def long_date(day: date) -> str:
    """Return a date with its weekday in words and its year: Monday 23 Nov 2026."""
    return f"{weekday_in_full(day)} {day.day} {month(day)} {day.year}"


def clock_time(moment: datetime) -> str:
    """Return hours and minutes: 10:15."""
    return f"{moment:%H:%M}"


def quoted(text: str) -> str:
    """Return a text in the quotation marks of the language in use."""
    return f"„{text}”" if language() == "pl" else f"“{text}”"


def drawable(text: str) -> str:
    """Return outside text made harmless for a terminal: no control or invisible signs, no line breaks.

    A line break becomes a visible arrow, so that two lines do not look like one word.
    """
    if text.isprintable():
        return text
    return "".join(_drawable(sign) for sign in text.replace("\r\n", "\n"))


def after_colon(sentence: str) -> str:
    """Return a sentence as it goes on after a colon: with a small letter, unless it begins with an abbreviation."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _drawable(sign: str) -> str:
    if sign in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "↵"
    return " " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zs"} else sign
