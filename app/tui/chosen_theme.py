"""The theme that was chosen in the palette, from one start to the next."""

from __future__ import annotations

from app.store import StoreError
from app.tui.program import Program
from app.workspace.workspace import Workspace


def kept(workspace: Workspace) -> str | None:
    """Return the theme that was chosen last, None where there is none of that name any more."""
    try:
        name = workspace.register.roll_details.theme
    except StoreError:
        return None  # the first screen says that the store cannot be read
    return name if name in Program.themes() else None


def keep(workspace: Workspace, name: str) -> None:
    """Use this theme at the next start, too; not where another program owns the store. Raises `StoreError`."""
    if not workspace.owner:
        workspace.register.roll_details.keep_theme(name)
