"""Two phones count one counter while its till sells: by scanner and by name, without a network for a while, down to the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.till.test_axe import AXE, faults
from tests.browser.window import NewWindow, Window, hire
from tests.outlet import Outlet, Shop

pytestmark = pytest.mark.browser
SECRET = "Mat-khau-dai-3!"


@dataclass(frozen=True)
class Counter:
    """A counter with a till that sells, and three lots of a producer on it: ten of each at 10.000 ₫, 15 % to the outlet."""

    shop: Shop
    producer: str
    products: tuple[str, ...]
    lots: tuple[str, ...]


@pytest.fixture(scope="module")
def counter(server: Outlet) -> Counter:
    shop = Shop(server.api)
    shop.open_shift()
    producer = shop.producer()
    shop.agreement(producer, {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"})
    products, lots = [], []
    for name in ("Chè dây Bản Qua", "Miến dong sợi nhỏ", "Mật ong hoa nhãn"):
        products.append(shop.product(producer, 10_000, unit="hộp", places=0, name=name))
        lots.append(shop.code("LO"))
        shop.deliver(producer, {"product": products[-1], "lot": lots[-1], "quantity": "10", "best_before": "2099-01-01"})
    hire(server, "storekeeper", "kho", SECRET)
    hire(server, "storekeeper", "phu", SECRET)
    hire(server, "manager", "sep", SECRET)
    hire(server, "producer", "htx", SECRET, "--producer", producer)
    return Counter(shop, producer, tuple(products), tuple(lots))


def phone(server: Outlet, new_window: NewWindow, who: str) -> Window:
    window = new_window(server.url, 390, 844, has_touch=True, is_mobile=True)
    window.sign_in(who, SECRET)
    return window


def board(window: Window) -> Locator:
    return window.page.locator("[data-count-board] li")


def saved(window: Window) -> Locator:
    return window.page.locator("[data-count-saved]")


def whole(window: Window) -> None:
    """Nothing sticks out, every field has its label, axe has nothing against the page; it opens every fold on the way."""
    assert not window.wider_than_the_screen() and not window.wrong_inside()
    window.page.evaluate(AXE)
    assert faults(window.page) == []


def type_figure(window: Window, figure: str) -> None:
    window.page.keyboard.type(figure, delay=60)
    window.page.keyboard.press("Enter")


def test_two_phones_count_while_a_till_sells(server: Outlet, counter: Counter, new_window: NewWindow) -> None:
    shop, (tea, noodles, honey) = counter.shop, counter.lots
    one, two = phone(server, new_window, "kho"), phone(server, new_window, "phu")
    one.go("/stock/count")
    whole(one)
    one.page.locator("#begin").get_by_label("Nơi").select_option(shop.place)
    one.page.get_by_role("button", name="Bắt đầu đếm").tap()
    expect(one.page.get_by_label("Quét tem hoặc gõ tên hàng")).to_be_visible()
    two.go(one.page.url)
    whole(two)

    # the first phone scans a label and types; the second sees it without doing anything
    one.scan(f"http://outlet.example/t/{tea}")
    expect(one.page.locator("[data-count-figure]")).to_contain_text("Chè dây Bản Qua")
    expect(one.page.locator("[data-count-figure]")).not_to_contain_text("Trên sổ")
    type_figure(one, "9")
    expect(board(one).first).to_contain_text("9 hộp")
    expect(saved(one)).to_contain_text("đã lưu")
    expect(board(two).first).to_contain_text(re.compile("Chè dây Bản Qua.*Kho.*9 hộp"))

    # a till sells what is counted already, and what is not
    shop.sell(shop.line(counter.products[0], "2"), shop.line(counter.products[2], "1"))

    # the second one loses its network: what it counts stays on it and arrives later; a reload in between loses nothing
    two.may_lose_server = True
    two.page.get_by_label("Quét tem hoặc gõ tên hàng").fill("mien dong")
    two.page.get_by_role("button", name=re.compile("Miến dong sợi nhỏ")).tap()
    two.context.set_offline(True)
    type_figure(two, "11")
    expect(board(two).first).to_contain_text("chờ gửi, giữ trên máy này")
    expect(saved(two)).to_contain_text("1 số trên máy")
    two.scan(f"http://outlet.example/t/{honey}")
    two.scan(f"http://outlet.example/t/{honey}")
    expect(two.page.locator("[data-count-input]")).to_have_value("2")
    two.page.locator("[data-count-input]").fill("7")
    two.page.get_by_role("button", name="Ghi số đếm").tap()
    expect(saved(two)).to_contain_text("2 số trên máy")
    two.context.set_offline(False)
    two.page.reload()
    expect(saved(two)).to_contain_text("đã lưu")
    expect(board(two)).to_have_count(3)
    expect(board(one)).to_have_count(3)

    # counted again by the other: the later figure holds
    board(one).filter(has_text="Mật ong").get_by_role("button").tap()
    expect(one.page.locator("[data-count-before]")).to_contain_text("Phu đã đếm 7 hộp")
    type_figure(one, "8")
    expect(board(one).filter(has_text="8 hộp")).to_contain_text(re.compile("Mật ong.*Kho,"))
    expect(board(one)).to_have_count(3)
    whole(one)

    # only what differs, with who pays whom
    one.page.get_by_role("link", name="Đếm xong, xem chênh lệch").tap()
    expect(one.page.get_by_role("heading", name="3 lô lệch")).to_be_visible()
    lines = one.page.locator(".count-lines li")
    expect(lines.filter(has_text="Chè dây")).to_contain_text(
        re.compile("thiếu 1 hộp.*Điểm bán trả HTX.*trên sổ 10, đếm được 9.*8.500", re.S)
    )
    expect(lines.filter(has_text="Miến dong")).to_contain_text(re.compile("thừa 1 hộp.*không ai phải trả", re.S))
    expect(lines.filter(has_text="Mật ong")).to_contain_text(re.compile("thiếu 1 hộp.*trên sổ 9, đếm được 8", re.S))
    whole(one)
    one.page.get_by_role("button", name="Ghi kiểm kê").tap()
    expect(one.page.get_by_text("Đã ghi kiểm kê, phiếu KK-")).to_be_visible()
    whole(one)
    assert [shop.on_hand(lot=lot) for lot in (tea, noodles, honey)] == ["7", "11", "8"]
    paper = one.page.request.get(one.page.get_by_role("link", name="In phiếu A4").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
    posted = one.page.url.rpartition("/")[2]

    # what a phone still keeps of a session that was posted meanwhile is read before it goes
    left = '[{"uid":"x","lot":"L","name":"Nếp cái","unit":"kg","counted":"1.5","counted_at":"","by_scan":true}]'
    session = two.page.url.rpartition("/")[2]
    two.page.evaluate("([name, left]) => localStorage.setItem(name, left)", [f"count-entries:{session}", left])
    two.go("/stock/count")
    expect(two.page.locator("[data-count-forgotten]")).to_contain_text("Nếp cái: 1,5 kg")
    whole(two)
    two.page.get_by_role("button", name="Đã đọc, bỏ").tap()
    expect(two.page.locator("[data-count-forgotten]")).to_be_empty()

    # the producer asks about one lot and agrees to the rest; the manager answers and takes it all back
    htx = phone(server, new_window, "htx")
    htx.go("/portal")
    htx.page.get_by_role("link", name=re.compile("^Kiểm kê")).tap()
    expect(htx.page.get_by_role("button", name="Đồng ý tất cả")).to_be_visible()
    whole(htx)
    card = htx.page.locator(f"#lot-{tea}")
    card.get_by_label("Thấy chưa đúng ở đâu?").fill("Hôm qua tôi mượn một hộp.")
    card.get_by_role("button", name="Gửi câu hỏi").tap()
    expect(htx.page.locator(f"#lot-{tea}")).to_contain_text("đang hỏi lại")
    sep = phone(server, new_window, "sep")
    sep.go("/reports/today")
    question = sep.page.locator("li").filter(has_text="hỏi về số đếm")
    expect(question).to_contain_text("Hôm qua tôi mượn một hộp.")
    question.get_by_role("link", name="Trả lời").tap()
    sep.page.get_by_label("Trả lời").fill("Đúng, sẽ hủy và đếm lại.")
    sep.page.get_by_role("button", name="Gửi câu trả lời").tap()
    expect(sep.page.get_by_text("Nhà sản xuất đọc câu trả lời")).to_be_visible()
    whole(sep)
    sep.page.get_by_label("Lý do").fill("HTX mượn một hộp chưa ghi")
    sep.page.get_by_role("button", name="Hủy phiếu", exact=True).tap()
    expect(sep.page.get_by_text("Phiếu này đã hủy lúc")).to_be_visible()
    assert [shop.on_hand(lot=lot) for lot in (tea, noodles, honey)] == ["8", "10", "9"]
    htx.go(f"/portal/counts/{posted}")
    expect(htx.page.locator("main")).to_contain_text("Điểm bán đã hủy lần kiểm kê này")
    assert shop.book(counter.producer)[-1]["balance_vnd"] == 25_500, "three sold, nothing else"
