"""The exact versions a wheel was tested with: `python -m tests.constraints` writes them into constraints.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path(__file__).parent.parent / "constraints.txt"
OURS = "usos-rollcall"
_HEAD = """# The exact versions of everything that a wheel of rollcall was tested with, for: pip install --constraint
# Written by: python -m tests.constraints
"""


def installed() -> dict[str, str]:
    """What the program needs on this system, by name, with what it needs in turn, in the versions that are here."""
    return dict(sorted((name, version) for name, version in _needed_by(OURS, (), set()) if name != OURS))


def _needed_by(name: str, extras: Sequence[str], seen: set[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    found = distribution(name)
    yield canonicalize_name(name), found.version
    for wanted in map(Requirement, found.requires or ()):
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield from _needed_by(wanted.name, tuple(sorted(wanted.extras)), seen)


def listed() -> dict[str, str]:
    """What the file says."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def main() -> None:
    """Write the file anew."""
    lines = "".join(f"{name}=={version}\n" for name, version in installed().items())
    FILE.write_text(_HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
