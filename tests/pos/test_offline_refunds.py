"""Goods taken back while the server was gone belong to whom took them back, whoever sends it."""

from __future__ import annotations

from typing import Any

import pytest

from core.db import transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, uid


def add_person(username: str, role: Role) -> str:
    transaction(lambda: people.add(username, username.title(), role, actor=SYSTEM))
    return username


def back(shop: Any, **more: Any) -> Any:
    """One piece of a sale comes back; the answer."""
    sold = shop.sell(shop.line(shop.stocked()))
    line = {"line": 1, "quantity": "1", "condition": "resell"}
    body = {"shift": shop.shift, "sale": sold["uid"], "lines": [line], "method": "cash", "reason": "khách đổi ý", **more}
    return shop.api.put(f"/api/v1/refunds/{uid()}", body)


def test_a_refund_belongs_to_whom_took_the_goods_back(inside: Inside) -> None:
    shop = inside.shop()
    seller = add_person("thuha", Role.CASHIER)
    taken = back(shop, offline=True, cashier=seller).ok(201)
    assert (taken["cashier"], [flag["code"] for flag in taken["flags"]]) == (seller, ["seller_differs"])
    own = back(shop, offline=True, cashier=MANAGER).ok(201)
    assert (own["cashier"], own["flags"]) == (MANAGER, [])
    assert inside.gaps() == []


@pytest.mark.parametrize(("cashier", "is_offline"), [("thukho", True), ("nobody", True), ("", True), (MANAGER, False)])
def test_only_who_may_sell_is_taken_as_the_cashier_and_only_offline(inside: Inside, cashier: str, is_offline: bool) -> None:
    add_person("thukho", Role.STOREKEEPER)
    refused = back(inside.shop(), offline=is_offline, cashier=cashier)
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["cashier"])
