"""The outlet inside the process, one for each test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.inside import House
from tests.conftest import BOTH, NewDatabase, _application, _close


@pytest.fixture(scope="module")
def house(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A set-up outlet on SQLite."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    yield House.set_up(app)
    _close(app)


@pytest.fixture(scope="module", params=BOTH)
def each_house(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The same on each kind of database."""
    app = _application(new_database(request.param), tmp_path_factory.mktemp("data"))
    yield House.set_up(app)
    _close(app)
