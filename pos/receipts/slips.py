"""What a slip says, looked up: a sale's receipt, a refund's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core import chain, clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.models import Person
from core.printing.bilingual import both
from core.printing.devices.settings import usual_settings
from core.printing.issuer import present_issuer
from core.printing.papers import Slip, SlipFormat
from core.printing.skins.files import slip_file
from core.values.phones import mask
from inventory.codes.links import receipt_link
from pos.baskets.baskets import named as named_baskets
from pos.choices import PaymentMethod
from pos.counter.models import IN_FORCE, SaleNote
from pos.customers.models import Customer, CustomerSale
from pos.models import Payment, Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment, Till
from pos.offers.offers import named as named_offers
from pos.pricing import AdjustmentKind
from pos.receipts.receipt import ReceiptBuyer, ReceiptData, ReceiptItem, ReceiptOffer, ReceiptPayment, ReceiptVoucher, rows
from pos.vouchers.models import VoucherEntry
from suppliers.models import Producer, Product

SlipKind = Literal["sale", "refund"]
_SENDER = aliased(Person)


def facts_of(kind: SlipKind, uid: str, *, copy: int = 0) -> tuple[ReceiptData, int]:
    """What a slip says and its paper's width in mm; `copy` counts reprints. Raises NotFound."""
    return (_sale if kind == "sale" else _refund)(uid, copy)


def _sale(uid: str, copy: int) -> tuple[ReceiptData, int]:
    head = fetch_one(
        select(
            Sale.__table__,
            Till.name.label("till_name"),
            Till.paper_mm,
            Person.name.label("cashier_name"),
            func.coalesce(_SENDER.name, Sale.sent_by).label("sent_by_name"),
        )
        .join(Till, Till.code == Sale.till_code)
        .outerjoin(Person, Person.username == Sale.cashier)
        .outerjoin(_SENDER, _SENDER.username == Sale.sent_by)
        .where(Sale.uid == uid)
    )
    if head is None:
        raise NotFound(N_("Không có đơn bán này."))
    lines = fetch_all(
        select(SaleLine.__table__, Product.name, Product.unit, Producer.name.label("producer_name"))
        .join(Product, Product.code == SaleLine.product_code)
        .join(Producer, Producer.code == SaleLine.producer_code)
        .where(SaleLine.sale_uid == uid)
        .order_by(SaleLine.line)
    )
    payments = fetch_all(select(Payment.__table__).where(Payment.sale_uid == uid, IN_FORCE).order_by(Payment.n))
    receipt = _slip(
        head,
        lines,
        "sale",
        head["sold_at"],
        [ReceiptPayment(PaymentMethod(p["method"]), p["amount_vnd"], p["tendered_vnd"]) for p in payments],
        receipt_link(uid),
        copy=copy,
        discount_vnd=head["discount_vnd"],
        change_vnd=sum(p["tendered_vnd"] - p["amount_vnd"] for p in payments if p["tendered_vnd"] is not None),
        sent_by_name=head["sent_by_name"],
    )
    items = _with_offers(uid, lines, receipt.items)
    notes = {r["line"]: r["note"] for r in fetch_all(select(SaleNote.__table__).where(SaleNote.sale_uid == uid))}
    last = {line["request_line"]: n for n, line in enumerate(lines)}
    items = [
        replace(item, note=notes.get(line["request_line"]) if last[line["request_line"]] == n else None)
        for n, (line, item) in enumerate(zip(lines, items, strict=True))
    ]
    receipt = replace(receipt, items=items, buyer=_buyer(uid), vouchers=_vouchers(uid), sale_note=notes.get(0))
    return receipt, head["paper_mm"]


_NAMES = {AdjustmentKind.OFFER: named_offers, AdjustmentKind.BASKET: named_baskets}
"""What the adjustments with a code are called, by kind."""


def _with_offers(sale: str, lines: Sequence[Row], items: Sequence[ReceiptItem]) -> list[ReceiptItem]:
    """The items with the names of what was taken off them, and of the baskets they came in."""
    taken: dict[int, list[Row]] = defaultdict(list)
    with_code = (SaleLineAdjustment.sale_uid == sale, SaleLineAdjustment.code.is_not(None))
    for r in fetch_all(select(SaleLineAdjustment.__table__).where(*with_code).order_by(SaleLineAdjustment.n)):
        taken[r["line"]].append(r)
    baskets = {line["basket_code"] for line in lines if line["basket_code"]}
    codes = {kind: {r["code"] for rows in taken.values() for r in rows if r["kind"] == kind} for kind in _NAMES}
    names = {kind: _NAMES[kind](codes[kind] | (baskets if kind is AdjustmentKind.BASKET else set())) for kind in _NAMES}

    def named(r: Row) -> str:
        kind = AdjustmentKind(r["kind"])
        return names[kind][r["code"]] if kind in names else _("Giá thùng, lốc")

    return [
        replace(
            item,
            offers=[ReceiptOffer(named(r), r["amount_vnd"]) for r in taken[line["line"]]],
            basket=names[AdjustmentKind.BASKET].get(line["basket_code"]),
        )
        for line, item in zip(lines, items, strict=True)
    ]


def _buyer(sale: str) -> ReceiptBuyer | None:
    """The customer, if the slip shall name them and nobody has erased them."""
    named = (CustomerSale.sale_uid == sale) & CustomerSale.on_slip & Customer.phone.is_not(None)
    query = select(Customer.__table__).join(CustomerSale, CustomerSale.customer_uid == Customer.uid)
    who = fetch_one(query.where(named))
    if who is None:
        return None
    return ReceiptBuyer(mask(who["phone"]), who["name"], who["company"], who["tax_code"], who["address"])


def _vouchers(sale: str) -> list[ReceiptVoucher]:
    """What was left of each voucher that the sale took from."""
    entries = fetch_all(select(VoucherEntry.__table__).where(VoucherEntry.sale_uid == sale).order_by(VoucherEntry.n))
    return [ReceiptVoucher(code, left_vnd) for code, left_vnd in {r["voucher_code"]: r["left_vnd"] for r in entries}.items()]


def _refund(uid: str, copy: int) -> tuple[ReceiptData, int]:
    """Its code leads to the sale's receipt, so that a scan finds what may still come back."""
    head = fetch_one(
        select(
            Refund.__table__,
            Sale.number.label("of_number"),
            Till.name.label("till_name"),
            Till.paper_mm,
            Person.name.label("cashier_name"),
        )
        .join(Sale, Sale.uid == Refund.sale_uid)
        .join(Till, Till.code == Refund.till_code)
        .outerjoin(Person, Person.username == Refund.cashier)
        .where(Refund.uid == uid)
    )
    if head is None:
        raise NotFound(N_("Không có lần trả hàng này."))
    of_sale = (SaleLine.sale_uid == RefundLine.sale_uid) & (SaleLine.line == RefundLine.line)
    lines = fetch_all(
        select(
            RefundLine.__table__,
            (RefundLine.gross_vnd - RefundLine.net_vnd).label("discount_vnd"),
            SaleLine.unit_price_vnd,
            SaleLine.vat_percent,
            Product.name,
            Product.unit,
            Producer.name.label("producer_name"),
        )
        .join(SaleLine, of_sale)
        .join(Product, Product.code == RefundLine.product_code)
        .join(Producer, Producer.code == RefundLine.producer_code)
        .where(RefundLine.refund_uid == uid)
        .order_by(RefundLine.id)
    )
    receipt = _slip(
        head,
        lines,
        "refund",
        head["refunded_at"],
        [ReceiptPayment(PaymentMethod(head["method"]), head["total_vnd"])],
        receipt_link(head["sale_uid"]),
        copy=copy,
        of_number=head["of_number"],
        reason=head["reason"],
    )
    return receipt, head["paper_mm"]


def _slip(
    head: Row,
    lines: Sequence[Row],
    kind: SlipKind,
    issued_at: datetime,
    payments: Sequence[ReceiptPayment],
    link: str,
    *,
    copy: int,
    discount_vnd: int = 0,
    change_vnd: int = 0,
    sent_by_name: str | None = None,
    of_number: str | None = None,
    reason: str | None = None,
) -> ReceiptData:
    """What both kinds of slip say in the same way, and what only one of them says."""
    return ReceiptData(
        issuer=present_issuer(),
        kind=kind,
        number=head["number"],
        issued_at=clock.local(issued_at),
        till_name=head["till_name"],
        cashier_name=head["cashier_name"] or head["cashier"],
        items=[_item(line) for line in lines],
        discount_vnd=discount_vnd,
        rounding_vnd=head["rounding_vnd"],
        total_vnd=head["total_vnd"],
        payments=payments,
        change_vnd=change_vnd,
        sent_by_name=sent_by_name,
        vat=_vat(lines),
        qr=link,
        copy=copy,
        of_number=of_number,
        reason=reason,
        digest=chain.printed_digest(head["uid"]),
    )


def _item(line: Row) -> ReceiptItem:
    return ReceiptItem(
        line["name"],
        line["quantity"],
        line["unit"],
        line["unit_price_vnd"],
        line["discount_vnd"],
        line["net_vnd"],
        line["producer_name"],
        line["lot"],
    )


def _vat(lines: Sequence[Row]) -> list[tuple[str, int]]:
    sums: dict[int, int] = {}
    for line in lines:
        if line["vat_percent"]:
            sums[line["vat_percent"]] = sums.get(line["vat_percent"], 0) + line["vat_vnd"]
    return [(f"{percent} %", vat_vnd) for percent, vat_vnd in sorted(sums.items())]


def slip_of(receipt: ReceiptData) -> Slip:
    """A receipt in the language of its outlet's papers."""
    with in_language(receipt.language):
        title, printed = _("Phiếu %(number)s", number=receipt.number), rows(receipt)
    second = receipt.issuer.template.second_language
    if second in (None, receipt.language):
        return Slip(title, printed, receipt.language)
    with in_language(second):
        return Slip(title, both(printed, rows(receipt)), receipt.language)


def paper(kind: SlipKind, uid: str, format: SlipFormat) -> bytes:
    """A slip as text, page, picture, file or printer job. Raises NotFound."""
    receipt, paper_mm = facts_of(kind, uid)
    return slip_file(slip_of(receipt), format, usual_settings(paper_mm))
