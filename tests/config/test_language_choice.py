"""The language of the first page is kept for the next start, and nothing odd in its place is taken for one."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from app.config import language_choice


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: folder)
    return folder


def test_a_language_is_kept_and_asking_for_it_makes_no_folder(folder: Path) -> None:
    assert language_choice.kept() is None
    assert not folder.exists()
    language_choice.keep("pl")
    assert language_choice.kept() == "pl"
    language_choice.keep("en")
    assert language_choice.kept() == "en"


@pytest.mark.parametrize("content", ["", "pl", "[]", '"de"', "{", "\0"])
def test_what_is_no_language_of_ours_is_none(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "language.json").write_text(content, encoding="utf-8")
    assert language_choice.kept() is None
