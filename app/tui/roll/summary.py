"""The end of a roll: what was marked, who is missing from it, what USOS has of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import takewhile
from typing import ClassVar

from textual.content import Content
from textual.events import Key as KeyEvent

from app.domain.model import PRESENCES, Entry, Group
from app.i18n import N_, gettext, ngettext
from app.keymap import keys
from app.keymap.table import Key, Place
from app.messages import groups, standing, tally
from app.roll.outcomes import Repeated
from app.roll.session import RollSession
from app.sync.events import EntriesAnswered, SyncEvent
from app.sync.requests import Action, Reading, Recreate
from app.tui import telling
from app.tui.base_screen import BaseScreen
from app.tui.navigator import AfterSummary
from app.tui.roll import header
from app.tui.roll.summary_rows import Fact, SummaryRows, facts, sections
from app.tui.store_screen import StoreScreen
from app.tui.widgets.bars import KeyItem, Tone
from app.tui.widgets.sparks import shares, spark
from app.usos.errors import UsosError

_UNDISTURBED = 0.7  # seconds in which Enter may still be one of those that led here
_EXACT_UNDO = 1.0  # seconds for which the last mark can still be taken back as if it had not been made

_BELOW = {Place.GROUPS: N_("to the groups"), Place.LISTS: N_("to the lists")}

_FEWEST = 2  # meetings that are a term so far,
_MOST_SPARK = 20  # and how many of them are drawn


class Summary(StoreScreen[SummaryRows]):
    """Shows how a roll has ended."""

    PLACE = Place.SUMMARY
    SHORT_WORDS: ClassVar[Mapping[str, str]] = {"summary.export": N_("to a file")}

    def __init__(self, session: RollSession, *, asked: bool, then: Callable[[AfterSummary], None]) -> None:
        """Show the end of this roll, because it was asked for or because the last student was marked.

        `then` is told what is to be done when it was closed.
        """
        super().__init__(session.workspace, SummaryRows(id="summary"))
        self.session = session
        self._then = then
        self._opened, self._asked = session.pressed, asked
        self._open: list[Entry] = []
        self._pointed = False  # whether a key has chosen a student, be it the only one

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
        known, entries = self.session.roll.list, self.session.roll.cursor.here()
        self._open = [entry for entry in entries if entry.mark is None or entry.needs_decision]
        self._show_rows()
        if known:
            header.show_title(self.title_line, self.session)
        self.show_state()
        self.show_keys()
        for outcome in self.session.take_unasked():
            telling.tell(self, outcome)

    def _show_rows(self) -> None:
        roll, template = self.session.roll, self.workspace.options.late
        entries, details = roll.cursor.here(), roll.details
        shown = list(facts(roll.tally, entries, template, is_read=roll.is_read))
        if (taken := self.workspace.register.roll_details.time_taken(self.session.list_id)) is not None:
            shown.append(Fact(label=(f"     {gettext('the roll took')}", "faint"), note=(_duration(taken), "faint")))
        shown += self._term_so_far()
        chosen = sections(entries, template, details=details)
        present = sum(roll.tally.counts[mark] for mark in PRESENCES)
        self.rows.points = bool(self._open) or self._pointed
        self.rows.show(shown, chosen, roll.cursor, present=present, details=details)

    def _term_so_far(self) -> list[Fact]:
        """Return who was present meeting by meeting up to now, where a roll of another day is known."""
        known, register = self.session.roll.list, self.workspace.register
        lists = [one for one in register.lists(known.group) if one.list.date <= register.now()] if known else []
        of_each = shares(lists)
        if sum(share is not None for share in of_each) < _FEWEST:
            return []
        told = f"{spark(of_each[-_MOST_SPARK:])}   {groups.of_marks(lists)}"
        return [Fact(label=(f"     {gettext('term so far')}", "faint"), note=(told, "accent"))]

    def show_state(self) -> None:
        """Show what this is, and what USOS has of it."""
        unsent = self.workspace.register.unsent(self.session.list_id).total
        shown = self.session.roll.tally
        title = gettext("Summary") if shown.left or not shown.total else gettext("Roll complete")
        left = Content.assemble((title, "bold $accent"), " · ", tally.left(shown))
        brief = tally.left(shown) if shown.left else Content.styled(title, "bold $accent")
        self.state_line.show(left, self.sync_content(unsent, settled=header.settled(self.session)), shorter=[brief])

    def bar_keys(self) -> list[Key]:
        """Return the keys that do something now: nothing is sent where nothing waits."""
        waits = self.workspace.register.unsent(self.session.list_id).total
        useless = {*(() if waits else ("summary.send",)), *(() if self._open else ("summary.fill",))}
        return [key for key in super().bar_keys() if key.id not in useless]

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the keys; Enter goes to a student, or leaves where nothing is left to do and nobody was chosen."""
        (line,) = super().bar_lines()
        return (line if self._chosen else tuple(map(self._leaving, line)),)

    def _leaving(self, item: KeyItem) -> KeyItem:
        """Return Enter with where it leads when the roll is left: to the page on which it was opened."""
        if item.presses != "enter":
            return item
        *below, _ = takewhile(lambda screen: screen is not self, self.app.screen_stack)
        place = below[-1].PLACE if below and isinstance(below[-1], BaseScreen) else Place.GROUPS
        word = gettext(_BELOW.get(place, N_("leave the roll")))
        return KeyItem(key=item.key, word=word, keep=True, presses=item.presses)

    @property
    def _chosen(self) -> Entry | None:
        """To whom Enter goes: the student the cursor was moved to; where somebody is left, the one it stands on."""
        return self.rows.current if self._open or self._pointed else None

    def arrived(self) -> None:
        """Show what Enter does now that somebody was chosen."""
        if not self._pointed:
            self._pointed = self.rows.points = True
            self.rows.refresh_row(self.rows.cursor)
        self.show_keys()

    def action_move(self, step: int) -> None:
        """Move the cursor by a row; the first time it is only shown where it is, if it was not yet."""
        if self.rows.points or not self.rows.choices:
            super().action_move(step)
        else:
            self.message.hush()
            self.arrived()

    def action_details(self) -> None:
        """Show comments and minutes, or hide them from whoever sees the screen."""
        shown = self.session.roll.turn_details(self.session.decisions)
        self._show_rows()
        self.say(gettext("Details are shown.") if shown else gettext("Details are hidden."))

    async def take_key(self, event: KeyEvent) -> bool:
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
            told = gettext("Nobody can be marked in the summary. {key} goes back to the roll.")
            self.say(told.format(key=keys.shown("summary.back")))

    # --- where to go from here ---

    def _close(self, after: AfterSummary) -> None:
        self.dismiss()
        self._then(after)

    def action_open(self) -> None:
        """Go back to the student under the cursor; leave the roll where nothing is left to do."""
        current = self._chosen
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
        telling.tell(self, self.session.send())
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
        if isinstance(event, EntriesAnswered) and event.list_id == self.session.list_id:
            self.load()
        super().follow(event)

    def on_rows_chosen(self) -> None:
        """Go back to the student that was clicked."""
        if (current := self.rows.current) is not None:
            self.session.arrive(current.student.id)
        self._close(AfterSummary.NOTHING)


def _duration(taken: timedelta) -> str:
    minutes, rest = divmod(round(taken.total_seconds()), 60)
    if not minutes:
        return ngettext("{seconds} second", "{seconds} seconds", rest).format(seconds=rest)
    return gettext("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
