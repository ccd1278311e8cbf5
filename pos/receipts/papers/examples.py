"""One invented day of an outlet, for examples of its papers. Every sum adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from core.i18n import gettext as _
from core.i18n import present_language
from core.money import Vnd
from core.printing.issuer import example_issuer
from core.printing.slip_parts import Issuer
from core.quantity import Milli
from pos.choices import Banknote, CashMoveKind, LikelyCauseCode, PaymentMethod, ShiftState
from pos.counter.results import (
    CartVoid,
    CashMoveResult,
    DiscountSum,
    DrawerOpening,
    FullShiftReport,
    LikelyCause,
    MethodSum,
    Reprint,
    VoidedLine,
)
from pos.pricing import AdjustmentKind
from pos.receipts.receipt import ReceiptData, ReceiptItem, ReceiptOffer, ReceiptPayment

SALE_LINK = "https://ocop.example.vn/r/2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11"
RECOVERY = "OCOP1." + "7ZK4QH2XW9TB5VNM3RJ8CPD6" * 14 + ".4F1B9C02"
"""As long as the sale of four goods becomes in capitals and digits."""
TILL, CASHIER, MANAGER = "Máy 1", "Thu Hà", "Nguyễn Văn Minh"
NAMES = {"ha": CASHIER, "minh": MANAGER, "lan": "Ngọc Lan"}
"""What people are called, by username."""


def at(hour: int, minute: int) -> datetime:
    """A moment of that day."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=timezone(timedelta(hours=7)))


def issuer() -> Issuer:
    """The outlet, whose papers speak the present language."""
    address = "Phường Quế Võ, tỉnh Bắc Ninh"
    return example_issuer(Issuer("Điểm bán OCOP Quế Võ", address, "0222 386 5432", "2300123456", present_language()))


def sale(copy: int = 0) -> ReceiptData:
    """A basket of four goods, paid in cash."""
    return ReceiptData(
        issuer=issuer(),
        kind="sale",
        number="2026-004128",
        issued_at=at(9, 41),
        till_name=TILL,
        cashier_name=CASHIER,
        items=[
            ReceiptItem("Gạo tẻ thơm Đại Xuân 5 kg", Milli(2000), "túi", 135_000, 0, 270_000, "HTX Đại Xuân", "GT-2611-01"),
            ReceiptItem("Khoai tây Quế Võ", Milli(1250), "kg", 22_000, 0, 27_500),
            ReceiptItem(
                "Dưa gang muối Việt Hùng",
                Milli(2000),
                "hũ",
                30_000,
                6_000,
                54_000,
                "HTX Việt Hùng",
                offers=[ReceiptOffer("Tuần lễ dưa muối", 6_000)],
            ),
            ReceiptItem("Mỳ gạo Đại Xuân 500 g", Milli(3000), "gói", 28_000, 0, 84_000),
        ],
        discount_vnd=0,
        rounding_vnd=0,
        total_vnd=435_500,
        payments=[ReceiptPayment(PaymentMethod.CASH, 435_500, 500_000)],
        change_vnd=64_500,
        vat=[("8 %", 6_222)],
        qr=SALE_LINK,
        copy=copy,
        digest="7c41f09ab2e6",
    )


def refund(copy: int = 0) -> ReceiptData:
    """One jar of that basket came back."""
    return replace(
        sale(copy),
        kind="refund",
        number="2026-004131",
        issued_at=at(10, 5),
        items=[ReceiptItem("Dưa gang muối Việt Hùng", Milli(1000), "hũ", 30_000, 3_000, 27_000)],
        rounding_vnd=-500,
        total_vnd=26_500,
        payments=[ReceiptPayment(PaymentMethod.CASH, 26_500)],
        change_vnd=0,
        vat=[],
        of_number="2026-004128",
        reason="hũ bị nứt nắp",
        digest="b2d85c1ee07f",
    )


def open_shift() -> FullShiftReport:
    """The shift of that day, some hours before its close."""
    return FullShiftReport(
        uid=_uid(1),
        till="M1",
        till_name=TILL,
        state=ShiftState.OPEN,
        opened_at=at(6, 58),
        opened_by="ha",
        others=["lan"],
        closed_at=None,
        closed_by=None,
        close_approved_by=None,
        opening_float_vnd=Vnd(1_000_000),
        sales=47,
        sales_vnd=Vnd(10_237_500),
        payments=[
            MethodSum(PaymentMethod.CASH, Vnd(6_412_500)),
            MethodSum(PaymentMethod.VIETQR, Vnd(3_180_000)),
            MethodSum(PaymentMethod.CARD, Vnd(545_000)),
            MethodSum(PaymentMethod.VOUCHER, Vnd(100_000)),
        ],
        refunds=[MethodSum(PaymentMethod.CASH, Vnd(26_500))],
        cash_in_vnd=Vnd(500_000),
        cash_out_vnd=Vnd(3_000_000),
        payouts_vnd=Vnd(1_250_000),
        customer_payments_vnd=Vnd(0),
        producer_payments_vnd=Vnd(0),
        unconfirmed=1,
        unconfirmed_vnd=Vnd(215_000),
        expected_vnd=Vnd(3_636_000),
        counted=None,
        counted_vnd=None,
        difference_vnd=None,
        late_vnd=Vnd(0),
        rounding_vnd=Vnd(-1_500),
        net_vnd=Vnd(10_212_500),
        discounts=[DiscountSum(AdjustmentKind.MANUAL, Vnd(84_000)), DiscountSum(AdjustmentKind.SALE, Vnd(20_000))],
        cash_moves=[cash_in(), cash_out()],
        drawer_openings=[drawer_opening()],
        voids=[CartVoid(_uid(5), [VoidedLine("MG", Milli(1000), Vnd(28_000))], whole_cart=False, at=at(10, 40), by="ha")],
        reprints=[Reprint("sale", _uid(6), "2026-004128", at(9, 50), "ha")],
        likely_causes=[],
    )


def closed_shift() -> FullShiftReport:
    """The same shift, closed with a note too few."""
    cause = _("Có thể đơn %(number)s khách chuyển khoản mà ghi là tiền mặt.", number="2026-004090")
    return replace(
        open_shift(),
        state=ShiftState.CLOSED,
        closed_at=at(18, 2),
        closed_by="ha",
        counted=_NOTES,
        counted_vnd=Vnd(sum(note.value_vnd * pieces for note, pieces in _NOTES.items())),
        difference_vnd=Vnd(-20_000),
        likely_causes=[LikelyCause(LikelyCauseCode.OTHER_METHOD, Vnd(20_000), cause, _uid(7))],
        digest="51f0c3a97be4",
    )


_NOTES: Mapping[Banknote, int] = {
    Banknote.VND_500000: 4,
    Banknote.VND_200000: 5,
    Banknote.VND_100000: 4,
    Banknote.VND_50000: 2,
    Banknote.VND_20000: 4,
    Banknote.VND_10000: 2,
    Banknote.VND_5000: 2,
    Banknote.VND_2000: 2,
    Banknote.VND_1000: 2,
}


def cash_in() -> CashMoveResult:
    """Small notes that the manager brought."""
    return CashMoveResult(_uid(2), _uid(1), CashMoveKind.IN, Vnd(500_000), "Tiền lẻ cho buổi sáng", at(9, 10), None)


def cash_out() -> CashMoveResult:
    """Takings that the manager took."""
    return CashMoveResult(_uid(3), _uid(1), CashMoveKind.OUT, Vnd(3_000_000), "Mang tiền ra ngân hàng", at(14, 30), "minh")


def drawer_opening() -> DrawerOpening:
    """The drawer opened to change a note."""
    return DrawerOpening(_uid(4), "Đổi tiền lẻ cho khách", at(11, 15), "ha")


def _uid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012d}"
