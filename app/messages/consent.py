"""What the browser shows after the lecturer has let rollcall in, or has refused to."""

from __future__ import annotations

from app.i18n import gettext, language
from app.usos.callback import Outcome, PageWords


def words(outcome: Outcome) -> PageWords:
    """Return title and text of the page, in the language in use."""
    if outcome.verifier is None:
        title = gettext("Access was refused")
        text = gettext("rollcall got no access to USOS. You can close this page and go back to the program.")
    else:
        title = gettext("You can go back to rollcall")
        text = gettext("USOS has given rollcall access. You can close this page; the program continues by itself.")
    return PageWords(language(), title, text)
