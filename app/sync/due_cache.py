"""What waits in the store: looked up once for all threads, until something changes it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.frozen import frozen
from app.domain.model import ListId
from app.store import Store, StoreError
from app.store.outbox import Due
from app.sync.requests import Recreate, Request
from app.usos.errors import UsosError


@frozen
class Waiting:
    """The decisions that could be sent, and the lists that are to be read back."""

    due: Sequence[Due]
    unconfirmed: Sequence[str]


class DueCache:
    """Keeps the last look. Any thread may look; two at once do no harm."""

    def __init__(self, store: Store) -> None:
        """Look into this store."""
        self._store = store
        self._kept: tuple[int, Waiting] | None = None

    def look(self, version: int) -> Waiting | None:
        """Return what waits as of a version of the store or newer; None while it cannot be read."""
        kept = self._kept
        if kept is not None and kept[0] == version:
            return kept[1]
        try:
            waiting = Waiting(self._store.outbox.due(), self._store.outbox.unconfirmed_lists())
        except StoreError:
            return None
        self._kept = version, waiting
        return waiting

    def moved(self, request: Request, error: UsosError | None) -> list[tuple[ListId, str]]:
        """Return list and student of the marks that a call has moved from a draft; they are held as if decided now."""
        draft = ListId(request.list_id).meeting if isinstance(request, Recreate) and error is None else None
        if draft is None:
            return []
        try:
            due = [row for row in self._store.outbox.due() if not row.tried]
            lists = {row.list_id: self._store.mirror.attendance_list(row.list_id) for row in due}
        except StoreError:
            return []
        of_group = {list_id for list_id, one in lists.items() if one is not None and one.group == draft[0]}
        return [(row.list_id, row.student_id) for row in due if row.list_id in of_group]
