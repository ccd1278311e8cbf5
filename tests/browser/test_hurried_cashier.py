"""A cashier in a hurry: keys held down or pressed too early, a wrong scan, a half-paid sale, a phone instead of a tablet."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window, hire
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser
FIELDS = ("name", "producer", "unit", "places", "vat", "barcodes")
COVERED = """selector => {
  const node = document.querySelector(selector);
  const { left, top, width, height } = node.getBoundingClientRect();
  return !node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
SIDEWAYS = "() => [...document.querySelectorAll('#panel, #panel .desk')].some((node) => node.scrollWidth > node.clientWidth)"


def at_the_till(outlet: Outlet, new_window: NewWindow, width: int = 1280, height: int = 800) -> tuple[Window, Shop, str]:
    """A manager at an open till with jars of 20 000 đồng."""
    shop = Shop(outlet.api)
    shop.open_shift()
    jar = shop.stocked(20_000, unit="lọ", places=0)
    window = new_window(outlet.url, width, height)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    return window, shop, jar


def take(window: Window, product: str) -> None:
    window.page.locator(f"[data-code={product}]").click()


RECEIVED = """() => new Promise((resolve) => {
  const request = indexedDB.open("ocop-till");
  request.onsuccess = () => {
    const all = request.result.transaction("carts").objectStore("carts").getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.some(({ cart }) => cart && cart.received.length));
    };
  };
})"""
"""Whether the device has stored what was received; a moment passes until it has."""


def receive_a_part(window: Window) -> None:
    """Eight thousand in cash, of more."""
    page = window.page
    page.keyboard.press("F9")
    page.keyboard.type("8000", delay=60)
    expect(page.locator("#finish")).to_contain_text("Nhận 8.000, còn 12.000")
    window.enter()
    expect(page.locator("#panel .taken li")).to_have_count(1)


def test_money_received_in_part_outlives_the_way_back_and_a_reload(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    receive_a_part(window)
    page.keyboard.press("Escape")
    expect(page.locator("#sum")).to_contain_text("đã nhận 8.000")
    page.wait_for_function(RECEIVED)
    page.reload()
    take(window, jar)
    expect(page.locator("#total")).to_have_text("40.000 ₫")
    page.keyboard.press("F9")
    expect(page.locator("#panel .due b")).to_have_text("32.000 ₫")
    window.enter()
    expect(page.locator("#change")).to_be_visible()
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert [(part["method"], part["amount_vnd"]) for part in sale["payments"]] == [("cash", 40_000)]


def test_a_tap_right_after_the_last_figure_counts_that_figure(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    box = page.locator("#finish").bounding_box()
    assert box
    window.settle()
    page.keyboard.type("50000", delay=60)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#change")).to_contain_text("30.000")
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert sale["change_vnd"] == 30_000


def test_more_received_than_the_cart_now_costs_shows_a_warning(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    receive_a_part(window)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Giảm", exact=True).click()
    page.get_by_role("button", name="50 %", exact=True).click()
    page.keyboard.press("F8")
    page.keyboard.type("9000", delay=60)
    expect(page.locator("#panel .entry")).to_contain_text("9.000")
    page.keyboard.press("F9")
    expect(page.locator("#panel .due b")).to_have_text("−7.000 ₫")
    window.enter()
    expect(page.locator("#panel .change.bad")).to_contain_text("Đã nhận nhiều hơn tổng cộng")
    page.locator("#panel .taken").get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.locator("#panel .due b")).to_have_text("1.000 ₫")
    assert server.api.all("/api/v1/sales", till=shop.till) == []


def test_the_second_voucher_of_a_sale_starts_without_the_number_of_the_first(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    window.expected = {404}  # this outlet keeps no vouchers: their paper is believed
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    page.keyboard.press("ArrowLeft")
    page.locator("#voucher").fill("A1")
    page.locator("#panel .keys button", has_text="5").click()
    page.locator("#panel .keys button", has_text="000").click()
    page.locator("#finish").click()
    expect(page.locator("#panel .taken li")).to_have_count(1)
    page.locator("[data-way=voucher]").click()
    expect(page.locator("#voucher")).to_have_value("")
    page.locator("#voucher").fill("A2")
    page.locator("#finish").click()
    expect(page.locator("#change")).to_be_visible()
    (sale,) = server.api.all("/api/v1/sales", till=shop.till)
    assert [(part["amount_vnd"], part["reference"]) for part in sale["payments"]] == [(5_000, "A1"), (15_000, "A2")]


def test_a_receipt_scanned_over_money_changes_nothing(server: Outlet, new_window: NewWindow) -> None:
    window, _, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    window.scan(f"{server.url}/r/{uuid.uuid4()}")
    expect(page.locator("#toast")).to_contain_text("Quay lại đơn rồi quét tiếp.")
    expect(page.locator("#finish")).to_be_visible()


def test_enter_held_down_does_not_run_past_the_change(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    window.settle()
    page.keyboard.down("Enter")
    expect(page.locator("#change")).to_be_visible()
    page.keyboard.down("Enter")  # the keyboard repeats it
    page.keyboard.up("Enter")
    expect(page.locator("#change")).to_be_visible()
    assert len(server.api.all("/api/v1/sales", till=shop.till)) == 1


def test_a_figure_typed_just_before_a_key_belongs_to_the_screen_it_was_typed_on(server: Outlet, new_window: NewWindow) -> None:
    window, _, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    page.locator("#lines .amount").click()
    page.keyboard.press("7")
    page.keyboard.press("F9")
    expect(page.locator("#panel .due b")).to_have_text("140.000 ₫")
    expect(page.locator("#panel")).to_contain_text("Đưa vừa đủ")


def test_goods_still_to_be_weighed_are_asked_for_first(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    loose = shop.stocked(30_000)
    page.reload()
    take(window, jar)
    take(window, loose)
    for key in ("F6", "F7", "F8", "F9"):
        page.keyboard.press(key)
        expect(page.locator("#toast")).to_contain_text("Nhập số cân")
        expect(page.locator("#panel")).to_contain_text("Cân rồi mới thêm")
    page.keyboard.press("Escape")
    expect(window.lines).to_have_count(1)


def test_each_portion_that_is_weighed_is_a_line_of_its_own(server: Outlet, new_window: NewWindow) -> None:
    window, shop, _ = at_the_till(server, new_window)
    page = window.page
    loose = shop.stocked(30_000)
    page.reload()
    for count, typed in enumerate(("1,5", "0,8"), 1):
        take(window, loose)
        page.keyboard.type(typed, delay=60)
        expect(page.locator("#panel .entry")).to_contain_text(typed)
        expect(window.lines).to_have_count(count)  # those before, and where it will land
        window.enter()
        expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#lines .q")).to_have_text(["1,500", "0,800"])
    expect(page.locator("#lines .step")).to_have_count(0)


def test_a_price_changed_during_payment_shows_the_name_of_the_product(server: Outlet, new_window: NewWindow) -> None:
    window, _, jar = at_the_till(server, new_window)
    window.expected = {409}
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    product = server.api.get(f"/api/v1/products/{jar}").ok()
    server.api.put(f"/api/v1/products/{jar}", {key: product[key] for key in FIELDS} | {"price_vnd": 21_000}).ok()
    page.locator("#finish").click()
    expect(page.locator("#toast")).to_have_text(re.compile(f"Giá đã đổi: {product['name']}. Đơn đã lấy giá mới, xem lại"))
    expect(page.locator("#total")).to_have_text("21.000 ₫")


def test_a_printer_that_fails_is_reported_after_the_sale(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    till = server.api.get(f"/api/v1/tills/{shop.till}").ok()
    del till["code"]
    server.api.put(f"/api/v1/tills/{shop.till}", till | {"printer": "tcp://127.0.0.1:9"}).ok()
    window.page.reload()
    expect(window.page.locator("#bar-printer")).to_have_text("Máy in sẵn sàng")
    expect(window.page.locator("#bar-printer")).to_be_hidden()
    take(window, jar)
    window.page.keyboard.press("F9")
    window.page.locator("#finish").click()
    expect(window.page.locator("#bar-printer")).to_have_text("Máy in không trả lời")


def test_a_window_that_stepped_back_writes_over_no_cart(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    window.page.clock.install()
    window.open_till(shop.till)
    take(window, jar)
    fresh = window.context.new_page()
    fresh.goto(f"/sell?till={shop.till}")
    expect(fresh.locator("#lines .line")).to_have_count(1)
    expect(window.page.locator("#screen")).to_contain_text("ở một cửa sổ khác")
    fresh.locator(f"[data-code={jar}]").click()
    expect(fresh.locator("#total")).to_have_text("40.000 ₫")
    # What is new is asked for every half minute; another price is written into the cart of every window.
    fields = shop.api.get(f"/api/v1/products/{jar}").ok()
    shop.api.put(f"/api/v1/products/{jar}", {k: v for k, v in fields.items() if k != "code"} | {"price_vnd": 21_000}).ok()
    window.page.clock.fast_forward(31_000)
    expect(window.page.locator("#toast")).to_contain_text("Giá đã đổi")
    fresh.reload()
    expect(fresh.locator("#lines .q")).to_have_text("2")


@pytest.mark.parametrize("typed", ["", "500000"])
def test_a_phone_shows_the_money_and_the_button_that_ends_it(server: Outlet, new_window: NewWindow, typed: str) -> None:
    window, _, jar = at_the_till(server, new_window, 390, 844)
    page = window.page
    take(window, jar)
    expect(window.lines).to_have_count(1)
    page.locator("#cart-open").click()
    assert page.locator("#lines").evaluate("node => node.clientHeight") > 100, "a line of the cart is seen whole"
    page.locator("#pay").click()
    page.keyboard.type(typed, delay=130)
    expect(page.locator("#panel .given")).to_contain_text("500.000" if typed else "20.000")
    window.settle()
    assert not page.evaluate(COVERED, "#finish")
    assert not page.evaluate(SIDEWAYS)
    assert not page.evaluate(COVERED, "#panel .keys button:nth-child(5)")
    page.locator("#finish").click()
    expect(page.locator("#cart-open")).to_contain_text("0")
    page.locator("#cart-open").click()
    expect(page.locator("#change")).to_have_text("480.000 ₫" if typed else "20.000 ₫")


def test_a_phone_shows_why_a_sale_is_refused_above_the_button(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window, width=390, height=844)
    page = window.page
    window.expected = {409}
    take(window, jar)
    page.keyboard.press("F9")
    page.locator("[data-way=vietqr]").click()
    expect(page.locator("#panel .qr :is(img, .waiting)")).to_be_attached()
    shop.sell(shop.line(jar, "50", 20_000))
    page.locator("#finish").click()
    expect(page.locator("#ask")).to_contain_text("không đủ hàng ở quầy")
    page.locator("#ask").get_by_role("button", name="Thôi, không duyệt").click()
    expect(page.locator("#panel .live.bad")).to_contain_text("Chưa được duyệt")
    window.settle()
    assert not page.evaluate(COVERED, "#panel .live.bad")


def test_a_tap_counts_although_the_screen_is_drawn_anew_under_the_finger(server: Outlet, new_window: NewWindow) -> None:
    window, shop, jar = at_the_till(server, new_window)
    page = window.page
    take(window, jar)
    page.keyboard.press("F9")
    page.locator("[data-way=vietqr]").click()
    expect(page.locator("#panel .qr :is(img, .waiting)")).to_be_visible()
    window.settle()
    finish = page.locator("#finish").bounding_box()
    assert finish
    page.mouse.move(finish["x"] + 40, finish["y"] + 20)
    page.mouse.down()
    page.keyboard.press("Backspace")  # a key draws the screen
    page.wait_for_timeout(100)
    page.mouse.up()
    expect(page.locator("#change")).to_be_visible()
    assert len(server.api.all("/api/v1/sales", till=shop.till)) == 1


def test_enter_behind_the_password_ends_no_session(server: Outlet, new_window: NewWindow) -> None:
    tag = Shop(server.api).tag.lower()
    hire(server, "cashier", f"ha.{tag}", PASSWORD)
    windows = [new_window(server.url), new_window(server.url)]
    for window in windows:
        window.sign_in(f"ha.{tag}", PASSWORD)
    page = windows[0].page
    page.goto(f"{server.url}/account")
    page.locator("#f-password-session").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.reload()
    expect(page.locator("#sessions tbody tr")).to_have_count(2)
    page.locator("#f-password-session").fill(PASSWORD)
    page.locator("#sessions").get_by_role("button", name="Kết thúc").click()
    expect(page.locator("#sessions tbody tr")).to_have_count(1)
