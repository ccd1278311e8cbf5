"""One day at the counter, through the pages: people, a delivery, labels, a sale, the drawer, a statement."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urljoin

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, PUBLIC_URL, Outlet, Shop

pytestmark = pytest.mark.browser
CASHIER, KEEPER, SECRET, OWN_SECRET = "thu.ngan", "thu.kho", "Mat-khau-dai-2!", "Mat-khau-rieng-3!"
PRICE, FLOAT = 45_000, 500_000


def hire_through_the_page(page: Page, name: str, username: str, role: str) -> None:
    page.goto("/people")
    form = page.locator("form[action='/people']")
    form.get_by_label("Họ tên").fill(name)
    form.get_by_label("Tên đăng nhập").fill(username)
    form.get_by_label("Vai trò").select_option(role)
    form.locator("#f-password").fill(SECRET)
    form.get_by_role("button", name="Thêm người").click()
    expect(page.locator(".rows").get_by_text(username, exact=True)).to_be_visible()


def sign_in_for_the_first_time(window: Window, username: str) -> None:
    """The manager set the password; nothing else opens before the person has chosen their own."""
    window.sign_in_by_hand(username, SECRET)
    page = window.page
    expect(page).to_have_url(re.compile("/account"))
    form = page.locator("form[action='/account/password']")
    for name, secret in (("old", SECRET), ("new", OWN_SECRET), ("again", OWN_SECRET)):
        form.locator(f"[name={name}]").fill(secret)
    form.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("status").or_(page.locator(".flash, .notice")).first).to_be_visible()


def codes_of(pdf: bytes) -> list[str]:
    assert pdf.startswith(b"%PDF")
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture)]


def receive(keeper: Window, shop: Shop, producer: str, product: str, quantity: int) -> str:
    """Receives a delivery through the form; answers the lot."""
    page = keeper.page
    page.goto("/stock")
    page.get_by_role("link", name="Nhận hàng").first.click()
    page.get_by_role("link", name=producer).click()
    page.get_by_text("Để ở").first.click()
    page.get_by_label("Để ở").select_option(shop.place)
    page.get_by_label("Quét tem hoặc gõ tên hàng").fill(product)
    page.keyboard.press("Enter")
    page.get_by_label("Đếm được").fill(str(quantity))
    page.get_by_label("Hạn sử dụng").fill((date.today() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="Nhận hàng").click()
    expect(page).to_have_url(re.compile("/stock/deliveries/"))
    return page.locator("table a.code").inner_text()


def labels_of(keeper: Window) -> bytes:
    """The sheet that the form behind a delivery opens."""
    page = keeper.page
    page.get_by_role("link", name="In tem").click()
    form = page.locator("form[action='/stock/labels']")
    typed = dict(form.evaluate("form => [...new FormData(form)]"))
    # The first sheet of a process makes its fonts, which takes seconds on a busy machine.
    return page.request.post(urljoin(page.url, "/stock/labels"), form=typed, timeout=60_000).body()


def test_one_day_of_selling_ends_with_books_that_agree(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    producer = shop.producer()
    product = shop.product(producer, PRICE, unit="chai", places=0, name="Mật ong rừng 500 ml")
    shop.agreement(producer)

    manager = new_window(server.url)
    manager.sign_in_by_hand(MANAGER, PASSWORD)
    expect(manager.page).to_have_url(re.compile("/reports/today"))
    hire_through_the_page(manager.page, "Nguyễn Thu Hà", CASHIER, "cashier")
    hire_through_the_page(manager.page, "Trần Văn Kho", KEEPER, "storekeeper")

    keeper = new_window(server.url)
    sign_in_for_the_first_time(keeper, KEEPER)
    lot = receive(keeper, shop, producer, product, 24)
    links = codes_of(labels_of(keeper))
    assert links == [f"{PUBLIC_URL}/t/{lot}"] * 24

    cashier = new_window(server.url)
    sign_in_for_the_first_time(cashier, CASHIER)
    sell_one_and_close(cashier, shop, links[0], lot)

    settle(manager, producer)
    assert shop.on_hand(product=product) == "23"
    server.flask("books", "check")


def sell_one_and_close(cashier: Window, shop: Shop, link: str, lot: str) -> None:
    page = cashier.page
    cashier.open_till(shop.till)
    page.get_by_role("button", name="500.000", exact=True).click()
    page.locator("#open-shift").click()
    expect(page.locator("#bar-shift")).not_to_contain_text("Chưa mở ca")

    cashier.scan(link)
    expect(cashier.lines).to_have_count(1)
    expect(cashier.lines).to_contain_text(f"lô {lot}")
    expect(page.locator("#total")).to_have_text("45.000 ₫")

    page.locator("#pay").click()
    page.get_by_role("button", name="50.000", exact=True).click()
    page.locator("#finish").click()
    expect(page.locator("#change")).to_have_text("5.000 ₫")
    expect(page.locator("#pay")).to_be_disabled()
    page.locator("#see-slip").click()
    receipt = page.get_by_alt_text("Hình phiếu")
    expect(receipt).to_be_visible()
    expect(receipt).to_have_js_property("complete", True)
    assert receipt.evaluate("picture => picture.naturalWidth") > 300
    page.keyboard.press("Escape")

    page.locator("#bar-menu").click()
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    for note, pieces in (("500.000", "1"), ("20.000", "2"), ("5.000", "1")):
        page.get_by_label(f"Số tờ {note}", exact=True).click()
        page.locator("#screen .keys").get_by_role("button", name=pieces, exact=True).click()
    expect(page.locator("#counted")).to_have_text("545.000 ₫")
    page.locator("#count-done").click()
    page.locator("#close-shift").click()
    expect(page.get_by_text("Khớp, không lệch")).to_be_visible()
    expect(page.locator("#screen")).to_contain_text("545.000")


def settle(manager: Window, producer: str) -> None:
    page = manager.page
    page.goto("/statements")
    page.locator(f"a[href='/producers/{producer}/statement']").click()
    page.get_by_role("button", name="Chốt kỳ đến hết").click()
    expect(page).to_have_url(re.compile("/statements/[0-9a-f-]{36}"))
    expect(page.locator("#main")).to_contain_text("38.250 ₫")
    href = page.get_by_role("link", name="PDF", exact=True).get_attribute("href")
    sheet = page.request.get(href or "")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.body().startswith(b"%PDF")
