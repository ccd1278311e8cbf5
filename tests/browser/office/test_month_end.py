"""The month's end of several producers in a browser: previews, closing, papers, a question, the bank's file, paying, reversal."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.window import NewWindow
from tests.conftest import NewServer
from tests.outlet import MANAGER, PASSWORD, Shop

pytestmark = pytest.mark.browser


def downloaded(page: Page, name: str, role: str = "link") -> bytes:
    """What a link or button hands over as a file."""
    with page.expect_download() as waiting:
        page.get_by_role("link" if role == "link" else "button", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def test_a_month_is_closed_answered_and_paid(new_server: NewServer, new_window: NewWindow) -> None:
    server = new_server("sqlite")
    shop = Shop(server.api)
    shop.open_shift()
    producers = []
    for name in ("HTX Một", "HTX Hai", "HTX Ba"):
        producer = shop.producer(name=name, bank_bin="970436", bank_account="0011004567890", bank_holder="HTX")
        product = shop.product(producer)
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "quantity": "10"})
        shop.sell(shop.line(product, "2"))
        producers.append(producer)
    window = new_window(server.url, 1440, 900)
    window.sign_in(MANAGER, PASSWORD)
    page = window.page
    window.go("/month-end")
    expect(page.get_by_text("Chọn chốt 3 kỳ, cuối kỳ 51.000")).to_be_visible()
    assert not window.wider_than_the_screen() and not window.wrong_inside()
    page.get_by_role("button", name="Chốt các kỳ đã chọn…").click()
    expect(page.get_by_text("Không thể hoàn tác")).to_be_visible()
    page.get_by_role("button", name="Chốt 3 kỳ đến").click()
    assert len(ZipFile(BytesIO(downloaded(page, "Tải các bảng vừa chốt"))).namelist()) == 3

    statements = {one["producer"]: one["uid"] for one in server.api.get("/api/v1/statements").ok()["items"]}
    asked = f"/api/v1/statements/{statements[producers[0]]}"
    line = server.api.get(asked).ok()["lines"][-1]["uid"]
    server.api.post(f"{asked}/query", {"line": line, "message": "Sao ít thế?"}).ok()
    window.go("/month-end")
    expect(page.locator(".month-end tbody tr").first).to_contain_text("Sao ít thế?")
    page.get_by_role("link", name="Trả lời").click()
    page.get_by_label("Trả lời").fill("Hai cân, hoa hồng 15 %.")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Đã gửi câu trả lời.")).to_be_visible()

    for statement in statements.values():
        server.api.post(f"/api/v1/statements/{statement}/accept", {"note": "ký giấy"}).ok()
    window.go("/month-end")
    expect(page.get_by_text("Chọn trả 3 kỳ, 51.000")).to_be_visible()
    assert downloaded(page, "Tệp chuyển khoản", "button").startswith(b"PK")
    page.get_by_label("Số giao dịch").fill("FT26335000123")
    page.get_by_role("button", name="Ghi đã trả các kỳ đã chọn").click()
    expect(page.get_by_text("Đã ghi trả 3 kỳ, 51.000")).to_be_visible()
    expect(page.get_by_role("link", name="In phiếu chi", exact=True)).to_have_count(3)
    assert not window.wider_than_the_screen() and not window.wrong_inside()

    window.go(f"/statements/{statements[producers[1]]}#payouts")
    page.get_by_text("Hủy lần chi trả này").click()
    page.get_by_label("Lý do").fill("sai tài khoản")
    page.get_by_role("button", name="Ghi dòng đảo").click()
    window.go("/month-end")
    expect(page.get_by_text("Chọn trả 1 kỳ, 17.000")).to_be_visible()
    assert server.api.get(f"/api/v1/producers/{producers[1]}/book").ok()["items"][-1]["balance_vnd"] == 17_000
