"""What a receipt says, as rows; text, picture and page only dress them. Pure: no session, no request, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text, Title
from core.printing.units import MEASURED_UNITS, keep_units
from core.quantity import Milli
from core.text.formats import amount, capitalized, qty, vnd
from pos.choices import PaymentMethod

TITLES = {"sale": N_("Phiếu bán hàng"), "refund": N_("Phiếu trả hàng")}


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

    method: PaymentMethod
    amount_vnd: int
    tendered_vnd: int | None = None


@dataclass(frozen=True)
class ReceiptData:
    """Everything a receipt may say. A refund's amounts are positive: its title says which way the money went.

    `of_number` and `reason` are a refund's: the sale it belongs to, and why. `sent_by_name` is who sent a sale, where that was
    another than its cashier. `digest` is the beginning of that of the document's link in the chain. `language` is what the
    paper speaks.
    """

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
    of_number: str | None = None
    reason: str | None = None
    sent_by_name: str | None = None
    digest: str | None = None
    language: str = "vi"


def rows(receipt: ReceiptData) -> list[Row]:
    """The rows of a receipt, top to bottom, in the language `gettext` speaks."""
    return [*_head(receipt), Rule(), *_goods(receipt), Rule(), *_money(receipt), Rule(), *_foot(receipt)]


def _head(receipt: ReceiptData) -> list[Row]:
    printed: list[Row] = [Title(receipt.outlet_name.upper())]
    about = [receipt.outlet_address, receipt.outlet_tax_code and _("MST %(code)s", code=receipt.outlet_tax_code)]
    printed += [Text(part, small=True, centred=True) for part in about if part]
    printed += [
        Rule(),
        Pair(_(TITLES[receipt.kind]), receipt.number, bold=True),
        Pair(f"{receipt.issued_at:%d/%m/%Y %H:%M}", f"{receipt.till_name} · {receipt.cashier_name}", small=True),
    ]
    if receipt.sent_by_name:
        printed.append(Text(_("Người gửi: %(name)s", name=receipt.sent_by_name), small=True))
    if receipt.of_number:
        printed.append(Pair(_("Của phiếu bán"), receipt.of_number, small=True))
    if receipt.reason:
        printed.append(Text(_("Lý do: %(reason)s", reason=receipt.reason), small=True))
    if receipt.copy:
        printed.append(Text(_("BẢN IN LẠI"), bold=True, small=True))
    return printed


def _goods(receipt: ReceiptData) -> list[Row]:
    printed: list[Row] = []
    for item in receipt.items:
        if printed:
            printed.append(Gap())
        printed += [Text(keep_units(item.name), bold=True), Pair(_sum_of(item), amount(item.net_vnd))]
        origin = [item.producer_name, item.lot and _("Lô %(lot)s", lot=item.lot).replace(" ", "\u00a0")]
        if any(origin):
            printed.append(Text(" · ".join(part for part in origin if part), small=True))
    return printed


def _sum_of(item: ReceiptItem) -> str:
    """`1,25 kg × 22.000  giảm 10 %`: a unit is written where the figure alone would not say what was weighed."""
    unit = f"\u00a0{item.unit}" if item.unit in MEASURED_UNITS or item.quantity % 1000 else ""
    text = f"{qty(item.quantity)}{unit} × {amount(item.unit_price_vnd)}"
    if not item.discount_vnd:
        return text
    return f"{text} " + _("giảm %(discount)s", discount=_discount(item)).replace(" ", "\u00a0")


def _discount(item: ReceiptItem) -> str:
    """A whole percentage where it is exactly one, else the amount."""
    gross = item.net_vnd + item.discount_vnd
    if gross > 0 and item.discount_vnd * 100 % gross == 0:
        return f"{item.discount_vnd * 100 // gross}\u00a0%"
    return amount(item.discount_vnd)


def _money(receipt: ReceiptData) -> list[Row]:
    printed: list[Row] = []
    if receipt.discount_vnd:
        printed.append(Pair(_("Đã gồm giảm giá cả phiếu"), amount(-receipt.discount_vnd), small=True))
    if receipt.rounding_vnd:
        printed.append(Pair(_("Làm tròn"), amount(receipt.rounding_vnd), small=True))
    refund = receipt.kind == "refund"
    printed.append(Big(_("Hoàn lại") if refund else _("Tổng"), vnd(receipt.total_vnd)))
    for payment in receipt.payments:
        method = capitalized(_(payment.method.slip_label))
        given = payment.amount_vnd if payment.tendered_vnd is None else payment.tendered_vnd
        printed.append(Pair(_("Hoàn: %(method)s", method=method) if refund else method, amount(given)))
    if receipt.change_vnd:
        printed.append(Pair(_("Tiền thừa"), amount(receipt.change_vnd)))
    printed += [Pair(_("Trong đó thuế GTGT %(rate)s", rate=label), amount(tax), small=True) for label, tax in receipt.vat]
    return printed


def _foot(receipt: ReceiptData) -> list[Row]:
    printed: list[Row] = [Qr(receipt.qr)] if receipt.qr else []
    if receipt.note:
        printed.append(Text(receipt.note, small=True, centred=True))
    if receipt.digest:
        printed.append(Text(_("Mã đối chiếu: %(digest)s", digest=receipt.digest), small=True, centred=True))
    last = (_("Phiếu này không phải hóa đơn."), _("Cảm ơn bà con!"))
    return [*printed, *(Text(sentence, small=True, centred=True) for sentence in last)]
