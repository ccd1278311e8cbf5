"""The office's pages without a network."""

from __future__ import annotations

import pytest
from flask import Flask

from core import setup
from core.people.actor import SYSTEM
from inventory import places
from inventory.requests import PlaceRequest
from tests.conftest import AppOn
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, inside


@pytest.fixture
def site(app_on: AppOn) -> Flask:
    """The application with no context pushed: what a request leaves behind must not reach the next one."""
    return app_on("sqlite")


@pytest.fixture
def office(site: Flask) -> Browser:
    """An outlet with a manager, a place, a producer, a product and an agreement, all typed into pages."""
    inside(site, lambda: setup.first_run("Điểm bán thử", "quanly", PASSWORD))
    inside(site, lambda: places.put_place("QUAY", PlaceRequest(name="Quầy", kind="shop"), SYSTEM))
    office = Browser(site)
    producer = {"code": "NSX1", "name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân"}
    assert office.post("/producers/new", producer).status_code == 302
    assert office.post("/products/new", PRODUCT).status_code == 302
    assert office.post("/producers/NSX1/agreements/new", AGREEMENT).status_code == 302
    return office
