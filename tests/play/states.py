"""States of the program by name: how the installation is, and the keys that lead there.

Pictures and `python -m tests.play` go the same way, so that what is seen in one can be tried in the other. Nothing here
waits for a text on the screen: it may be in either language.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.events import Paste

from app.emulator import Emulator, Fault, FaultKind
from app.sync.connection import Pace
from app.tui.exporting.screen import ExportScreen
from app.tui.importing.files import FilesScreen
from app.tui.importing.screen import ImportScreen
from app.tui.justifications.certificate import CertificateScreen
from app.tui.justifications.screen import JustificationsScreen
from app.tui.lists.from_timetable import FromTimetable
from app.tui.lists.new_list import NewList
from app.tui.overview.screen import OverviewScreen
from app.tui.overview.student import StudentScreen
from app.tui.roll.summary import Summary
from app.tui.rules.screen import RulesScreen
from tests.support import steps
from tests.support.driver import QUICK, Driver
from tests.support.list_calls import opened
from tests.support.report_of_class import report

UPDATE = "services/attendance/update_attendance"
HELD = replace(QUICK, hold=60)

Reach = Callable[[Driver, Emulator], Awaitable[None]]


@dataclass(frozen=True)
class State:
    """What a person sees there, in a sentence, and how it is reached; nothing is under way then by itself."""

    sentence: str
    reach: Reach
    faults: tuple[Fault, ...] = ()
    pace: Pace = QUICK
    options: Mapping[str, object] = field(default_factory=dict)
    """Of the emulator; without any it is the one of the pictures."""


async def groups(rollcall: Driver, _: Emulator) -> None:
    await steps.groups(rollcall)


async def lists(rollcall: Driver, _: Emulator) -> None:
    await steps.lists(rollcall)


async def new_list(rollcall: Driver, _: Emulator) -> None:
    await steps.lists(rollcall)
    await rollcall.until_quiet()
    await rollcall.press("n")
    await opened(rollcall, NewList)
    await rollcall.until_quiet()


async def timetable(rollcall: Driver, _: Emulator) -> None:
    await steps.lists(rollcall)
    await rollcall.until_quiet()
    await rollcall.press("t")
    await opened(rollcall, FromTimetable)
    await rollcall.until_quiet()


async def roll(rollcall: Driver, _: Emulator) -> None:
    await steps.roll(rollcall)


async def opened_roll(rollcall: Driver, _: Emulator) -> None:
    await steps.open_roll(rollcall)


async def find(rollcall: Driver, _: Emulator) -> None:
    await steps.roll(rollcall)
    await rollcall.press("slash", *"wo")


async def importing(rollcall: Driver, usos: Emulator) -> None:
    usos.set_list_mode(usos.current_list(), "hybrid")
    await steps.open_roll(rollcall)
    known = rollcall.roll.session.roll.list
    assert known is not None
    text = report([entry.student for entry in rollcall.roll.rows.entries], known.date)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "report.csv"
        file.write_text(text, encoding="utf-8")
        await rollcall.press("i")
        await opened(rollcall, FilesScreen)
        rollcall.app.post_message(Paste(str(file)))
        await opened(rollcall, ImportScreen)
        screen = rollcall.app.screen
        assert isinstance(screen, ImportScreen)
        await rollcall.until(lambda: screen.session.proposal is not None, "judged")
    await rollcall.until_quiet()


async def fill(rollcall: Driver, _: Emulator) -> None:
    await steps.roll(rollcall)
    await rollcall.press("f")


async def details(rollcall: Driver, _: Emulator) -> None:
    await steps.lists(rollcall)
    await rollcall.press("enter")
    await rollcall.until(lambda: rollcall.roll.rows.count)
    await rollcall.press("1", "l", "enter", "4", "c")
    await rollcall.type("lekarz")
    await rollcall.press("enter", "1", "1")
    await rollcall.until_saved()
    await rollcall.press("f3", "2", "enter", "h", "5", "enter", "f2")
    await steps.shown_as_saved(rollcall)


async def term(rollcall: Driver, _: Emulator) -> None:
    await steps.groups(rollcall)
    await rollcall.press("v")
    await opened(rollcall, OverviewScreen)
    await rollcall.until_quiet()
    await rollcall.press("down", "down", "right")


async def rules(rollcall: Driver, usos: Emulator) -> None:
    await term(rollcall, usos)
    await rollcall.press("f3", "2", "down", "3", "0", "percent_sign", "down", "right")
    await opened(rollcall, RulesScreen)


async def limited(rollcall: Driver, usos: Emulator) -> None:
    await rules(rollcall, usos)
    await rollcall.press("enter")
    await opened(rollcall, OverviewScreen)
    await rollcall.press("g")


async def student(rollcall: Driver, usos: Emulator) -> None:
    await term(rollcall, usos)
    await rollcall.press("ctrl+left", "enter")
    await opened(rollcall, StudentScreen)


async def summary(rollcall: Driver, _: Emulator) -> None:
    await steps.roll(rollcall)
    await rollcall.press("l", "enter", "h", "7", "enter", "f7")
    await rollcall.until(lambda: isinstance(rollcall.app.screen, Summary), "the summary")
    await rollcall.until(lambda: rollcall.register.confirmed_at(rollcall.app.screen.session.list_id), "read back")


async def barrier(rollcall: Driver, _: Emulator) -> None:
    await steps.open_roll(rollcall)
    await rollcall.press("1", "4")
    await steps.told(rollcall)


async def conflict(rollcall: Driver, usos: Emulator) -> None:
    await steps.open_roll(rollcall)
    await rollcall.press("1", "up", "c")
    await rollcall.type("5 min")
    await rollcall.press("enter")
    somebody = rollcall.roll.rows.current.student.id
    usos.set_mark(usos.current_list(), somebody, "absence", "zwolnienie")
    await rollcall.press("f5")
    await rollcall.until(lambda: rollcall.entry(somebody).needs_decision, "a conflict")
    await steps.told(rollcall)


async def refused(rollcall: Driver, _: Emulator) -> None:
    await steps.open_roll(rollcall)
    await rollcall.press("1")
    await rollcall.until(lambda: any(entry.needs_decision for entry in rollcall.roll.rows.entries), "refused")
    await steps.told(rollcall)


async def offline(rollcall: Driver, usos: Emulator) -> None:
    await steps.open_roll(rollcall)
    usos.faults.add(NOTHING_WORKS)
    await rollcall.press(*"114")
    await rollcall.until(lambda: rollcall.sync.connection.trouble, "trouble")
    await rollcall.until(lambda: rollcall.roll.rows.overdue, "the rows say what is unsent")
    await steps.told(rollcall)


async def signed_out(rollcall: Driver, usos: Emulator) -> None:
    await steps.open_roll(rollcall)
    usos.expire_token()
    await rollcall.press(*"114")
    await rollcall.until(lambda: rollcall.sync.connection.stopped, "stopped")
    await rollcall.until(lambda: rollcall.roll.rows.overdue, "the rows say what is unsent")
    await steps.told(rollcall)


async def draft(rollcall: Driver, usos: Emulator) -> None:
    await steps.groups(rollcall)
    usos.stop()
    await steps.draft(rollcall)
    await rollcall.press("1", "4")
    await rollcall.until(lambda: rollcall.sync.connection.trouble, "trouble")
    await rollcall.until(lambda: not rollcall.sync.actions(), "no list asked for")
    await rollcall.until(lambda: rollcall.roll.rows.overdue, "the rows say what is unsent")


async def outbox(rollcall: Driver, usos: Emulator) -> None:
    await steps.open_roll(rollcall)
    await rollcall.press("1")
    await rollcall.until(lambda: rollcall.store.outbox.unsent().stuck == 1, "refused")
    await rollcall.until_quiet()
    usos.faults.add(NOTHING_WORKS)
    await rollcall.press("4", "3")
    await rollcall.until(lambda: rollcall.sync.connection.trouble, "trouble")
    await rollcall.press("f4")


NOTHING_WORKS = Fault(FaultKind.ERROR_500, count=None)
REFUSES = Fault(FaultKind.REFUSED, UPDATE, reason="student_not_in_group")


async def export(rollcall: Driver, _: Emulator) -> None:
    await steps.lists(rollcall)
    await rollcall.until_history_read()
    await rollcall.press("e")
    await opened(rollcall, ExportScreen)


async def justifications(rollcall: Driver, _: Emulator) -> None:
    await steps.groups(rollcall)
    await rollcall.press("j")
    await opened(rollcall, JustificationsScreen)
    await rollcall.until_quiet()
    await rollcall.press("enter", "down", "w", "down", "down")
    await rollcall.until(lambda: len(rollcall.store.outbox.due()) == 2, "two that wait")
    await rollcall.until_quiet()


async def certificate(rollcall: Driver, _: Emulator) -> None:
    await steps.groups(rollcall)
    await rollcall.press("j")
    await opened(rollcall, JustificationsScreen)
    await rollcall.until_quiet()
    await rollcall.press("d")
    await opened(rollcall, CertificateScreen)
    await rollcall.type("1.10 - 23.11")


STATES: Mapping[str, State] = {
    "groups": State("the class that is on, and the groups below it", groups),
    "lists": State("the lists of the group whose class is on", lists),
    "new-list": State("a new list: a date is offered", new_list),
    "timetable": State("what the timetable has, before lists are created from it", timetable),
    "export": State("a term about to be written to a file, and what it will hold", export),
    "justifications": State("absences to excuse, one of them excused and one made up", justifications, pace=HELD),
    "certificate": State("a certificate whose days are being typed, and what it covers", certificate, pace=HELD),
    "roll": State("the roll of thirty, seven of them marked and in USOS", roll),
    "many": State("the roll of three hundred, nobody marked", opened_roll, options={"students": 300}),
    "find": State("a roll in which somebody is being searched for", find),
    "import": State("what a report would change in a hybrid list, with rows to decide", importing),
    "fill": State("a roll that asks with which mark to fill in those who have none", fill),
    "details": State("a roll with numbers, absences, comments, a limit and a head count", details),
    "term": State("the term of a group: students beside meetings", term),
    "limited": State("the term of a group with limits, most absences first", limited),
    "rules": State("the rules of a group, some of them changed", rules),
    "student": State("one student in all groups", student),
    "summary": State("the summary of a roll, read back from USOS", summary),
    "barrier": State("two first marks, which wait for the third", barrier, pace=replace(QUICK, barrier=3600)),
    "conflict": State("a mark that a colleague has set otherwise meanwhile", conflict, pace=HELD),
    "refused": State("a mark that USOS has refused", refused, (REFUSES,)),
    "offline": State("three marks that USOS does not take, for it has trouble", offline),
    "signed-out": State("three marks that wait until somebody signs in again", signed_out),
    "draft": State("a class without a list and without a network", draft),
    "outbox": State(
        "what is not in USOS yet: one refused, two that wait",
        outbox,
        (REFUSES,),
    ),
}
