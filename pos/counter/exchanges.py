"""Exchanges: goods back and goods taken in one act of one shift. Both are documents of their own; either both are or none."""

from __future__ import annotations

from sqlalchemy import insert, literal, select, tuple_

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, idempotency, numbering
from core.errors import Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.people.approvals import Approval
from core.people.codes import offline_codes
from core.values.device_clock import DeviceClock
from pos import audit_actions, checkout, refunds, sales
from pos.choices import PaymentMethod
from pos.counter import payment_rules
from pos.counter.models import Exchange
from pos.counter.requests import ExchangeRequest
from pos.counter.results import ExchangeResult
from pos.events import ExchangeRecorded
from pos.models import Sale, Till


def exchange(uid: str, document: ExchangeRequest, approval: Approval, actor: Actor) -> ExchangeResult:
    """Takes goods back and sells others: the smaller of both totals is a payment `exchange` of the sale, and what is over of the
    refund leaves by its method.

    Raises `uid_reused` when the refund's or the sale's id was used before, Invalid, and whatever refuses a refund or a sale; of
    what is refused nothing stays.
    """
    refund, sale = document.refund, document.sale
    if refund.shift != sale.shift:
        raise Invalid(*((f"{part}.shift", N_("Trả hàng và lấy hàng phải trong cùng một ca.")) for part in ("refund", "sale")))
    if refund.offline != sale.offline:
        raise Invalid(("sale.offline", N_("Trả hàng và lấy hàng phải cùng lúc có hoặc mất kết nối.")))
    for scope, key in (("refunds", refund.uid), ("sales", sale.uid)):
        if idempotency.is_used(scope, key):
            raise idempotency.used_before()
    made_at = DeviceClock(clock.now(), sale.sent_at).correct(sale.sold_at)
    approval = offline_codes.redeem(approval, uid, min(made_at, clock.now()))
    try:
        refunded = refunds.refund(refund.uid, refund, approval, actor, exchanged_for_vnd=sale.total_vnd)
    except Invalid as error:
        raise error.within("refund") from None
    amount_vnd = Vnd(min(refunded.total_vnd, sale.total_vnd))
    payments = payment_rules.with_exchange(sale.payments, sale.total_vnd, amount_vnd)
    try:
        paid = sale.model_copy(update={"payments": payments})
        sold = checkout.sell(sale.uid, paid, approval, actor, exchanged_vnd=amount_vnd)
    except Invalid as error:
        raise error.within("sale") from None
    now = clock.now()
    idempotency.reserve("refunds", [refund.uid])
    idempotency.reserve("sales", [sale.uid])
    values = {"uid": uid, "refund_uid": refund.uid, "sale_uid": sale.uid, "amount_vnd": amount_vnd, "exchanged_at": now}
    execute(insert(Exchange), values)
    audit.note(actor, audit_actions.EXCHANGED, uid, now, refund=refunded.number, sale=sold.number, amount_vnd=amount_vnd)
    till = fetch_one(select(Till.printer).where(Till.code == sold.till))
    assert till is not None
    emit(
        ExchangeRecorded(
            uid,
            sold.number,
            sold.till,
            till["printer"],
            sale.offline,
            moves_cash=payment_rules.cash_of(payments) > 0
            or (refunded.total_vnd > amount_vnd and refunded.method is PaymentMethod.CASH),
            recorded_by=actor.name,
        )
    )
    return ExchangeResult(uid, amount_vnd, now, refunds.get_refund(refund.uid), sold)


def get_exchange(uid: str) -> ExchangeResult:
    """An exchange as it stands. Raises NotFound."""
    row = fetch_one(select(Exchange.__table__).where(Exchange.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lần đổi hàng này."))
    return _result(row)


def list_exchanges(shift: str | None, after: str | None, limit: int) -> list[ExchangeResult]:
    """Exchanges in the order of their sales' numbers; `after` is such a number."""
    place = (Sale.year, Sale.sequence)
    query = select(Exchange.__table__).join(Sale, Sale.uid == Exchange.sale_uid).order_by(*place).limit(limit)
    if shift is not None:
        query = query.where(Sale.shift_uid == shift)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*(literal(part) for part in numbering.parse(after))))
    return [_result(row) for row in fetch_all(query)]


def _result(row: Row) -> ExchangeResult:
    return ExchangeResult(
        row["uid"], row["amount_vnd"], row["exchanged_at"], refunds.get_refund(row["refund_uid"]), sales.get_sale(row["sale_uid"])
    )
