"""What the roll call shows: whose roll it is, the counts, what USOS has of it, the keys that work."""

from __future__ import annotations

from collections import Counter

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from app.domain.model import AttendanceList, Entry, Mark
from app.domain.roll_order import CLASS_ORDER, Arrangement, Seating
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.keys import MARK_KEYS, Place
from app.messages import failures, groups, marks, roll
from app.sync.events import EntrySettled, ReadingEnded, SyncEvent
from app.sync.requests import ReadGroups, Reading, ReadList, ReadLists, ReadRoll
from app.tui.roll import ordering, roll_state
from app.tui.roll.matches import Matches
from app.tui.roll.roll_state import RollState
from app.tui.roll.roster import Details, Roster
from app.tui.roll.side_panel import MOST_DECISIONS, ROOMY, Aside
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.usos.errors import RefusedError
from app.workspace.workspace import Workspace

_DECIDING = {"roll.mine", "roll.theirs"}


class RollView(StoreScreen[Roster]):
    """Shows the roll of one list and keeps it in step with the store."""

    PLACE = Place.ROLL

    def __init__(self, workspace: Workspace, list_id: str, student_id: str | None = None) -> None:
        """Show this list, which need not be known yet, with the cursor on that student."""
        super().__init__(workspace, Roster(id="roster"))
        self.list_id = list_id
        self.presence = Mark.INTRAMURAL
        self._first = student_id
        self._deciding = False
        self._opened = False
        self._arrangement: Arrangement | None = None  # that of all rolls, until this one is opened
        self.list: AttendanceList | None = None
        self.state = RollState()
        self.seating = Seating()
        self.details = Details()
        self.aside = Aside(id="aside")
        self.matches = Matches(id="matches")
        self._names: dict[str, str] = {}

    def readings(self) -> tuple[Reading, ...]:
        """Return the roll and, for its mode, the list."""
        return ReadRoll(self.list_id), ReadList(self.list_id)

    def opening(self) -> tuple[Reading, ...]:
        """Return the roll: the list was read with its group's lists, or is read with the roll.

        Where the program was started for this roll, nobody has asked yet whose it is.
        """
        known = self.workspace.register.attendance_list(self.list_id)
        whose = self.workspace.register.group(known.group) if known else None
        return (ReadRoll(self.list_id),) if whose else (ReadRoll(self.list_id), ReadGroups(), ReadLists())

    def body(self) -> ComposeResult:
        """Lay out the roll, and beside it who is called."""
        with Horizontal(id="body"):
            yield self.rows
            yield self.aside

    def foot(self) -> ComposeResult:
        """Lay out where one types, and under it whom one finds."""
        yield self.prompt
        yield self.matches

    def show_found(self, hint: str, found: list[tuple[int, Entry]]) -> None:
        """Show the best matches of a search, and what is to be said of them."""
        self.matches.show(found)
        self.prompt.hint(hint)

    def close_prompt(self) -> None:
        """Put the prompt away, and what was found."""
        self.matches.close()
        super().close_prompt()

    def on_resize(self) -> None:
        """Show the aside where there is room for it."""
        self._fit_aside()

    def on_mount(self) -> None:
        """Let a lost connection be tried more often while the roll is open."""
        self.workspace.sync.watch(watched=True)

    def on_unmount(self) -> None:
        """Let go out what was held back: nobody will undo it here any more."""
        self.workspace.sync.watch(watched=False)
        self.workspace.sync.release(self.list_id)

    @property
    def arrangement(self) -> Arrangement:
        """The order in which the roll is shown."""
        if self._arrangement is None:
            self._arrangement = self.workspace.register.roll_details.arrangement
        return self._arrangement

    def load(self) -> None:
        """Show the roll as stored: the cursor stays on its student, at first it goes to the first unmarked one.

        Who has joined since it was opened comes last, who has left the list stays greyed.
        """
        register = self.workspace.register
        roll = register.roll(self.list_id, self.arrangement)
        entries = roll.entries if roll else ()
        staying = self.rows.current.student.id if self.rows.current and self.rows.moved else self._first
        # Where nobody was shown nobody has joined: the roll may have been looked at while it was being kept.
        was_shown = roll and self.state.read and self.seating.entries
        self.seating = self.seating.renewed(entries) if was_shown else Seating(entries)
        self.list = self.state.list = roll.list if roll else None
        self.state.counts = roll.counts() if roll else Counter()
        self.state.read = bool(roll and roll.read_at)
        self.state.heads = register.roll_details.head_count(self.list_id)
        if self.list:
            self.presence = register.usual_presence(self.list)
        self.rows.seat(self.seating)
        cursor = self.rows.row_of(staying) if staying else None
        if cursor is None:
            cursor = self.rows.cursor if self.rows.moved else self.rows.unmarked(range(len(entries) + 1)) or 0
        self.rows.show(cursor, self._placeholder())
        self._names = {entry.student.id: entry.student.name for entry in self.seating.entries}
        self.show_details(shown=self.details.shown if self._opened else register.roll_details.details)
        self._opened = True
        self._follow_current()
        self.show_title()
        self.show_state()
        self.show_keys()

    def show_details(self, *, shown: bool) -> None:
        """Show numbers, absences so far and comments, or none of them."""
        roll_details, known = self.workspace.register.roll_details, shown and self.list is not None
        self.details = Details(
            shown,
            roll_details.absences(self.list, self.workspace.register.now()) if known and self.list else {},
            roll_details.limit(self.list.group) if known and self.list else None,
        )
        self.rows.show_details(self.details)
        self._fit_aside()

    def _fit_aside(self) -> None:
        self.aside.display = self.details.shown and self.size.width >= ROOMY
        self.show_aside()

    def show_aside(self) -> None:
        """Show beside the roll who is called, and what was decided last."""
        if self.aside.display:
            decisions = self.workspace.register.roll_details.last_decisions(self.list_id, MOST_DECISIONS)
            self.aside.show(self.rows.current, self.details, decisions, self._names)

    def rearrange(self, arrangement: Arrangement) -> None:
        """Show the roll in another order; the cursor stays on its student."""
        self._arrangement = arrangement
        current = self.rows.current
        roll = self.workspace.register.roll(self.list_id, arrangement)
        self.seating = self.seating.rearranged(roll.entries if roll else ())
        self.rows.seat(self.seating)
        self.rows.show((self.rows.row_of(current.student.id) if current else None) or 0, self._placeholder())
        self.show_title()

    def _placeholder(self) -> str:
        if self.state.read:
            return gettext("Nobody is on this list.")
        errors = [error for reading in self.readings() if (error := self.workspace.sync.failure(reading))]
        if any(isinstance(error, RefusedError) for error in errors):
            return gettext("USOS has no such list, or it is not yours.")
        return gettext("This roll is not here yet.") if errors else gettext("Reading the roll from USOS …")

    def show_title(self) -> None:
        """Show what is called: the group, the meeting, the mode."""
        if self.list is None:
            self.title_line.show(gettext("List {id}").format(id=drawable(self.list_id)))
            return
        title = groups.title_of(self.list, self.workspace.register.group(self.list.group))
        when = roll_state.meeting_and_mode(self.list, self.workspace.register.now().date())
        if self.arrangement != CLASS_ORDER:
            when = Content.assemble((ordering.told(self.arrangement), "$accent"), " · ", when)
        self.title_line.show(Content.styled(title, "bold"), when)

    def show_state(self) -> None:
        """Show the counts, and whether all is saved."""
        unsent = self.workspace.register.unsent(self.list_id).total
        settled = self.state.settled(self.workspace.register, self.list_id)
        self.state_line.show(self.state.content(), self.sync_content(unsent, settled=settled))

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for why nothing is sent yet."""
        text = self.trouble()
        waits = not text and self.is_untouched() and self.workspace.sync.at_barrier(self.list_id)
        if waits:
            text = roll.at_barrier()
        self.message.stand(text, Tone.PLAIN if waits else Tone.WARNING)

    def trouble(self) -> str:
        """Return what failed; a mark that needs a decision is no less a trouble than a lost connection."""
        unsent = self.workspace.register.unsent(self.list_id)
        if (
            self.rows.count
            and not unsent.total
            and failures.is_gone(self.workspace.sync.failure(ReadRoll(self.list_id)))
        ):
            return gettext("This list is not in USOS any more.")
        trouble, current = super().trouble(), self.rows.current
        if trouble:
            return trouble
        if current is not None and current.needs_decision:
            return roll.stuck(current)
        return roll.stuck_marks(unsent.stuck) if unsent.stuck else ""

    def is_untouched(self) -> bool:
        """Tell whether USOS holds no mark of this list, as far as is known."""
        return not any(entry.known.mark for entry in self.rows.entries)

    def renew(self, *entries: Entry) -> bool:
        """Show entries anew, and tell whether any is another than before; only their rows are painted."""
        renewed = self.rows.renew(entries)
        for before, entry in renewed:
            self.state.counts[before.mark] -= 1
            self.state.counts[entry.mark] += 1
        self._follow_current()
        return any(before.record != entry.record for before, entry in renewed)

    def show_student(self, student_id: str) -> None:
        """Put the cursor on a student, if they are on the list."""
        row = self.rows.row_of(student_id)
        if row is not None:
            self.rows.move_to(row)

    def action_back(self) -> None:
        """Go back to where the roll was opened; to the groups where the program was started for it."""
        if self.app.screen_stack[0] is self:
            from app.tui.groups.screen import GroupsScreen  # noqa: PLC0415 - the first paint of the roll need not wait for it

            for mode in ("groups", self.app.DEFAULT_MODE):  # only what was added can be removed
                self.app.add_mode(mode, lambda: GroupsScreen(self.workspace))
            self.app.switch_mode("groups")
            self.app.remove_mode(self.app.DEFAULT_MODE)
        else:
            super().action_back()

    def has_marks(self) -> bool:
        """Tell whether anybody is marked, sent or not."""
        return self.state.marked > 0

    def arrived(self) -> None:
        """Say what is the matter with the student one has moved to."""
        if self._follow_current() or self._deciding:
            self.show_trouble()

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the four marks, blocked ones with the reason, and below them the other keys."""
        items = []
        for mark in MARK_KEYS:
            key, word = keys.shown_of_mark(mark), marks.mark_word(mark)
            if not key:
                continue
            if self.list is None or self.list.mode.allows(mark):
                items.append(KeyItem(key, word))
            else:
                reason = marks.blocked_short(self.list.mode)
                items.append(KeyItem(key, f"{word} ({reason})", available=False, short="–"))
        return tuple(items), *super().bar_lines()

    def bar_word(self, key: keys.Key) -> str:
        """Return the presence of this list's mode in its own word."""
        return marks.mark_word(self.presence) if key.id == "roll.present" else super().bar_word(key)

    def bar_keys(self) -> list[keys.Key]:
        """Return the keys that decide a conflict where there is one under the cursor, else all the others."""
        return [key for key in super().bar_keys() if (key.id in _DECIDING) is self._deciding or key.id == "every.help"]

    def _follow_current(self) -> bool:
        """Show the keys that go with the student under the cursor; tell whether they are others than before."""
        current = self.rows.current
        changed = self._deciding is not (current is not None and current.needs_decision)
        if changed:
            self._deciding = not self._deciding
            self.show_keys()
        return changed

    def news(self, news: SyncEvent) -> None:
        """Renew the one row whose mark USOS has answered; else as every screen."""
        if isinstance(news, EntrySettled) and news.list_id == self.list_id:
            entry = self.workspace.register.entry(news.list_id, news.student_id)
            if entry is not None:
                self.renew(entry)
                if entry.needs_decision:
                    self.say(roll.stuck(entry), Tone.WARNING)
        if self.details.shown and isinstance(news, ReadingEnded) and isinstance(news.reading, ReadRoll):
            self.show_details(shown=True)  # it may be another of this group's, with absences
        if isinstance(news, ReadingEnded) and isinstance(news.reading, ReadGroups):
            self.show_title()
        super().news(news)
        if isinstance(news, ReadingEnded) and self.list and news.reading in (ReadRoll(self.list_id), ReadLists()):
            self.read_ahead(self.list.group)  # its other rolls tell the absences
