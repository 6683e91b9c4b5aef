"""Which versions of libraries are installed; that of this program is in `app.__version__`."""

from __future__ import annotations

UNTOLD = "?"


def version(distribution: str) -> str:
    """Return the version of an installed distribution; `UNTOLD` where a program was packed without what tells it."""
    from importlib import metadata  # noqa: PLC0415 - that takes as long as a tenth of a start

    try:
        return metadata.version(distribution) or UNTOLD
    except (metadata.PackageNotFoundError, KeyError):
        return UNTOLD
