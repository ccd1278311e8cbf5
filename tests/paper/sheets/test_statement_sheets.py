"""Statements on A4: the terms used, the sum, how they break over pages, and the figures of the API on paper."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import python_calamine
from flask import Flask

from core.i18n import in_language
from core.money import Bp, Vnd
from core.people.permits import Role
from core.printing.sheets.parts import place_of
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.slip_parts import Issuer
from core.text.formats import amount, qty_text
from core.text.number_words import amount_in_words
from suppliers.choices import Basis, CommissionBase, VatKeeper
from suppliers.papers import examples
from suppliers.papers.statement_pdf import statement_pdf
from suppliers.papers.statement_terms import TermsUsed, TermUsed, _producer_discount_vnd, terms_used
from suppliers.results import StatementResult
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.paper.sheets.reading import differs, overlaps, pages, pieces

LONG = "Bánh đa nem làng Đại Xuân loại đặc biệt gói hút chân không, Ậ Ỗ Ữ, hộp quà biếu 12"


def drawn(statement: StatementResult | None = None, terms: TermsUsed | None = None, **names: str) -> bytes:
    """The example on paper, some of it changed."""
    return statement_pdf(
        statement or examples.statement(),
        parties=examples.parties(),
        names={**examples.NAMES, **names},
        terms=terms or examples.terms(),
    )


def with_goods(count: int) -> StatementResult:
    """The example with so many products."""
    statement = examples.statement()
    goods = [replace(statement.goods[n % 3], product=f"P{n}") for n in range(count)]
    return replace(statement, goods=goods)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_statement_looks_as_reviewed(app: Flask, language: str) -> None:
    with in_language(language):
        assert differs(f"statement_{language}", drawn()) is None


def test_the_example_fits_the_form_on_one_page_and_adds_up(app: Flask) -> None:
    first, second = pages(drawn())
    for phrase in (
        "Căn cứ hợp đồng số 03/2026/HĐKG",
        "Agribank, số 000000004567",
        "HTX DUA MUOI VIET HUNG",
        "Mã số thuế 2301000000",
        "18 % 2.302.560 10.489.440",
        "15 % 1.414.050 8.012.950",
        "bên giao chịu 72.160, điểm bán 15.840",
        "V. Thanh toán kỳ này 18.581.020 ₫",
        "Quế Võ, ngày 01 tháng 12 năm 2026",
        "Quản lý điểm bán",
        "Trang 1/2",
    ):
        assert phrase in first, phrase
    assert "Phụ lục 1" in second and "Phụ lục 2" in second
    assert "Bà Vũ Thị Mai, giám đốc" in first and "Bà Nguyễn Thị Lan, quản lý" in first
    assert "Phụ lục 4" in second
    assert 2_114_560 + 22_307_000 - 3_745_160 == 20_676_400 == 18_581_020 + 2_095_380


@pytest.mark.parametrize("count", [0, 1, 2, 5, *range(8, 26), 60])
def test_no_total_heading_or_signature_stands_alone(app: Flask, count: int) -> None:
    pdf = drawn(with_goods(count))
    texts = pages(pdf)
    assert all(f"Trang {n}/{len(texts)}" in text for n, text in enumerate(texts, 1))
    (signed,) = (text for text in texts if "Quản lý điểm bán" in text)
    assert "V. Thanh toán kỳ này" in signed and "IV. Bên nhận bán được trừ" in signed
    (goods_end,) = (text for text in texts if "Cộng (I)" in text)
    for n in range(max(0, count - 2), count):
        assert f"P{n} " in goods_end, "the last products stand with their total"
    (heading,) = (text for text in texts if "Hoa hồng theo từng điều khoản" in text)
    assert "Mọi sản phẩm" in heading and "22.219.000" in heading
    assert sum(text.count(" 22.000 9.427.000 ") for text in texts) == (count + 2) // 3, "no line is lost"
    assert all(overlaps(pdf, page) == [] for page in range(len(texts)))


def test_long_names_and_twelve_digits_stay_inside_and_apart(app: Flask) -> None:
    big = Vnd(999_999_999_999)
    statement = with_goods(3)
    goods = [replace(g, prices=[replace(g.prices[0], unit_price_vnd=Vnd(99_999_999), gross_vnd=big)]) for g in statement.goods]
    terms = examples.terms()
    sums = [replace(used, gross_vnd=big, discount_vnd=Vnd(1), owed_vnd=big, products=("P0", "P1", "P2")) for used in terms.sums]
    money = replace(statement.money, closing_vnd=big, payable_vnd=big, opening_vnd=big)
    pdf = drawn(replace(statement, goods=goods, money=money), replace(terms, sums=sums), P0=LONG, P1=LONG, P2=LONG)
    sheet = SHEETS[SheetSize.A4]
    texts = pages(pdf)
    for page in range(len(texts)):
        assert overlaps(pdf, page) == []
        for piece in pieces(pdf, page):
            assert sheet.side - 1 < piece.left and piece.right < sheet.width - sheet.side + 1, piece
    whole = " ".join(texts)
    assert "999.999.999.999 ₫" in whole and "99.999.999" in whole and amount_in_words(big) in whole


def term(**changes: Any) -> dict[str, Any]:
    """A term of an agreement request."""
    return {"basis": "commission", "rate_bp": 1500, "discount_bearer": "shared", **changes}


def test_a_paper_of_the_api_says_each_term_with_its_figures(app: Flask) -> None:
    inside = Inside(app)
    shop = inside.shop()
    producer = shop.producer(bank_bin="970405", bank_account="2608201234567", tax_code="2301000000")
    potatoes, pickles, eggs = shop.product(producer, 22_000), shop.product(producer, 30_000, set=7), shop.product(producer, 5_000)
    fixed = {"product": eggs, "basis": "fixed_price", "owed_per_unit_vnd": 4_000, "discount_bearer": "outlet"}
    shop.agreement(producer, term(), term(set=7, rate_bp=1800), fixed)
    for product in (potatoes, pickles, eggs):
        shop.deliver(producer, {"product": product, "lot": shop.code("LO"), "quantity": "50"})
    shop.sell(shop.line(potatoes, "4", 22_000), shop.line(eggs, "10", 5_000))
    discounted = shop.sell(shop.line(pickles, "2", 30_000, 6_000))
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)
    answer = shop.api.get(f"/api/v1/statements/{statement}").ok()
    text, why = pages(shop.api.get(f"/api/v1/statements/{statement}", format="pdf").body)
    assert "Đại diện" not in text, "what nobody recorded has no label"
    assert discounted["number"] in why and "30.000 6.000 4.920 18 % 44.280" in why, why
    assert f"{amount(88_000)} 0 {amount(88_000)} 15 % {amount(13_200)} {amount(74_800)}" in text
    assert f"{amount(60_000)} {amount(6_000)} {amount(54_000)} 18 % {amount(9_720)} {amount(44_280)}" in text
    assert f"{amount(50_000)} 0 {amount(50_000)} {amount(4_000)} ₫ {amount(10_000)} {amount(40_000)}" in text
    assert "bên giao chịu 4.920, điểm bán 1.080" in text, "in the ratio 82 to 18"
    assert "giá cố định" in text and "Điểm bán giữ" in text, "not every term is a commission"
    for key in ("opening_vnd", "closing_vnd", "payable_vnd"):
        assert amount(answer["money"][key]) in text, key
    assert amount_in_words(answer["money"]["payable_vnd"]) in text
    for goods in answer["goods"]:
        assert f"{qty_text(goods['received'])} {qty_text(goods['received'])} {qty_text(goods['sold'])}" in text
    assert "Agribank, số 2608201234567" in text and "Mã số thuế 2301000000" in text
    with app.app_context():
        sums = {used.term.rate_bp: used for used in terms_used(statement).sums}
    owed: dict[str, int] = defaultdict(int)
    for line in answer["lines"]:
        owed[line["kind"]] += line["owed_vnd"]
    assert sum(used.owed_vnd for used in sums.values()) == owed["sold"] == answer["money"]["sold_owed_vnd"]


def test_the_staffs_workbook_names_receipts_and_the_producers_does_not(app: Flask) -> None:
    inside = Inside(app)
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    sold = shop.sell(shop.line(product))
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": sold["sold_at"][:10]}).ok(201)
    readers = {"staff": shop.api, "producer": shop.api.as_(inside.token(Role.PRODUCER, producer=producer))}
    sheets = {}
    for reader, api in readers.items():
        book = api.get(f"/api/v1/statements/{statement}", format="xlsx").body
        sheets[reader] = (
            python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Từng dòng").to_python()
        )
    head, *lines = sheets["staff"][2:]
    (line,) = (dict(zip(head, line, strict=True)) for line in lines if line[1] == "Đã bán")
    assert line["Chứng từ"] == sold["number"] and line["Tỷ lệ"] == 0.15 and isinstance(line["Ngày"], date)
    (delivery,) = shop.api.all("/api/v1/deliveries", producer=producer)
    assert delivery["number"] in {line[4] for line in lines}
    assert "Chứng từ" not in sheets["producer"][2] and sold["number"] not in str(sheets["producer"])


@pytest.mark.parametrize(
    ("bearer", "owed_vnd", "expected"),
    [("outlet", 85_000, 0), ("producer", 75_000, 10_000), ("shared", 76_500, 8_500)],
)
def test_who_bore_a_discount_follows_from_what_is_owed(bearer: str, owed_vnd: int, expected: int) -> None:
    used = TermUsed("A", basis=Basis.COMMISSION, rate_bp=Bp(1500), commission_base=CommissionBase.WITH_VAT,
                    vat_kept_by=VatKeeper.PRODUCER)  # fmt: skip
    line: Any = {"gross_vnd": 100_000, "discount_vnd": 10_000, "owed_vnd": owed_vnd, "quantity": -1_000}
    assert _producer_discount_vnd(used, line) == expected, bearer


def test_commissions_that_are_no_rate_of_the_price_do_not_say_so(app: Flask) -> None:
    """Where the outlet bears a discount, what it keeps is less than its rate of what customers paid."""
    (fifteen, _eighteen) = examples.terms().sums
    sums = [replace(fifteen, discount_vnd=Vnd(100_000), producer_discount_vnd=Vnd(0), lines=1)]
    text = pages(drawn(terms=replace(examples.terms(), sums=sums)))[0]
    assert "e = c−g" in text and "e = c×d" not in text
    assert "bên giao chịu 0, điểm bán 100.000" in text


def test_terms_of_several_agreements_name_theirs(app: Flask) -> None:
    terms = examples.terms()
    other = replace(terms.agreements[0], number="HD-05")
    sums = [terms.sums[0], replace(terms.sums[1], term=replace(terms.sums[1].term, agreement="HD-05"))]
    text = pages(drawn(terms=replace(terms, sums=sums, agreements=[terms.agreements[0], other])))[0]
    assert "03/2026/HĐKG. Mọi sản phẩm" in text and "HD-05. Bộ 7" in text


@pytest.mark.parametrize(
    ("address", "place"),
    [("Phường Quế Võ, tỉnh Bắc Ninh", "Quế Võ"), ("Thôn Đông, xã Nhân Hòa, Bắc Ninh", "Nhân Hòa"), ("Bắc Ninh", ""), (None, ""),
     ("12 Nguyễn Du, TP. Bắc Ninh", "Bắc Ninh")],
)  # fmt: skip
def test_the_place_of_a_paper_is_the_commune_of_the_address(address: str | None, place: str) -> None:
    assert place_of(Issuer("A", address)) == place
