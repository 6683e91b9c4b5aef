"""What every screen works with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from enum import Enum, auto

from app.accounts.accounts import Account
from app.config.exports import ExportSettings
from app.config.settings import Access
from app.domain.frozen import frozen
from app.register.register import Register
from app.sync.sync import Sync
from app.workspace.destination import SignInContext
from app.workspace.guide import Guide
from app.workspace.list_history import ListHistory


class TrickKind(Enum):
    """What the demo can do to its network and its USOS; `messages.demo` has the words."""

    CUT_NETWORK = auto()
    SLOW_NETWORK = auto()
    RESTORE_NETWORK = auto()
    COLLEAGUE = auto()
    EXPIRE_TOKEN = auto()


@frozen
class Trick:
    """Something the demo can do, for the command palette. `play` gets the list and the student last looked at."""

    kind: TrickKind
    play: Callable[[str, str], None]


@frozen
class CallingOptions:
    """How the roll is called: as the lecturer has chosen, and as this run of the program remembers.

    `late` is the comment on who comes late, `excused` the one on an absence excused afterwards, "" the usual one.
    Within `repeat_guard` seconds the same mark key again is a repeat of a key kept down, 0 takes none for one. For
    `opening_guard` seconds after a roll was opened no key marks. `picks` counts who was picked at random, by list and
    student.
    """

    late: str = ""
    excused: str = ""
    repeat_guard: float = 0.1
    opening_guard: float = 0.3
    picks: Counter[tuple[str, str]] = field(default_factory=Counter)


@frozen
class Workspace:
    """The register to ask and tell, the sync that keeps it in step, and whose USOS it is, in a word or two.

    `owner` is the process that has this store open already: then nothing is written or sent from here. `tricks` are
    what the demo can do to its network and its USOS. `account` is who signed in, None where the credentials come from
    the configuration or the demo; `admit` lets sync go on with new ones, `renew` makes those of the demo good again.
    `computer_now` is what this computer's own clock says, None where nobody need compare it with Poland's.
    `list_history` is what was done to lists from here. `guide` leads through a first roll, None but in the demo.
    `export` is how files are written out. `notice` is said at the start, unless marks wait.
    """

    register: Register
    sync: Sync
    place: str
    owner: str = ""
    tricks: tuple[Trick, ...] = ()
    sign_in_context: SignInContext | None = None
    account: Account | None = None
    admit: Callable[[Access], None] = lambda access: None
    renew: Callable[[], None] | None = None
    options: CallingOptions = field(default_factory=CallingOptions)
    computer_now: Callable[[], datetime] | None = None
    list_history: ListHistory = field(default_factory=ListHistory)
    guide: Guide | None = None
    export: ExportSettings = field(default_factory=ExportSettings)
    notice: str = ""
