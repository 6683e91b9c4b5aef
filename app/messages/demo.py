"""What the command palette offers to do to the demo's network and its USOS."""

from __future__ import annotations

from app.i18n import N_, gettext
from app.keymap import keys
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

_DONE = {
    TrickKind.CUT_NETWORK: N_("The network is cut. Go on marking: all of it is kept and waits."),
    TrickKind.SLOW_NETWORK: N_("Every answer of USOS takes two seconds now. No key waits for it."),
    TrickKind.RESTORE_NETWORK: N_("The network is whole again; what waited is being sent."),
    TrickKind.COLLEAGUE: N_("A colleague has changed a mark in USOS. {refresh} in the roll reads it now."),
    TrickKind.EXPIRE_TOKEN: N_("Your sign-in to USOS has expired. {accounts} renews it."),
}


def title(kind: TrickKind) -> str:
    """Return what a trick does, as one looks for it."""
    return f"{gettext('Demo')}: {gettext(_TITLES[kind])}"


def done(kind: TrickKind) -> str:
    """Return that a trick was played, and what to look for."""
    named = {"refresh": keys.shown("roll.refresh"), "accounts": keys.shown("every.accounts")}
    return gettext(_DONE[kind]).format(**named)


def explanation(kind: TrickKind) -> str:
    """Return what comes of a trick."""
    return gettext(_EXPLANATIONS[kind])
