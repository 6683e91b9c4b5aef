"""What is said of a roll as a whole: its counts, who is in the room, what USOS has of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from textual.content import Content

from app.domain.model import AttendanceList, Mark, Mode
from app.i18n import clock_time, gettext, ngettext
from app.keymap.keys import MARK_KEYS
from app.messages import groups, marks
from app.register.register import Register

MARK_COLOURS = {
    Mark.INTRAMURAL: "$success",
    Mark.REMOTE: "$secondary",
    Mark.JUSTIFIED: "$warning",
    Mark.ABSENT: "$error",
}


@dataclass(slots=True)
class RollState:
    """The counts of a roll; `read` if it was ever read from USOS, `heads` how many were counted in the room."""

    list: AttendanceList | None = None
    counts: Counter[Mark | None] = field(default_factory=Counter)
    read: bool = False
    heads: int | None = None

    @property
    def total(self) -> int:
        """How many students there are."""
        return sum(self.counts.values())

    @property
    def marked(self) -> int:
        """How many of them are marked."""
        return self.total - self.counts[None]

    @property
    def present(self) -> int:
        """How many are marked present where the heads are counted: in the room, or in a remote meeting."""
        remote = self.list is not None and self.list.mode is Mode.REMOTE
        return self.counts[Mark.REMOTE if remote else Mark.INTRAMURAL]

    def blocked(self, mark: Mark) -> bool:
        """Tell whether the list's mode forbids a mark that nobody has."""
        return self.list is not None and not self.list.mode.allows(mark) and not self.counts[mark]

    def shown(self, mark: Mark) -> str:
        """Return how many have a mark, a dash where that is not known or cannot be."""
        return "–" if self.blocked(mark) or not self.read else str(self.counts[mark])

    def content(self) -> Content:
        """Return the line of counts: each mark, how many are to go, who is in the room."""
        gap = "   " if self.heads is None else "  "
        parts: list[Content | str] = [" "]
        for mark in MARK_KEYS:
            faint = self.blocked(mark) or not self.counts[mark]
            style = "$foreground-muted" if faint else f"bold {MARK_COLOURS[mark]}"
            parts += [Content.styled(f"{marks.SHAPES[mark]} {self.shown(mark)}", style), gap]
        parts.append(self.to_go())
        if self.heads is not None:
            fits = self.heads == self.present
            told = heads_short(self.heads, self.present)
            parts.append(Content.styled(f" · {told}", "$foreground-muted" if fits else "$warning"))
        return Content.assemble(*parts)

    def to_go(self) -> str:
        """Return how many are to be marked yet, empty where there is nobody."""
        if not self.total:
            return ""
        left = self.counts[None]
        if left:
            return gettext("{left} of {total} to go").format(left=left, total=self.total)
        return gettext("all {total} marked").format(total=self.total)

    def settled(self, register: Register, list_id: str) -> str:
        """Return what is true when nothing is unsent: saved, or confirmed by reading back."""
        confirmed = register.confirmed_at(list_id)
        if confirmed and self.heads is not None:
            return gettext("confirmed {time}").format(time=clock_time(confirmed))
        if confirmed:
            return gettext("confirmed in USOS {time} ({marked} of {total})").format(
                time=clock_time(confirmed), marked=self.marked, total=self.total
            )
        return gettext("all saved") if self.read and self.marked else ""


def heads_short(heads: int, present: int) -> str:
    """Return how many are in the room, and how many are marked present where these are others, as short as can be."""
    room = gettext("room {heads}").format(heads=heads)
    return room if heads == present else f"{room} ≠ {present}"


def heads(counted: int, present: int) -> str:
    """Return how many are in the room against those marked present."""
    told = gettext("{heads} in the room, {present} present: {difference}")
    difference = _difference(counted, present) if counted != present else gettext("it fits")
    return told.format(heads=counted, present=present, difference=difference)


def _difference(heads: int, present: int) -> str:
    missing = heads - present
    if missing > 0:
        return ngettext("{number} missing", "{number} missing", missing).format(number=missing)
    return ngettext("{number} too many", "{number} too many", -missing).format(number=-missing)


def meeting_and_mode(one: AttendanceList, today: date) -> Content:
    """Return when a meeting is, how far from today, whether it is a draft, and how it is held."""
    notable = [groups.day_distance(one.date, today), gettext("draft") if one.is_draft else ""]
    told = "".join(f" · {word}" for word in notable if word)
    return Content.assemble(groups.meeting(one, today), (told, "bold $warning"), f" · {marks.mode_word(one.mode)}")
