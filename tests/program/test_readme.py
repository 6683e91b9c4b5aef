"""What the README says is so, in both languages: its commands, keys, links and pictures."""

from __future__ import annotations

import re

import pytest

import app
from tests import key_table, settings_table, shell_files
from tests.support.generated import ROOT, Part

READMES = ("README.md", "README.pl.md")
PAGES = sorted(str(page.relative_to(ROOT)) for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
IN_ONE = {"emulator.md", "glossary.md"}  # for those who write programs
DEMO = "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/rollcall demo"
TESTS = "python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[dev]' && .venv/bin/pytest"
MADE = [*key_table.parts(), *settings_table.parts(), *shell_files.parts()]


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "command"), [("README.md", DEMO), ("README.md", TESTS), ("README.pl.md", DEMO)])
def test_the_command_stands_there_word_for_word(page: str, command: str):
    assert read(page).count(f"```sh\n{command}\n```") == 1


def test_the_continuous_check_runs_the_same_command_for_the_tests():
    pattern = re.search(r'--only-matching "(.*)" README\.md', read(".ci/run"))[1]
    assert [line for line in read("README.md").splitlines() if re.search(pattern, line)] == [TESTS]


@pytest.mark.parametrize("page", READMES)
def test_it_is_read_in_a_few_minutes(page: str):
    assert len(read(page).splitlines()) <= 130


@pytest.mark.parametrize("part", MADE, ids=lambda part: f"{part.page} {part.name}")
def test_what_is_made_from_the_program_stands_as_it_is_made(part: Part):
    assert part.stands(), f"run python -m {part.made_by}"


@pytest.mark.parametrize("page", PAGES)
def test_linked_files_exist(page: str):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", read(page))
    assert [link for link in links if not ((ROOT / page).parent / link).is_file()] == []


@pytest.mark.parametrize("page", PAGES)
def test_linked_headings_exist(page: str):
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", read(page))
    targets = [((ROOT / page).parent / link if link else ROOT / page, heading) for link, heading in links]
    assert [heading for file, heading in targets if heading not in anchors(file.read_text(encoding="utf-8"))] == []


def test_every_page_for_lecturers_is_there_in_both_languages():
    english = {page.name for page in (ROOT / "docs").glob("*.md")} - IN_ONE
    assert english == {page.name for page in (ROOT / "docs" / "pl").glob("*.md")}


def test_every_picture_is_shown_somewhere():
    shown = {
        ((ROOT / page).parent / picture).resolve()
        for page in PAGES
        for picture in re.findall(r"\]\(([^)]+\.svg)\)", read(page))
    }
    assert set((ROOT / "screenshots").rglob("*.svg")) == shown


def test_the_pages_of_a_language_show_pictures_in_it():
    for page in PAGES:
        polish = page == "README.pl.md" or page.startswith("docs/pl/")
        pictures = re.findall(r"\]\(([^)]+\.svg)\)", read(page))
        assert [picture for picture in pictures if ("screenshots/pl/" in picture) is not polish] == [], page


def test_the_changelog_knows_the_version():
    assert f"## [{app.__version__}]" in read("CHANGELOG.md")


def anchors(text: str) -> set[str]:
    """The names that a page's headings have in links, as GitHub makes them."""
    headings = re.findall(r"(?m)^#+ (.*)$", text)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", READMES)
def test_where_one_first_tries_it_the_language_is_told(page: str):
    demo = read(page).index(DEMO)
    assert "`--lang pl`" in read(page)[demo : read(page).index("\n## ", demo)]
