"""Opens the screens: the one place that knows them all. None of them knows another; see `Navigator`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.accounts import Account
from app.domain.model import Group, Student
from app.sync.requests import Action
from app.tui import chosen_theme
from app.tui.program import Program
from app.workspace.destination import Destination, SignInContext
from app.workspace.workspace import Workspace

if TYPE_CHECKING:  # the first paint need not wait for the roll's rules
    from app.register.justifications import Absence
    from app.roll.justifying import Justifying
    from app.roll.outcomes import Outcome
    from app.roll.session import RollSession
    from app.tui.navigator import AfterSummary, Navigator

# Screens are imported when they are opened: together they would delay the first paint by a tenth.


class Screens:
    """Opens each screen over the one on top."""

    def __init__(self, app: Program, workspace: Workspace) -> None:
        """Open them in this application, for this workspace."""
        self._app, self._workspace = app, workspace

    def open_roll(self, list_id: str, student_id: str | None = None, *, creating: bool = False) -> None:
        """Call a roll; see `Navigator`."""
        from app.tui.roll.screen import RollScreen  # noqa: PLC0415 - as above

        self._app.push_screen(RollScreen(self._workspace, list_id, student_id, creating=creating))

    def open_summary(self, session: RollSession, *, asked: bool, then: Callable[[AfterSummary], None]) -> None:
        """Show how far a roll is; see `Navigator`."""
        from app.tui.roll.summary import Summary  # noqa: PLC0415 - as above

        self._app.push_screen(Summary(session, asked=asked, then=then))

    def open_picked(self, session: RollSession) -> None:
        """Show somebody who is present; see `Navigator`."""
        from app.tui.roll.picked import Picked  # noqa: PLC0415 - as above

        self._app.push_screen(Picked(session))

    def open_import(self, list_id: str, calling: RollSession | None = None) -> None:
        """Import reports into a list; see `Navigator`."""
        from app.tui.importing.screen import ImportScreen  # noqa: PLC0415 - as above

        self.open_report_files(
            list_id,
            lambda paths: self._app.push_screen(ImportScreen(self._workspace, list_id, paths, calling=calling)),
        )

    def open_report_files(self, list_id: str, then: Callable[[Sequence[Path]], object]) -> None:
        """Ask for reports; see `Navigator`."""
        from app.tui.importing.files import FilesScreen  # noqa: PLC0415 - as above

        self._app.push_screen(FilesScreen(self._workspace, list_id, then))

    def open_aliases(self) -> None:
        """Show the names that were confirmed in imports."""
        from app.tui.importing.aliases import AliasesScreen  # noqa: PLC0415 - as above

        self._app.push_screen(AliasesScreen(self._workspace))

    def open_lists(self, group: Group) -> None:
        """Show the lists of a group."""
        from app.tui.lists.screen import ListsScreen  # noqa: PLC0415 - as above

        self._app.push_screen(ListsScreen(self._workspace, group))

    def open_new_list(self, group: Group, at: datetime | None, made: Callable[[Action], None]) -> None:
        """Ask for a new list; see `Navigator`."""
        from app.tui.lists.new_list import NewList  # noqa: PLC0415 - as above

        self._app.push_screen(NewList(self._workspace, group, at, made))

    def open_from_timetable(self, group: Group) -> None:
        """Show the timetable of a group."""
        from app.tui.lists.from_timetable import FromTimetable  # noqa: PLC0415 - as above

        self._app.push_screen(FromTimetable(self._workspace, group))

    def open_export(self, group: Group, list_id: str = "", *, term: bool = False) -> None:
        """Ask how to write out a list or a term; see `Navigator`."""
        from app.tui.exporting.screen import ExportScreen  # noqa: PLC0415 - as above

        self._app.push_screen(ExportScreen(self._workspace, group, list_id, term=term))

    def open_overview(self, group: Group, at: float, list_id: str = "", student_id: str = "") -> None:
        """Show the term of a group; see `Navigator`."""
        from app.tui.overview.screen import OverviewScreen  # noqa: PLC0415 - as above

        self._app.push_screen(OverviewScreen(self._workspace, group, at, list_id, student_id))

    def open_student(self, student: Student) -> None:
        """Show a student's marks in all groups."""
        from app.tui.overview.student import StudentScreen  # noqa: PLC0415 - as above

        self._app.push_screen(StudentScreen(self._workspace, student))

    def open_rules(self, group: Group) -> None:
        """Show the rules of a group; see `Navigator`."""
        from app.tui.rules.screen import RulesScreen  # noqa: PLC0415 - as above

        self._app.push_screen(RulesScreen(self._workspace, group))

    def open_justifications(self, at: float) -> None:
        """Show the absences to excuse; see `Navigator`."""
        from app.tui.justifications.screen import JustificationsScreen  # noqa: PLC0415 - as above

        self._app.push_screen(JustificationsScreen(self._workspace, at))

    def open_certificate(self, justifying: Justifying, absence: Absence, then: Callable[[Outcome], None]) -> None:
        """Ask for the days of a certificate; see `Navigator`."""
        from app.tui.justifications.certificate import CertificateScreen  # noqa: PLC0415 - as above

        self._app.push_screen(CertificateScreen(self._workspace, justifying, absence, then))

    def open_sign_in(
        self, context: SignInContext, account: Account, then: Callable[[Destination | None], None]
    ) -> None:
        """Sign in again to an account; see `Navigator`."""
        from app.tui.sign_in.screen import SignIn  # noqa: PLC0415 - as above

        self._app.push_screen(SignIn(context, account), then)

    def show_groups(self) -> None:
        """Put the groups in the place of the roll that the program was started with."""
        from app.tui.groups.screen import GroupsScreen  # noqa: PLC0415 - as above

        for mode in ("groups", self._app.DEFAULT_MODE):  # only what was added can be removed
            self._app.add_mode(mode, lambda: GroupsScreen(self._workspace))
        self._app.switch_mode("groups")
        self._app.remove_mode(self._app.DEFAULT_MODE)

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on; see `Navigator`."""
        self._app.theme = name
        chosen_theme.keep(self._workspace, name)


if TYPE_CHECKING:
    _: type[Navigator] = Screens  # a type checker tells what is missing
