"""A sale that arrives late is flagged and judged twice, one that was cut off is not; nobody sells in another's name or till."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.db import transaction
from core.people import people, tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from pos.trust import presence
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import ZONE, uid
from tests.schedule import examples

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZONE)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def person(inside: Inside, username: str, till: str | None = None, role: Role = Role.CASHIER) -> InsideApi:
    """A person's own token, bound to a till if one is named."""
    transaction(lambda: people.add(username, username.title(), role, actor=SYSTEM))
    who = people.by_username(username)
    return InsideApi(inside.app, transaction(lambda: tokens.issue_token(role, who, till, None, SYSTEM)))


def at(when: datetime) -> Any:
    return clock.time_travel(when)


def codes(document: Any) -> list[str]:
    return [flag["code"] for flag in document["flags"]]


def send(shop: TimedShop, line: Any, sold_at: datetime, api: InsideApi | None = None, **more: Any) -> Any:
    """An offline sale, sent at the moment of the test's clock."""
    body = shop.sale(line, offline=True, sold_at=sold_at.isoformat(timespec="seconds"), **more)
    return (api or shop.api).put(f"/api/v1/sales/{uid()}", body).ok(201)


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """A shop whose shift is open since six in the morning."""
    with at(NOON - 6 * HOUR):
        return inside.shop()


@pytest.fixture
def line(shop: TimedShop) -> Any:
    with at(NOON - 6 * HOUR):
        return shop.line(shop.stocked(quantity="5000"))


def hear(shop: TimedShop, api: InsideApi | None = None) -> None:
    """The till asks the server for something about its shift."""
    kept = {"uid": uid(), "kind": "in", "amount_vnd": 1, "reason": "lẻ"}
    (api or shop.api).post(f"/api/v1/shifts/{shop.shift}/cash-moves", kept).ok(201)


def test_a_till_that_was_heard_meanwhile_sends_late_what_it_kept_back(shop: TimedShop, line: Any) -> None:
    with at(NOON):
        hear(shop)
    with at(NOON + 11 * MINUTE):
        assert codes(send(shop, line, NOON - MINUTE)) == ["late"]
        assert codes(send(shop, line, NOON - 10 * MINUTE)) == ["late"]
        assert codes(send(shop, line, NOON - 11 * MINUTE)) == [], "nothing was heard of it for ten minutes"
        assert codes(send(shop, line, NOON + MINUTE)) == [], "it came within ten minutes"


def test_the_contacts_survive_a_restart(shop: TimedShop, line: Any, inside: Inside) -> None:
    with at(NOON):
        hear(shop)
    inside.app.extensions.pop("outlet_till_presence")
    with at(NOON + 11 * MINUTE):
        assert codes(send(shop, line, NOON - MINUTE)) == ["late"]


def test_old_contacts_are_forgotten(shop: TimedShop, line: Any, inside: Inside) -> None:
    with at(NOON):
        hear(shop)
    with at(NOON + timedelta(days=6)):
        assert presence.forget_old_contacts() > 0
        inside.app.extensions.pop("outlet_till_presence")
        assert not presence.is_heard(shop.till, NOON - HOUR, NOON + HOUR)


def test_three_days_are_not_late_and_more_are(shop: TimedShop, line: Any) -> None:
    with at(NOON + timedelta(days=3)):
        assert codes(send(shop, line, NOON)) == []
        assert codes(send(shop, line, NOON - MINUTE)) == ["late"]


def test_an_honest_outage_of_an_hour_leaves_no_sale_late(shop: TimedShop, line: Any, inside: Inside) -> None:
    """Also while the queue is sent for minutes, and with a clock that is a minute slow."""
    slow = timedelta(seconds=-65)
    thu = person(inside, "thu1", shop.till)
    with at(NOON):
        hear(shop, thu)
    back = NOON + HOUR
    sold = [NOON + n * timedelta(seconds=5) for n in range(1, 720, 7)]
    with at(back):
        thu.get("/api/v1/catalogue").ok()
    for n, moment_of_sale in enumerate(sold):
        now = back + timedelta(seconds=1) + n * timedelta(seconds=2)
        with at(now):
            body = {"sent_at": (now + slow).isoformat(timespec="milliseconds")}
            assert codes(send(shop, line, moment_of_sale + slow, thu, **body)) == [], moment_of_sale


@settings(max_examples=examples(6), suppress_health_check=list(HealthCheck))
@given(
    begin=st.integers(0, 5 * 3600),
    lasts=st.integers(1, 71 * 3600),
    share=st.lists(st.floats(0, 1), min_size=1, max_size=3),
    error=st.integers(-119, 119),
)
def test_no_outage_of_up_to_three_days_makes_an_honest_till_late(
    inside: Inside, line: Any, begin: int, lasts: int, share: list[float], error: int
) -> None:
    with at(NOON - 6 * HOUR):
        shop = inside.shop()
    begin_at = NOON - 5 * HOUR + timedelta(seconds=begin)
    with at(begin_at):
        hear(shop)
    back = begin_at + timedelta(seconds=lasts)
    for n, part in enumerate(sorted(share)):
        now = back + timedelta(seconds=n + 1)
        with at(now):
            sold_at = begin_at + timedelta(seconds=1) + (back - begin_at - timedelta(seconds=1)) * part
            wrong = timedelta(seconds=error)
            body = {"sent_at": (now + wrong).isoformat(timespec="milliseconds")}
            assert "late" not in codes(send(shop, line, sold_at + wrong, **body))


def test_a_sale_from_before_its_shift_is_the_opening_and_late(shop: TimedShop, line: Any) -> None:
    with at(NOON):
        sale = send(shop, line, NOON - 7 * HOUR)
    assert "late" in codes(sale)
    assert sale["sold_at"] == (NOON - 6 * HOUR).isoformat()


@pytest.mark.parametrize("year", ["2001", "1900", "2025"])
def test_no_number_of_another_year_is_taken_by_a_date_alone(shop: TimedShop, line: Any, year: str) -> None:
    with at(NOON):
        body = shop.sale(line, offline=True, sold_at=f"{year}-11-20T12:00:00+07:00")
        sale = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert sale["number"].startswith("2026-") and sale["business_day"] == "2026-11-20"
    assert "late" in codes(sale)


def test_a_late_sale_is_judged_by_the_price_then_and_now(shop: TimedShop, inside: Inside) -> None:
    with at(NOON - 6 * HOUR):
        product = shop.stocked()
    with at(NOON - HOUR):
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"price_vnd": 50_000}).ok(200)
    with at(NOON):
        for price_vnd in (10_000, 50_000):
            assert codes(send(shop, shop.line(product, "1", price_vnd), NOON - 7 * HOUR))[1:] == ["late", "price_differs"]
        assert codes(send(shop, shop.line(product), NOON - 2 * HOUR)) == [], "an honest one by the price then"


def test_a_late_sale_is_judged_by_the_lot_and_the_rate_then_and_now(shop: TimedShop, inside: Inside) -> None:
    with at(NOON - 6 * HOUR):
        producer = shop.producer()
        product = shop.product(producer)
        agreement = shop.agreement(producer)
        shop.deliver(producer, {"product": product, "lot": "L1", "quantity": "50", "best_before": "2026-11-21"})
    thu = person(inside, "thu1")
    line = {"lot": "L1", "quantity": "1", "unit_price_vnd": 10_000}
    with at(NOON + timedelta(days=2)):
        assert codes(send(shop, line, NOON, thu)) == [], "it was good when it was sold, and nobody heard the till"
        assert codes(send(shop, line, NOON - 7 * HOUR, thu))[1:] == ["late", "expired_lot"]
        (agreed,) = shop.api.get(f"/api/v1/agreements?producer={producer}").ok()["items"]
        half = {k: v for k, v in agreed.items() if k != "number"} | {"terms": [dict(shop.TERM) | {"rate_bp": 5000}]}
        shop.api.put(f"/api/v1/agreements/{agreement}", half).ok(200)
        assert codes(send(shop, line, NOON - 7 * HOUR, thu))[1:] == ["late", "rate_differs", "expired_lot"]


def test_late_sales_are_listed_until_a_manager_has_seen_to_them(shop: TimedShop, line: Any) -> None:
    with at(NOON):
        sale = send(shop, line, NOON - 7 * HOUR)
        waiting = "/api/v1/sales?flag=late&reviewed=false"
        assert [s["uid"] for s in shop.api.get(waiting).ok()["items"]] == [sale["uid"]]
        n = codes(sale).index("late") + 1
        shop.api.post(f"/api/v1/sales/{sale['uid']}/flags/{n}/reviewed", {"uid": uid()}).ok(201)
        assert shop.api.get(waiting).ok()["items"] == []


def test_nobody_sells_in_the_name_of_one_who_was_not_there(shop: TimedShop, line: Any, inside: Inside) -> None:
    thu1, thu2 = person(inside, "thu1"), person(inside, "thu2")
    with at(NOON):
        sale = send(shop, line, NOON, thu1, cashier="thu2")
        assert codes(sale) == ["seller_differs"]
        assert (sale["cashier"], sale["sent_by"]) == ("thu2", "thu1")
        assert "Thu1" in shop.api.get(f"/api/v1/sales/{sale['uid']}/receipt").body.decode(), "the slip names who sent it"
        thu2.put(f"/api/v1/sales/{uid()}", shop.sale(line)).ok(201)
        sale = send(shop, line, NOON, thu1, cashier="thu2")
        assert codes(sale) == [], "thu2 has sold here today"
    with at(NOON + timedelta(days=1)):
        assert codes(send(shop, line, NOON + timedelta(hours=23), thu1, cashier="thu2")) == ["seller_differs"]


ACTS: dict[str, Callable[[TimedShop, InsideApi, Any, Any], Any]] = {
    "open": lambda shop, api, line, sold: api.put(f"/api/v1/shifts/{uid()}", {"till": shop.till, "opening_float_vnd": 0}),
    "sell": lambda shop, api, line, sold: api.put(f"/api/v1/sales/{uid()}", shop.sale(line)),
    "sell offline": lambda shop, api, line, sold: api.put(f"/api/v1/sales/{uid()}", shop.sale(line, offline=True)),
    "move cash": lambda shop, api, line, sold: api.post(
        f"/api/v1/shifts/{shop.shift}/cash-moves", {"uid": uid(), "kind": "in", "amount_vnd": 1, "reason": "lẻ"}
    ),
    "refund": lambda shop, api, line, sold: api.put(
        f"/api/v1/refunds/{uid()}",
        {
            "shift": shop.shift, "sale": sold["uid"], "method": "cash", "reason": "đổi ý",
            "lines": [{"line": 1, "quantity": "1", "condition": "resell"}],
        },
    ),
    "close": lambda shop, api, line, sold: api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}),
}  # fmt: skip


def test_a_token_of_a_till_acts_there_alone(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    line = shop.line(shop.stocked())
    sold = shop.sell(line)
    stranger = person(inside, "thu1", other.till)
    for name, act in ACTS.items():
        refused = act(shop, stranger, line, sold)
        assert (refused.status, refused.code) == (403, "other_till"), name
    assert stranger.put(f"/api/v1/sales/{uid()}", shop.sale(line) | {"total_vnd": 1}).status == 422, "its own values come first"
    assert stranger.put(f"/api/v1/sales/{sold['uid']}", shop.sale(line)).code == "uid_reused"
    own = person(inside, "thu2", shop.till)
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    shop.api = own
    shop.open_shift()
    for name in ("sell", "sell offline", "move cash", "refund", "close"):
        assert ACTS[name](shop, own, line, sold).status in {200, 201}, name
