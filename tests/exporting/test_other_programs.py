"""Other people's programs open what we write: LibreOffice and Chromium, where this machine has them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.model import Mark, Record
from app.exporting.formats import Format
from app.exporting.table import Included
from app.messages import exporting
from app.register.export_source import ExportSource
from tests.exporting.sources import HOSTILE, of_list, roll_of, student, term_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ALL = Included(numbers=True, comments=True)


def written(folder: Path, source: ExportSource, format_: Format) -> Path:
    file = folder / f"{format_}{format_.suffix}"
    file.write_bytes(exporting.contents_of(source, format_, ALL))
    return file


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_workbook_with_zeros_dates_and_names_as_they_are(tmp_path: Path) -> None:
    records = {student(number, name): Record(Mark.ABSENT, name) for number, name in enumerate(HOSTILE, 1)}
    file = written(tmp_path, of_list(roll_of(0, records)), Format.XLSX)
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", filter_, "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = list(csv.reader(io.StringIO(file.with_suffix(".csv").read_text("utf-8"))))
    assert "2026-10-05 10:15" in rows[-len(HOSTILE) - 1]
    assert [row[1] for row in rows[-len(HOSTILE) :]] == [one.number for one in records]
    assert rows[-len(HOSTILE)][0] == "=1+1 Jan"


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("format_", [Format.HTML, Format.SHEET])
def test_chromium_prints_a_page(format_: Format, tmp_path: Path) -> None:
    file, pdf = written(tmp_path, term_of(30, 15), format_), tmp_path / "page.pdf"
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={pdf}",
        file.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) >= 1
