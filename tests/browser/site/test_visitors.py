"""A visitor's phone and desk: from the label to the lot, its maker, the programme and English; light, whole, without a jump.

Bytes and requests are counted as they come over the wire on a slow phone; nothing is said about seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.till.test_axe import ALL, AXE, RUN
from tests.browser.window import NewWindow
from tests.core.files import pictures
from tests.outlet import Outlet, Shop, today, uid

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 150_000, 12
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def _day(days: int) -> str:
    return (date.fromisoformat(today()) + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def lots(server: Outlet) -> dict[str, str]:
    """Lots of a told producer with pictures: good, expired, recalled."""
    shop = Shop(server.api, "SITE")
    settings = shop.api.get("/api/v1/outlet").ok()
    hours = {"opens_at": "07:00", "closes_at": "18:30", "phone": "0222 000 0000", "address": "Phố Mới"}
    shop.api.put("/api/v1/outlet", {**settings, **hours}).ok()
    photo = uid()
    shop.api.call("PUT", f"/api/v1/files/{photo}", raw=pictures.jpeg(), headers={"Content-Type": "image/jpeg"}).ok(201)
    told = {"story": "Bốn mươi hai hộ cùng một nhà máy nhỏ.", "story_en": "Forty-two families share a mill.", "photo": photo}
    maker = shop.producer(name="HTX Đại Xuân Xanh", commune="Đại Xuân", **told)
    stars = {"number": "1/QĐ", "issuer": "UBND tỉnh", "issued_on": "2025-01-01", "valid_until": "2098-01-01"}
    rice = shop.product(
        maker, 135_000, name="Gạo tẻ thơm", name_en="Fragrant rice", unit="túi", places=0, set=3, photo=photo, stars=4,
        certificate=stars, usage="Vo nhẹ.", usage_en="Rinse.", keeping="Để khô.", keeping_en="Keep dry.",
    )  # fmt: skip
    noodles = shop.product(maker, 28_000, name="Mỳ gạo", unit="gói", places=0, set=6)
    shop.agreement(maker)
    shop.deliver(maker, {"product": rice, "quantity": "9", "lot": "SITE-1", "made_on": _day(-2), "best_before": _day(90)})
    shop.deliver(maker, {"product": noodles, "quantity": "9", "lot": "SITE-2", "best_before": _day(-1)}, delivered_on=_day(-9))
    shop.deliver(maker, {"product": noodles, "quantity": "9", "lot": "SITE-3", "best_before": _day(30)})
    shop.api.post("/api/v1/lots/SITE-3/recall", {"uid": uid(), "reason": "nắp không kín"}).ok(200, 201)
    return {"good": "/t/SITE-1", "expired": "/t/SITE-2", "recalled": "/t/SITE-3", "product": f"/p/{rice}",
            "maker": f"/programme/producers/{maker}"}  # fmt: skip


@pytest.fixture
def pages(lots: dict[str, str]) -> list[str]:
    listed = ["/programme", "/programme/products", "/programme/producers", "/programme/fairs", "/programme/news", "/t/NOWHERE"]
    return [*listed, *lots.values(), f"{lots['good']}/feedback"]


def test_a_visitor_goes_from_the_label_to_the_maker_and_reads_english(
    server: Outlet, lots: dict[str, str], new_window: NewWindow
) -> None:
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    page = window.page
    assert window.go(lots["good"]) == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Gạo tẻ thơm")
    page.get_by_text("Truy xuất nguồn gốc").click()
    expect(page.get_by_text("(10) SITE-1")).to_be_visible()
    page.get_by_role("link", name="Về người làm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("HTX Đại Xuân Xanh")
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mỗi xã một sản phẩm")
    page.get_by_label("Có tem trong tay?").fill("site-1")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page).to_have_url(re.compile("/t/SITE-1$"))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fragrant rice")
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page.get_by_label("A label in your hand?")).to_be_visible()
    assert page.evaluate("document.scripts.length") == page.locator("script[type='application/ld+json']").count()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_whole_in_both_themes_and_languages(
    server: Outlet, pages: list[str], new_window: NewWindow, size: tuple[int, int], theme: Any
) -> None:
    window = new_window(server.url, *size, color_scheme=theme)
    window.context.add_init_script(AXE)
    window.expected = {404}
    for language in ("vi", "en"):
        for path in pages:
            window.go(f"{path}?lang={language}")
            for fold in window.page.locator("details:not([open])").all():
                fold.locator("summary").click()
            wrong = window.page.evaluate(RUN, ALL)
            assert wrong == [], f"{path} {language}: {json.dumps(wrong, ensure_ascii=False)[:800]}"
            assert window.wider_than_the_screen() == [], path
            small = window.page.evaluate(SMALL)
            assert small == [], f"{path} {language}"


SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input")].filter((node) => {
  const { width, height } = node.getBoundingClientRect();
  const inside = node.closest("p, dd") && !node.matches(".link, .btn");
  return width > 0 && !node.closest(".skip, .visually-hidden, .check") && !inside && height < 47.5;
}).map((node) => `${Math.round(node.getBoundingClientRect().height)} px: ${node.outerHTML.slice(0, 90)}`)"""
"""What one presses and what is lower than a finger; a link in a sentence apart."""


@pytest.fixture
def phone(chrome: Browser, server: Outlet) -> Iterator[Page]:
    """A phone on a slow network with nothing kept from before."""
    context = chrome.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_3G)
    page.network = network  # type: ignore[attr-defined]
    yield page
    context.close()


def _note(came: list[float], event: dict[str, Any]) -> None:
    came.append(event["encodedDataLength"])


def test_the_first_view_on_a_slow_phone_is_light_and_nothing_moves(phone: Page, lots: dict[str, str]) -> None:
    for path in ("/programme", "/programme/products", *lots.values()):
        phone.network.send("Network.clearBrowserCache")  # type: ignore[attr-defined]
        came: list[float] = []
        note = partial(_note, came)
        phone.network.on("Network.loadingFinished", note)  # type: ignore[attr-defined]
        phone.goto(path, wait_until="networkidle", timeout=60_000)
        phone.network.remove_listener("Network.loadingFinished", note)  # type: ignore[attr-defined]
        assert 0 < sum(came) <= MOST_BYTES, f"{path}: {sum(came)} bytes"
        assert len(came) <= MOST_REQUESTS, f"{path}: {len(came)} requests"
        assert phone.evaluate(SHIFTS) == 0, path
