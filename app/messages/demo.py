"""What the command palette offers to do to the demo's network and its USOS."""

from __future__ import annotations

from app.i18n import N_, gettext
from app.workspace.workspace import TrickKind

_TITLES = {
    TrickKind.CUT_NETWORK: N_("switch off the network"),
    TrickKind.SLOW_NETWORK: N_("slow the network"),
    TrickKind.RESTORE_NETWORK: N_("restore the network"),
    TrickKind.COLLEAGUE: N_("let a colleague change a mark"),
    TrickKind.EXPIRE_TOKEN: N_("expire the token"),
}
_EXPLANATIONS = {
    TrickKind.CUT_NETWORK: N_("marks are kept and wait"),
    TrickKind.SLOW_NETWORK: N_("every answer takes two seconds"),
    TrickKind.RESTORE_NETWORK: N_("waiting marks are sent automatically"),
    TrickKind.COLLEAGUE: N_("the student you marked last, or the first of today's class"),
    TrickKind.EXPIRE_TOKEN: N_("your sign-in stops working"),
}


def title(kind: TrickKind) -> str:
    """Return what a trick does, as one looks for it."""
    return f"{gettext('Demo')}: {gettext(_TITLES[kind])}"


def explanation(kind: TrickKind) -> str:
    """Return what comes of a trick."""
    return gettext(_EXPLANATIONS[kind])
