"""From files to what they propose for a list, as one piece of work that takes its time and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.frozen import frozen
from app.importing.inputs import Inputs, Judging
from app.importing.report import Report
from app.workspace import report_files

_READING = 0.4  # of the work; the rest is to find out who is who


@frozen
class Judged:
    """Reports as read, those read before among them; `judging` has judged them, and goes on to."""

    reports: tuple[Report, ...]
    judging: Judging


def judged(
    paths: Sequence[Path], before: Sequence[Report], inputs: Inputs | None, told: Callable[[float], object]
) -> Judged:
    """Read files and judge them together with the reports read before, by all else that is in the inputs.

    Without inputs, as long as the list is not known, they are only read.
    A file that was read before is replaced by what it says now. `told` hears which share of the work is done. Raises
    `UnreadableFileError`.
    """
    fresh = report_files.read_all(paths, lambda share: told(_READING * share))
    names = {report.name for report in fresh}
    reports, judging = (*(one for one in before if one.name not in names), *fresh), Judging()
    if inputs is not None:
        whole = replace(inputs, reports=reports)
        judging.judged(whole, lambda share: told(_READING + (1 - _READING) * share))
    return Judged(reports, judging)
