"""A photo from a telephone: sent again when the network failed, seen on the till's tile, and there without a server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_shell import unlock
from tests.browser.window import NewWindow, Window
from tests.conftest import NewServer
from tests.core.files import pictures
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop, uid

pytestmark = pytest.mark.browser
LOADED = "which => [...document.querySelectorAll(which)].every((image) => image.complete && image.naturalWidth > 0)"
STORED = """async () => (await (await caches.open("pictures")).keys()).length > 0"""


def take_photo(window: Window, product: str) -> None:
    """The manager photographs goods; the first try is lost on the way."""
    page, lost = window.page, []

    def lose_the_first(route: Route) -> None:
        if not lost:
            lost.append(route.abort("connectionreset"))
        else:
            route.continue_()

    page.route("**/api/v1/files/*", lose_the_first)
    window.go(f"/products/{product}")
    field = page.locator("[data-photos=photo]")
    photo = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(turn=6, place=True)}
    field.locator("input[type=file]").set_input_files(photo)
    expect(field.get_by_text("Chưa gửi được")).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(field.get_by_text("Còn ảnh chưa gửi xong")).to_be_visible()
    assert not window.wider_than_the_screen() and not window.wrong_inside()
    field.get_by_role("button", name="Gửi lại").click()
    expect(field.get_by_role("checkbox", include_hidden=True)).to_be_enabled()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu")).to_be_visible()


def test_a_photo_goes_from_the_telephone_to_the_tile_and_stays_offline(new_server: NewServer, new_window: NewWindow) -> None:
    server: Outlet = new_server()
    shop = Shop(server.api)
    shop.open_shift()
    product, broken = shop.stocked(20_000, unit="chai", places=0), shop.stocked(30_000, unit="gói", places=0)
    office = new_window(server.url, 390, 844)
    office.may_lose_server = True
    office.sign_in(MANAGER, PASSWORD)
    take_photo(office, product)
    before = set(server.data.glob("uploads/*/*"))
    photo = uid()
    server.api.call("PUT", f"/api/v1/files/{photo}", raw=pictures.jpeg(pictures.half_red(90, 90))).ok(201)
    server.api.put(f"/api/v1/products/{broken}", {**server.api.get(f"/api/v1/products/{broken}").ok(), "photo": photo}).ok(200)
    for file in set(server.data.glob("uploads/*/*")) - before:
        file.unlink()

    window = new_window(server.url, offline_page=True)
    window.may_lose_server, window.expected = True, {404}
    window.sign_in_by_hand(MANAGER, PASSWORD, f"/sell?till={shop.till}")
    window.wait_for_till()
    page = window.page
    tile, other = (page.locator(f"#tiles [data-code={code}]") for code in (product, broken))
    expect(tile.locator("img.photo")).to_be_visible()
    page.wait_for_function(LOADED, arg=f"#tiles [data-code={product}] img.photo")
    expect(other.locator("svg.pic")).to_be_visible()  # its photo is gone from the disk
    page.reload()
    window.wait_for_till()
    expect(tile.locator("img.photo")).to_be_visible()
    page.wait_for_function(STORED)

    server.stop()
    page.reload()
    unlock(window)
    expect(tile.locator("img.photo")).to_be_visible()
    page.wait_for_function(LOADED, arg=f"#tiles [data-code={product}] img.photo")
    tile.click()
    expect(page.locator("#pay")).to_be_enabled()
