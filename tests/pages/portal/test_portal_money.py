"""The producer's pages about its money, as a phone without JavaScript meets them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from core.people import sessions
from core.values.uid import new_uid
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import MANAGER, uid
from tests.pages.portal.phone import Phone, phone_of

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def long_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a test goes on by days, and nobody signs in again."""
    for name in ("IDLE", "LONGEST"):
        monkeypatch.setattr(sessions, name, timedelta(days=30))


@pytest.fixture
def issued(inside: Inside) -> Iterator[tuple[Inside, TimedShop, Phone, dict[str, Any]]]:
    """A statement of 8.500 ₫ for a kilo sold, three days held back, and its producer's phone, two hours later."""
    with inside.on(DAY, 8):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer, name="Khoai tây")
        shop.agreement(producer, answer_days=3)
        shop.deliver(producer, {"product": product, "quantity": "50"})
        shop.sell(shop.line(product))
        made = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": DAY.isoformat()}).ok(201)
    with inside.on(DAY, 10):
        yield inside, shop, phone_of(inside, producer), made


def state(shop: TimedShop, made: dict[str, Any]) -> str:
    return str(shop.api.get(f"/api/v1/statements/{made['uid']}").ok()["state"])


def test_agreeing_takes_a_page_with_the_sum_and_a_tick_and_is_taken_back_within_the_hour(
    issued: tuple[Inside, TimedShop, Phone, dict[str, Any]],
) -> None:
    inside, shop, phone, made = issued
    path = f"/portal/statements/{made['uid']}"
    assert "/accept" not in phone.page("/portal"), "nothing is signed unread"
    asked = phone.read(f"{path}/accept")
    assert "8.500 ₫" in asked and "20/11/2026" in asked
    assert phone.post(f"{path}/accept").status_code == 422
    assert state(shop, made) == "issued"
    assert phone.post(f"{path}/accept", read="1").status_code == 302
    assert state(shop, made) == "accepted"
    back = {"uid": new_uid()}
    assert [phone.post(f"{path}/unaccept", **back).status_code for _ in range(2)] == [302, 302]
    assert state(shop, made) == "issued"
    phone.post(f"{path}/accept", read="1")
    with inside.on(DAY, 12):
        assert "/unaccept" not in phone.page(path)
        phone.post(f"{path}/unaccept", uid=new_uid())
        assert "Đã quá một giờ" in phone.read(path)
    assert state(shop, made) == "accepted"


def test_every_line_of_a_statement_leads_to_its_why_and_a_question(
    issued: tuple[Inside, TimedShop, Phone, dict[str, Any]],
) -> None:
    inside, _shop, phone, made = issued
    path = f"/portal/statements/{made['uid']}"
    lists = re.findall(rf'href="({path}/lines\?[^"]+)"', phone.page(path))
    assert any("kind=sold" in each for each in lists) and any("day=" in each for each in lists)
    listed = {uid for each in lists for uid in re.findall(r"/portal/book-lines/([^/]+)/why", phone.page(html.unescape(each)))}
    assert listed == {line["uid"] for line in made["lines"]}
    sold = next(line["uid"] for line in made["lines"] if line["kind"] == "sold")
    told = phone.read(f"/portal/book-lines/{sold}/why")
    assert "1 kg × 10.000 = 10.000." in told and "8.500 ₫" in told and "Gửi câu hỏi" in told
    assert phone.post(f"{path}/ask", line=sold, message=" ").status_code == 422
    assert phone.post(f"{path}/ask", line=sold, message="Sao chỉ có một cân?").status_code == 302
    page = phone.read(path)
    assert "Sao chỉ có một cân?" in page and "chờ điểm bán trả lời" in page
    with inside.on(date(2026, 11, 24)):
        assert phone.post(f"{path}/ask", day=DAY.isoformat(), message="Còn hôm ấy?").status_code == 409
        assert "Gửi câu hỏi" not in phone.read(f"/portal/book-lines/{sold}/why")


def test_the_office_answers_a_day_with_the_question_in_sight_and_a_line_with_its_why(
    issued: tuple[Inside, TimedShop, Phone, dict[str, Any]],
) -> None:
    inside, shop, phone, made = issued
    path = f"/statements/{made['uid']}"
    sold = next(line["uid"] for line in made["lines"] if line["kind"] == "sold")
    phone.post(f"/portal{path}/ask", line=sold, message="Dòng này sao vậy?")
    phone.post(f"/portal{path}/ask", day=DAY.isoformat(), message="Cả ngày sao vậy?")
    manager = Phone(inside, MANAGER)
    page = manager.page(path)
    assert "1 kg × 10.000 = 10.000." in page, "the why stands beside the question about a line"
    assert f"/book-lines/{sold}/why" in page
    assert "8.500 ₫" in manager.read(f"/book-lines/{sold}/why")
    for about in ({"line": sold}, {"day": DAY.isoformat()}):
        assert manager.post(f"{path}/answer", message="Đã xem lại.", **about).status_code == 302
    assert state(shop, made) == "issued"
    assert phone.read(f"/portal{path}").count("Đã xem lại.") == 2


def test_payments_stand_with_day_way_reference_and_what_was_taken_back(
    issued: tuple[Inside, TimedShop, Phone, dict[str, Any]],
) -> None:
    _inside, shop, phone, made = issued
    paid = {"producer": made["producer"], "statement": made["uid"], "method": "bank", "reference": "FT26332123"}
    wrong = shop.api.put(f"/api/v1/payouts/{uid()}", {**paid, "amount_vnd": 500}).ok(201)
    shop.api.post(f"/api/v1/payouts/{wrong['uid']}/reverse", {"uid": uid(), "reason": "gõ nhầm số"}).ok(201)
    shop.api.put(f"/api/v1/payouts/{uid()}", {**paid, "amount_vnd": 8_500}).ok(201)
    for path in ("/portal/payments", f"/portal/statements/{made['uid']}"):
        page = phone.read(path)
        assert page.count("FT26332123") == 2 and "Đã hủy: gõ nhầm số" in page and "20/11/2026" in page
        assert "Chuyển khoản" in page
    day = phone.read(f"/portal/statements/{made['uid']}/lines?day={DAY}")
    assert "8.500 ₫" in day and "−" not in day, "a day's sum never mixes what was paid with what was sold"
    assert "Điểm bán còn nợ HTX 0 ₫" in phone.read("/portal")


def test_what_is_held_back_is_told_by_day_and_the_state_says_so(inside: Inside) -> None:
    with inside.on(DAY, 8):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, holding_days=3)
        shop.deliver(producer, {"product": product, "quantity": "50"})
    with inside.on(date(2026, 11, 16)):
        shop.sell(shop.line(product, "2"))
    with inside.on(DAY, 9):
        shop.sell(shop.line(product))
        made = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": DAY.isoformat()}).ok(201)
        phone = phone_of(inside, producer)
        home = phone.read("/portal")
        assert "25.500 ₫" in home and "17.000 ₫" in home and "giữ thêm 3 ngày" in home
        held = phone.read(f"/portal/statements/{made['uid']}/held")
        assert "Bán ngày 20/11/2026 đến hạn ngày 23/11/2026 8.500" in held
        phone.post(f"/portal/statements/{made['uid']}/accept", read="1")
        paid = {"producer": producer, "statement": made["uid"], "method": "bank", "amount_vnd": 17_000}
        shop.api.put(f"/api/v1/payouts/{uid()}", paid).ok(201)
        assert "đã trả phần đến hạn, giữ 8.500 ₫ đến 23/11/2026" in phone.read(f"/portal/statements/{made['uid']}")
        assert "đã trả phần đến hạn" in phone.read("/portal/statements")


def test_a_version_is_read_with_what_it_changes_and_confirmed_with_a_tick(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        number = shop.agreement(producer)
        standing = shop.api.get(f"/api/v1/agreements/{number}").ok()
        terms = [{**term, "rate_bp": 1600} for term in standing["terms"]]
        body = {k: v for k, v in standing.items() if k not in {"number", "version"} and v is not None} | {"terms": terms}
        shop.api.put(f"/api/v1/agreements/{number}", {**body, "from": "2026-12-01", "reason": "công cân tăng"}).ok()
        phone = phone_of(inside, producer)
        page = phone.read("/portal/agreement")
        assert "HTX được 85.000" in page and "điểm bán giữ 15 % → điểm bán giữ 16 %" in page and "công cân tăng" in page
        path = f"/portal/agreement/{number}/versions/2"
        assert path in phone.page("/portal")
        assert phone.post(f"{path}/confirm", uid=new_uid()).status_code == 422
        confirmed = {"uid": new_uid(), "read": "1"}
        assert [phone.post(f"{path}/confirm", **confirmed).status_code for _ in range(2)] == [302, 302]
        states = [v["state"] for v in shop.api.get(f"/api/v1/agreements/{number}/versions").ok()["items"]]
        assert states == ["holds", "to_come"]


def test_pages_show_as_far_as_the_agreement_says(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, visibility="balance")
        shop.deliver(producer, {"product": product, "quantity": "5"})
        shop.sell(shop.line(product))
        phone = phone_of(inside, producer)
        for path in ("/portal/stock", "/portal/sales", "/portal/book"):
            phone.read(path, 403)
        home = phone.read("/portal")
        assert "8.500 ₫" in home and "Bán hôm nay" not in home
        for path in ("/portal/owed", "/portal/statements", "/portal/payments", "/portal/agreement", "/portal/deliveries"):
            phone.read(path)


WORDS = {"cooperative": "HTX", "group": "tổ hợp tác", "household": "hộ kinh doanh", "enterprise": "doanh nghiệp"}


@pytest.mark.parametrize(("kind", "word"), WORDS.items())
def test_a_producer_is_addressed_as_what_it_is(inside: Inside, kind: str, word: str) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer(kind=kind, name="Phù Lãng 100 % đất")
        shop.agreement(producer)
        phone = phone_of(inside, producer)
        for path in ("/portal", "/portal/agreement", "/portal/statements"):
            page = phone.read(path)
            assert word in page and "bạn" not in page.replace("bạn hàng", "")
            assert kind == "cooperative" or "HTX" not in page, path
