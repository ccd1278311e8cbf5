"""The page of the month's end: what waits is listed first, many are closed after one more look, and many paid at once."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from core.values.uid import new_uid
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import MANAGER
from tests.paper.sheets.reading import pages
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
        assert "Đã ghi trả 2 kỳ, 34.000" in paid and "2 đã trả phần đến hạn" in paid and "In phiếu chi" in paid
        vouchers = re.search(r'href="(/month-end/vouchers/[^"]+)"', paid)
        assert vouchers and ["Phiếu chi chuyển khoản" in page for page in pages(browser.get(vouchers[1]).data)] == [True] * 2
        with ZipFile(BytesIO(browser.get("/month-end/statements.zip").data)) as papers:
            assert len(papers.namelist()) == 2
        with ZipFile(BytesIO(browser.get("/month-end/board.xlsx").data)) as workbook:
            said = "".join(workbook.read(name).decode() for name in workbook.namelist() if name.endswith(".xml"))
        for words in ("Từ 01/11/2026 đến 30/11/2026", "HTX Một", "= Cuối kỳ", "<autoFilter", "<v>17000</v>", "<v>34000</v>"):
            assert words in said, words
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


def test_one_pays_by_code_after_code_and_says_which_columns_the_bank_wants(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        for producer in (supplier(shop, "HTX Một"), supplier(shop, "HTX Hai")):
            statement = {"producer": producer, "until": DAY.isoformat()}
            issued = shop.api.put(f"/api/v1/statements/{new_uid()}", statement).ok(201)
            shop.api.post(f"/api/v1/statements/{issued['uid']}/accept", {"note": "ký giấy"}).ok()
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        page = browser.get("/month-end").text
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        codes = re.findall(r'href="(/month-end/pay/[^"]+)"', page)
        assert token and len(codes) == 2
        for n, words in ((0, "1 trong 2 kỳ"), (1, "1 trong 1 kỳ")):
            code = browser.get(codes[n].replace("&amp;", "&")).text
            assert words in code and "Vietcombank" in code and "<svg" in code
            form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', code))
            shown = browser.post("/month-end/pay", data=form | {"reference": f"FT{n}"}, follow_redirects=True).text
        assert "2 đã trả phần đến hạn" in shown
        columns = {"csrf_token": token[1], "place_amount_vnd": "2", "place_bank_account": "1", "heading_amount_vnd": "So tien"}
        saved = browser.post("/month-end/bank-file", data=columns, follow_redirects=True).text
        assert "Đã lưu các cột" in saved and 'value="So tien"' in saved
        file = shop.api.get(f"/api/v1/payouts/bank-file?until={DAY}&format=csv").body.decode("utf-8-sig")
        assert file == "bank_account,So tien\r\n"
