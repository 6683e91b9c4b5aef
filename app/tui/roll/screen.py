"""The roll call: one key per student. The session has the rules; this screen turns keys into commands, and paints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.message import Message

from app.domain.model import Group, Mark
from app.i18n import gettext
from app.keymap import table
from app.keymap.table import Place
from app.messages import marks, standing
from app.roll.outcomes import Marked, Notice, Outcome, Step
from app.roll.session import RollSession
from app.sync.events import EntriesAnswered, ReadingEnded, SyncEvent
from app.sync.requests import Action, ReadGroups, Reading, ReadLists, ReadRoll, Recreate
from app.tui import telling
from app.tui.roll import commands, guided, header, key_lines
from app.tui.roll.ending import Ending
from app.tui.roll.matches import Match, Matches
from app.tui.roll.painter import Changes, RollPainter
from app.tui.roll.questions import Questions
from app.tui.roll.roster import Roster
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.steady import SteadyHorizontal
from app.usos.errors import UsosError
from app.workspace.guide import GuideStep
from app.workspace.workspace import Workspace


class RollScreen(StoreScreen[Roster]):
    """Calls the roll of one list."""

    PLACE = Place.ROLL

    def __init__(
        self, workspace: Workspace, list_id: str, student_id: str | None = None, *, creating: bool = False
    ) -> None:
        """Call this list, known yet or not, beginning with that student; `creating` asks USOS for a draft's list."""
        self.session = RollSession(workspace, list_id, student_id)
        self.painter = RollPainter(self.session)
        super().__init__(workspace, self.painter.rows)
        self.matches = Matches(id="matches")
        self._creating = creating
        self.guard_keys(self.session.key_guard, self.tell)

    @property
    def list_id(self) -> str:
        """The list or draft whose roll this is."""
        return self.session.list_id

    def subject(self) -> tuple[str, str]:
        """Return this list and the student marked last."""
        return self.list_id, self.session.last_student

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group, this list, and the student in hand."""
        current = self.session.roll.cursor.current
        return self.session.roll.group(), self.list_id, current.student.id if current else ""

    def readings(self) -> tuple[Reading, ...]:
        """Return what the roll is made of."""
        return self.session.roll.readings()

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing: the session has asked for what it needs."""
        return ()

    # --- what is laid out ---

    def body(self) -> ComposeResult:
        """Lay out the roll, and beside it who is called."""
        with SteadyHorizontal(id="body"):
            yield self.rows
            yield self.painter.side_panel

    def foot(self) -> ComposeResult:
        """Lay out where one types, and under it whom one finds."""
        yield self.prompt
        yield self.matches

    def on_mount(self) -> None:
        """Begin to call."""
        self.session.open(creating=self._creating)
        self.set_interval(1, lambda: self.painter.show_overdue(self.show_state))
        self.session.key_guard.opened(Message().time)  # messages tell the time by the clock of the keys
        self.did(GuideStep.CALL)

    def on_unmount(self) -> None:
        """Let go out what was held back."""
        self.session.close()

    def on_resize(self) -> None:
        """Show the panel at the side where there is room for it, and the counts in what room there is."""
        self.painter.fit(self.size.width)
        self.show_state()

    # --- what is painted ---

    def load(self) -> None:
        """Show the roll as stored."""
        self.painter.follow_click()
        self.session.load()
        self.session.finish_undo(leads=self.prompt.question is None)
        self.show_again()
        self._tell_unasked()

    def show_again(self) -> None:
        """Show the whole roll anew."""
        self.painter.show_all()
        self.painter.show_details(self.size.width)
        header.show_title(self.title_line, self.session)
        self.show_state()
        self.show_keys()

    def _show_around(self, changes: Changes, *, state: bool = False) -> None:
        """Show around the rows what has changed with them, and the `state` of the roll in any case."""
        if changes.keys:
            self.show_keys()
        if changes.entries or state:
            self.show_state()
        self.painter.show_side_panel()

    def tell(self, outcome: Outcome) -> None:
        """Show what a command has changed, and once that is painted what is around it and what is said of it."""
        changes = self.painter.show_changes()
        self.afterwards.put(lambda: self._show_around(changes), lambda: self._tell_around(outcome, changes))
        if changes.entries > 1:  # all of the screen is painted anyway
            self.afterwards.settle()
        if isinstance(outcome, Marked) and outcome.step is Step.ALL_MARKED:
            self.afterwards.settle()
            Ending(self).open(asked=False)  # at once: a key that was typed on for the roll is nobody's

    def _tell_around(self, outcome: Outcome, changes: Changes) -> None:
        untouched = changes.entries and self.session.roll.is_untouched()
        if changes.to_decide or untouched or standing.may_differ(outcome):
            self.show_trouble()
        telling.tell(self, outcome)
        self.did(guided.tried(outcome))
        self._tell_unasked()

    def _tell_unasked(self) -> None:
        for outcome in self.session.take_unasked():
            self.tell(outcome)

    def show_state(self) -> None:
        """Show the counts, and whether all is saved."""
        unsent = self.workspace.register.unsent(self.list_id).total
        right = self.sync_content(unsent, settled=header.settled(self.session), quiet=not self.rows.overdue)
        self.state_line.show(header.counts(self.session, self.size.width, right.cell_length), right)
        self.name_window(header.window_title(self.session))

    def trouble(self) -> str:
        """Return what is the matter with this roll."""
        return standing.trouble(self.session, super().trouble())

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for why nothing is sent yet."""
        text, warns = standing.while_calling(self.session, super().trouble())
        self.message.stand(text, Tone.WARNING if warns else Tone.PLAIN)

    def did(self, step: GuideStep | None) -> None:
        """Let the guide of the demo go on where something was tried that it speaks of."""
        if self.workspace.guide is not None and step is not None:
            self.workspace.guide.did(step, self.session.list_id)
            self.show_trouble()

    # --- the key bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the four marks, and below them the other keys."""
        known = self.session.roll.list
        return key_lines.of_marks(known.mode if known else None), *super().bar_lines()

    def bar_word(self, key: table.Key) -> str:
        """Return what stands beside a key on the bar."""
        roll = self.session.roll
        return key_lines.word_now(key, roll.presence, roll.tally) or super().bar_word(key)

    def bar_item(self, key: table.Key) -> KeyItem:
        """Return a key as it stands on the bar, also where room is scarce."""
        return key_lines.narrowing(super().bar_item(key), key)

    def bar_keys(self) -> list[table.Key]:
        """Return the keys that work for the student in hand."""
        return key_lines.that_work(super().bar_keys(), self.session.roll.tally, undecided=self.painter.undecided)

    # --- what sync reports ---

    def follow(self, event: SyncEvent) -> None:
        """Take in what has changed of this roll; else as every screen."""
        self.painter.follow_click()
        self.session.follow(event)
        if isinstance(event, ReadingEnded) and isinstance(event.reading, ReadRoll):
            self.painter.show_details(self.size.width)  # it may be another of this group's, with absences
        if event == ReadingEnded(ReadGroups()):
            header.show_title(self.title_line, self.session)
        answers = isinstance(event, EntriesAnswered)  # each thing is shown once: answers come while keys are pressed
        if not answers:
            super().follow(event)
        self.session.finish_undo(leads=self.prompt.question is None)
        self._show_around(self.painter.show_changes(), state=answers)
        if answers:
            self.show_trouble()
        self._tell_unasked()
        readings = (ReadRoll(self.list_id), ReadLists())
        if (known := self.session.roll.list) and isinstance(event, ReadingEnded) and event.reading in readings:
            self.read_ahead(known.group)  # its other rolls tell the absences

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Let the roll itself tell how the creating of its list has ended; else as every screen."""
        if not isinstance(action, Recreate):
            super().ended(action, error)

    # --- keys ---

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here, unless nobody meant it: then it is shown."""
        self.painter.follow_click()
        return await super().take_key(event)

    async def obey(self, event: Key) -> bool:
        """Do what a key does here, and take note of when it came."""
        self.session.pressed = event.time
        return await super().obey(event)

    def close_prompt(self) -> None:
        """Put the prompt away, and what was found."""
        self.matches.close()
        super().close_prompt()

    def show_found(self, hint: str, found: tuple[Match, ...], items: tuple[KeyItem, ...]) -> None:
        """Show the match in hand, then those around it, and what is to be said of them."""
        changes = self.painter.show_changes()
        self.afterwards.put(lambda: self.matches.show(found), lambda: self.prompt.hint(hint), lambda: self.offer(items))
        self.afterwards.put(lambda: self._show_around(changes))

    # --- what keys do ---

    def action_mark(self, mark: str) -> None:
        """Mark the student in hand and go on."""
        self.afterwards.put(self.message.hush)
        self.tell(self.session.mark(Mark(mark)))

    def action_command(self, name: str) -> None:
        """Give a command to the session, and say what it has come to."""
        self.afterwards.put(self.message.hush)
        self.tell(commands.by_name(self.session)[name]())

    def action_ask(self, name: str) -> None:
        """Ask for what a command needs."""
        self.message.hush()
        self.did(guided.ASKED.get(name))
        Questions(self).by_name()[name]()

    def action_next_unmarked(self) -> None:
        """Go to the next student without a mark; where there is none, show the summary."""
        self.message.hush()
        outcome = self.session.next_unmarked()
        if outcome is Notice.ALL_MARKED and self.session.roll.cursor.entries:
            Ending(self).open(asked=True)
        else:
            self.tell(outcome)

    def arrived(self) -> None:
        """Follow the cursor of the rows, which was moved by hand."""
        if self.rows.current is not None:
            self.go_to(self.rows.current.student.id)

    def go_to(self, student_id: str) -> None:
        """Put the cursor on a student who was chosen elsewhere."""
        self.session.arrive(student_id)
        self.tell(Notice.DONE)

    def action_details(self) -> None:
        """Show numbers, absences and comments, or hide them from whoever sees the screen."""
        shown = self.painter.turn_details(self.size.width)
        self.say(marks.details_of_a_roll() if shown else gettext("Details are hidden."))

    def action_import_reports(self) -> None:
        """Import reports into this list."""
        self.navigator.open_import(self.list_id, self.session)

    # --- the summary, and leaving ---

    def action_summary(self) -> None:
        """Show how far the roll is, and what USOS has of it."""
        Ending(self).open(asked=True)

    def action_back(self) -> None:
        """Go back to where the roll was opened; while an undo waits for USOS, only when asked a second time."""
        leaving = self.session.before_leaving()
        if leaving is not None:
            self.tell(leaving)
        elif self.app.screen_stack[0] is self:
            self.navigator.show_groups()
        else:
            self.dismiss()
