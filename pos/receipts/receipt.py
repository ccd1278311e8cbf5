"""What the slip of a sale or of a refund says, as rows; skins only dress them. Pure: no session, no request, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Goods, Pair, Qr, Row, Rule, Text
from core.printing.slip_parts import Issue, Issuer, digest_line, foot, head, said, titled
from core.printing.slip_template import USUAL, SlipPart, SlipTemplate
from core.printing.units import MEASURED_UNITS, keep_units, unbroken
from core.quantity import Milli
from core.text.formats import amount, capitalized, qty, vnd
from pos.choices import PaymentMethod

TITLES = {"sale": N_("Phiếu bán hàng"), "refund": N_("Phiếu trả hàng")}
CAPTIONS = {
    "sale": N_("Quét để xem phiếu này trên điện thoại"),
    "refund": N_("Quét để xem phiếu bán, còn những gì trả được"),
}


@dataclass(frozen=True)
class ReceiptOffer:
    """What an offer, a pack or a basket took off a line."""

    name: str
    amount_vnd: int


@dataclass(frozen=True)
class ReceiptItem:
    """One line of goods; `net_vnd` is after `discount_vnd`, its part of a discount on the whole sale included.

    `offers` are the parts of the discount that have a name, `basket` the gift basket that the line came in, `note` what the
    cashier wrote to it.
    """

    name: str
    quantity: Milli
    unit: str
    unit_price_vnd: int
    discount_vnd: int
    net_vnd: int
    producer_name: str | None = None
    lot: str | None = None
    offers: Sequence[ReceiptOffer] = ()
    basket: str | None = None
    note: str | None = None

    @property
    def by_hand_vnd(self) -> int:
        """The part of the discount that a person granted."""
        return self.discount_vnd - sum(offer.amount_vnd for offer in self.offers)


@dataclass(frozen=True)
class ReceiptPayment:
    """One way the sale was paid (or the refund given)."""

    method: PaymentMethod
    amount_vnd: int
    tendered_vnd: int | None = None


@dataclass(frozen=True)
class ReceiptBuyer:
    """Who bought, where the slip shall say so; the phone is masked."""

    phone: str
    name: str | None = None
    company: str | None = None
    tax_code: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class ReceiptVoucher:
    """What is left of a voucher after the sale."""

    code: str
    left_vnd: int


@dataclass(frozen=True)
class ReceiptData:
    """Everything a receipt may say. A refund's amounts are positive: its title says which way the money went.

    `of_number` and `reason` are a refund's: the sale it belongs to, and why. `sent_by_name` is who sent a sale, where that was
    another than its cashier. `digest` is the beginning of that of the document's link in the chain. `copy` counts reprints.
    `sale_note` is what the cashier wrote to the whole sale.
    """

    issuer: Issuer
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
    copy: int = 0
    note: str | None = None
    of_number: str | None = None
    reason: str | None = None
    sent_by_name: str | None = None
    digest: str | None = None
    buyer: ReceiptBuyer | None = None
    vouchers: Sequence[ReceiptVoucher] = ()
    sale_note: str | None = None

    @property
    def language(self) -> str:
        """What the paper speaks."""
        return self.issuer.language


def rows(receipt: ReceiptData) -> list[Row]:
    """The rows of a receipt, top to bottom, in the language `gettext` speaks."""
    return [
        *_head(receipt),
        Rule(),
        *goods(receipt.items, receipt.issuer.template),
        *remark(receipt.sale_note),
        Rule(),
        *money(receipt),
        Rule(),
        *_foot(receipt),
    ]


def remark(note: str | None) -> list[Row]:
    """What the cashier wrote to the whole sale."""
    return [Gap(), Text(_("Ghi chú: %(note)s", note=note), small=True)] if note else []


def _head(receipt: ReceiptData) -> list[Row]:
    issue = Issue(
        title=_(TITLES[receipt.kind]),
        number=receipt.number,
        at=receipt.issued_at,
        till=receipt.till_name,
        person=receipt.cashier_name,
        copy=receipt.copy,
    )
    printed = [*head(receipt.issuer), *titled(issue)]
    if receipt.sent_by_name:
        printed.append(Text(_("Người gửi: %(name)s", name=receipt.sent_by_name), small=True))
    if receipt.of_number:
        printed.append(Pair(_("Của phiếu bán"), receipt.of_number, small=True))
    if receipt.reason:
        printed.append(Text(_("Lý do: %(reason)s", reason=receipt.reason), small=True))
    return [*printed, *_buyer(receipt.buyer)] if receipt.buyer else printed


def _buyer(buyer: ReceiptBuyer) -> list[Row]:
    """Who bought, and what an invoice needs of a company."""
    who = " · ".join(part for part in (buyer.name, buyer.phone) if part)
    lines = [_("Khách hàng: %(who)s", who=who), buyer.company and _("Đơn vị: %(name)s", name=buyer.company)]
    lines += [buyer.tax_code and _("MST %(code)s", code=buyer.tax_code), buyer.address]
    return [Text(line, small=True) for line in lines if line]


def goods(items: Iterable[ReceiptItem], template: SlipTemplate = USUAL) -> list[Row]:
    """Lines of goods: the name, how many for how much, and whose they were, as far as the outlet shows it."""
    printed: list[Row] = []
    for item in items:
        if printed:
            printed.append(Gap())
        producer = item.producer_name if template.shows(SlipPart.PRODUCER) else None
        lot = item.lot if template.shows(SlipPart.LOT) else None
        origin = said([producer, lot and unbroken(_("Lô %(lot)s", lot=lot))])
        printed.append(Goods(keep_units(item.name), _sum_of(item), amount(item.net_vnd), " · ".join(origin)))
        printed += [Pair(offer.name, amount(-offer.amount_vnd), small=True) for offer in item.offers]
        if item.basket:
            printed.append(Text(_("Trong giỏ: %(basket)s", basket=item.basket), small=True))
        if item.note:
            printed.append(Text(_("Ghi chú: %(note)s", note=item.note), small=True))
    return printed


def _sum_of(item: ReceiptItem) -> str:
    """`1,25 kg × 22.000  giảm 10 %`: a unit is written where the figure alone would not say what was weighed."""
    unit = f"\u00a0{item.unit}" if item.unit in MEASURED_UNITS or item.quantity % 1000 else ""
    text = f"{qty(item.quantity)}{unit} × {amount(item.unit_price_vnd)}"
    if not item.by_hand_vnd:
        return text
    return f"{text} " + unbroken(_("giảm %(discount)s", discount=_discount(item)))


def _discount(item: ReceiptItem) -> str:
    """A whole percentage where it is exactly one, else the amount."""
    rest = abs(item.net_vnd) + item.by_hand_vnd
    if rest > 0 and item.by_hand_vnd * 100 % rest == 0:
        return f"{item.by_hand_vnd * 100 // rest}\u00a0%"
    return amount(item.by_hand_vnd)


def money(receipt: ReceiptData) -> list[Row]:
    """What the goods come to, how it was paid, and the tax inside."""
    printed: list[Row] = []
    if receipt.discount_vnd:
        printed.append(Pair(_("Đã gồm giảm giá cả phiếu"), amount(-receipt.discount_vnd), small=True))
    if receipt.rounding_vnd:
        printed += [
            Pair(_("Chưa làm tròn"), amount(receipt.total_vnd - receipt.rounding_vnd), small=True),
            Pair(_("Làm tròn"), amount(receipt.rounding_vnd), small=True),
        ]
    refund = receipt.kind == "refund"
    printed.append(Big(_("Hoàn lại") if refund else _("Tổng"), vnd(receipt.total_vnd)))
    for payment in receipt.payments:
        method = capitalized(_(payment.method.slip_label))
        given = payment.amount_vnd if payment.tendered_vnd is None else payment.tendered_vnd
        printed.append(Pair(_("Hoàn: %(method)s", method=method) if refund else method, amount(given)))
    for voucher in receipt.vouchers:
        printed.append(Pair(_("Phiếu %(code)s còn", code=voucher.code), amount(voucher.left_vnd), small=True))
    if receipt.change_vnd:
        printed.append(Pair(_("Tiền thừa"), amount(receipt.change_vnd)))
    return [*printed, *taxes(receipt.vat)]


def taxes(vat: Sequence[tuple[str, int]]) -> list[Row]:
    """The VAT inside the amounts, by rate."""
    return [Pair(_("Trong đó thuế GTGT %(rate)s", rate=label), amount(tax), small=True) for label, tax in vat]


def _foot(receipt: ReceiptData) -> list[Row]:
    template = receipt.issuer.template
    code = receipt.qr if template.shows(SlipPart.QR) else None
    digest = receipt.digest if template.shows(SlipPart.DIGEST) else None
    sentences = [receipt.note, digest_line(digest), *goodbye(template)]
    return [Qr(code, _(CAPTIONS[receipt.kind]), said(sentences))] if code else foot(sentences)


def goodbye(template: SlipTemplate = USUAL) -> list[str]:
    """The last lines for a customer."""
    thanks = template.thanks or _("Cảm ơn quý khách!")
    return [_("Phiếu này không phải hóa đơn."), *(template.footer or "").split("\n"), *thanks.split("\n")]
