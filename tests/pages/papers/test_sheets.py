"""Sheets of the paper pad are keyed in on pages: what was typed stays, each is a sale once, and missing ones are named."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.db import transaction
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from pos import shifts, tills
from pos.baskets import baskets
from pos.baskets.requests import BasketRequest
from pos.customers import registry
from pos.customers.requests import CustomerRequest
from pos.requests import ShiftRequest, TillRequest
from pos.vouchers import registry as vouchers
from pos.vouchers.requests import VoucherRequest
from suppliers import products
from suppliers.requests import ProductRequest
from tests.pages.office import PASSWORD, Browser, add, inside, row_of, today

YEAR = today().year


def number(n: int) -> str:
    return f"VT-{YEAR}-{n:04d}"


@pytest.fixture
def shift(site: Flask, office: Browser) -> str:
    """A shift of a till, and a pad of three sheets."""
    uid = new_uid()

    def open_one() -> None:
        tills.put_till("Q1", TillRequest(name="Quầy 1", place="QUAY"), SYSTEM)
        shifts.open_shift(uid, ShiftRequest(till="Q1", opening_float_vnd=0), SYSTEM)

    add(site, "hoa", Role.CASHIER, password=PASSWORD, pin="135790")
    inside(site, open_one)
    assert office.post("/sell/pad", {"uid": new_uid(), "sheets": "3", "size": "a5"}).status_code == 302
    return uid


def typed(shift: str, *lines: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    columns = {name: [line[n] for line in lines] for n, name in enumerate(("goods", "quantity", "unit_price_vnd"))}
    head = {"shift": shift, "sold_on": today().isoformat(), "sold_at": "00:00", "cashier": "hoa", "method": "cash"}
    return head | columns | {"discount_vnd": ["" for _ in lines]} | more


def test_a_sheet_becomes_a_sale_and_the_next_missing_one_opens(site: Flask, office: Browser, shift: str) -> None:
    form = typed(shift, ("8938500000010", "1,5", ""), ("gạo tẻ", "2", "20.000"), total_vnd="73.000", note="khách quen")
    answer = office.post(f"/sell/pad/sheets/{number(1).lower()}", form)
    assert answer.status_code == 303, answer.text
    assert f"/sell/pad/sheets/{number(2)}?" in answer.location and f"shift={shift}" in answer.location
    sale = row_of(site, "SELECT s.* FROM sale s JOIN keyed_sheet k ON k.sale_uid = s.uid")
    assert (sale["total_vnd"], sale["cashier"], bool(sale["offline"])) == (73_000, "hoa", True)
    page = office.get(f"/sell/pad/sheets?year={YEAR}").text
    assert "đã nhập 1, hỏng 0, chưa nhập 2" in page and sale["number"] in page
    assert office.post(f"/sell/pad/sheets/{number(1)}", form).status_code == 303, "once more is the same"
    again = office.post(f"/sell/pad/sheets/{number(1)}", typed(shift, ("GAO", "1", "")))
    assert again.status_code == 409 and row_of(site, "SELECT count(*) AS n FROM sale")["n"] == 1


def test_baskets_and_several_ways_to_pay_are_keyed_in_as_they_stand_on_the_paper(
    site: Flask, office: Browser, shift: str
) -> None:
    def more_goods() -> None:
        gift = {"name": "Giỏ quà Tết", "price_vnd": 40_000, "items": [{"product": "GAO", "quantity": "2"}], "bearer": "outlet"}
        baskets.put("GIO", BasketRequest.model_validate(gift), SYSTEM)
        vouchers.put_voucher("PM-1", VoucherRequest(value_vnd=50_000), SYSTEM)
        registry.put_customer(new_uid(), CustomerRequest(phone="0912345678", name="Chị Hoa", consent=True), SYSTEM)

    inside(site, more_goods)
    form = typed(shift, ("GIO – Giỏ quà Tết", "2", ""), ("giỏ quà", "1", "45.000"), ("GAO", "1", ""), total_vnd="147.000")
    form |= {"customer": "091 234 5678", "method": ["cash", "voucher", "card"], "amount_vnd": ["", "50.000", "20.000"]}
    answer = office.post(f"/sell/pad/sheets/{number(1)}", form | {"reference": ["", "PM-1", "4321"]})
    assert answer.status_code == 303, answer.text
    sale = row_of(site, "SELECT s.* FROM sale s JOIN keyed_sheet k ON k.sale_uid = s.uid")
    assert sale["total_vnd"] == 147_000
    assert row_of(site, "SELECT count(*) AS n FROM customer_sale")["n"] == 1
    paid = row_of(site, "SELECT count(*) AS n, sum(amount_vnd) AS vnd, max(amount_vnd) AS cash FROM payment")
    assert (paid["n"], paid["vnd"], paid["cash"]) == (3, 147_000, 77_000)
    assert row_of(site, "SELECT sum(quantity) AS q FROM sale_line WHERE basket_code = 'GIO'")["q"] == 6_000


def test_a_pack_is_so_many_pieces_at_the_price_on_the_paper(site: Flask, office: Browser, shift: str) -> None:
    def packed() -> None:
        bare = products.show_product("GAO")
        kept = {name: getattr(bare, name) for name in ("name", "producer", "unit", "places", "price_vnd", "vat", "barcodes")}
        packs = [{"barcode": "8938500000027", "quantity": "5", "price_vnd": 100_000}]
        products.put_product("GAO", ProductRequest.model_validate(kept | {"packs": packs}), SYSTEM)

    inside(site, packed)
    for n, (price, paid, unit) in enumerate([("", 200_000, 22_000), ("90.000", 180_000, 18_000), ("90.004", 180_008, 18_001)], 1):
        answer = office.post(f"/sell/pad/sheets/{number(n)}", typed(shift, ("8938500000027", "2", price)))
        assert answer.status_code == 303, answer.text
        line = row_of(site, "SELECT * FROM sale_line ORDER BY id DESC")
        assert (line["quantity"], line["net_vnd"], line["unit_price_vnd"]) == (10_000, paid, unit)


def test_the_next_sheet_is_the_next_one_that_is_missing(office: Browser, shift: str) -> None:
    at_second = office.get(f"/sell/pad/sheets/{number(2)}?shift={shift}&cashier=hoa").text
    assert f"/sell/pad/sheets/{number(3)}?shift={shift}&amp;cashier=hoa" in at_second
    after_second = office.post(f"/sell/pad/sheets/{number(2)}", typed(shift, ("GAO", "1", "")))
    assert f"/sell/pad/sheets/{number(3)}?" in after_second.location
    after_third = office.post(f"/sell/pad/sheets/{number(3)}", typed(shift, ("GAO", "1", "")))
    assert f"/sell/pad/sheets/{number(1)}?" in after_third.location
    last = office.post(f"/sell/pad/sheets/{number(1)}", typed(shift, ("GAO", "1", "")))
    assert last.location.endswith("/sell/pad/sheets")


@pytest.mark.parametrize(
    ("line", "more", "field"),
    [
        (("KHONGCO", "1", ""), {}, "goods-0-error"),
        (("GAO", "một", ""), {}, "quantity-0-error"),
        (("GAO", "1", "hai mươi"), {}, "unit_price_vnd-0-error"),
        (("GAO", "1", ""), {"total_vnd": "23.000"}, "e-total_vnd"),
        (("GAO", "1", ""), {"sold_at": "chín giờ"}, "e-sold_at"),
        (("GAO", "1", ""), {"sold_on": ""}, "e-sold_on"),
        (("GAO", "1", ""), {"cashier": "khongai"}, "e-cashier"),
        (("GAO", "1", ""), {"method": "account"}, "e-customer"),
        (("GAO", "1", ""), {"amount_vnd": "21.000"}, "amount_vnd-0-error"),
        (("GAO", "1", ""), {"method": ["cash", ""], "amount_vnd": ["21.000", "1.000"]}, "method-1-error"),
        (("GAO", "1", ""), {"method": ["cash", "card"], "amount_vnd": ["", ""]}, "amount_vnd-1-error"),
        (("GAO", "1", ""), {"method": "voucher"}, "reference-0-error"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    site: Flask, office: Browser, shift: str, line: tuple[str, str, str], more: dict[str, str], field: str
) -> None:
    answer = office.post(f"/sell/pad/sheets/{number(1)}", typed(shift, line, **{"note": "chữ đã gõ"} | more))
    assert answer.status_code == 422 and f'id="{field}"' in answer.text
    for text in ("chữ đã gõ", *(text for text in line if text)):
        assert f'value="{text}"' in answer.text
    assert row_of(site, "SELECT count(*) AS n FROM sale")["n"] == 0


def test_a_number_leads_to_its_form_and_a_strange_one_says_so(office: Browser, shift: str) -> None:
    assert office.get(f"/sell/pad/sheets?number={number(2).lower()}").location.endswith(f"/sell/pad/sheets/{number(2)}")
    assert "Chưa in tờ nào mang số này" in office.get(f"/sell/pad/sheets/{number(9)}").text
    assert "Chưa in tờ nào mang số này" not in office.get(f"/sell/pad/sheets/{number(3)}").text


def test_offers_of_today_are_not_taken_off_what_stands_on_the_paper(site: Flask, office: Browser, shift: str) -> None:
    from pos.offers import offers
    from pos.offers.requests import OfferRequest

    body = {
        "name": "Giảm",
        "from": "2020-01-01",
        "to": "2099-01-01",
        "on": {"all": True},
        "kind": "percent",
        "rate_bp": 1000,
        "bearer": "outlet",
    }
    document = OfferRequest.model_validate(body)
    with site.app_context():
        transaction(lambda: offers.put("GIAM", document, SYSTEM))
    answer = office.post(f"/sell/pad/sheets/{number(1)}", typed(shift, ("GAO", "1", ""), total_vnd="22.000"))
    assert answer.status_code == 303, answer.text
    assert row_of(site, "SELECT total_vnd FROM sale")["total_vnd"] == 22_000


def test_storekeepers_key_in_no_sheets(site: Flask, office: Browser) -> None:
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "thukho")
    assert office.get("/sell/pad/sheets").status_code == 200 and keeper.get("/sell/pad/sheets").status_code == 403


def test_a_spoiled_sheet_says_who_and_why_in_the_list(site: Flask, office: Browser, shift: str) -> None:
    form = office.get(f"/sell/pad/sheets/{number(1)}")
    assert "Ghi tờ này hỏng" in form.text
    address = f"/sell/pad/sheets/{number(1)}/spoiled"
    empty = office.post(address, {"reason": ""})
    assert empty.status_code == 422 and 'aria-invalid="true"' in empty.text
    answer = office.post(address, {"reason": "rách mất nửa tờ"})
    assert answer.status_code == 303 and answer.location.endswith(f"/sell/pad/sheets/{number(2)}")
    listed = office.get("/sell/pad/sheets").text
    assert "hỏng 1, chưa nhập 2" in listed and "rách mất nửa tờ" in listed
    assert "đã ghi tờ này là hỏng: rách mất nửa tờ" in office.get(f"/sell/pad/sheets/{number(1)}").text
