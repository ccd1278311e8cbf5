"""Goods sold beyond the book wait for a decision: counted, left as they are, or a delivery nobody had recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 12, 1)


class Short:
    """A product of which more is sold than the book has."""

    def __init__(self, shop: TimedShop, stocked: str = "2", sold: str = "5") -> None:
        self.shop = shop
        self.product = shop.stocked(quantity=stocked)
        self.producer = shop.producer_of(self.product)
        self.sale = shop.sell(shop.line(self.product, sold), offline=True)

    def open(self, **query: Any) -> list[Any]:
        return self.shop.api.all("/api/v1/stock/oversold", state="open", **query)

    def deliver(self, quantity: str, **more: Any) -> Any:
        return self.shop.deliver(self.producer, {"product": self.product, "quantity": quantity}, **more)

    def decide(self, movement: str, choice: str, **more: Any) -> Any:
        return self.shop.api.post(f"/api/v1/stock/oversold/{movement}/decide", {"uid": uid(), "choice": choice} | more)

    def count(self, counted: str, lot: str) -> Any:
        body = {"place": self.shop.place, "lines": [{"lot": lot, "counted": counted}]}
        return self.shop.api.put(f"/api/v1/counts/{uid()}", body).ok(201)


@pytest.fixture
def short(inside: Inside) -> Short:
    with inside.on(DAY, 8):
        return Short(inside.shop())


def test_what_was_sold_beyond_the_book_is_listed_until_it_is_decided(inside: Inside, short: Short) -> None:
    with inside.on(DAY, 10):
        (found,) = short.open()
        assert (found["quantity"], found["product"], found["sale"], found["state"]) == (
            "3", short.product, short.sale["uid"], "open",
        )  # fmt: skip
        assert short.open(producer=short.producer) == short.open(place=short.shop.place) == [found]
        assert short.open(product="OTHER") == []
        keeper = inside.as_role(Role.STOREKEEPER)
        assert keeper.get("/api/v1/stock/oversold").status == 200
        assert keeper.post(f"/api/v1/stock/oversold/{found['uid']}/decide", {"uid": uid(), "choice": "as_it_is"}).status == 403
        done = short.decide(found["uid"], "as_it_is", note="đếm hôm qua đã thiếu").ok(201)
        assert (done["state"], done["choice"], done["note"]) == ("decided", "as_it_is", "đếm hôm qua đã thiếu")
        assert short.open() == [] and short.decide(found["uid"], "as_it_is").code == "closed"
        assert short.shop.api.get(f"/api/v1/stock/oversold/{found['uid']}").ok() == done
        assert short.decide(uid(), "as_it_is").status == 404
        assert inside.gaps() == []


def test_a_count_there_settles_it_until_it_is_taken_back(inside: Inside, short: Short) -> None:
    with inside.on(DAY, 10):
        (found,) = short.open()
        count = short.count("1", found["lot"])
        assert short.open() == []
        assert short.shop.api.get(f"/api/v1/stock/oversold/{found['uid']}").ok()["state"] == "counted"
        short.shop.api.post(f"/api/v1/counts/{count['uid']}/reverse", {"uid": uid(), "reason": "đếm nhầm"}).ok(201)
        assert len(short.open()) == 1


def test_a_delivery_that_came_before_its_record_is_not_owed_twice(inside: Inside, short: Short) -> None:
    with inside.on(DAY, 10):
        (found,) = short.open()
        late = short.deliver("10")
        owed_vnd = sum(line["owed_vnd"] for line in short.shop.book(short.producer))
        done = short.decide(found["uid"], "delivery", delivery=late["uid"]).ok(201)
        assert (done["choice"], done["delivery"]) == ("delivery", late["uid"])
        assert short.shop.on_hand(product=short.product) == "7"
        lot = late["lots"][0]
        assert short.count("7", lot)["owed_vnd"] == 0, "seven are there, and nothing is called lost"
        assert sum(line["owed_vnd"] for line in short.shop.book(short.producer)) == owed_vnd
        assert inside.gaps() == []


def test_a_delivery_taken_back_takes_the_decision_with_it(inside: Inside, short: Short) -> None:
    with inside.on(DAY, 10):
        (found,) = short.open()
        late = short.deliver("10")
        short.decide(found["uid"], "delivery", delivery=late["uid"]).ok(201)
        short.shop.api.post(f"/api/v1/deliveries/{late['uid']}/reverse", {"uid": uid(), "reason": "gõ nhầm"}).ok(201)
        assert short.shop.on_hand(product=short.product) == "0"
        assert [goods["uid"] for goods in short.open()] == [found["uid"]]
        right = short.deliver("4")
        short.decide(found["uid"], "delivery", delivery=right["uid"]).ok(201)
        assert short.shop.on_hand(product=short.product) == "1" and short.open() == []
        assert inside.gaps() == []


def test_only_a_delivery_of_these_goods_to_this_place_explains_them(inside: Inside, short: Short) -> None:
    with inside.on(DAY, 10):
        (found,) = short.open()
        other = short.shop.stocked()
        foreign = short.shop.api.all("/api/v1/deliveries", producer=short.shop.producer_of(other))[0]["uid"]
        little = short.deliver("2")["uid"]
        gone = short.deliver("10")["uid"]
        short.shop.api.post(f"/api/v1/deliveries/{gone}/reverse", {"uid": uid(), "reason": "gõ nhầm"}).ok(201)
        for delivery in (foreign, little, gone, uid()):
            refused = short.decide(found["uid"], "delivery", delivery=delivery)
            assert (refused.status, refused.json["errors"][0]["field"]) == (422, "delivery"), delivery
        assert short.decide(found["uid"], "delivery").status == 422
        assert short.decide(found["uid"], "as_it_is", delivery=little).status == 422
        assert len(short.open()) == 1 and inside.gaps() == []


@settings(max_examples=examples(3), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(stocked=st.integers(1, 5), more=st.integers(1, 6), brought=st.integers(1, 12))
def test_goods_and_books_agree_whatever_is_decided(inside: Inside, stocked: int, more: int, brought: int) -> None:
    with inside.on(DAY, 8):
        short = Short(inside.shop(), str(stocked), str(stocked + more))
        (found,) = short.open(product=short.product)
        late = short.deliver(str(brought))
        answer = short.decide(found["uid"], "delivery", delivery=late["uid"])
        assert answer.status == (201 if brought >= more else 422)
        left = brought - more if brought >= more else brought
        assert short.shop.on_hand(product=short.product) == str(left)
        assert inside.gaps() == []
