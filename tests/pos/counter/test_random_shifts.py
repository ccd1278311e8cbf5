"""A shift of random sales, refunds, corrections, exchanges and cash moves: the close expects the sum by hand, the books check."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid
from tests.schedule import examples

METHODS = ("cash", "vietqr", "card")
PRICE_VND = 10_000
ACTS = 25


class Till:
    """A shop's till, and what its drawer should hold, added up by hand: by method, what came in and what went out."""

    def __init__(self, shop: Shop, product: str, random_: random.Random) -> None:
        self.shop, self.product, self.random = shop, product, random_
        self.cash_vnd = 500_000
        self.paid = dict.fromkeys((*METHODS, "exchange"), 0)
        self.back = dict.fromkeys((*METHODS, "exchange"), 0)
        self.left: dict[str, int] = {}
        self.payments: dict[str, dict[str, int]] = {}

    def split(self, total_vnd: int) -> dict[str, int]:
        """A total, split over some methods."""
        parts: dict[str, int] = {}
        while total_vnd:
            part = self.random.randint(1, total_vnd) if self.random.random() < 0.4 else total_vnd
            method = self.random.choice(METHODS)
            parts[method] = parts.get(method, 0) + part
            total_vnd -= part
        return parts

    def take(self, sale: str, parts: dict[str, int], sign: int = 1) -> None:
        """Counts payments of a sale in, or out again."""
        for method, amount_vnd in parts.items():
            self.paid[method] += sign * amount_vnd
        self.cash_vnd += sign * parts.get("cash", 0)
        self.payments[sale] = parts

    def sell(self) -> None:
        quantity = self.random.randint(1, 5)
        parts = self.split(quantity * PRICE_VND)
        sold = self.shop.sell(self.shop.line(self.product, str(quantity)), payments=listed(parts))["uid"]
        self.take(sold, parts)
        self.left[sold] = quantity

    def give_back(self, sale: str, quantity: int, method: str) -> None:
        self.shop.refund(sale, 1, str(quantity), method=method).ok(201)
        self.left[sale] -= quantity
        self.back[method] += quantity * PRICE_VND
        self.cash_vnd -= quantity * PRICE_VND if method == "cash" else 0

    def correct(self, sale: str) -> None:
        before = self.payments[sale]
        parts = self.split(sum(amount for method, amount in before.items() if method != "exchange"))
        body = {"uid": uid(), "payments": listed(parts), "reason": "bấm nhầm"}
        self.shop.api.post(f"/api/v1/sales/{sale}/payments/correct", body).ok(201)
        self.take(sale, before, -1)
        self.take(sale, parts | {method: amount for method, amount in before.items() if method == "exchange"})

    def exchange(self, sale: str, quantity: int, method: str) -> None:
        taken = self.random.randint(1, 5)
        refund_vnd, sale_vnd = quantity * PRICE_VND, taken * PRICE_VND
        goods_vnd = min(refund_vnd, sale_vnd)
        parts = self.split(sale_vnd - goods_vnd)
        refund = {"uid": uid(), "shift": self.shop.shift, "sale": sale, "method": method, "reason": "đổi",
                  "lines": [{"line": 1, "quantity": str(quantity), "condition": "resell"}]}  # fmt: skip
        body = {**self.shop.sale(self.shop.line(self.product, str(taken)), payments=listed(parts)), "uid": uid()}
        self.shop.api.put(f"/api/v1/exchanges/{uid()}", {"refund": refund, "sale": body}).ok(201)
        self.left[sale] -= quantity
        self.left[body["uid"]] = taken
        self.take(body["uid"], parts | {"exchange": goods_vnd})
        self.back["exchange"] += goods_vnd
        self.back[method] += refund_vnd - goods_vnd
        self.cash_vnd -= refund_vnd - goods_vnd if method == "cash" else 0

    def move(self) -> None:
        amount_vnd = self.random.randint(1, 50) * 1000
        body = {"uid": uid(), "kind": "in", "amount_vnd": amount_vnd, "reason": "tiền lẻ"}
        self.shop.api.post(f"/api/v1/shifts/{self.shop.shift}/cash-moves", body).ok(201)
        self.cash_vnd += amount_vnd

    def act(self) -> None:
        """One random act."""
        some = [sale for sale, left in self.left.items() if left]
        what = self.random.choice(("sell", "refund", "exchange", "correct", "move")) if some else "sell"
        if what == "sell":
            self.sell()
        elif what == "move":
            self.move()
        elif what == "correct":
            self.correct(self.random.choice(list(self.payments)))
        else:
            sale = self.random.choice(some)
            quantity, method = self.random.randint(1, self.left[sale]), self.random.choice(METHODS)
            (self.give_back if what == "refund" else self.exchange)(sale, quantity, method)


def listed(parts: dict[str, int]) -> list[dict[str, object]]:
    """Payments as a document has them."""
    return [{"method": method, "amount_vnd": amount_vnd} for method, amount_vnd in parts.items()]


@pytest.mark.parametrize("seed", range(examples(2)))
def test_the_close_expects_what_adds_up_by_hand(each_app: Flask, seed: int) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    till = Till(shop, shop.stocked(quantity="999"), random.Random(seed))
    for _ in range(ACTS):
        till.act()
    closed = shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert closed["expected_vnd"] == till.cash_vnd
    for rows, by_hand in ((closed["payments"], till.paid), (closed["refunds"], till.back)):
        assert {row["method"]: row["amount_vnd"] for row in rows if row["amount_vnd"]} == {k: v for k, v in by_hand.items() if v}
    rows = shop.api.get(f"/api/v1/reports/sales?by=method&from={today()}&to={today()}").ok()["items"]
    nets = {row["key"]: row["net_vnd"] for row in rows if row["net_vnd"]}
    assert nets == {method: net for method in till.paid if (net := till.paid[method] - till.back[method])}
    assert inside.gaps() == []
