"""Reading sales back, and what may be said of them later: that a transfer arrived."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from core import audit, clock
from core.actor import Actor
from core.db import Row, on_postgresql, row, rows, write
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.quantity import format_quantity
from core.search_fold import fold
from pos import actions
from pos.documents import BankNoticeDocument
from pos.models import BankNotice, Payment, PaymentConfirmation, Refund, RefundLine, Sale, SaleLine
from pos.sale_record import shown_payment
from suppliers.vietqr import fold_purpose


def show(uid: str) -> dict[str, Any]:
    """A sale as it stands now: its answer, who confirmed what, and what came back. Raises NotFound."""
    found = list_of(uid=uid, limit=1)
    if not found:
        raise NotFound(N_("Không có đơn bán này."))
    return found[0]


def list_of(
    *,
    uid: str | None = None,
    first: date | None = None,
    last: date | None = None,
    till: str | None = None,
    cashier: str | None = None,
    number: str | None = None,
    after: str | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[dict[str, Any]]:
    """Sales by number."""
    order = Sale.number.desc() if newest_first else Sale.number
    query = select(Sale.__table__).order_by(order).limit(limit)
    for column, wanted in ((Sale.uid, uid), (Sale.till_code, till), (Sale.cashier, cashier), (Sale.number, number)):
        if wanted is not None:
            query = query.where(column == wanted)
    if first is not None:
        query = query.where(Sale.business_day >= first)
    if last is not None:
        query = query.where(Sale.business_day <= last)
    if after is not None:
        query = query.where(Sale.number < after if newest_first else Sale.number > after)
    sales = rows(query)
    uids = [sale["uid"] for sale in sales]
    lines = rows(select(SaleLine.__table__).where(SaleLine.sale_uid.in_(uids)).order_by(SaleLine.sale_uid, SaleLine.line))
    payments = rows(
        select(Payment.__table__, PaymentConfirmation.confirmed_by, PaymentConfirmation.confirmed_at)
        .outerjoin(PaymentConfirmation, (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n))
        .where(Payment.sale_uid.in_(uids))
        .order_by(Payment.sale_uid, Payment.n)
    )
    refunds = rows(
        select(Refund.uid, Refund.number, Refund.sale_uid, Refund.total_vnd, Refund.refunded_at)
        .where(Refund.sale_uid.in_(uids))
        .order_by(Refund.number)
    )
    back = rows(select(RefundLine.sale_uid, RefundLine.line, RefundLine.quantity).where(RefundLine.sale_uid.in_(uids)))
    returned: dict[tuple[str, int], int] = {}
    for r in back:
        returned[r["sale_uid"], r["line"]] = returned.get((r["sale_uid"], r["line"]), 0) + r["quantity"]
    return [
        _shown(
            sale,
            [line for line in lines if line["sale_uid"] == sale["uid"]],
            [payment for payment in payments if payment["sale_uid"] == sale["uid"]],
            [refund for refund in refunds if refund["sale_uid"] == sale["uid"]],
            returned,
        )
        for sale in sales
    ]


def _shown(
    sale: Row,
    lines: list[Row],
    payments: list[Row],
    refunds: list[Row],
    returned: dict[tuple[str, int], int],
) -> dict[str, Any]:
    return {
        "uid": sale["uid"],
        "number": sale["number"],
        "business_day": sale["business_day"].isoformat(),
        "sold_at": clock.rfc3339(sale["sold_at"]),
        "shift": sale["shift_uid"],
        "till": sale["till_code"],
        "place": sale["place_code"],
        "cashier": sale["cashier"],
        "customer": sale["customer"],
        "offline": sale["offline"],
        "approved_by": sale["approved_by"],
        "total_vnd": sale["total_vnd"],
        "change_vnd": sale["change_vnd"],
        "discount_vnd": sale["discount_vnd"],
        "rounding_vnd": sale["rounding_vnd"],
        "lines": [
            {**shown_row(line), "refunded": format_quantity(returned.get((sale["uid"], line["line"]), 0))} for line in lines
        ],
        "payments": [shown_payment_now(payment) for payment in payments],
        "refunds": [
            {"uid": r["uid"], "number": r["number"], "total_vnd": r["total_vnd"], "at": clock.rfc3339(r["refunded_at"])}
            for r in refunds
        ],
        "flags": json.loads(sale["flags"]),
    }


def shown_row(line: Row) -> dict[str, Any]:
    """A line as it was answered."""
    return {
        "line": line["line"],
        "product": line["product_code"],
        "lot": line["lot"],
        "producer": line["producer_code"],
        "quantity": format_quantity(line["quantity"]),
        **{
            key: line[key]
            for key in ("unit_price_vnd", "gross_vnd", "discount_vnd", "net_vnd", "vat", "vat_vnd", "owed_vnd", "kept_vnd")
        },
    }


def shown_payment_now(payment: Row) -> dict[str, Any]:
    """A payment as it stands."""
    shown = shown_payment(payment["n"], payment["method"], payment["amount_vnd"], payment["tendered_vnd"], payment["reference"])
    if payment["confirmed_at"] is not None:
        shown |= {
            "state": "confirmed",
            "confirmed_by": payment["confirmed_by"],
            "confirmed_at": clock.rfc3339(payment["confirmed_at"]),
        }
    return shown


def confirm(sale: str, n: int, actor: Actor) -> dict[str, Any]:
    """Marks a VietQR transfer as received. Again changes nothing. Raises NotFound, `not_a_transfer`."""
    _mark_received(sale, n, actor)
    return show(sale)


def _mark_received(sale: str, n: int, actor: Actor, notice: str | None = None) -> bool:
    """Says whether the transfer was still waiting."""
    query = select(Payment.method).where(Payment.sale_uid == sale, Payment.n == n)
    payment = row(query.with_for_update() if on_postgresql() else query)
    if payment is None:
        raise NotFound(N_("Không có khoản thanh toán này."))
    if payment["method"] != "vietqr":
        raise DomainError("not_a_transfer", N_("Khoản này không phải chuyển khoản VietQR."))
    if row(select(PaymentConfirmation.n).where(PaymentConfirmation.sale_uid == sale, PaymentConfirmation.n == n)):
        return False
    values = {"sale_uid": sale, "n": n, "confirmed_by": actor.name, "confirmed_at": clock.now(), "notice": notice}
    write(insert(PaymentConfirmation), values)
    audit.note(actor, actions.CONFIRMED, sale, n=n, notice=notice)
    return True


def bank_notice(document: BankNoticeDocument, actor: Actor) -> dict[str, Any]:
    """Matches incoming money with a waiting transfer by reference and amount, once.

    Banks change the description (accents, case, blanks, hyphens, words around it), so the reference is looked for in the
    letters and digits alone. Two waiting transfers that fit are left to a person.
    """
    told = _bare(document.description)
    waiting = rows(
        select(Payment.sale_uid, Payment.n, Payment.reference, Sale.number)
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n))
        .where(Payment.method == "vietqr", Payment.amount_vnd == document.amount_vnd, PaymentConfirmation.sale_uid.is_(None))
        .where(Payment.reference.is_not(None))
    )
    # The transfer carries what the QR did: the reference cut to the length of a purpose.
    fitting = [w for w in waiting if (wanted := _bare(fold_purpose(w["reference"]))) and wanted in told]
    match = fitting[0] if len(fitting) == 1 else None
    if match and not _mark_received(match["sale_uid"], match["n"], actor, document.id):
        match = None
    write(
        insert(BankNotice),
        {
            "id": document.id,
            "amount_vnd": document.amount_vnd,
            "description": document.description,
            "told_at": document.at,
            "received_at": clock.now(),
            "sale_uid": match["sale_uid"] if match else None,
        },
    )
    return {
        "id": document.id,
        "matched": match is not None,
        "sale": match["sale_uid"] if match else None,
        "payment": match["n"] if match else None,
        "number": match["number"] if match else None,
    }


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
