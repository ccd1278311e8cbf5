"""The till's catalogue: whole, or only what changed since a version the till knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.statements import recorded_statements


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def catalogue(shop: TimedShop, since: str | None = None) -> Any:
    return shop.api.get("/api/v1/catalogue", till=shop.till, **({"since": since} if since else {})).ok()


def test_a_delta_names_only_what_was_sold(shop: TimedShop) -> None:
    sold, other = shop.stocked(quantity="5"), shop.stocked()
    whole = catalogue(shop)
    assert {p["code"]: p["on_hand"] for p in whole["products"]} == {sold: "5", other: "50"}
    shop.sell(shop.line(sold, "2"))
    delta = catalogue(shop, whole["version"])
    assert (delta["since"], [(p["code"], p["on_hand"]) for p in delta["products"]]) == (whole["version"], [(sold, "3")])


def test_nothing_new_names_nothing_and_asks_for_no_product(shop: TimedShop) -> None:
    shop.stocked()
    version = catalogue(shop)["version"]
    with recorded_statements() as statements:
        delta = catalogue(shop, version)
    assert (delta["version"], delta["products"], delta["removed"]) == (version, [], [])
    assert not [statement for statement, _values in statements if "barcode" in statement or "sale_line" in statement]


def test_a_retired_product_is_removed(shop: TimedShop) -> None:
    product = shop.stocked()
    version = catalogue(shop)["version"]
    fields = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in fields.items() if k != "code"} | {"retired": True}).ok()
    delta = catalogue(shop, version)
    assert (delta["products"], delta["removed"]) == ([], [product])


def test_a_till_that_moved_gets_the_goods_of_its_new_place(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    product = shop.stocked()
    version = catalogue(shop)["version"]
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    till = shop.api.get(f"/api/v1/tills/{shop.till}").ok()
    shop.api.put(f"/api/v1/tills/{shop.till}", {k: v for k, v in till.items() if k != "code"} | {"place": other.place}).ok()
    moved = catalogue(shop, version)
    assert moved["since"] is None
    assert next(p for p in moved["products"] if p["code"] == product)["on_hand"] == "0"


@pytest.mark.parametrize(
    "since", ["x", "1-2-3", "1-2-0-20200101-", "-1-2-0-20261101-", "9x-1-0-20261101-", "1-2-0-20261101-KHO-2", "1-2-0-20269999-"]
)
def test_an_unknown_version_gets_the_whole(shop: TimedShop, since: str) -> None:
    product = shop.stocked()
    answer = catalogue(shop, since)
    assert (answer["since"], [p["code"] for p in answer["products"]]) == (None, [product])


def test_the_next_day_names_only_what_sold_and_whose_certificate_ended(inside: Inside) -> None:
    shop = inside.shop()
    sold, starred, other = shop.stocked(quantity="5"), shop.stocked(), shop.stocked()
    fields = shop.api.get(f"/api/v1/products/{starred}").ok()
    day = clock.today()
    certificate = {"number": "1", "issuer": "UBND", "issued_on": f"{day - timedelta(days=30)}", "valid_until": f"{day}"}
    document = {k: v for k, v in fields.items() if k != "code"} | {"stars": 4, "certificate": certificate}
    shop.api.put(f"/api/v1/products/{starred}", document).ok()
    whole = catalogue(shop)
    assert {p["code"]: p["stars"] for p in whole["products"]} == {sold: None, starred: 4, other: None}
    shop.sell(shop.line(sold, "2"))
    with clock.time_travel(clock.now() + timedelta(days=1)):
        delta = catalogue(shop, whole["version"])
    assert delta["since"] == whole["version"]
    assert {p["code"]: p["stars"] for p in delta["products"]} == {sold: None, starred: None}
    with clock.time_travel(clock.now() + timedelta(days=9)):
        assert catalogue(shop, whole["version"])["since"] is None


def test_a_till_hears_how_many_lots_are_recalled_and_which(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    (lot,) = [row["lot"] for row in shop.api.all("/api/v1/stock", product=product)]
    before = shop.api.get("/api/v1/catalogue", till=shop.till).ok()
    asked = lambda: inside.as_role(Role.CASHIER).get("/api/v1/catalogue/recalls").ok()  # noqa: E731
    assert (before["recalled"], before["recalls"], asked()) == ([], 0, {"recalls": 0})
    shop.api.post(f"/api/v1/lots/{lot}/recall", {"uid": uid(), "reason": "mốc"}).ok(201)
    after = shop.api.get("/api/v1/catalogue", till=shop.till, since=before["version"]).ok()
    assert (after["since"], after["recalls"], asked()) == (None, 1, {"recalls": 1})
    assert after["recalled"] == [{"lot": lot, "product": product}]
    lost = {"place": shop.place, "lines": [{"lot": lot, "quantity": "50", "cause": "recall"}]}
    shop.api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
    gone = shop.api.get("/api/v1/catalogue", till=shop.till).ok()
    assert gone["recalled"] == [{"lot": lot, "product": product}], "a jar may stand behind another"
    delta = shop.api.get("/api/v1/catalogue", till=shop.till, since=after["version"]).ok()
    assert (delta["since"], delta["recalled"]) == (after["version"], [])
