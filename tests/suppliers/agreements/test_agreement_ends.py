"""Agreements that end: who is told when, on whose day they stand, and what is followed by another stays quiet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import business_day
from core.people.permits import Role
from suppliers.agreements import ends
from tests.journeys.inside import Inside
from tests.outlet import MANAGER
from tests.signed_in import sign_in_as

ENDS = date(2026, 12, 31)


def told(inside: Inside, producer: str) -> list[str]:
    """What a producer was told of agreements."""
    messages = inside.as_role(Role.PRODUCER, producer).get("/api/v1/messages").ok()["items"]
    return [one["text"] for one in messages if one["kind"] == "agreement"]


def test_a_producer_is_told_sixty_and_thirty_days_before_the_end_and_once_each(inside: Inside) -> None:
    with inside.on(date(2026, 10, 1)):
        shop = inside.shop()
        producer = shop.producer()
        shop.agreement(producer, ends_on=ENDS.isoformat(), grace_days=15, signed_number="09/2026/HĐKG")
    heard = []
    for days in (61, 60, 59, 31, 30, 29, 1, 0):
        with inside.on(ENDS - timedelta(days=days)):
            business_day.begin()
            business_day.begin()
            heard.append(len(told(inside, producer)))
    assert heard == [0, 1, 1, 1, 2, 2, 2, 2]
    with inside.on(ENDS):
        first, last = told(inside, producer)
    assert "09/2026/HĐKG còn 60 ngày là hết hạn (31/12/2026)" in first and "nhận hàng thêm 15 ngày" in first
    assert "còn 30 ngày" in last


def test_who_comes_back_late_hears_the_last_warning_alone(inside: Inside) -> None:
    with inside.on(ENDS - timedelta(days=12)):
        shop = inside.shop()
        producer = shop.producer()
        shop.agreement(producer, ends_on=ENDS.isoformat())
        business_day.begin()
        (text,) = told(inside, producer)
    assert "còn 12 ngày" in text and "nhận hàng thêm" not in text


@pytest.mark.parametrize(
    ("follows", "is_told"),
    [
        ({"starts_on": "2027-01-01"}, False),
        ({"starts_on": "2026-06-01", "ends_on": "2027-06-01"}, False),
        ({"starts_on": "2027-01-02"}, True),
        ({"starts_on": "2026-06-01", "ends_on": "2026-12-30"}, True),
    ],
)
def test_an_agreement_that_another_follows_without_a_gap_stays_quiet(
    inside: Inside, follows: dict[str, str], is_told: bool
) -> None:
    with inside.on(ENDS - timedelta(days=40)):
        shop = inside.shop()
        producer = shop.producer()
        number = shop.agreement(producer, ends_on=ENDS.isoformat())
        shop.agreement(producer, **follows)
        assert (number in [one.number for one in ends.ending(ENDS - timedelta(days=40))]) is is_told


def test_the_end_stands_on_the_manager_s_day_in_the_list_and_on_its_page(inside: Inside) -> None:
    with inside.on(ENDS - timedelta(days=45)):
        shop = inside.shop()
        producer = shop.producer()
        number = shop.agreement(producer, ends_on=ENDS.isoformat(), signed_number="09/2026/HĐKG")
        later = {"producer": producer, "starts_on": "2020-01-01", "ends_on": ENDS.isoformat(), "terms": [shop.TERM]}
        shop.api.put(f"/api/v1/agreements/{number}", later | {"answer_days": 9, "from": "2026-12-01"}).ok(200)
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        day = browser.get("/reports/today").text
        assert f"Hợp đồng với HTX {producer} còn 45 ngày" in day and "09/2026/HĐKG, hết hạn 31/12/2026" in day
        assert "1 bản hợp đồng chờ HTX xác nhận" in day
        listed = browser.get("/agreements").text
        assert "còn 45 ngày" in listed and "bản mới chờ HTX xác nhận" in listed
        assert "Còn 45 ngày là hết hạn (31/12/2026)." in browser.get(f"/agreements/{number}").text
