"""The few words of the header about the way to USOS."""

from __future__ import annotations

import pytest

from app.messages.sending import sync_state
from app.sync.connection import Connection
from app.usos.errors import (
    BusyError,
    KeychainSilentError,
    NotAllowedError,
    NotKeptError,
    OfflineError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)

TRIED_AGAIN = {
    OfflineError(Silence.TIMEOUT): "offline",
    BusyError(3): "USOS is busy",
    NotKeptError(): "disk problem",
    UnreadableError("?"): "unreadable answers",
}
STOPPED = {
    SignInNeededError(): "signed out",
    KeychainSilentError(): "signed out",
    NotAllowedError("services/attendance/attendance", "method_forbidden"): "stopped",
}


@pytest.mark.parametrize(("trouble", "words"), [*TRIED_AGAIN.items(), *STOPPED.items()])
def test_the_header_names_what_is_the_matter_and_how_many_marks_wait(trouble: UsosError, words: str) -> None:
    assert sync_state(0, Connection(trouble)) == words
    assert sync_state(2, Connection(trouble)) == f"{words} · ↑ 2 unsent"


@pytest.mark.parametrize("trouble", TRIED_AGAIN)
def test_what_is_tried_again_by_itself_is_not_called_stopped(trouble: UsosError) -> None:
    connection = Connection(trouble)
    assert not connection.stopped
    assert "stopped" not in sync_state(1, connection)


def test_the_header_says_nothing_where_all_is_well() -> None:
    assert sync_state(0, Connection()) == ""
    assert sync_state(3, Connection()) == "↑ 3 unsent"
