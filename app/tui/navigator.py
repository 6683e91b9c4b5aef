"""Where a screen can lead: the application opens all screens, so that none of them knows another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.accounts.accounts import Account
from app.domain.model import Group, Student
from app.sync.requests import Action
from app.workspace.destination import Destination, SignInContext

if TYPE_CHECKING:
    from app.register.justifications import Absence
    from app.roll.justifying import Justifying
    from app.roll.outcomes import Outcome
    from app.roll.session import RollSession  # the first paint of the groups need not wait for the roll's rules


class AfterSummary(Enum):
    """What the roll is to do when the summary was closed."""

    NOTHING = auto()
    FILL = auto()
    UNDO = auto()
    LEAVE = auto()


class Navigator(Protocol):
    """Opens a screen over the one on top, and returns at once. `StoreScreen.navigator` is the one in use."""

    def open_roll(self, list_id: str, student_id: str | None = None, *, creating: bool = False) -> None:
        """Call the roll of a list or draft, beginning with a student; `creating` asks USOS at once for its list."""

    def open_summary(self, session: RollSession, *, asked: bool, then: Callable[[AfterSummary], None]) -> None:
        """Show how far a roll is, because it was `asked` for or its last student was marked.

        `then` is told what the roll is to do when the summary was closed.
        """

    def open_picked(self, session: RollSession) -> None:
        """Pick somebody at random among those present in a roll, and show the name."""

    def open_import(self, list_id: str, calling: RollSession | None = None) -> None:
        """Ask for reports, then show what they would change in a list; `calling` is its session where it is called."""

    def open_report_files(self, list_id: str, then: Callable[[Sequence[Path]], None]) -> None:
        """Ask for reports for a list; `then` gets them when they are chosen, and is not called where none are."""

    def open_aliases(self) -> None:
        """Show the names that were confirmed in imports."""

    def open_lists(self, group: Group) -> None:
        """Show the lists of a group."""

    def open_new_list(self, group: Group, at: datetime | None, made: Callable[[Action], None]) -> None:
        """Ask for a new list of a group, for a time that is given only how it is held.

        `made` is called once it is there and the form is closed.
        """

    def open_from_timetable(self, group: Group) -> None:
        """Show the meetings in the timetable of a group, to create lists for them."""

    def open_export(self, group: Group, list_id: str = "", *, term: bool = False) -> None:
        """Ask how to write out a list or, where none is given or `term` is said, the term of its group."""

    def open_overview(self, group: Group, at: float, list_id: str = "", student_id: str = "") -> None:
        """Show the term of a group, beginning with a student in a list, or with the names where none is given.

        `at` is when the key came that opens it, by the keys' clock: just after it no key marks.
        """

    def open_student(self, student: Student) -> None:
        """Show a student's marks in all groups."""

    def open_rules(self, group: Group) -> None:
        """Show by which rules the absences of a group are counted, to change them."""

    def open_justifications(self, at: float) -> None:
        """Show the absences to excuse in all groups; `at` as in `open_overview`."""

    def open_certificate(self, justifying: Justifying, absence: Absence, then: Callable[[Outcome], None]) -> None:
        """Ask for the days of a certificate of a student, beginning with one absence; `then` gets what came of it."""

    def open_sign_in(
        self, context: SignInContext, account: Account, then: Callable[[Destination | None], None]
    ) -> None:
        """Sign in again to an account; `then` is called with where to go on, None where it was left."""

    def show_groups(self) -> None:
        """Put the groups in the place of the roll that the program was started with."""

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on, and at the next start."""


class HasNavigator(Protocol):
    """The application in which the screens run."""

    navigator: Navigator
