"""What runs out and what is recalled, on a desk and on a phone: axe looks at each page; a producer answers without a script."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop, today, uid

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-5!"
BY_AGREEMENT = {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2_000}


def whole(window: Window, path: str) -> list[str]:
    """What axe has against a page in both themes, and what sticks out of the screen."""
    window.go(path)
    found = [f"{path}: {words}" for words in (*window.wider_than_the_screen(), *window.wrong_inside(), *faults(window.page))]
    window.page.evaluate("document.documentElement.dataset.theme = 'auto'")
    return found


@pytest.fixture(scope="module")
def shop(server: Outlet) -> Shop:
    """Jars that end in five days, others that ended, a recalled lot with a buyer, a manager and the producer."""
    shop = Shop(server.api)
    shop.open_shift()
    producer = shop.producer(phone="0222 000 0003")
    jar = shop.product(producer, 55_000, unit="hũ", places=0, name=f"Dưa gang muối {shop.tag}")
    shop.agreement(producer, on_expiry=BY_AGREEMENT)
    days = [(date.fromisoformat(today()) + timedelta(days=n)).isoformat() for n in (5, 25, 60)]
    lines = [{"product": jar, "quantity": "14", "best_before": day, "lot": f"{shop.tag}-{n}"} for n, day in enumerate(days)]
    shop.deliver(producer, *lines)
    customer = uid()
    shop.api.put(f"/api/v1/customers/{customer}", {"phone": "0912345678", "name": "Chị Hoa", "consent": True}).ok(201)
    shop.sell({"lot": f"{shop.tag}-2", "quantity": "2", "unit_price_vnd": 55_000, "discount_vnd": 0}, customer_uid=customer)
    shop.api.post(f"/api/v1/lots/{shop.tag}-2/recall", {"uid": uid(), "reason": "một số nắp hũ không kín"}).ok(201)
    hire(server, "producer", "htx-leaving", SECRET, "--producer", producer)
    hire(server, "manager", "sep-leaving", SECRET)
    return shop


def test_the_offices_pages_are_whole_on_a_desk_and_on_a_phone(server: Outlet, shop: Shop, new_window: NewWindow) -> None:
    (recall,) = [r["uid"] for r in shop.api.all("/api/v1/recalls") if r["lots"][0]["lot"] == f"{shop.tag}-2"]
    for width, height in ((1440, 900), (390, 844)):
        office = new_window(server.url, width, height)
        office.expected = {422}
        office.context.add_init_script(AXE)
        office.sign_in("sep-leaving", SECRET)
        for path in (
            "/stock/expiring?days=30",
            f"/stock/expiring/{shop.tag}-0",
            "/stock/recalls",
            "/stock/recalls/new?what=KHONG-CO",
            f"/stock/recalls/new?what={shop.tag}-1",
            f"/stock/recalls/{recall}",
            f"/t/{shop.tag}-2",
        ):
            assert whole(office, path) == []


def test_a_producer_answers_on_a_phone_without_a_script(server: Outlet, shop: Shop, new_window: NewWindow) -> None:
    looked = new_window(server.url, 390, 844)
    looked.context.add_init_script(AXE)
    looked.sign_in("htx-leaving", SECRET)
    for path in ("/portal", "/portal/expiring", f"/portal/expiring/{shop.tag}-0"):
        assert whole(looked, path) == []
    phone = new_window(server.url, 390, 844, java_script_enabled=False)
    phone.sign_in("htx-leaving", SECRET)
    phone.go("/portal")
    card = phone.page.locator(".card.ask", has_text="Sắp hết hạn: 14 hũ")
    expect(card).to_contain_text("Khách mua 44.000")
    expect(card).to_contain_text("mà chưa trả lời thì giảm 20 % theo hợp đồng.")
    card.get_by_role("button", name="Đồng ý giảm 20 %").click()
    expect(phone.page.locator(".notice.good")).to_contain_text("Đã báo điểm bán")
    expect(phone.page.locator("main")).to_contain_text("HTX chọn giảm 20 %")
    (offer,) = [one for one in shop.api.all("/api/v1/offers") if one["on"].get("lots") == [f"{shop.tag}-0"]]
    assert (offer["rate_bp"], offer["bearer"]) == (2_000, "agreement")


def test_a_markdown_shows_on_the_tile_by_the_label_and_on_the_slip(server: Outlet, shop: Shop, new_window: NewWindow) -> None:
    offers = [one for one in shop.api.all("/api/v1/offers") if one["on"].get("lots") == [f"{shop.tag}-0"]]
    if not offers:
        said = {"uid": uid(), "choice": "mark_down", "rate_bp": 2_000, "note": "gọi điện"}
        shop.api.post(f"/api/v1/expiry-proposals/{shop.tag}-0/answer", said).ok(201)
    till = new_window(server.url)
    till.sign_in("sep-leaving", SECRET)
    till.open_till(shop.till)
    expect(till.page.locator(f'[data-lot="{shop.tag}-0"]')).to_contain_text("44.000")
    till.scan(f"{shop.tag}-0")
    expect(till.lines.first).to_contain_text("44.000")
    till.settle()
    till.page.locator("#exact").click()
    expect(till.page.locator(".prev")).to_contain_text("44.000")
    sold = shop.api.all("/api/v1/sales", till=shop.till)[-1]
    slip = shop.api.get(f"/api/v1/sales/{sold['uid']}/receipt", format="text").body.decode()
    assert "Gần hết hạn" in slip and "11.000" in slip and "44.000" in slip
