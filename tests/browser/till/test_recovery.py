"""A device is destroyed before its sale was sent: the code on the printed slip brings the sale back, once, at any till."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.browser.test_offline import at_the_till, sales_of, sell
from tests.browser.window import NewWindow
from tests.outlet import Outlet
from tests.pos.test_refund_slips import plug

pytestmark = pytest.mark.browser
PRINTER_DPI = 203


def code_on_paper(pdf: bytes) -> str:
    """The recovery code, read off the slip as a receipt printer would draw it: black and white dots."""
    page = pypdfium2.PdfDocument(pdf)[0]
    raster = page.render(scale=PRINTER_DPI / 72).to_pil().convert("L").point(lambda shade: 255 * (shade > 127))
    (code,) = [one.text for one in zxingcpp.read_barcodes(raster) if one.text.startswith("9801")]
    return str(code)


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_sale_of_a_destroyed_device_is_made_from_its_printed_slip(server: Outlet, new_window: NewWindow, paper_mm: int) -> None:
    window, shop, product = at_the_till(server, new_window)
    plug(shop, "none:", paper_mm)
    window.page.reload()
    window.wait_for_till()
    window.may_lose_server = True
    window.context.set_offline(True)
    sell(window, product, "Đã giữ đơn trên máy này")
    total = window.page.locator("#change").inner_text()
    window.page.locator("#see-slip").click()
    expect(window.page.locator("[data-recovery]")).to_be_visible()
    code = code_on_paper(window.page.pdf(width=f"{paper_mm}mm", height="297mm", print_background=True))
    window.context.close()
    assert sales_of(shop) == []

    elsewhere, _, _ = at_the_till(server, new_window)
    for _ in range(2):
        elsewhere.scan(code)
        expect(elsewhere.page.locator("#toast")).to_contain_text("đã có trong sổ")
        elsewhere.page.evaluate("document.querySelector('#toast').textContent = ''")
    (uid,) = sales_of(shop)
    assert f"{shop.api.get(f'/api/v1/sales/{uid}').ok()['total_vnd']:,} ₫".replace(",", ".") == total.replace("\u00a0", " ")
    assert shop.on_hand(product=product) == "49"

    elsewhere.expected = {422}
    elsewhere.scan(code[:-1] + str((int(code[-1]) + 1) % 10))
    expect(elsewhere.page.locator("#toast")).to_contain_text("không phải mã lấy lại đơn")
    assert len(sales_of(shop)) == 1
