"""The page of the month's end: what waits is listed first, many are closed after one more look, and many paid at once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from core.values.uid import new_uid
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import MANAGER
from tests.signed_in import sign_in_as

DAY = date(2026, 11, 30)


def supplier(shop: TimedShop, name: str) -> str:
    producer = shop.producer(name=name, bank_bin="970436", bank_account="0011004567890", bank_holder="HTX")
    product = shop.product(producer)
    shop.agreement(producer)
    shop.deliver(producer, {"product": product, "quantity": "10"})
    shop.sell(shop.line(product, "2"))
    return producer


@pytest.mark.parametrize("answer", ["accepted", "asked"])
def test_many_are_closed_after_one_more_look_and_what_was_accepted_is_paid(inside: Inside, answer: str) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        first, second = supplier(shop, "HTX Một"), supplier(shop, "HTX Hai")
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        page = browser.get("/month-end").text
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token and page.count("2 dòng chưa chốt") == 2
        chosen = {"csrf_token": token[1], "until": DAY.isoformat(), "producer": [first, second]}
        look = browser.post("/month-end/close", data=chosen).text
        assert "Không thể hoàn tác" in look and "34.000" in look
        assert shop.api.get("/api/v1/statements").ok()["items"] == []
        sure = chosen | {"uid": new_uid(), "sure": "1"}
        done = browser.post("/month-end/close", data=sure, follow_redirects=True).text
        again = browser.post("/month-end/close", data=sure, follow_redirects=True).text
        assert "Đã chốt 2 kỳ đến 30/11/2026" in again, "a second tap is the same settlement"
        assert "Đã chốt 2 kỳ đến 30/11/2026" in done and "bundle?format=zip" in done
        statements = {one["producer"]: one["uid"] for one in shop.api.get("/api/v1/statements").ok()["items"]}
        if answer == "asked":
            path = f"/api/v1/statements/{statements[first]}"
            line = shop.api.get(path).ok()["lines"][-1]["uid"]
            shop.api.post(f"{path}/query", {"line": line, "message": "Sao ít thế?"}).ok()
            asked = browser.get("/month-end").text
            assert asked.index("Sao ít thế?") < asked.index("HTX Hai"), "what waits for an answer stands first"
            return
        for statement in statements.values():
            shop.api.post(f"/api/v1/statements/{statement}/accept", {"note": "ký giấy"}).ok()
        assert browser.get("/month-end").text.count('name="statement"') == 2
        pay = {"csrf_token": token[1], "uid": new_uid(), "until": DAY.isoformat(), "reference": "FT1", "method": "bank"}
        paid = browser.post("/month-end/pay", data=pay | {"statement": [*statements.values()]}, follow_redirects=True).text
        assert "Đã ghi trả 2 kỳ, 34.000" in paid and paid.count("đã trả phần đến hạn") == 3
    assert inside.gaps() == []


def test_nothing_chosen_is_said_and_changes_nothing(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        supplier(shop, "HTX Một")
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/month-end?until=xx").text)
        assert token
        for act, words in (("close", "Chưa chọn nhà sản xuất nào"), ("pay", "Chưa chọn bảng thanh toán nào")):
            sent = {"csrf_token": token[1], "until": DAY.isoformat(), "uid": new_uid()}
            assert words in browser.post(f"/month-end/{act}", data=sent, follow_redirects=True).text
        assert shop.api.get("/api/v1/statements").ok()["items"] == []
