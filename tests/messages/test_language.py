"""In which language the program speaks, when nobody has said it."""

from __future__ import annotations

import pytest

from app.i18n import preferred_language


@pytest.mark.parametrize(
    ("environment", "system", "language"),
    [
        ({}, "", "en"),
        ({"LANG": "pl_PL.UTF-8"}, "", "pl"),
        ({"LANG": "PL_pl.ISO-8859-2"}, "", "pl"),
        ({"LC_ALL": "C.UTF-8", "LANG": "pl_PL.UTF-8"}, "", "en"),
        ({"LC_MESSAGES": "pl_PL.UTF-8", "LANG": "en_US.UTF-8"}, "", "pl"),
        ({"LANGUAGE": "pl:en", "LANG": "en_US.UTF-8"}, "", "pl"),
        ({"LANGUAGE": "de:en:pl", "LANG": "pl_PL.UTF-8"}, "", "en"),
        ({"LANGUAGE": "de:uk", "LANG": "pl_PL.UTF-8"}, "", "pl"),
        ({"LANGUAGE": "pl", "LC_ALL": "C.UTF-8"}, "", "en"),
        ({"LANGUAGE": "pl_PL"}, "", "pl"),
        ({"LANG": "plt_MG.UTF-8"}, "", "en"),  # Malagasy
        ({}, "pl", "pl"),
        ({"LANG": "en_GB.UTF-8"}, "pl", "en"),
    ],
)
def test_the_language_is_that_of_the_environment_and_else_of_the_system(
    environment: dict[str, str], system: str, language: str
) -> None:
    assert preferred_language(environment, system) == language
