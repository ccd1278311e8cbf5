"""Any acts of the store room leave the shelves, what is set aside and what is owed as an independent model says.

The model knows sums alone: shelves, what waits for its producer, what counts found, what lots have lost, what is left of the
allowances. GOODS_ACTS: how many acts.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import db
from tests.conftest import BOTH, AppOn, Kind
from tests.journeys.inside import Inside, moment
from tests.outlet import ZONE, Answer, uid

FIRST = datetime(2026, 12, 20, 8, tzinfo=ZONE)
ACTS = int(os.environ.get("GOODS_ACTS", "500"))
SHARE_BP, SAMPLES_VND, DAMAGE_VND, RATE_BP = 150, 60_000, 90_000, 1_500
PACK = "18938500000017"
Key = tuple[str, str]
"""A place and a lot."""


def half(value: Fraction) -> int:
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def text(milli: int) -> str:
    return f"{milli // 1000}.{milli % 1000:03d}"


@dataclass
class Goods:
    """A product: whose, at what price, how its producer is owed, in what steps it is counted."""

    code: str
    producer: str
    price: int
    kind: str
    step: int = 1

    def owed(self, milli: int) -> int:
        """What is owed for so much sold, or lost at the outlet's cost."""
        if self.kind == "own":
            return 0
        if self.kind == "fixed":
            return half(Fraction(7_000 * milli, 1000))
        gross = half(Fraction(self.price * milli, 1000))
        return gross - half(Fraction(gross * RATE_BP, 10_000))


@dataclass
class Done:
    """What a document did, to be taken back."""

    path: str
    uid: str
    shelf: dict[Key, int] = field(default_factory=dict)
    surplus: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    delivered: dict[str, int] = field(default_factory=dict)
    used: dict[tuple[str, str], int] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=dict)


class World:
    """The outlet and the model side by side."""

    def __init__(self, inside: Inside, chance: random.Random) -> None:
        self.inside, self.chance, self.now, self.api = inside, chance, FIRST, inside.api
        self.shop = inside.shop(tag="A")
        self.places = [self.shop.place, inside.shop(tag="B").place]
        self.goods = [*self._consigned(), self._own()]
        self.lots: dict[str, Goods] = {}
        self.shelf: dict[Key, int] = defaultdict(int)
        self.aside: dict[Key, int] = defaultdict(int)
        self.waiting: list[tuple[str, Key, int]] = []
        self.surplus: dict[str, int] = defaultdict(int)
        self.lost: dict[str, int] = defaultdict(int)
        self.delivered: dict[str, int] = defaultdict(int)
        self.used: dict[tuple[str, str], int] = defaultdict(int)
        self.owed: dict[str, int] = defaultdict(int)
        self.done: list[Done] = []

    def _consigned(self) -> list[Goods]:
        ours, theirs = self.shop.producer(), self.shop.producer()
        goods = [
            Goods(self.shop.product(ours, 9_999, vat="KCT"), ours, 9_999, "commission"),
            Goods(self.shop.product(theirs, 12_345, vat="8"), theirs, 12_345, "fixed"),
        ]
        allowances = {
            "sampling": {"per": "month", "value_vnd": SAMPLES_VND},
            "damage": {"per": "year", "value_vnd": DAMAGE_VND},
        }
        commission = {"basis": "commission", "rate_bp": RATE_BP, "discount_bearer": "outlet", "loss_allowance_bp": SHARE_BP}
        self.shop.agreement(ours, commission | {"loss": {"theft": "producer", "count": "shared"}}, allowances=allowances)
        self.shop.agreement(theirs, {"basis": "fixed_price", "owed_per_unit_vnd": 7_000, "discount_bearer": "outlet"})
        return goods

    def _own(self) -> Goods:
        owner = self.api.get("/api/v1/outlet").ok()["owner_code"]
        packs = [{"barcode": PACK, "quantity": "6"}]
        return Goods(self.shop.product(owner, 3_000, places=0, packs=packs), owner, 3_000, "own", 1000)

    @property
    def day(self) -> date:
        """The day of the present act."""
        return self.now.date()

    @contextmanager
    def later(self, minutes: int = 3) -> Iterator[None]:
        """Lets an act happen a little later; the clock never goes back."""
        self.now += timedelta(minutes=minutes)
        with clock.time_travel(self.now):
            yield

    # --- helpers ------------------------------------------------------------------------------------------------------

    def some(self, goods: Goods, most: int = 9_000) -> int:
        return max(1, self.chance.randint(1, most) // goods.step) * goods.step

    def free(self, key: Key) -> int:
        return self.shelf[key] - self.aside[key]

    def one_free(self, place: str | None = None) -> tuple[Key, int] | None:
        """A shelf with goods that are free, and some of them."""
        keys = [k for k in self.shelf if self.free(k) > 0 and place in {None, k[0]}]
        if not keys:
            return None
        key = self.chance.choice(sorted(keys))
        return key, min(self.free(key), self.some(self.lots[key[1]]))

    def put(self, done: Done, body: dict[str, Any]) -> None:
        """A document that must be taken."""
        self.api.put(f"/api/v1/{done.path}/{done.uid}", body).ok(201)
        self.post(done)

    def post(self, done: Done, sign: int = 1) -> None:
        for mine, change in (
            (self.shelf, done.shelf), (self.surplus, done.surplus), (self.lost, done.lost),
            (self.delivered, done.delivered), (self.used, done.used), (self.owed, done.owed),
        ):  # fmt: skip
            for key, value in change.items():
                mine[key] += sign * value  # type: ignore[index]
        if sign > 0:
            self.done.append(done)

    # --- acts ---------------------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        goods, place = self.chance.choice(self.goods), self.chance.choice(self.places)
        lot = self.chance.choice([*(x for x, of in self.lots.items() if of is goods), f"N{len(self.lots):05}"])
        quantity = self.some(goods)
        line = {"product": goods.code, "lot": lot, "quantity": text(quantity), "best_before": "2099-01-01"}
        if goods.kind == "own":
            line |= {"unit_cost_vnd": 1_100, "quantity": str(quantity // 1000)}  # type: ignore[dict-item]
        self.lots[lot] = goods
        done = Done("deliveries", uid(), {(place, lot): quantity}, delivered={lot: quantity})
        body = {"producer": goods.producer, "place": place, "delivered_on": clock.today().isoformat(), "lines": [line]}
        self.put(done, body)

    def sell(self, lot: str | None = None) -> None:
        """Sells of a lot that is named, or a pack of own goods."""
        place = self.shop.place
        found = self.one_free(place) if lot is None else ((place, lot), min(self.free((place, lot)), self.some(self.lots[lot])))
        if found is None or found[1] <= 0:
            return
        (_, lot), quantity = found
        goods = self.lots[lot]
        line = {"lot": lot, "quantity": self.written(goods, quantity), "unit_price_vnd": goods.price, "discount_vnd": 0}
        pack = goods.kind == "own" and quantity >= 6_000
        if pack:
            quantity = 6_000
            line = line | {"code": PACK, "quantity": "6"}
            del line["lot"]
        sold = self.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(line, sold_at=moment()))
        if pack and sold.code == "out_of_stock":
            return
        for part in sold.ok(201)["lines"]:
            self.shelf[place, part["lot"]] -= int(Fraction(part["quantity"]) * 1000)
        self.owed[goods.producer] += goods.owed(quantity)

    def written(self, goods: Goods, quantity: int) -> str:
        return str(quantity // 1000) if goods.kind == "own" else text(quantity)

    def lose(self) -> None:
        if found := self.one_free():
            (place, lot), quantity = found
            cause = self.chance.choice(["damage", "expiry", "theft", "sampling"])
            done = self.losing(Done("losses", uid(), {(place, lot): -quantity}), lot, quantity, cause)
            line = {"lot": lot, "quantity": self.written(self.lots[lot], quantity), "cause": cause}
            self.put(done, {"place": place, "lines": [line]})

    def losing(self, done: Done, lot: str, quantity: int, cause: str) -> Done:
        """What a loss makes us owe, by the rules of money."""
        goods = self.lots[lot]
        if goods.kind == "commission" and cause in {"sampling", "damage"}:
            period = f"{self.day:%Y-%m}" if cause == "sampling" else f"{self.day:%Y}"
            value = SAMPLES_VND if cause == "sampling" else DAMAGE_VND
            worth = half(Fraction(goods.price * quantity, 1000))
            left = max(0, value - self.used[cause, period] - done.used.get((cause, period), 0))
            used = min(worth, left)
            done.used[cause, period] = done.used.get((cause, period), 0) + used
            owed = half(Fraction(goods.owed(quantity) * (worth - left), worth)) if worth > left else 0
        else:
            before = self.lost[lot] + done.lost.get(lot, 0)
            share = half(Fraction(self.delivered[lot] * SHARE_BP, 10_000)) if goods.kind == "commission" else 0
            done.lost[lot] = done.lost.get(lot, 0) + quantity
            beyond = quantity - min(quantity, max(0, share - before))
            owed = goods.owed(beyond) if beyond else 0
            if goods.kind == "commission" and cause == "theft":
                owed = 0
            if goods.kind == "commission" and cause == "count":
                owed = half(Fraction(owed, 2))
        done.owed[goods.producer] = done.owed.get(goods.producer, 0) + owed
        return done

    def count(self) -> None:
        """A session: some lots are counted, goods are sold meanwhile, one person closes."""
        if not self.lots:
            return
        place = self.chance.choice(self.places)
        path = f"/api/v1/count-sessions/{uid()}"
        self.api.put(path, {"place": place, "blind": self.chance.random() < 0.5}).ok(201)
        differences: dict[str, int] = {}
        for lot in self.chance.sample(sorted(self.lots), min(3, len(self.lots))):
            key, goods = (place, lot), self.lots[lot]
            counted = max(self.aside[key], self.chance.choice([self.shelf[key], self.some(goods)]))
            entry = {"uid": uid(), "lot": lot, "counted": self.written(goods, counted), "counted_at": moment(), "by_scan": True}
            self.api.post(path + "/entries", entry).ok(201)
            differences[lot] = counted - self.shelf[key]
        if place == self.shop.place and self.chance.random() < 0.5:
            with self.later(1):
                self.sell_beside(place, differences)
        with self.later(1):
            done = self.settled(place, differences)
            answer = self.api.post(path + "/close", {"uid": done.uid}).ok(201)
            assert {x["lot"]: int(Fraction(x["difference"]) * 1000) for x in answer["lines"]} == differences
            assert answer["owed_vnd"] == sum(done.owed.values())
            self.post(done)

    def sell_beside(self, place: str, differences: dict[str, int]) -> None:
        """Sells of a counted lot, no more than what was counted of it."""
        lot = self.chance.choice(sorted(differences))
        key, goods = (place, lot), self.lots[lot]
        if goods.kind != "own" and min(self.free(key), self.free(key) + differences[lot]) > self.some(goods, 500):
            quantity = min(500, self.free(key), self.free(key) + differences[lot])
            line = {"lot": lot, "quantity": text(quantity), "unit_price_vnd": goods.price, "discount_vnd": 0}
            self.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(line, sold_at=moment())).ok(201)
            self.shelf[key] -= quantity
            self.owed[goods.producer] += goods.owed(quantity)

    def settled(self, place: str, differences: dict[str, int]) -> Done:
        """The rule of a count: differences of a product against each other, then what counts found, then a loss."""
        done = Done("counts", uid(), {(place, lot): change for lot, change in differences.items()})
        of_product: dict[str, list[str]] = defaultdict(list)
        for lot in sorted(differences):
            of_product[self.lots[lot].code].append(lot)
        lost: dict[str, int] = {}
        for product, lots in of_product.items():
            total = sum(differences[lot] for lot in lots)
            taken = min(self.surplus[product], max(0, -total))
            done.surplus[product] = max(0, total) - taken
            missing = max(0, -total) - taken
            for lot in lots:
                if differences[lot] < 0 < missing:
                    lost[lot] = min(-differences[lot], missing)
                    missing -= lost[lot]
        for lot in sorted(lost):
            self.losing(done, lot, lost[lot], "count")
        return done

    def transfer(self) -> None:
        if found := self.one_free():
            (place, lot), quantity = found
            there = self.places[1 - self.places.index(place)]
            line = {"lot": lot, "quantity": self.written(self.lots[lot], quantity)}
            done = Done("transfers", uid(), {(place, lot): -quantity, (there, lot): quantity})
            self.put(done, {"from": place, "to": there, "lines": [line]})

    def give_back(self) -> None:
        if found := self.one_free():
            key, quantity = found
            goods, document, waits = self.lots[key[1]], uid(), self.chance.random() < 0.7
            line = {"lot": key[1], "quantity": self.written(goods, quantity)}
            body = {"producer": goods.producer, "place": key[0], "lines": [line], "handed_over": not waits}
            if waits:
                self.api.put(f"/api/v1/producer-returns/{document}", body).ok(201)
                self.aside[key] += quantity
                self.waiting.append((document, key, quantity))
            else:
                self.put(Done("producer-returns", document, {key: -quantity}), body)

    def end_waiting(self) -> None:
        if self.waiting:
            document, key, quantity = self.waiting.pop(self.chance.randrange(len(self.waiting)))
            act = self.chance.choice(["hand-over", "cancel"])
            body = {"uid": uid()} | ({"by": "Anh Tâm"} if act == "hand-over" else {})
            self.api.post(f"/api/v1/producer-returns/{document}/{act}", body).ok(201)
            self.aside[key] -= quantity
            if act == "hand-over":
                self.post(Done("producer-returns", document, {key: -quantity}))

    def take_back(self) -> None:
        if not self.done:
            return
        done = self.chance.choice(self.done[-12:])
        here = all(self.free(key) >= change for key, change in done.shelf.items() if change > 0)
        possible = here and all(self.surplus[product] >= change for product, change in done.surplus.items())
        answer: Answer = self.api.post(f"/api/v1/{done.path}/{done.uid}/reverse", {"uid": uid(), "reason": "gõ nhầm"})
        assert answer.status == 201 if possible else answer.code == "not_reversible", (answer, done)
        if possible:
            self.post(done, -1)
            self.done.remove(done)

    def sleep(self) -> None:
        self.now += timedelta(days=self.chance.choice([1, 1, 9]))

    # --- what must be true --------------------------------------------------------------------------------------------

    def check(self) -> None:
        stock = {(r["place"], r["lot"]): (r["on_hand"], r["set_aside"]) for r in self.api.all("/api/v1/stock")}
        milli = {key: (int(Fraction(on) * 1000), int(Fraction(aside) * 1000)) for key, (on, aside) in stock.items()}
        assert milli == {key: (on, self.aside[key]) for key, on in self.shelf.items() if on}
        for goods in self.goods:
            lines = self.api.all(f"/api/v1/producers/{goods.producer}/book")
            assert (lines[-1]["balance_vnd"] if lines else 0) == self.owed[goods.producer], goods


CHOICES = (
    ("deliver",) * 3 + ("sell",) * 4 + ("lose", "count", "transfer", "give_back", "end_waiting", "take_back") * 2 + ("sleep",)
)


def live(app: Flask, acts: int, seed: int) -> None:
    chance = random.Random(seed)
    with app.app_context():
        inside = Inside(app)
        with clock.time_travel(FIRST):
            world = World(inside, chance)
        for n in range(acts):
            with world.later():
                getattr(world, chance.choice(CHOICES))()
            if n % 40 == 39:
                with world.later():
                    world.check()
        with world.later():
            world.check()
            assert inside.gaps() == []
        db.session.remove()


@pytest.mark.parametrize("kind", BOTH)
def test_any_acts_of_the_store_room_leave_what_the_model_says(app_on: AppOn, kind: Kind) -> None:
    live(app_on(kind), ACTS if kind == "sqlite" else ACTS // 2, int(os.environ.get("GOODS_SEED", "7")))
