"""Values with many fields say which field is which where they are made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.program.test_imports import APP, MODULES, imports, name_of, nodes, part_of

IS_VALUE = re.compile(r"^(frozen$|dataclass)")
MOST_FIELDS = 3  # that one can tell apart by their order
FRONT_ENDS: set[str] = set()
TABLES_OF_KEYS = {APP / "keymap" / name for name in ("table.py", "list_keys.py")}  # read down their columns
CHECKED = [module for module in MODULES if part_of(module) not in FRONT_ENDS and module not in TABLES_OF_KEYS]


def test_a_value_of_more_than_three_fields_is_built_by_keyword():
    large = {name for name, fields in dataclasses().items() if fields > MOST_FIELDS}
    assert [
        f"{module.relative_to(APP)}:{call.lineno} {ast.unparse(call.func)}"
        for module in CHECKED
        for call in calls(module)
        if call.args and meant(call, module) in large
    ] == []


def test_no_call_spreads_a_list_of_arguments_that_stands_in_it():
    assert [
        f"{module.relative_to(APP)}:{call.lineno} {ast.unparse(call.func)}"
        for module in CHECKED
        for call in calls(module)
        if any(isinstance(one, ast.Starred) and isinstance(one.value, (ast.Tuple, ast.List)) for one in call.args)
    ] == []


def dataclasses() -> dict[str, int]:
    """How many fields each dataclass of the program has, by its full name."""
    return {
        f"{name_of(module)}.{node.name}": len(list(fields(node)))
        for module in MODULES
        for node in tree(module).body
        if isinstance(node, ast.ClassDef) and any(IS_VALUE.search(ast.unparse(one)) for one in node.decorator_list)
    }


def fields(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation):
            yield ast.unparse(one.target)


def meant(call: ast.Call, module: Path) -> str:
    """The full name of what a call calls, as far as the module's imports tell; else its name in the module itself."""
    first, _, rest = ast.unparse(call.func).partition(".")
    return ".".join(filter(None, (imported(module).get(first, f"{name_of(module)}.{first}"), rest)))


@cache
def imported(module: Path) -> dict[str, str]:
    """Full names of what a module imports, by the last part."""
    return {full.rpartition(".")[2]: full for full in imports(module)}


def calls(module: Path) -> Iterator[ast.Call]:
    yield from (node for node in nodes(module) if isinstance(node, ast.Call))


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))
