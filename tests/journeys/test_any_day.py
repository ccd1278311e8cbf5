"""Any sequence of a shop's acts keeps both books equal and every sum exact.

The sums are made again here, from the answers alone.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import clock
from core.db import db
from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.schedule import examples

FIRST = date(2026, 12, 20)
TERMS: tuple[dict[str, Any], ...] = (
    {
        "basis": "commission",
        "rate_bp": 1500,
        "discount_bearer": "outlet",
        "vat_kept_by": "outlet",
        "loss": {"damage": "shared", "theft": "producer"},
        "loss_allowance_bp": 200,
    },
    {
        "basis": "commission",
        "rate_bp": 2125,
        "discount_bearer": "shared",
        "commission_base": "without_vat",
        "loss": {"count": "shared"},
    },
    {
        "basis": "fixed_price",
        "owed_per_unit_vnd": 7_777,
        "discount_bearer": "producer",
        "loss": {"expiry": "producer"},
        "loss_allowance_bp": 500,
    },
    {"basis": "fixed_price", "owed_per_unit_vnd": 9_001, "discount_bearer": "shared"},
)
COLUMNS = {"received": 1, "sold": -1, "refunded": 1, "returned": -1, "lost": -1, "counted": 1}


def milli(text: str) -> int:
    return int(Fraction(text) * 1000)


def text(quantity: int) -> str:
    return f"{quantity // 1000}.{quantity % 1000:03d}"


def half(value: Fraction) -> int:
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


class Day:
    """One outlet, two producers, and a memory of its own."""

    def __init__(self, inside: Inside, chance: random.Random) -> None:
        self.inside, self.chance, self.day = inside, chance, FIRST
        self.api = inside.api
        self.shop = inside.shop(tag="A")
        self.store = inside.shop(tag="B")
        self.products: dict[str, str] = {}
        self.prices: dict[str, int] = {}
        for terms in (TERMS[:2], TERMS[2:]):
            producer = self.shop.producer()
            codes = [self.shop.product(producer, price, vat=vat) for price, vat in ((9_999, "8"), (12_345, "KCT"))]
            self.shop.agreement(
                producer, *({"product": c, **t} for c, t in zip(codes, terms, strict=True)), holding_days=chance.choice([0, 2])
            )
            self.products |= dict.fromkeys(codes, producer)
        self.producers = sorted(set(self.products.values()))
        self.prices = {c: self.api.get(f"/api/v1/products/{c}").ok()["price_vnd"] for c in self.products}
        self.shelf: dict[tuple[str, str], int] = defaultdict(int)
        self.lots: dict[str, str] = {}
        self.sales: list[dict[str, Any]] = []
        self.back: dict[tuple[str, int], int] = defaultdict(int)
        self.refunded: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.statements: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.paid: dict[str, int] = defaultdict(int)
        self.payouts: list[str] = []
        self.expected: dict[str, int] = dict.fromkeys(self.producers, 0)

    def put(self, path: str, body: Any, *refusals: str) -> Any:
        """A document; None when it was refused with a code that may be."""
        answer = self.api.put(f"/api/v1/{path}/{uid()}", body)
        if answer.status == 409 and answer.code in refusals:
            return None
        return answer.ok(201)

    def some(self, most: int = 4_000) -> int:
        return self.chance.randint(1, most)

    def stocked(self, place: str | None = None) -> list[tuple[str, str]]:
        return sorted(k for k, q in self.shelf.items() if q > 0 and place in {None, k[0]})

    # --- acts ---------------------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        product = self.chance.choice(sorted(self.products))
        known = [lot for lot, of in self.lots.items() if of == product and lot.startswith("N")]
        lot = self.chance.choice([*known, f"N{len(self.lots)}"])
        quantity = self.some(9_000)
        place = self.chance.choice([self.shop.place, self.store.place])
        body = {
            "producer": self.products[product],
            "place": place,
            "delivered_on": clock.today().isoformat(),
            "lines": [{"product": product, "lot": lot, "quantity": text(quantity), "best_before": "2099-01-01"}],
        }
        self.put("deliveries", body)
        self.lots[lot] = product
        self.shelf[place, lot] += quantity

    def sell(self) -> None:
        lines = []
        for product in self.chance.sample(sorted(self.products), self.chance.randint(1, 3)):
            quantity, price = self.some(), self.prices[product]
            gross = half(Fraction(quantity * price, 1000))
            discount = self.chance.choice([0, 0, gross, self.chance.randint(0, gross)])
            lines.append(self.shop.line(product, text(quantity), price, discount))
        rest = sum(half(Fraction(milli(x["quantity"]) * x["unit_price_vnd"], 1000)) - x["discount_vnd"] for x in lines)
        offline = self.chance.random() < 0.4
        body = self.shop.sale(*lines, discount_vnd=self.chance.choice([0, rest // 3]), offline=offline)
        if offline and self.chance.random() < 0.5:
            body["sold_at"] = (clock.now() - timedelta(hours=30)).isoformat()
        sold = self.put("sales", body, "out_of_stock")
        if sold is None:
            return
        assert sum(x["gross_vnd"] for x in sold["lines"]) == sum(
            half(Fraction(milli(x["quantity"]) * x["unit_price_vnd"], 1000)) for x in lines
        )
        self.sales.append(sold)
        for line in sold["lines"]:
            assert line["net_vnd"] == line["gross_vnd"] - line["discount_vnd"] == line["owed_vnd"] + line["kept_vnd"]
            assert 0 <= line["discount_vnd"] <= line["gross_vnd"]
            self.lots.setdefault(line["lot"], line["product"])
            key = (self.shop.place, line["lot"])
            self.shelf[key] = max(0, self.shelf[key] - milli(line["quantity"]))
            self.expected[line["producer"]] += line["owed_vnd"]

    def refund(self) -> None:
        if not self.sales:
            return
        sale = self.chance.choice(self.sales)
        line = self.chance.choice(sale["lines"])
        key, sold = (sale["uid"], line["line"]), milli(line["quantity"])
        left = sold - self.back[key]
        quantity = self.chance.choice([left, self.some()])
        condition = self.chance.choice(["resell", "spoiled"])
        if quantity == 0:
            return
        answer = self.shop.refund(sale["uid"], line["line"], text(quantity), condition)
        if quantity > left:
            assert answer.code == "over_refund"
            return
        (back,) = answer.ok(201)["lines"]
        self.back[key] += quantity
        for amount in ("gross_vnd", "net_vnd", "owed_vnd", "vat_vnd"):
            self.refunded[key][amount] += back[amount]
            assert self.refunded[key][amount] == half(Fraction(line[amount] * self.back[key], sold))
        self.expected[line["producer"]] -= back["owed_vnd"]
        if condition == "resell":
            self.shelf[self.shop.place, line["lot"]] += quantity

    def lose(self) -> None:
        if at := self.stocked():
            place, lot = self.chance.choice(at)
            quantity = self.chance.randint(1, self.shelf[place, lot])
            cause = self.chance.choice(["damage", "expiry", "theft", "sampling", "recall"])
            self.put("losses", {"place": place, "lines": [{"lot": lot, "quantity": text(quantity), "cause": cause}]})
            self.shelf[place, lot] -= quantity

    def count(self) -> None:
        if not self.lots:
            return
        place, lot = self.chance.choice([self.shop.place, self.store.place]), self.chance.choice(sorted(self.lots))
        counted = self.chance.choice([self.shelf[place, lot], self.some(6_000)])
        self.put("counts", {"place": place, "lines": [{"lot": lot, "counted": text(counted)}]})
        self.shelf[place, lot] = counted

    def give_back(self) -> None:
        if at := self.stocked():
            place, lot = self.chance.choice(at)
            quantity = self.chance.randint(1, self.shelf[place, lot])
            producer = self.products[self.lots[lot]]
            self.put(
                "producer-returns", {"producer": producer, "place": place, "lines": [{"lot": lot, "quantity": text(quantity)}]}
            )
            self.shelf[place, lot] -= quantity

    def transfer(self) -> None:
        if at := self.stocked():
            place, lot = self.chance.choice(at)
            quantity = self.chance.randint(1, self.shelf[place, lot])
            other = self.store.place if place == self.shop.place else self.shop.place
            self.put("transfers", {"from": place, "to": other, "lines": [{"lot": lot, "quantity": text(quantity)}]})
            self.shelf[place, lot] -= quantity
            self.shelf[other, lot] += quantity

    def correct(self) -> None:
        producer, kind = self.chance.choice(self.producers), self.chance.choice(["adjustments", "charges"])
        amount = self.chance.choice([-1, 1]) * self.some(50_000)
        self.api.post(f"/api/v1/producers/{producer}/{kind}", {"uid": uid(), "amount_vnd": amount, "memo": "sửa"}).ok(201)
        self.expected[producer] += amount if kind == "adjustments" else -amount

    def settle(self) -> None:
        producer = self.chance.choice(self.producers)
        until = clock.today() - timedelta(days=self.chance.choice([0, 0, 1]))
        if self.statements[producer] and until.isoformat() < self.statements[producer][-1]["until"]:
            return
        made = self.put("statements", {"producer": producer, "until": until.isoformat()}, "nothing_to_claim")
        if made:
            self.statements[producer].append(made)

    def pay(self) -> None:
        producer = self.chance.choice(self.producers)
        if not self.statements[producer]:
            return
        statement = self.api.get(f"/api/v1/statements/{self.statements[producer][-1]['uid']}").ok()
        left = statement["money"]["payable_vnd"] - statement["paid_on_this_vnd"]
        if left <= 0:
            return
        amount = self.chance.choice([left, self.chance.randint(1, left), left + 1])
        body = {"producer": producer, "statement": statement["uid"], "amount_vnd": amount, "method": "bank"}
        document = uid()
        answer = self.api.put(f"/api/v1/payouts/{document}", body)
        if amount > left:
            assert answer.code == "over_payable"
            return
        answer.ok(201)
        self.payouts.append(document)
        self.expected[producer] -= amount

    def reverse(self) -> None:
        if self.payouts:
            payout = self.payouts.pop(self.chance.randrange(len(self.payouts)))
            answer = self.api.post(f"/api/v1/payouts/{payout}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
            self.expected[answer["producer"]] += answer["amount_vnd"]

    def sleep(self) -> None:
        self.day += timedelta(days=1)

    # --- what must be true --------------------------------------------------------------------------------------------

    def check(self) -> None:
        assert self.inside.gaps() == []
        stock = {(r["place"], r["lot"]): milli(r["on_hand"]) for r in self.api.all("/api/v1/stock") if milli(r["on_hand"])}
        assert stock == {k: q for k, q in self.shelf.items() if q}
        for producer in self.producers:
            self.check_book(producer, stock)
            self.check_statements(producer)

    def check_book(self, producer: str, stock: dict[tuple[str, str], int]) -> None:
        book = self.shop.book(producer)
        running = 0
        booked: dict[str, int] = defaultdict(int)
        for line in book:
            running += line["owed_vnd"]
            assert line["balance_vnd"] == running
            if line["lot"]:
                booked[line["lot"]] += milli(line["quantity"])
        ours = {lot for lot, product in self.lots.items() if self.products[product] == producer}
        shelf: dict[str, int] = defaultdict(int)
        for (_, lot), quantity in stock.items():
            if lot in ours:
                shelf[lot] += quantity
        assert {k: q for k, q in booked.items() if q} == dict(shelf)
        lost = sum(x["owed_vnd"] for x in book if x["kind"] in {"lost", "count"})
        assert lost >= 0 and running == self.expected[producer] + lost
        for key, line in ((f"sale/{s['uid']}", x) for s in self.sales for x in s["lines"] if x["producer"] == producer):
            assert any(b["document"] == key and b["kind"] == "sold" and b["owed_vnd"] == line["owed_vnd"] for b in book)

    def check_statements(self, producer: str) -> None:
        opening_vnd, opening = 0, dict[str, int]()
        seen: set[str] = set()
        for made in self.statements[producer]:
            now = self.api.get(f"/api/v1/statements/{made['uid']}").ok()
            assert (now["goods"], now["money"], now["lines"]) == (made["goods"], made["money"], made["lines"]), (
                "a statement stands"
            )
            uids = {x["uid"] for x in made["lines"]}
            assert not uids & seen and len(uids) == len(made["lines"])
            seen |= uids
            m = made["money"]
            assert m["opening_vnd"] == opening_vnd
            assert m["closing_vnd"] == opening_vnd + sum(x["owed_vnd"] for x in made["lines"])
            assert m["closing_vnd"] == (
                m["opening_vnd"]
                + m["sold_owed_vnd"]
                - m["refunded_owed_vnd"]
                + m["loss_owed_vnd"]
                + m["adjustments_vnd"]
                - m["charges_vnd"]
                - m["paid_vnd"]
            )
            assert m["payable_vnd"] >= 0
            opening_vnd = m["closing_vnd"]
            for row in made["goods"]:
                lines = [x for x in made["lines"] if x["product"] == row["product"]]
                assert milli(row["opening"]) == opening.get(row["product"], 0)
                closing = milli(row["opening"]) + sum(sign * milli(row[name]) for name, sign in COLUMNS.items())
                assert (
                    milli(row["closing"]) == closing == opening.get(row["product"], 0) + sum(milli(x["quantity"]) for x in lines)
                )
                sold = [x for x in lines if x["kind"] == "sold"]
                assert (
                    sum(milli(p["quantity"]) for p in row["prices"])
                    == milli(row["sold"])
                    == -sum(milli(x["quantity"]) for x in sold)
                )
                assert sum(p["gross_vnd"] for p in row["prices"]) == sum(x["gross_vnd"] for x in sold)
                opening[row["product"]] = closing
            assert {r["product"] for r in made["goods"]} >= {x["product"] for x in made["lines"] if x["product"]} | {
                p for p, q in opening.items() if q
            }
        unclaimed = [x for x in self.shop.book(producer) if x["statement"] is None]
        assert (
            opening_vnd + sum(x["owed_vnd"] for x in unclaimed) == self.shop.book(producer)[-1]["balance_vnd"]
            if self.shop.book(producer)
            else True
        )

    def bring_everything_back(self) -> None:
        """A full return of every sale nets to nothing."""
        for sale in self.sales:
            for line in sale["lines"]:
                if left := milli(line["quantity"]) - self.back[sale["uid"], line["line"]]:
                    self.shop.refund(sale["uid"], line["line"], text(left)).ok(201)
                    self.shelf[self.shop.place, line["lot"]] += left
        for producer in self.producers:
            lines = [x for x in self.shop.book(producer) if x["kind"] in {"sold", "refunded"}]
            for name in ("owed_vnd", "gross_vnd"):
                assert sum(x[name] for x in lines) == 0
            assert sum(milli(x["quantity"]) for x in lines) == 0
        assert self.inside.gaps() == []


ACTS = [
    "deliver",
    "deliver",
    "sell",
    "sell",
    "sell",
    "refund",
    "refund",
    "lose",
    "count",
    "give_back",
    "transfer",
    "correct",
    "settle",
    "settle",
    "pay",
    "pay",
    "reverse",
    "sleep",
]


def live(app: Flask, acts: list[str], chance: random.Random) -> None:
    with app.app_context():
        inside = Inside(app)
        with inside.on(FIRST, 8):
            day = Day(inside, chance)
        for minute, act in enumerate(["deliver", "deliver", "sell", "settle", *acts]):
            with inside.on(day.day, 9, minute):
                getattr(day, act)()
        with inside.on(day.day, 22):
            day.check()
            day.bring_everything_back()
        db.session.remove()


@settings(max_examples=examples(4), suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=10, max_size=40), chance=st.randoms(use_true_random=False))
def test_any_sequence_keeps_the_books(app_on: AppOn, acts: list[str], chance: random.Random) -> None:
    live(app_on("sqlite"), acts, chance)


@pytest.mark.postgres
@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_keeps_the_books_on_postgresql(app_on: AppOn, seed: int) -> None:
    chance = random.Random(seed)
    live(app_on("postgresql"), chance.choices(ACTS, k=40), chance)
