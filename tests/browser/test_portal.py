"""A producer's phone and a customer's phone: their own numbers, nobody else's, and nothing to scroll sideways."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, today, uid

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-3!"


@dataclass(frozen=True)
class Stall:
    """One producer's affairs."""

    producer: str
    product: str
    lot: str
    statement: str
    number: str


@pytest.fixture(scope="module")
def stalls(server: Outlet) -> tuple[Stall, Stall]:
    """Two producers, each with a sale and a statement; the first has a sign-in."""
    shop = Shop(server.api)
    shop.open_shift()
    mine, theirs = (open_stall(server, shop, name) for name in ("Chè dây túi lọc Bản Qua", "Miến dong sợi nhỏ"))
    hire(server, "producer", "htx", SECRET, "--producer", mine.producer)
    return mine, theirs


def open_stall(server: Outlet, shop: Shop, name: str) -> Stall:
    product = shop.stocked(80_000, "30", unit="hộp", places=0, name=name)
    producer = shop.producer_of(product)
    shop.sell(shop.line(product, "2", 80_000))
    issued = server.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    lot = server.api.all("/api/v1/stock", product=product)[0]["lot"]
    return Stall(producer, product, lot, issued["uid"], issued["number"])


@pytest.fixture
def phone(server: Outlet, stalls: tuple[Stall, Stall], new_window: NewWindow) -> Window:
    """The first producer's phone, signed in."""
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.sign_in_by_hand("htx", SECRET)
    return window


def test_portal_shows_my_stock_sales_and_statements(phone: Window, stalls: tuple[Stall, Stall]) -> None:
    mine, theirs = stalls
    page, nav = phone.page, phone.page.locator(".portal-nav")
    expect(page).to_have_url(re.compile("/portal$"))
    expect(page.locator("main")).to_contain_text("136.000 ₫")
    expected = {"Hàng": (mine.lot, "28 hộp"), "Đã bán": ("160.000", "136.000 ₫"), "Thanh toán": (mine.number, "136.000 ₫")}
    for link, texts in expected.items():
        nav.get_by_role("link", name=link, exact=True).click()
        expect(nav.locator("[aria-current=page]")).to_have_text(link)
        for text in texts:
            expect(page.locator("main")).to_contain_text(text)
        expect(page.locator("main")).not_to_contain_text(theirs.number)
        assert phone.wider_than_the_screen() == []


SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def test_statement_is_understood_asked_about_and_agreed_to_on_a_slow_phone(
    server: Outlet, phone: Window, stalls: tuple[Stall, Stall]
) -> None:
    mine, theirs = stalls
    page, path = phone.page, f"/portal/statements/{mine.statement}"
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto("/portal")
    page.get_by_role("link", name=f"Bảng thanh toán {mine.number}").click()
    assert phone.wider_than_the_screen() == []
    page.get_by_role("link", name="2 hộp × 80.000").click()
    page.get_by_role("link", name="Bán: Chè dây túi lọc Bản Qua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vì sao là 136.000 ₫?")
    expect(page.locator(".steps")).to_contain_text("2 hộp × 80.000 = 160.000.")
    assert phone.wider_than_the_screen() == []
    page.get_by_label("HTX muốn hỏi gì?").fill("Sao hôm nay bán được hai hộp?")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator("#questions")).to_contain_text("Sao hôm nay bán được hai hộp?")
    expect(page.get_by_role("link", name="Đồng ý…")).to_have_count(0)
    (question,) = server.api.get(f"/api/v1/statements/{mine.statement}").ok()["questions"]
    reply = {"uid": uid(), "line": question["line"], "message": "Khách mua hai hộp ạ."}
    server.api.post(f"/api/v1/statements/{mine.statement}/answer", reply).ok(201)
    page.goto(path)
    expect(page.locator("#questions")).to_contain_text("Khách mua hai hộp ạ.")
    for again in (False, True):
        page.get_by_role("link", name="Đồng ý…").click()
        expect(page.locator("main")).to_contain_text("136.000 ₫")
        page.get_by_label("Tôi đã xem bảng này và thay mặt HTX đồng ý").check()
        page.get_by_role("button", name="Đồng ý, ký tên").click()
        expect(page.locator("main")).to_contain_text("HTX đã đồng ý, chờ trả tiền")
        if not again:
            page.get_by_role("button", name="Rút lại đồng ý").click()
            expect(page.locator("main")).to_contain_text("đã chốt, chờ HTX xem")
    sheet = page.request.get(f"/api/v1/statements/{mine.statement}?format=pdf")
    assert sheet.body().startswith(b"%PDF")

    phone.expected = {404}
    assert phone.go(f"/portal/statements/{theirs.statement}") == 404
    expect(page.locator("body")).not_to_contain_text(theirs.number)
    for address in (f"/api/v1/statements/{theirs.statement}", f"/api/v1/statements/{theirs.statement}?format=pdf"):
        assert page.request.get(address).status == 404


def test_customer_reads_a_lot_without_signing_in(server: Outlet, stalls: tuple[Stall, Stall], new_window: NewWindow) -> None:
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    assert window.go(f"/t/{stalls[0].lot}") == 200
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Chè dây túi lọc Bản Qua")
    window.page.get_by_text("Truy xuất nguồn gốc").click()
    assert "" not in window.page.locator("dl.ten dd").all_inner_texts()
    assert window.wider_than_the_screen() == []
    window.page.get_by_role("link", name="Về sản phẩm này").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Chè dây túi lọc Bản Qua")
    assert window.wider_than_the_screen() == []
    window.page.goto("/portal")
    expect(window.page).to_have_url(re.compile("/sign-in"))


def test_recalled_lot_says_so(server: Outlet, stalls: tuple[Stall, Stall], new_window: NewWindow) -> None:
    lot = stalls[1].lot
    server.api.post(f"/api/v1/lots/{lot}/recall", {"uid": uid(), "reason": "bao bì hở"}).ok()
    window = new_window(server.url, 390, 844)
    window.go(f"/t/{lot}")
    expect(window.page.get_by_role("alert")).to_contain_text("bao bì hở")
