"""The emulator as the rest of the program and the tests know it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app.emulator.backdoor import ListSummary
from app.emulator.calls import CallLog
from app.emulator.clock import Clock, computer_time
from app.emulator.faults import Faults
from app.emulator.options import Options

if TYPE_CHECKING:
    from app.emulator.serving import Serving

_DEFAULTS = Options()


class Emulator:
    """A USOS installation over real HTTP on loopback, with people and classes made from a seed.

    It serves on a thread of its own between `start` and `stop`, and as a context manager. Its data outlive
    `stop`: it can start again on the same port, with the same marks and tokens. Everything but `start` and
    `stop` may be used from any thread.
    """

    def __init__(
        self, options: Options = _DEFAULTS, *, now: Callable[[], datetime] | None = None, calls: CallLog | None = None
    ) -> None:
        """`now` gives Polish wall-clock time without a zone; which class is on, signatures and expiry go by it.

        None: this computer's clock. `calls` is where calls are noted, None: a log of its own.
        """
        # Starlette, uvicorn and authlib take a quarter of a second to import: nobody pays before it is needed.
        from app.emulator.parts import build_parts  # noqa: PLC0415 see above

        self.options = options
        self.calls = CallLog() if calls is None else calls
        self.faults = Faults(when_cleared=self._release)
        self._clock = Clock(now or computer_time, timedelta(seconds=options.clock_ahead))
        self._parts = build_parts(options, self.faults, self.calls, self._clock)
        self._serving: Serving | None = None
        self._port = options.port
        self.backdoor = self._parts.backdoor
        """The data, past the API."""
        keys = self._parts.keys
        self.consumer_key, self.consumer_secret = keys.consumer_key, keys.consumer_secret
        self.token, self.token_secret = keys.token, keys.token_secret

    def start(self) -> None:
        """Serve; return when connections are accepted. OSError when the port is taken."""
        from app.emulator.serving import Serving  # noqa: PLC0415 see __init__

        if self._serving is not None:
            return
        serving = Serving(self._parts.application, self._port)
        serving.start()
        self._serving, self._port = serving, serving.port

    def stop(self) -> None:
        """Stop serving at once, cutting what is under way; the data stay."""
        if self._serving is not None:
            self._serving.stop()
            self._serving = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base URL, with a slash at its end. With port 0 it is known from the first start on."""
        if self._port == 0:
            raise RuntimeError("the emulator has no address before it was started")
        return f"http://127.0.0.1:{self._port}{self.options.base_path}"

    def current_list(self) -> str:
        """The id of the list of the class that was on when the data were made. It has no marks at first."""
        return self._parts.keys.current_list

    def lists(self) -> list[ListSummary]:
        """Every list of every lecturer, oldest first."""
        return self.backdoor.lists()

    def marks(self, list_id: str) -> dict[str, tuple[str | None, str | None]]:
        """Mark and comment by student id, of everybody on the list."""
        return self.backdoor.marks(list_id)

    def set_mark(self, list_id: str, student_id: str, mark: str | None, comment: str | None) -> None:
        """What a colleague does to an entry of the list."""
        self.backdoor.set_mark(list_id, student_id, mark, comment)

    def set_list_mode(self, list_id: str, mode: str) -> None:
        """Change the mode of a list, marks or no marks."""
        self.backdoor.set_list_mode(list_id, mode)

    def delete_list(self, list_id: str) -> None:
        """Delete a list with its marks."""
        self.backdoor.delete_list(list_id)

    def remove_student(self, list_id: str, student_id: str) -> None:
        """Take a student out of the group that the list is for; a mark already given stays on the list."""
        self.backdoor.remove_student(list_id, student_id)

    def add_student(self, list_id: str, student_id: str) -> None:
        """Put a student into the group that the list is for."""
        self.backdoor.add_student(list_id, student_id)

    def expire_token(self) -> None:
        """Let every access token run out now."""
        self.backdoor.expire_tokens()

    def renew_token(self) -> None:
        """Let every access token that ran out be good again."""
        self.backdoor.renew_tokens()

    def expire_request_tokens(self) -> None:
        """Let every sign-in that is under way run out now: consent page and PIN are of no use any more."""
        self.backdoor.expire_request_tokens()

    def revoke_token(self) -> None:
        """Take every access token away, as a user can in USOSweb."""
        self.backdoor.revoke_tokens()

    def sign_ins(self) -> int:
        """How many access tokens were given out by a sign-in, as far back as `calls` goes."""
        return sum(call.status == 200 for call in self.calls.of("services/oauth/access_token"))

    def set_clock_ahead(self, by: timedelta) -> None:
        """Let the installation's clock be ahead of `now` by this much, negative: behind it.

        `apisrv/now`, the times that signatures may have, expiry and today's timetable go by it.
        """
        self._clock.ahead = by

    def _release(self) -> None:
        if self._serving is not None:
            self._serving.soon(self._parts.service.release)
