"""Reading sales back, and what may be said of them later: that a transfer arrived."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from core import audit, clock
from core.db import Row, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.quantity import format_quantity
from core.search_fold import fold
from pos import audit_actions
from pos.models import BankNotice, Payment, PaymentConfirmation, Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment
from pos.requests import BankNoticeRequest
from pos.sale_posting import shown_adjustment, shown_payment
from suppliers.vietqr import fold_purpose

ToDo = Literal["unconfirmed", "flagged"]
"""Sales somebody should look at: with a transfer nobody has confirmed, with a flag."""
_CONFIRMATION = (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n)
_UNCONFIRMED = (Payment.method == "vietqr") & PaymentConfirmation.sale_uid.is_(None)


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
    to_do: ToDo | None = None,
    after: str | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[dict[str, Any]]:
    """Sales by number, in six statements however many they are."""
    order = Sale.number.desc() if newest_first else Sale.number
    query = select(Sale.__table__).order_by(order).limit(limit)
    for column, wanted in ((Sale.uid, uid), (Sale.till_code, till), (Sale.cashier, cashier), (Sale.number, number)):
        if wanted is not None:
            query = query.where(column == wanted)
    if first is not None:
        query = query.where(Sale.business_day >= first)
    if last is not None:
        query = query.where(Sale.business_day <= last)
    if to_do == "flagged":
        query = query.where(Sale.flags != "[]")
    if to_do == "unconfirmed":
        query = query.where(
            Sale.uid.in_(select(Payment.sale_uid).outerjoin(PaymentConfirmation, _CONFIRMATION).where(_UNCONFIRMED))
        )
    if after is not None:
        query = query.where(Sale.number < after if newest_first else Sale.number > after)
    return _whole(fetch_all(query))


def _whole(sales: Sequence[Row]) -> list[dict[str, Any]]:
    """The sales with their lines, payments and refunds."""
    uids = [sale["uid"] for sale in sales]
    lines = _by_sale(
        fetch_all(select(SaleLine.__table__).where(SaleLine.sale_uid.in_(uids)).order_by(SaleLine.sale_uid, SaleLine.line))
    )
    adjustments: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    of_sales = select(SaleLineAdjustment.__table__).where(SaleLineAdjustment.sale_uid.in_(uids))
    for r in fetch_all(of_sales.order_by(SaleLineAdjustment.sale_uid, SaleLineAdjustment.line, SaleLineAdjustment.n)):
        taken = shown_adjustment(r["kind"], r["code"], r["amount_vnd"], r["bearer"])
        adjustments[r["sale_uid"], r["line"]].append(taken)
    payments = _by_sale(
        fetch_all(
            select(Payment.__table__, PaymentConfirmation.confirmed_by, PaymentConfirmation.confirmed_at)
            .outerjoin(PaymentConfirmation, _CONFIRMATION)
            .where(Payment.sale_uid.in_(uids))
            .order_by(Payment.sale_uid, Payment.n)
        )
    )
    refunds = _by_sale(
        fetch_all(
            select(Refund.uid, Refund.number, Refund.sale_uid, Refund.total_vnd, Refund.refunded_at)
            .where(Refund.sale_uid.in_(uids))
            .order_by(Refund.number)
        )
    )
    returned: dict[tuple[str, int], int] = defaultdict(int)
    for r in fetch_all(select(RefundLine.sale_uid, RefundLine.line, RefundLine.quantity).where(RefundLine.sale_uid.in_(uids))):
        returned[r["sale_uid"], r["line"]] += r["quantity"]
    return [
        _shown(sale, lines[sale["uid"]], adjustments, payments[sale["uid"]], refunds[sale["uid"]], returned) for sale in sales
    ]


def _by_sale(found: Sequence[Row]) -> dict[str, list[Row]]:
    by_sale: dict[str, list[Row]] = defaultdict(list)
    for r in found:
        by_sale[r["sale_uid"]].append(r)
    return by_sale


def _shown(
    sale: Row,
    lines: list[Row],
    adjustments: dict[tuple[str, int], list[dict[str, Any]]],
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
            {
                **shown_row(line),
                "adjustments": adjustments.get((sale["uid"], line["line"]), []),
                "refunded": format_quantity(returned.get((sale["uid"], line["line"]), 0)),
            }
            for line in lines
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
    payment = fetch_one(select(Payment.method).where(Payment.sale_uid == sale, Payment.n == n).with_for_update())
    if payment is None:
        raise NotFound(N_("Không có khoản thanh toán này."))
    if payment["method"] != "vietqr":
        raise DomainError("not_a_transfer", N_("Khoản này không phải chuyển khoản VietQR."))
    if fetch_one(select(PaymentConfirmation.n).where(PaymentConfirmation.sale_uid == sale, PaymentConfirmation.n == n)):
        return False
    values = {"sale_uid": sale, "n": n, "confirmed_by": actor.name, "confirmed_at": clock.now(), "notice": notice}
    execute(insert(PaymentConfirmation), values)
    audit.note(actor, audit_actions.CONFIRMED, sale, n=n, notice=notice)
    return True


def unconfirmed() -> tuple[int, int]:
    """How many transfers nobody has confirmed, and how much money they are."""
    query = select(func.count().label("n"), func.coalesce(func.sum(Payment.amount_vnd), 0).label("vnd"))
    (waiting,) = fetch_all(query.select_from(Payment).outerjoin(PaymentConfirmation, _CONFIRMATION).where(_UNCONFIRMED))
    return waiting["n"], int(waiting["vnd"])


def bank_notice(document: BankNoticeRequest, actor: Actor) -> dict[str, Any]:
    """Matches incoming money with a waiting transfer by reference and amount, once.

    Two waiting transfers that fit are left to a person.
    """
    waiting = fetch_all(
        select(Payment.sale_uid, Payment.n, Payment.reference, Sale.number)
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, _CONFIRMATION)
        .where(_UNCONFIRMED, Payment.amount_vnd == document.amount_vnd, Payment.reference.is_not(None))
    )
    told = fold(document.description)
    fitting = [w for w in waiting if _names(told, w["reference"])]
    match = fitting[0] if len(fitting) == 1 else None
    execute(
        insert(BankNotice),
        {
            "id": document.id,
            "amount_vnd": document.amount_vnd,
            "description": document.description,
            "told_at": document.at,
            "received_at": clock.now(),
        },
    )
    if match and _mark_received(match["sale_uid"], match["n"], actor, document.id):
        execute(update(BankNotice).where(BankNotice.id == document.id).values(sale_uid=match["sale_uid"]))
    else:
        match = None
    return {
        "id": document.id,
        "matched": match is not None,
        "sale": match["sale_uid"] if match else None,
        "payment": match["n"] if match else None,
        "number": match["number"] if match else None,
    }


def _names(told: str, reference: str) -> bool:
    """Whether a bank's folded words hold a reference, as the QR carried it: cut to the length of a purpose.

    Banks change accents, case, blanks and hyphens, and put words around it; but `HD 12` is not in `HD 123`.
    """
    signs = [c for c in fold(fold_purpose(reference)) if c.isalnum()]
    if not signs:
        return False
    before = r"(?<!\d)" if signs[0].isdigit() else ""
    return re.search(before + r"[\W_]*".join(signs) + r"(?!\d)", told) is not None
