"""The end of a roll: what was marked, who is missing from it, what USOS has of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.events import Key

from app.domain import late
from app.domain.model import PRESENCES, Entry
from app.i18n import drawable, gettext, ngettext
from app.keymap import keys
from app.keymap.keys import MARK_KEYS, Place
from app.messages import groups, marks, roll
from app.roll.key_guard import RepeatGuard, Verdict
from app.sync.events import EntrySettled, SyncEvent
from app.sync.requests import Reading, ReadRoll
from app.tui.roll import roll_state
from app.tui.roll.roll_state import RollState, heads
from app.tui.roll.roster import MARK_STYLES, MARKED_STYLES
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem
from app.tui.widgets.rows import Piece, Rows, cut
from app.workspace.workspace import Workspace

_LABEL = 22  # cells
_UNDISTURBED = 0.7  # seconds in which Enter may still be one of those that led here
_EXACT_UNDO = 1.0  # seconds for which the last mark can still be taken back as if it had not been made


@dataclass(slots=True)
class Sitting:
    """When the last key was pressed since the roll was opened, and when the first and the last decision were made.

    All in seconds of the keys' clock.
    """

    pressed: float = 0.0
    first: float | None = None
    last: float = 0.0

    def decided(self) -> None:
        """Take note that the last key has decided something."""
        self.first = self.pressed if self.first is None else self.first
        self.last = self.pressed

    @property
    def seconds(self) -> int:
        """How long it took."""
        return 0 if self.first is None else round(self.last - self.first)


@dataclass(frozen=True, slots=True)
class Ways:
    """What the summary needs of the roll: students' numbers on it, and what to do when the summary was closed.

    `stray` is called with every key, and tells whether it was one that marks.
    """

    number: Callable[[str], int]
    show: Callable[[str], None]
    fill: Callable[[], None]
    undo: Callable[[], None]
    leave: Callable[[], None]
    stray: Callable[[Key], bool]


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

    def __init__(self, workspace: Workspace, list_id: str, sitting: Sitting, ways: Ways, *, asked: bool) -> None:
        """Show the end of this roll, because it was asked for or because the last student was marked."""
        super().__init__(workspace, SummaryRows(id="summary"))
        self.list_id = list_id
        self.state = RollState()
        self._sitting, self._ways = sitting, ways
        self._opened, self._asked = sitting.pressed, asked
        self._held = RepeatGuard(0.1)
        self._open: list[tuple[int, Entry]] = []

    def readings(self) -> tuple[Reading, ...]:
        """Return the roll."""
        return (ReadRoll(self.list_id),)

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
        self.workspace.sync.release(self.list_id)

    def load(self) -> None:
        """Show the counts as stored."""
        register = self.workspace.register
        roll = register.roll(self.list_id)
        entries = roll.entries if roll else ()
        self.state = RollState(
            roll.list if roll else None,
            roll.counts() if roll else self.state.counts,
            read=bool(roll and roll.read_at),
            heads=register.roll_details.head_count(self.list_id),
        )
        left = [one for one in entries if one.mark is None or one.needs_decision]
        self._open = sorted(((self._ways.number(one.student.id), one) for one in left), key=lambda pair: pair[0])
        self.rows.show(self._facts(entries), self._open)
        if roll:
            title = groups.title_of(roll.list, register.group(roll.list.group))
            self.title_line.show(
                Content.styled(title, "bold"), roll_state.meeting_and_mode(roll.list, register.now().date())
            )
        self.show_state()
        self.show_keys()

    def _facts(self, entries: Sequence[Entry]) -> list[list[Piece]]:
        came_late = Counter(one.mark for one in entries if late.is_late(one.comment, self.workspace.options.late))
        facts: list[list[Piece]] = [[]]
        for mark in MARK_KEYS:
            style = MARK_STYLES[mark] if self.state.counts[mark] else "faint"
            sign = f"   {cut(marks.letter_and_shape(mark), 5)}"
            facts.append([(sign, style), *_columns(marks.mark_word(mark), self.state.shown(mark), 8)])
            if mark in PRESENCES and came_late[mark]:
                facts[-1].append((f"   {gettext('late')} {came_late[mark]}", "faint"))
        facts.append([])
        if self.state.heads is not None:
            fits = self.state.heads == self.state.present
            told = heads(self.state.heads, self.state.present)
            facts.append(
                [("   ", ""), (cut(gettext("head count"), _LABEL), "faint"), (told, "" if fits else "warning")]
            )
        if self._sitting.first is not None:
            facts.append([("   ", ""), *_columns(gettext("time taken"), _duration(self._sitting.seconds), 3)])
        facts.append([])
        without, undecided = self.state.counts[None], sum(one.needs_decision for _, one in self._open)
        if without:
            facts.append([(f"   {gettext('Without a mark')}", "heading"), (f"  {without}", "faint")])
        elif entries:
            facts.append([(f"   {gettext('Everybody on this list is marked.')}", "heading")])
        if undecided:
            facts.append([(f"   {roll.stuck_number(undecided)}", "warning")])
        return facts

    def show_state(self) -> None:
        """Show what this is, and what USOS has of it."""
        unsent = self.workspace.register.unsent(self.list_id).total
        left = Content.assemble((f" {gettext('Summary')}", "bold $accent"), "  ·  ", self.state.to_go())
        settled = self.state.settled(self.workspace.register, self.list_id)
        self.state_line.show(left, self.sync_content(unsent, settled=settled))

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; Enter goes to a student, or leaves where nothing is left to do."""
        leave = keys.name_of("enter")
        (line,) = super().bar_lines()
        if self._open:
            return (line,)
        return (
            tuple(
                KeyItem(one.key, gettext("done"), keep=True) if one.key == leave else one
                for one in line
                if one.word != gettext("fill")
            ),
        )

    async def take_key(self, event: Key) -> bool:
        """Do what a key does here; what was typed for the roll does no harm."""
        verdict = self._held.press(event.key, event.time)
        soon = event.time - self._opened < _UNDISTURBED
        if event.key == "enter" and (soon or verdict is not Verdict.PRESSED):
            return True
        if self._ways.stray(event):
            told = gettext("Nobody is marked here. {key} goes back to the roll.")
            self.say(told.format(key=keys.shown("summary.back")))
            return True
        return await super().take_key(event)

    # --- where to go from here ---

    def action_open(self) -> None:
        """Go back to the student under the cursor; leave the roll where nothing is left to do."""
        current = self.rows.current
        self.dismiss()
        if current is None:
            self._ways.leave()
        else:
            self._ways.show(current.student.id)

    def action_fill(self) -> None:
        """Go back, and fill in who has no mark."""
        self.dismiss()
        self._ways.fill()

    def action_undo(self) -> None:
        """Go back, and take back the last step."""
        self.dismiss()
        self._ways.undo()

    def action_send(self) -> None:
        """Send at once what is held back, and try again what waits for a connection."""
        self._release()
        self.workspace.sync.try_now()
        waiting = self.workspace.register.unsent(self.list_id).total
        self.say(gettext("Sending now.") if waiting else gettext("Nothing is unsent."))
        self.show_trouble()

    def trouble(self) -> str:
        """Return what failed, or how many marks need a decision."""
        stuck = self.workspace.register.unsent(self.list_id).stuck
        return super().trouble() or (roll.stuck_marks(stuck) if stuck else "")

    def news(self, news: SyncEvent) -> None:
        """Show whose mark was refused; else as every screen."""
        if isinstance(news, EntrySettled) and news.list_id == self.list_id:
            self.load()
        super().news(news)

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
