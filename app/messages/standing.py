"""What stands below a roll while nothing else is said: what is the matter with it, or why nothing is sent yet."""

from __future__ import annotations

from app.domain import agenda
from app.i18n import gettext
from app.messages import drafts, failures, guide, marks, roll
from app.register.reversal import Reversal
from app.roll.outcomes import Notice, Outcome
from app.roll.session import RollSession
from app.sync.requests import ReadRoll
from app.usos.errors import BusyError, OfflineError, RefusedError


def of_roll(session: RollSession, general: str) -> tuple[str, bool]:
    """Return what stands below a roll, and whether it is a warning; empty when all is well.

    `general` is what is the matter with the store or the connection to USOS, whatever is shown.
    """
    if session.draft.group is not None and session.draft.is_creating:
        return drafts.creating(), False
    if text := trouble(session, general):
        return text, True
    return (roll.at_barrier(), False) if session.roll.waits_at_barrier() else ("", True)


def while_calling(session: RollSession, general: str) -> tuple[str, bool]:
    """Return the same for somebody who calls: in the demo its guide goes before what is no warning."""
    text, warns = of_roll(session, general)
    if text and warns:
        return text, True
    known, tally, now = session.roll.list, session.roll.tally, session.workspace.register.now()
    guided = guide.GuidedRoll(
        list_id=session.list_id,
        presence=session.roll.presence,
        marked=tally.marked,
        left=tally.left,
        is_on=known is not None and agenda.list_is_on(known, now),
    )
    return guide.line(session.workspace.guide, guided) or text, False


def trouble(session: RollSession, general: str) -> str:
    """Return what is the matter with a roll: of a draft why it has no list and what to do; empty when all is well."""
    if session.draft.group is None or session.workspace.owner:
        return _of_list(session, general)
    return "" if session.draft.is_creating else _of_draft(session, general)


def _of_list(session: RollSession, general: str) -> str:
    """Return what failed; a mark that needs a decision is no less a trouble than a lost connection."""
    sync, cursor = session.workspace.sync, session.roll.cursor
    unsent = session.workspace.register.unsent(session.list_id)
    if cursor.entries and not unsent.total and failures.is_gone(sync.failure(ReadRoll(session.list_id))):
        return gettext("This list is not in USOS any more.")
    if general:
        return general
    if cursor.current is not None and cursor.current.needs_decision:
        return roll.stuck(cursor.current)
    return marks.stuck_marks(unsent.stuck) if unsent.stuck else ""


def _of_draft(session: RollSession, general: str) -> str:
    draft, connection, current = session.draft, session.workspace.sync.connection, session.roll.cursor.current
    passing = (OfflineError, BusyError)
    undecided = current is not None and current.needs_decision
    if undecided or (connection.trouble and not isinstance(connection.trouble, passing)):
        return _of_list(session, general)
    if (there := draft.list_there) is not None:
        return drafts.adopting(there)
    if draft.error is not None and not isinstance(draft.error, passing):
        return drafts.failed(draft.error)
    return drafts.offline(connection) or drafts.kept()


def may_differ(outcome: Outcome) -> bool:
    """Tell whether what stands below a roll may be another after a command, whoever is in hand."""
    return isinstance(outcome, Reversal) or outcome in (
        Notice.SENDING,
        Notice.PAUSED,
        Notice.NOTHING_UNSENT,
        Notice.CREATING,
    )


def placeholder(session: RollSession) -> str:
    """Return why a roll shows no students."""
    if session.draft.group is not None:
        return gettext("The students of this group are not known here yet.")
    if session.roll.is_read:
        return gettext("Nobody is on this list.")
    failed = [error for reading in session.roll.readings() if (error := session.workspace.sync.failure(reading))]
    if any(isinstance(error, RefusedError) for error in failed):
        return gettext("USOS has no such list, or it is not yours.")
    return gettext("This roll has not been read yet.") if failed else gettext("Reading the roll from USOS …")
