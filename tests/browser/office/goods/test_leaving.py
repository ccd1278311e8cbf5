"""A storekeeper on a phone writes off, gives back in two steps and moves; what each means is seen before it is written.

A till that is moved to another place shows what lies there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-4!"
TERM = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss": {"expiry": "producer"}}


@dataclass
class Store:
    """A shop with jars of 20 000 đồng and rice, a store room, and the storekeeper's phone."""

    shop: Shop
    room: str
    jars: str
    window: Window

    @property
    def page(self) -> Page:
        return self.window.page


@pytest.fixture
def store(server: Outlet, new_window: NewWindow) -> Store:
    shop = Shop(server.api)
    room = shop.code("KHO")
    shop.api.put(f"/api/v1/places/{room}", {"name": f"Kho {shop.tag}", "kind": "store"}).ok()
    producer = shop.producer()
    shop.agreement(producer, TERM)
    jars = shop.product(producer, 20_000, name=f"Dưa gang {shop.tag}", unit="hũ", places=0)
    shop.deliver(producer, {"product": jars, "quantity": "40", "best_before": "2099-01-01"})
    keeper = f"kho.{shop.tag.lower()}"
    hire(server, "storekeeper", keeper, SECRET)
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.context.add_init_script(AXE)
    window.sign_in(keeper, SECRET)
    return Store(shop, room, jars, window)


def choose(store: Store, path: str, quantity: str) -> Locator:
    """Opens a form, finds the jars by some letters, and types how many; answers the row."""
    page = store.page
    store.window.go(path)
    page.get_by_label("Nơi" if "transfers" not in path else "Chuyển từ").select_option(store.shop.place)
    page.get_by_label("Quét hoặc tìm").fill(f"dua {store.shop.tag.lower()}")
    page.locator("[data-goods-found] button").tap()
    row = page.locator("[data-goods-row]")
    expect(row).to_have_count(1)
    row.locator("input[name=quantity]").fill(quantity)
    return row


def fits(store: Store) -> None:
    found = [*store.window.wider_than_the_screen(), *store.window.wrong_inside(), *faults(store.page)]
    store.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    assert not found


def test_a_loss_shows_its_money_before_it_is_written(store: Store) -> None:
    page = store.page
    row = choose(store, "/stock/losses", "3")
    expect(row).to_contain_text("Chọn lý do.")
    page.get_by_text("hỏng, vỡ", exact=True).first.tap()
    expect(row).to_contain_text("Điểm bán trả HTX 51.000")
    expect(page.locator(".goods-dock")).to_contain_text("51.000")
    row.get_by_label("Lý do").select_option("expiry")
    expect(row).to_contain_text("HTX chịu")
    row.get_by_label("Lý do").select_option("")
    row.locator("input[name=quantity]").fill("41")
    expect(row).to_contain_text("Ở đây chỉ còn 40 hũ")
    fits(store)
    store.window.expected = {409}
    page.get_by_role("button", name="Ghi hao hụt").tap()
    expect(page.locator(".notice.bad")).to_contain_text(f"Dòng 1, Dưa gang {store.shop.tag}: Ở đây chỉ còn 40 hũ.")
    expect(row.locator("input[name=quantity]")).to_be_focused()
    row.locator("input[name=quantity]").fill("3")
    page.get_by_role("button", name="Ghi hao hụt").tap()
    expect(page.get_by_text(re.compile(r"Đã ghi phiếu HH-\d{4}-\d{4}: Dưa gang .* Điểm bán trả thêm 51\.000"))).to_be_visible()
    fits(store)
    paper = page.request.get(page.get_by_role("link", name="In phiếu A5").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF") and store.shop.on_hand(product=store.jars) == "37"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('goods-draft')).length") == 0


def test_a_return_goes_in_two_steps_and_goods_move_in_one(store: Store) -> None:
    page = store.page
    row = choose(store, "/stock/returns", "5")
    page.get_by_text("để riêng, giao sau").tap()
    expect(row).to_contain_text("Còn lại ở đây 35 hũ")
    fits(store)
    page.get_by_role("button", name="Trả hàng").tap()
    expect(page.get_by_text("Hàng đang để riêng chờ nhà sản xuất")).to_be_visible()
    assert store.shop.api.all("/api/v1/stock", product=store.jars)[0]["set_aside"] == "5"
    page.goto("/stock/set-aside")
    fits(store)
    card = page.locator("section", has_text=store.shop.tag)
    card.get_by_label("Người nhận hàng").fill("Chị Mai")
    card.get_by_role("button", name="Giao hàng, in phiếu").tap()
    expect(page.get_by_text(re.compile("Đã giao ngày .* cho Chị Mai"))).to_be_visible()
    fits(store)
    row = choose(store, "/stock/transfers", "10")
    page.get_by_label("Chuyển đến").select_option(store.room)
    expect(row).to_contain_text(f"Ở Kho {store.shop.tag} thành 10 hũ")
    fits(store)
    page.get_by_role("button", name="Chuyển", exact=True).tap()
    expect(page.get_by_text(re.compile("Đã ghi phiếu CK-"))).to_be_visible()
    assert store.shop.on_hand(place=store.room) == "10" and store.shop.on_hand(place=store.shop.place) == "25"
    for path in ("/stock/documents", "/stock/documents/losses", "/stock/oversold"):
        page.goto(path)
        fits(store)


def test_an_open_till_shows_the_place_it_was_moved_to(server: Outlet, new_window: NewWindow) -> None:
    shop, stall = Shop(server.api), Shop(server.api)
    shop.stocked(20_000, name=f"Ở quầy {shop.tag}")
    there = stall.stocked(30_000, name=f"Ở gian hàng {stall.tag}", unit="hũ", places=0)
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    window.go(f"/sell?till={shop.till}")
    page = window.page
    start = page.get_by_role("button", name=re.compile("^Mở ca"))
    expect(start).to_be_visible()
    till = shop.api.get(f"/api/v1/tills/{shop.till}").ok()
    moved = {name: till[name] for name in ("name", "printer", "paper_mm")} | {"place": stall.place}
    shop.api.put(f"/api/v1/tills/{shop.till}", moved).ok()
    for digit in "500000":
        page.keyboard.press(digit)
    start.click()
    page.locator("#search").fill(f"gian hang {stall.tag.lower()}")
    tile = page.locator(f"[data-code={there}]").first
    expect(tile).to_be_visible()
    expect(tile).not_to_contain_text("hết hàng")
    page.locator("#search").fill(f"o quay {shop.tag.lower()}")
    expect(page.locator("#tiles")).to_contain_text(re.compile("hết"))
