"""The outlet inside the process, one for each test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.inside import House
from tests.conftest import NewDatabase, _application, _close


@pytest.fixture(scope="module")
def house(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A set-up outlet on SQLite."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    yield House.set_up(app)
    _close(app)
