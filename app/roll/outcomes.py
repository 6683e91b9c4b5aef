"""What a command about a roll has come to, as values: `messages/roll.py` says them, the front ends paint them."""

from __future__ import annotations

from enum import Enum, auto

from app.domain.frozen import frozen
from app.domain.model import AttendanceList, Entry, Mark, Mode, Record, Student
from app.register.reversal import Reversal


class Step(Enum):
    """Where the cursor has gone after a student was dealt with."""

    NEXT = auto()  # to the next student without a mark
    WRAPPED = auto()  # to the first without a mark, above: below there is none
    RETURNED = auto()  # to where a search or an undo had led away from
    STAYED = auto()
    ALL_MARKED = auto()  # nowhere: nobody is without a mark


class Notice(Enum):
    """An outcome that needs no more than its name."""

    DONE = auto()  # there is nothing to say
    NOBODY = auto()  # no student is in hand, or the roll was never read
    ALL_MARKED = auto()
    WRAPPED = auto()
    NO_FURTHER = auto()
    NO_MATCH = auto()
    NOTHING_TO_DECIDE = auto()
    SENDING = auto()
    COMMENTS_WAIT = auto()  # for the marks they go with
    PAUSED = auto()  # USOS itself named the time before which nothing may be sent
    NOTHING_UNSENT = auto()
    LIST_IN_USOS = auto()  # it is no draft
    CREATING = auto()
    NOT_STORED = auto()  # the disk did not take it; nothing has changed
    STORE_BUSY = auto()  # another process kept the file to itself; nothing has changed
    STORE_LOST = auto()  # the file was deleted or replaced, so nothing can be kept; nothing has changed
    LIST_STAYS = auto()  # nothing is left to undo but that the list was created, which its roll does not take back
    NO_ABSENCE = auto()  # none of them is an unexcused absence any more; nothing has changed
    CONTROL_SIGN = auto()  # the comment has signs that command a terminal; nothing has changed
    NOT_LATE = auto()  # what was typed tells of no late arrival, or of minutes no class has; nothing has changed
    ENTRY_GONE = auto()  # that student, or the list, is not in USOS any more; nothing has changed


@frozen
class ReadOnly:
    """Nothing was decided: another process owns the store."""

    owner: str


Rejected = ReadOnly | Notice
"""Why nothing was decided: `ReadOnly`, or one of the notices from `NOT_STORED` on."""


@frozen
class Blocked:
    """The list's mode forbids the mark; `fixed` if the mode cannot be changed any more."""

    mode: Mode
    fixed: bool


@frozen
class Marked:
    """A student has another record than `before`; `late` is what was written of a late arrival, None for any other."""

    before: Entry
    after: Record
    step: Step
    late: str | None = None

    @property
    def is_correction(self) -> bool:
        """Whether there was a mark before."""
        return self.before.mark is not None


@frozen
class PressAgain:
    """Nothing was decided: only the same mark once more counts.

    The student was present or has no mark, or the class is to come.
    """

    entry: Entry
    mark: Mark


@frozen
class Already:
    """The student had this mark."""

    entry: Entry
    step: Step


@frozen
class Late:
    """A student who is present anyway has this said of being late."""

    entry: Entry
    written: str
    step: Step


@frozen
class Commented:
    """A comment was written, or cleared."""

    entry: Entry
    step: Step


@frozen
class Filled:
    """So many students without a mark have got this one, in one step."""

    number: int
    mark: Mark


@frozen
class Imported:
    """So many students have got what a report says, in one step.

    `left` were changed meanwhile, or something else is to be decided about them: they are as they were.
    """

    number: int
    left: int


@frozen
class Resolved:
    """What was to be decided about a student is decided: this is the entry now."""

    entry: Entry


@frozen
class Stuck:
    """USOS has not taken a mark, or holds another: the lecturer has to decide."""

    entry: Entry


@frozen
class Replaced:
    """What was decided about these had come to USOS, and somebody has changed it there since."""

    entries: tuple[Entry, ...]


@frozen
class Repeated:
    """A mark key was not counted, for it was held down; `taken_back` if one that was counted has been undone."""

    key: str
    taken_back: Reversal | Rejected | None = None


@frozen
class Excused:
    """So many absences of a student were excused, or made up for, in one step; `left` need a decision first.

    `overdue` are those among the excused whose last day to be excused was over.
    """

    student: Student
    number: int
    made_up: bool = False
    left: int = 0
    overdue: int = 0


@frozen
class NothingToExcuse:
    """This absence was excused or made up for before, or is none any more; nothing has changed."""

    entry: Entry


class Why(Enum):
    """Why a single key was not counted."""

    OTHER_WINDOW = auto()  # the window had just come to the front
    JUST_OPENED = auto()  # the screen had just been opened
    JUST_CHANGED = auto()  # another row had just come to be under the cursor, by no key


@frozen
class NotCounted:
    """A key was not counted: it was pressed before anybody can have looked."""

    key: str
    why: Why


@frozen
class TooFast:
    """So many keys were not counted, for no hand is so quick; `taken_back` if the first one's mark is undone."""

    number: int
    taken_back: Reversal | Rejected | None = None


@frozen
class LeavingUndo:
    """Leaving now drops this undo or redo, which waits for USOS; asked once more, the roll is left."""

    waiting: Reversal


@frozen
class UndoStops:
    """Nothing was undone: the last undo could not clear this mark in USOS; the step before it takes one more undo."""

    entry: Entry


@frozen
class Adopted:
    """A draft's list is there and has taken its place.

    `joined` are on it and were not known here; `left_out` were marked and are not on it. `created`: it came into
    being from here.
    """

    list: AttendanceList
    joined: tuple[Student, ...]
    left_out: tuple[Student, ...]
    with_marks: bool
    created: bool = False


Outcome = (
    Notice
    | ReadOnly
    | Blocked
    | Marked
    | PressAgain
    | Already
    | Late
    | Commented
    | Filled
    | Imported
    | Resolved
    | Stuck
    | Replaced
    | Excused
    | NothingToExcuse
    | Repeated
    | NotCounted
    | TooFast
    | LeavingUndo
    | UndoStops
    | Adopted
    | Reversal
)
