"""Paying many statements at once: a refused one hinders no other."""

from __future__ import annotations

from functools import partial

from sqlalchemy import insert, select

from core import clock
from core.db import execute, fetch_one, transaction
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers import payouts, producers
from suppliers.choices import PayoutMethod
from suppliers.models import Statement
from suppliers.payouts import TakeFromDrawer
from suppliers.requests import PayoutRequest
from suppliers.settling.acts import Items, asked_as, is_begun
from suppliers.settling.models import PayoutBatch, PayoutBatchItem
from suppliers.settling.requests import PayoutBatchRequest
from suppliers.settling.results import PayoutBatchResult, RefusedStatement
from suppliers.statements import lock_producer

_ITEMS = Items(
    PayoutBatchItem.batch_uid,
    PayoutBatchItem.statement_uid,
    PayoutBatchItem.position,
    PayoutBatchItem.payout_uid,
    PayoutBatchItem.refusal,
)


def pay(
    uid: str, document: PayoutBatchRequest, body: object, actor: Actor, take_from_drawer: TakeFromDrawer
) -> PayoutBatchResult:
    """Pays all that is payable on each of these statements, in one act each.

    The same batch again pays only what is not paid yet. Raises `uid_reused` for another one under the uid (`body` is the
    document as it was sent) and what the drawer says.
    """

    def pay_one(statement: str) -> str:
        payout = new_uid()
        payouts.pay(payout, _request(statement, document), actor, take_from_drawer)
        return payout

    transaction(partial(_begin, uid, document, asked_as(body), actor, take_from_drawer))
    _ITEMS.do_each(uid, pay_one)
    return show(uid)


def show(uid: str) -> PayoutBatchResult:
    """What came of a batch. Raises NotFound."""
    if fetch_one(select(PayoutBatch.uid).where(PayoutBatch.uid == uid)) is None:
        raise NotFound(N_("Không có đợt chi trả này."))
    items = _ITEMS.of(uid)
    return PayoutBatchResult(
        uid=uid,
        payouts=[payouts.get_payout(r["made"]) for r in items if r["made"]],
        refused=[RefusedStatement(r["item"], r["refusal"]) for r in items if r["refusal"]],
    )


def _begin(uid: str, document: PayoutBatchRequest, asked: str, actor: Actor, take_from_drawer: TakeFromDrawer) -> None:
    """Writes down what is to be done, once. A drawer that nothing may leave is refused before anything is begun."""
    if is_begun(PayoutBatch.uid, PayoutBatch.asked, uid, asked):
        return
    if document.shift:
        take_from_drawer(document.shift, 0)
    execute(
        insert(PayoutBatch),
        {
            "uid": uid,
            "method": document.method,
            "reference": document.reference,
            "shift_uid": document.shift,
            "asked": asked,
            "begun_at": clock.now(),
            "begun_by": actor.name,
        },
    )
    items: list[dict[str, object]] = [
        {"batch_uid": uid, "statement_uid": statement, "position": position}
        for position, statement in enumerate(document.statements, 1)
    ]
    execute(insert(PayoutBatchItem), items)


def _request(statement: str, document: PayoutBatchRequest) -> PayoutRequest:
    """The payout of all that is payable now. Raises NotFound, `nothing_payable` and `no_account`."""
    query = select(Statement.__table__).where(Statement.uid == statement)
    row = fetch_one(query)
    if row is None:
        raise NotFound(N_("Không có bảng thanh toán này."))
    lock_producer(row["producer_code"])
    row = fetch_one(query) or row  # what is payable may have changed while another paid or took back
    amount_vnd = row["payable_vnd"] - row["paid_vnd"]
    if amount_vnd <= 0:
        raise DomainError("nothing_payable", N_("Bảng thanh toán này không còn gì phải trả."))
    if document.method is PayoutMethod.BANK and producers.bank_account_of(row["producer_code"]).is_empty:
        raise DomainError("no_account", N_("Nhà sản xuất này chưa có tài khoản nhận tiền."))
    return PayoutRequest(
        producer=row["producer_code"],
        statement=statement,
        amount_vnd=amount_vnd,
        method=document.method,
        reference=document.reference,
        shift=document.shift,
    )
