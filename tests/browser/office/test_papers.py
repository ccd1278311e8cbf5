"""A paper from the telephone to the stars: photographed, sent, approved, gone when it ends; axe looks at every page."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.conftest import NewServer
from tests.core.files import pictures
from tests.outlet import MANAGER, PASSWORD, Shop, today

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-3!"


def whole(window: Window) -> list[str]:
    """What axe has against the page in both themes, and what sticks out of the screen."""
    found = [*window.wider_than_the_screen(), *window.wrong_inside(), *faults(window.page)]
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


def test_a_paper_from_the_telephone_gives_stars_once_it_is_approved_until_it_ends(
    new_server: NewServer, new_window: NewWindow
) -> None:
    server = new_server()
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(80_000, "30", unit="hộp", places=0, name="Chè dây túi lọc Bản Qua")
    lot = server.api.all("/api/v1/stock", product=product)[0]["lot"]
    hire(server, "producer", "htx", SECRET, "--producer", shop.producer_of(product))

    phone = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    phone.context.add_init_script(AXE)
    phone.sign_in("htx", SECRET)
    phone.go("/portal/papers")
    assert whole(phone) == []
    page = phone.page
    page.get_by_role("link", name="Gửi giấy mới").click()
    assert whole(phone) == []
    photo = {"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()}
    field = page.locator("[data-photos=file]")
    field.locator("input[type=file]").set_input_files(photo)
    expect(field.get_by_role("checkbox", include_hidden=True)).to_be_enabled()
    page.get_by_label("Giấy của").select_option(product)
    page.get_by_label("Loại giấy").select_option("ocop")
    page.get_by_label("Số giấy").fill("QĐ 112/QĐ-UBND")
    page.get_by_label("Nơi cấp").fill("UBND tỉnh Bắc Ninh")
    page.get_by_label("Ngày cấp").fill("2026-01-10")
    page.get_by_label(re.compile("Có giá trị đến")).fill(today())
    page.get_by_label(re.compile("Hạng sao")).select_option("4")
    page.get_by_role("button", name="Gửi điểm bán").click()
    expect(page.get_by_text("chờ duyệt")).to_be_visible()

    office = new_window(server.url)
    office.context.add_init_script(AXE)
    office.sign_in(MANAGER, PASSWORD)
    desk = office.page
    office.go(f"/t/{lot}")
    expect(desk.locator("main")).not_to_contain_text("4 sao")
    office.go("/papers")
    assert whole(office) == []
    desk.get_by_role("link", name="Chứng nhận OCOP 4 sao").click()
    expect(desk.locator("img.scan")).to_be_visible()
    assert whole(office) == []
    desk.get_by_role("button", name="Duyệt", exact=True).click()
    expect(desk.get_by_text("Từ bây giờ giấy này được tính")).to_be_visible()
    office.go(f"/t/{lot}")
    expect(desk.locator("main")).to_contain_text("4 sao")
    office.go(f"/sell?till={shop.till}")
    office.wait_for_till()
    tile = desk.locator(f"#tiles [data-code={product}]")
    expect(tile).to_be_visible()

    (paper,) = server.api.all("/api/v1/papers", product=product)
    ended = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
    body = {name: paper[name] for name in ("kind", "product", "number", "issuer", "issued_on", "stars", "file")}
    server.api.put(f"/api/v1/papers/{paper['uid']}", body | {"valid_until": ended}).ok(200)
    assert next(p for p in server.api.get("/api/v1/catalogue").ok()["products"] if p["code"] == product)["stars"] is None
    office.go(f"/t/{lot}")
    expect(desk.locator("main")).not_to_contain_text("4 sao")
    phone.go("/portal/papers")
    expect(page.get_by_text("quá 1 ngày")).to_be_visible()
    assert whole(phone) == []
