"""The office's pages, through a browser session: forms write once, keep what was typed, and say what is wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from core.db import execute
from core.models import Outlet
from core.people.actor import SYSTEM
from core.people.approvals import Approval
from core.people.permits import Role
from core.values.uid import new_uid
from pos import shifts, tills
from pos.requests import CloseRequest, ShiftRequest, TillRequest
from suppliers import book
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, count_lot, inside, row_of, today


def goods_held(site: Flask) -> int:
    """The quantity of all goods in the producers' books, in thousandths."""
    return int(inside(site, lambda: sum(book.goods_held().values())))


def delivery(**more: Any) -> dict[str, Any]:
    form = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "product": "GAO"}
    return {**form, "quantity": "12,5", "made_on": "", "best_before": "", "lot": "A/1", **more}


def test_a_fresh_outlet_opens_the_first_run_page(site: Flask) -> None:
    stranger = Browser(site, None)
    assert stranger.get("/").headers["Location"] == "/first-run"
    refused = stranger.post("/first-run", {"name": "Điểm bán mới", "username": "quanly", "password": "ngan"}, "/first-run")
    assert refused.status_code == 422
    assert "Điểm bán mới" in refused.text
    done = stranger.post("/first-run", {"name": "Điểm bán mới", "username": "quanly", "password": PASSWORD}, "/first-run")
    assert done.headers["Location"] == "/"
    assert stranger.get("/").headers["Location"] == "/reports/today"
    assert "Điểm bán mới" in stranger.get("/reports/today").text


def test_blanks_around_a_password_belong_to_it(site: Flask) -> None:
    typed = f" {PASSWORD} "
    Browser(site, None).post("/first-run", {"name": "Điểm bán mới", "username": "quanly", "password": typed}, "/first-run")
    again = Browser(site, None).post("/sign-in", {"username": "quanly", "password": typed}, "/sign-in")
    assert again.status_code == 302


def test_a_wrong_password_says_so_and_next_stays_inside(office: Browser, site: Flask) -> None:
    stranger = Browser(site, None)
    assert stranger.post("/sign-in", {"username": "quanly", "password": "sai"}).status_code == 401
    away = stranger.post("/sign-in", {"username": "quanly", "password": PASSWORD, "next": "//evil.example/"})
    assert away.headers["Location"] == "/"


def test_what_is_typed_is_read_as_people_write_it(office: Browser, site: Flask) -> None:
    product = row_of(site, "SELECT price_vnd FROM product WHERE code = 'GAO'")
    assert product["price_vnd"] == 22_000
    assert row_of(site, "SELECT rate_bp FROM agreement_term")["rate_bp"] == 1250


def test_an_agreement_says_who_declares_the_vat(office: Browser, site: Flask) -> None:
    newest = "SELECT vat_kept_by FROM agreement_term ORDER BY id DESC LIMIT 1"
    assert row_of(site, newest)["vat_kept_by"] == "producer"
    assert "HTX kê khai thuế GTGT" in office.get("/agreements/HD1").text
    change = {**AGREEMENT, "vat_kept_by": "outlet", "from": today().isoformat(), "reason": "đổi người kê khai", "act": "save"}
    asked = office.post("/agreements/HD1/edit", change)
    mark = re.search(r'name="reviewed" value="(\w+)"', asked.text)
    assert mark and "ai kê khai thuế GTGT" in asked.text
    assert office.post("/agreements/HD1/edit", {**change, "reviewed": mark[1]}).status_code == 302
    assert row_of(site, newest)["vat_kept_by"] == "outlet"


def test_a_delivery_pressed_twice_is_received_once(office: Browser, site: Flask) -> None:
    form = delivery()
    first, second = office.post("/stock/receive", form), office.post("/stock/receive", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert goods_held(site) == 12_500
    page = office.get(first.headers["Location"]).text
    assert "A/1" in page
    assert "A/1" in office.get("/stock/labels?lot=A/1").text


def test_a_refused_delivery_keeps_what_was_typed(office: Browser, site: Flask) -> None:
    refused = office.post("/stock/receive", delivery(quantity="1,2345", note="xe Hải"))
    assert refused.status_code == 422
    assert "1,2345" in refused.text
    assert "xe Hải" in refused.text
    assert goods_held(site) == 0


def test_losses_counts_and_returns_reach_the_book(office: Browser, site: Flask) -> None:
    office.post("/stock/receive", delivery())
    line = {"place": "QUAY", "lot": "A/1"}
    assert office.post("/stock/losses", {**line, "uid": new_uid(), "quantity": "0,5", "cause": "damage"}).status_code == 302
    assert count_lot(office, "A/1", "11").status_code == 302
    returned = {**line, "uid": new_uid(), "quantity": "1", "cause": ""}
    assert office.post("/stock/returns", returned).status_code == 302
    assert goods_held(site) == 10_000
    assert office.post("/stock/losses", {**line, "uid": new_uid(), "quantity": "99", "cause": "damage"}).status_code == 409
    page = office.get("/stock/lots/A/1").text
    assert "hỏng, vỡ" in page
    assert "hao hụt" in page


def test_a_statement_is_closed_asked_answered_accepted_and_paid(office: Browser, site: Flask) -> None:
    correction = {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "150k", "memo": "Công đóng gói"}
    office.post("/producers/NSX1/corrections", correction)
    until = today().isoformat()
    assert "Công đóng gói" in office.get("/producers/NSX1/statement").text
    closed = office.post("/producers/NSX1/statement", {"uid": new_uid(), "until": until})
    path = closed.headers["Location"]
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    producer = Browser(site, "htx")
    line = row_of(site, "SELECT uid FROM book_line")["uid"]
    own = path.replace("/statements", "/portal/statements")
    assert producer.post(f"{own}/ask", {"line": line, "message": "Công gì vậy?"}).status_code == 302
    assert "Công gì vậy?" in office.get(path).text
    assert office.post(f"{path}/answer", {"line": line, "message": "Công đóng túi."}).status_code == 302
    assert "Công đóng túi." in producer.get(own).text
    assert producer.post(f"{own}/accept", {"read": "1"}).status_code == 302
    too_much = office.post(f"{path}/payouts", {"uid": new_uid(), "amount_vnd": "151.000", "method": "bank"})
    assert too_much.status_code == 409
    assert office.post(f"{path}/payouts", {"uid": new_uid(), "amount_vnd": "150.000", "method": "bank"}).status_code == 302
    assert inside(site, lambda: book.balance("NSX1")) == 0
    payout = row_of(site, "SELECT uid FROM payout")["uid"]
    assert office.post(f"{path}/payouts/{payout}/reverse", {"uid": new_uid(), "reason": "nhầm"}).status_code == 302
    assert inside(site, lambda: book.balance("NSX1")) == 150_000


def test_a_producer_sees_nothing_of_the_office(office: Browser, site: Flask) -> None:
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    producer = Browser(site, "htx")
    assert producer.get("/").headers["Location"] == "/portal"
    for path in ("/portal", "/portal/stock", "/portal/sales", "/portal/statements"):
        assert producer.get(path).status_code == 200
    for path in ("/reports/today", "/reports/sales", "/producers", "/producers/NSX1", "/people", "/settings", "/statements"):
        assert producer.get(path).status_code == 403
    assert office.get("/portal").status_code == 403


def test_the_public_page_of_a_lot_shows_its_recall_and_hides_old_stars(office: Browser, site: Flask) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    starred = {"stars": "4", "certificate_number": "12/QĐ", "certificate_issuer": "UBND", "certificate_issued_on": "2020-01-01"}
    office.post("/products/GAO", {**PRODUCT, **starred, "certificate_valid_until": yesterday})
    office.post("/stock/receive", delivery())
    stranger = Browser(site, None)
    short, long = stranger.get("/t/A%2F1"), stranger.get("/01/08938500000010/10/A%2F1")
    assert short.status_code == long.status_code == 200
    assert "HTX Thử" in short.text
    assert "OCOP 4 sao" not in short.text
    assert stranger.get("/01/08938500000027/10/A%2F1").status_code == 404
    assert office.post("/stock/recalls", {"uid": new_uid(), "what": "A/1", "reason": "lẫn sạn"}).status_code == 302
    assert "thu hồi" in stranger.get("/t/A%2F1").text
    assert stranger.get("/programme").status_code == stranger.get("/p/GAO").status_code == 200


def test_a_manager_changes_people_and_settings(office: Browser, site: Flask) -> None:
    person = {"name": "Thu Hà", "username": "thuha", "role": "cashier", "password": PASSWORD, "pin": "1357"}
    assert office.post("/people", person).status_code == 302
    assert office.post("/people", person).status_code == 422
    cashier = Browser(site, "thuha")
    assert cashier.get("/").headers["Location"] == "/sell"
    person_id = row_of(site, "SELECT id FROM person WHERE username = 'thuha'")["id"]
    assert office.post(f"/people/{person_id}/active", {"active": "0"}).status_code == 302
    assert cashier.get("/").headers["Location"] == "/sign-in"
    outlet = {"name": "Điểm bán thử", "cash_rounding_vnd": "500", "cashier_discount_limit_bp": "7,5", "near_expiry_days": "5"}
    assert office.post("/settings/outlet", outlet).status_code == 302
    assert row_of(site, "SELECT cashier_discount_limit_bp FROM outlet")["cashier_discount_limit_bp"] == 750
    assert office.post("/settings/outlet", {**outlet, "bank_bin": "12"}).status_code == 422
    assert office.post("/settings/outlet", {**outlet, "weight_label": "21PPPPPGGGGGC"}).status_code == 302
    assert row_of(site, "SELECT weight_label FROM outlet")["weight_label"] == "21PPPPPGGGGGC"
    assert office.post("/settings/outlet", {**outlet, "weight_label": "21PPPP"}).status_code == 422
    till = {"code": "M1", "name": "Máy 1", "place": "QUAY", "printer": "", "paper_mm": "80"}
    assert office.post("/settings/tills", till).status_code == 302
    assert office.post("/settings/tills", {**till, "name": "Máy khác"}).status_code == 422
    assert office.post("/settings/tills", {**till, "name": "Máy cửa", "known": "1"}).status_code == 302
    assert office.post("/settings/places", {"code": "QUAY", "name": "Quầy khác", "kind": "shop"}).status_code == 422
    assert row_of(site, "SELECT name FROM till WHERE code = 'M1'")["name"] == "Máy cửa"
    assert row_of(site, "SELECT name FROM place WHERE code = 'QUAY'")["name"] == "Quầy"


def test_the_limits_of_what_needs_a_manager_are_set_on_the_page_and_start_in_a_new_outlet(office: Browser, site: Flask) -> None:
    columns = "cash_out_limit_vnd, refund_limit_vnd, refund_days, refund_other_method, own_confirm, short_stock, loss_limit_vnd"
    limits = row_of(site, f"SELECT {columns} FROM outlet")
    assert list(limits.values()) == [2_000_000, 1_000_000, 30, "approval", "free", "approval", 1_000_000]
    outlet = {"name": "Điểm bán thử", "cash_rounding_vnd": "0", "cashier_discount_limit_bp": "10", "near_expiry_days": "5"}
    typed = {"cash_out_limit_vnd": "500k", "refund_days": "7", "own_confirm": "approval", "short_stock": "free"}
    assert office.post("/settings/outlet", outlet | typed).status_code == 302
    limits = row_of(site, f"SELECT {columns} FROM outlet")
    assert list(limits.values()) == [500_000, 0, 7, "approval", "approval", "free", 0]
    assert 'value="500.000"' in office.get("/settings").text
    assert office.post("/settings/outlet", outlet | {"refund_days": "-1"}).status_code == 422
    assert office.post("/settings/outlet", outlet | {"own_confirm": "nobody"}).status_code == 422


def test_a_refused_form_keeps_what_was_typed(office: Browser, site: Flask) -> None:
    """The message is beside the form it is about, and nothing was recorded."""
    wrong = {"uid": new_uid(), "kind": "charge", "amount_vnd": "mười hai nghìn", "memo": "thuê tủ mát"}
    refused = office.post("/producers/NSX1/corrections", wrong)
    assert refused.status_code == 422
    assert 'value="mười hai nghìn"' in refused.text
    assert 'value="thuê tủ mát"' in refused.text
    assert 'id="e-amount_vnd"' in refused.text
    assert row_of(site, "SELECT count(*) AS n FROM book_line")["n"] == 0
    assert office.post("/producers/NSX1/corrections", {**wrong, "amount_vnd": "12.000"}).status_code == 302
    assert row_of(site, "SELECT owed_vnd FROM book_line")["owed_vnd"] == -12_000

    assert office.post("/people", {"name": "Thu Hà", "username": "thuha", "role": "cashier", "pin": "1357"}).status_code == 302
    person_id = row_of(site, "SELECT id FROM person WHERE username = 'thuha'")["id"]
    refused = office.post(f"/people/{person_id}", {"name": "Thu Hà", "pin": "12"})
    assert refused.status_code >= 400
    assert f'id="e-pin-{person_id}"' in refused.text
    assert 'id="e-pin"' not in refused.text


def test_a_pin_changes_only_to_a_cashier(office: Browser, site: Flask) -> None:
    for name, role in (("thuha", Role.CASHIER), ("phophu", Role.MANAGER)):
        add(site, name, role, pin="135790")
    token = re.search(r'name="csrf-token" content="([^"]+)"', office.get("/people").text)
    assert token
    head = {"X-CSRFToken": token[1]}
    assert office.client.post("/sign-in/pin", json={"username": "thuha", "pin": "0000"}, headers=head).status_code == 401
    assert office.client.post("/sign-in/pin", json={"username": "phophu", "pin": "135790"}, headers=head).status_code == 401
    answer = office.client.post("/sign-in/pin", json={"username": "thuha", "pin": "135790"}, headers=head)
    assert answer.json is not None
    assert answer.json["name"] == "thuha"
    assert answer.json["csrf"]
    assert office.get("/").headers["Location"] == "/sell"


@pytest.mark.parametrize(
    "path",
    [
        "/reports/today", "/reports/sales", "/reports/sales?by=day&compare=previous", "/reports/shifts", "/reports/receipts",
        "/reports/programme", "/reports/losses", "/reports/approvals", "/reports/stock-age", "/reports/expiring",
        "/reports/statements", "/stock", "/stock/receive", "/stock/losses", "/stock/count", "/stock/transfers", "/stock/returns",
        "/stock/deliveries", "/producers", "/producers/new", "/producers/NSX1", "/producers/NSX1/edit", "/products",
        "/products/GAO",
        "/agreements", "/agreements/HD1", "/statements", "/people", "/settings",
    ],
)  # fmt: skip
def test_every_page_opens_on_an_almost_empty_outlet(office: Browser, path: str) -> None:
    assert office.get(path).status_code == 200


def test_a_cash_payout_leaves_the_drawer_the_manager_chose(office: Browser, site: Flask) -> None:
    office.post("/producers/NSX1/corrections", {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "150k", "memo": "Công"})
    path = office.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()}).headers["Location"]
    assert "Mở ca ở máy bán hàng trước" in office.get(path).text
    shift = new_uid()
    for till in ("M1", "M2"):
        document = TillRequest(name=f"Máy số {till}", place="QUAY")
        inside(site, lambda till=till, document=document: tills.put_till(till, document, SYSTEM))
    inside(site, lambda: shifts.open_shift(shift, ShiftRequest(till="M2", opening_float_vnd=200_000), SYSTEM))
    page = office.get(path).text
    assert f'value="cash:{shift}"' in page
    assert "Máy số M2" in page and "Máy số M1" not in page
    form = {"uid": new_uid(), "amount_vnd": "60.000", "method": f"cash:{shift}"}
    assert office.post(f"{path}/payouts", form).status_code == 302
    assert office.post(f"{path}/payouts", {**form, "uid": new_uid(), "method": "cash"}).status_code == 302
    assert inside(site, lambda: shifts.report(shift)).expected_vnd == 140_000
    assert office.post(f"{path}/payouts", {**form, "uid": new_uid(), "method": "cash:"}).status_code == 422
    inside(site, lambda: shifts.close(shift, CloseRequest(counted={}), Approval(None, True), SYSTEM))
    late = office.post(f"{path}/payouts", {**form, "uid": new_uid(), "amount_vnd": "1.000"})
    assert late.status_code == 409
    assert "Ca này đã đóng" in late.text


def test_an_officer_reads_goods_and_sales_and_nothing_of_cash_or_debts(office: Browser, site: Flask) -> None:
    add(site, "canbo", Role.OFFICER, password=PASSWORD)
    officer = Browser(site, "canbo")
    closed = ("shifts", "approvals", "losses", "statements", "receipts")
    for page in ("sales", "programme", "stock-age", "expiring"):
        answer = officer.get(f"/reports/{page}")
        assert answer.status_code == 200, page
        assert [name for name in closed if f'href="/reports/{name}' in answer.text] == []
        assert 'href="/sell"' not in answer.text
    assert [name for name in closed if officer.get(f"/reports/{name}").status_code != 403] == []


def test_a_draft_says_why_not_all_of_it_is_paid(office: Browser) -> None:
    correction = {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "50.000", "memo": "bù"}
    assert office.post("/producers/NSX1/corrections", correction).status_code == 302
    assert "Nợ lại chuyển kỳ sau" not in office.get("/producers/NSX1/statement").text
    again = {**AGREEMENT, "number": "HD2", "starts_on": today().isoformat(), "minimum_payout_vnd": "60.000"}
    assert office.post("/producers/NSX1/agreements/new", again).status_code == 302
    draft = office.get("/producers/NSX1/statement").text
    assert "50.000" in draft.split("Nợ lại chuyển kỳ sau", 1)[1].split("</tr>")[0]
    assert "mức chi trả tối thiểu" in draft


def test_the_language_is_changed_where_one_stands(office: Browser) -> None:
    here = "/reports/sales?period=month&amp;by=day"
    page = office.get(here.replace("&amp;", "&")).text
    assert f'name="next" value="{here}"' in page and ">English</button>" in page
    answer = office.post("/language", {"language": "en", "next": here.replace("&amp;", "&")}, "/people")
    assert answer.headers["Location"] == here.replace("&amp;", "&")
    assert ">Sign out</button>" in office.get("/people").text
    refused = office.post("/people", {"name": "", "username": "x", "role": "cashier", "pin": "1357"})
    assert refused.status_code == 422 and 'action="/language"' in refused.text and 'name="next"' not in refused.text


def test_a_producer_sees_whom_to_call_about_goods_that_expire(office: Browser, site: Flask) -> None:
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    soon = (today() + timedelta(days=2)).isoformat()
    assert office.post("/stock/receive", delivery(best_before=soon)).status_code == 302
    assert "tel:" not in Browser(site, "htx").get("/portal").text
    inside(site, lambda: execute(update(Outlet).values(phone="0222 000 0000")))
    assert '<a class="reach" href="tel:02220000000">0222 000 0000</a>' in Browser(site, "htx").get("/portal").text
