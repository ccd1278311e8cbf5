"""Recalls: lots stopped one by one, by product or by delivery, and what is told of what is left and gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people.permits import Role
from core.quantity import Milli
from inventory.choices import MovementKind
from inventory.recalls.reading import _Moved
from suppliers.choices import LossCause
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid

DAY = date(2026, 12, 1)
SIGNS = {
    MovementKind.RECEIVED: 1, MovementKind.SOLD: -1, MovementKind.REFUNDED: 1, MovementKind.RETURNED: -1, MovementKind.LOST: -1,
}  # fmt: skip


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY, 8):
        return inside.shop()


def lots_of(shop: TimedShop, product: str, producer: str, *quantities: str) -> list[str]:
    """A delivery of several lots of a product, ended on days of their own."""
    lines = [
        {"product": product, "quantity": quantity, "best_before": (DAY + timedelta(days=30 + n)).isoformat()}
        for n, quantity in enumerate(quantities)
    ]
    delivered: list[str] = shop.deliver(producer, *lines)["lots"]
    return delivered


def test_a_recall_tells_what_came_of_each_lot_and_what_is_left_where(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer)
        (lot,) = lots_of(shop, product, producer, "20")
        store = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
        shop.api.put(
            f"/api/v1/transfers/{uid()}", {"from": shop.place, "to": store, "lines": [{"lot": lot, "quantity": "6"}]}
        ).ok(201)
        shop.sell({"lot": lot, "quantity": "3", "unit_price_vnd": 10_000})
        lost = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
        shop.api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
        recall = uid()
        shop.api.post(f"/api/v1/lots/{lot}/recall", {"uid": recall, "reason": "mốc"}).ok(201)
        shop.api.put(f"/api/v1/losses/{uid()}", lost | {"lines": [{"lot": lot, "quantity": "4", "cause": "recall"}]}).ok(201)
        back = {"producer": producer, "place": store, "lines": [{"lot": lot, "quantity": "2"}]}
        shop.api.put(f"/api/v1/producer-returns/{uid()}", back).ok(201)
        shop.api.put(f"/api/v1/producer-returns/{uid()}", back | {"handed_over": False}).ok(201)
        told = shop.api.get(f"/api/v1/recalls/{recall}").ok()
        assert (told["number"], told["reason"], told["cleared"]) == ("BBTH-2026-0001", "mốc", False)
        (goods,) = told["lots"]
        assert {name: goods[name] for name in ("came", "sold", "given_back", "destroyed", "lost")} == {
            "came": "20", "sold": "3", "given_back": "2", "destroyed": "4", "lost": "1",
        }  # fmt: skip
        here = {place["place"]: (place["on_hand"], place["set_aside"]) for place in goods["places"]}
        assert here == {shop.place: ("6", "0"), store: ("4", "2")}
        assert inside.gaps() == []


def test_a_product_or_a_delivery_is_stopped_in_one_act(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        producer = shop.producer()
        product, other = shop.product(producer), shop.product(producer)
        shop.agreement(producer)
        first, second = lots_of(shop, product, producer, "5", "5")
        delivery = shop.deliver(producer, {"product": other, "quantity": "3"}, {"product": product, "quantity": "4"})
        put = lambda body: shop.api.put(f"/api/v1/recalls/{uid()}", {"reason": "lẫn sạn"} | body)  # noqa: E731
        by_lot = put({"lots": [first]}).ok(201)
        by_delivery = put({"delivery": delivery["uid"]}).ok(201)
        by_product = put({"product": product}).ok(201)
        stopped = [[goods["lot"] for goods in recall["lots"]] for recall in (by_lot, by_delivery, by_product)]
        assert [stopped[0], sorted(stopped[1]), stopped[2]] == [[first], sorted(delivery["lots"]), [second]]
        assert (by_delivery["delivery"], by_product["product"]) == (delivery["uid"], product)
        assert put({"product": product}).code == "closed"
        assert [recall["number"] for recall in shop.api.all("/api/v1/recalls")] == [f"BBTH-2026-000{n}" for n in (1, 2, 3)]
        sold = shop.sale({"product": product, "quantity": "1", "unit_price_vnd": 10_000})
        assert shop.api.put(f"/api/v1/sales/{uid()}", sold).code == "out_of_stock"
        assert shop.api.get(f"/api/v1/lots/{second}").ok()["recalled"] is True
        (later,) = lots_of(shop, product, producer, "2")
        assert shop.api.get(f"/api/v1/lots/{later}").ok()["recalled"] is False
        assert inside.gaps() == []


def test_a_recall_names_lots_a_product_or_a_delivery_that_are_known(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        put = lambda body: shop.api.put(f"/api/v1/recalls/{uid()}", {"reason": "thử"} | body)  # noqa: E731
        product = shop.product(shop.producer())
        for body, field in (
            ({}, "body"),
            ({"lots": ["L1"], "product": product}, "body"),
            ({"lots": ["L1"]}, "lots.0"),
            ({"product": "KHONG-CO"}, "product"),
            ({"product": product}, "product"),
            ({"delivery": uid()}, "delivery"),
        ):
            refused = put(body)
            assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)
        keeper, cashier = inside.as_role(Role.STOREKEEPER), inside.as_role(Role.CASHIER)
        assert keeper.put(f"/api/v1/recalls/{uid()}", {"reason": "thử", "product": product}).status == 403
        assert (keeper.get("/api/v1/recalls").status, cashier.get("/api/v1/recalls").status) == (200, 403)


MOVES = st.lists(st.tuples(st.sampled_from([*SIGNS]), st.booleans(), st.integers(1, 9_999), st.sampled_from([None, *LossCause])))


@given(MOVES, st.lists(st.integers(-9_999, 9_999)))
def test_whatever_moves_came_less_what_left_is_what_is_here(moves: Any, counted: list[int]) -> None:
    moved, here = _Moved(), 0
    for kind, is_reversed, quantity, cause in moves:
        signed = SIGNS[kind] * quantity * (-1 if is_reversed else 1)
        moved.add(kind, cause if kind is MovementKind.LOST else None, signed)
        here += signed
    for signed in counted:
        moved.add(MovementKind.COUNT, None, signed)
        here += signed
    assert moved.came - moved.sold - moved.given_back - moved.destroyed - moved.lost == Milli(here)
