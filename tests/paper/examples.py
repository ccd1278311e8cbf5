"""Example papers: ordinary ones and extreme ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from core.money import Bp, Vnd
from core.printing.devices.settings import usual_settings
from core.printing.papers import SlipFormat
from core.printing.skins.files import slip_file
from core.printing.slip_parts import Issuer
from core.results import adapter
from inventory.labels import examples
from inventory.labels.lot_label import LotLabel
from pos.choices import PaymentMethod
from pos.receipts.receipt import ReceiptData, ReceiptItem, ReceiptPayment
from pos.receipts.slips import slip_of
from suppliers.choices import Basis, CommissionBase, VatKeeper
from suppliers.papers.statement_sheet import Parties
from suppliers.papers.statement_terms import AgreementUsed, TermSum, TermsUsed, TermUsed
from suppliers.results import ProducerAccount, StatementResult

RECEIPT_LINK = "https://ocop.example.vn/r/2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11"
OUTLET = Issuer("Điểm bán OCOP Quế Võ", "Phường Quế Võ, tỉnh Bắc Ninh", "0222 386 5432", "2300123456")
MIXED_BASKET = ReceiptData(
    issuer=OUTLET,
    kind="sale",
    number="2026-004128",
    issued_at=datetime(2026, 11, 23, 9, 41, tzinfo=timezone(timedelta(hours=7))),
    till_name="Máy 1",
    cashier_name="Thu Hà",
    items=[
        ReceiptItem("Gạo tẻ thơm Đại Xuân 5 kg", 2000, "túi", 135_000, 0, 270_000, "HTX Đại Xuân", "GT-2611-01"),
        ReceiptItem("Khoai tây Quế Võ", 1250, "kg", 22_000, 0, 27_500),
        ReceiptItem("Dưa gang muối Việt Hùng", 2000, "hũ", 30_000, 6_000, 54_000, "HTX Việt Hùng"),
        ReceiptItem("Mỳ gạo Đại Xuân 500 g", 3000, "gói", 28_000, 0, 84_000),
    ],
    discount_vnd=0,
    rounding_vnd=0,
    total_vnd=435_500,
    payments=[ReceiptPayment(PaymentMethod.CASH, 435_500, 500_000)],
    change_vnd=64_500,
    vat=[("8 %", 6_222)],
    qr=RECEIPT_LINK,
    note="Đổi trả trong 3 ngày, mang theo phiếu này.",
)
REFUND = replace(
    MIXED_BASKET,
    kind="refund",
    number="2026-004131",
    items=[ReceiptItem("Dưa gang muối Việt Hùng", 1000, "hũ", 30_000, 3_000, 27_000)],
    rounding_vnd=-500,
    total_vnd=26_500,
    payments=[ReceiptPayment(PaymentMethod.CASH, 26_500)],
    change_vnd=0,
    vat=[],
    copy=2,
    note=None,
    of_number="2026-004128",
    reason="hũ bị nứt nắp",
)
HARD = replace(
    MIXED_BASKET,
    issuer=replace(OUTLET, name="Điểm giới thiệu và bán sản phẩm OCOP thị xã Quế Võ, tỉnh Bắc Ninh"),
    till_name="Quầy hội chợ nông sản mùa xuân",
    cashier_name="Nguyễn Thị Thu Hà",
    items=[
        ReceiptItem("Bánh" + "đaĐạiXuân" * 8, 999_999_999, "kg", 1_000_000, 1, 999_999_998_999, "全角 HTX"),
        ReceiptItem("Dấu rời: To\u0302\u0301i, ga\u0323o\u200b và\tdòng\nmới", 500, "quả", 12_000, 777, 5_223),
    ],
    discount_vnd=778,
    total_vnd=1_000_000_004_222,
    payments=[ReceiptPayment(PaymentMethod.VIETQR, 1_000_000_000_000), ReceiptPayment(PaymentMethod.VOUCHER, 4_222)],
    change_vnd=0,
)

NOODLES = examples.lot_label()
POTATOES = LotLabel(
    product_name="Khoai tây Quế Võ loại một chọn lọc củ to đóng túi lưới",
    producer_name="Hợp tác xã dịch vụ nông nghiệp Việt Hùng",
    commune="phường Quế Võ",
    lot="KT-2611-15",
    made_on=None,
    best_before=None,
    price_vnd=22_000,
    unit="kg",
    stars=None,
    link="https://ocop.example.vn/t/KT-2611-15",
    outlet_name="Điểm bán OCOP Quế Võ",
    outlet_phone="0222 386 3012",
)
PRICE_CARD, WEIGHED, BASKET = examples.shelf_label(), examples.weight_label(), examples.basket_label()


def _goods(code: str, unit: str, shelf: tuple[int, int, int, int], prices: list[tuple[int, int]], **aside: str) -> dict[str, Any]:
    opening, received, sold, closing = map(str, shelf)
    return {
        "product": code, "unit": unit, "opening": opening, "received": received, "sold": sold,
        "refunded": "0", "returned": "0", "lost": "0", "counted": "0", "closing": closing,
        "prices": [{"unit_price_vnd": p, "quantity": str(q), "gross_vnd": p * q} for p, q in prices], **aside,
    }  # fmt: skip


LOSS = {
    "uid": "5d0c", "reverses": None, "day": "2026-10-03", "kind": "lost", "product": "MG", "lot": "MY-2610-01", "quantity": "-2",
    "unit_price_vnd": 25_000, "gross_vnd": 0, "discount_vnd": 0, "owed_vnd": 42_500, "document": "loss/9c1f", "cause": "damage",
    "memo": "ẩm & <b>mốc</b>",
}  # fmt: skip
OCTOBER: dict[str, Any] = {
    "uid": "2f1c", "number": "ĐS-2026-0041", "producer": "DX", "from": "2026-10-01", "until": "2026-10-31", "state": "issued",
    "goods": [
        _goods("GT", "túi", (18, 120, 104, 34), [(135_000, 104)]),
        _goods("MG", "gói", (40, 200, 207, 31), [(28_000, 171), (26_000, 36)], lost="2"),
        _goods("BD", "gói", (25, 90, 83, 32), [(25_000, 83)]),
    ],
    "money": {
        "opening_vnd": 0, "sold_owed_vnd": 18_563_150, "refunded_owed_vnd": 0, "loss_owed_vnd": 42_500, "charges_vnd": 0,
        "adjustments_vnd": 0, "paid_vnd": 0, "closing_vnd": 18_605_650, "payable_vnd": 18_605_650,
    },
    "lines": [LOSS],
}  # fmt: skip
NAMES = {"GT": "Gạo tẻ thơm Đại Xuân 5 kg", "MG": "Mỳ gạo Đại Xuân 500 g", "BD": "Bánh đa Đại Xuân"}
PARTIES = Parties(
    issuer=Issuer("Điểm bán OCOP Quế Võ", "Phường Quế Võ, tỉnh Bắc Ninh", tax_code="2300123456"),
    producer=ProducerAccount("HTX Đại Xuân", bank_account="2608201234567", bank_bin="970405", tax_code="2301000000"),
    link="https://ocop.example.vn/portal/statements/2f1c8a54",
)
FIFTEEN_PERCENT = TermUsed(
    "HĐ-2026/07",
    basis=Basis.COMMISSION,
    rate_bp=Bp(1500),
    commission_base=CommissionBase.WITH_VAT,
    vat_kept_by=VatKeeper.PRODUCER,
)
TERMS = TermsUsed(
    [TermSum(FIFTEEN_PERCENT, ("GT", "MG", "BD"), 394, Vnd(21_839_000), Vnd(0), Vnd(18_563_150), Vnd(0))],
    [AgreementUsed("HĐ-2026/07", 1, date(2026, 1, 2))],
)
ON_PAPER: dict[str, Any] = {"parties": PARTIES, "names": NAMES, "terms": TERMS}


def statement(**changes: Any) -> StatementResult:
    """The statement of October, read from JSON, with some of its fields changed."""
    result: StatementResult = adapter(StatementResult).validate_python({**OCTOBER, **changes})
    return result


def receipt_file(receipt: ReceiptData, format: SlipFormat, paper_mm: int = 80) -> bytes:
    """A receipt for the usual printer of that roll."""
    return slip_file(slip_of(receipt), format, usual_settings(paper_mm))


def in_english(receipt: ReceiptData) -> ReceiptData:
    """The same receipt of an outlet whose papers speak English."""
    return replace(receipt, issuer=replace(receipt.issuer, language="en"))
