"""Tests ask what is public: a private name of something else may change without a promise being broken."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
ONE_PLACE = "support/private.py"

ALLOWED = {
    (ONE_PLACE, "_compositor"),  # Textual's: what is painted, without making a picture of it
    (ONE_PLACE, "_dirty_regions"),  # Textual's: what is still to be painted
    (ONE_PLACE, "_next_callbacks"),  # Textual's: what is to be called, read, styled and laid out yet
    (ONE_PLACE, "_callbacks"),
    (ONE_PLACE, "_refresh_styles_required"),
    (ONE_PLACE, "_layout_required"),
    (ONE_PLACE, "_message_queue"),  # Textual's: whether somebody waits for a message
    (ONE_PLACE, "_on_timer_update"),  # Textual's: lays out and paints at once, as its pilot does
    (ONE_PLACE, "_parse_rules"),  # Textual's: reads a stylesheet, which tests let it do once
    (ONE_PLACE, "_variables"),  # Textual's: what a stylesheet is read with
    (ONE_PLACE, "_closed"),  # Textual's: whether a screen takes no more messages
    (ONE_PLACE, "_closing"),
    (ONE_PLACE, "_waiters"),  # Python's: how many threads wait on a condition
    (ONE_PLACE, "_keyring_backend"),  # keyring's: to have none chosen yet
    (ONE_PLACE, "_character_to_key"),  # Textual's: how it calls the key of a character
    ("shell_files.py", "_actions"),  # argparse's: the options of a parser, as it shows them in its help
    ("shell_files.py", "_SubParsersAction"),
    ("shell_files.py", "_choices_actions"),
    ("shell_files.py", "_expand_help"),
    ("shell_files.py", "_format_action_invocation"),
    ("shell_files.py", "_format_args"),
    ("shell_files.py", "_get_default_metavar_for_positional"),
    ("shell_files.py", "_mutually_exclusive_groups"),
    ("shell_files.py", "_group_actions"),
    ("shell_tables.py", "_actions"),
    ("shell_tables.py", "_expand_help"),
    ("shell_tables.py", "_format_action_invocation"),
}
"""Names of libraries that have no public way to the same; what each is for stands there."""

PUBLIC = {"_replace", "_asdict", "_fields", "_exit"}
"""Names of `typing.NamedTuple` and `os` that are documented: they begin so only to leave other names to others."""


def test_no_test_reaches_into_what_is_private():
    assert {
        (str(file.relative_to(TESTS)), name)
        for file in TESTS.rglob("*.py")
        for name in private_names(file.read_text("utf-8"))
    } == ALLOWED


def test_a_private_name_is_found_however_it_is_reached():
    ours = "class A:\n    def b(self):\n        self._c = self.__class__._d\n"
    assert list(private_names(ours)) == ["_d"]
    assert list(private_names("a.b._c._d()\nx = (1)._replace(a=2)._fields")) == ["_d", "_c"]
    assert list(private_names("from a import _b, c")) == ["_b"]
    assert list(private_names("getattr(a, '_b'), patch.setattr(a, '_c', 1), patch.object(a, '__d__', '_e')")) == [
        "_b",
        "_c",
    ]


def private_names(code: str) -> Iterator[str]:
    """Names of others that begin with one underscore: attributes, imports, and texts that name an attribute."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Attribute(ast.Name("self" | "cls")):
                names = []
            case ast.Attribute(_, name):
                names = [name]
            case ast.ImportFrom(_, aliases):
                names = [alias.name for alias in aliases]
            case ast.Call(
                ast.Name("getattr" | "setattr") | ast.Attribute(_, "setattr" | "delattr" | "object"),
                [_, ast.Constant(str(name)), *_],
            ):
                names = [name]
            case _:
                continue
        yield from (name for name in names if is_private(name))


def is_private(name: str) -> bool:
    """Tell whether a name begins with one underscore and is not among the documented ones."""
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC
