"""A new version of an agreement from the first blank to the producer's word: written, shown to both sides, waiting, confirmed."""

from __future__ import annotations

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


def test_a_version_is_written_reckoned_read_and_confirmed(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(30_000, "20", unit="hũ", places=0, name="Dưa gang muối Việt Hùng")
    shop.sell(shop.line(product, "3", 30_000))
    producer = shop.producer_of(product)
    number = server.api.get("/api/v1/agreements", producer=producer).ok()["items"][0]["number"]
    hire(server, "manager", "sep-hd", SECRET)
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.context.add_init_script(AXE)
    window.sign_in("sep-hd", SECRET)
    page = window.page

    window.go(f"/agreements/{number}/edit")
    assert whole(window) == []
    example = page.locator('[data-part="example"]')
    expect(example.locator("tfoot")).to_contain_text("51.000")
    figure = page.locator("#figure-0")
    figure.fill("17")
    expect(example.locator("tfoot td").last).to_have_text("49.800")  # 2 × 30.000 less 17 %, the discount is the outlet's
    expect(page.locator('[data-part="share-0"]')).to_contain_text("bán 100.000 ₫ thì HTX được 83.000 ₫")
    page.get_by_role("radio", name="hỏng, vỡ: mỗi bên một nửa").check()
    expect(page.locator('[data-part="loss-0-damage"]')).to_have_text("12.450 ₫")
    page.get_by_label("Bản mới dùng từ ngày").fill(today())
    page.get_by_label("Vì sao đổi").fill("công lựa hàng tăng")
    page.get_by_role("button", name="Xem thay đổi rồi lưu").tap()

    review = page.locator("#review")
    expect(review).to_contain_text("15 %")
    expect(review).to_contain_text("HTX được 51.000 ₫ → 49.800 ₫, điểm bán giữ 3.000 ₫ → 4.200 ₫.")
    expect(review).to_contain_text("hàng hỏng, vỡ")
    assert whole(window) == []
    page.get_by_role("button", name="Lưu và đưa lên trang của HTX").tap()

    expect(page.locator(".notice.good")).to_contain_text("Đã lưu bản 2")
    waiting = page.locator("li.waiting")
    expect(waiting).to_contain_text("chờ xác nhận")
    expect(waiting).to_contain_text("công lựa hàng tăng")
    assert whole(window) == []
    waiting.get_by_label("HTX đồng ý thế nào").fill("ký phụ lục sáng nay")
    waiting.get_by_role("button", name="Ghi HTX đã đồng ý").tap()
    expect(page.locator("li.holds")).to_contain_text("ký phụ lục sáng nay")
    expect(page.locator(".lead-line")).to_contain_text("Đang dùng bản 2.")

    page.get_by_role("link", name="Tính thử trên hàng đã bán").tap()
    page.locator('input[name="figure"]').fill("20")
    page.get_by_role("button", name="Tính lại").tap()
    expect(page.locator(".lead-line")).to_contain_text("HTX được ít hơn 4.500 ₫")
    assert whole(window) == []
