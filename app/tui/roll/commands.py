"""Commands of a roll that need nothing but their key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.roll.outcomes import Outcome
from app.roll.session import RollSession


def by_name(session: RollSession) -> Mapping[str, Callable[[], Outcome]]:
    """Return the commands by the names that the table of keys has for them: `command('undo')`."""
    return {
        "mark_present": session.mark_present,
        "undo": session.undo,
        "redo": session.redo,
        "keep_mine": session.keep_mine,
        "take_theirs": session.take_theirs,
        "send": session.send,
        "create_list": session.create_list,
    }
