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
        "http://usosapps.nadwislanski.example.edu.pl/",
        "Uniwersytet Nadwiślański",
        "Vistula Valley University",
        "usos@nadwislanski.example.edu.pl",
        "7.3.0.0-4, 1d2c3b4a (2026-05-13)",
    ),
    University(
        "http://apps.usos.pzolw.example.edu.pl/",
        "Politechnika Żółwiowa",
        "Żółw University of Technology",
        "api@pzolw.example.edu.pl",
        "7.2.0.0-2, 5e6f7a8b, dirty (2025-11-04)",
    ),
    University(
        "http://api.lesna.example.edu.pl/usosapps/",
        "Akademia Leśna w Źródlinie",
        "",
        "usos@lesna.example.edu.pl",
        "7.1.1.0-1, 9c0d1e2f (2024-11-25)",
    ),
    University(
        "http://usosapi.ans-zamglenie.example.edu.pl/",
        "Akademia Nauk Stosowanych w Zamgleniu",
        "University of Applied Sciences in Zamglenie",
        "it@ans-zamglenie.example.edu.pl",
        None,
    ),
    University(
        "http://usosapi.tu.wydmy.example.edu.pl/",
        "Politechnika Wydmowa",
        "",
        "usos@tu.wydmy.example.edu.pl",
        "6.5.0.0-7, 3a4b5c6d (2019-02-18)",
    ),
)
