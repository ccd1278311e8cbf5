"""Payouts on paper: a sheet to sign, a slip to sign, and numbers without gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.i18n import in_language
from core.money import Vnd
from core.printing.devices.settings import usual_settings
from core.printing.papers import SlipFormat
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.skins.files import slip_file
from core.text.formats import amount, day
from core.text.number_words import amount_in_words
from core.values.banks import BANKS, bank_name
from suppliers.choices import PayoutMethod
from suppliers.papers import examples
from suppliers.papers.payout_paper import PayoutPaper, payout_pdf, payout_slip
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.paper.sheets.reading import differs, overlaps, pages, pieces

LONG = "Hợp tác xã sản xuất và tiêu thụ nông sản sạch, dưa muối và bánh đa nem Đại Xuân Quế Võ"


def transfer(**changes: Any) -> PayoutPaper:
    """The example paid to an account, with all that a paper can say."""
    bank = {"method": PayoutMethod.BANK, "drawer": None, "account": "Agribank 000000004567", "reference": "FT26335000123",
            "account_holder": "HTX DUA MUOI VIET HUNG", "recipient_tax_code": "2301000000"}  # fmt: skip
    return replace(examples.payout(), **{**bank, **changes})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_payout_looks_as_reviewed(app: Flask, language: str) -> None:
    with in_language(language):
        cash, bank = examples.payout(), transfer()
    assert differs(f"payout_cash_{language}", payout_pdf(cash)) is None
    assert differs(f"payout_bank_{language}", payout_pdf(bank)) is None
    with in_language(language):
        assert differs(f"payment_cash_{language}", payout_pdf(examples.payment())) is None


def test_the_longest_payout_is_one_page_without_overlaps(app: Flask) -> None:
    taken_back = {"reversed_on": date(2026, 12, 2), "reason": "trả nhầm tài khoản"}
    due = {"due_vnd": Vnd(1_999_999_999_999), "person": None}
    pdf = payout_pdf(transfer(**taken_back, **due, recipient=LONG, amount_vnd=Vnd(999_999_999_999)))
    (text,) = pages(pdf)
    assert "999.999.999.999 ₫" in text and LONG in text and "Đã hủy ngày 02/12/2026: trả nhầm tài khoản" in text
    assert overlaps(pdf) == []
    sheet = SHEETS[SheetSize.A5_ACROSS]
    assert all(sheet.side - 1 < piece.left and piece.right < sheet.width - sheet.side + 1 for piece in pieces(pdf))


def paid(shop: Any, producer: str, statement: str, amount_vnd: int, **changes: Any) -> Any:
    """A payout of the API."""
    body = {"producer": producer, "statement": statement, "amount_vnd": amount_vnd, "method": "cash", **changes}
    return shop.api.put(f"/api/v1/payouts/{uid()}", body).ok(201)


def owing(shop: Any) -> tuple[str, str]:
    """A producer and a statement with 85.000 to pay."""
    producer = shop.producer(bank_bin="970405", bank_account="2608201234567", bank_holder="HTX DAI XUAN", tax_code="2301000000")
    shop.api.post(f"/api/v1/producers/{producer}/adjustments", {"uid": uid(), "amount_vnd": 85_000, "memo": "m"}).ok(201)
    statement = uid()
    until = shop.api.get(f"/api/v1/producers/{producer}/statement-preview").ok()["until"]
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": until}).ok(201)
    return producer, statement


def test_a_payout_says_what_was_due_and_what_stays(app: Flask) -> None:
    inside = Inside(app)
    shop = inside.shop()
    producer, statement = owing(shop)
    first = paid(shop, producer, statement, 45_000, shift=shop.shift)
    taken_back = paid(shop, producer, statement, 10_000, method="bank")
    shop.api.post(f"/api/v1/payouts/{taken_back['uid']}/reverse", {"uid": uid(), "reason": "nhầm"}).ok()
    last = paid(shop, producer, statement, 39_900, shift=shop.shift)

    def said(payout: Any) -> str:
        (text,) = pages(shop.api.get(f"/api/v1/payouts/{payout['uid']}", format="pdf").body)
        return text

    assert "Đến hạn trả 85.000 Còn lại, trả sau −40.000" in said(first)
    assert "Đến hạn trả 40.000 Còn lại, trả sau −30.000" in said(taken_back)
    assert "Đến hạn trả 40.000 Không có tờ tiền nào trả được, ghi sang kỳ sau −100" in said(last)


def test_a_payout_has_a_number_its_words_and_its_papers(app: Flask) -> None:
    inside = Inside(app)
    shop = inside.shop()
    producer, statement = owing(shop)
    first = paid(shop, producer, statement, 45_000, shift=shop.shift)
    second = paid(shop, producer, statement, 40_000, method="bank", reference="FT26335000123")
    year = first["paid_at"][:4]
    assert [p["number"] for p in (first, second)] == [f"PC-{year}-0001", f"PC-{year}-0002"]
    assert first["amount_in_words"] == "Bốn mươi lăm nghìn đồng"
    sheet = shop.api.get(f"/api/v1/statements/{statement}").ok()
    assert {p["number"] for p in sheet["payments"]} == {first["number"], second["number"]}
    for payout in (first, second):
        answer = shop.api.get(f"/api/v1/payouts/{payout['uid']}", format="pdf")
        assert answer.headers["content-type"] == "application/pdf"
        (text,) = pages(answer.body)
        for phrase in (payout["number"], amount(payout["amount_vnd"]), payout["amount_in_words"], sheet["number"], "2301000000",
                       day(payout["paid_at"])):  # fmt: skip
            assert phrase in text, (phrase, text)
        assert ("Agribank 2608201234567" in text) == (payout is second)
        assert ("Đã nhận đủ, ký, họ tên" in text and "Mẫu số 02-TT" in text and "Lấy từ két" in text) == (payout is first)
        job = shop.api.get(f"/api/v1/payouts/{payout['uid']}", format="escpos")
        assert job.headers["content-type"] == "application/octet-stream" and job.body.startswith(b"\x1b@")
    assert inside.gaps() == []


def test_a_refused_payout_takes_no_number_and_a_reversed_one_keeps_its_own(app: Flask) -> None:
    inside = Inside(app)
    shop = inside.shop()
    producer, statement = owing(shop)
    first = paid(shop, producer, statement, 45_000)
    body = {"producer": producer, "statement": statement, "amount_vnd": 99_000, "method": "cash"}
    assert shop.api.put(f"/api/v1/payouts/{uid()}", body).status == 409
    taken_back = shop.api.post(f"/api/v1/payouts/{first['uid']}/reverse", {"uid": uid(), "reason": "nhầm người"}).ok(201)
    assert taken_back["number"] == first["number"]
    second = paid(shop, producer, statement, 85_000)
    assert second["number"].endswith("-0002")
    (text,) = pages(shop.api.get(f"/api/v1/payouts/{first['uid']}", format="pdf").body)
    assert "Đã hủy ngày" in text and "nhầm người" in text
    assert inside.gaps() == []


def test_a_slip_says_what_the_sheet_says(app: Flask) -> None:
    paper = transfer()
    text = slip_file(payout_slip(paper, 2), SlipFormat.TEXT, usual_settings(80)).decode()
    whole = " ".join(text.split())
    for phrase in (paper.number, amount(paper.amount_vnd), amount_in_words(paper.amount_vnd), "Agribank", "000000004567",
                   "BẢN IN LẠI · LẦN 2", paper.statement):  # fmt: skip
        assert phrase in whole, phrase


def test_banks_are_named_by_their_bin() -> None:
    assert bank_name("970405") == "Agribank" and bank_name("123456") == "123456" and bank_name(None) == ""
    assert all(len(bank_bin) == 6 and bank_bin.isdigit() and name for bank_bin, name in BANKS.items())
