"""From the QR code on the manager's screen to a phone that is signed in, and taken back."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, hire
from tests.outlet import Outlet, Shop

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-7!", "7305"


def test_an_invitation_leads_to_a_pin_the_portal_and_out_again(server: Outlet, new_window: NewWindow) -> None:
    producer = Shop(server.api).producer(name="HTX Miến dong")
    hire(server, "manager", "chi-lan", SECRET)
    office = new_window(server.url, 1440, 900)
    office.sign_in("chi-lan", SECRET)
    page = office.page
    office.go(f"/producers/{producer}/people")
    page.get_by_label("Họ tên").fill("Vũ Thị Mai")
    page.get_by_label("đồng ý bảng thanh toán, xác nhận hợp đồng").uncheck()
    page.get_by_role("button", name="Tạo lời mời").click()
    expect(page.get_by_role("img", name="Mã QR của lời mời")).to_be_visible()
    words = page.get_by_label("Hoặc gửi qua Zalo, tin nhắn").input_value()
    link = re.search(r"https?://\S+/invitation/\S+", words)
    assert link

    phone = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    phone.go(urlsplit(link[0]).path)
    pin = phone.page.get_by_label("Chọn PIN")
    pin.fill(PIN)
    phone.page.get_by_role("button", name="Hiện Chọn PIN").click()
    expect(pin).to_have_attribute("type", "text")
    phone.page.get_by_label("Gõ lại PIN").fill(PIN)
    assert phone.wider_than_the_screen() == []
    phone.page.get_by_role("button", name="Vào trang của HTX").click()
    expect(phone.page).to_have_url(re.compile("/portal$"))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("HTX Miến dong")

    office.go(f"/producers/{producer}/people")
    page.locator("summary", has_text="Vũ Thị Mai").click()
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Điện thoại đó đã đăng xuất.")).to_be_visible()
    phone.go("/portal")
    expect(phone.page).to_have_url(re.compile("/sign-in"))
    used = office.context.request.get(urlsplit(link[0]).path)
    assert used.status == 410 and "đã được mở" in used.text()
