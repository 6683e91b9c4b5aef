"""The page of differences: what reports would change in a list, row by row. Nothing is written before Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message

from app.domain.model import Mark
from app.i18n import gettext
from app.keymap import keys, table
from app.keymap.table import Place
from app.messages import import_decisions, importing, reports
from app.roll.import_session import LONGEST, ImportSession
from app.roll.key_guard import LONGEST_DELAY
from app.roll.outcomes import Outcome
from app.roll.session import RollSession
from app.sync.events import SyncEvent
from app.sync.requests import Reading
from app.tui import telling
from app.tui.background import Finished
from app.tui.importing import bar, questions, title
from app.tui.importing.deciding import Deciding
from app.tui.importing.reading import FileReading
from app.tui.importing.rows import DifferenceRows
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.workspace import report_files
from app.workspace.report_files import UnreadableFileError
from app.workspace.workspace import Workspace


class ImportScreen(StoreScreen[DifferenceRows]):
    """Shows what reports say of a list; letters and digits decide, Enter writes."""

    PLACE = Place.IMPORT

    def __init__(
        self, workspace: Workspace, list_id: str, paths: Sequence[Path], *, calling: RollSession | None = None
    ) -> None:
        """Read these files for this list; `calling` is its session where its roll is open below this screen."""
        super().__init__(workspace, DifferenceRows(id="differences"))
        self._is_own = calling is None
        self.session = ImportSession(calling or RollSession(workspace, list_id))
        self._paths = paths  # of the first files
        self._written = float("-inf")  # when the key came that wrote last, by the keys' own clock
        self._reading = FileReading(self, self.session, self._so_far, self._not_read)
        self._deciding = Deciding(self)
        self.guard_keys(self._deciding.key_guard, self.tell)

    @property
    def _calling(self) -> RollSession:
        return self.session.calling

    def subject(self) -> tuple[str, str]:
        """Return the list."""
        return self._calling.list_id, ""

    def readings(self) -> tuple[Reading, ...]:
        """Return what the differences rest on."""
        return self.session.readings()

    def on_mount(self) -> None:
        """Begin to call the list, where nobody does yet, and read the files."""
        if self._is_own:
            self._calling.open()
        self._calling.load()
        self._read(self._paths)
        self._deciding.key_guard.opened(Message().time)  # messages tell the time by the clock of the keys

    def on_unmount(self) -> None:
        """Let go out what was written here."""
        if self._is_own:
            self._calling.close()

    # --- the files ---

    def _read(self, paths: Sequence[Path]) -> None:
        self.message.hush()
        if not self._reading.paths:
            self.session.choose_another()
        self._reading.begin(paths)
        self.load()

    def on_finished(self, message: Finished) -> None:
        """Take what was read."""
        message.conclude()

    def _so_far(self) -> None:
        """Show how far the reading is, or what it has come to."""
        self._show_news()
        if not self._reading.paths:
            self.arrived()

    def _not_read(self, error: UnreadableFileError) -> None:
        self.load()
        self.say(reports.unreadable(error), Tone.WARNING)

    def action_add(self) -> None:
        """Ask for one more file: several are joined."""
        self.navigator.open_report_files(self._calling.list_id, self._read)

    def on_paste(self, event: Paste) -> None:
        """Read files that were dropped here; while something is asked, what is pasted is the answer."""
        if self.prompt.question is None and (paths := report_files.dropped(event.text)):
            self._read(paths)

    # --- what is shown ---

    def load(self) -> None:
        """Judge anew by what is in the store now, and show it."""
        self._calling.load()
        self._calling.finish_undo()
        if not self._reading.paths:
            self.session.refresh()
        self._show_news()
        if self._is_own:
            for outcome in self._calling.take_unasked():
                self.tell(outcome)

    def _show_news(self) -> None:
        """Show what no key has made: one that was pressed for another row than is in hand now decides nothing."""
        before = self.rows.current
        self.show_again()
        now, guard = self.rows.current, self._deciding.key_guard
        if before is None and now is not None:
            guard.opened(Message().time)
        elif before is not None and (now is None or now.asked != before.asked):
            guard.changed(Message().time)

    def show_again(self) -> None:
        """Show the rows as they are judged by now."""
        self.rows.show(self.session.rows(), self.session.lesson, self._placeholder())
        title.show(self.title_line, self.workspace, self._calling.list_id)
        self.show_state()
        self.show_keys()

    def _placeholder(self) -> str:
        if self._reading.paths:
            return self._reading.text()
        if not self._calling.roll.cursor.entries:
            return gettext("Reading the roll from USOS …") if self.is_reading() else importing.list_unknown()
        return ""  # why nothing is proposed is told below

    def show_state(self) -> None:
        """Show how many are to decide and will be written, and by what: the share of the class, or the only sign."""
        rows = self.rows.differences
        left = importing.counts(rows) if rows else ""
        right = importing.by_what(self.session.proposal, self.session.share) if rows else ""
        self.state_line.show(left, Content.styled(right, "$foreground-muted"), shorter=left.split(" · ")[:1])

    def trouble(self) -> str:
        """Return what is wrong with the files, else what is the matter with the connection."""
        proposal = self.session.proposal
        return (reports.troubles(proposal, self.session.fresh) if proposal else "") or super().trouble()

    # --- the key bar ---

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return what can be done with the row under the cursor, and below it the other keys."""
        row, known = self.rows.current, self._calling.roll.list
        if row is None:
            return super().bar_lines()
        rest = self._deciding.digits_rest
        of_row = bar.of_row(row, known.mode if known else None, self.size.width, letters_only=rest)
        return *of_row, *super().bar_lines()

    def on_resize(self) -> None:
        """Show the choices in as many lines as they take now."""
        self.show_keys()

    def bar_keys(self) -> list[table.Key]:
        """Return the keys that do something now."""
        useless = bar.useless(self.session, self.rows.current, self.rows.differences)
        return [key for key in super().bar_keys() if key.id not in useless]

    def bar_word(self, key: table.Key) -> str:
        """Return what stands beside a key: once nothing is left to do, Enter goes back."""
        if key.id != "import.write" or not self.session.is_done(self.rows.differences):
            return super().bar_word(key)
        return gettext("back to the lists") if self._is_own else gettext("back to the list")

    def arrived(self) -> None:
        """Show the keys that go with the row, and all of a row that is to be decided."""
        row, lesson = self.rows.current, self.session.lesson
        if row is not None and lesson is not None and row.is_undecided:
            self.say(importing.about(row, lesson))
        self.show_keys()
        self.show_trouble()

    # --- what sync reports ---

    def follow(self, event: SyncEvent) -> None:
        """Let the session take in what has changed; else as every screen."""
        self._calling.follow(event)
        super().follow(event)

    # --- deciding ---

    async def obey(self, event: Key) -> bool:
        """Let a digit choose in a row to decide; elsewhere it marks, as letters do everywhere."""
        if self.prompt.question:
            return await super().obey(event)
        return self._deciding.take_digit(event.key) or await super().obey(event)

    def action_choose(self) -> None:
        """Say that there is nothing to choose: the digits of a row to decide are taken before."""
        self.say(import_decisions.nothing_to_choose())

    def action_mark(self, mark: str) -> None:
        """Choose what is written of the student under the cursor."""
        self._deciding.mark(Mark(mark))

    def action_leave_out(self) -> None:
        """Leave the row out, or take it in again."""
        self._deciding.leave_out()

    # --- share and length ---

    def action_share(self) -> None:
        """Ask how much of the class makes a presence."""
        label = gettext("Minimum attendance, %:")
        self._ask_number(label, self.session.share, range(101), lambda share: self.session.measure(share=share))

    def action_length(self) -> None:
        """Ask how long the class takes."""
        label, now = gettext("Minutes the class takes:"), self.session.length
        self._ask_number(label, now, range(1, LONGEST + 1), lambda taken: self.session.measure(minutes=taken))

    def _ask_number(self, label: str, now: int, allowed: range, take: Callable[[int], None]) -> None:
        if self.rows.count and not self.session.tells_times:
            self.say(importing.no_times())
            return

        def taken(number: int) -> None:
            take(number)
            self.show_again()
            self.arrived()

        self.message.hush()
        self.ask(questions.number(self, label, allowed, taken), str(now))

    def action_aliases(self) -> None:
        """Show the names that were confirmed."""
        self.navigator.open_aliases()

    # --- writing, taking back, leaving ---

    def action_write(self) -> None:
        """Write what will be set, after one question where something is undecided; go back once nothing is left."""
        rows = self.rows.differences
        undecided, number = sum(row.is_undecided for row in rows), sum(row.change is not None for row in rows)
        if self.session.is_done(rows):
            if self.pressed - self._written >= LONGEST_DELAY:
                self.dismiss()
            else:  # it may be the key that wrote, held down
                self.say(importing.done())
            return
        if not self.may_change():
            return
        if undecided and number:
            self.say(importing.rest(undecided, number), Tone.WARNING)
            self.ask(questions.rest(self._write, self._drop))
        else:
            self._write()

    def _drop(self) -> None:
        self.close_prompt()
        self.message.hush()

    def _write(self) -> None:
        self._drop()
        nothing = importing.nothing_to_write(self.session.proposal, self.rows.differences)
        self.tell(self.session.write(), nothing)
        self._written = self.pressed

    def action_undo(self) -> None:
        """Take back what was decided or written here last."""
        told = import_decisions.taken_back(self.session.newest)
        self.tell(self._deciding.take_back(), told)

    def tell(self, outcome: Outcome, done: str = "") -> None:
        """Show what an outcome has changed, and say it; `done` stands for one that has nothing to say."""
        self.show_again()
        telling.tell(self, outcome, done)

    def action_back(self) -> None:
        """Go back; where decisions would be lost, only when asked a second time."""
        asked = gettext("Some decisions are not written. {key} again leaves without writing them.")
        asked = asked.format(key=keys.shown("import.back"))
        is_done = self.session.is_done(self.rows.differences)
        if self.session.is_touched and not is_done and self.message.said != asked:
            self.say(asked, Tone.WARNING)
        else:
            self.dismiss()
