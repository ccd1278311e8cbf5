"""Any sequence of planned prices, withdrawals, proposals, prices put at once, and days: what is sold costs what a model says.

The model knows no tables: a list of moments and prices, and what is planned for which day.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import clock
from core.db import db
from core.people.permits import Role
from suppliers import products
from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import ZONE, uid
from tests.schedule import examples

FIRST = date(2026, 12, 1)
ACTS = ("plan", "plan", "withdraw", "propose", "put", "sell", "next_day", "next_day", "some_days")


class Prices:
    """A product, and the model of its price."""

    def __init__(self, inside: Inside, chance: random.Random) -> None:
        self.inside, self.chance = inside, chance
        self.now = datetime.combine(FIRST, time(8), ZONE)
        self.planned: dict[date, int] = {}
        with clock.time_travel(self.now):
            self.shop = inside.shop()
            self.product = self.shop.stocked(10_000, "9000")
            self.producer = inside.as_role(Role.PRODUCER, self.shop.producer_of(self.product))
        self.changes: list[tuple[datetime, int]] = [(self.now, 10_000)]
        self.path = f"/api/v1/products/{self.product}"

    def price_at(self, moment: datetime) -> int:
        """The last change up to a moment."""
        return [price_vnd for at, price_vnd in self.changes if at <= moment][-1]

    def _any_price(self) -> int:
        return self.chance.randrange(1_000, 50_000)

    def _day_to_come(self) -> date:
        return self.now.date() + timedelta(days=self.chance.randint(1, 4))

    def plan(self) -> None:
        """A price from a day to come; perhaps there was one for it."""
        day, price_vnd = self._day_to_come(), self._any_price()
        self.inside.api.put(f"{self.path}/prices/{day}", {"price_vnd": price_vnd}).ok(200 if day in self.planned else 201)
        self.planned[day] = price_vnd

    def withdraw(self) -> None:
        """The plan of a day, where there is one."""
        day = self._day_to_come()
        found = self.inside.api.call("DELETE", f"{self.path}/prices/{day}").status
        assert found == (204 if self.planned.pop(day, None) else 404)

    def propose(self) -> None:
        """A proposal of the producer, approved or refused."""
        from_, price_vnd, proposal = self.chance.choice((self.now.date(), self._day_to_come())), self._any_price(), uid()
        body = {"product": self.product, "price_vnd": price_vnd, "from": from_.isoformat()}
        self.producer.put(f"/api/v1/price-proposals/{proposal}", body).ok(201)
        how = self.chance.choice(("approve", "approve", "refuse"))
        self.inside.api.post(f"/api/v1/price-proposals/{proposal}/{how}", {"uid": uid()}).ok(201)
        if how == "refuse":
            return
        if from_ > self.now.date():
            self.planned[from_] = price_vnd
        else:
            self.changes.append((self.now, price_vnd))

    def put(self) -> None:
        """Another price at once."""
        price_vnd = self._any_price()
        self.inside.api.put(self.path, {**self.inside.api.get(self.path).ok(), "price_vnd": price_vnd}).ok(200)
        self.changes.append((self.now, price_vnd))

    def sell(self) -> None:
        """A sale at the price of the moment, and one at another price that is refused."""
        right = self.price_at(self.now)
        self.shop.sell(self.shop.line(self.product, unit_price_vnd=right))
        wrong = self.shop.sale(self.shop.line(self.product, unit_price_vnd=right + 1))
        assert self.inside.api.put(f"/api/v1/sales/{uid()}", wrong).code == "price_changed"

    def next_day(self, days: int = 1) -> None:
        """The next morning; what was planned has come into force at midnight."""
        for _ in range(days):
            self.now += timedelta(days=1)
            day = self.now.date()
            if day in self.planned:
                self.changes.append((datetime.combine(day, time(), ZONE), self.planned.pop(day)))

    def some_days(self) -> None:
        """Days on which nobody comes."""
        self.next_day(3)

    def check(self) -> None:
        """The product, its list of prices, and the price of any moment that was."""
        assert self.inside.api.get(self.path).ok()["price_vnd"] == self.price_at(self.now)
        listed = self.inside.api.all(f"{self.path}/prices")
        assert [p["price_vnd"] for p in listed if p["state"] == "planned"] == [p for _, p in sorted(self.planned.items())]
        assert [p["price_vnd"] for p in listed if p["state"] == "present"] == [self.price_at(self.now)]
        first = self.changes[0][0]
        for _ in range(10):
            moment = first + self.chance.random() * (self.now - first)
            assert products.prices_at([self.product], moment) == {self.product: self.price_at(moment)}


def live(app: Flask, acts: list[str], chance: random.Random) -> None:
    with app.app_context():
        prices = Prices(Inside(app), chance)
        for act in acts:
            prices.now += timedelta(minutes=1)
            with clock.time_travel(prices.now):
                getattr(prices, act)()
        with clock.time_travel(prices.now):
            prices.sell()
            prices.check()
            assert prices.inside.gaps() == []
        db.session.remove()


@settings(max_examples=examples(3), suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=10, max_size=40), chance=st.randoms(use_true_random=False))
def test_any_sequence_sells_at_the_price_of_its_day(app_on: AppOn, acts: list[str], chance: random.Random) -> None:
    live(app_on("sqlite"), acts, chance)


@pytest.mark.postgres
@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_sells_at_the_price_of_its_day_on_postgresql(app_on: AppOn, seed: int) -> None:
    chance = random.Random(seed)
    live(app_on("postgresql"), chance.choices(ACTS, k=60), chance)
