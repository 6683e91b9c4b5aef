"""constraints.txt names all that comes with the program, in the versions that these tests have run with."""

from __future__ import annotations

import re

from tests.constraints import FILE, installed, listed


def test_everything_that_comes_with_the_program_is_listed_in_its_version():
    here, known = installed(), listed()
    assert {name: known.get(name) for name in here} == here, "python -m tests.constraints"


def test_what_is_listed_is_a_name_and_a_version_and_no_address():
    for line in FILE.read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line), line
