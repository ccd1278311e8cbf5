"""The page of goods that were sold beyond the book."""

from __future__ import annotations

import re

from flask import Flask

from core.people import tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from tests.journeys.inside import InsideApi
from tests.outlet import Shop
from tests.pages.office import PASSWORD, Browser, add, inside


def test_a_manager_decides_what_was_sold_beyond_the_book(office: Browser, site: Flask) -> None:
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    assert "Không có lần nào bán quá sổ" in office.get("/stock/oversold").text
    with site.app_context():
        shop = Shop(InsideApi(site, token))
        shop.open_shift()
        product = shop.stocked(quantity="2")
        producer = shop.producer_of(product)
        for _ in range(2):
            shop.sell(shop.line(product, "3"), offline=True)
        late = shop.deliver(producer, {"product": product, "quantity": "10"})
    assert "2 lần bán quá sổ" in office.get("/reports/today").text
    page = office.get("/stock/oversold").text
    first, second = re.findall(r'id="([0-9a-f-]{36})"', page)
    assert "thiếu 1 kg" in page and "thiếu 3 kg" in page and late["number"] in page
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "kho").get("/stock/oversold").text
    assert "thiếu 1 kg" in keeper and "Để như vậy</button>" not in keeper
    form = {"uid": new_uid(), "choice": "delivery", "delivery": new_uid()}
    refused = office.post(f"/stock/oversold/{first}/decide", form)
    assert refused.status_code == 422 and "Không có phiếu nhận này." in refused.text
    form = {"uid": new_uid(), "choice": "delivery", "delivery": late["uid"]}
    assert office.post(f"/stock/oversold/{first}/decide", form).status_code == 302
    left = {"uid": new_uid(), "choice": "as_it_is", "note": "đã đếm bằng mắt"}
    assert office.post(f"/stock/oversold/{second}/decide", left).status_code == 302
    page = office.get("/stock/oversold").text
    assert "Không có lần nào bán quá sổ" in page and "hàng nhận mà chưa ghi" in page and "đã đếm bằng mắt" in page
    again = office.post(f"/stock/oversold/{second}/decide", {**left, "uid": new_uid()})
    assert again.status_code == 409 and "lần bán quá sổ" not in office.get("/reports/today").text
