"""What the roll call shows: whose roll it is, the counts, what USOS has of it, the keys that work."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from textual.content import Content

from app.model import AttendanceList, Entry, Mark
from app.sync.news import EntrySettled, News
from app.sync.work import Reading, ReadList, ReadRoll
from app.texts import clock_time, drawable, gettext
from app.ui import keys, wording
from app.ui.bars import KeyItem, Tone
from app.ui.desk import Desk
from app.ui.frame import Frame
from app.ui.keys import MARK_KEYS, Place
from app.ui.roster import Roster
from app.usos.errors import RefusedError

_MARK_STYLES = {
    Mark.INTRAMURAL: "$success",
    Mark.REMOTE: "$secondary",
    Mark.JUSTIFIED: "$warning",
    Mark.ABSENT: "$error",
}
_DECIDING = {"roll.mine", "roll.theirs"}


class RollView(Frame[Roster]):
    """Shows the roll of one list and keeps it in step with the store."""

    PLACE = Place.ROLL

    def __init__(self, desk: Desk, list_id: str, student_id: str | None = None) -> None:
        """Show this list, which need not be known yet, with the cursor on that student."""
        super().__init__(desk, Roster(id="roster"))
        self.list_id = list_id
        self.list: AttendanceList | None = None
        self.presence = Mark.INTRAMURAL
        self._first = student_id
        self._deciding = False
        self._read = False
        self._counts: Counter[Mark | None] = Counter()

    def readings(self) -> tuple[Reading, ...]:
        """Return the roll and, for its mode, the list."""
        return ReadRoll(self.list_id), ReadList(self.list_id)

    def opening(self) -> tuple[Reading, ...]:
        """Return the roll alone: the list was read with its group's lists, or is read with the roll."""
        return (ReadRoll(self.list_id),)

    def on_mount(self) -> None:
        """Let a lost connection be tried more often while the roll is open."""
        self.desk.sync.watch(watched=True)

    def on_unmount(self) -> None:
        """Let go out what was held back: nobody will undo it here any more."""
        self.desk.sync.watch(watched=False)
        self.desk.sync.release(self.list_id)

    def load(self) -> None:
        """Show the roll as stored: the cursor stays on its student, at first it goes to the first unmarked one."""
        roll = self.desk.register.roll(self.list_id)
        self.list = roll.list if roll else None
        entries = roll.entries if roll else ()
        self._counts = roll.counts() if roll else Counter()
        staying = self.rows.current.student.id if self.rows.current and self.rows.moved else self._first
        cursor = next((row for row, entry in enumerate(entries) if entry.student.id == staying), None)
        if cursor is None:
            cursor = self.rows.cursor if self.rows.moved else _first_unmarked(entries)
        self._read = bool(roll and roll.read_at)
        if self.list:
            self.presence = self.desk.register.usual_presence(self.list)
        self.rows.show(entries, cursor, self._placeholder())
        self._follow_current()
        self.show_title()
        self.show_state()
        self.show_keys()

    def _placeholder(self) -> str:
        if self._read:
            return gettext("Nobody is on this list.")
        errors = [error for reading in self.readings() if (error := self.desk.sync.failure(reading))]
        if any(isinstance(error, RefusedError) for error in errors):
            return gettext("USOS has no such list, or it is not yours.")
        return gettext("This roll is not here yet.") if errors else gettext("Reading the roll from USOS …")

    def show_title(self) -> None:
        """Show what is called: the group, the meeting, the mode."""
        if self.list is None:
            self.title_line.show(gettext("List {id}").format(id=drawable(self.list_id)))
            return
        title = wording.title_of(self.list, self.desk.register.group(self.list.group))
        today = self.desk.register.now().date()
        distance = wording.day_distance(self.list.date, today)
        when = Content.assemble(
            wording.meeting(self.list, today),
            (f" · {distance}" if distance else "", "bold $warning"),
            (f" · {gettext('draft')}" if self.list.is_draft else "", "bold $warning"),
            f" · {wording.mode_word(self.list.mode)}",
        )
        self.title_line.show(Content.styled(title, "bold"), when)

    def show_state(self) -> None:
        """Show the counts, and whether all is saved."""
        self._unsent = self.desk.register.unsent(self.list_id).total
        parts: list[Content | str] = [" "]
        for mark in MARK_KEYS:
            blocked = self.list is not None and not self.list.mode.allows(mark) and not self._counts[mark]
            shown = "–" if blocked or not self._read else str(self._counts[mark])
            style = "$foreground-muted" if blocked or not self._counts[mark] else f"bold {_MARK_STYLES[mark]}"
            parts += [Content.styled(f"{wording.SHAPES[mark]} {shown}", style), "   "]
        total = sum(self._counts.values())
        if total:
            left = self._counts[None]
            parts.append(
                gettext("{left} of {total} to go").format(left=left, total=total)
                if left
                else gettext("all {total} marked").format(total=total)
            )
        unsent = self.desk.register.unsent(self.list_id).total
        self.state_line.show(Content.assemble(*parts), self.sync_content(unsent, settled=self._settled()))

    def _settled(self) -> str:
        """Return what is true when nothing is unsent: saved, or confirmed by reading back."""
        total, marked = sum(self._counts.values()), sum(self._counts.values()) - self._counts[None]
        confirmed = self.desk.register.confirmed_at(self.list_id)
        if confirmed:
            return gettext("confirmed in USOS {time} ({marked} of {total})").format(
                time=clock_time(confirmed), marked=marked, total=total
            )
        return gettext("all saved") if self._read and marked else ""

    def show_trouble(self) -> None:
        """Let the message line stand for what is the matter, or for why nothing is sent yet."""
        text = self.trouble()
        waits = not text and self.is_untouched() and self.desk.sync.at_barrier(self.list_id)
        if waits:
            text = gettext(
                "Nothing is sent yet: the first mark in USOS fixes this list's mode, and it cannot be deleted."
            )
        self.message.stand(text, Tone.PLAIN if waits else Tone.WARNING)

    def trouble(self) -> str:
        """Return what failed; a mark that needs a decision is no less a trouble than a lost connection."""
        trouble, current = super().trouble(), self.rows.current
        if trouble:
            return trouble
        if current is not None and current.needs_decision:
            return wording.stuck(current)
        stuck = self.desk.register.unsent(self.list_id).stuck
        return wording.stuck_marks(stuck) if stuck else ""

    def is_untouched(self) -> bool:
        """Tell whether USOS holds no mark of this list, as far as is known."""
        return not any(entry.held.mark for entry in self.rows.entries)

    def renew(self, row: int, entry: Entry) -> None:
        """Show an entry anew; only its row is painted."""
        self._counts[self.rows.entries[row].mark] -= 1
        self._counts[entry.mark] += 1
        self.rows.renew(row, entry)
        self._follow_current()

    def has_marks(self) -> bool:
        """Tell whether anybody is marked, sent or not."""
        return sum(self._counts.values()) > self._counts[None]

    def arrived(self) -> None:
        """Say what is the matter with the student one has moved to."""
        if self._follow_current() or self._deciding:
            self.show_trouble()

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the four marks, blocked ones with the reason, and below them the other keys."""
        marks = []
        for mark, (digit, *_) in MARK_KEYS.items():
            key, word = f"{digit} {keys.letter(mark)}", wording.mark_word(mark)
            if self.list is None or self.list.mode.allows(mark):
                marks.append(KeyItem(key, word))
            else:
                reason = wording.blocked_short(self.list.mode)
                marks.append(KeyItem(key, f"{word} ({reason})", available=False, short="–"))
        presence = keys.name_of("space")
        return tuple(marks), tuple(
            replace(item, word=wording.mark_word(self.presence)) if item.key == presence else item
            for item in super().bar_lines()[0]
        )

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

    def news(self, news: News) -> None:
        """Renew the one row whose mark USOS has answered; else as every screen."""
        if isinstance(news, EntrySettled) and news.list_id == self.list_id:
            row = self.rows.row_of(news.student_id)
            entry = self.desk.register.entry(news.list_id, news.student_id)
            if row is not None and entry is not None:
                self.renew(row, entry)
                if entry.needs_decision:
                    self.say(wording.stuck(entry), Tone.WARNING)
        super().news(news)


def _first_unmarked(entries: tuple[Entry, ...]) -> int:
    return next((row for row, entry in enumerate(entries) if entry.mark is None), 0)
