"""A storekeeper receives on a phone: by scanner, by hand, as announced; nothing typed is lost, a slip of the hand is mended.

What ten lines cost is counted here: taps of the finger, scans, and keys of figures and letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from core.values.gtin import check_digit
from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, today, uid

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-3!"
NAMES = ("Dưa gang", "Khoai tây", "Bánh khoai", "Tương bần", "Mỳ gạo", "Chè dây", "Mật ong", "Nếp cái", "Ớt bột", "Hành khô")


@dataclass
class Hand:
    """What a person does, counted."""

    window: Window
    taps: int = 0
    scans: int = 0
    keys: int = 0

    def tap(self, control: Locator) -> None:
        control.tap()
        self.taps += 1

    def scan(self, code: str) -> None:
        self.window.scan(code)
        self.scans += 1

    def type(self, text: str) -> None:
        self.window.page.keyboard.type(text, delay=60)
        self.keys += len(text)

    def enter(self) -> None:
        self.window.page.keyboard.press("Enter")
        self.keys += 1


@dataclass
class Goods:
    """A producer with ten products, each with a barcode."""

    shop: Shop
    producer: str
    barcodes: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def goods(server: Outlet) -> Goods:
    shop = Shop(server.api)
    producer = shop.producer()
    shop.agreement(producer)
    made = Goods(shop, producer)
    for n, name in enumerate(NAMES):
        twelve = f"89385000{n:04d}"
        body = {
            "name": name,
            "producer": producer,
            "unit": "hũ",
            "places": 0,
            "price_vnd": 10_000,
            "vat": "5",
            "shelf_life_days": 40,
        }
        made.products.append(shop.code("SP"))
        made.barcodes.append(twelve + check_digit(twelve))
        shop.api.put(
            f"/api/v1/products/{made.products[-1]}", {**body, "shelf_life_days": 40, "barcodes": [made.barcodes[-1]]}
        ).ok(201)
    hire(server, "storekeeper", "kho", SECRET)
    return made


@pytest.fixture
def hand(server: Outlet, goods: Goods, new_window: NewWindow) -> Hand:
    """The storekeeper's phone, signed in."""
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.sign_in("kho", SECRET)
    return Hand(window)


def rows(hand: Hand) -> Locator:
    return hand.window.page.locator("[data-goods-row]")


def received(goods: Goods) -> Any:
    return goods.shop.api.all("/api/v1/deliveries")[-1]


def fits(hand: Hand) -> None:
    """The page is as wide as the screen, and axe has nothing against it."""
    assert not hand.window.wider_than_the_screen() and not hand.window.wrong_inside()
    hand.window.page.evaluate(AXE)
    assert faults(hand.window.page) == []


def test_announced_goods_are_received_with_differences_labels_and_slip(hand: Hand, goods: Goods) -> None:
    lines = [{"product": product, "quantity": "60"} for product in goods.products[:3]]
    body = {"producer": goods.producer, "expected_on": today(), "lines": lines, "note": "chị Mai báo"}
    goods.shop.api.put(f"/api/v1/announcements/{uid()}", body).ok(201)
    page = hand.window.page
    hand.window.go("/stock/receive")
    fits(hand)
    hand.tap(page.get_by_role("link", name=re.compile("Dưa gang 60 hũ")))
    expect(rows(hand)).to_have_count(3)
    expect(page.get_by_text("HTX báo 60 hũ")).to_have_count(3)
    fits(hand)
    hand.tap(rows(hand).nth(1).get_by_label("Đếm được"))
    hand.type("58")
    expect(rows(hand).nth(1)).to_contain_text("Ít hơn báo trước 2 hũ. Chưa nhận thì chưa ai nợ ai.")
    expect(page.locator(".goods-dock")).to_contain_text("178 hũ")
    expect(page.locator("[data-goods-saved]")).to_be_visible()
    hand.tap(page.get_by_role("button", name="Nhận hàng"))
    expect(page.get_by_role("heading", name="Khác với báo trước")).to_be_visible()
    assert (hand.taps, hand.scans, hand.keys) == (3, 0, 2)
    fits(hand)
    assert [(d["announced"], d["received"]) for d in received(goods)["differences"]] == [("60", "58")]
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('goods-draft')).length") == 0
    slip = page.request.get(page.get_by_role("link", name="In phiếu A5").get_attribute("href") or "")
    assert slip.body().startswith(b"%PDF")
    hand.tap(page.get_by_role("link", name="In tem"))
    expect(page.get_by_role("heading", name="In tem")).to_be_visible()
    assert page.locator("input[name=pieces]").evaluate_all("all => all.map((one) => one.value)") == ["60", "58", "60"]
    fits(hand)


def test_ten_lines_by_scanner(hand: Hand, goods: Goods) -> None:
    page = hand.window.page
    hand.window.go("/stock/receive")
    expect(page.get_by_label("Quét tem hoặc gõ tên hàng")).to_be_focused()
    page.keyboard.type(f"{goods.barcodes[0]}\n")
    for n, barcode in enumerate(goods.barcodes):
        if n:
            hand.scan(barcode)
        expect(rows(hand)).to_have_count(n + 1)
        expect(rows(hand).last.get_by_label("Đếm được")).to_be_focused()
        hand.type("24")
    hand.scan(goods.barcodes[0])
    expect(rows(hand).first.get_by_label("Đếm được")).to_have_value("25")
    hand.tap(page.get_by_role("button", name="Nhận hàng"))
    expect(page.get_by_role("link", name="In tem")).to_be_visible()
    assert [line["quantity"] for line in received(goods)["lines"]] == ["25", *["24"] * 9]
    assert (hand.taps, hand.scans, hand.keys) == (1, 10, 20)


def test_ten_lines_by_hand_survive_reload_ended_session_and_refusal(hand: Hand, goods: Goods) -> None:
    page = hand.window.page
    hand.window.go("/stock/receive")
    hand.tap(page.get_by_role("link", name=goods.shop.api.get(f"/api/v1/producers/{goods.producer}").ok()["name"], exact=True))
    hand.tap(page.get_by_label("Quét tem hoặc gõ tên hàng"))
    for n, name in enumerate(("dua", "tay", "banh", "tuong", "my", "che", "mat", "nep", "ot", "hanh")):
        hand.type(name)
        expect(page.locator("[data-goods-found] button")).to_have_count(1)
        hand.enter()
        expect(rows(hand)).to_have_count(n + 1)
        hand.type("7")
        hand.enter()
        expect(page.get_by_label("Quét tem hoặc gõ tên hàng")).to_be_focused()
    assert (hand.taps, hand.scans, hand.keys) == (2, 0, 32 + 30)
    page.reload()
    expect(rows(hand)).to_have_count(10)
    expect(page.get_by_text("Làm tiếp phiếu đang nhập dở.")).to_be_visible()

    def figures() -> Any:
        return page.locator("input[name=quantity]").evaluate_all("all => all.map((one) => one.value)")

    assert figures() == ["7"] * 10
    rows(hand).nth(3).get_by_label("Đếm được").fill("7,5")
    hand.window.expected = {422, 401}
    hand.tap(page.get_by_role("button", name="Nhận hàng"))
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text("Dòng 4, Tương bần: Sản phẩm này bán theo số nguyên")
    expect(rows(hand).nth(3).get_by_label("Đếm được")).to_be_focused()
    assert figures() == ["7"] * 3 + ["7,5"] + ["7"] * 6
    fits(hand)
    rows(hand).nth(3).get_by_label("Đếm được").fill("8")
    page.wait_for_timeout(200)
    hand.window.context.clear_cookies()
    rows(hand).nth(3).get_by_label("Đếm được").fill("9")
    expect(page.locator("[data-goods-say]")).to_contain_text("Phiên đăng nhập đã hết.")
    hand.tap(page.get_by_role("button", name="Nhận hàng"))
    expect(page).to_have_url(re.compile("/sign-in"))
    hand.window.sign_in("kho", SECRET)
    hand.window.go("/stock/receive")
    hand.tap(page.get_by_role("link", name="Làm tiếp, 10 dòng"))
    expect(rows(hand)).to_have_count(10)
    assert figures() == ["7"] * 3 + ["9"] + ["7"] * 6
    hand.tap(page.get_by_role("button", name="Nhận hàng"))
    expect(page.get_by_role("link", name="In tem")).to_be_visible()
    assert len(received(goods)["lines"]) == 10


def test_600_becomes_60_in_three_touches(hand: Hand, goods: Goods) -> None:
    page = hand.window.page
    hand.window.go(f"/stock/receive?producer={goods.producer}&goods={goods.products[0]}")
    rows(hand).first.get_by_label("Đếm được").fill("600")
    expect(page.get_by_text("Có thiếu dấu phẩy không?")).to_be_visible()
    page.get_by_role("button", name="Nhận hàng").tap()
    expect(page.get_by_role("link", name="In tem")).to_be_visible()
    hand.tap(page.get_by_role("link", name="Sửa số"))
    hand.tap(rows(hand).first.get_by_label("Đếm được"))
    hand.type("60")
    hand.tap(page.get_by_role("button", name="Ghi lại"))
    expect(page.get_by_text("Ghi thay phiếu")).to_be_visible()
    assert (hand.taps, hand.keys) == (3, 2)
    mended = received(goods)
    assert [line["quantity"] for line in mended["lines"]] == ["60"] and mended["corrects"]
    page.locator(".notice a.code").tap()
    expect(page.get_by_text("Đã ghi lại ở phiếu")).to_be_visible()
    expect(page.locator("main")).to_contain_text("600 hũ")
