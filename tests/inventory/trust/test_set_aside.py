"""Returns in two steps: goods set aside are here and counted, but not sold, moved or lost, until somebody takes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from core.db import execute, transaction
from core.people.permits import Role
from inventory.models import StockLevel
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import Answer, uid
from tests.schedule import examples

DAY = date(2026, 12, 1)


class Waiting:
    """Ten of a lot, and returns of it that are set aside."""

    def __init__(self, shop: TimedShop) -> None:
        self.shop, self.producer = shop, shop.producer()
        self.product = shop.product(self.producer)
        shop.agreement(self.producer)
        self.lot = shop.deliver(self.producer, {"product": self.product, "quantity": "10", "best_before": "2099-01-01"})["lots"][
            0
        ]
        self.store = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{self.store}", {"name": "Kho", "kind": "store"}).ok(201)

    def set_aside(self, quantity: str, document: str | None = None, **more: Any) -> Answer:
        body = {"producer": self.producer, "place": self.shop.place, "lines": self.lines(quantity), "handed_over": False}
        return self.shop.api.put(f"/api/v1/producer-returns/{document or uid()}", body | more)

    def act(self, document: str, act: str, **more: Any) -> Answer:
        return self.shop.api.post(f"/api/v1/producer-returns/{document}/{act}", {"uid": uid()} | more)

    def lines(self, quantity: str, **more: str) -> list[dict[str, str]]:
        return [{"lot": self.lot, "quantity": quantity} | more]

    def lose(self, quantity: str) -> Answer:
        body = {"place": self.shop.place, "lines": self.lines(quantity, cause="damage")}
        return self.shop.api.put(f"/api/v1/losses/{uid()}", body)

    def transfer(self, quantity: str) -> Answer:
        body = {"from": self.shop.place, "to": self.store, "lines": self.lines(quantity)}
        return self.shop.api.put(f"/api/v1/transfers/{uid()}", body)

    def sell(self, quantity: str, **more: Any) -> Answer:
        return self.shop.api.put(f"/api/v1/sales/{uid()}", self.shop.sale(self.shop.line(self.product, quantity), **more))

    def count(self, counted: str) -> Answer:
        body = {"place": self.shop.place, "lines": [{"lot": self.lot, "counted": counted}]}
        return self.shop.api.put(f"/api/v1/counts/{uid()}", body)

    @property
    def row(self) -> tuple[str, str]:
        """On hand and set aside at the shop."""
        (row,) = self.shop.api.all("/api/v1/stock", lot=self.lot, place=self.shop.place)
        return row["on_hand"], row["set_aside"]


@pytest.fixture
def waiting(inside: Inside) -> Waiting:
    with inside.on(DAY, 8):
        return Waiting(inside.shop())


def test_goods_set_aside_are_here_and_not_sold_moved_or_lost(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        document = waiting.set_aside("7").ok(201)
        assert (document["state"], document["handed_over"], document["handed_on"]) == ("set_aside", False, None)
        assert waiting.row == ("10", "7")
        for answer in (waiting.sell("4"), waiting.transfer("4"), waiting.lose("4"), waiting.set_aside("4")):
            assert answer.code == "out_of_stock", answer
        waiting.sell("3").ok(201)
        assert waiting.row == ("7", "7")
        assert waiting.shop.book(waiting.producer)[-1]["kind"] == "sold"
        assert inside.gaps() == []


def test_the_till_is_not_shown_what_is_set_aside(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        till = inside.as_role(Role.CASHIER, till=waiting.shop.till)
        before = till.get("/api/v1/catalogue").ok()
        waiting.set_aside("7").ok(201)
        changed = till.get("/api/v1/catalogue", since=before["version"]).ok()
        (product,) = [p for p in changed["products"] if p["code"] == waiting.product]
        assert (product["on_hand"], product["lots"][0]["on_hand"]) == ("3", "3")
        waiting.set_aside("3").ok(201)
        changed = till.get("/api/v1/catalogue", since=changed["version"]).ok()
        (product,) = [p for p in changed["products"] if p["code"] == waiting.product]
        assert (product["on_hand"], product["lots"]) == ("0", [])


def test_handing_over_posts_the_return_that_day(inside: Inside, waiting: Waiting) -> None:
    document = uid()
    with inside.on(DAY):
        waiting.set_aside("7", document, reason="hết mùa").ok(201)
    with inside.on(DAY + timedelta(days=3)):
        handed = waiting.act(document, "hand-over", by="Anh Tâm").ok(201)
        line = waiting.shop.book(waiting.producer)[-1]
    assert (handed["state"], handed["handed_on"], handed["handed_to"]) == ("handed_over", "2026-12-04", "Anh Tâm")
    assert (line["kind"], line["day"], line["quantity"], line["document"]) == (
        "returned",
        "2026-12-04",
        "-7",
        f"return/{document}",
    )
    assert waiting.row == ("3", "0")
    assert waiting.act(document, "hand-over", by="Anh Tâm").code == "closed"
    assert waiting.act(document, "cancel").code == "closed"
    waiting.act(document, "reverse", reason="chưa giao").ok(201)
    assert waiting.row == ("10", "0")
    assert inside.gaps() == []


def test_what_is_cancelled_is_sold_again(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        document = uid()
        waiting.set_aside("10", document).ok(201)
        assert waiting.act(document, "reverse", reason="x").code == "not_reversible"
        assert waiting.act(document, "cancel").ok(201)["state"] == "cancelled"
        assert waiting.row == ("10", "0")
        waiting.sell("10").ok(201)
        for act, more in (("hand-over", {"by": "A"}), ("cancel", {}), ("reverse", {"reason": "x"})):
            assert waiting.act(document, act, **more).code in {"closed", "reversed"}
        assert inside.gaps() == []


def test_a_count_sees_what_is_set_aside_and_never_counts_it_away(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        waiting.set_aside("7").ok(201)
        assert waiting.count("6").code == "count_conflict"
        assert waiting.count("8").ok(201)["lines"][0]["booked"] == "10"
        assert waiting.row == ("8", "7")


def test_an_offline_sale_of_goods_set_aside_finds_what_was_missing(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        waiting.set_aside("7").ok(201)
        sold = waiting.sell("5", offline=True).ok(201)
        assert [flag["code"] for flag in sold["flags"]] == ["stock_short"]
        assert waiting.row == ("7", "7")
        assert inside.gaps() == []


def test_the_delivery_of_goods_set_aside_is_not_taken_back(inside: Inside, waiting: Waiting) -> None:
    with inside.on(DAY):
        (delivery,) = waiting.shop.api.all("/api/v1/deliveries", producer=waiting.producer)
        waiting.set_aside("1").ok(201)
        path = f"/api/v1/deliveries/{delivery['uid']}/reverse"
        assert waiting.shop.api.post(path, {"uid": uid(), "reason": "x"}).code == "not_reversible"


def test_the_check_of_the_books_finds_goods_set_aside_for_nobody(inside: Inside, waiting: Waiting) -> None:
    transaction(lambda: execute(update(StockLevel).where(StockLevel.lot == waiting.lot).values(set_aside=2000)))
    assert f"shelf {waiting.shop.place} lot {waiting.lot}: set aside 2, by returns 0" in inside.gaps()


ACTS = st.lists(
    st.tuples(st.sampled_from(["set_aside", "hand-over", "cancel", "sell", "lose", "transfer", "count"]), st.integers(1, 6)),
    min_size=3,
    max_size=14,
)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_any_acts_leave_what_is_set_aside_where_it_is(each_app: Flask, acts: list[tuple[str, int]]) -> None:
    inside = getattr(each_app, "tested_outlet", None) or Inside(each_app)
    each_app.tested_outlet = inside  # type: ignore[attr-defined]
    with inside.on(DAY):
        waiting = Waiting(inside.shop())
        here, aside, documents = 10, 0, list[tuple[str, int]]()
        for act, quantity in acts:
            if act in {"hand-over", "cancel"}:
                if documents:
                    document, quantity = documents.pop()
                    waiting.act(document, act, **({"by": "A"} if act == "hand-over" else {})).ok(201)
                    aside -= quantity
                    here -= quantity if act == "hand-over" else 0
            elif act == "set_aside":
                document = uid()
                answer = waiting.set_aside(str(quantity), document)
                assert answer.status == 201 if quantity <= here - aside else answer.code == "out_of_stock", answer
                if answer.status == 201:
                    documents.append((document, quantity))
                    aside += quantity
            elif act == "count":
                answer = waiting.count(str(quantity))
                assert answer.status == 201 if quantity >= aside else answer.code == "count_conflict", answer
                here = quantity if quantity >= aside else here
            else:
                answer = getattr(waiting, act)(str(quantity))
                assert answer.status == 201 if quantity <= here - aside else answer.code == "out_of_stock", answer
                here -= quantity if answer.status == 201 else 0
            rows = waiting.shop.api.all("/api/v1/stock", lot=waiting.lot, place=waiting.shop.place)
            assert [(r["on_hand"], r["set_aside"]) for r in rows] == ([(str(here), str(aside))] if here else [])
        assert inside.gaps() == []
