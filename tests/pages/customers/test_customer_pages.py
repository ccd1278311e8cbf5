"""Managers' pages of customers, accounts and vouchers: typed into forms, read back, and refused with a sentence."""

from __future__ import annotations

import pytest
from flask import Flask

from core.people import tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from tests.journeys.inside import InsideApi
from tests.outlet import Shop, uid
from tests.pages.office import PASSWORD, Browser, add, inside, row_of

HOA = {"phone": "0912 345 321", "name": "Chị Hoa", "consent": "1", "credit_limit_vnd": "700k", "note": "ngày rằm"}


def new(office: Browser, **more: str) -> str:
    """A customer typed into the form; answers the page's address."""
    answer = office.post("/customers/new", {**HOA, "uid": new_uid(), **more})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


@pytest.fixture
def shop(site: Flask) -> Shop:
    """A till of the office, with an open shift."""
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    with site.app_context():
        shop = Shop(InsideApi(site, token))
        shop.open_shift()
    return shop


def lend(site: Flask, shop: Shop, page: str) -> None:
    """Sells for 10.000 ₫ on account."""
    on_account = {"customer_uid": page.rpartition("/")[2], "payments": [{"method": "account", "amount_vnd": 10_000}]}
    with site.app_context():
        shop.sell(shop.line(shop.stocked()), **on_account)


def test_a_customer_is_typed_in_found_and_changed(office: Browser) -> None:
    page = new(office)
    shown = office.get(page).text
    assert all(text in shown for text in ("Chị Hoa", "0912345321", "Hạn mức nợ 700.000", "ngày rằm", "Không còn nợ."))
    assert "Chị Hoa" in office.get("/customers?q=hoa").text and "Chị Hoa" in office.get("/customers?q=0912+345").text
    assert "Không tìm thấy khách hàng nào" in office.get("/customers?q=lan").text
    form = office.get(f"{page}/edit").text
    assert 'value="0912345321"' in form and 'value="700.000"' in form.replace("700000", "700.000")
    assert office.post(f"{page}/edit", {"phone": "0912345321", "name": "Chị Hoa Mai", "consent": "1"}).status_code == 302
    assert "Chị Hoa Mai" in office.get("/customers").text
    twice = office.post("/customers/new", {**HOA, "uid": new_uid()})
    assert twice.status_code == 409 and "Số điện thoại này là của khách hàng khác." in twice.text
    wrong = office.post("/customers/new", {**HOA, "uid": new_uid(), "phone": "12", "email": "hoa"})
    assert wrong.status_code == 422 and wrong.text.count('class="field wrong"') == 2


def test_what_is_owed_is_paid_and_taken_back_on_the_page(office: Browser, site: Flask, shop: Shop) -> None:
    page = new(office)
    assert "Không ai còn nợ" in office.get("/customers/debtors").text
    lend(site, shop, page)
    assert "Còn nợ 10.000\u00a0₫ từ 1 đơn, đơn cũ nhất đã 0 ngày." in office.get(page).text
    listed = office.get("/customers/debtors").text
    assert "Chị Hoa" in listed and "1 người còn nợ 10.000\u00a0₫" in listed
    over = office.post(f"{page}/payments", {"uid": new_uid(), "amount_vnd": "20.000", "method": "bank"})
    assert over.status_code == 409 and "Số tiền lớn hơn số khách còn nợ." in over.text
    paid = {"uid": new_uid(), "amount_vnd": "4.000", "method": f"cash:{shop.shift}"}
    assert office.post(f"{page}/payments", paid).status_code == 302
    assert office.post(f"{page}/payments", paid).status_code == 302, "a second press changes nothing"
    assert "Còn nợ 6.000" in office.get(page).text
    payment = row_of(site, "SELECT uid, shift_uid FROM customer_payment")
    assert payment["shift_uid"] == shop.shift
    back = {"uid": new_uid(), "reason": "ghi nhầm"}
    assert office.post(f"{page}/payments/{payment['uid']}/reverse", back).status_code == 302
    shown = office.get(page).text
    assert "Còn nợ 10.000" in shown and "ghi nhầm" in shown
    refused = office.post(f"{page}/erase", {"uid": new_uid(), "sure": "1"})
    assert refused.status_code == 409 and "Hãy thu hết nợ rồi xóa." in refused.text


def test_erasing_asks_for_a_tick_and_leaves_a_page_without_a_name(office: Browser) -> None:
    page = new(office)
    unsure = office.post(f"{page}/erase", {"uid": new_uid()})
    assert unsure.status_code == 422 and "Hãy đánh dấu để xác nhận." in unsure.text
    assert office.post(f"{page}/erase", {"uid": new_uid(), "sure": "1"}).status_code == 302
    shown = office.get(page).text
    assert "Khách hàng đã xóa" in shown and "Hoa" not in shown and "0912345321" not in shown
    assert "Chưa có khách hàng nào" in office.get("/customers").text
    assert office.post(f"{page}/edit", HOA).status_code == 409


def test_a_recall_names_its_buyers_who_may_be_called_to_managers_alone(office: Browser, site: Flask, shop: Shop) -> None:
    page, silent = new(office), new(office, phone="0912345322", name="Anh Nam", consent="")
    with site.app_context():
        product = shop.stocked()
        sold = shop.sell(shop.line(product), customer_uid=page.rpartition("/")[2])
        shop.sell(shop.line(product), customer_uid=silent.rpartition("/")[2])
        recall = uid()
        shop.api.put(f"/api/v1/recalls/{recall}", {"product": product, "reason": "mốc"}).ok(201)
    shown = office.get(f"/stock/recalls/{recall}").text
    assert "Chị Hoa" in shown and "tel:0912345321" in shown and sold["number"] in shown
    assert "Anh Nam" not in shown and "1 khách nữa không đồng ý cho lưu thông tin." in shown
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "thukho").get(f"/stock/recalls/{recall}").text
    assert "Chị Hoa" not in keeper and sold["number"] not in keeper and "Còn ở đâu" in keeper


def test_a_voucher_is_made_listed_and_shown(office: Browser) -> None:
    assert "Chưa có phiếu mua hàng nào" in office.get("/vouchers").text
    made = office.post("/vouchers", {"code": "PM-TET", "value_vnd": "200k", "valid_until": "2099-12-31", "note": "Tết"})
    assert made.status_code == 302 and made.headers["Location"].endswith("/vouchers/PM-TET")
    listed = office.get("/vouchers").text
    assert "1 phiếu còn dùng được, còn lại 200.000\u00a0₫." in listed and "31/12/2099" in listed
    assert "Còn lại 200.000\u00a0₫ trong 200.000\u00a0₫." in office.get("/vouchers/PM-TET").text
    again = office.post("/vouchers", {"code": "PM-TET", "value_vnd": "1k"})
    assert again.status_code == 422 and "Mã này đã có." in again.text
    assert office.post("/vouchers", {"code": "PM-X", "value_vnd": "nhiều"}).status_code == 422
