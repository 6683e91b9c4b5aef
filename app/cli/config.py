"""`rollcall config`: an example of config.toml that explains itself. Every setting in it is commented out."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator
from itertools import groupby

from app import i18n
from app.cli import config_in_force
from app.cli.status import Status
from app.cli.terminal import complain
from app.config import files, settings
from app.config.settings import MILLISECONDS, SECONDS, Settings
from app.domain import excuse, late
from app.domain.group_rules import RULES
from app.i18n import N_, drawable, gettext
from app.keymap import key_names
from app.keymap.table import KEYS, Key

_WIDTH = 100
_TABLES = {
    "usos": N_(
        "Your university, and what lets rollcall act for you there. Usually none of this is needed:"
        " rollcall asks for it at the first start and stores it on this computer. A university can"
        " set the first three for its lecturers. Environment variables take precedence over this"
        " file: ROLLCALL_URL, ROLLCALL_CONSUMER_KEY and so on."
    ),
    "network": N_("How long to wait for USOS, in seconds."),
    "sending": N_("When marks are sent."),
    "roll": N_("How the roll is called."),
    "rules": N_(
        "The rules of groups for which you have set none on the screen. Without these lines there is no limit."
    ),
    "export": N_("How files are written."),
}
_SETTINGS = {
    ("", "language"): (N_('Language of the program, "en" or "pl". Without it: the language of the terminal.'), '"pl"'),
    ("", "theme"): (
        N_('Colours: any theme of the command palette, such as "rollcall-light".'),
        '"rollcall-dark"',
    ),
    ("", "mouse"): (
        N_("Whether the program takes clicks; with false the mouse selects text in the terminal."),
        "false",
    ),
    ("usos", "url"): (
        N_("Address of the university's USOS API. Without it: chosen from a list at the first start."),
        '"https://usosapps.example.edu.pl/"',
    ),
    ("usos", "consumer_key"): (
        N_("Key for this program, from the page developers/ at the address above. Secret."),
        '"…"',
    ),
    ("usos", "consumer_secret"): (N_("The secret that goes with the key."), '"…"'),
    ("usos", "token"): (
        N_("Access token of one lecturer, from another program; with it nobody has to sign in. Secret."),
        '"…"',
    ),
    ("usos", "token_secret"): (N_("The secret that goes with the token."), '"…"'),
    ("network", "connect_timeout"): (N_("How many seconds to wait for a connection."), ""),
    ("network", "read_timeout"): (N_("How many seconds to wait for an answer."), ""),
    ("sending", "hold"): (
        N_("For how many seconds a mark can be undone before it is sent; 0 sends it at once."),
        "",
    ),
    ("roll", "late"): (
        N_(
            'Comment for a student who comes late, with "{minutes}" in it. Without it: the usual one in'
            " the program's language."
        ),
        "",
    ),
    ("roll", "excused"): (
        N_("Comment for an absence that is excused afterwards. Without it: the usual one in the program's language."),
        "",
    ),
    ("roll", "repeat_guard"): (
        N_("Within how many milliseconds the same mark key counts as held down and is ignored; 0 counts every press."),
        "",
    ),
    ("rules", "unexcused_limit"): (N_("How many unexcused absences are allowed."), "2"),
    ("rules", "all_limit"): (N_("How many absences are allowed in all, the excused ones too."), "30"),
    ("rules", "all_limit_percent"): (N_("Whether that is a percentage of the classes of the term."), "true"),
    ("rules", "late_weight"): (N_("What part of an absence coming late counts as: {choices}."), '"1/2"'),
    ("rules", "excused_count"): (
        N_("Whether an excused absence lowers the percentage of classes attended; if not, that class is left out."),
        "false",
    ),
    ("rules", "days_to_justify"): (N_("Until when an absence can be excused: {choices}."), '"7 working days"'),
    ("rules", "notify_at"): (N_("From how many unexcused absences on the dean's office must be told."), "3"),
    ("export", "delimiter"): (
        N_('Separator of the cells in a CSV file: ";", "," or "tab". Without it: ";" in Polish, "," in English.'),
        '";"',
    ),
    ("export", "folder"): (
        N_("Suggested folder for files. Without it: the folder rollcall in your documents."),
        '"~/Documents/rollcall"',
    ),
}


def example() -> str:
    """Return the example, in the language in use; loaded as it is, it changes nothing."""
    parts = [_comment(gettext('Settings of rollcall. To change one, remove the "#" before it and restart rollcall.'))]
    current = ""
    for table, name in settings.names():
        if table != current:
            parts.append(f"{_comment(gettext(_TABLES[table]))}[{table}]\n")
            current = table
        parts.append(_setting(table, name))
    return "\n".join([*parts, *_keys()])


def offer(chosen: Settings, *, printed: bool, mistake: str, asked_language: str | None) -> int:
    """Print the example, or else the path of config.toml and what is in force.

    If there was nothing at that path, the example is written there.
    `mistake` is what is wrong with the configuration as it is, "" for nothing; `asked_language` is that of the command
    line. Returns the exit status.
    """
    if printed:
        print(example(), end="")
        return Status.DONE
    file = settings.config_file()
    print(drawable(str(file)))
    if file.exists() or file.is_symlink():
        print(gettext("This file already exists and was not changed. For an example: rollcall config --print"))
    else:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Secrets may come to stand in it, so it is closed to others from the beginning.
            files.write_new(file, example().encode())
        except OSError as error:
            return complain(
                gettext("The example could not be written: {reason}").format(reason=error.strerror), Status.FAILED
            )
        print(gettext("An example was written there. It has no effect until you edit it; only you can read it."))
    if mistake:
        return complain(mistake, Status.USAGE)
    chosen_theme = config_in_force.theme_of_palette(chosen)
    print(*config_in_force.lines(file, os.environ, asked_language, chosen_theme), sep="\n")
    return Status.DONE


def _keys() -> Iterator[str]:
    """Yield the table of keys, in paragraphs: the usual ones, screen by screen."""
    yield (
        _comment(
            gettext(
                'Keys. A key is written like "u", "?", "F8", "Ctrl+Z", "Space" or "PgDn"; letters work small'
                " and capital. An action may have several, or none: [] switches it off. No key may do two"
                " things on one screen."
            )
        )
        + f"[{settings.KEYS}]\n"
    )
    for place, keys in groupby(KEYS, lambda key: key.place):
        yield _comment(gettext(place)) + "".join(_key(key) for key in keys)


def _key(key: Key) -> str:
    names = dict.fromkeys(key_names.written(name) for name in key.keys)
    line = f'#"{key.id}" = {json.dumps([*names], ensure_ascii=False)}'
    told = f"{line}  # {gettext(key.help)}"
    return f"{told}\n" if len(told) <= _WIDTH else f"{_comment(gettext(key.help))}{line}\n"


def explained(table: str, name: str) -> str:
    """Return what a setting is for."""
    told, _ = _SETTINGS[table, name]
    if table == "rules":
        return gettext(told).format(choices=", ".join(f'"{word}"' for word in RULES[name].words))
    return gettext(told)


def _setting(table: str, name: str) -> str:
    told, (_, value) = explained(table, name), _SETTINGS[table, name]
    if (table, name) == ("roll", "late"):
        value = f'"{late.TEMPLATES[i18n.language()]}"'
    if (table, name) == ("roll", "excused"):
        value = f'"{excuse.TEXTS[i18n.language()]}"'
    limits = SECONDS | MILLISECONDS
    if (table, name) in limits:
        least, most = limits[table, name]
        value = f"{getattr(Settings(), name):g}"
        usual = gettext("From {least} to {most}; usually {usual}.").format(least=least, most=most, usual=value)
        told = f"{told} {usual}"
    return f"{_comment(told)}#{name} = {value}\n"


def _comment(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ") + "\n"
