"""The absences that can still be excused, in all groups of the current terms: the nearest deadline first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.content import Content

from app.domain import names
from app.domain.model import Group
from app.i18n import drawable, gettext
from app.keymap import keys, table
from app.keymap.table import Place
from app.messages import corrections, finding, groups, justifications
from app.register.justifications import StudentAbsences, renewed
from app.register.reversal import Reversal
from app.roll import sending
from app.roll.decisions import Decisions
from app.roll.justifying import Justifying
from app.roll.outcomes import Commented, Outcome
from app.sync.events import EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import Reading, ReadLists, ReadRoll
from app.tui import telling
from app.tui.justifications.rows import AbsenceRows
from app.tui.roll import commenting
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.prompt import Question
from app.tui.widgets.searching import search_keys
from app.tui.widgets.sparks import progress
from app.workspace.workspace import Workspace

_BAR = 8  # cells


class JustificationsScreen(StoreScreen[AbsenceRows]):
    """Shows absences by student; Enter excuses one, a certificate all of some days."""

    PLACE = Place.JUSTIFICATIONS

    def __init__(self, workspace: Workspace, at: float) -> None:
        """Show what is known; see `Navigator.open_justifications`."""
        super().__init__(workspace, AbsenceRows(workspace.register.now().date(), id="absences"))
        self._justifying = Justifying(workspace)
        self._corrections = self._justifying.corrections
        self.guard_keys(self._justifying.key_guard, self.tell)
        self._justifying.key_guard.opened(at)
        self._query = ""
        self._read = (0, 0)  # of how many lists the roll is known, and how many have begun
        self._known: tuple[StudentAbsences, ...] = ()

    def readings(self) -> tuple[Reading, ...]:
        """Return the lists of all groups; their rolls are read while nothing else is to be done."""
        return (ReadLists(),)

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing: the groups have asked for the lists."""
        return ()

    def on_mount(self) -> None:
        """Go on with reading the rolls."""
        self.read_ahead()

    def on_unmount(self) -> None:
        """Let go out what was decided here."""
        self._corrections.close()

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group, the list and the student of the absence in hand."""
        absence = self.rows.current
        return (absence.group, *absence.place) if absence else (None, "", "")

    # --- showing ---

    def load(self) -> None:
        """Show the absences as stored; what was decided here stays in sight."""
        register = self.workspace.register
        self.title_line.show(Content.styled(gettext("Excuses"), "bold"), self.workspace.place)
        self.rows.today = register.now().date()
        self._known = register.excusing.worklist(self._justifying.decided)
        self._read = register.excusing.rolls_known()
        self._show()
        self.show_keys()

    def _show(self) -> None:
        """Show whom of these students a search matches, or all of them."""
        numbers = self.workspace.register.roll_details.details
        self.rows.show_students(self._matching(), self._placeholder(), numbers=numbers)
        self.show_state()

    def _matching(self) -> Sequence[StudentAbsences]:
        if not self._query.strip():
            return self._known
        wanted = {one.id for one in names.best(self._query, [one.student for one in self._known])}
        return [one for one in self._known if one.student.id in wanted]

    def _placeholder(self) -> str:
        if self._query:
            return gettext("Nobody with an unexcused absence matches.")
        if self.workspace.register.excusing.span() is None:
            return gettext("There is no current term.")
        return gettext("Nobody is absent without an excuse in the lists read so far.")

    def show_state(self) -> None:
        """Show how many absences there are, what was not read, by which rule is judged, and what waits."""
        matching = self._matching()
        is_open = [absence.is_open for one in matching for absence in one.absences]
        parts = [groups.students(len(matching)), justifications.absences(sum(is_open))] if is_open else []
        parts.append(f"{progress(*self._read, _BAR)}{groups.lists_read(*self._read)}")
        parts.append(f"/ {drawable(self._query)}" if self._query else "")
        unsent = self.workspace.register.unsent().total
        told = " · ".join(part for part in parts if part)
        current = self.rows.current
        full = f"{told} · {justifications.time_to_excuse(current)}" if current else told
        left, brief = (Content.styled(text, "$foreground-muted") for text in (full, told))
        self.state_line.show(left, self.sync_content(unsent), shorter=[brief])

    # --- what sync reports ---

    def follow(self, event: SyncEvent) -> None:
        """Take in what USOS has made of marks, and the rolls as they are read."""
        self._corrections.follow(event)
        self._take_changes()
        match event:
            case ReadingEnded(ReadRoll()):
                self.renew_soon()
            case EntriesAnswered(list_id) if list_id not in {place[0] for place in self._justifying.decided}:
                self.renew_soon()
            case _:
                pass
        super().follow(event)
        self._tell_unasked()

    def _take_changes(self) -> None:
        """Show what decisions and answers have changed; no row goes to another place by that."""
        changes = self._corrections.take_changes()
        entries = {(list_id, one.student.id): one for list_id, changed in changes for one in changed}
        if entries:
            self._known = renewed(self._known, entries)
            self._show()
            self.show_keys()

    def tell(self, outcome: Outcome) -> None:
        """Show and say what has come of a command; the cursor goes to what was taken back or done again."""
        self._take_changes()
        if isinstance(outcome, Reversal) and outcome.affected:
            self.rows.go_to(outcome.affected[0].student.id, outcome.list_id)
            self.show_keys()
        self._say(outcome)
        self._tell_unasked()

    def _say(self, outcome: Outcome) -> None:
        self.show_state()
        self.show_trouble()
        absences = (absence for one in self._known for absence in one.absences)
        telling.say(self, outcome, corrections.of_excuses(outcome, absences))

    def _tell_unasked(self) -> None:
        """Say what has come without a command; the cursor stays where it was put meanwhile."""
        for outcome in self._corrections.take_unasked():
            self._say(replace(outcome, stayed=True) if isinstance(outcome, Reversal) else outcome)

    # --- keys ---

    def action_excuse(self) -> None:
        """Excuse the absence in hand; the cursor stays, so that a key held down excuses no other."""
        if self.rows.current is not None:
            self.message.hush()
            self.tell(self._justifying.excuse([self.rows.current.place]))

    def action_make_up(self) -> None:
        """Note that the absence in hand was made up for."""
        if self.rows.current is not None:
            self.message.hush()
            self.tell(self._justifying.make_up(self.rows.current.place))

    def action_comment(self) -> None:
        """Write a comment beside the absence in hand."""
        absence = self.rows.current
        if absence is None:
            return
        shown = drawable(absence.entry.comment)

        def accepted(text: str) -> None:
            if text == shown:
                self.close_prompt()
                return
            outcome = self._justifying.comment(absence.place, commenting.typed(absence.entry.comment, text))
            if isinstance(outcome, Commented):
                self.close_prompt()
            self.tell(outcome)

        self.message.hush()
        self.ask(commenting.question(absence.entry, accepted, self.close_prompt), shown)

    def action_keep_mine(self) -> None:
        """Where USOS has something else than was decided, send what was decided."""
        self._resolve(self._corrections.keep_mine)

    def action_take_theirs(self) -> None:
        """Where USOS has something else than was decided, take that."""
        self._resolve(self._corrections.take_theirs)

    def _resolve(self, resolve: Callable[[str, str], Outcome]) -> None:
        if self.rows.current is not None:
            self.message.hush()
            self.tell(resolve(*self.rows.current.place))

    def bar_keys(self) -> list[table.Key]:
        """Return the keys that go with the absence in hand: where there is a conflict those that decide it."""
        current = self.rows.current
        stuck = current is not None and current.entry.needs_decision
        others = {"excuse", "certificate", "make_up"} if stuck or current is None else {"keep_mine", "take_theirs"}
        if current is None:
            others |= {"keep_mine", "take_theirs", "comment", "overview", *(() if self._query else ("find",))}
        return [key for key in super().bar_keys() if key.action not in others]

    def arrived(self) -> None:
        """Show the keys and the rule that go with the absence in hand."""
        self.show_keys()
        self.show_state()

    def action_certificate(self) -> None:
        """Ask for the days of a certificate of the student in hand."""
        if self.rows.current is not None:
            self.message.hush()
            self.navigator.open_certificate(self._justifying, self.rows.current, self.tell)

    def action_undo(self) -> None:
        """Take back the newest step made here, in all of its lists."""
        self.message.hush()
        self.tell(self._corrections.undo())

    def action_redo(self) -> None:
        """Do again the step that was taken back last."""
        self.message.hush()
        self.tell(self._corrections.redo())

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection."""
        self.message.hush()
        if self.may_change():
            self.tell(sending.send_all(self.workspace))

    def action_details(self) -> None:
        """Show album numbers, or hide them from whoever sees the screen."""
        details = self.workspace.register.roll_details
        shown = not details.details
        Decisions(self.workspace).write(lambda: details.keep_details(shown=shown))
        self._show()
        self.say(gettext("Details are shown.") if details.details else gettext("Details are hidden."))

    def action_find(self) -> None:
        """Show only the students that match what is typed."""
        self.message.hush()
        question = Question(
            label="/",
            hint="" if self._query else finding.sought(),
            items=self._find_keys(),
            accepted=lambda _: self.close_prompt(),
            dropped=self._show_all,
            changed=self._search,
            moved=self.action_move,
        )
        self.ask(question, self._query)

    def _search(self, text: str) -> None:
        self._query, before = text, self.rows.current
        self._show()
        if before is not None and self.rows.current is not None and self.rows.current.place != before.place:
            self.rows.move_to_end(-1)  # whoever was in hand does not match
        self.prompt.hint("" if text else finding.sought())
        self.offer(self._find_keys())

    def _find_keys(self) -> tuple[KeyItem, ...]:
        return search_keys(self.rows.choices, taking=gettext("select"), leaving=gettext("all students"))

    def _show_all(self) -> None:
        self.message.hush()  # what was said of one of those found
        self.close_prompt()
        self._search("")

    def on_rows_chosen(self) -> None:
        """Say that a key excuses; a click is too easily made."""
        self.say(gettext("{key} excuses this absence.").format(key=keys.shown("justifications.excuse")))

    def action_back(self) -> None:
        """Show all students again after finding; else go back, while an undo waits only when asked a second time."""
        if self._query:
            self._show_all()
            return
        leaving = self._corrections.before_leaving()
        if leaving is None:
            self.dismiss()
        else:
            self.tell(leaving)
