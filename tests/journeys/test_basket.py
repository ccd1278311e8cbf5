"""A gift basket over three producers and a box: sold, refunded in part, exchanged, and on the books to the đồng.

Every figure here was worked out by hand from docs/money.md. A basket of 500 000 đồng holds goods worth 519 000: a teapot of
320 000, rice of 135 000, two jars of 32 000. By largest remainder they cost 308 285, 130 058 and 61 657 in it; the box costs
nothing.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid

BASKET_VND = 500_000


class Gifts:
    """The shelf: who owns what, and on which terms."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        piece = {"unit": "cái", "places": 0}
        terms = {bearer: {"basis": "commission", "rate_bp": rate_bp, "discount_bearer": bearer}
                 for bearer, rate_bp in (("outlet", 1500), ("producer", 1000), ("shared", 2000))}  # fmt: skip
        self.teapot = shop.stocked(320_000, "10", terms["outlet"], **piece)
        self.rice = shop.stocked(135_000, "10", terms["producer"], **piece)
        self.jar = shop.stocked(32_000, "10", terms["shared"], **piece)
        self.potter = shop.producer_of(self.teapot)
        self.vase = shop.product(self.potter, 450_000, **piece)
        shop.deliver(self.potter, {"product": self.vase, "quantity": "10", "best_before": "2099-01-01"})
        owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
        self.box = shop.product(owner, 20_000, **piece)
        shop.deliver(owner, {"product": self.box, "quantity": "5"})
        self.basket = shop.code("GIO")
        items = [{"product": p, "quantity": q} for p, q in ((self.teapot, "1"), (self.rice, "1"), (self.jar, "2"))]
        body = {"name": "Giỏ quà", "price_vnd": BASKET_VND, "items": items, "wrapping": self.box, "bearer": "agreement"}
        shop.api.put(f"/api/v1/baskets/{self.basket}", body).ok(201)

    def shelf(self) -> list[str]:
        """What lies there: teapots, rice, jars, vases, boxes."""
        goods = (self.teapot, self.rice, self.jar, self.vase, self.box)
        return [self.shop.on_hand(product=product) for product in goods]

    def owed(self) -> list[int]:
        """What the potter, the rice's and the jars' producer are owed."""
        producers = (self.potter, self.shop.producer_of(self.rice), self.shop.producer_of(self.jar))
        return [sum(line["owed_vnd"] for line in self.shop.book(producer)) for producer in producers]

    def drawer_vnd(self) -> int:
        """What the drawer should hold."""
        return int(self.shop.api.get(f"/api/v1/shifts/{self.shop.shift}").ok()["expected_vnd"])


def refund(shop: Shop, sale: str, **line: Any) -> Any:
    """Takes goods of a sale back for cash."""
    body = {"shift": shop.shift, "sale": sale, "slip": True, "method": "cash", "reason": "khách đổi ý",
            "lines": [{"condition": "resell", **line}]}  # fmt: skip
    return shop.api.put(f"/api/v1/refunds/{uid()}", body).ok(201)


def test_a_basket_sold_refunded_in_part_and_exchanged_is_on_the_books_to_the_dong(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    gifts = Gifts(shop)

    two = {"basket": gifts.basket, "quantity": "2", "unit_price_vnd": BASKET_VND, "discount_vnd": 0}
    paid = [{"method": "cash", "amount_vnd": 1_000_000, "tendered_vnd": 1_000_000}]
    sold = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale() | {"lines": [two], "payments": paid, "total_vnd": 1_000_000}).ok(
        201
    )
    costs = [(line["product"], line["quantity"], line["net_vnd"], line["owed_vnd"]) for line in sold["lines"]]
    assert costs == [
        (gifts.teapot, "2", 616_570, 544_000),
        (gifts.rice, "2", 260_116, 233_116),
        (gifts.jar, "4", 123_314, 98_651),
        (gifts.box, "2", 0, 0),
    ]
    assert gifts.shelf() == ["8", "8", "6", "10", "3"]

    assert refund(shop, sold["uid"], line=3, quantity="1")["total_vnd"] == 30_829
    assert gifts.owed() == [544_000, 233_116, 73_988]

    assert refund(shop, sold["uid"], basket_line=1, quantity="1")["total_vnd"] == 500_000
    assert gifts.owed() == [272_000, 116_558, 24_663]
    assert gifts.shelf() == ["9", "9", "9", "10", "4"]
    assert gifts.drawer_vnd() == 500_000 + 1_000_000 - 30_829 - 500_000

    back = {"uid": uid(), "shift": shop.shift, "sale": sold["uid"], "slip": True, "method": "cash", "reason": "đổi lấy bình",
            "lines": [{"line": 1, "quantity": "1", "condition": "resell"}]}  # fmt: skip
    taken = shop.sale(shop.line(gifts.vase, "1", 450_000)) | {"uid": uid()}
    taken["payments"] = [{"method": "cash", "amount_vnd": 141_715, "tendered_vnd": 200_000}]
    done = shop.api.put(f"/api/v1/exchanges/{uid()}", {"refund": back, "sale": taken}).ok(201)
    assert (done["amount_vnd"], done["refund"]["total_vnd"], done["sale"]["change_vnd"]) == (308_285, 308_285, 58_285)
    assert gifts.owed() == [382_500, 116_558, 24_663]
    assert gifts.shelf() == ["10", "9", "9", "9", "4"]
    assert gifts.drawer_vnd() == 500_000 + 1_000_000 - 30_829 - 500_000 + 141_715

    totals = shop.api.get(f"/api/v1/reports/sales?by=product&from={today()}&to={today()}").ok()["totals"]
    kept = (totals["net_vnd"], totals["owed_vnd"], totals["kept_vnd"])
    assert kept == (610_886, 523_721, 87_165)
    assert inside.gaps() == []
