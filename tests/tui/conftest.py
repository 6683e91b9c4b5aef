"""What only tests of screens need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.private import paint_every_frame, paint_where_a_test_looks


@pytest.fixture
def every_frame() -> Iterator[None]:
    """Paint every frame as on a terminal, for a test that counts what is painted."""
    paint_every_frame()
    yield
    paint_where_a_test_looks()
