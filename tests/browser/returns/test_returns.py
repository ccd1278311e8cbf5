"""Goods come back: the slip is found by whatever is known of it, with it or without, for money or for other goods."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Route, expect

from tests.browser.till.test_double_taps import tap_twice
from tests.browser.window import SIZES, NewWindow, Window, hire
from tests.outlet import PUBLIC_URL, Outlet, Shop, uid
from tests.schedule import some

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-2!", "135790"


class Counter:
    """A cashier at an open till with jars of 20.000 đồng and fresh melons, a manager near, and another till of the outlet."""

    def __init__(self, server: Outlet, new_window: NewWindow, width: int = 1280, height: int = 800) -> None:
        self.shop, self.other = Shop(server.api), Shop(server.api)
        self.shop.open_shift()
        self.other.open_shift()
        self.jar = self.shop.stocked(20_000, unit="lọ", places=0, name=f"Dưa muối {self.shop.tag}")
        self.melon = self.shop.stocked(30_000, unit="quả", places=0, set=1)
        self.boss = f"lan.{self.shop.tag.lower()}"
        hire(server, "cashier", f"ha.{self.shop.tag.lower()}", SECRET)
        hire(server, "manager", self.boss, SECRET, "--pin", PIN)
        self.window: Window = new_window(server.url, width, height)
        self.window.expected = {409}
        self.window.sign_in(f"ha.{self.shop.tag.lower()}", SECRET)
        self.window.open_till(self.shop.till)
        self.page = self.window.page

    def find(self, text: str) -> None:
        self.page.locator("#slip-number").fill(text)

    def found(self) -> list[str]:
        expect(self.page.get_by_text("Đang tìm…")).to_have_count(0)
        return [str(row.get_attribute("data-slip")) for row in self.page.locator("[data-slip]").all()]

    def scan_slip(self, sale: str) -> None:
        self.window.scan(f"{PUBLIC_URL}/r/{sale}")
        expect(self.page.locator("#screen .returned")).to_be_visible()

    def because(self, reason: str = "Khách đổi ý") -> None:
        self.page.get_by_role("button", name=reason).click()

    def refunds(self, sale: str) -> list[tuple[int, str | None]]:
        refunds = self.shop.api.get(f"/api/v1/sales/{sale}").ok()["refunds"]
        whole = [self.shop.api.get(f"/api/v1/refunds/{refund['uid']}").ok() for refund in refunds]
        return [(refund["total_vnd"], refund["approved_by"]) for refund in whole]


@pytest.fixture
def counter(server: Outlet, new_window: NewWindow) -> Counter:
    return Counter(server, new_window)


def test_one_box_finds_a_slip_of_any_till_by_what_the_customer_knows(counter: Counter) -> None:
    shop, page = counter.shop, counter.page
    here = shop.sell(shop.line(counter.jar, "3", 20_000))
    buyer, phone = uid(), "09" + str(uuid.uuid4().int)[-8:]
    shop.api.put(f"/api/v1/customers/{buyer}", {"phone": phone, "consent": True}).ok(201)
    honey = counter.other.stocked(77_700, unit="lọ", places=0)
    there = counter.other.sell(counter.other.line(honey, "1", 77_700), customer_uid=buyer)
    page.keyboard.press("F4")
    expect(page.locator(f"[data-slip='{there['uid']}']")).to_be_visible()
    counter.find("77.700")
    expect(page.locator("[data-slip]")).to_have_count(1)
    assert counter.found() == [there["uid"]]
    counter.find("77.701")
    expect(page.get_by_text("Không có phiếu nào đúng số tiền này.")).to_be_visible()
    counter.find(phone)
    expect(page.locator(f"[data-slip='{there['uid']}']")).to_be_visible()
    counter.find(f"dua {shop.tag.lower()}")
    expect(page.locator(f"[data-slip='{there['uid']}']")).to_have_count(0)
    assert counter.found() == [here["uid"]]
    page.locator("[data-focus=yesterday]").click()
    expect(page.get_by_text("Không có phiếu nào có hàng này.")).to_be_visible()
    counter.find(there["number"])
    page.keyboard.press("Enter")
    expect(page.locator("#screen .slip-head")).to_contain_text(there["number"])
    expect(page.locator("#screen .slip-head")).to_contain_text("có phiếu")


def test_scanned_goods_raise_their_line_and_a_shown_slip_needs_no_manager(counter: Counter) -> None:
    shop, page, window = counter.shop, counter.page, counter.window
    sold = shop.sell(shop.line(counter.jar, "2", 20_000), shop.line(counter.melon, "1", 30_000))
    counter.scan_slip(sold["uid"])
    for said in ("1", "2"):
        window.scan(counter.jar)
        expect(page.locator("[data-focus=quantity-1]")).to_have_text(said)
    window.scan(counter.jar)
    expect(page.get_by_text("Món vừa quét không có trên phiếu này, hoặc đã trả đủ.")).to_be_visible()
    page.locator("#take-back").click()
    expect(page.get_by_text("Ghi lý do trả hàng.")).to_be_visible()
    counter.because()
    tap_twice(page, page.locator("#take-back"))
    expect(page.locator("#screen")).to_contain_text("Hoàn tiền cho khách")
    assert counter.refunds(sold["uid"]) == [(40_000, None)]


def test_goods_without_a_slip_are_found_by_scan_and_day_and_need_a_manager(counter: Counter) -> None:
    shop, page, window = counter.shop, counter.page, counter.window
    sold = shop.sell(shop.line(counter.melon, "2", 30_000))
    page.keyboard.press("F4")
    window.scan(counter.melon)
    row = page.locator(f"[data-slip='{sold['uid']}']")
    expect(row).to_contain_text("2 × 30.000 ₫")
    row.click()
    expect(page.locator("#who-may")).to_have_text("Cần quản lý duyệt: không có phiếu; hàng tươi để bán lại.")
    expect(page.locator("[data-focus=quantity-1]")).to_have_text("1")
    counter.because()
    page.locator("#take-back").click()
    expect(page.locator("#ask")).to_contain_text("Trả hàng không có phiếu")
    window.approve(counter.boss, PIN)
    expect(page.locator("#screen")).to_contain_text("Hoàn tiền cho khách")
    assert counter.refunds(sold["uid"]) == [(30_000, counter.boss)]
    approved = [line["what"] for line in shop.api.get("/api/v1/reports/approvals").ok()["items"] if line["by"] == counter.boss]
    assert sorted(approved) == ["fresh_goods", "no_slip"]


def test_the_slip_that_turns_up_after_all_lifts_the_need_of_a_manager(counter: Counter) -> None:
    sold = counter.shop.sell(counter.shop.line(counter.jar, "1", 20_000))
    page = counter.page
    page.keyboard.press("F4")
    page.locator(f"[data-slip='{sold['uid']}']").click()
    page.get_by_role("button", name="Trả tất cả").click()
    expect(page.locator("#who-may")).to_have_text("Cần quản lý duyệt: không có phiếu.")
    counter.window.scan(f"{PUBLIC_URL}/r/{sold['uid']}")
    expect(page.locator("#who-may")).to_contain_text("thu ngân tự trả")
    counter.because()
    page.locator("#take-back").click()
    expect(page.locator("#screen")).to_contain_text("Hoàn tiền cho khách")
    assert counter.refunds(sold["uid"]) == [(20_000, None)]


def exchange(counter: Counter, sale: str) -> None:
    """All of a slip comes back for other goods."""
    counter.scan_slip(sale)
    counter.page.get_by_role("button", name="Trả tất cả").click()
    counter.because()
    counter.page.locator("#exchange").click()
    expect(counter.page.locator("#screen")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), some(SIZES, 4, one_in=2))
def test_goods_are_exchanged_in_one_act_for_dearer_and_for_cheaper_ones(
    server: Outlet, new_window: NewWindow, width: int, height: int
) -> None:
    counter = Counter(server, new_window, width, height)
    shop, page, window = counter.shop, counter.page, counter.window
    kettle = shop.stocked(100_000, unit="cái", places=0)
    page.reload()
    expect(page.locator(f"[data-code={kettle}]")).to_be_attached()
    first = shop.sell(shop.line(counter.jar, "3", 20_000))
    exchange(counter, first["uid"])
    window.scan(kettle)
    expect(page.locator("#total")).to_have_text("40.000 ₫")
    page.reload()
    expect(page.locator("#total")).to_have_text("40.000 ₫")
    expect(page.locator("#bar-queue")).to_have_text("Đã gửi hết")
    page.keyboard.press("F9")
    page.keyboard.type("50000", delay=60)
    tap_twice(page, page.locator("#finish"))
    expect(page.locator("#change")).to_have_text("10.000 ₫")
    taken = max(shop.api.all("/api/v1/sales", till=shop.till), key=lambda sale: sale["number"])
    paid = {part["method"]: part["amount_vnd"] for part in taken["payments"]}
    assert (taken["total_vnd"], paid) == (100_000, {"exchange": 60_000, "cash": 40_000})
    assert counter.refunds(first["uid"]) == [(60_000, None)]

    exchange(counter, taken["uid"])
    window.scan(counter.jar)
    expect(page.locator("#total")).to_have_text("80.000 ₫")
    page.keyboard.press("F9")
    assert window.wider_than_the_screen() == []
    tap_twice(page, page.locator("#finish"))
    expect(page.locator("#change")).to_have_text("80.000 ₫")
    (done, back) = shop.api.all("/api/v1/exchanges", shift=shop.shift)
    assert (done["amount_vnd"], back["amount_vnd"], back["refund"]["method"]) == (60_000, 20_000, "cash")
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["expected_vnd"] == 500_000 + 60_000 + 40_000 - 80_000


def test_an_exchange_whose_answer_is_lost_is_done_once(counter: Counter) -> None:
    shop, page, window = counter.shop, counter.page, counter.window
    window.may_lose_server = True
    sold = shop.sell(shop.line(counter.jar, "1", 20_000))
    exchange(counter, sold["uid"])
    window.scan(counter.melon)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/v1/exchanges/*", lose_the_first_answer)
    page.keyboard.press("F9")
    page.locator("#finish").click()
    expect(page.locator("#panel")).to_contain_text("Bấm lại không bị ghi hai lần")
    window.settle()
    page.locator("#finish").click()
    expect(page.locator("#panel")).to_be_hidden()
    assert len(shop.api.all("/api/v1/exchanges", shift=shop.shift)) == 1
    assert counter.refunds(sold["uid"]) == [(20_000, None)]
    shop_sales = shop.api.all("/api/v1/sales", till=shop.till)
    assert sorted(sale["total_vnd"] for sale in shop_sales) == [20_000, 30_000]
