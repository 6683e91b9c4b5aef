"""What is wrong with the configuration: a sentence with the place, the setting and the remedy."""

from __future__ import annotations

from app.config.problems import SettingFault, SettingProblem
from app.domain import late
from app.i18n import N_, drawable, gettext, language
from app.keymap import key_names

_SENTENCES = {
    SettingFault.NOT_UTF8: N_("{place} is not UTF-8 text; save it as UTF-8."),
    SettingFault.NOT_READABLE: N_("{place} cannot be read ({reason}); check its permissions."),
    SettingFault.NOT_TOML: N_("{place} is not valid TOML; correct that line. Texts need double quotes."),
    SettingFault.UNKNOWN_NAME: N_("{place}: {name} is not a setting; remove it or choose one of {choices}."),
    SettingFault.MISSPELT_NAME: N_("{place}: {name} is not a setting; did you mean {near}?"),
    SettingFault.UNKNOWN_LANGUAGE: N_("{place}: language must be one of {choices}."),
    SettingFault.SECONDS_OUT_OF_RANGE: N_("{place}: {name} must be a number of seconds from {least} to {most}."),
    SettingFault.MILLISECONDS_OUT_OF_RANGE: N_(
        "{place}: {name} must be a number of milliseconds from {least} to {most}."
    ),
    SettingFault.OUT_OF_RANGE: N_("{place}: {name} must be a number from {least} to {most}."),
    SettingFault.NO_SUCH_WORD: N_("{place}: {name} must be one of {choices}."),
    SettingFault.NO_FOLDER: N_('{place}: {name} must be the whole path of a folder, such as "~/Documents/rollcall".'),
    SettingFault.NO_LATE_TEMPLATE: N_(
        '{place}: late must be words with "{minutes}" once among them, such as "{example}".'
    ),
    SettingFault.MISSING: N_("{name} is missing: set {variable}, or {name} in [usos] of {place}."),
    SettingFault.NO_ADDRESS: N_("{place}: {url} is not the address of a USOS API; it looks like {example}."),
    SettingFault.UNKNOWN_ACTION: N_("{place}: {name} is not an action; to see all of them: rollcall config --print"),
    SettingFault.MISSPELT_ACTION: N_("{place}: {name} is not an action; did you mean {near}?"),
    SettingFault.ACTION_TWICE: N_("{place}: {name} has keys in two places; keep one."),
    SettingFault.NOT_KEYS: N_("{place}: {name} must be a key in double quotes, or a list of them in square brackets."),
    SettingFault.NO_KEY: N_("{place}: {name} needs a key."),
    SettingFault.UNKNOWN_KEY: N_(
        '{place}: "{written}" is not a key that a terminal can send; a key is written like "u", "?",'
        ' "F8", "Ctrl+Z", "Space" or "PgDn".'
    ),
    SettingFault.KEY_FOR_TYPING: N_("{place}: {key} is needed for typing; {name} must have a key that types nothing."),
    SettingFault.KEY_CLASH: N_("{place}: {key} would do two things, {one} and {other}; give one of them another key."),
}

_KINDS = {
    SettingFault.NOT_A_TEXT: N_("a text in double quotes"),
    SettingFault.NOT_A_NUMBER: N_("a number"),
    SettingFault.NOT_WHOLE: N_("a whole number"),
    SettingFault.NOT_YES_OR_NO: N_("true or false"),
    SettingFault.NOT_A_TABLE: N_("a table, as in [{name}]"),
}


def sentence(problem: SettingProblem) -> str:
    """Return what is wrong, where, and what to do about it."""
    quoted = {**problem.values, "place": problem.place, "name": problem.name}
    named = {name: drawable(value) for name, value in quoted.items()}
    if problem.fault in _KINDS:
        kind = gettext(_KINDS[problem.fault]).format(**named)
        return gettext("{place}: {name} must be {kind}.").format(kind=kind, **named)
    return gettext(_SENTENCES[problem.fault]).format(**named | _examples(problem))


def _examples(problem: SettingProblem) -> dict[str, str]:
    """Return what a sentence names that is not part of the problem, and keys as people write them."""
    match problem.fault:
        case SettingFault.NO_LATE_TEMPLATE:
            return {"minutes": late.MINUTES, "example": late.TEMPLATES[language()]}
        case SettingFault.NO_ADDRESS:
            return {"example": "https://usosapps.example.edu.pl/"}
        case SettingFault.KEY_FOR_TYPING | SettingFault.KEY_CLASH:
            return {"key": key_names.name_of(problem.values["pressed"])}
        case _:
            return {}
