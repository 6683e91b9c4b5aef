"""The shape of the code: who may know whom, where a library may appear, and what a start must not wait for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))

# Imports point from a later layer to earlier ones only; those that serve only the type checker are no exception.
LAYERS = (
    "i18n",
    "domain",
    "config",
    "store",
    "usos",
    "keymap",
    "register",
    "accounts",
    "sync",
    "exporting",
    "importing",
    "workspace",
    "roll",
    "messages",
    "plain",
    "tui",
    "cli",
    "__main__",
    "start",
)
LEVEL = {layer: level for level, layer in enumerate(LAYERS)}
LOOSE = {"__init__", "__main__", "i18n", "start"}

HOMES = {
    "textual": {"tui"},
    "rich": {"tui"},
    "httpx": {"usos"},
    "httpcore": {"usos"},
    "certifi": {"usos"},
    "authlib": {"usos", "emulator"},
    "sqlite3": {"store", "emulator"},
    "starlette": {"emulator"},
    "uvicorn": {"emulator"},
    "platformdirs": {"config"},
    "keyring": {"accounts"},
    "python_calamine": {"importing"},
    "xlsxwriter": {"exporting"},
}


def test_each_folder_is_a_layer_and_no_file_lies_loose():
    assert {part_of(module) for module in MODULES} <= {*LEVEL, "emulator", "__init__"}
    assert {module.stem for module in APP.glob("*.py")} == LOOSE


def test_imports_point_down_the_layers_only():
    upward = [
        f"{module.relative_to(ROOT)} imports app.{other}"
        for module in MODULES
        if (part := part_of(module)) in LEVEL
        for other in parts_imported(module)
        if other not in {part, "emulator"} and LEVEL[other] >= LEVEL[part]
    ]
    assert upward == []


def test_no_module_imports_itself_by_a_detour():
    direct = {name_of(module): modules_imported(module) for module in MODULES}
    assert [circle for name in direct if (circle := way_back(name, direct))] == []


def test_a_detour_is_found_however_long_it_is():
    direct = {"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": set()}
    assert [way_back(name, direct) for name in direct] == [["a", "b", "c", "a"], ["b", "c", "a", "b"], list("cabc"), []]


def test_a_screen_is_opened_by_the_application_alone():
    """Screens lead to each other through the navigator: none constructs another, or imports the module of one."""
    bases = bases_of_our_classes()
    extended = {base for names in bases.values() for base in names}
    screens = {one for one in bases if one not in extended and {"Screen", "ModalScreen"} & lineage(one, bases)}
    homes = {name_of(module) for module in MODULES if part_of(module) == "tui" and screens & set(classes(module))}
    openers = {name_of(module) for module in MODULES if homes & modules_imported(module)}
    assert "app.tui.groups.screen" in homes
    assert openers == {"app.tui.app", "app.tui.screens", "app.tui.sign_in.first_run"}


def test_no_class_stands_on_more_than_two_others_of_ours():
    bases = bases_of_our_classes()
    assert levels("RollScreen", bases) == 3
    assert {one: depth for one in bases if (depth := levels(one, bases)) > 3} == {}


def test_only_messages_and_what_stands_above_them_speak_to_people():
    words = {"app.i18n.gettext", "app.i18n.ngettext", "app.i18n.pgettext"}
    speaking = {
        str(module.relative_to(APP))
        for module in MODULES
        if is_below(module, "messages") and words & {*imports(module), *attributes(module)}
    }
    assert speaking == {"keymap/key_names.py", "keymap/key.py"}, "what stands on a key is its label, and no sentence"


def test_the_emulator_and_the_client_do_not_know_each_other():
    assert {other for module in MODULES if part_of(module) == "emulator" for other in parts_imported(module)} == {
        "emulator"
    }
    assert {part_of(module) for module in MODULES if "emulator" in parts_imported(module)} == {
        "emulator",
        "workspace",
        "__main__",
    }


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_where_it_belongs(library: str):
    users = {part_of(module) for module in MODULES if library in {name.split(".")[0] for name in imports(module)}}
    assert users == HOMES[library]


def test_no_file_has_a_name_that_says_nothing():
    empty_names = {"utils", "util", "helpers", "helper", "common", "manager", "constants", "misc"}
    assert [file for file in python_files() if file.stem in empty_names or file.parent.name in empty_names] == []


def test_no_module_is_longer_than_one_reads_at_a_sitting():
    lengths = {str(module.relative_to(APP)): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_the_first_screen_does_not_wait_for_the_network_libraries_or_the_emulator():
    assert loaded_by("import app.tui.app") == {"textual"}


def test_a_reader_of_reports_loads_the_reader_of_workbooks_only_for_a_workbook():
    assert loaded_by("from app.importing.reading import read\nread(b'a;b', 'list.csv')") == set()


def test_the_writer_of_workbooks_is_loaded_only_for_a_workbook():
    assert loaded_by("import app.messages.exporting") == set()


def test_the_version_is_told_without_loading_anything():
    assert loaded_by("from app.__main__ import main\ntry: main(['--version'])\nexcept SystemExit: pass") == set()


def part_of(module: Path) -> str:
    """The part of the program a module belongs to: its folder in app/, or its own name."""
    first, *_ = module.relative_to(APP).parts
    return first.removesuffix(".py")


def classes(module: Path) -> dict[str, set[str]]:
    """The classes of a module, each with the names of those it stands on."""
    found = (node for node in nodes(module) if isinstance(node, ast.ClassDef))
    return {node.name: {plain_name(base) for base in node.bases} for node in found}


def plain_name(base: ast.expr) -> str:
    """The name of a base class, without its module and what it is generic in."""
    return ast.unparse(base).partition("[")[0].rpartition(".")[2]


def bases_of_our_classes() -> dict[str, set[str]]:
    """All classes of the program, each with the names of those it stands on."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        for name, bases in classes(module).items():
            found.setdefault(name, set()).update(bases - {name})
    return found


def lineage(name: str, bases: dict[str, set[str]]) -> set[str]:
    """A class and all that it stands on, ours and others'."""
    return {name}.union(*(lineage(base, bases) for base in bases.get(name, ())))


def levels(name: str, bases: dict[str, set[str]]) -> int:
    """How many classes of ours are in the longest line from a class down to what is not ours."""
    return 1 + max((levels(base, bases) for base in bases.get(name, ())), default=0) if name in bases else 0


def is_below(module: Path, layer: str) -> bool:
    """Whether a module belongs to a lower layer than this one."""
    part = part_of(module)
    return part in LEVEL and LEVEL[part] < LEVEL[layer] and part != "i18n"


def attributes(module: Path) -> Iterator[str]:
    """What a module takes from app.i18n by a dot, as full names."""
    for node in nodes(module):
        match node:
            case ast.Attribute(ast.Name("i18n"), name):
                yield f"app.i18n.{name}"


def name_of(module: Path) -> str:
    """The dotted name of a module; that of its folder for a folder's own file."""
    parts = module.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules_imported(module: Path) -> set[str]:
    """The modules of the program that a module imports, file by file."""
    known = {name_of(one) for one in MODULES}
    return {
        next(name for name in (full, full.rpartition(".")[0]) if name in known)
        for full in imports(module)
        if full == "app" or full.startswith("app.")
    } - {name_of(module)}


def way_back(start: str, direct: dict[str, set[str]]) -> list[str]:
    """The shortest way by which a module imports itself, empty where there is none."""
    ways = [[start]]
    seen = set()
    for way in ways:
        for following in sorted(direct.get(way[-1], ())):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


@cache
def imports(module: Path) -> tuple[str, ...]:
    """Full names of what a module imports, wherever in it that stands."""
    return tuple(_imported(module))


def _imported(module: Path) -> Iterator[str]:
    for node in nodes(module):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(str(source), names, 0):
                yield from (f"{source}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                pytest.fail(f"{module} has a relative import, which this test does not follow")


def parts_imported(module: Path) -> set[str]:
    """The parts of the program that a module imports from."""
    return {name.split(".")[1] for name in imports(module) if name.startswith("app.")}


def python_files() -> list[Path]:
    """Every module we wrote."""
    return [file for folder in (APP, ROOT / "tests", ROOT / "screenshots") for file in sorted(folder.rglob("*.py"))]


def loaded_by(code: str) -> set[str]:
    """Which of the modules that take their time are in memory after some code ran in a fresh Python."""
    slow = ["httpx", "authlib", "starlette", "uvicorn", "textual", "app.emulator.emulator"]
    slow += ["python_calamine", "xlsxwriter"]
    shown = f"{code}\nimport sys\nprint()\nprint(*[name for name in {slow} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, timeout=60, check=True)
    return set(ran.stdout.splitlines()[-1].split())
