"""The outlet inside the process, one for each test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.inside import LocalOutlet
from tests.conftest import BOTH, NewDatabase, _application, _close


@pytest.fixture(scope="module")
def local_outlet(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalOutlet]:
    """A set-up outlet on SQLite."""
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    yield LocalOutlet.set_up(app)
    _close(app)


@pytest.fixture(scope="module", params=BOTH)
def each_local_outlet(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalOutlet]:
    """The same on each kind of database."""
    app = _application(new_database(request.param), tmp_path_factory.mktemp("data"))
    yield LocalOutlet.set_up(app)
    _close(app)
