"""Until when a producer may ask about a statement, and may take back that it agreed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import uid

DAY = date(2026, 11, 20)


@pytest.fixture
def issued(inside: Inside) -> tuple[TimedShop, InsideApi, str]:
    """A statement of a producer that has three days to answer, and the producer's own program."""
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, answer_days=3)
        shop.deliver(producer, {"product": product, "quantity": "5"})
        shop.sell(shop.line(product))
        path = f"/api/v1/statements/{uid()}"
        shop.api.put(path, {"producer": producer, "until": DAY.isoformat()}).ok(201)
    return shop, inside.as_role(Role.PRODUCER, producer), path


def ask(own: InsideApi, path: str, message: str) -> Any:
    line = own.get(path).ok()["lines"][-1]["uid"]
    return own.post(f"{path}/query", {"uid": uid(), "line": line, "message": message})


def test_a_question_comes_in_time_until_the_last_day_and_then_too_late(
    inside: Inside, issued: tuple[TimedShop, InsideApi, str]
) -> None:
    shop, own, path = issued
    with inside.on(DAY + timedelta(days=3), 23):
        line = ask(own, path, "Sao chỉ có một cân?").ok(201)["questions"][0]["line"]
        shop.api.post(f"{path}/answer", {"uid": uid(), "line": line, "message": "Bán một cân ạ."}).ok(201)
    with inside.on(DAY + timedelta(days=4), 0):
        assert ask(own, path, "Còn lô kia?").json["code"] == "too_late"


def test_who_agreed_takes_it_back_within_an_hour_and_before_a_payout(
    inside: Inside, issued: tuple[TimedShop, InsideApi, str]
) -> None:
    shop, own, path = issued
    with inside.on(DAY, 20):
        assert own.post(f"{path}/unaccept", {"uid": uid()}).json["code"] == "closed"
        own.post(f"{path}/accept", {}).ok()
        assert shop.api.post(f"{path}/unaccept", {"uid": uid()}).status == 403
    with inside.on(DAY, 20, 59):
        back = {"uid": uid()}
        assert own.post(f"{path}/unaccept", back).ok(201)["state"] == "issued"
        own.post(f"{path}/accept", {}).ok()
        assert own.post(f"{path}/unaccept", back).ok(200)["state"] == "issued"
        assert own.get(path).ok()["state"] == "accepted"
    with inside.on(DAY, 22, 0):
        assert own.post(f"{path}/unaccept", {"uid": uid()}).json["code"] == "too_late"


def test_what_something_was_paid_on_stays_accepted(inside: Inside, issued: tuple[TimedShop, InsideApi, str]) -> None:
    shop, own, path = issued
    with inside.on(DAY, 20):
        own.post(f"{path}/accept", {}).ok()
        statement = own.get(path).ok()
        payout = {"producer": statement["producer"], "statement": statement["uid"], "amount_vnd": 1_000, "method": "bank"}
        shop.api.put(f"/api/v1/payouts/{uid()}", payout).ok(201)
        assert own.post(f"{path}/unaccept", {"uid": uid()}).json["code"] == "closed"
    assert inside.gaps() == []
