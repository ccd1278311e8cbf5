"""What a till reaches beside keys and scanner: letters on the screen, a scale on its cable, a camera read by the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.printing import qr
from tests.browser.test_offline import at_the_till
from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser

SCALE = """
const frames = (window.frames_of_scale = ["US,GS,+  0.812kg\\r\\n"]);
const port = {
  readable: null,
  async open() {
    this.readable = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        controller.enqueue(new TextEncoder().encode(frames.length > 1 ? frames.shift() : frames[0]));
      },
    });
  },
  async close() {
    this.readable = null;
  },
};
Object.defineProperty(navigator, "serial", { value: { getPorts: async () => [port], requestPort: async () => port } });
localStorage.setItem("till-settings", JSON.stringify({ theme: "light", type: "normal", sound: "off", scale: "cas" }));
"""
CAMERA = """
const path = %r;
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const pen = canvas.getContext("2d");
  setInterval(() => {
    pen.fillStyle = "#ccc";
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = "#fff";
    pen.fillRect(100, 40, 400, 400);
    pen.save();
    pen.translate(140, 80);
    pen.scale(%f, %f);
    pen.fillStyle = "#000";
    pen.fill(new Path2D(path));
    pen.restore();
  }, 100);
  return canvas.captureStream(10);
};
"""


def at_a_till(server: Outlet, new_window: NewWindow, script: str, **goods: object) -> tuple[Window, str]:
    """A manager at an open till with one product, whose page begins with a script."""
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(22_000, **goods)
    window = new_window(server.url)
    window.context.add_init_script(script)
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    return window, product


def test_letters_on_the_screen_write_vietnamese_and_find_goods(server: Outlet, new_window: NewWindow) -> None:
    window, _, product = at_the_till(server, new_window)
    page = window.page
    page.evaluate("localStorage.setItem('till-settings', JSON.stringify({ sound: 'off', letterKeys: 'always' }))")
    page.reload()
    search, keys = page.locator("#search"), page.locator(".letters")
    expect(keys).to_be_hidden()
    search.click()
    expect(keys).to_be_visible()

    def tap(*labels: str) -> None:
        for label in labels:
            keys.get_by_role("button", name=label, exact=True).click()

    tap("d", "ư", "a", "Dấu sắc", "dấu cách", "Chữ hoa", "đ".upper(), "o", "Dấu huyền")
    expect(search).to_have_value("dứa Đò")
    expect(search).to_be_focused()
    tap(*["Xóa một chữ"] * 6, *product.lower()[:3])
    expect(search).to_have_value(product.lower()[:3])
    tap("Xong")
    expect(keys).to_be_hidden()


def test_a_weight_that_stands_still_is_taken_and_one_that_was_typed_stays(server: Outlet, new_window: NewWindow) -> None:
    window, product = at_a_till(server, new_window, SCALE, unit="kg", places=3)
    page = window.page
    page.locator(f"#tiles [data-code={product}]").click()
    scale, entry, go = page.locator(".on-scale"), page.locator("#panel .entry"), page.locator("#panel .go")
    expect(scale).to_contain_text("đang dao động")
    expect(go).to_be_disabled()
    page.evaluate("frames_of_scale.push('ST,GS,+  1.236kg\\r\\n')")
    expect(go).to_contain_text("1,236")
    page.evaluate("frames_of_scale.push('US,GS,+  0.500kg\\r\\n')")
    expect(go).to_be_disabled()
    page.evaluate("frames_of_scale.push('ST,GS,+  0.900kg\\r\\n')")
    expect(go).to_contain_text("0,9")
    window.settle()
    page.locator("#panel .keys").get_by_role("button", name="5", exact=True).click()
    page.evaluate("frames_of_scale.push('ST,GS,+  2.000kg\\r\\n')")
    expect(scale).to_contain_text("2")
    expect(entry).to_contain_text("0,95")
    window.settle()
    page.locator("[data-focus=take-weight]").click()
    expect(go).to_contain_text("Thêm 2")
    window.settle()
    go.click()
    expect(window.lines).to_have_count(1)
    expect(window.lines.first).to_contain_text("44.000")


def test_a_browser_that_cannot_read_codes_lets_the_server_read_what_its_camera_sees(
    server: Outlet, new_window: NewWindow
) -> None:
    shop = Shop(server.api)
    shop.open_shift()
    product = shop.stocked(22_000, unit="chai", places=0)
    modules = qr.matrix(f"{server.url}/p/{product}")
    scale = 320 / len(modules)
    window = new_window(server.url)
    window.context.add_init_script("delete window.BarcodeDetector;" + CAMERA % (qr.svg_path(modules), scale, scale))
    window.sign_in(MANAGER, PASSWORD)
    window.open_till(shop.till)
    window.page.locator("#camera").click()
    expect(window.lines).to_have_count(1)
    window.page.wait_for_timeout(2000)
    expect(window.lines.first).to_contain_text("22.000")
    window.page.get_by_role("button", name="Tắt máy ảnh").click()
    expect(window.page.locator(".camera")).to_have_count(0)
