"""What is made from the parser: `python -m tests.shell_files` writes completions, man pages and tables in docs/."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from app import i18n
from app.cli import completion
from app.cli.parser import SHELLS, parser
from tests import shell_tables
from tests.man_page import Section, page
from tests.support.generated import Part, speaking

ROOT = Path(__file__).parent.parent
NAMES = ("rollcall", "usos-rollcall")

# Where a script says for which command it is, and what says it for both names; in zsh also how it knows that it is a
# function to be run and no script to be read: else `source` would be a run for it.
_CHANGED = {
    "bash": [("-F _shtab_rollcall rollcall", "-F _shtab_rollcall rollcall usos-rollcall")],
    "zsh": [
        ("compdef _shtab_rollcall -N rollcall", "compdef _shtab_rollcall -N rollcall usos-rollcall"),
        ("if [[ $zsh_eval_context[-1] == eval ]]", "if [[ $zsh_eval_context[-1] != loadautofunc ]]"),
    ],
    "fish": [("complete -c rollcall -f\n", "complete -c rollcall -f\ncomplete -c usos-rollcall -w rollcall\n")],
    "powershell": [("-CommandName rollcall", "-CommandName rollcall, usos-rollcall")],
}


def files() -> Iterator[tuple[Path, str]]:
    """Every file, with what is to stand in it, in each language of the program."""
    for language, whole, commands in _in_each_language():
        for shell in SHELLS:
            yield completion.file(shell, language), _script(whole, shell)
        sections = [_section("", whole), *(_section(name, one) for name, one in commands.items())]
        yield man_page(language), page(language, sections)


def parts() -> Iterator[Part]:
    """Every table in docs/."""
    for language, whole, commands in _in_each_language():
        yield from shell_tables.parts(language, whole, commands)


def _in_each_language() -> Iterator[tuple[str, argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]]:
    """Each language, while the program speaks it, with the parser and those of the commands."""
    for language in i18n.LANGUAGES:
        with speaking(language):
            i18n.translate_argparse()
            yield language, *_parsers()
    i18n.translate_argparse()


def man_page(language: str) -> Path:
    """Where the man page of a language is; the wheel installs it by the name that man looks for."""
    return ROOT / "docs" / ("rollcall.1" if language == "en" else f"rollcall.{language}.1")


def _script(whole: argparse.ArgumentParser, shell: str) -> str:
    """A script that completes both names of the command, without the tool's advice on where to put it."""
    lines = shtab.complete(whole, shell=shell).splitlines()
    head = "#compdef rollcall usos-rollcall\n" if shell == "zsh" else ""
    begin = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
    body = "\n".join(line.rstrip() for line in lines[begin:])
    for made, wanted in _CHANGED[shell]:
        assert body.count(made) == 1, f"{shell}: {made}"
        body = body.replace(made, wanted)
    return f"{head}# Completes rollcall in {shell}; made by shtab, printed by: rollcall completion\n\n{body}\n"


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The parser and those of its commands, with what completes files."""
    whole = parser()
    (commands,) = [one for one in whole._actions if isinstance(one, argparse._SubParsersAction)]
    for short in commands._choices_actions:
        commands.choices[short.dest].epilog = commands.choices[short.dest].description
        commands.choices[short.dest].description = short.help  # a menu has room for no more
    for one in (whole, *commands.choices.values()):
        for action in one._actions:
            if action.type is Path:
                action.complete = shtab.FILE
    return whole, dict(commands.choices)


def _section(name: str, of: argparse.ArgumentParser) -> Section:
    """What the man page says of a command, or of the program without one; what all commands have, it says once."""
    formatter = argparse.HelpFormatter(of.prog)
    every = {"--help", "--lang"} if name else set[str]()
    shown = [
        one
        for one in of._actions
        if not isinstance(one, argparse._SubParsersAction) and every.isdisjoint(one.option_strings)
    ]
    return Section(
        name=name,
        arguments=_arguments(of) if name else "",
        told=(of.epilog if name else of.description) or "",
        options=[(formatter._format_action_invocation(one), formatter._expand_help(one)) for one in shown],
    )


def _arguments(of: argparse.ArgumentParser) -> str:
    """What has to be said to a command beside its options, in the signs of argparse."""
    formatter = argparse.HelpFormatter(of.prog)
    arguments = [
        formatter._format_args(one, formatter._get_default_metavar_for_positional(one))
        for one in of._actions
        if not one.option_strings
    ]
    either = [group._group_actions for group in of._mutually_exclusive_groups if group.required]
    choices = [" | ".join(formatter._format_action_invocation(one) for one in group) for group in either]
    return " ".join([*arguments, *(f"{{{one}}}" for one in choices)])


def main() -> None:
    """Write all of them."""
    completion.FOLDER.mkdir(exist_ok=True)
    for file, text in files():
        file.write_text(text, encoding="utf-8")
    for part in parts():
        part.write()


if __name__ == "__main__":
    main()
