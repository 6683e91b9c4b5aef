"""Sending at once what is held back or waits."""

from __future__ import annotations

from app.roll.outcomes import Notice, ReadOnly, Rejected
from app.sync.connection import asked_to_wait
from app.workspace.workspace import Workspace


def send(workspace: Workspace, list_id: str) -> Rejected:
    """Hold nothing of a list back any more and try at once; return what comes of it. May raise `StoreError`."""
    if workspace.owner:
        return ReadOnly(workspace.owner)
    workspace.sync.release(list_id)
    return _tried(workspace, list_id)


def send_all(workspace: Workspace) -> Notice:
    """Do so with everything that is unsent now."""
    for one, _ in workspace.register.unsent_lists():
        workspace.sync.release(one.id)
    return _tried(workspace, None)


def _tried(workspace: Workspace, list_id: str | None) -> Notice:
    workspace.sync.try_now()
    if not workspace.register.unsent(list_id).total:
        return Notice.NOTHING_UNSENT
    lists = [entries for one, entries in workspace.register.unsent_lists() if list_id in (one.id, None)]
    if all(entry.mark is None for entries in lists for entry in entries):
        return Notice.COMMENTS_WAIT
    paused = asked_to_wait(workspace.sync.connection) and workspace.sync.next_try_in() > 0
    return Notice.PAUSED if paused else Notice.SENDING
