"""What the summary of a roll shows: its counts as bars, and the students one asks about, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len

from app.domain import late
from app.domain.frozen import frozen
from app.domain.model import PRESENCES, Entry, Mark, Standing
from app.i18n import drawable, gettext
from app.keymap import keys
from app.keymap.mark_keys import MARK_KEYS
from app.messages import groups, marks, tally
from app.roll.cursor import Cursor
from app.roll.tally import RollTally
from app.tui.roll.roster import MARK_STYLES, MARKED_STYLES, pill
from app.tui.widgets.large_letters import large
from app.tui.widgets.rows import Piece, Rows, cut

_LABEL, _COUNT = 22, 6  # cells
_NOTE = 24  # and for what stands after a bar
_LONGEST_BAR = 60
_SHORTEST_BAR = 8  # below which a bar tells nothing
_ROOMY = 100  # from which there is room for a large number
_LARGE = 16  # its cells


@frozen
class Fact:
    """A line above the names: a label, how many, of how many a bar is drawn, and a few words.

    A bar has a `rail` where it is to be seen how much of the whole it is.
    """

    label: Piece
    count: str = ""
    of: tuple[int, int] | None = None
    rail: bool = False
    note: Piece = ("", "")


@frozen
class Section:
    """A heading, and the students below it."""

    heading: str
    entries: Sequence[Entry]
    style: str = "heading"
    hint: str = ""


def facts(shown: RollTally, entries: Sequence[Entry], template: str, *, is_read: bool) -> Iterator[Fact]:
    """Return the counts of the marks that the list's mode allows, and the head count.

    `template` is how late arrivals are written.
    """
    for mark in MARK_KEYS:
        if shown.is_blocked(mark):
            continue
        count = tally.counted(shown, mark, is_read=is_read)
        came_late = sum(one.mark is mark and late.is_late(one.comment, template) for one in entries)
        words = (
            [groups.percent(shown.counts[mark], shown.total)]
            if mark in PRESENCES and shown.marked and not shown.left
            else []
        )
        if mark in PRESENCES and came_late:
            words.append(f"{gettext('late')} {came_late}")
        style = MARK_STYLES[mark] if shown.counts[mark] else "faint"
        yield Fact(
            label=(f"{marks.letter_and_shape(mark)}  {marks.mark_word(mark)}", style),
            count=count,
            of=(shown.counts[mark], shown.total),
            rail=mark in PRESENCES and bool(shown.counts[mark]),
            note=("   ".join(words), "faint"),
        )
    if shown.heads is not None:
        fits = shown.heads == shown.present
        told = tally.heads_short(shown.heads, shown.present) + (f": {gettext('matches')}" if fits else "")
        yield Fact(label=(f"     {gettext('head count')}", "faint"), note=(told, "" if fits else "warning"))


def sections(entries: Sequence[Entry], template: str, *, details: bool) -> list[Section]:
    """Return whom one asks about at the end of a roll.

    That is who is to be decided about, who was not there, of whom more is written, and who has no mark yet.
    Without `details` no comment is shown: then it is said which key shows it.
    """
    with_comment = [one for one in entries if one.comment]
    came_late = [one for one in with_comment if one.mark in PRESENCES and late.is_late(one.comment, template)]
    others = [one for one in with_comment if one not in came_late]
    undecided = [one for one in entries if one.needs_decision]
    unmarked = [one for one in entries if one.mark is None and not one.needs_decision]
    key = keys.shown("summary.details")
    minutes = "" if details else gettext("{key} shows the minutes").format(key=key)
    written = "" if details else gettext("{key} shows it").format(key=key)
    found = [
        Section(heading=gettext("To decide"), entries=undecided, style="warning"),
        Section(heading=gettext("Absent"), entries=[one for one in entries if one.mark is Mark.ABSENT]),
        Section(heading=gettext("Excused"), entries=[one for one in entries if one.mark is Mark.JUSTIFIED]),
        Section(heading=gettext("Late"), entries=came_late, hint=minutes),
        Section(heading=gettext("With a comment"), entries=others, hint=written),
        Section(heading=gettext("Without a mark"), entries=unmarked),
    ]
    return [one for one in found if one.entries]


class SummaryRows(Rows):
    """Facts, and below them the students by what there is to say of them."""

    STYLES: ClassVar[tuple[str, ...]] = MARKED_STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in MARKED_STYLES}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Start empty."""
        super().__init__(id=id)
        self._shown: list[Fact | Section | tuple[int, Entry] | None] = []  # None is an empty line
        self._large: Sequence[str] = ()
        self._details = False

    @property
    def current(self) -> Entry | None:
        """The student under the cursor, None where there is none."""
        row = self._shown[self.cursor] if self.cursor < len(self._shown) else None
        return row[1] if isinstance(row, tuple) else None

    def show(
        self, shown: Sequence[Fact], chosen: Sequence[Section], cursor: Cursor, *, present: int, details: bool
    ) -> None:
        """Show facts and students, these with their numbers on the roll, and on a wide screen `present` in large."""
        staying = self.current
        self._details, self._large = details, large(str(present), _LARGE)
        self._shown = [None, *shown]
        while len(self._shown) <= len(self._large):
            self._shown.append(None)
        for section in chosen:
            self._shown += [None, section]
            self._shown += [(cursor.number_of(one.student.id), one) for one in section.entries]
        headings = [row for row, one in enumerate(self._shown) if not isinstance(one, tuple)]
        same = (
            row
            for row, one in enumerate(self._shown)
            if isinstance(one, tuple) and staying and one[1].student == staying.student
        )
        self.fill(len(self._shown), next(same, 0), headings=headings)

    def pieces(self, row: int, width: int) -> list[Piece]:
        """Return a fact, a heading, or a student."""
        match self._shown[row]:
            case Fact() as fact:
                return [*self._beside(row, width), *self._fact(fact, width)]
            case Section() as section:
                count = (f" · {len(section.entries)}   ", "faint")
                return [(f"   {section.heading}", section.style), count, (section.hint, "faint")]
            case (number, entry):
                return self._student(number, entry, current=self.points and row == self.cursor)
            case None:
                return self._beside(row, width)

    def _beside(self, row: int, width: int) -> list[Piece]:
        """Return what stands at the left of the facts: a part of the large number, or a margin."""
        if width < _ROOMY:
            return [("   ", "")]
        line = self._large[row - 1] if 1 <= row <= len(self._large) else ""
        return [(cut(f"   {line}", _LARGE + 3), MARK_STYLES[Mark.INTRAMURAL])]

    def _fact(self, fact: Fact, width: int) -> list[Piece]:
        label, style = fact.label
        pieces: list[Piece] = [(cut(label, _LABEL), style), (f"{fact.count:>{_COUNT}}   ", "")]
        room = width - _LABEL - _COUNT - _NOTE - (_LARGE if width >= _ROOMY else 0) - 6
        if fact.of is not None and fact.of[1] and room >= _SHORTEST_BAR:
            room = min(room, _LONGEST_BAR)
            length = -(-room * fact.of[0] // fact.of[1])
            pieces += [("━" * length, style), (("─" if fact.rail else " ") * (room - length), "faint"), ("  ", "")]
        return [*pieces, fact.note]

    def _student(self, number: int, entry: Entry, *, current: bool) -> list[Piece]:
        name = drawable(entry.student.name)
        told: Piece = ("", "")
        if entry.needs_decision:
            told = (marks.stuck_short(entry), "warning")
        elif self._details and entry.comment:
            told = (drawable(entry.comment), "faint")
        if entry.mark is None and entry.standing is Standing.UNSENT:
            shown = f"{told[0]} · {marks.waiting(None)}" if told[0] else marks.comment_waits()
            told = (shown, "faint")
        return [
            (f"{number:>6}  ", "faint"),
            pill(entry.mark),
            (f"  {cut(name, max(cell_len(name), 28))}  ", "name" if current else ""),
            told,
        ]
