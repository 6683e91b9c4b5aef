"""What is read from USOS for a roll."""

from __future__ import annotations

from app.register.register import Register
from app.roll.draft import DraftBinding
from app.sync.requests import ReadGroups, Reading, ReadList, ReadLists, ReadRoll


def of_roll(draft: DraftBinding, *, has_students: bool) -> tuple[Reading, ...]:
    """Return what a roll is made of, to be read again when asked to: the roll and, for its mode, the list.

    Of a draft these are the lists of its group, for one may have come; and who is in it while nobody is known.
    """
    if draft.group is None:
        return ReadRoll(draft.list_id), ReadList(draft.list_id)
    return (ReadLists(draft.group),) if has_students else (ReadLists(draft.group), ReadGroups())


def at_opening(draft: DraftBinding, register: Register) -> tuple[Reading, ...]:
    """Return what is read when a roll is opened.

    The list itself was read with its group's lists; where nobody has asked yet whose it is, that is read as well.
    A draft whose list is being created needs nothing: that begins with the same reading.
    """
    if draft.group is not None:
        return () if draft.is_creating else (ReadLists(draft.group),)
    known = register.attendance_list(draft.list_id)
    whose = register.group(known.group) if known else None
    return (ReadRoll(draft.list_id),) if whose else (ReadRoll(draft.list_id), ReadGroups(), ReadLists())
