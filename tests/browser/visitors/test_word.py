"""A visitor scans a label and writes, without script; a manager shows it; everybody and the producer read it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser
SECRET, WORDS = "Mat-khau-dai-5!", "Cơm dẻo, thơm lâu"


def whole(window: Window) -> list[str]:
    """What axe has against the page in both themes, and what sticks out of the screen."""
    found = [*window.wider_than_the_screen(), *window.wrong_inside(), *faults(window.page)]
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


def test_a_word_is_said_without_script_shown_by_a_manager_and_read_by_its_producer(server: Outlet, new_window: NewWindow) -> None:
    shop = Shop(server.api)
    rice = shop.stocked(135_000, "20", unit="túi", places=0, name="Gạo tẻ thơm 5 kg")
    lot = server.api.get("/api/v1/stock", product=rice).ok()["items"][0]["lot"]
    hire(server, "producer", f"htx-{shop.tag.lower()}", SECRET, "--producer", shop.producer_of(rice))

    visitor = new_window(server.url, 390, 844, java_script_enabled=False)
    page = visitor.page
    page.goto(f"{server.url}/t/{lot}")
    page.get_by_role("link", name="Nói với điểm bán và người làm ra").click()
    page.locator('input[name="rating"][value="5"]').check()
    page.get_by_label("Bạn muốn nói gì?").fill(WORDS)
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_role("button", name="Gửi điểm bán").click()
    expect(page.locator("h1")).to_have_text("Cảm ơn bạn")
    page.goto(f"{server.url}/t/{lot}")
    expect(page.locator("#feedback")).not_to_contain_text(WORDS)

    office = new_window(server.url, 1440, 900)
    office.context.add_init_script(AXE)
    office.sign_in(MANAGER, PASSWORD)
    office.go("/feedback?what=waiting")
    assert whole(office) == []
    office.page.get_by_role("link", name=WORDS).click()
    expect(office.page.locator("main")).to_contain_text("0912345678")
    assert whole(office) == []
    office.page.get_by_role("button", name="Cho mọi người đọc").click()
    expect(office.page.locator(".notice.good")).to_contain_text("Mọi người đọc được")

    page.goto(f"{server.url}/t/{lot}")
    expect(page.locator("#feedback")).to_contain_text(WORDS)
    expect(page.locator("body")).not_to_contain_text("345")

    producer = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    producer.context.add_init_script(AXE)
    producer.sign_in(f"htx-{shop.tag.lower()}", SECRET)
    producer.go("/portal/feedback")
    expect(producer.page.locator("main")).to_contain_text(WORDS)
    expect(producer.page.locator("main")).not_to_contain_text("0912")
    assert whole(producer) == []

    stranger = new_window(server.url, 390, 844)
    stranger.context.add_init_script(AXE)
    stranger.go(f"/t/{lot}/feedback")
    assert whole(stranger) == []


def test_an_article_is_written_looked_at_and_read(server: Outlet, new_window: NewWindow) -> None:
    office = new_window(server.url, 1440, 900)
    office.context.add_init_script(AXE)
    office.sign_in(MANAGER, PASSWORD)
    office.go("/news/new")
    page = office.page
    page.get_by_label("Tiêu đề", exact=True).fill("Mùa khoai đã về")
    page.get_by_label("Nội dung", exact=True).fill("## Trên đồng\n\nKhoai **to**, xem [ở đây](/programme).")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#preview strong")).to_have_text("to")
    assert whole(office) == []
    page.locator("#f-publish_on").fill("2026-01-02")
    page.get_by_role("button", name="Lưu bài").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã lưu bài")
    page.get_by_role("link", name="Xem bài đã đăng").click()
    expect(page.locator("article h1")).to_have_text("Mùa khoai đã về")
    assert whole(office) == []
    office.go("/programme/news")
    expect(page.locator("main")).to_contain_text("Mùa khoai đã về")
    assert whole(office) == []
    office.go("/news")
    assert whole(office) == []
