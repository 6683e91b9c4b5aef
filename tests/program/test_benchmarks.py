"""The benchmarks still run: one of them, quickly. What they measure is for `python -m tests.benchmarks` to tell."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import main


def test_a_benchmark_prints_its_line_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", "--only", "burst"])
    head, _, line = capsys.readouterr().out.splitlines()
    assert [cell.strip() for cell in head.split("|")][1:4] == ["what", "n", "median"]
    assert line.startswith("| 50 keys at 20 ms, 300 students: lag of the last | 1 | ")
    assert "0 lost" in line
