"""One invented day of an outlet, for examples of its papers. Every sum adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from core.i18n import present_language
from core.printing.slip_parts import Issuer
from core.quantity import Milli
from pos.choices import PaymentMethod
from pos.receipts.receipt import ReceiptData, ReceiptItem, ReceiptPayment

SALE_LINK = "https://ocop.example.vn/r/2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11"
TILL, CASHIER, MANAGER = "Máy 1", "Thu Hà", "Nguyễn Văn Minh"


def at(hour: int, minute: int) -> datetime:
    """A moment of that day."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=timezone(timedelta(hours=7)))


def issuer() -> Issuer:
    """The outlet, whose papers speak the present language."""
    return Issuer(
        "Điểm bán OCOP Quế Võ", "Phường Quế Võ, tỉnh Bắc Ninh", "0222 386 5432", "2300123456", language=present_language()
    )


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
            ReceiptItem("Dưa gang muối Việt Hùng", Milli(2000), "hũ", 30_000, 6_000, 54_000, "HTX Việt Hùng"),
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
