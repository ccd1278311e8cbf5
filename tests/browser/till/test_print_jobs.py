"""The till's printer is out of paper: it says so in words, and the slip goes elsewhere, comes later, or is not printed at all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from core.printing.devices.printers import PAPER_STATUS
from tests.browser.window import SIZES, NewWindow, hire
from tests.outlet import Outlet, Shop
from tests.paper.loopback import READY, sink
from tests.paper.printer_bytes import read
from tests.pos.test_refund_slips import plug
from tests.schedule import some

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-2!"


@pytest.mark.parametrize(("width", "height"), some(SIZES, 1, one_in=2))
def test_slips_of_a_printer_without_paper_go_elsewhere_or_nowhere(
    server: Outlet, new_window: NewWindow, width: int, height: int
) -> None:
    shop, other = Shop(server.api), Shop(server.api)
    cashier = f"ha.{shop.tag.lower()}"
    hire(server, "cashier", cashier, SECRET)
    shop.open_shift()
    other.open_shift()
    replies = READY | {PAPER_STATUS: 0x72}
    with sink(replies) as empty, sink(READY) as full:
        plug(shop, empty.url)
        plug(other, full.url)
        product = shop.stocked()
        numbers = [shop.sell(shop.line(product))["number"] for _ in range(3)]
        window = new_window(server.url, width, height)
        window.sign_in(cashier, SECRET)
        window.open_till(shop.till)
        page = window.page
        expect(page.locator("#bar-printer")).to_have_text("Máy in hết giấy")

        page.locator("#bar-printer").click()
        expect(page.locator("#screen, #panel").get_by_text("3 phiếu chưa in")).to_be_visible()
        page.get_by_role("button", name=numbers[0]).click()
        expect(page.get_by_text("Máy in hết giấy. Hãy thay cuộn giấy rồi in lại.")).to_be_visible()
        expect(page.get_by_alt_text("Hình phiếu")).to_be_visible()
        assert window.wider_than_the_screen() == []
        page.locator(f"[data-focus='{full.url}']").click()
        expect(page.get_by_text("2 phiếu chưa in")).to_be_visible()
        page.get_by_role("button", name=numbers[1]).click()
        page.get_by_role("button", name="Hủy, không in").click()
        expect(page.get_by_text("1 phiếu chưa in")).to_be_visible()
        replies.update(READY)
        page.get_by_role("button", name=re.compile("^Thử lại")).click()
        expect(page.locator("#bar-printer")).to_have_text("Máy in sẵn sàng", timeout=15_000)
        states = {job["number"]: job["state"] for job in reversed(server.api.all("/api/v1/print-jobs", till=shop.till))}
        assert [states[number] for number in numbers] == ["printed", "cancelled", "printed"]
        assert len([job for job in full.jobs if read(bytes(job)).strips]) == 1
