"""Vouchers: taken from once they are known, made by a refund, and never below nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from core.people.permits import Role
from tests.journeys.inside import PIN, Inside, TimedShop
from tests.outlet import uid
from tests.paper.printer_bytes import read
from tests.pos.customers.buyers import by_voucher, customer
from tests.pos.test_refund_slips import plug


def make(inside: Inside, code: str = "PM-TET-1", value_vnd: int = 25_000, **more: Any) -> Any:
    """A voucher."""
    return inside.api.put(f"/api/v1/vouchers/{code}", {"value_vnd": value_vnd} | more)


def left(inside: Inside, code: str = "PM-TET-1") -> int:
    """What is left of a voucher."""
    amount: int = inside.api.get(f"/api/v1/vouchers/{code}").ok()["left_vnd"]
    return amount


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def test_a_sale_takes_from_a_registered_voucher_and_its_value_is_fixed_then(shop: TimedShop, inside: Inside) -> None:
    assert make(inside).status == 201
    assert make(inside, value_vnd=30_000, valid_until="2099-12-31", note="Quà Tết").ok(200)["left_vnd"] == 30_000
    sold = by_voucher(shop, shop.line(shop.stocked(), "2"), "PM-TET-1").ok(201)
    shown = inside.api.get("/api/v1/vouchers/PM-TET-1").ok()
    assert (shown["value_vnd"], shown["left_vnd"], shown["valid_until"]) == (30_000, 10_000, "2099-12-31")
    use = {"sale": sold["uid"], "number": sold["number"], "day": sold["business_day"], "amount_vnd": 20_000}
    assert shown["uses"] == [use]
    assert make(inside, value_vnd=40_000).code == "voucher_used"
    assert make(inside, value_vnd=30_000, note="dán nhãn mới").ok(200)["note"] == "dán nhãn mới"
    assert [v["code"] for v in inside.as_role(Role.CASHIER).all("/api/v1/vouchers")] == ["PM-TET-1"]
    assert inside.as_role(Role.CASHIER).put("/api/v1/vouchers/X", {"value_vnd": 1}).status == 403
    assert inside.gaps() == []


def test_an_outlet_without_vouchers_takes_any_as_before(shop: TimedShop, inside: Inside) -> None:
    by_voucher(shop, shop.line(shop.stocked()), "PHIEU-GIAY").ok(201)
    by_voucher(shop, shop.line(shop.stocked()), None).ok(201)
    assert inside.gaps() == []


@pytest.mark.parametrize(
    ("code", "why"),
    [("PM-KHAC", "unknown"), (None, "without its code"), ("PM-CU", "past its day"), ("PM-NHO", "too small")],
)
def test_a_voucher_that_is_not_good_is_refused_online_and_flagged_offline(
    shop: TimedShop, inside: Inside, code: str | None, why: str
) -> None:
    make(inside, "PM-CU", valid_until="2020-01-01").ok(201)
    make(inside, "PM-NHO", 9_999).ok(201)
    line = shop.line(shop.stocked())
    assert by_voucher(shop, line, code).code == "voucher_refused", why
    sold = by_voucher(shop, line, code, offline=True).ok(201)
    assert [flag["code"] for flag in sold["flags"]] == ["voucher_refused"]
    assert (left(inside, "PM-CU"), left(inside, "PM-NHO")) == (
        15_000 if code == "PM-CU" else 25_000,
        0 if code == "PM-NHO" else 9_999,
    )
    assert inside.gaps() == []


def test_one_voucher_pays_two_parts_and_never_more_than_is_left(shop: TimedShop, inside: Inside) -> None:
    make(inside, value_vnd=30_000).ok(201)
    line = shop.line(shop.stocked(), "4")
    parts = [{"method": "voucher", "amount_vnd": vnd, "reference": "PM-TET-1"} for vnd in (15_000, 15_001)]
    rest = {"method": "cash", "amount_vnd": 9_999}
    assert shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(line, payments=[*parts, rest])).code == "voucher_refused"
    parts[1]["amount_vnd"] = 15_000
    shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(line, payments=[*parts, {"method": "cash", "amount_vnd": 10_000}])).ok(201)
    assert left(inside) == 0
    assert inside.gaps() == []


def test_a_code_in_the_other_case_names_the_voucher_too(shop: TimedShop, inside: Inside) -> None:
    make(inside, "PM-TET-1").ok(201)
    by_voucher(shop, shop.line(shop.stocked()), "pm-tet-1").ok(201)
    assert left(inside) == 15_000


def test_a_refund_by_voucher_makes_one_that_pays(shop: TimedShop, inside: Inside) -> None:
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "2"))
    back = shop.refund(sold["uid"], 1, "1.5", method="voucher").ok(201)
    assert re.fullmatch("PM-[2-9A-Z]{4}-[2-9A-Z]{4}", back["voucher"])
    voucher = inside.api.get(f"/api/v1/vouchers/{back['voucher']}").ok()
    assert (voucher["value_vnd"], voucher["left_vnd"], voucher["refund"]) == (15_000, 15_000, back["uid"])
    assert inside.api.get(f"/api/v1/refunds/{back['uid']}").ok()["voucher"] == back["voucher"]
    assert make(inside, back["voucher"], 99_000).code == "voucher_used"
    by_voucher(shop, shop.line(product), back["voucher"]).ok(201)
    assert left(inside, back["voucher"]) == 5_000
    cash = shop.refund(sold["uid"], 1, "0.5").ok(201)
    assert "voucher" not in cash
    assert inside.gaps() == []


def test_a_cashier_gives_a_voucher_for_cash_only_with_an_approval(shop: TimedShop, inside: Inside) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    approval = {"by": inside.manager_with_pin(), "pin": PIN}
    shop.api = inside.as_role(Role.CASHIER)
    assert shop.refund(sold["uid"], 1, "1", method="voucher").code == "approval_needed"
    shop.refund(sold["uid"], 1, "1", method="voucher", approval=approval).ok(201)


def test_a_scan_of_a_voucher_names_it(shop: TimedShop, inside: Inside) -> None:
    make(inside).ok(201)
    assert inside.api.get("/api/v1/scan", code="PM-TET-1").ok() == {"kind": "voucher", "voucher": "PM-TET-1", "warnings": []}
    assert inside.api.get("/api/v1/scan", code="pm-tet-1").ok()["voucher"] == "PM-TET-1"
    assert inside.api.get("/api/v1/scan", code="PM-KHAC").ok()["kind"] == "unknown"


def test_the_voucher_of_a_refund_is_printed_with_it_and_its_code_scans(shop: TimedShop, inside: Inside, tmp_path: Path) -> None:
    plug(shop, f"file://{tmp_path / 'giay'}")
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    back = shop.refund(sold["uid"], 1, "1", method="voucher").ok(201)
    printed = inside.api.get("/api/v1/print-jobs").ok()["items"]
    assert [(job["paper"], job["number"]) for job in printed] == [
        ("voucher", back["voucher"]),
        ("refund", back["number"]),
        ("sale", sold["number"]),
    ]
    page = inside.api.get(f"/api/v1/vouchers/{back['voucher']}", format="html").body.decode()
    assert all(text in page for text in (back["voucher"], "10.000", back["number"], "Dùng lúc nào cũng được."))
    job = read(inside.api.get(f"/api/v1/vouchers/{back['voucher']}", format="escpos").body)
    assert [code.text for code in zxingcpp.read_barcodes(job.picture.convert("L"))] == [back["voucher"]]
    make(inside, valid_until="2027-05-23").ok(201)
    pdf = inside.as_role(Role.CASHIER).get("/api/v1/vouchers/PM-TET-1", format="pdf")
    assert pdf.body.startswith(b"%PDF") and inside.api.get("/api/v1/vouchers/X", format="pdf").status == 404


def test_the_slip_says_what_is_left_of_a_voucher(shop: TimedShop, inside: Inside) -> None:
    make(inside).ok(201)
    sold = by_voucher(shop, shop.line(shop.stocked()), "PM-TET-1").ok(201)
    slip = inside.api.get(f"/api/v1/sales/{sold['uid']}/receipt").body.decode()
    assert re.search(r"Phiếu PM-TET-1 còn +15\.000", slip)


def test_the_slip_names_the_customer_where_the_sale_says_so(shop: TimedShop, inside: Inside) -> None:
    firm = {"company": "Công ty An Bình", "tax_code": "0101234567", "address": "12 Lý Thái Tổ"}
    one, product = customer(shop, **firm), shop.stocked()
    named = shop.sell(shop.line(product), customer_uid=one, customer_on_slip=True)
    quiet = shop.sell(shop.line(product), customer_uid=one)
    assert (named["customer_on_slip"], quiet["customer_on_slip"]) == (True, False)

    def slip(sale: Any) -> str:
        return " ".join(inside.api.get(f"/api/v1/sales/{sale['uid']}/receipt").body.decode().split())

    assert "Khách hàng: Chị Hoa · 09••••321 Đơn vị: Công ty An Bình MST 0101234567 12 Lý Thái Tổ" in slip(named)
    assert "Chị Hoa" not in slip(quiet)
    inside.api.post(f"/api/v1/customers/{one}/erase", {"uid": uid()}).ok(201)
    assert "Chị Hoa" not in slip(named)
