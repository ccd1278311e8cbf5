"""What a receipt says, as rows; text, picture and page only dress them. Pure: no session, no request, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.formats import amount, qty, vnd
from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text, Title
from core.printing.units import MEASURED_UNITS, keep_units
from core.quantity import Milli

METHODS = {"cash": N_("Tiền mặt"), "vietqr": N_("Chuyển khoản VietQR"), "card": N_("Thẻ"), "voucher": N_("Phiếu mua hàng")}
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

    method: str
    amount_vnd: int
    tendered_vnd: int | None = None


@dataclass(frozen=True)
class ReceiptFacts:
    """Everything a receipt may say. A refund's amounts are positive: its title says which way the money went.

    `of_number` and `reason` are a refund's: the sale it belongs to, and why. `language` is what the paper speaks.
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
    language: str = "vi"


def rows(facts: ReceiptFacts) -> list[Row]:
    """The rows of a receipt, top to bottom, in the language `gettext` speaks."""
    return [*_head(facts), Rule(), *_goods(facts), Rule(), *_money(facts), Rule(), *_foot(facts)]


def _head(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = [Title(facts.outlet_name.upper())]
    about = [facts.outlet_address, facts.outlet_tax_code and _("MST %(code)s", code=facts.outlet_tax_code)]
    found += [Text(part, small=True, centred=True) for part in about if part]
    found += [
        Rule(),
        Pair(_(TITLES[facts.kind]), facts.number, bold=True),
        Pair(f"{facts.issued_at:%d/%m/%Y %H:%M}", f"{facts.till_name} · {facts.cashier_name}", small=True),
    ]
    if facts.of_number:
        found.append(Pair(_("Của phiếu bán"), facts.of_number, small=True))
    if facts.reason:
        found.append(Text(_("Lý do: %(reason)s", reason=facts.reason), small=True))
    if facts.copy:
        found.append(Text(_("BẢN IN LẠI"), bold=True, small=True))
    return found


def _goods(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = []
    for item in facts.items:
        if found:
            found.append(Gap())
        found += [Text(keep_units(item.name), bold=True), Pair(_sum_of(item), amount(item.net_vnd))]
        origin = [item.producer_name, item.lot and _("Lô %(lot)s", lot=item.lot).replace(" ", "\u00a0")]
        if any(origin):
            found.append(Text(" · ".join(part for part in origin if part), small=True))
    return found


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


def _money(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = []
    if facts.discount_vnd:
        found.append(Pair(_("Đã gồm giảm giá cả phiếu"), amount(-facts.discount_vnd), small=True))
    if facts.rounding_vnd:
        found.append(Pair(_("Làm tròn"), amount(facts.rounding_vnd), small=True))
    refund = facts.kind == "refund"
    found.append(Big(_("Hoàn lại") if refund else _("Tổng"), vnd(facts.total_vnd)))
    for payment in facts.payments:
        words = _(METHODS[payment.method])
        given = payment.amount_vnd if payment.tendered_vnd is None else payment.tendered_vnd
        found.append(Pair(_("Hoàn: %(method)s", method=words) if refund else words, amount(given)))
    if facts.change_vnd:
        found.append(Pair(_("Tiền thừa"), amount(facts.change_vnd)))
    found += [Pair(_("Trong đó thuế GTGT %(rate)s", rate=label), amount(tax), small=True) for label, tax in facts.vat]
    return found


def _foot(facts: ReceiptFacts) -> list[Row]:
    found: list[Row] = [Qr(facts.qr)] if facts.qr else []
    if facts.note:
        found.append(Text(facts.note, small=True, centred=True))
    last = (_("Phiếu này không phải hóa đơn."), _("Cảm ơn bà con!"))
    return [*found, *(Text(words, small=True, centred=True) for words in last)]
