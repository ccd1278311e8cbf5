"""The officer's way of an idea to its stars in a browser: six steps, a council, its points, the decision; and the paper's end."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window
from tests.core.files import pictures
from tests.outlet import Outlet, Shop, today

pytestmark = pytest.mark.browser
OFFICER, FIRST_SECRET, SECRET = "canbo-journey", "mat-khau-dai-1", "mat-khau-cua-minh-1"


def day(before: int) -> str:
    """So many days before today; below 0 after it."""
    return (date.fromisoformat(today()) - timedelta(days=before)).isoformat()


def whole(window: Window) -> None:
    """Nothing of the page is cut, nothing in it is hidden from people who do not see it."""
    assert faults(window.page) == [], window.page.url
    assert not window.wider_than_the_screen() and not window.wrong_inside(), window.page.url


def begin(window: Window) -> None:
    """The officer signs in for the first time, and chooses a password that nobody else knows."""
    page = window.page
    window.sign_in(OFFICER, FIRST_SECRET)
    window.go("/account")
    page.get_by_label("Mật khẩu đang dùng").first.fill(FIRST_SECRET)
    page.get_by_label("Mật khẩu mới", exact=True).fill(SECRET)
    page.get_by_label("Gõ lại mật khẩu mới").fill(SECRET)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status")).first).to_be_visible()


def record_idea(window: Window) -> None:
    page = window.page
    window.go("/programme-files")
    whole(window)
    page.get_by_role("link", name="Thêm hồ sơ").first.click()
    page.locator("#f-idea").fill("Mỳ gạo nhiều màu")
    page.get_by_label("Nơi làm ra").fill("Đại Xuân")
    page.get_by_label("Xin xếp hạng").select_option("4")
    whole(window)
    page.get_by_role("button", name="Lưu hồ sơ").click()
    expect(page.get_by_role("heading", name="Mỳ gạo nhiều màu")).to_be_visible()


def record_steps(page: Page) -> None:
    """All six; the first with its minutes, photographed, and one with a wrong day that is taken back."""
    for n in range(1, 7):
        page.get_by_role("link", name=f"Ghi xong bước {n}").first.click()
        page.get_by_label("Xong ngày").fill(day(100 - 10 * n))
        if n == 1:
            page.get_by_label("Ghi chú").fill("hội nghị phường")
            minutes: FilePayload = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()}
            page.locator("[data-photos=document] input[type=file]").set_input_files(minutes)
            expect(page.locator("[data-photos=document]").get_by_role("checkbox", include_hidden=True)).to_be_enabled()
        page.get_by_role("button", name=f"Ghi xong bước {n}").click()
        expect(page.get_by_text(f"Đã ghi xong bước {n}.")).to_be_visible()
        if n == 2:
            page.get_by_text("Bước 2 ghi nhầm?").click()
            page.get_by_label("Vì sao hủy").first.fill("nhầm ngày")
            page.get_by_role("button", name="Hủy").first.click()
            expect(page.get_by_text("Đã hủy bước 2.")).to_be_visible()
            page.get_by_role("link", name="Ghi xong bước 2").first.click()
            page.get_by_label("Xong ngày").fill(day(80))
            page.get_by_role("button", name="Ghi xong bước 2").click()
            expect(page.get_by_text("Đã ghi xong bước 2.")).to_be_visible()


def name_product(page: Page, product: str) -> None:
    page.get_by_role("link", name="Sửa", exact=True).click()
    page.locator("#f-product").select_option(product)
    page.get_by_role("button", name="Lưu hồ sơ").click()
    expect(page.get_by_text("Đã lưu hồ sơ.")).to_be_visible()


def record_score(window: Window, file: str) -> None:
    """A council is added on the way; the stars stand there while one types."""
    page = window.page
    page.get_by_role("link", name="Ghi điểm hội đồng").click()
    page.get_by_label("Tên hội đồng").fill("Hội đồng tỉnh")
    page.get_by_label("Quyết định thành lập").fill("QĐ 700")
    page.get_by_label("Ngày lập").fill(day(60))
    page.get_by_role("button", name="Thêm hội đồng").click()
    expect(page.get_by_text("Đã thêm Hội đồng tỉnh.")).to_be_visible()
    whole(window)
    window.go(f"{file}/score")
    page.get_by_label("Ngày chấm").fill(day(20))
    says = page.locator("[data-score-says]")
    for part, points in (("A. Sản xuất", "31,5"), ("B. Tiếp thị", "16"), ("C. Chất lượng", "22,4")):
        page.get_by_label(part).fill(points)
    expect(says).to_have_text("69,9 điểm. Đủ 3 sao, cấp tỉnh công nhận.")
    page.get_by_label("C. Chất lượng").fill("22,5")
    expect(says).to_have_text("70,0 điểm. Đủ 4 sao, cấp tỉnh công nhận.")
    whole(window)
    page.get_by_role("button", name="Lưu điểm").click()
    expect(page.get_by_text("chờ quyết định công nhận")).to_be_visible()


def test_an_idea_goes_its_way_to_stars_and_is_evaluated_anew_when_they_end(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    product = shop.product(shop.producer(), name="Mỳ gạo màu")
    person = {"name": "Cán bộ", "role": "officer", "locked": False, "password": FIRST_SECRET}
    server.api.put(f"/api/v1/people/{OFFICER}", person).ok(200, 201)
    window = new_window(server.url, 390, 844)
    window.context.add_init_script(AXE)
    begin(window)
    page = window.page
    record_idea(window)
    file = re.sub(r"^https?://[^/]+", "", page.url)
    record_steps(page)
    name_product(page, product)
    record_score(window, file)
    whole(window)

    def stars() -> int | None:
        found: int | None = server.api.get(f"/api/v1/products/{product}").ok()["stars_today"]
        return found

    assert stars() is None, "points alone give none"
    page.get_by_role("link", name="Ghi quyết định").click()
    expect(page.get_by_label("Hạng sao")).to_have_value("4")
    page.get_by_label("Số quyết định").fill("QĐ 901/QĐ-UBND")
    page.get_by_label("Nơi cấp").fill("UBND tỉnh")
    page.get_by_label("Ngày cấp").fill(day(10))
    page.get_by_label("Có giá trị đến").fill(day(-20))
    whole(window)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("UBND tỉnh công nhận 4 sao")).to_be_visible()
    assert stars() == 4

    desk = new_window(server.url, 1440, 900)
    desk.context.add_init_script(AXE)
    desk.sign_in(OFFICER, SECRET)
    for address in (file, "/programme-files"):
        desk.go(address)
        whole(desk)
    again = desk.page.locator("section", has=desk.page.get_by_role("heading", name="Cần đánh giá lại"))
    expect(again).to_contain_text("còn 20 ngày")
    (paper,) = server.api.all("/api/v1/papers", product=product)
    server.api.put(f"/api/v1/papers/{paper['uid']}", {**paper, "valid_until": day(1)}).ok(200)
    assert stars() is None, "they end with their paper"
    desk.page.reload()
    expect(again).to_contain_text("quá 1 ngày, sao đã tắt")
    again.get_by_role("link", name="Lập hồ sơ Mỳ gạo màu").click()
    expect(desk.page.locator("#f-product")).to_have_value(product)
