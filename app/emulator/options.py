"""What an emulated installation is like: every switch there is, and what it means."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

MethodSet: TypeAlias = Literal["full", "no-user", "oldest"]


@dataclass(frozen=True)
class Options:
    """An installation's data and habits.

    Where the API's text is silent the default is the harsher reading, so that a client that works
    here works with either; the switches give the other reading.
    """

    port: int = 0
    """0: any free port. It is kept over `stop()` and `start()`."""
    base_path: str = "/"
    """The path of the base URL, as in `/usosapps/`; kept with a slash at both ends."""
    students: int = 30
    """How many are in the class that is on now; the other groups vary around it."""
    groups: int = 6
    """How many groups the lecturer has; the six telling ones come first, more are ordinary."""
    seed: int = 7
    odd_names: bool = True
    """False: no student has a name that is there only because it breaks programs."""
    ids: Literal["number", "text"] = "number"
    """How ids of lists, users and course units are written in JSON (both are seen in the wild)."""
    methods: MethodSet = "full"
    """Which attendance methods there are (usos-api.md, section 5.1): all ten; all but `user`, as at AM Bydgoszcz;
    or the oldest six with `add_attendance_date`, as at Politechnika Koszalińska."""
    without: frozenset[str] = frozenset()
    """Full names of methods that this installation lacks besides, such as `services/apisrv/now`."""
    flat_fields: frozenset[str] = frozenset()
    """Fields after which this version cannot read a `[`: 400 with a message alone."""
    unknown_fields: frozenset[str] = frozenset()
    """Fields that are `field_not_found` when asked for by name. Here and in `forbidden_fields` they are written
    as in a selector: `owner`, `student[student_number]`, or `owner[*]` for whatever is asked inside."""
    forbidden_fields: frozenset[str] = frozenset()
    """Fields that are `field_forbidden` when asked for by name."""
    phantoms: bool = False
    """True: `tt/*` tells more than the meetings, as installations do: days on which a class without regular times
    might be, and for each meeting a computed twin without a room."""
    open_timetable: bool = False
    """True: `tt/user` needs no scope. Its reference asks for `studies`."""
    failing: frozenset[str] = frozenset()
    """What a call ends in a 500 with JSON for: full names of methods, fields as above, ids of students."""
    codeless: frozenset[str] = frozenset()
    """What a call is refused for by a 400 without an error code, with a sentence for people; named likewise."""
    unknown_as_400: bool = False
    """True: a method that is not there is a 400 with a message alone, instead of a 404."""
    user: Literal["lecturer", "colleague", "student"] = "lecturer"
    """Whose the access token is that is ready from the start. Who teaches nothing finds nothing."""
    withheld_scopes: frozenset[str] = frozenset()
    """Scopes that no token gets, whatever an application asks for and a user allows."""
    emails: bool = False
    """True: staff who see students' numbers see their e-mail addresses, too."""
    keep_comments: bool = False
    """True: `update_attendance` without `comment` keeps the old comment instead of clearing it."""
    shuffle: bool = True
    """False: rows come in order of creation. The API promises no order at all."""
    database: Path | None = None
    """A file that survives a restart; what it holds goes before `students`, `groups` and `seed`."""
    forbidden_status: int = 400
    """The HTTP status of `method_forbidden`, which is documented only as "4xx"."""
    pretend_ssl: bool = False
    """True: PLAINTEXT signatures are accepted, as over https. Loopback is plain http, so by default
    they are refused; the rule "SSL: required" itself is taken as met on loopback."""
    timestamp_window: int | None = 300
    """Seconds that `oauth_timestamp` may be off. None: any time, for a client whose clock runs
    while the emulator's clock is held still by a test."""
    clock_ahead: float = 0
    """Seconds by which the installation's clock is ahead of the true time; negative: behind it."""

    def __post_init__(self) -> None:
        path = "/" + self.base_path.strip("/")
        if self.students < 1 or self.groups < 1:
            raise ValueError("an installation has at least one group, and its class at least one student")
        object.__setattr__(self, "base_path", path if path == "/" else path + "/")
