"""Lists and terms are written to files in the linear mode: question by question, what it will hold said before."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from app.emulator import Emulator
from tests.plain.test_plain import spoken


def test_e_in_a_roll_writes_it_with_what_was_clearly_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "roll.csv"
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, f"1\ne\n\n2\nmaybe\n\n{file}\nEsc\n", "--list", usos.current_list())
    assert "1  one list: Mon 23 Nov 10:15\n2  the whole term\nNumber, or Enter for 1: \n" in ran.stdout
    assert "2  CSV, for any spreadsheet\n" in ran.stdout
    assert "The file will hold: the names of 30 students, the marks of 1 class.\n" in ran.stdout
    assert "It will not hold: album numbers, comments.\n" in ran.stdout
    assert f"Saved as {file}; only you can read it.\n" in ran.stdout
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert rows[0] == ["surname and first name", "2026-11-23 10:15", "late"]
    assert rows[1][:2] == ["Ąbek Łucja", "present"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_e_in_the_lists_writes_the_term_into_the_folder_of_the_settings_and_minus_writes_nothing(
    tmp_path: Path,
) -> None:
    config, folder = tmp_path / "config" / "rollcall" / "config.toml", tmp_path / "exports"
    config.parent.mkdir(parents=True)
    config.write_text(f'[export]\nfolder = "{folder}"\n', encoding="utf-8")
    with Emulator() as usos:
        ran = spoken(usos, tmp_path, "\ne\n3\ntak\n\n-\ne\n3\ntak\n\n\nEsc\nCtrl+Q\n", "--lang", "pl")
    assert "numery albumów? tak albo Enter (nie): tak\n" in ran.stdout
    assert "Nic nie zapisano.\n" in ran.stdout
    assert "nie odczytano z USOS" not in ran.stdout
    (file,) = folder.iterdir()
    assert file.name == "analiza-matematyczna-i-cwiczenia-gr-3-semestr-2026-11-23.html"
    assert f"Zapisano jako {file}" in ran.stdout
    assert "numer albumu" in file.read_text("utf-8")
