"""What a report of a bug has to name: the versions of the program and of what it stands on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import app
from app.i18n import gettext


def program() -> str:
    """Return name and version of this program."""
    return f"rollcall {app.__version__}"


def python() -> str:
    """Return the version of the Python that runs it."""
    return f"Python {platform.python_version()}"


def of(distribution: str) -> str:
    """Return name and version of a library as it is installed, without importing it; a bundle may not tell."""
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return gettext("{library} of a version not told").format(library=distribution)
