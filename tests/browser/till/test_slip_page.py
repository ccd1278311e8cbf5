"""A slip printed from the browser: one page as wide as the roll and as long as the slip, no mark of a letter cut."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.window import SIZES, NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop
from tests.paper.loopback import READY, sink
from tests.pos.test_refund_slips import plug
from tests.schedule import some

pytestmark = pytest.mark.browser
POINT_MM = 25.4 / 72
MARGIN_MM = 2


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_slip_prints_on_one_page_as_wide_as_its_roll_and_as_long_as_itself(
    server: Outlet, new_window: NewWindow, paper_mm: int
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    till = {"name": "Máy 1", "place": shop.place, "printer": "none:", "paper_mm": paper_mm}
    server.api.put(f"/api/v1/tills/{shop.till}", till).ok(200, 201)
    product = shop.stocked(1_000)
    lengths = []
    for lines in (1, 30):
        sold = shop.sell(*(shop.line(product, "1", 1_000) for _ in range(lines)))
        window = new_window(server.url, 390, 844)
        window.page.goto(f"/r/{sold['uid']}")
        assert not window.wider_than_the_screen()
        document = pypdfium2.PdfDocument(window.page.pdf(prefer_css_page_size=True))
        assert len(document) == 1
        page = document[0]
        width, length = (side * POINT_MM for side in page.get_size())
        assert abs(width - paper_mm) < 0.5
        ink = page.render(scale=4, grayscale=True).to_pil().point(lambda level: 255 - level).getbbox()
        document.close()
        assert ink is not None
        top, bottom = (edge / 4 * POINT_MM for edge in (ink[1], ink[3]))
        assert top > MARGIN_MM + 0.3, "the marks of the first capitals are cut at the edge of the page"
        assert 0 < length - bottom < 12, "paper is wasted, or something is cut"
        lengths.append(length)
    assert lengths[1] > 297 > lengths[0], "longer than any page that is said beforehand"


def close_shift(shop: Shop, server: Outlet, new_window: NewWindow, width: int, height: int) -> Window:
    """A till whose shift was just closed: one note of 500.000 lay in the drawer."""
    window = new_window(server.url, width, height)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    page = window.page
    page.locator("#bar-menu").click()
    page.get_by_role("button", name="Đếm két và đóng ca").click()
    window.count({500_000: 1})
    page.locator("#close-shift").click()
    return window


@pytest.mark.parametrize(("width", "height"), some(SIZES, 3, one_in=2))
def test_the_closing_report_is_a_step_away_when_the_shift_is_closed(
    server: Outlet, new_window: NewWindow, width: int, height: int
) -> None:
    shop = Shop(server.api)
    shop.open_shift(500_000)
    shop.stocked(1_000)
    window = close_shift(shop, server, new_window, width, height)
    page = window.page
    link = page.get_by_role("link", name="Xem báo cáo đóng ca")
    expect(link).to_be_visible()
    assert window.wider_than_the_screen() == []
    page.goto(str(link.get_attribute("href")))
    expect(page.get_by_text("Báo cáo đóng ca (Z)")).to_be_visible()
    expect(page.get_by_text("Khớp sổ")).to_be_visible()
    assert window.wider_than_the_screen() == []


def test_the_closing_report_is_printed_once_however_often_the_button_is_tapped(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift(500_000)
    shop.stocked(1_000)
    with sink(READY) as printer:
        plug(shop, printer.url)
        page = close_shift(shop, server, new_window, 1280, 800).page
        page.get_by_role("button", name="In báo cáo đóng ca").dblclick()
        expect(page.get_by_text("Đã gửi báo cáo đóng ca tới máy in.")).to_be_visible()
        page.wait_for_timeout(300)
        jobs = server.api.all("/api/v1/print-jobs", till=shop.till)
    assert [(job["paper"], job["copy"]) for job in jobs] == [("z-report", 0)]


def test_a_slip_is_printed_again_once_however_often_the_button_is_tapped(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    shop.open_shift(500_000)
    with sink(READY) as printer:
        plug(shop, printer.url)
        number = shop.sell(shop.line(shop.stocked()))["number"]
        window = new_window(server.url)
        window.sign_in(MANAGER, PASSWORD)
        window.open_till(shop.till)
        page = window.page
        page.keyboard.press("F4")
        page.get_by_text(number).click()
        page.get_by_role("button", name="In lại").dblclick()
        expect(page.get_by_text("Đã gửi bản in lại tới máy in.")).to_be_visible()
        page.wait_for_timeout(300)
        jobs = server.api.all("/api/v1/print-jobs", till=shop.till)
    assert sorted(job["copy"] for job in jobs) == [0, 1]
