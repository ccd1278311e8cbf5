"""Deliveries that are announced: what came beside what was to come, seen by the producer; call-ups and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from core.db import execute, transaction
from core.people.permits import Role
from inventory.announcing.models import Announcement
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid
from tests.schedule import examples

DAY = date(2026, 12, 1)


class Announced:
    """A producer with two products, its token, and an announcement of it."""

    def __init__(self, inside: Inside, shop: TimedShop) -> None:
        self.shop, self.producer = shop, shop.producer()
        shop.agreement(self.producer)
        self.products = [shop.product(self.producer) for _product in range(2)]
        self.api: InsideApi = inside.as_role(Role.PRODUCER, self.producer)
        self.uid = uid()
        self.path = f"/api/v1/announcements/{self.uid}"

    def lines(self, *quantities: str) -> list[dict[str, str]]:
        return [{"product": p, "quantity": q} for p, q in zip(self.products, quantities, strict=False)]

    def announce(self, *quantities: str, by: Any = None, **more: Any) -> Answer:
        body = {"producer": self.producer, "expected_on": "2026-12-03", "lines": self.lines(*quantities)} | more
        return (by or self.api).put(self.path, body)

    def deliver(self, *quantities: str, **more: Any) -> Answer:
        body = {"producer": self.producer, "place": self.shop.place, "delivered_on": "2026-12-01"}
        body |= {"lines": self.lines(*quantities), "announcement": self.uid} | more
        return self.shop.api.put(f"/api/v1/deliveries/{uid()}", body)

    @property
    def state(self) -> str:
        return str(self.api.get(self.path).ok()["state"])


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY, 8):
        return inside.shop()


def test_what_came_stands_beside_what_was_announced_and_the_producer_sees_it(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        goods.announce("20", "5").ok(201)
        delivery = goods.deliver("18.5").ok(201)
    first, second = goods.products
    assert delivery["differences"] == [
        {"product": first, "announced": "20", "received": "18.5"},
        {"product": second, "announced": "5", "received": "0"},
    ]
    assert goods.api.get(f"/api/v1/deliveries/{delivery['uid']}").ok()["differences"] == delivery["differences"]
    assert goods.api.get(goods.path).ok()["delivery"] == delivery["uid"]


def test_an_announcement_is_replaced_until_a_delivery_names_it(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        goods.announce("20").ok(201)
        assert goods.announce("12", "3", note="thiếu xe").ok(200)["lines"][1]["quantity"] == "3"
        sent_back = goods.api.get(goods.path).ok()
        assert goods.api.put(goods.path, sent_back).ok(200) == sent_back
        assert goods.deliver("12", "3").ok(201)["differences"] == []
        assert goods.announce("30").code == "closed"
        assert goods.announce("12", "3", note="thiếu xe").ok(200)["state"] == "received"
        assert goods.deliver("1").code == "closed"


def test_a_delivery_taken_back_opens_its_announcement_again(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        goods.announce("255").ok(201)
        typed = goods.deliver("25.5").ok(201)["uid"]
        back = shop.api.post(f"/api/v1/deliveries/{typed}/reverse", {"uid": uid(), "reason": "gõ nhầm"}).ok(201)
        assert (back["announcement"], back["differences"], goods.state) == (goods.uid, [], "open")
        assert goods.deliver("255").ok(201)["differences"] == []
        assert goods.state == "received"
        assert inside.gaps() == []


def test_the_check_of_the_books_finds_an_announcement_that_nobody_received(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        goods.announce("20").ok(201)
        delivery = goods.deliver("20").ok(201)["uid"]
    open_again = update(Announcement).where(Announcement.uid == goods.uid).values(state="open", delivery_uid=None)
    transaction(lambda: execute(open_again))
    assert f"announcement {goods.uid}: delivery {delivery} came" in inside.gaps()


def test_what_is_cancelled_is_not_received(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        goods.announce("20").ok(201)
        assert goods.api.post(goods.path + "/cancel", {"uid": uid()}).ok(201)["state"] == "cancelled"
        assert goods.deliver("20").code == "closed"
        assert goods.api.post(goods.path + "/cancel", {"uid": uid()}).code == "closed"


def test_another_producers_announcement_is_not_there(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods, others = Announced(inside, shop), Announced(inside, shop)
        goods.announce("20").ok(201)
        delivery = goods.deliver("20").ok(201)["uid"]
        for answer in (
            others.api.get(goods.path),
            others.api.post(goods.path + "/cancel", {"uid": uid()}),
            goods.announce("1", by=others.api),
            others.api.get(f"/api/v1/deliveries/{delivery}"),
        ):
            assert answer.status == 404, answer
        others.uid = goods.uid
        assert others.deliver("1").json["errors"][0]["field"] == "announcement"
        assert others.api.all("/api/v1/announcements") == others.api.all("/api/v1/deliveries") == []
        assert others.api.get("/api/v1/deliveries", producer=goods.producer).status == 404


def test_a_producer_sees_its_own_lines_of_a_document_alone(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods, others, stranger = Announced(inside, shop), Announced(inside, shop), Announced(inside, shop)
        lots = []
        for mine in (goods, others):
            lots.append(shop.deliver(mine.producer, {"product": mine.products[0], "quantity": "9"})["lots"][0])
        lost = [{"lot": lot, "quantity": "1", "cause": "theft"} for lot in lots]
        loss = f"/api/v1/losses/{uid()}"
        shop.api.put(loss, {"place": shop.place, "lines": lost}).ok(201)
        store = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
        moved = [{"lot": lot, "quantity": "1"} for lot in lots]
        transfer = f"/api/v1/transfers/{uid()}"
        shop.api.put(transfer, {"from": shop.place, "to": store, "lines": moved}).ok(201)
        count = f"/api/v1/counts/{uid()}"
        counted = [{"lot": lot, "counted": "6"} for lot in lots]
        shop.api.put(count, {"place": shop.place, "lines": counted}).ok(201)
        for path, owed_vnd in ((loss, 8_500), (transfer, None), (count, 8_500)):
            seen = goods.api.get(path).ok()
            assert [line["lot"] for line in seen["lines"]] == lots[:1]
            assert seen.get("owed_vnd") == owed_vnd
            assert stranger.api.get(path).status == 404
            assert goods.api.get(path, format="pdf").status == 404
            assert [x["uid"] for x in goods.api.all(path.rpartition("/")[0])] == [seen["uid"]]


def test_an_answered_call_up_becomes_the_announcement(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        keeper, path = inside.as_role(Role.STOREKEEPER), f"/api/v1/call-ups/{uid()}"
        asked = {"producer": goods.producer, "lines": goods.lines("20"), "wanted_by": "2026-12-05", "note": "cho Tết"}
        assert keeper.put(path, asked | {"wanted_by": "2026-11-30"}).json["errors"][0]["field"] == "wanted_by"
        keeper.put(path, asked).ok(201)
        assert shop.api.post(path + "/answer", {"uid": uid(), "lines": []}).json["errors"][0]["field"] == "note"
        answer = goods.api.post(path + "/answer", {"uid": goods.uid, "lines": goods.lines("15")}).ok(201)
        assert (answer["state"], answer["announcement"]) == ("answered", goods.uid)
        announced = keeper.get(goods.path).ok()
        assert (announced["expected_on"], announced["call_up"]) == ("2026-12-05", path.rpartition("/")[2])
        assert goods.deliver("15").ok(201)["differences"] == []
        assert goods.api.post(path + "/answer", {"uid": uid(), "lines": []}).code == "closed"
        assert keeper.post(path + "/cancel", {"uid": uid()}).code == "closed"


def test_a_call_up_may_be_answered_by_nothing(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Announced(inside, shop)
        path = f"/api/v1/call-ups/{uid()}"
        shop.api.put(path, {"producer": goods.producer, "lines": goods.lines("20"), "wanted_by": "2026-12-05"}).ok(201)
        answer = goods.api.post(path + "/answer", {"uid": uid(), "lines": [], "note": "hết mùa"}).ok(201)
        assert (answer["announcement"], answer["answer_note"]) == (None, "hết mùa")
        assert Announced(inside, shop).api.get(path).status == 404


ACTS = st.lists(st.sampled_from(["announce", "cancel", "deliver", "take back"]), min_size=2, max_size=10)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_any_order_of_acts_leaves_an_announcement_with_its_standing_delivery(each_app: Flask, acts: list[str]) -> None:
    inside = getattr(each_app, "tested_outlet", None) or Inside(each_app)
    each_app.tested_outlet = inside  # type: ignore[attr-defined]
    with inside.on(DAY):
        goods = Announced(inside, inside.shop())
        goods.announce("5").ok(201)
        state, standing = "open", ""
        for n, act in enumerate(acts):
            if act == "announce":
                answer, allowed = goods.announce(str(10 + n)), state == "open"
            elif act == "cancel":
                answer, allowed = goods.api.post(goods.path + "/cancel", {"uid": uid()}), state == "open"
                state = "cancelled" if allowed else state
            elif act == "deliver":
                answer, allowed = goods.deliver("5"), state == "open"
                if allowed:
                    state, standing = "received", answer.ok(201)["uid"]
            elif standing:
                answer = goods.shop.api.post(f"/api/v1/deliveries/{standing}/reverse", {"uid": uid(), "reason": "nhầm"})
                allowed, state, standing = True, "open", ""
            else:
                continue
            assert answer.status in {200, 201} if allowed else answer.code == "closed", (act, answer)
            shown = goods.api.get(goods.path).ok()
            assert (shown["state"], shown["delivery"]) == (state, standing or None)
        assert inside.gaps() == []
