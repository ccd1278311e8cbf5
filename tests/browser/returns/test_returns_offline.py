"""Without a server goods come back within the day and a shift opens; all of it arrives once, the shift first."""

from __future__ import annotations

import re
import signal
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_offline import sell
from tests.browser.window import NewWindow, Window
from tests.conftest import NewServer
from tests.outlet import MANAGER, PASSWORD, PUBLIC_URL, ZONE, Outlet, Shop, now, uid

pytestmark = pytest.mark.browser


def at_the_till(outlet: Outlet, new_window: NewWindow, *, is_open: bool = True) -> tuple[Window, Shop, str]:
    """A manager at a till with bottles of 20.000 đồng."""
    shop = Shop(outlet.api)
    if is_open:
        shop.open_shift()
    product = shop.stocked(20_000, unit="chai", places=0)
    window = new_window(outlet.url)
    window.may_lose_server = True
    window.sign_in(MANAGER, PASSWORD)
    window.go(f"/sell?till={shop.till}")
    expect(window.page.locator("#tiles .tile").first).to_be_attached()
    return window, shop, product


def give_back(window: Window, sale: str, pieces: str = "1") -> None:
    """So many of the first line of a slip come back."""
    page = window.page
    window.scan(f"{PUBLIC_URL}/r/{sale}")
    page.locator("[data-focus=tick-1]").click()
    if pieces != "1":
        page.get_by_role("button", name="Trả tất cả").click()
    page.get_by_role("button", name="Khách đổi ý").click()
    page.locator("#take-back").click()
    expect(page.locator("#screen")).to_contain_text("được giữ trên máy này")
    expect(page.locator("#screen .slip")).to_contain_text("Phiếu trả hàng")
    window.settle()
    page.locator(".done-button").click()


def open_shift(window: Window, message: str) -> None:
    window.page.locator("[data-focus='float-500000']").click()
    window.settle()
    window.page.locator("#open-shift").click()
    expect(window.page.locator("body")).to_contain_text(message)


def sales_of(shop: Shop) -> list[Any]:
    return shop.api.all("/api/v1/sales", till=shop.till)


def test_goods_of_sent_and_of_unsent_sales_come_back_and_arrive_once(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_the_till(outlet, new_window)
    page = window.page
    sell(window, product, "vừa xong")
    sent = str(page.locator(".prev").get_attribute("data-sale"))
    window.settle()
    outlet.stop(signal.SIGKILL)
    page.locator(f"[data-code={product}]").click()
    window.settle()
    sell(window, product, "Đã giữ đơn trên máy này")
    unsent = str(page.locator(".prev").get_attribute("data-sale"))
    window.settle()
    give_back(window, sent)
    page.keyboard.press("F4")
    expect(page.get_by_text("Mất kết nối: đây là các phiếu máy này còn giữ.")).to_be_visible()
    expect(page.locator(f"[data-slip='{sent}']")).to_contain_text("đã trả hết")
    expect(page.locator(f"[data-slip='{unsent}']")).to_contain_text("Chưa gửi")
    page.keyboard.press("Escape")
    give_back(window, unsent)
    expect(window.queue).to_contain_text("3 đơn chờ gửi")

    outlet.start_again()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    refunds = {sale["uid"]: [refund["total_vnd"] for refund in sale["refunds"]] for sale in sales_of(shop)}
    assert refunds == {sent: [20_000], unsent: [20_000]}
    assert shop.on_hand(product=product) == "49"
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["expected_vnd"] == 520_000
    outlet.flask("books", "check")


def test_another_days_goods_vouchers_and_exchanges_wait_for_the_server(server: Outlet, new_window: NewWindow) -> None:
    window, shop, product = at_the_till(server, new_window)
    page = window.page
    sold = shop.sell(shop.line(product, "1", 20_000))
    window.scan(f"{PUBLIC_URL}/r/{sold['uid']}")
    page.get_by_role("button", name="Trả tất cả").click()
    page.get_by_role("button", name="Khách đổi ý").click()
    page.locator(".foot .acts [data-focus=voucher]").click()
    window.context.set_offline(True)
    page.locator("#take-back").click()
    expect(page.get_by_text("chưa hoàn bằng cách này được")).to_be_visible()
    page.locator("#exchange").click()
    expect(page.get_by_text("Đổi hàng cần máy chủ.")).to_be_visible()
    page.clock.set_system_time(datetime.now(ZONE) + timedelta(days=1))
    page.locator(".foot .acts [data-focus=cash]").click()
    page.locator("#take-back").click()
    expect(page.get_by_text("chỉ nhận lại được hàng bán trong hôm nay")).to_be_visible()
    window.context.set_offline(False)
    assert shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()["refunds"] == []


def test_a_shift_opens_offline_and_goes_before_what_was_sold_in_it(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_the_till(outlet, new_window, is_open=False)
    outlet.stop(signal.SIGKILL)
    open_shift(window, "Đã mở ca trên máy này")
    sell(window, product, "Đã giữ đơn trên máy này")
    sold = str(window.page.locator(".prev").get_attribute("data-sale"))
    window.settle()
    give_back(window, sold)
    window.queue.click()
    expect(window.page.get_by_text("Ca mở lúc mất kết nối chưa vào sổ.")).to_be_visible()
    window.page.keyboard.press("Escape")

    outlet.start_again()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    (sale,) = sales_of(shop)
    shift = shop.api.get(f"/api/v1/shifts/{sale['shift']}").ok()
    assert (shift["state"], shift["opening_float_vnd"], shift["sales"]) == ("open", 500_000, 1)
    assert [flag["code"] for flag in sale["flags"]] == []
    assert [refund["total_vnd"] for refund in sale["refunds"]] == [20_000]
    sell(window, product, "vừa xong")
    assert {one["shift"] for one in sales_of(shop)} == {sale["shift"]}
    outlet.flask("books", "check")


def test_a_shift_that_another_device_opened_meanwhile_takes_in_all_that_was_sold(server: Outlet, new_window: NewWindow) -> None:
    window, shop, product = at_the_till(server, new_window, is_open=False)
    window.expected = {409}
    window.context.set_offline(True)
    open_shift(window, "Đã mở ca trên máy này")
    sell(window, product, "Đã giữ đơn trên máy này")
    sold = str(window.page.locator(".prev").get_attribute("data-sale"))
    window.settle()
    give_back(window, sold)
    window.page.wait_for_timeout(1_100)  # the goods were sold, and came back, before the shift that takes them in was opened
    shop.open_shift(300_000)
    window.context.set_offline(False)
    question = window.page.locator("#ask")
    expect(question).to_contain_text("Mọi đơn bán ở đây được ghi vào ca đó.", timeout=20_000)
    expect(question).to_contain_text("Tiền đầu ca 500.000 ₫ gõ ở máy này chưa ghi.")
    window.page.reload()
    expect(question).to_contain_text("Tiền đầu ca 500.000 ₫ gõ ở máy này chưa ghi.")
    window.page.wait_for_timeout(450)
    window.page.locator("#ask-yes").dblclick()
    expect(window.page.get_by_text("Đã ghi nộp 500.000 ₫ vào két.")).to_be_visible()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    (sale,) = sales_of(shop)
    assert (sale["uid"], sale["shift"]) == (sold, shop.shift)
    assert [refund["total_vnd"] for refund in sale["refunds"]] == [20_000]
    sell(window, product, "vừa xong")
    assert {one["shift"] for one in sales_of(shop)} == {shop.shift}
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert (report["cash_in_vnd"], report["expected_vnd"]) == (500_000, 300_000 + 500_000 + 20_000)


def test_a_shift_that_another_device_opened_and_closed_meanwhile_loses_nothing(server: Outlet, new_window: NewWindow) -> None:
    window, shop, product = at_the_till(server, new_window, is_open=False)
    window.expected = {422}
    window.context.set_offline(True)
    open_shift(window, "Đã mở ca trên máy này")
    sell(window, product, "Đã giữ đơn trên máy này")
    other = uid()
    shop.api.put(f"/api/v1/shifts/{other}", {"till": shop.till, "opening_float_vnd": 0, "opened_at": now()}).ok(201)
    window.page.wait_for_timeout(1_100)
    shop.api.post(f"/api/v1/shifts/{other}/close", {"counted": {}}).ok()
    window.context.set_offline(False)
    expect(window.page.get_by_text(re.compile("Máy khác đã mở rồi đóng một ca"))).to_be_visible(timeout=20_000)
    expect(window.queue).to_have_text("Đã gửi hết", timeout=20_000)
    (sale,) = sales_of(shop)
    assert sale["shift"] != other and sale["total_vnd"] == 20_000
