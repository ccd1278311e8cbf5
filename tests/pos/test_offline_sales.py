"""An offline sale has happened: it is recorded, and what does not fit becomes a flag."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import clock
from core.db import transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import PIN, Inside, TimedShop
from tests.outlet import MANAGER, ZONE, uid


def offline(shop: Any, *lines: Any, api: Any = None, **more: Any) -> Any:
    body = shop.sale(*lines, **{"offline": True, **more})
    return (api or shop.api).put(f"/api/v1/sales/{uid()}", body).ok(201)


def codes(sale: Any) -> list[tuple[str, int | None]]:
    return [(f["code"], f.get("line")) for f in sale["flags"]]


def counts(shop: Any, producer: str) -> list[tuple[str, str, int]]:
    return [(x["lot"], x["quantity"], x["owed_vnd"]) for x in shop.book(producer) if x["kind"] == "count"]


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(date(2026, 10, 28)):  # before every sale of these tests: a sale is never older than its shift
        return inside.shop()


def with_lots(shop: Any, *lots: tuple[str, str, str | None]) -> tuple[str, str]:
    producer = shop.producer()
    product = shop.product(producer)
    shop.agreement(producer)
    for lot, quantity, best_before in lots:
        shop.deliver(producer, {"product": product, "lot": lot, "quantity": quantity, "best_before": best_before})
    return producer, product


def test_a_sale_that_fits_has_no_flags(shop: Any) -> None:
    assert offline(shop, shop.line(shop.stocked()))["flags"] == []


def test_price_differs_from_the_price_in_force_when_it_was_sold(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        product = shop.stocked()
    with inside.on(date(2026, 11, 10)):
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"price_vnd": 12_000}).ok(200)
    with inside.on(date(2026, 11, 11)):
        before, after = "2026-11-09T10:00:00+07:00", "2026-11-10T11:00:00+07:00"
        assert codes(offline(shop, shop.line(product), sold_at=before)) == []
        assert codes(offline(shop, shop.line(product), shop.line(product, "1", 12_000), sold_at=after)) == [("price_differs", 1)]
        assert codes(offline(shop, shop.line(product, "1", 12_000), sold_at=before)) == [("price_differs", 1)]


def test_a_sale_timed_in_whole_seconds_knows_what_was_recorded_within_its_second(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        producer, product = with_lots(shop, ("W1", "10", None))
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        (agreed,) = shop.api.get(f"/api/v1/agreements?producer={producer}").ok()["items"]
    with clock.time_travel(datetime(2026, 11, 2, 2, 0, 0, 400_000, tzinfo=UTC)):
        shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in now.items() if k != "code"} | {"price_vnd": 12_000}).ok(200)
        half = {k: v for k, v in agreed.items() if k != "number"} | {"terms": [shop.TERM | {"rate_bp": 5000}]}
        shop.api.put(f"/api/v1/agreements/{agreed['number']}", half).ok(200)
        count = {"place": shop.place, "lines": [{"lot": "W1", "counted": "10"}]}
        shop.api.put(f"/api/v1/counts/{uid()}", count).ok(201)
        sold_at = "2026-11-02T09:00:00+07:00"
        new = offline(shop, shop.line(product, "1", 12_000), sold_at=sold_at)
        assert (codes(new), new["lines"][0]["owed_vnd"]) == ([], 6_000)
        assert codes(offline(shop, shop.line(product), sold_at=sold_at)) == [("price_differs", 1)]
        earlier = offline(shop, shop.line(product, "1", 12_000), sold_at="2026-11-02T09:00:00.100+07:00")
        assert codes(earlier) == [("price_differs", 1), ("before_count", 1)]


def test_what_is_missing_is_found_on_the_named_lot(inside: Inside, shop: Any) -> None:
    producer, product = with_lots(shop, ("A1", "2", None), ("A2", "5", None))
    sold = offline(shop, shop.line(product, "3") | {"lot": "A1"})
    assert codes(sold) == [("stock_short", 1)]
    assert [(x["lot"], x["quantity"]) for x in sold["lines"]] == [("A1", "3")]
    assert counts(shop, producer) == [("A1", "1", 0)]
    assert shop.on_hand(lot="A1") == "0" and shop.on_hand(lot="A2") == "5"
    assert inside.gaps() == []


def test_what_is_missing_is_found_on_the_last_lot_taken(inside: Inside, shop: Any) -> None:
    producer, product = with_lots(shop, ("B1", "2", "2099-01-01"), ("B2", "3", "2099-02-01"))
    sold = offline(shop, shop.line(product, "7"))
    assert [(x["lot"], x["quantity"]) for x in sold["lines"]] == [("B1", "2"), ("B2", "5")]
    assert counts(shop, producer) == [("B2", "2", 0)]
    assert inside.gaps() == []


def test_what_is_missing_with_an_empty_shelf_is_found_on_the_newest_lot(inside: Inside, shop: Any) -> None:
    producer, product = with_lots(shop, ("C1", "1", None), ("C2", "1", None))
    shop.sell(shop.line(product, "2"))
    sold = offline(shop, shop.line(product, "1.5"))
    assert [(x["lot"], x["quantity"]) for x in sold["lines"]] == [("C2", "1.5")]
    assert counts(shop, producer) == [("C2", "1.5", 0)]
    assert inside.gaps() == []


def test_what_was_never_delivered_is_found_in_a_new_lot_without_dates(inside: Inside, shop: Any) -> None:
    producer, product = with_lots(shop)
    sold = offline(shop, shop.line(product, "2"), shop.line(product, "1"))
    assert codes(sold) == [("stock_short", 1), ("stock_short", 2)]
    lots = {x["lot"] for x in sold["lines"]}
    assert len(lots) == 1, "the second line finds the lot of the first: it is the product's newest"
    assert shop.api.get(f"/api/v1/lots/{lots.pop()}").ok()["best_before"] is None
    assert sum(float(q) for _, q, _ in counts(shop, producer)) == 3
    assert inside.gaps() == []


def test_goods_at_another_place_do_not_help(inside: Inside, shop: Any) -> None:
    product = shop.stocked()
    other = inside.shop()
    assert codes(offline(other, other.line(product))) == [("stock_short", 1)]
    assert shop.on_hand(product=product, place=shop.place) == "50"
    assert inside.gaps() == []


def test_expired_and_recalled_lots_are_flagged(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        _, product = with_lots(shop, ("E1", "5", "2026-11-05"), ("E2", "5", None))
        shop.api.post("/api/v1/lots/E2/recall", {"uid": uid(), "reason": "mốc"}).ok()
    with inside.on(date(2026, 11, 6)):
        assert codes(offline(shop, shop.line(product) | {"lot": "E1"}, api=inside.as_role(Role.CASHIER))) == [("expired_lot", 1)]
        assert codes(offline(shop, shop.line(product) | {"lot": "E2"})) == [("recalled_lot", 1)]
        assert codes(offline(shop, shop.line(product) | {"lot": "E1"}, sold_at="2026-11-05T20:00:00+07:00")) == []
        unnamed = offline(shop, shop.line(product))
        assert "stock_short" in {code for code, _ in codes(unnamed)}, "nothing sellable was there"
    assert inside.gaps() == []


def test_a_discount_over_the_limit_without_approval_is_flagged(inside: Inside, shop: Any) -> None:
    who, cashier = inside.manager_with_pin(), inside.as_role(Role.CASHIER)
    product = shop.stocked()
    line = shop.line(product, discount_vnd=1_001)
    assert codes(offline(shop, line, api=cashier)) == [("approval_missing", 1)]
    assert codes(offline(shop, line, api=cashier, approval={"by": who, "pin": "1111"})) == [("approval_missing", 1)]
    assert codes(offline(shop, line, api=cashier, approval={"by": who, "pin": PIN})) == []
    assert codes(offline(shop, line)) == []


def test_without_an_agreement_all_of_the_net_is_owed(shop: Any) -> None:
    producer = shop.producer()
    sold = offline(shop, shop.line(shop.product(producer), "2", discount_vnd=1_000))
    assert ("no_agreement", 1) in codes(sold)
    assert (sold["lines"][0]["owed_vnd"], sold["lines"][0]["kept_vnd"]) == (19_000, 0)


def test_a_clock_that_runs_ahead_is_flagged_and_now_is_used(shop: Any) -> None:
    product = shop.stocked()
    ahead = (datetime.now(ZONE) + timedelta(days=2)).isoformat(timespec="seconds")
    sold = offline(shop, shop.line(product), sold_at=ahead)
    assert codes(sold) == [("clock_differs", None)]
    assert sold["business_day"] == clock.today().isoformat()
    nearly = (datetime.now(ZONE) + timedelta(seconds=90)).isoformat(timespec="seconds")
    assert codes(offline(shop, shop.line(product), sold_at=nearly)) == []


def test_sent_at_shows_the_devices_error(shop: Any) -> None:
    product = shop.stocked()
    slow = (datetime.now(ZONE) - timedelta(minutes=10)).isoformat(timespec="seconds")
    sold = offline(shop, shop.line(product), sold_at=slow, sent_at=slow)
    (flag,) = sold["flags"]
    assert flag["code"] == "clock_differs" and -610 <= flag["seconds"] <= -595


def test_a_closed_shift_takes_late_sales_but_keeps_the_figures_of_its_close(shop: Any) -> None:
    product = shop.stocked()
    shop.sell(shop.line(product))
    close = {"counted": {"500000": 1, "10000": 1}}
    closed = shop.api.post(f"/api/v1/shifts/{shop.shift}/close", close).ok(200)
    assert codes(offline(shop, shop.line(product))) == [("shift_closed", None)]
    shift = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    again = shop.api.post(f"/api/v1/shifts/{shop.shift}/close", close).ok(200)
    for name in ("expected_vnd", "counted_vnd", "difference_vnd", "closed_at"):
        assert closed[name] == shift[name] == again[name]
    assert (closed["expected_vnd"], closed["difference_vnd"]) == (510_000, 0)


@pytest.mark.parametrize(("rounding_vnd", "status"), [(450, 201), (-50, 201), (-550, 201), (950, 422), (1450, 422), (7, 422)])
def test_cash_was_rounded_before_the_outlet_changed_its_step(shop: Any, rounding_vnd: int, status: int) -> None:
    product = shop.stocked(price_vnd=10_550)
    body = shop.sale(shop.line(product, "1", 10_550), rounding_vnd=rounding_vnd)
    body["payments"] = [{"method": "cash", "amount_vnd": 10_550 + rounding_vnd}]
    assert shop.api.put(f"/api/v1/sales/{uid()}", body).status == 422, "online the outlet's own step holds: none"
    assert shop.api.put(f"/api/v1/sales/{uid()}", body | {"offline": True}).status == status


def add_person(username: str, role: Role, *, active: bool = True) -> str:
    person = transaction(lambda: people.add(username, username.title(), role, actor=SYSTEM))
    transaction(lambda: people.set_active(person, active, SYSTEM))
    return username


def test_a_sale_belongs_to_whom_sold_it_whoever_sends_it(inside: Inside, shop: Any) -> None:
    seller = add_person("thuha", Role.CASHIER, active=False)  # locked since: the sale has happened
    sold = offline(shop, shop.line(shop.stocked()), cashier=seller)
    assert shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["cashier"] == seller
    assert [s["uid"] for s in shop.api.all("/api/v1/sales", cashier=seller)] == [sold["uid"]]
    assert "Thuha" in shop.api.get(f"/api/v1/sales/{sold['uid']}/receipt").body.decode()
    assert inside.gaps() == []


def test_sending_a_sale_is_not_approving_it_nor_does_a_managers_name_approve(inside: Inside, shop: Any) -> None:
    half_off = shop.line(shop.stocked(), discount_vnd=5_000)
    seller, by_cashier = add_person("thuha", Role.CASHIER), inside.as_role(Role.CASHIER)
    assert codes(offline(shop, half_off)) == []
    assert codes(offline(shop, half_off, cashier=MANAGER)) == []
    assert codes(offline(shop, half_off, cashier=seller)) == [("seller_differs", None), ("approval_missing", 1)]
    assert codes(offline(shop, half_off, api=by_cashier, cashier=MANAGER)) == [("approval_missing", 1)]


@pytest.mark.parametrize(("cashier", "is_offline"), [("thukho", True), ("nobody", True), ("", True), (MANAGER, False)])
def test_only_who_may_sell_is_taken_as_the_cashier_and_only_offline(shop: Any, cashier: str, is_offline: bool) -> None:
    add_person("thukho", Role.STOREKEEPER)
    body = shop.sale(shop.line(shop.stocked()), cashier=cashier, offline=is_offline)
    refused = shop.api.put(f"/api/v1/sales/{uid()}", body)
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["cashier"])


def test_an_unknown_shift_is_refused_offline_too(shop: Any) -> None:
    body = shop.sale(shop.line(shop.stocked()), offline=True, shift=uid())
    assert shop.api.put(f"/api/v1/sales/{uid()}", body).code == "unknown_shift"


def test_a_sale_made_before_a_count_that_arrives_after_it_is_flagged(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        producer, product = with_lots(shop, ("F1", "10", None))
    with inside.on(date(2026, 11, 2), 12):
        count = {"place": shop.place, "lines": [{"lot": "F1", "counted": "9"}]}
        shop.api.put(f"/api/v1/counts/{uid()}", count).ok(201)
        assert codes(offline(shop, shop.line(product), sold_at="2026-11-02T11:00:00+07:00")) == [("before_count", 1)]
    with inside.on(date(2026, 11, 2), 13):
        assert codes(offline(shop, shop.line(product))) == []
    assert shop.on_hand(lot="F1") == "7"
    assert [x["kind"] for x in shop.book(producer)] == ["received", "count", "sold", "sold"]
    assert inside.gaps() == []


def test_a_count_that_was_taken_back_flags_no_sale(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        _, product = with_lots(shop, ("F2", "10", None))
    with inside.on(date(2026, 11, 2), 12):
        wrong, sold_at = uid(), "2026-11-02T11:00:00+07:00"
        count = {"place": shop.place, "lines": [{"lot": "F2", "counted": "9"}]}
        shop.api.put(f"/api/v1/counts/{wrong}", count).ok(201)
        shop.api.post(f"/api/v1/counts/{wrong}/reverse", {"uid": uid(), "reason": "đếm nhầm kệ"}).ok(201)
        assert codes(offline(shop, shop.line(product), sold_at=sold_at)) == []
        shop.api.put(f"/api/v1/counts/{uid()}", count).ok(201)
        assert codes(offline(shop, shop.line(product), sold_at=sold_at)) == [("before_count", 1)]
    assert inside.gaps() == []


def test_what_was_found_was_there_when_it_was_sold_so_a_later_count_agrees(inside: Inside, shop: Any) -> None:
    with inside.on(date(2026, 11, 1)):
        _, product = with_lots(shop, ("G1", "2", None))
    with inside.on(date(2026, 11, 2), 14):
        offline(shop, shop.line(product, "3"), sold_at="2026-11-02T11:00:00+07:00")
    with inside.on(date(2026, 11, 2), 15):
        count = {"place": shop.place, "lines": [{"lot": "G1", "counted": "0", "counted_at": "2026-11-02T12:00:00+07:00"}]}
        (line,) = shop.api.put(f"/api/v1/counts/{uid()}", count).ok(201)["lines"]
        assert (line["booked"], line["difference"]) == ("0", "0")
    assert inside.gaps() == []


@pytest.mark.parametrize(
    "changes", [{"lines": []}, {"lines": [{"product": "NOBODY", "quantity": "1", "unit_price_vnd": 1}]}, {"total_vnd": 1}]
)
def test_only_a_sale_that_contradicts_itself_is_refused(shop: Any, changes: dict[str, Any]) -> None:
    body = shop.sale(shop.line(shop.stocked()), offline=True)
    assert shop.api.put(f"/api/v1/sales/{uid()}", body | changes).status == 422
