"""The office's pages without a network."""

from __future__ import annotations

import pytest
from flask import Flask

from core import setup
from core.people.actor import SYSTEM
from inventory import places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from tests.conftest import AppOn, NewDatabase, _application, _close
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, inside


@pytest.fixture(scope="session")
def first_office(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of an office with a manager, a place, a producer, a product and an agreement, all typed into pages."""
    url = new_database("sqlite")
    site = _application(url, tmp_path_factory.mktemp("office"))
    inside(site, lambda: setup.first_run("Điểm bán thử", "quanly", PASSWORD))
    inside(site, lambda: places.put_place("QUAY", PlaceRequest(name="Quầy", kind=PlaceKind.SHOP), SYSTEM))
    office = Browser(site)
    producer = {"code": "NSX1", "name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân"}
    assert office.post("/producers/new", producer).status_code == 302
    assert office.post("/products/new", PRODUCT).status_code == 302
    assert office.post("/producers/NSX1/agreements/new", AGREEMENT).status_code == 302
    _close(site)
    return url


@pytest.fixture
def sqlite_template(request: pytest.FixtureRequest, migrated_sqlite: str) -> str:
    """The first office for a test that asks for an office, an empty outlet for the others."""
    return str(request.getfixturevalue("first_office")) if "office" in request.fixturenames else migrated_sqlite


@pytest.fixture
def site(app_on: AppOn) -> Flask:
    """The application with no context pushed: what a request leaves behind must not reach the next one."""
    return app_on("sqlite")


@pytest.fixture
def office(site: Flask) -> Browser:
    """The manager, signed in to an office of the test's own, a copy of the first one."""
    return Browser(site)
