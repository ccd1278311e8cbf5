"""A recall while one till is open and another cut off: the open one knows within seconds, the other as soon as it is back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop, uid

pytestmark = pytest.mark.browser
SECONDS = 8_000
"""An open till asks every four seconds; a busy machine may take as long again."""
UNREAD = 450


def at_till(server: Outlet, new_window: NewWindow, till: str) -> Window:
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(till)
    return window


def read(window: Window) -> None:
    """Says that the question over the till was read; a tap within its first moment is none."""
    window.page.wait_for_timeout(UNREAD)
    window.page.locator("#ask-no").click()


def test_a_recall_reaches_an_open_till_in_seconds_and_a_cut_off_one_when_it_is_back(
    server: Outlet, new_window: NewWindow
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    jar = shop.stocked(20_000, unit="hũ", places=0, name=f"Dưa gang {shop.tag}")
    (lot,) = [row["lot"] for row in shop.api.all("/api/v1/stock", product=jar)]
    second = shop.code("T")
    body = {"name": f"Máy {second}", "place": shop.place, "printer": "none:", "paper_mm": 80}
    shop.api.put(f"/api/v1/tills/{second}", body).ok(201)
    shop.api.put(f"/api/v1/shifts/{uid()}", {"till": second, "opening_float_vnd": 500_000}).ok(201)
    open_one, cut_off = at_till(server, new_window, shop.till), at_till(server, new_window, second)
    cut_off.may_lose_server = True
    for window in (open_one, cut_off):
        window.scan(lot)
        expect(window.lines).to_have_count(1)
    cut_off.context.set_offline(True)

    recall = {"product": jar, "reason": "nắp không kín"}
    number = shop.api.put(f"/api/v1/recalls/{uid()}", recall).ok(201)["number"]
    page = open_one.page
    expect(page.locator("#ask")).to_contain_text("Thu hồi hàng", timeout=SECONDS)
    expect(page.locator("#ask")).to_contain_text(lot)
    read(open_one)
    expect(open_one.lines.first).to_contain_text("đang thu hồi")
    open_one.settle()
    page.locator("#exact").click()
    expect(page.locator("body")).to_contain_text("đang bị thu hồi. Bỏ món này ra rồi mới thu tiền.")
    expect(open_one.lines).to_have_count(1)
    expect(page.locator(f"[data-code={jar}]").first).to_contain_text("đang thu hồi")
    assert shop.api.all("/api/v1/sales", till=shop.till) == []

    cut_off.page.locator("#exact").click()
    expect(cut_off.queue).to_have_text(re.compile("1 đơn chờ gửi$"))
    cut_off.context.set_offline(False)
    told = []
    for _ in range(2):
        expect(cut_off.page.locator("#ask h2")).to_have_text(re.compile("thu hồi", re.IGNORECASE), timeout=25_000)
        told.append(cut_off.page.locator("#ask").inner_text())
        read(cut_off)
    assert {text.partition("\n")[0] for text in told} == {"Thu hồi hàng", "Đã bán hàng thu hồi"}
    (sold,) = shop.api.all("/api/v1/sales", till=second)
    assert [flag["code"] for flag in sold["flags"]] == ["recalled_lot"]
    assert any(lot in words for words in told) and any(sold["number"] in words for words in told)

    page.goto("/stock/recalls")
    page.get_by_role("link", name=number).click()
    expect(page.locator("main")).to_contain_text("Còn 49 hũ phải xử lý.")
    expect(page.locator("main")).to_contain_text("bán sau khi thu hồi")
