"""The officer's quarter: a plan, what came of it, and a report that is frozen and stays as it was after later sales."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, today
from tests.schedule import some

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-4!"
SIZES = [(1440, 900), (390, 844)]


def whole(window: Window) -> list[str]:
    """What axe has against the page in both themes, and what sticks out of the screen."""
    found = [*window.wider_than_the_screen(), *window.wrong_inside(), *faults(window.page)]
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


@pytest.mark.parametrize(("width", "height"), some(SIZES, 0, one_in=2))
def test_an_officer_sets_a_plan_sees_what_came_of_it_and_freezes_the_report(
    server: Outlet, new_window: NewWindow, width: int, height: int
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(30_000, "20", unit="hũ", places=0, name="Dưa gang muối Việt Hùng")
    shop.sell(shop.line(product, "3", 30_000))
    hire(server, "officer", "can-bo", SECRET)
    window = new_window(server.url, width, height)
    window.context.add_init_script(AXE)
    window.expected = {422}
    window.sign_in("can-bo", SECRET)
    page = window.page

    window.go("/reports/programme/year")
    expect(page.locator("main")).to_contain_text("chưa có kế hoạch")
    assert whole(window) == []
    page.get_by_role("link", name="Ghi kế hoạch").click()
    page.get_by_label("Người được tập huấn").fill("nhiều")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.get_by_label("Người được tập huấn")).to_have_value("nhiều")
    page.get_by_label("Người được tập huấn").fill("30")
    page.get_by_label("Điểm bán sản phẩm OCOP").fill("1")
    page.get_by_label("Tiền bán qua điểm bán").fill("100000")
    assert whole(window) == []
    page.get_by_role("button", name="Lưu kế hoạch").click()

    expect(page.locator(".goals")).to_contain_text("0 trên 30")
    expect(page.locator(".goals")).to_contain_text("90.000 ₫ trên 100.000 ₫")
    window.go("/reports/programme/trainings")
    page.get_by_label("Nội dung").fill("Ghi chép sản xuất")
    page.get_by_label("Ngày", exact=True).fill(today())
    page.get_by_label("Số người").fill("32")
    assert whole(window) == []
    page.get_by_role("button", name="Lưu lớp tập huấn").click()
    window.go("/reports/programme/year")
    expect(page.locator(".goals")).to_contain_text("32 trên 30")
    expect(page.locator(".lead-line")).to_contain_text("đạt 2 trong 3 chỉ tiêu")
    assert whole(window) == []

    window.go(f"/reports/programme/producers/{shop.producer_of(product)}")
    page.get_by_label("Số thành viên").fill("42")
    page.get_by_label("Năm", exact=True).first.fill(today()[:4])
    page.get_by_label("Năm ấy").first.select_option("new")
    assert whole(window) == []
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("main")).to_contain_text("mới tham gia")
    assert whole(window) == []

    window.go("/reports/programme/pack")
    page.get_by_role("link", name="Quý này").click()
    expect(page.locator(".hero-figure")).to_have_text("90.000 ₫")
    assert whole(window) == []
    page.get_by_role("button", name="Khóa và đánh số báo cáo này").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"Báo cáo số \d{4}-000001"))
    assert whole(window) == []
    address = page.url
    shop.sell(shop.line(product, "2", 30_000))
    page.goto(address)
    expect(page.locator(".hero-figure")).to_have_text("90.000 ₫")
    window.go("/reports/programme/pack")
    expect(page.locator(".hero-figure")).to_have_text("150.000 ₫")
