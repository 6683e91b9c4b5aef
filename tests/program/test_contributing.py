"""What CONTRIBUTING says of the code is so: the map, the walk of a key, the files that are named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.program.test_imports import APP, LAYERS, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACES = [ROOT, APP, ROOT / "tests"]


def section(title: str) -> str:
    """What stands under a heading."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def names_in(text: str, pattern: str) -> list[str]:
    return re.findall(rf"`({pattern})`", text)


def test_the_map_has_the_layers_in_the_order_of_imports():
    built = [layer for layer in reversed(LAYERS) if (APP / layer).exists() or (APP / f"{layer}.py").exists()]
    rows = [names_in(line, r"\w+/?")[0].rstrip("/") for line in section("The map").splitlines() if line[:3] == "| `"]
    assert rows == [*built, "emulator"]


def test_every_file_that_is_named_is_there():
    named = names_in(TEXT, r"[\w/]+/|[\w/]+\.(?:py|po|md)")
    assert len(named) > 80
    begun = {path.name for path in APP.rglob("*.py")}  # the map's last column names files of the row's folder
    missing = [name for name in named if not any((place / name).exists() for place in PLACES) and name not in begun]
    assert missing == []


def test_the_walk_of_a_key_has_ten_stops_and_each_is_in_the_code():
    walk = section("The walk of a key")
    assert re.findall(r"(?m)^(\d+)\. ", walk) == [str(stop) for stop in range(1, 11)]
    stops = {tuple(name.split(".")) for name in names_in(walk, r"[A-Z]\w+\.\w+")}
    assert len(stops) > 10
    assert stops - {("Notice", "NOT_STORED")} <= methods()


def methods() -> set[tuple[str, str]]:
    """Every method of the program, each with its class."""
    return {
        (node.name, one.name)
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for one in node.body
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
