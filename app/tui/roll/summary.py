"""The end of a roll: what was marked, who is missing from it, what USOS has of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.content import Content
from textual.events import Key

from app.domain import late
from app.domain.model import PRESENCES, Entry, Group
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.keymap.mark_keys import MARK_KEYS
from app.keymap.table import Place
from app.messages import groups, marks, roll, standing, tally
from app.roll.outcomes import Outcome, Repeated
from app.roll.session import RollSession
from app.sync.events import EntrySettled, SyncEvent
from app.sync.requests import Action, Reading, Recreate
from app.tui.navigator import AfterSummary
from app.tui.roll import header
from app.tui.roll.roster import MARK_STYLES, MARKED_STYLES
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.rows import Piece, Rows, cut
from app.usos.errors import UsosError

_LABEL = 22  # cells
_UNDISTURBED = 0.7  # seconds in which Enter may still be one of those that led here
_EXACT_UNDO = 1.0  # seconds for which the last mark can still be taken back as if it had not been made


class SummaryRows(Rows):
    """Facts, and below them the students without a mark, and those about whom something is to be decided."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._facts: Sequence[list[Piece]] = ()
        self._open: Sequence[tuple[int, Entry]] = ()

    @property
    def current(self) -> Entry | None:
        """The student under the cursor, None where nothing is left to do."""
        row = self.cursor - len(self._facts)
        return self._open[row][1] if 0 <= row < len(self._open) else None

    def show(self, facts: Sequence[list[Piece]], left: Sequence[tuple[int, Entry]]) -> None:
        """Show facts, and students with their numbers on the roll."""
        staying = self.current
        self._facts, self._open = facts, left
        row = next((row for row, (_, one) in enumerate(left) if staying and one.student == staying.student), 0)
        self.fill(len(facts) + len(left), len(facts) + row, headings=range(len(facts)))

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a fact, or a student."""
        if row < len(self._facts):
            return self._facts[row]
        number, entry = self._open[row - len(self._facts)]
        name = (cut(drawable(entry.student.name), max(width - 36, 16)), "name" if row == self.cursor else "")
        told = (marks.stuck_short(entry), "warning") if entry.needs_decision else ("", "")
        return [(f"{number:>6}  ", "faint"), name, ("  ", ""), told]


class Summary(StoreScreen[SummaryRows]):
    """Shows how a roll has ended."""

    PLACE = Place.SUMMARY

    def __init__(self, session: RollSession, *, asked: bool, then: Callable[[AfterSummary], None]) -> None:
        """Show the end of this roll, because it was asked for or because the last student was marked.

        `then` is told what is to be done when it was closed.
        """
        super().__init__(session.workspace, SummaryRows(id="summary"))
        self.session = session
        self._then = then
        self._opened, self._asked = session.sitting.pressed, asked
        self._open: list[tuple[int, Entry]] = []

    def in_hand(self) -> tuple[Group | None, str, str]:
        """Return the group and this list."""
        return self.session.roll.group(), self.session.list_id, ""

    def readings(self) -> tuple[Reading, ...]:
        """Return what the roll is made of."""
        return self.session.roll.readings()

    def opening(self) -> tuple[Reading, ...]:
        """Return nothing: the roll is read back when it is sent."""
        return ()

    def on_mount(self) -> None:
        """Let go what was held back, and have it read back; after a last mark, when it was seen to be right."""
        if self._asked:
            self._release()
        else:
            self.set_timer(_EXACT_UNDO, self._release)

    def _release(self) -> None:
        self.workspace.sync.release(self.session.list_id)

    def load(self) -> None:
        """Show the counts as stored."""
        self.session.load()
        cursor, known = self.session.roll.cursor, self.session.roll.list
        entries = cursor.here()
        left = [entry for entry in entries if entry.mark is None or entry.needs_decision]
        self._open = [(cursor.number_of(entry.student.id), entry) for entry in left]
        self.rows.show(self._facts(entries), self._open)
        if known:
            title = groups.title_of(known, self.workspace.register.group(known.group))
            when = header.meeting_and_mode(known, self.workspace.register.now().date())
            self.title_line.show(Content.styled(title, "bold"), when)
        self.show_state()
        self.show_keys()
        for outcome in self.session.take_unasked():
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if text := roll.told(outcome):
            self.say(text, Tone.WARNING if roll.is_warning(outcome) else Tone.PLAIN)

    def _facts(self, entries: Sequence[Entry]) -> list[list[Piece]]:
        came_late = Counter(one.mark for one in entries if late.is_late(one.comment, self.workspace.options.late))
        shown = self.session.roll.tally
        facts: list[list[Piece]] = [[]]
        for mark in MARK_KEYS:
            style = MARK_STYLES[mark] if shown.counts[mark] else "faint"
            sign = f"   {cut(marks.letter_and_shape(mark), 5)}"
            number = tally.counted(shown, mark, is_read=self.session.roll.is_read)
            facts.append(
                [
                    (sign, style),
                    *_columns(marks.mark_word(mark), number, 8),
                ]
            )
            if mark in PRESENCES and came_late[mark]:
                facts[-1].append((f"   {gettext('late')} {came_late[mark]}", "faint"))
        facts.append([])
        if shown.heads is not None:
            fits = shown.heads == shown.present
            told = tally.heads(shown.heads, shown.present)
            facts.append(
                [("   ", ""), (cut(gettext("head count"), _LABEL), "faint"), (told, "" if fits else "warning")]
            )
        if (seconds := self.session.sitting.seconds) is not None:
            facts.append([("   ", ""), *_columns(gettext("time taken"), _duration(seconds), 3)])
        facts.append([])
        without, undecided = shown.counts[None], sum(one.needs_decision for _, one in self._open)
        if without:
            facts.append([(f"   {gettext('Without a mark')}", "heading"), (f"  {without}", "faint")])
        elif entries:
            facts.append([(f"   {gettext('Everybody on this list is marked.')}", "heading")])
        if undecided:
            facts.append([(f"   {roll.stuck_number(undecided)}", "warning")])
        return facts

    def show_state(self) -> None:
        """Show what this is, and what USOS has of it."""
        unsent = self.workspace.register.unsent(self.session.list_id).total
        left = Content.assemble(
            (f" {gettext('Summary')}", "bold $accent"), "  ·  ", tally.left(self.session.roll.tally)
        )
        self.state_line.show(left, self.sync_content(unsent, settled=header.settled(self.session)))

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; Enter goes to a student, or leaves where nothing is left to do."""
        leave = keys.name_of("enter")
        (line,) = super().bar_lines()
        if self._open:
            return (line,)
        return (
            tuple(
                KeyItem(key=one.key, word=gettext("done"), keep=True) if one.key == leave else one
                for one in line
                if one.word != gettext("fill")
            ),
        )

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here; what was typed for the roll does no harm."""
        guard = self.session.key_guard
        if keys.marks(event.key):
            self._pass_over(guard.press(event.key, event.time, marks=True))
            return True
        repeats = guard.is_repeat(event.key, event.time)
        if event.key == "enter" and (repeats or event.time - self._opened < _UNDISTURBED):
            return True
        return await super().take_key(event)

    def _pass_over(self, repeated: Repeated | None) -> None:
        """Mark nobody; where the key that led here was held down, the roll shows what was taken back of it."""
        if repeated is not None and repeated.taken_back is not None:
            self.session.tell_later(repeated)
            self.dismiss()
        else:
            told = gettext("Nobody is marked here. {key} goes back to the roll.")
            self.say(told.format(key=keys.shown("summary.back")))

    # --- where to go from here ---

    def _close(self, after: AfterSummary) -> None:
        self.dismiss()
        self._then(after)

    def action_open(self) -> None:
        """Go back to the student under the cursor; leave the roll where nothing is left to do."""
        current = self.rows.current
        if current is not None:
            self.session.arrive(current.student.id)
        self._close(AfterSummary.NOTHING if current else AfterSummary.LEAVE)

    def action_fill(self) -> None:
        """Go back, and fill in who has no mark."""
        self._close(AfterSummary.FILL)

    def action_undo(self) -> None:
        """Go back, and take back the last step."""
        self._close(AfterSummary.UNDO)

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection; of a draft: create its list."""
        self._tell(self.session.send())
        self.show_trouble()

    def trouble(self) -> str:
        """Return what failed, or how many marks need a decision."""
        return standing.trouble(self.session, super().trouble())

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for the list of a draft that is being created."""
        text, warns = standing.of_roll(self.session, super().trouble())
        self.message.stand(text, Tone.WARNING if warns else Tone.PLAIN)

    def ended(self, action: Action, error: UsosError | None) -> None:
        """Let the roll itself tell how the creating of its list has ended; else as every screen."""
        if not isinstance(action, Recreate):
            super().ended(action, error)

    def follow(self, event: SyncEvent) -> None:
        """Show whose mark was refused; else as every screen."""
        if isinstance(event, EntrySettled) and event.list_id == self.session.list_id:
            self.load()
        super().follow(event)

    def on_rows_chosen(self) -> None:
        """Go back to the student that was clicked."""
        self.action_open()


def _columns(label: str, value: str, before: int) -> list[Piece]:
    return [(cut(label, _LABEL + 3 - before), "faint"), (value, "")]


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return ngettext("{seconds} second", "{seconds} seconds", rest).format(seconds=rest)
    return gettext("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
