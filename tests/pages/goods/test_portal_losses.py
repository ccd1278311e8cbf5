"""What a producer sees of losses and samples of its goods, the same day."""

from __future__ import annotations

from flask import Flask

from core.people import tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import InsideApi
from tests.outlet import Shop, today, uid
from tests.pages.office import PASSWORD, Browser, add, inside


def test_a_producer_sees_samples_of_today_and_what_is_left_of_their_allowance(office: Browser, site: Flask) -> None:
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    with site.app_context():
        shop = Shop(InsideApi(site, token))
        own, other = shop.producer(), shop.producer()
        lots = []
        for producer in (own, other):
            product = shop.product(producer)
            shop.agreement(producer, allowances={"sampling": {"per": "month", "value_vnd": 200_000}})
            lots += shop.deliver(producer, {"product": product, "quantity": "50"})["lots"]
        for lines in (
            [{"lot": lot, "quantity": "8", "cause": "sampling"} for lot in lots],
            [{"lot": lots[0], "quantity": "2", "cause": "damage"}],
        ):
            shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": lines, "note": "hội chợ"}).ok(201)
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer=own)
    htx = Browser(site, "htx")
    page = htx.get("/portal/losses").text
    assert "120.000\u00a0₫" in page and "Đã dùng 80.000\u00a0₫ trong 200.000\u00a0₫" in page
    assert page.count("hội chợ") == 2 and "HTX chịu" in page and "17.000" in page, "another's samples are not listed"
    assert "Hao hụt, dùng thử" in htx.get("/portal/stock").text
    month = f"{int(today()[:4]) - 1}-05"
    assert "Không có hao hụt nào" in htx.get(f"/portal/losses?month={month}").text
    assert htx.get("/portal/losses?month=2026-99").status_code == 200
    assert office.get("/portal/losses").status_code == 403
