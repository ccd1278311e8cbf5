"""Any sequence of counts, transfers, losses, sales and reversals owes what a small model of the rule says.

The model knows one product by sums alone: what honest acts brought and took, what counts found and no shortage took back,
what was lost with money. A storekeeper acts alone; whatever is counted, no loss reaches beyond the goods that came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from core.db import execute, transaction
from core.models import Outlet
from core.people.permits import Role
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid
from tests.schedule import examples

UNIT_VND = 700
TERM = {"basis": "fixed_price", "owed_per_unit_vnd": UNIT_VND, "discount_bearer": "outlet"}
LOTS, PLACES = 2, 2
Key = tuple[int, int]


@dataclass
class Entry:
    """What a document did: to shelves, to the surplus, to what was lost with money, to the goods that came and went."""

    path: str
    uid: str
    shelf: dict[Key, int]
    surplus: int = 0
    lost: int = 0
    came: int = 0


@dataclass
class Model:
    """One product: shelves by place and lot, and the sums of the rule."""

    shelf: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    surplus: int = 0
    lost: int = 0
    came: int = 0
    sold: int = 0
    done: list[Entry] = field(default_factory=list)

    @property
    def on_hand(self) -> int:
        return sum(self.shelf.values())

    def post(self, entry: Entry, sign: int = 1) -> None:
        for key, change in entry.shelf.items():
            self.shelf[key] += sign * change
        self.surplus += sign * entry.surplus
        self.lost += sign * entry.lost
        self.came += sign * entry.came

    def counted(self, place: int, figures: list[int]) -> Entry:
        """The rule of a count, by sums: the rest of a shortage after the surplus is lost."""
        changes = {(place, lot): figure - self.shelf[place, lot] for lot, figure in enumerate(figures)}
        short = max(0, -sum(changes.values()))
        taken = min(short, self.surplus)
        return Entry("counts", uid(), changes, sum(changes.values()) + short - taken, short - taken)


class Shopkeeping:
    """The outlet and the model side by side."""

    def __init__(self, inside: Inside, shop: TimedShop, keeper: InsideApi) -> None:
        self.inside, self.shop, self.keeper, self.model = inside, shop, keeper, Model()
        self.producer = shop.producer()
        self.product = shop.product(self.producer, 1_000, places=0)
        shop.agreement(self.producer, TERM)
        other = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{other}", {"name": "Kho", "kind": "store"}).ok(201)
        self.places, self.lots = [shop.place, other], [shop.code("LO") for _lot in range(LOTS)]
        self.deliver(0, 0, 5)
        self.deliver(0, 1, 5)

    def put(self, entry: Entry, body: dict[str, Any], code: str | None) -> None:
        """Puts a document; the refusal must be the expected one, and changes nothing."""
        answer: Answer = self.keeper.put(f"/api/v1/{entry.path}/{entry.uid}", body)
        assert answer.code == code if code else answer.status == 201, (answer, code)
        if not code:
            self.model.post(entry)
            self.model.done.append(entry)

    def deliver(self, place: int, lot: int, quantity: int) -> None:
        line = {"product": self.product, "lot": self.lots[lot], "quantity": str(quantity)}
        answer = self.shop.deliver(self.producer, line, place=self.places[place])
        entry = Entry("deliveries", answer["uid"], {(place, lot): quantity}, came=quantity)
        self.model.post(entry)

    def transfer(self, place: int, lot: int, quantity: int) -> None:
        there = 1 - place
        body = {"from": self.places[place], "to": self.places[there], "lines": [self._line(lot, quantity)]}
        code = None if self.model.shelf[place, lot] >= quantity else "out_of_stock"
        self.put(Entry("transfers", uid(), {(place, lot): -quantity, (there, lot): quantity}), body, code)

    def lose(self, place: int, lot: int, quantity: int) -> None:
        code = None if self.model.shelf[place, lot] >= quantity else "out_of_stock"
        if code is None and self.model.on_hand - quantity < self.model.surplus:
            code = "approval_needed"
        body = {"place": self.places[place], "lines": [{**self._line(lot, quantity), "cause": "damage"}]}
        self.put(Entry("losses", uid(), {(place, lot): -quantity}, lost=quantity), body, code)

    def give_back(self, place: int, lot: int, quantity: int) -> None:
        code = None if self.model.shelf[place, lot] >= quantity else "out_of_stock"
        body = {"producer": self.producer, "place": self.places[place], "lines": [self._line(lot, quantity)]}
        self.put(Entry("producer-returns", uid(), {(place, lot): -quantity}, came=-quantity), body, code)

    def count(self, place: int, first: int, second: int) -> None:
        lines = [{"lot": lot, "counted": str(n)} for lot, n in zip(self.lots, (first, second), strict=True)]
        self.put(self.model.counted(place, [first, second]), {"place": self.places[place], "lines": lines}, None)

    def sell(self, _place: int, lot: int, quantity: int) -> None:
        line = {"lot": self.lots[lot], "quantity": str(quantity), "unit_price_vnd": 1_000, "discount_vnd": 0}
        answer = self.shop.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(line))
        if self.model.shelf[0, lot] < quantity:
            assert answer.code == "out_of_stock", answer
            return
        answer.ok(201)
        self.model.post(Entry("sales", "", {(0, lot): -quantity}, came=-quantity))
        self.model.sold += quantity

    def take_back(self, which: int, _lot: int, _quantity: int) -> None:
        if not self.model.done:
            return
        entry = self.model.done[which % len(self.model.done)]
        left = all(self.model.shelf[key] >= change for key, change in entry.shelf.items())
        possible = left and self.model.surplus >= entry.surplus
        answer = self.keeper.post(f"/api/v1/{entry.path}/{entry.uid}/reverse", {"uid": uid(), "reason": "nhầm"})
        assert answer.code == "not_reversible" if not possible else answer.status == 201, (answer, entry)
        if possible:
            self.model.post(entry, -1)
            self.model.done.remove(entry)

    def _line(self, lot: int, quantity: int) -> dict[str, str]:
        return {"lot": self.lots[lot], "quantity": str(quantity)}


ACTS = st.one_of(
    st.tuples(st.just("count"), st.integers(0, 1), st.integers(0, 12), st.integers(0, 12)),
    st.tuples(
        st.sampled_from(["deliver", "transfer", "lose", "give_back", "sell"]),
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(1, 6),
    ),
    st.tuples(st.just("take_back"), st.integers(0, 20), st.just(0), st.just(0)),
)


@pytest.fixture
def acting(each_app: Flask) -> tuple[Inside, TimedShop, InsideApi]:
    inside = Inside(each_app)
    transaction(lambda: execute(update(Outlet).values(loss_limit_vnd=0)))
    return inside, inside.shop(), inside.as_role(Role.STOREKEEPER)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=12))
def test_a_storekeeper_alone_owes_no_more_than_what_came(
    acting: tuple[Inside, TimedShop, InsideApi], acts: list[tuple[str, int, int, int]]
) -> None:
    inside, shop, keeper = acting
    outlet = Shopkeeping(inside, shop, keeper)
    model = outlet.model
    for act, *figures in acts:
        lost_before = model.lost
        getattr(outlet, act)(*figures)
        assert model.lost <= max(lost_before, model.came), "no act makes more lost than came"
    balance = outlet.shop.book(outlet.producer)[-1]["balance_vnd"]
    assert balance == UNIT_VND * (model.lost + model.sold)
    assert model.on_hand == model.came - model.lost + model.surplus
    assert inside.gaps() == []
