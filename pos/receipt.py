"""What a receipt says, as rows; text, picture and page only dress them. Pure: no session, no request, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.formats import amount, qty, vnd
from core.paper.rows import Big, Gap, Pair, Qr, Row, Rule, Text, Title
from core.paper.units import MEASURED_UNITS, keep_units
from core.quantity import Milli

METHODS = {"cash": "Tiền mặt", "vietqr": "Chuyển khoản VietQR", "card": "Thẻ", "voucher": "Phiếu mua hàng"}
NOT_AN_INVOICE = "Phiếu này không phải hóa đơn."
THANKS = "Cảm ơn bà con!"


@dataclass(frozen=True)
class ReceiptItem:
    """One line of goods; `net_vnd` is after `discount_vnd`, its part of a discount on the whole sale included."""

    name: str
    quantity: Milli
    unit: str
    unit_price_vnd: int
    discount_vnd: int
    net_vnd: int
    producer_name: str | None = None
    lot: str | None = None


@dataclass(frozen=True)
class ReceiptPayment:
    """One way the sale was paid (or the refund given)."""

    method: str
    amount_vnd: int
    tendered_vnd: int | None = None


@dataclass(frozen=True)
class ReceiptFacts:
    """Everything a receipt may say. A refund's amounts are positive: its title says which way the money went."""

    outlet_name: str
    outlet_address: str | None
    outlet_tax_code: str | None
    kind: Literal["sale", "refund"]
    number: str
    issued_at: datetime
    till_name: str
    cashier_name: str
    items: Sequence[ReceiptItem]
    discount_vnd: int
    rounding_vnd: int
    total_vnd: int
    payments: Sequence[ReceiptPayment]
    change_vnd: int
    vat: Sequence[tuple[str, int]]
    qr: str
    copy: bool = False
    note: str | None = None


def rows(facts: ReceiptFacts) -> list[Row]:
    """The rows of a receipt, top to bottom."""
    return [*_head(facts), Rule(), *_goods(facts), Rule(), *_money(facts), Rule(), *_foot(facts)]


def _head(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = [Title(facts.outlet_name.upper())]
    about = [facts.outlet_address, facts.outlet_tax_code and f"MST {facts.outlet_tax_code}"]
    found += [Text(part, small=True, centred=True) for part in about if part]
    title = "Phiếu bán hàng" if facts.kind == "sale" else "Phiếu trả hàng"
    found += [
        Rule(),
        Pair(title, facts.number, bold=True),
        Pair(f"{facts.issued_at:%d/%m/%Y %H:%M}", f"{facts.till_name} · {facts.cashier_name}", small=True),
    ]
    if facts.copy:
        found.append(Text("BẢN IN LẠI", bold=True, small=True))
    return found


def _goods(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = []
    for item in facts.items:
        if found:
            found.append(Gap())
        found += [Text(keep_units(item.name), bold=True), Pair(_sum_of(item), amount(item.net_vnd))]
        origin = [item.producer_name, item.lot and f"Lô\u00a0{item.lot}"]
        if any(origin):
            found.append(Text(" · ".join(part for part in origin if part), small=True))
    return found


def _sum_of(item: ReceiptItem) -> str:
    """`1,25 kg × 22.000  giảm 10 %`: a unit is written where the figure alone would not say what was weighed."""
    unit = f"\u00a0{item.unit}" if item.unit in MEASURED_UNITS or item.quantity % 1000 else ""
    text = f"{qty(item.quantity)}{unit} × {amount(item.unit_price_vnd)}"
    return f"{text} giảm\u00a0{_discount(item)}" if item.discount_vnd else text


def _discount(item: ReceiptItem) -> str:
    """A whole percentage where it is exactly one, else the amount."""
    gross = item.net_vnd + item.discount_vnd
    if gross > 0 and item.discount_vnd * 100 % gross == 0:
        return f"{item.discount_vnd * 100 // gross}\u00a0%"
    return amount(item.discount_vnd)


def _money(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = []
    if facts.discount_vnd:
        found.append(Pair("Đã gồm giảm giá cả phiếu", amount(-facts.discount_vnd), small=True))
    if facts.rounding_vnd:
        found.append(Pair("Làm tròn", amount(facts.rounding_vnd), small=True))
    refund = facts.kind == "refund"
    found.append(Big("Hoàn lại" if refund else "Tổng", vnd(facts.total_vnd)))
    for payment in facts.payments:
        words = METHODS.get(payment.method, payment.method)
        given = payment.amount_vnd if payment.tendered_vnd is None else payment.tendered_vnd
        found.append(Pair(f"Hoàn: {words}" if refund else words, amount(given)))
    if facts.change_vnd:
        found.append(Pair("Trả lại", amount(facts.change_vnd)))
    found += [Pair(f"Trong đó thuế GTGT {label}", amount(tax), small=True) for label, tax in facts.vat]
    return found


def _foot(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = [Qr(facts.qr)] if facts.qr else []
    if facts.note:
        found.append(Text(facts.note, small=True, centred=True))
    return [*found, Text(NOT_AN_INVOICE, small=True, centred=True), Text(THANKS, small=True, centred=True)]
