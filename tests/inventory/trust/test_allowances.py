"""Allowances of an agreement: what losses of a cause are the producer's, by calendar, and what the bearer owes beyond them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from suppliers.allowances.ledger import period
from suppliers.choices import AllowancePeriod
from tests.journeys.inside import PIN, Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid
from tests.schedule import examples

DAY = date(2026, 12, 1)
TERM = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"}
MONTHLY = {"sampling": {"per": "month", "value_vnd": 200_000}}


class Sampled:
    """Goods at 10,000 ₫ a unit under an agreement with allowances, and a storekeeper who writes off."""

    def __init__(self, inside: Inside, shop: TimedShop, allowances: Any = None, **term: Any) -> None:
        self.inside, self.shop, self.producer = inside, shop, shop.producer()
        self.product = shop.product(self.producer)
        self.terms = [TERM | term]
        self.number = shop.agreement(self.producer, *self.terms, allowances=allowances or MONTHLY)
        self.lot = shop.deliver(self.producer, {"product": self.product, "quantity": "500"})["lots"][0]
        self.keeper: InsideApi = inside.as_role(Role.STOREKEEPER)

    def lose(self, quantity: str, cause: str = "sampling", by: InsideApi | None = None, **more: Any) -> Answer:
        lines = [{"lot": self.lot, "quantity": quantity, "cause": cause}]
        return (by or self.keeper).put(f"/api/v1/losses/{uid()}", {"place": self.shop.place, "lines": lines} | more)

    def owed(self, quantity: str, cause: str = "sampling") -> int:
        """What a loss makes us owe, recorded by a manager."""
        return int(self.lose(quantity, cause, by=self.shop.api).ok(201)["owed_vnd"])  # type: ignore[arg-type]

    def reverse(self, loss: str) -> None:
        self.shop.api.post(f"/api/v1/losses/{loss}/reverse", {"uid": uid(), "reason": "ghi nhầm"}).ok(201)


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY, 8):
        return inside.shop()


def test_samples_are_the_producers_while_the_allowance_lasts(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Sampled(inside, shop)
        assert goods.owed("15") == 0
        # Of 100,000 ₫ only 50,000 are left: half of the 85,000 owed for as much sold.
        assert goods.owed("10") == 42_500
        assert goods.owed("1") == 8_500
        assert inside.gaps() == []
    with inside.on(date(2027, 1, 1)):
        assert goods.owed("20") == 0


def test_an_allowance_of_a_year_lasts_the_year(inside: Inside, shop: TimedShop) -> None:
    with inside.on(date(2026, 11, 1)):
        goods = Sampled(inside, shop, {"damage": {"per": "year", "value_vnd": 200_000}})
        assert goods.owed("15", "damage") == 0
    with inside.on(DAY):
        assert goods.owed("10", "damage") == 42_500
    with inside.on(date(2027, 1, 1)):
        assert goods.owed("20", "damage") == 0


def test_an_allowance_stands_outside_the_share_of_the_lot(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Sampled(inside, shop, loss_allowance_bp=200)
        assert goods.owed("20") == 0
        assert goods.owed("2") == 17_000, "what is beyond the allowance has no share of the lot either"
        assert goods.owed("10", "damage") == 0, "the lot's share is whole"
        assert goods.owed("1", "damage") == 8_500
        assert inside.gaps() == []


def test_who_bears_it_bears_what_is_beyond(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        shared = Sampled(inside, shop, loss={"sampling": "shared"})
        assert shared.owed("40") == 85_000
        producers = Sampled(inside, shop, loss={"sampling": "producer"})
        assert producers.owed("40") == 0


def test_samples_beyond_the_allowance_need_a_manager(inside: Inside, shop: TimedShop) -> None:
    inside.manager_with_pin()
    with inside.on(DAY):
        goods = Sampled(inside, shop)
        goods.lose("20").ok(201)
        assert goods.lose("1").code == "approval_needed"
        assert goods.lose("1", approval={"by": "duyet", "pin": PIN}).ok(201)["approved_by"] == "duyet"
        goods.lose("1", "damage").ok(201)


def test_a_loss_taken_back_gives_its_allowance_back(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Sampled(inside, shop)
        first = goods.lose("15").ok(201)["uid"]
        assert goods.owed("10") == 42_500
        goods.reverse(first)
        assert goods.owed("15") == 0
        assert goods.owed("1") == 8_500
        assert inside.gaps() == []
    with inside.on(date(2027, 1, 5)):
        second = goods.lose("20").ok(201)["uid"]
    with inside.on(date(2027, 2, 1)):
        goods.reverse(second)
        assert goods.owed("20") == 0
        assert goods.owed("1") == 8_500, "what was taken in January is given back in January"


def test_a_count_and_a_spoiled_refund_use_the_allowance_of_their_cause(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        allowances = {cause: {"per": "month", "value_vnd": 20_000} for cause in ("count", "damage")}
        goods = Sampled(inside, shop, allowances)
        counted = {"place": shop.place, "lines": [{"lot": goods.lot, "counted": "497"}]}
        assert shop.api.put(f"/api/v1/counts/{uid()}", counted).ok(201)["owed_vnd"] == 8_500
        sold = shop.sell(shop.line(goods.product, "3"))
        shop.refund(sold["uid"], 1, "3", "spoiled").ok(201)
        assert [x["owed_vnd"] for x in shop.book(goods.producer) if x["kind"] == "lost"] == [8_500]
        assert inside.gaps() == []


def test_what_an_agreement_says_of_losses_is_sent_back_as_it_is_shown(inside: Inside, shop: TimedShop) -> None:
    on_expiry = {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2_000}
    path = f"/api/v1/agreements/{shop.code('HD')}"
    body = {"producer": shop.producer(), "starts_on": "2026-01-01", "terms": [TERM], "answer_days": 10}
    body |= {"allowances": MONTHLY, "on_expiry": on_expiry}
    shown = shop.api.put(path, body).ok(201)
    assert (shown["answer_days"], shown["allowances"], shown["on_expiry"]) == (10, MONTHLY, on_expiry)
    assert shop.api.put(path, shown).ok(200) == shown
    cleared = shop.api.put(path, {name: shown[name] for name in ("producer", "starts_on", "terms")}).ok(200)
    assert (cleared["answer_days"], cleared["allowances"], cleared["on_expiry"]) == (7, {}, None)
    for wrong in ({"choice": "give_back"}, {"rate_bp": None}, {"choice": "burn"}):
        answer = shop.api.put(path, body | {"on_expiry": on_expiry | wrong})
        assert answer.json["errors"][0]["field"].startswith("on_expiry"), answer


@pytest.mark.parametrize(
    ("per", "day", "first", "end"),
    [
        (AllowancePeriod.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (AllowancePeriod.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (AllowancePeriod.YEAR, date(2026, 1, 1), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_periods_are_those_of_the_calendar(per: AllowancePeriod, day: date, first: date, end: date) -> None:
    assert period(per, day) == (first, end)


def half(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


ACTS = st.lists(
    st.tuples(st.sampled_from(["sampling", "damage", "theft", "take back", "next month"]), st.integers(1, 9_000)),
    min_size=2,
    max_size=12,
)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS, value=st.sampled_from([0, 7_777, 50_000]))
def test_any_losses_owe_what_is_beyond_the_allowances(each_app: Flask, acts: list[tuple[str, int]], value: int) -> None:
    inside = getattr(each_app, "tested_outlet", None) or Inside(each_app)
    each_app.tested_outlet = inside  # type: ignore[attr-defined]
    allowances = {"sampling": {"per": "month", "value_vnd": value}, "damage": {"per": "year", "value_vnd": 2 * value}}
    day = DAY
    with inside.on(day):
        goods = Sampled(inside, inside.shop(), allowances, loss={"damage": "shared"}, loss_allowance_bp=10)
    taken: dict[tuple[str, str], int] = {}
    share, posted = 500_000 * 10 // 10_000, list[tuple[str, tuple[str, str], int, int]]()
    for act, milli in acts:
        if act == "next month":
            day = date(2027, 1, 1) if day.month == 12 else date(2027, day.month + 1, 1)
            continue
        with inside.on(day):
            if act == "take back":
                if posted:
                    document, key, used, quantity = posted.pop()
                    goods.reverse(document)
                    taken[key] = taken.get(key, 0) - used
                    share += quantity
                continue
            key = (act, str(day.year) if act == "damage" else f"{day:%Y-%m}")
            worth = half(Fraction(10_000 * milli, 1000))
            used, quantity = 0, 0
            if act in allowances:
                left = max(0, allowances[act]["value_vnd"] - taken.get(key, 0))  # type: ignore[operator]
                used = min(worth, left)
                taken[key] = taken.get(key, 0) + used
                owed = worth - half(Fraction(worth * 15, 100))
                owed = half(Fraction(owed, 2)) if act == "damage" else owed
                owed = half(Fraction(owed * (worth - left), worth)) if worth > left else 0
            else:
                quantity = min(milli, max(0, share))
                share -= milli
                gross = half(Fraction(10_000 * (milli - quantity), 1000))
                owed = gross - half(Fraction(gross * 15, 100))
                quantity = milli
            text = f"{milli // 1000}.{milli % 1000:03d}"
            answer = goods.lose(text, act, by=goods.shop.api).ok(201)  # type: ignore[arg-type]
            assert answer["owed_vnd"] == owed, (act, milli, taken, share)
            posted.append((answer["uid"], key, used, quantity))
    with inside.on(day):
        assert inside.gaps() == []


def test_what_is_left_is_told_to_storekeepers_and_to_the_producer_itself(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Sampled(inside, shop, {"sampling": MONTHLY["sampling"], "damage": {"per": "year", "value_vnd": 500_000}})
        goods.lose("8").ok(201)
        expected = [
            {"agreement": goods.number, "cause": "damage", "per": "year", "from": "2026-01-01", "to": "2026-12-31",
             "value_vnd": 500_000, "used_vnd": 0, "left_vnd": 500_000},
            {"agreement": goods.number, "cause": "sampling", "per": "month", "from": "2026-12-01", "to": "2026-12-31",
             "value_vnd": 200_000, "used_vnd": 80_000, "left_vnd": 120_000},
        ]  # fmt: skip
        assert goods.keeper.get("/api/v1/allowances", producer=goods.producer).ok()["items"] == expected
        own = inside.as_role(Role.PRODUCER, producer=goods.producer)
        assert own.get("/api/v1/allowances").ok() == {"producer": goods.producer, "items": expected}
        other = inside.as_role(Role.PRODUCER, producer=shop.producer())
        assert other.get("/api/v1/allowances").ok()["items"] == []
        assert other.get("/api/v1/allowances", producer=goods.producer).status in {200, 404}
        assert goods.keeper.get("/api/v1/allowances").status == 422
        assert goods.keeper.get("/api/v1/allowances", producer="NOBODY").status == 404
