"""This installation as it presents itself, and universities that do not exist, as its neighbours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class University:
    """An entry of the list that all installations share. Addresses are published with `http://` though all are https.

    `version` is None where the mother server could not reach the installation.
    """

    base_url: str
    name_pl: str
    name_en: str
    email: str
    version: str | None


VERSION = "7.1.1.0-1"
NAME_PL, NAME_EN, EMAIL = "Uniwersytet Przykładowy", "Example University", "usos@example.edu.pl"

NEIGHBOURS = (
    University(
        base_url="http://usosapps.nadwislanski.example.edu.pl/",
        name_pl="Uniwersytet Nadwiślański",
        name_en="Vistula Valley University",
        email="usos@nadwislanski.example.edu.pl",
        version="7.3.0.0-4, 1d2c3b4a (2026-05-13)",
    ),
    University(
        base_url="http://apps.usos.pzolw.example.edu.pl/",
        name_pl="Politechnika Żółwiowa",
        name_en="Żółw University of Technology",
        email="api@pzolw.example.edu.pl",
        version="7.2.0.0-2, 5e6f7a8b, dirty (2025-11-04)",
    ),
    University(
        base_url="http://api.lesna.example.edu.pl/usosapps/",
        name_pl="Akademia Leśna w Źródlinie",
        name_en="",
        email="usos@lesna.example.edu.pl",
        version="7.1.1.0-1, 9c0d1e2f (2024-11-25)",
    ),
    University(
        base_url="http://usosapi.ans-zamglenie.example.edu.pl/",
        name_pl="Akademia Nauk Stosowanych w Zamgleniu",
        name_en="University of Applied Sciences in Zamglenie",
        email="it@ans-zamglenie.example.edu.pl",
        version=None,
    ),
    University(
        base_url="http://usosapi.tu.wydmy.example.edu.pl/",
        name_pl="Politechnika Wydmowa",
        name_en="",
        email="usos@tu.wydmy.example.edu.pl",
        version="6.5.0.0-7, 3a4b5c6d (2019-02-18)",
    ),
)
