"""From what runs low to what comes: the office asks, a phone answers and announces; axe looks at every page."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, today

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-4!"


def whole(window: Window) -> list[str]:
    """What axe has against the page in both themes, and what sticks out of the screen."""
    found = [*window.wider_than_the_screen(), *window.wrong_inside()]
    found += faults(window.page)
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


@pytest.fixture(scope="module")
def shop(server: Outlet) -> Shop:
    """A shop with one jar left of twenty that should be here, its producer, and a storekeeper."""
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(30_000, "21", unit="hũ", places=0, name="Dưa gang muối Việt Hùng")
    shop.sell(shop.line(product, "20", 30_000))
    hire(server, "producer", "htx-come", SECRET, "--producer", shop.producer_of(product))
    hire(server, "storekeeper", "kho-come", SECRET)
    hire(server, "manager", "sep-come", SECRET)
    return shop


def test_a_call_up_is_answered_on_a_phone_and_its_delivery_is_expected(server: Outlet, shop: Shop, new_window: NewWindow) -> None:
    office = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    phone = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    for window in (office, phone):
        window.context.add_init_script(AXE)
    office.sign_in("sep-come", SECRET)
    office.go("/stock/cover?show=all")
    assert whole(office) == []

    minimum = office.page.get_by_label("Tồn tối thiểu của Dưa gang muối Việt Hùng", exact=True)
    expect(office.page.get_by_role("button", name="Lưu tồn tối thiểu")).to_have_count(0)
    minimum.fill("20")
    office.page.get_by_role("button", name="Lưu tồn tối thiểu của Dưa gang").tap()
    row = office.page.locator("table.cover tbody tr")
    expect(row).to_contain_text("19")
    expect(office.page.locator(".notice.good")).to_contain_text("Đã lưu tồn tối thiểu")
    office.page.get_by_role("link", name="Gọi hàng HTX").tap()
    quantity = office.page.get_by_label("Số lượng Dưa gang muối Việt Hùng")
    expect(quantity).to_have_value("19")
    quantity.fill("20")
    by = date.fromisoformat(today()) + timedelta(days=2)
    office.page.get_by_label("Chậm nhất ngày").fill(by.isoformat())
    assert whole(office) == []
    office.page.get_by_role("button", name="Gọi hàng").tap()
    text = office.page.get_by_label("Gửi qua Zalo, tin nhắn")
    expect(text).to_have_value(re.compile(rf"chậm nhất .* {by:%d/%m}:\n- Dưa gang muối Việt Hùng: 20 hũ"))
    assert whole(office) == []
    office.page.get_by_role("button", name="Chép lời nhắn").tap()
    expect(office.page.get_by_role("button", name="Đã chép")).to_be_visible()
    office.go("/stock/call-ups")
    expect(office.page.locator("main")).to_contain_text("chưa trả lời")
    assert whole(office) == []

    phone.sign_in("htx-come", SECRET)
    phone.go("/portal")
    expect(phone.page.locator("main")).to_contain_text("Sắp hết trên kệ")
    assert whole(phone) == []
    phone.page.get_by_role("link", name="Số khác…").tap()
    expect(phone.page).to_have_url(re.compile("/portal/call-ups/"))
    assert whole(phone) == []
    phone.go("/portal")
    phone.page.get_by_role("button", name="Mang 20 hũ").tap()
    expect(phone.page.locator(".notice.good")).to_contain_text("Đã báo điểm bán")
    expect(phone.page.locator("#mine")).to_contain_text("20 hũ")

    phone.page.get_by_label("Số lượng Dưa gang muối Việt Hùng").fill("8")
    phone.page.get_by_label("Ngày mang đến").fill(today())
    phone.page.get_by_text("Ngày sản xuất, hạn sử dụng").tap()
    phone.page.get_by_label("Hạn sử dụng").fill((by + timedelta(days=60)).isoformat())
    assert whole(phone) == []
    phone.page.get_by_role("button", name="Báo cho điểm bán").tap()
    expect(phone.page.locator("#mine .trip")).to_have_count(2)
    expect(phone.page.locator(".notice.good")).to_contain_text("Đã báo điểm bán")
    assert whole(phone) == []

    office.go("/stock/announcements")
    expected = office.page.locator(".come-list > li")
    expect(expected).to_have_count(2)
    expect(expected.first).to_contain_text("8 hũ Dưa gang muối Việt Hùng")
    assert whole(office) == []
    expected.first.get_by_role("link", name="Nhận hàng theo lời báo").tap()
    expect(office.page).to_have_url(re.compile(r"/stock/receive\?announcement=[0-9a-f-]{36}"))
    office.go("/reports/today")
    expect(office.page.locator(".todo")).to_contain_text("giao hàng hôm nay")

    phone.go("/portal/announcements")
    phone.page.locator("#mine .trip").first.get_by_text("Hủy chuyến này").tap()
    phone.page.locator("#mine .trip").first.get_by_role("button", name="Đúng, hủy").tap()
    expect(phone.page.locator("#mine .trip")).to_have_count(1)


def test_without_scripts_a_storekeeper_asks_and_a_producer_answers(server: Outlet, shop: Shop, new_window: NewWindow) -> None:
    keeper, phone = (new_window(server.url, 360, 740, java_script_enabled=False) for _window in range(2))
    keeper.sign_in("kho-come", SECRET)
    keeper.go("/stock/call-ups")
    keeper.page.get_by_role("button", name="Gọi hàng").click()
    keeper.page.get_by_label("Số lượng Dưa gang muối Việt Hùng").fill("12")
    keeper.page.get_by_role("button", name="Gọi hàng").click()
    expect(keeper.page.get_by_label("Gửi qua Zalo, tin nhắn")).to_have_value(re.compile("12 hũ"))
    phone.sign_in("htx-come", SECRET)
    phone.go("/portal")
    phone.page.get_by_role("link", name="Số khác…").first.click()
    phone.page.get_by_label("Số lượng Dưa gang muối Việt Hùng").fill("nhiều")
    phone.expected = {422}
    phone.page.get_by_role("button", name="Mang số này").click()
    expect(phone.page.locator(".error")).to_contain_text("Không đọc được số lượng này")
    phone.page.get_by_label("Số lượng Dưa gang muối Việt Hùng").fill("10")
    phone.page.get_by_role("button", name="Mang số này").click()
    expect(phone.page.locator("#mine")).to_contain_text("10 hũ")
