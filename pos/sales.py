"""Reading sales back, and what may be said of them later: that a transfer arrived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Executable, Select, SQLColumnExpression, func, literal, select, tuple_

from core import clock
from core.db import Row, fetch_all, numbering
from core.errors import NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.people.approvals import Approval
from core.quantity import Milli
from core.text.search_fold import search_words
from pos import bank_notices
from pos.bank_notices import CONFIRMATION, UNCONFIRMED
from pos.choices import FlagCode, PaymentMethod, PaymentState
from pos.counter.models import IN_FORCE, SaleNote
from pos.customers.models import Customer, CustomerSale
from pos.flags import flag_of
from pos.models import Payment, PaymentConfirmation, Refund, RefundLine, Sale, SaleFlag, SaleLine, SaleLineAdjustment
from pos.pricing import AdjustmentKind
from pos.results import (
    AdjustmentResult,
    FlagResult,
    PaymentResult,
    RefundOfSale,
    SaleLineResult,
    SaleResult,
)
from pos.trust import limits
from pos.trust.limits import ApprovedAct
from suppliers.models import Product

ToDo = Literal["unconfirmed", "flagged", "late"]
"""Sales somebody should look at: with a transfer nobody has confirmed, with a flag, late ones."""


def get_sale(uid: str) -> SaleResult:
    """A sale as it stands now: what was posted, who confirmed what, and what came back. Raises NotFound."""
    sales = list_sales(uid=uid, limit=1)
    if not sales:
        raise NotFound(N_("Không có đơn bán này."))
    return sales[0]


def list_sales(
    *,
    uid: str | None = None,
    first: date | None = None,
    last: date | None = None,
    till: str | None = None,
    cashier: str | None = None,
    number: str | None = None,
    customer: str | None = None,
    phone: str | None = None,
    total_vnd: int | None = None,
    product: str | None = None,
    goods: str = "",
    flag: FlagCode | None = None,
    reviewed: bool | None = None,
    to_do: ToDo | None = None,
    after: str | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[SaleResult]:
    """Sales by year and sequence, in eight statements however many they are. `after` is a printed number.

    `goods` are words: of each sale a line has all of them in the name or code of its product, or in its basket's code.
    """
    place = (Sale.year, Sale.sequence)
    query = select(Sale.__table__, CustomerSale.customer_uid, CustomerSale.on_slip)
    query = query.outerjoin(CustomerSale, CustomerSale.sale_uid == Sale.uid).limit(limit)
    query = query.order_by(*(column.desc() if newest_first else column for column in place))
    equal: dict[SQLColumnExpression[Any], object] = {
        Sale.uid: uid,
        Sale.till_code: till,
        Sale.cashier: cashier,
        Sale.number: number,
        Sale.total_vnd: total_vnd,
        CustomerSale.customer_uid: customer,
    }
    query = query.where(*(column == value for column, value in equal.items() if value is not None))
    query = query.where(*_days(Sale.business_day, first, last))
    if phone is not None:
        theirs = select(CustomerSale.sale_uid).join(Customer, Customer.uid == CustomerSale.customer_uid)
        query = query.where(Sale.uid.in_(theirs.where(Customer.phone == phone)))
    if product is not None or search_words(goods):
        query = query.where(Sale.uid.in_(_with_goods(product, goods).where(*_days(SaleLine.business_day, first, last))))
    if to_do in {"flagged", "late"}:
        reviewed = False
    if to_do == "late":
        flag = FlagCode.LATE
    if flag is not None or reviewed is not None:
        flags = select(SaleFlag.sale_uid)
        if flag is not None:
            flags = flags.where(SaleFlag.code == flag)
        if reviewed is not None:
            flags = flags.where(SaleFlag.reviewed_at.is_not(None) if reviewed else SaleFlag.reviewed_at.is_(None))
        query = query.where(Sale.uid.in_(flags))
    if to_do == "unconfirmed":
        query = query.where(
            Sale.uid.in_(select(Payment.sale_uid).outerjoin(PaymentConfirmation, CONFIRMATION).where(UNCONFIRMED))
        )
    if after is not None:
        cursor = tuple_(*(literal(part) for part in numbering.parse(after)))
        query = query.where(tuple_(*place) < cursor if newest_first else tuple_(*place) > cursor)
    return _with_parts(fetch_all(query))


def _days(column: SQLColumnExpression[date], first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    return [*([column >= first] if first else []), *([column <= last] if last else [])]


def _with_goods(product: str | None, goods: str) -> Select[str]:
    """The sales with a line of a product, or of goods whose name or code has every word."""
    lines = select(SaleLine.sale_uid)
    if product is not None:
        lines = lines.where(SaleLine.product_code == product)
    for n, word in enumerate(search_words(goods)):
        lines = lines if n else lines.join(Product, Product.code == SaleLine.product_code)
        lines = lines.where(
            Product.name_folded.contains(word, autoescape=True)
            | func.lower(Product.code).contains(word, autoescape=True)
            | func.lower(SaleLine.basket_code).contains(word, autoescape=True)
        )
    return lines


def numbers_of(document: type[Sale] | type[Refund], uids: Collection[str]) -> dict[str, str]:
    """The printed numbers of sales or refunds, by their ids."""
    return {r["uid"]: r["number"] for r in fetch_all(select(document.uid, document.number).where(document.uid.in_(uids)))}


def cashiers_of(document: type[Sale] | type[Refund], uids: Collection[str]) -> dict[str, str]:
    """Who made sales or refunds, by their ids."""
    return {r["uid"]: r["cashier"] for r in fetch_all(select(document.uid, document.cashier).where(document.uid.in_(uids)))}


def _with_parts(sales: Sequence[Row]) -> list[SaleResult]:
    """The sales with their lines, notes, adjustments, payments, refunds and flags."""
    uids = [sale["uid"] for sale in sales]
    lines = _by_sale(select(SaleLine.__table__).where(SaleLine.sale_uid.in_(uids)).order_by(SaleLine.sale_uid, SaleLine.line))
    adjustments: dict[tuple[str, int], list[AdjustmentResult]] = defaultdict(list)
    of_sales = select(SaleLineAdjustment.__table__).where(SaleLineAdjustment.sale_uid.in_(uids))
    for r in fetch_all(of_sales.order_by(SaleLineAdjustment.sale_uid, SaleLineAdjustment.line, SaleLineAdjustment.n)):
        adjustment = AdjustmentResult(AdjustmentKind(r["kind"]), r["amount_vnd"], r["bearer"], r["code"])
        adjustments[r["sale_uid"], r["line"]].append(adjustment)
    payments = _by_sale(
        select(Payment.__table__, PaymentConfirmation.confirmed_by, PaymentConfirmation.confirmed_at)
        .outerjoin(PaymentConfirmation, CONFIRMATION)
        .where(Payment.sale_uid.in_(uids), IN_FORCE)
        .order_by(Payment.sale_uid, Payment.n)
    )
    refunds = _by_sale(
        select(Refund.uid, Refund.number, Refund.sale_uid, Refund.total_vnd, Refund.refunded_at)
        .where(Refund.sale_uid.in_(uids))
        .order_by(Refund.year, Refund.sequence)
    )
    flags = _by_sale(select(SaleFlag.__table__).where(SaleFlag.sale_uid.in_(uids)).order_by(SaleFlag.sale_uid, SaleFlag.n))
    written = fetch_all(select(SaleNote.__table__).where(SaleNote.sale_uid.in_(uids)))
    notes: dict[tuple[str, int], str] = {(r["sale_uid"], r["line"]): r["note"] for r in written}
    returned: dict[tuple[str, int], int] = defaultdict(int)
    for r in fetch_all(select(RefundLine.sale_uid, RefundLine.line, RefundLine.quantity).where(RefundLine.sale_uid.in_(uids))):
        returned[r["sale_uid"], r["line"]] += r["quantity"]
    return [
        _sale(
            sale,
            [
                _line(r, adjustments[uid, r["line"]], Milli(returned[uid, r["line"]]), notes.get((uid, r["request_line"])))
                for r in lines[uid]
            ],
            [_payment(r) for r in payments[uid]],
            [RefundOfSale(r["uid"], r["number"], r["total_vnd"], r["refunded_at"]) for r in refunds[uid]],
            [flag_of(r) for r in flags[uid]],
            notes.get((uid, 0)),
        )
        for sale in sales
        for uid in (sale["uid"],)
    ]


def _by_sale(query: Executable) -> dict[str, list[Row]]:
    by_sale: dict[str, list[Row]] = defaultdict(list)
    for r in fetch_all(query):
        by_sale[r["sale_uid"]].append(r)
    return by_sale


def _sale(
    sale: Row,
    lines: list[SaleLineResult],
    payments: list[PaymentResult],
    refunds: list[RefundOfSale],
    flags: list[FlagResult],
    note: str | None,
) -> SaleResult:
    return SaleResult(
        uid=sale["uid"],
        number=sale["number"],
        business_day=sale["business_day"],
        sold_at=sale["sold_at"],
        shift=sale["shift_uid"],
        till=sale["till_code"],
        place=sale["place_code"],
        cashier=sale["cashier"],
        sent_by=sale["sent_by"],
        customer=sale["customer"],
        customer_uid=sale["customer_uid"],
        customer_on_slip=bool(sale["on_slip"]),
        offline=sale["offline"],
        approved_by=sale["approved_by"],
        total_vnd=sale["total_vnd"],
        change_vnd=Vnd(sum(p.tendered_vnd - p.amount_vnd for p in payments if p.tendered_vnd is not None)),
        discount_vnd=sale["discount_vnd"],
        rounding_vnd=sale["rounding_vnd"],
        lines=lines,
        payments=payments,
        refunds=refunds,
        flags=flags,
        note=note,
    )


def _line(line: Row, adjustments: list[AdjustmentResult], refunded: Milli, note: str | None) -> SaleLineResult:
    return SaleLineResult(
        line=line["line"],
        product=line["product_code"],
        lot=line["lot"],
        producer=line["producer_code"],
        quantity=line["quantity"],
        unit_price_vnd=line["unit_price_vnd"],
        gross_vnd=line["gross_vnd"],
        adjustments=adjustments,
        discount_vnd=line["discount_vnd"],
        net_vnd=line["net_vnd"],
        vat=line["vat"],
        vat_vnd=line["vat_vnd"],
        owed_vnd=line["owed_vnd"],
        kept_vnd=line["kept_vnd"],
        refunded=refunded,
        basket=line["basket_code"],
        basket_line=line["request_line"] if line["basket_code"] else None,
        note=note,
    )


def _payment(payment: Row) -> PaymentResult:
    state = PaymentState.UNCONFIRMED if payment["method"] == PaymentMethod.VIETQR else PaymentState.RECEIVED
    return PaymentResult(
        n=payment["n"],
        method=PaymentMethod(payment["method"]),
        amount_vnd=payment["amount_vnd"],
        tendered_vnd=payment["tendered_vnd"],
        reference=payment["reference"],
        state=PaymentState.CONFIRMED if payment["confirmed_at"] is not None else state,
        confirmed_by=payment["confirmed_by"],
        confirmed_at=payment["confirmed_at"],
    )


def confirm(sale: str, n: int, approval: Approval, actor: Actor) -> SaleResult:
    """Marks a VietQR transfer as received. Again changes nothing.

    Raises NotFound, `not_a_transfer`, `approval_refused`, and `approval_needed` for a sale of one's own where the outlet says so.
    """
    approval.raise_if_refused()
    if bank_notices.confirm(sale, n, actor):
        beyond = limits.beyond_confirmation(sale, actor)
        limits.require(approval, beyond)
        payment = fetch_all(select(Payment.amount_vnd).where(Payment.sale_uid == sale, Payment.n == n))
        acts = [ApprovedAct(what, payment[0]["amount_vnd"]) for what in beyond]
        limits.record(approval, acts, sale, actor, clock.now())
    return get_sale(sale)


def unconfirmed() -> tuple[int, int]:
    """How many transfers nobody has confirmed, and how much money they are."""
    query = select(func.count().label("n"), func.coalesce(func.sum(Payment.amount_vnd), 0).label("vnd"))
    (unconfirmed,) = fetch_all(query.select_from(Payment).outerjoin(PaymentConfirmation, CONFIRMATION).where(UNCONFIRMED))
    return unconfirmed["n"], int(unconfirmed["vnd"])
