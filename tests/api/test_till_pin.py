"""The till asks whether a PIN is right before it goes on: one's own, or a manager's, and nobody else's."""

from __future__ import annotations

import re

from core.people.permits import Role
from tests.api.inside import LocalOutlet
from tests.outlet import Shop
from tests.pages.office import PASSWORD, Browser, add

PIN, OTHER = "73529164", "82640157"


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
