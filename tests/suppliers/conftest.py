"""The outlet of a test: in this process, on SQLite, with a clock that obeys."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.journeys.inside import Inside


@pytest.fixture
def inside(app: Flask) -> Inside:
    """An outlet that was just set up."""
    return Inside(app)
