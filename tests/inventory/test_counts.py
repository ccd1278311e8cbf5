"""Counts make no debt: a shortage takes back what counts found before anybody owes a loss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from core import clock
from core.db import execute, transaction
from core.models import Outlet
from core.people.permits import Role
from core.quantity import Milli
from inventory.surpluses import Settlement, settle
from tests.journeys.inside import PIN, Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid

D = date
UNIT_VND = 8_500
"""What is owed for a unit sold or lost: 10 000 ₫ less 15 %."""


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


class Goods:
    """One product of a producer of its own, and its storekeeper, who acts alone."""

    def __init__(self, inside: Inside, shop: TimedShop, *lots: str, quantity: str = "50", term: Any = None) -> None:
        self.inside, self.shop = inside, shop
        self.keeper: InsideApi = inside.as_role(Role.STOREKEEPER)
        self.producer = shop.producer()
        self.product = shop.product(self.producer)
        shop.agreement(self.producer, term or shop.TERM)
        self.lots = list(lots or ("L1",))
        shop.deliver(self.producer, *({"product": self.product, "lot": lot, "quantity": quantity} for lot in self.lots))
        self.other = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{self.other}", {"name": "Kho", "kind": "store"}).ok(201)

    @property
    def owed(self) -> int:
        """What the outlet owes the producer."""
        lines = self.shop.book(self.producer)
        return int(lines[-1]["balance_vnd"])

    def count(self, *counted: str, place: str = "", by: Any = None, **more: Any) -> Answer:
        """Counts the lots, in their order."""
        lines = [{"lot": lot, "counted": figure} for lot, figure in zip(self.lots, counted, strict=False)]
        body = {"place": place or self.shop.place, "lines": lines}
        return (by or self.keeper).put(f"/api/v1/counts/{uid()}", body | more)

    def lose(self, quantity: str, place: str = "", by: Any = None, **more: Any) -> Answer:
        """Writes goods of the first lot off."""
        lines = [{"lot": self.lots[0], "quantity": quantity, "cause": "damage"}]
        return (by or self.keeper).put(f"/api/v1/losses/{uid()}", {"place": place or self.shop.place, "lines": lines} | more)

    def transfer(self, quantity: str, back: bool = False) -> Answer:
        """Moves goods of the first lot to the store room, or back."""
        places = (self.other, self.shop.place) if back else (self.shop.place, self.other)
        body = {"from": places[0], "to": places[1], "lines": [{"lot": self.lots[0], "quantity": quantity}]}
        return self.keeper.put(f"/api/v1/transfers/{uid()}", body)

    def take_back(self, path: str, answer: Answer) -> Answer:
        """The storekeeper takes a document of their own back."""
        return self.keeper.post(f"/api/v1/{path}/{answer.json['uid']}/reverse", {"uid": uid(), "reason": "đếm nhầm"})


def set_limit(limit_vnd: int) -> None:
    """Sets what a storekeeper may lose alone; 0: anything."""
    transaction(lambda: execute(update(Outlet).values(loss_limit_vnd=limit_vnd)))


def test_a_typing_error_that_is_counted_right_again_leaves_what_is_owed(inside: Inside, shop: Any) -> None:
    set_limit(0)
    goods = Goods(inside, shop)
    goods.count("1050").ok(201)
    line = goods.count("50").ok(201)["lines"][0]
    assert (line["difference"], line["lost"], line["owed_vnd"]) == ("-1000", "0", 0)
    assert goods.owed == 0 and shop.on_hand(lot="L1") == "50"
    assert goods.count("47").ok(201)["lines"][0]["owed_vnd"] == 3 * UNIT_VND, "what is really missing is still a loss"
    assert shop.api.get("/api/v1/lots/L1").ok()["lost"] == "3" and inside.gaps() == []


def test_no_detour_turns_a_surplus_into_debt(inside: Inside, shop: Any) -> None:
    set_limit(0)
    goods = Goods(inside, shop)
    goods.count("1050").ok(201)
    goods.transfer("1000").ok(201)
    assert goods.lose("51", place=goods.other).code == "approval_needed"
    assert goods.count("0", place=goods.other).ok(201)["lines"][0]["lost"] == "0"
    goods.count("1000", place=goods.other).ok(201)
    wrong = goods.count("50", place=goods.other)
    goods.take_back("counts", wrong).ok(201)
    assert goods.count("50", place=goods.other).ok(201)["lines"][0]["lost"] == "0"
    assert goods.owed == 0 and inside.gaps() == []
    goods.lose("50").ok(201)
    assert goods.owed == 50 * UNIT_VND
    assert goods.lose("1", place=goods.other).code == "approval_needed", "all that was delivered is written off"
    assert goods.count("0", place=goods.other).ok(201)["owed_vnd"] == 0
    assert goods.owed == 50 * UNIT_VND and inside.gaps() == []


def test_what_sales_found_is_no_surplus(inside: Inside, shop: Any) -> None:
    goods = Goods(inside, shop, quantity="2")
    shop.sell(shop.line(goods.product, "5"), offline=True)
    shop.deliver(goods.producer, {"product": goods.product, "lot": "L1", "quantity": "4"})
    assert goods.count("3").ok(201)["lines"][0]["lost"] == "1"
    assert inside.gaps() == []


def test_lots_of_a_product_are_set_against_each_other_and_the_first_short_ones_bear_the_rest(inside: Inside, shop: Any) -> None:
    goods = Goods(inside, shop, "Z1", "Y1", "X1", quantity="10")
    lines = goods.count("8", "13", "6").ok(201)["lines"]
    assert [(x["lot"], x["difference"], x["lost"], x["owed_vnd"]) for x in lines] == [
        ("Z1", "-2", "2", 2 * UNIT_VND), ("Y1", "3", "0", 0), ("X1", "-4", "1", UNIT_VND)
    ]  # fmt: skip
    book = [(x["lot"], x["quantity"], x["owed_vnd"]) for x in shop.book(goods.producer)[3:]]
    assert book == [("Z1", "-2", 2 * UNIT_VND), ("Y1", "3", 0), ("X1", "-3", 0), ("X1", "-1", UNIT_VND)]
    report = shop.api.get("/api/v1/reports/losses", from_=clock.today(), to=clock.today()).ok()["items"]
    assert {x["cause"]: x["quantity"] for x in report if x["product"] == goods.product} == {"count": "3", "found": "0"}
    assert inside.gaps() == []


@pytest.mark.parametrize(
    ("differences", "outstanding", "surplus", "losses"),
    [
        ([("A", 5), ("B", -2)], 0, 3, {}),
        ([("A", 5), ("B", -5)], 7, 0, {}),
        ([("A", -5), ("B", 2)], 2, -2, {"A": 1}),
        ([("A", -1), ("B", -5)], 0, 0, {"A": 1, "B": 5}),
        ([("A", -1), ("B", -5)], 4, -4, {"A": 1, "B": 1}),
        ([("A", 0)], 9, 0, {}),
    ],
)
def test_differences_are_settled(differences: Any, outstanding: int, surplus: int, losses: dict[str, int]) -> None:
    assert settle(differences, Milli(outstanding)) == Settlement(Milli(surplus), {k: Milli(v) for k, v in losses.items()})


def test_a_reversal_gives_back_what_was_taken(inside: Inside, shop: Any) -> None:
    set_limit(0)
    goods = Goods(inside, shop)
    found, short = goods.count("60"), goods.count("50")
    assert goods.take_back("counts", found).code == "not_reversible", "the shortage has taken it back"
    goods.take_back("counts", short).ok(201)
    goods.take_back("counts", found).ok(201)
    assert shop.on_hand(lot="L1") == "50"
    assert goods.count("45").ok(201)["lines"][0]["lost"] == "5", "nothing is found any more"
    assert goods.owed == 5 * UNIT_VND and inside.gaps() == []


def test_a_surplus_taken_back_is_not_reversible_even_where_goods_lie(inside: Inside, shop: Any) -> None:
    goods = Goods(inside, shop, "L1", "L2")
    found = goods.count("60", "49")
    goods.count("51").ok(201)
    answer = goods.take_back("counts", found)
    assert answer.code == "not_reversible" and [e["field"] for e in answer.json["errors"]] == ["lines.0"]
    assert inside.gaps() == []


def test_beyond_the_limit_a_manager_approves(inside: Inside, shop: Any) -> None:
    by = inside.manager_with_pin()
    goods = Goods(inside, shop, "L1", "L2")
    set_limit(60_000)
    assert goods.count("47", "53").status == 201 and goods.lose("6").status == 201
    for answer in (goods.count("37", "56"), goods.lose("6.001")):
        assert (answer.status, answer.code) == (409, "approval_needed")
    for wrong in ({"by": by, "pin": "000000"}, {"by": "ai-do", "pin": PIN}, {}):
        assert goods.lose("7", approval=wrong).code == "approval_refused"
    counted, lost = goods.count("37", "56", approval={"by": by, "pin": PIN}), goods.lose("7", approval={"by": by, "pin": PIN})
    assert counted.ok(201)["approved_by"] == by == lost.ok(201)["approved_by"]
    assert goods.count("1", "1", by=shop.api).ok(201)["approved_by"] is None, "a manager needs nobody"
    asked = {
        x["document"]: x["by"]
        for x in shop.api.get("/api/v1/reports/approvals", from_=clock.today(), to=clock.today()).ok()["items"]
    }
    assert {counted.json["uid"]: by, lost.json["uid"]: by}.items() <= asked.items()
    assert inside.gaps() == []


def test_a_count_within_the_limit_of_nothing_is_free(inside: Inside, shop: Any) -> None:
    goods = Goods(inside, shop)
    set_limit(0)
    assert goods.count("100000").status == 201
    set_limit(1_000_000)
    goods = Goods(inside, shop, "M1")
    assert goods.count("150").status == 201 and goods.count("49").code == "approval_needed"


@pytest.mark.parametrize("timed", [True, False])
def test_a_clock_that_was_set_back_finds_nothing(inside: Inside, shop: Any, timed: bool) -> None:
    with inside.on(D(2026, 11, 2), 10):
        goods = Goods(inside, shop)
    with inside.on(D(2026, 11, 1), 10):
        moment = {"counted_at": "2026-11-01T09:59:00+07:00"} if timed else {}
        line = {"lot": "L1", "counted": "50", **moment}
        body = {"place": shop.place, "lines": [line]}
        assert goods.keeper.put(f"/api/v1/counts/{uid()}", body).ok(201)["lines"][0]["difference"] == "0"
        shop.sell(shop.line(goods.product, "1"))
    with inside.on(D(2026, 11, 2), 11):
        # The delivery bears 10:00 of this day, and was posted before the sale of the day before.
        body["lines"] = [{"lot": "L1", "counted": "49", "counted_at": "2026-11-02T09:00:00+07:00"}]
        assert goods.keeper.put(f"/api/v1/counts/{uid()}", body).ok(201)["lines"][0]["difference"] == "0"
    assert goods.owed == UNIT_VND and inside.gaps() == []
