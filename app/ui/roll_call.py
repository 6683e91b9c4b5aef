"""The roll call: one key per student."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from textual.content import Content

from app.model import PRESENCES, AttendanceList, Entry, Mark, Mode, Record, Standing
from app.store import StoreError
from app.sync.plan import Reading, ReadList, ReadRoll
from app.sync.threads import EntrySettled, News
from app.texts import drawable, gettext
from app.ui import keys, wording
from app.ui.bars import KeyItem, Tone
from app.ui.desk import Desk
from app.ui.finder import Finder
from app.ui.frame import Frame
from app.ui.keys import MARK_KEYS, Place
from app.ui.prompt import Question
from app.ui.roster import Roster

_MARK_STYLES = {
    Mark.INTRAMURAL: "$success",
    Mark.REMOTE: "$secondary",
    Mark.JUSTIFIED: "$warning",
    Mark.ABSENT: "$error",
}
_LINE_BREAK = "↵"


class RollCall(Frame[Roster]):
    """Calls the roll of one list."""

    PLACE = Place.ROLL

    def __init__(self, desk: Desk, list_id: str) -> None:
        """Call this list; it need not be known yet."""
        super().__init__(desk, Roster(id="roster"))
        self._list_id = list_id
        self._list: AttendanceList | None = None
        self._read = False
        self._counts: Counter[Mark | None] = Counter()
        self._unsent = 0
        self._presence = Mark.INTRAMURAL
        self._return_to: str | None = None

    # --- showing ---

    def readings(self) -> tuple[Reading, ...]:
        """Return the roll and, for its mode, the list."""
        return ReadRoll(self._list_id), ReadList(self._list_id)

    def opening(self) -> tuple[Reading, ...]:
        """Return the roll alone: the list was read with its group's lists, or is read with the roll."""
        return (ReadRoll(self._list_id),)

    def on_mount(self) -> None:
        """Let a lost connection be tried more often while the roll is open."""
        self.desk.sync.watch(watched=True)

    def on_unmount(self) -> None:
        """Nobody waits for this roll any more."""
        self.desk.sync.watch(watched=False)

    def load(self) -> None:
        """Show the roll as stored: the cursor stays on its student, at first it goes to the first unmarked one."""
        roll = self.desk.register.roll(self._list_id)
        self._list = roll.list if roll else None
        entries = roll.entries if roll else ()
        self._counts = roll.counts() if roll else Counter()
        staying = self.rows.current.student.id if self.rows.current else None
        cursor = next((row for row, entry in enumerate(entries) if entry.student.id == staying), None)
        if cursor is None:
            cursor = self.rows.cursor if staying else _first_unmarked(entries)
        self._read = bool(roll and roll.read_at)
        if self._list:
            self._presence = self.desk.register.usual_presence(self._list)
        self.rows.show(entries, cursor, self._placeholder())
        self.show_title()
        self.show_state()
        self.show_keys()

    def _placeholder(self) -> str:
        if self._read:
            return gettext("Nobody is on this list.")
        failed = any(self.desk.sync.failure(reading) for reading in self.readings())
        return gettext("This roll is not here yet.") if failed else gettext("Reading the roll from USOS …")

    def show_title(self) -> None:
        """Show what is called: the group, the meeting, the mode."""
        if self._list is None:
            self.title_line.show(gettext("List {id}").format(id=drawable(self._list_id)))
            return
        group = self.desk.register.group(self._list.group)
        title = wording.group_title(group) if group else drawable(self._list.group.unit_id)
        today = self.desk.register.now().date()
        distance = wording.day_distance(self._list.date, today)
        when = Content.assemble(
            wording.meeting(self._list, today),
            (f" · {distance}" if distance else "", "bold $warning"),
            f" · {wording.mode_word(self._list.mode)}",
        )
        self.title_line.show(Content.styled(title, "bold"), when)

    def show_state(self) -> None:
        """Show the counts, and whether all is saved."""
        self._unsent = self.desk.register.unsent(self._list_id).total
        parts: list[Content | str] = [" "]
        for mark in MARK_KEYS:
            blocked = self._list is not None and not self._list.mode.allows(mark) and not self._counts[mark]
            shown = "–" if blocked else str(self._counts[mark])
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
        settled = gettext("all saved") if self._read and total > self._counts[None] else ""
        self.state_line.show(Content.assemble(*parts), self.sync_content(self._unsent, settled=settled))

    def trouble(self) -> str:
        """Return what failed; refused marks are no less a trouble than a lost connection."""
        refused = self.desk.register.unsent(self._list_id).refused
        return super().trouble() or (wording.refused_marks(refused) if refused else "")

    def bar_lines(self) -> tuple[tuple[KeyItem, ...], ...]:
        """Return the four marks, blocked ones with the reason, and below them the other keys."""
        marks = []
        for mark, (digit, *_) in MARK_KEYS.items():
            key, word = f"{digit} {keys.letter(mark)}", wording.mark_word(mark)
            if self._list is None or self._list.mode.allows(mark):
                marks.append(KeyItem(key, word))
            else:
                reason = wording.blocked_short(self._list.mode)
                marks.append(KeyItem(key, f"{word} ({reason})", available=False, short="–"))
        presence = keys.name_of("space")
        others = super().bar_lines()[0]
        return tuple(marks), tuple(
            replace(item, word=wording.mark_word(self._presence)) if item.key == presence else item for item in others
        )

    def news(self, news: News) -> None:
        """Renew the one row whose mark USOS has answered; else as every screen."""
        if isinstance(news, EntrySettled) and news.list_id == self._list_id:
            row = self.rows.row_of(news.student_id)
            entry = self.desk.register.entry(news.list_id, news.student_id)
            if row is not None and entry is not None:
                self._renew(row, entry)
                if entry.standing is Standing.REFUSED:
                    self.say(wording.refused_mark(entry.student.name, entry.reason), Tone.WARNING)
        super().news(news)

    # --- marking ---

    def action_mark(self, mark: str) -> None:
        """Mark the student under the cursor and go on."""
        self._mark(Mark(mark))

    def action_mark_present(self) -> None:
        """Mark the presence that this list's mode implies."""
        self._mark(self._presence)

    def _mark(self, mark: Mark) -> None:
        entry = self.rows.current
        if entry is None or self._list is None:
            return
        if not self._list.mode.allows(mark):
            fixed = sum(self._counts.values()) > self._counts[None]
            self.say(wording.blocked(self._list.mode, fixed=fixed), Tone.WARNING)
            return
        self.message.hush()
        before = entry.record
        if not self._decide(self.rows.cursor, Record(mark, before.comment)):
            return
        if self._list.mode is Mode.HYBRID and mark in PRESENCES and mark is not self._presence:
            self._presence = mark
            self.show_keys()
        if self._return_to is not None:
            self._come_back()
        elif before.mark is None:
            self._go_on()
        if before.mark not in {None, mark}:
            self.say(wording.change(entry.student.name, before, Record(mark, before.comment)))

    def _decide(self, row: int, record: Record) -> bool:
        """Commit a record, then paint it. What cannot be stored is not painted."""
        entry = self.rows.entries[row]
        try:
            decided = self.desk.register.decide(self._list_id, entry, record)
        except StoreError:
            self.say(gettext("The disk did not take the mark, so it is not set. Is the disk full?"), Tone.WARNING)
            return False
        self._renew(row, decided)
        self.desk.sync.decided()
        self.show_state()
        return True

    def _renew(self, row: int, entry: Entry) -> None:
        self._counts[self.rows.entries[row].mark] -= 1
        self._counts[entry.mark] += 1
        self.rows.renew(row, entry)

    # --- going on ---

    def action_next_unmarked(self) -> None:
        """Go to the next student without a mark."""
        self.message.hush()
        self._return_to = None
        self._go_on()

    def _go_on(self) -> None:
        """Go to the next unmarked student below, else to the first above, and say so; else say that all are marked."""
        entries, here = self.rows.entries, self.rows.cursor
        below = next((row for row in range(here + 1, len(entries)) if entries[row].mark is None), None)
        if below is not None:
            self.rows.move_to(below)
            return
        above = next((row for row in range(here) if entries[row].mark is None), None)
        if above is not None:
            self.rows.move_to(above)
            self.say(gettext("Back to the first student without a mark."))
        elif entries and entries[here].mark is not None:
            self.say(gettext("Everybody on this list is marked."))

    def _come_back(self) -> None:
        row = self.rows.row_of(self._return_to or "")
        self._return_to = None
        if row is not None:
            self.rows.move_to(row)

    def arrived(self) -> None:
        """Say what is the matter with the student one has moved to."""
        entry = self.rows.current
        if entry is not None and entry.standing is Standing.REFUSED:
            self.say(wording.refused_mark(entry.student.name, entry.reason), Tone.WARNING)

    # --- finding ---

    def action_find(self) -> None:
        """Find a student while typing; the next mark or comment is theirs, then the cursor comes back."""
        self.message.hush()
        finder = Finder(self.rows, self.prompt, start=self._return_to, taken=self._found, dropped=self.close_prompt)
        self.ask(finder.question())

    def _found(self, start: str, mark: Mark | None) -> None:
        self._return_to = start
        self.close_prompt()
        if mark is not None:
            self._mark(mark)

    # --- comments ---

    def action_comment(self) -> None:
        """Write a comment on the student under the cursor: Enter keeps, Esc drops, an empty one clears."""
        entry = self.rows.current
        if entry is None:
            return
        student, before = entry.student, entry.comment
        in_one_line = before.replace("\r\n", "\n").replace("\n", _LINE_BREAK)
        self.message.hush()

        def accepted(text: str) -> None:
            self.close_prompt()
            row = self.rows.row_of(student.id)
            if row is not None and text != in_one_line:
                comment = text.replace(_LINE_BREAK, "\n") if "\n" in before else text
                self._decide(row, Record(self.rows.entries[row].mark, comment))
            if self._return_to is not None:
                self._come_back()

        items = (
            KeyItem(keys.name_of("enter"), gettext("keep")),
            KeyItem(keys.name_of("escape"), gettext("drop")),
        )
        self.ask(Question(drawable(student.name), items, accepted, self.close_prompt), in_one_line)


def _first_unmarked(entries: tuple[Entry, ...]) -> int:
    return next((row for row, entry in enumerate(entries) if entry.mark is None), 0)
