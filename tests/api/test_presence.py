"""Who signs in at a till's page, or is switched in there, is known to have been at it that day."""

from __future__ import annotations

import re
from typing import Any

from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid
from tests.pages.office import PASSWORD, Browser, add

PIN = "73529164"


def test_signing_in_at_a_till_and_switching_in_by_pin_are_remembered(local_outlet: LocalOutlet) -> None:
    shop = Shop(local_outlet.api)
    shop.open_shift()
    line = shop.line(shop.stocked())

    def codes(cashier: str) -> list[Any]:
        body = shop.sale(line, offline=True, cashier=cashier)
        return [flag["code"] for flag in shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)["flags"]]

    for username in ("thu1", "thu2"):
        add(local_outlet.app, username, Role.CASHIER, password=PASSWORD, pin=PIN)
    assert codes("thu1") == codes("thu2") == ["seller_differs"]
    browser = Browser(local_outlet.app, "thu1")
    page = browser.get(f"/sell?till={shop.till}").text
    assert (codes("thu1"), codes("thu2")) == ([], ["seller_differs"])
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert token
    switched = browser.client.post("/sign-in/pin", json={"username": "thu2", "pin": PIN}, headers={"X-CSRFToken": token[1]})
    assert switched.status_code == 200, switched.text
    browser.get("/sell").close()
    assert codes("thu2") == []
    local_outlet.app.extensions.pop("outlet_till_presence")
    assert codes("thu2") == [], "also after a restart"
