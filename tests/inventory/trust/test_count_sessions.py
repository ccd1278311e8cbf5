"""A count session: many people's entries, differences with their value and bearer, one count that is posted and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from tests.journeys.inside import Inside, InsideApi, TimedShop, moment
from tests.outlet import Answer, uid
from tests.schedule import examples

DAY = date(2026, 12, 1)
TERM = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"}
SHARED = TERM | {"loss": {"count": "shared"}, "loss_allowance_bp": 200}


@dataclass
class Session:
    """A session of a shop and the people who count in it."""

    shop: TimedShop
    api: InsideApi
    path: str = field(default_factory=lambda: f"/api/v1/count-sessions/{uid()}")

    def open(self, **more: Any) -> Session:
        self.api.put(self.path, {"place": self.shop.place} | more).ok(201)
        return self

    def enter(self, lot: str, counted: str, at: str | None = None, by: InsideApi | None = None, **more: Any) -> Answer:
        body = {"uid": uid(), "lot": lot, "counted": counted, "counted_at": at or moment(), "by_scan": True}
        return (by or self.api).post(self.path + "/entries", body | more)

    def lines(self) -> dict[str, Any]:
        return {line["lot"]: line for line in self.api.get(self.path).ok()["lines"]}

    def close(self, document: str | None = None, **more: Any) -> Answer:
        return self.api.post(self.path + "/close", {"uid": document or uid()} | more)


def goods(shop: TimedShop, *lots: str, quantity: str = "50", term: Any = None, price_vnd: int = 10_000) -> tuple[str, str]:
    """A producer and a product of it that lies here in these lots."""
    producer = shop.producer()
    product = shop.product(producer, price_vnd)
    shop.agreement(producer, term or TERM)
    lines = [{"product": product, "lot": lot, "quantity": quantity, "best_before": "2099-01-01"} for lot in lots]
    shop.deliver(producer, *lines)
    return producer, product


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY, 8):
        return inside.shop()


@pytest.fixture
def keeper(inside: Inside) -> InsideApi:
    return inside.as_role(Role.STOREKEEPER)


def test_of_a_lots_entries_the_latest_moment_holds_whoever_sent_it_last(
    inside: Inside, shop: TimedShop, keeper: InsideApi
) -> None:
    with inside.on(DAY):
        goods(shop, "L1")
        session = Session(shop, keeper).open()
        session.enter("L1", "49", moment()).ok(201)
        earlier = (clock.now() - timedelta(minutes=5)).isoformat()
        session.enter("L1", "40", earlier, by=shop.api).ok(201)  # type: ignore[arg-type]
        line = session.lines()["L1"]
    assert (line["counted"], line["entries"], line["booked"], line["difference"]) == ("49", 2, "50", "-1")


def test_blind_shows_lots_with_an_entry_alone_and_the_other_way_all_that_lies_there(shop: TimedShop, keeper: InsideApi) -> None:
    _producer, product = goods(shop, "L1", "L2")
    goods(shop, "M1")
    blind, open_eyed = Session(shop, keeper).open(products=[product]), Session(shop, keeper).open(products=[product], blind=False)
    for session in (blind, open_eyed):
        session.enter("L1", "50").ok(201)
    assert set(blind.lines()) == {"L1"}
    lines = open_eyed.lines()
    assert set(lines) == {"L1", "L2"}
    assert (lines["L2"]["counted"], lines["L2"]["booked"], lines["L2"]["difference"]) == (None, "50", None)


def test_a_difference_says_what_it_is_worth_and_who_bears_it(shop: TimedShop, keeper: InsideApi) -> None:
    goods(shop, "L1")
    goods(shop, "M1", term=SHARED)
    goods(shop, "N1", term=SHARED)
    goods(shop, "P1")
    session = Session(shop, keeper).open()
    for lot, counted in (("L1", "48"), ("M1", "47"), ("N1", "49.5"), ("P1", "51")):
        session.enter(lot, counted).ok(201)
    lines = session.lines()
    found = {lot: (x["value_vnd"], x["bearer"], x["owed_vnd"]) for lot, x in lines.items()}
    assert found == {
        "L1": (-20_000, "outlet", 17_000),
        "M1": (-30_000, "shared", 8_500),  # 1 kg of the 3 is within the allowance
        "N1": (-5_000, "producer", 0),  # all of it is
        "P1": (10_000, None, 0),
    }
    assert shop.api.get(session.path).ok()["owed_vnd"] == 25_500
    posted = session.close().ok(201)
    assert posted["owed_vnd"] == 25_500
    closed = shop.api.get(session.path).ok()
    assert (closed["state"], closed["count"]) == ("closed", posted["uid"])
    assert {x["lot"]: (x["value_vnd"], x["bearer"], x["owed_vnd"]) for x in closed["lines"]} == found


def test_sales_during_the_count_still_apply(inside: Inside, shop: TimedShop, keeper: InsideApi) -> None:
    with inside.on(DAY, 9):
        _producer, product = goods(shop, "L1")
        session = Session(shop, keeper).open()
        session.enter("L1", "49").ok(201)
    with inside.on(DAY, 9, 30):
        shop.sell(shop.line(product, "5"))
        line = session.lines()["L1"]
        assert (line["booked"], line["difference"]) == ("50", "-1")
        session.close().ok(201)
        assert shop.on_hand(lot="L1") == "44"


def test_lots_without_an_entry_stay_as_they_are(shop: TimedShop, keeper: InsideApi) -> None:
    goods(shop, "L1", "L2")
    session = Session(shop, keeper).open()
    session.enter("L1", "0").ok(201)
    session.close().ok(201)
    assert (shop.on_hand(lot="L1"), shop.on_hand(lot="L2")) == ("0", "50")


def test_what_the_book_says_is_gone_can_be_counted(shop: TimedShop, keeper: InsideApi) -> None:
    goods(shop, "L1", quantity="3")
    lost = {"lot": "L1", "quantity": "3", "cause": "theft"}
    keeper.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": [lost]}).ok(201)
    session = Session(shop, keeper).open()
    session.enter("L1", "2").ok(201)
    session.close().ok(201)
    assert shop.on_hand(lot="L1") == "2"


def test_a_closed_session_takes_nothing_more(shop: TimedShop, keeper: InsideApi) -> None:
    goods(shop, "L1")
    session, count = Session(shop, keeper).open(), uid()
    assert session.close().code == "nothing_counted"
    session.enter("L1", "49").ok(201)
    first = session.close(count).ok(201)
    assert session.close(count).ok(200) == first
    assert session.close().code == "closed"
    assert session.enter("L1", "48").code == "closed"
    assert keeper.post(session.path + "/drop", {"uid": uid()}).code == "closed"
    lines = [{"lot": "L1", "counted": "49"}]
    assert keeper.put(f"/api/v1/counts/{count}", {"place": shop.place, "lines": lines}).code == "uid_reused"
    assert keeper.get(f"/api/v1/counts/{count}").ok()["number"] == first["number"]


def test_a_dropped_session_posts_nothing_and_stays_readable(shop: TimedShop, keeper: InsideApi) -> None:
    goods(shop, "L1")
    session = Session(shop, keeper).open()
    session.enter("L1", "1").ok(201)
    assert keeper.post(session.path + "/drop", {"uid": uid()}).ok(201)["state"] == "dropped"
    assert session.lines()["L1"]["counted"] == "1"
    assert shop.on_hand(lot="L1") == "50"
    states = [x["state"] for x in keeper.all("/api/v1/count-sessions", place=shop.place)]
    assert states == ["dropped"] and keeper.all("/api/v1/count-sessions", state="open") == []


def test_an_entry_names_a_lot_that_the_session_counts(shop: TimedShop, keeper: InsideApi) -> None:
    producer, product = goods(shop, "L1")
    goods(shop, "M1")
    narrow, of_producer = Session(shop, keeper).open(products=[product]), Session(shop, keeper).open(producer=producer)
    for session in (narrow, of_producer):
        assert session.enter("M1", "1").json["errors"][0]["field"] == "lot"
        assert session.enter("NOT-HERE", "1").json["errors"][0]["field"] == "lot"
        session.enter("L1", "1").ok(201)
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    assert narrow.enter("L1", "1", soon).json["errors"][0]["field"] == "counted_at"
    assert narrow.enter("L1", "1.2345").json["errors"][0]["field"] == "counted"
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    narrow.enter("L1", "2", ahead, sent_at=ahead).ok(201)


def test_a_count_worth_more_than_the_limit_is_closed_with_a_manager(inside: Inside, shop: TimedShop, keeper: InsideApi) -> None:
    inside.manager_with_pin()
    goods(shop, "L1", price_vnd=1_000_000)
    session, count = Session(shop, keeper).open(), uid()
    session.enter("L1", "40").ok(201)
    assert session.close(count).code == "approval_needed"
    assert session.close(count, approval={"by": "duyet", "pin": "73529164"}).ok(201)["approved_by"] == "duyet"


def test_a_close_taken_back_gives_goods_and_money_back(inside: Inside, shop: TimedShop, keeper: InsideApi) -> None:
    producer, _product = goods(shop, "L1")
    session = Session(shop, keeper).open()
    session.enter("L1", "45").ok(201)
    count = session.close().ok(201)["uid"]
    assert shop.book(producer)[-1]["balance_vnd"] == 42_500
    keeper.post(f"/api/v1/counts/{count}/reverse", {"uid": uid(), "reason": "đếm nhầm kệ"}).ok(201)
    assert (shop.on_hand(lot="L1"), shop.book(producer)[-1]["balance_vnd"]) == ("50", 0)
    assert inside.gaps() == []


ENTRIES = st.lists(
    st.tuples(st.sampled_from(["count", "sell", "lose"]), st.integers(0, 2), st.integers(0, 30)), min_size=2, max_size=14
)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ENTRIES)
def test_any_session_posts_what_was_counted_less_what_moved_since(each_app: Flask, acts: list[tuple[str, int, int]]) -> None:
    inside = getattr(each_app, "tested_outlet", None) or Inside(each_app)
    each_app.tested_outlet = inside  # type: ignore[attr-defined]
    with inside.on(DAY, 8):
        shop = inside.shop()
        lots = [shop.code("LO") for _lot in range(3)]
        products = [goods(shop, lot)[1] for lot in lots]
        session = Session(shop, shop.api).open()  # type: ignore[arg-type]
    shelf = dict.fromkeys(lots, 50)
    held: dict[str, int] = {}
    for minute, (act, which, quantity) in enumerate(acts):
        lot = lots[which]
        with inside.on(DAY, 9, minute):
            if act == "count":
                session.enter(lot, str(quantity)).ok(201)
                held[lot] = quantity
                continue
            quantity = min(quantity, held.get(lot, shelf[lot]), shelf[lot])
            if quantity == 0:
                continue
            if act == "sell":
                shop.sell(shop.line(products[which], str(quantity)))
            else:
                lost = [{"lot": lot, "quantity": str(quantity), "cause": "damage"}]
                shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": lost}).ok(201)
            shelf[lot] -= quantity
            if lot in held:
                held[lot] -= quantity
    with inside.on(DAY, 10):
        before = session.lines()
        answer = session.close()
        if not held:
            assert answer.code == "nothing_counted"
            return
        posted = answer.ok(201)
        assert {x["lot"]: x["difference"] for x in posted["lines"]} == {lot: x["difference"] for lot, x in before.items()}
        assert sum(x["owed_vnd"] for x in before.values()) == posted["owed_vnd"]
        for lot in lots:
            assert shop.on_hand(lot=lot) == str(held.get(lot, shelf[lot]))
        assert inside.gaps() == []
