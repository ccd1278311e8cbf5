"""Who signs in at a till's page, or is switched in there, is known to have been at it that day; PINs typed at it."""

from __future__ import annotations

import re
from typing import Any

from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid
from tests.pages.office import PASSWORD, Browser, add

PIN, OTHER = "73529164", "82640157"


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


def test_a_pin_is_checked_for_oneself_and_for_managers_only(local_outlet: LocalOutlet) -> None:
    shop = Shop(local_outlet.api)
    for username, role, pin in (("thu7", Role.CASHIER, PIN), ("minh7", Role.CASHIER, OTHER), ("lan7", Role.MANAGER, OTHER)):
        add(local_outlet.app, username, role, password=PASSWORD, pin=pin)
    browser = Browser(local_outlet.app, "thu7")
    token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(f"/sell?till={shop.till}").text)
    assert token

    def status(username: object, pin: object) -> int:
        body = {"username": username, "pin": pin}
        return int(browser.client.post("/sell/pin", json=body, headers={"X-CSRFToken": token[1]}).status_code)

    assert status("thu7", PIN) == 200
    assert status("lan7", OTHER) == 200
    assert status("lan7", PIN) == 401
    assert status("minh7", OTHER) == 401, "another cashier's PIN is not told to be right"
    assert status("nobody", PIN) == 401
    assert status(None, PIN) == 400
    assert 'name="username"' not in browser.get("/sell").text, "and nobody was signed in or out"
