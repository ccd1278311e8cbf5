"""Paying many statements at once: one act for each, so that a refused one hinders no other, and one that was cut off goes on."""

from __future__ import annotations

import json
from functools import partial

from sqlalchemy import ColumnElement, insert, select, update

from core import clock
from core.db import Row, advisory_lock, execute, fetch_all, fetch_one, transaction
from core.db.idempotency import used_before
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers import payouts, producers, statements
from suppliers.choices import PayoutMethod
from suppliers.models import Statement
from suppliers.requests import PayoutRequest
from suppliers.settling.models import PayoutBatch, PayoutBatchItem
from suppliers.settling.requests import PayoutBatchRequest
from suppliers.settling.results import PayoutBatchResult, RefusedStatement


def pay(uid: str, document: PayoutBatchRequest, body: object, actor: Actor) -> PayoutBatchResult:
    """Pays all that is payable on each of these statements, in one act each.

    The same batch again pays only what is not paid yet. Raises `uid_reused` for another
    one under the uid: `body` is the document as it was sent.
    """
    transaction(partial(_begin, uid, document, json.dumps(body, sort_keys=True), actor))
    for item in _open_items(uid):
        _pay(item, document, actor)
    return show(uid)


def show(uid: str) -> PayoutBatchResult:
    """What came of a batch. Raises NotFound."""
    if fetch_one(select(PayoutBatch.uid).where(PayoutBatch.uid == uid)) is None:
        raise NotFound(N_("Không có đợt chi trả này."))
    items = fetch_all(
        select(PayoutBatchItem.__table__).where(PayoutBatchItem.batch_uid == uid).order_by(PayoutBatchItem.position)
    )
    return PayoutBatchResult(
        uid=uid,
        payouts=[payouts.get_payout(r["payout_uid"]) for r in items if r["payout_uid"]],
        refused=[RefusedStatement(r["statement_uid"], r["refusal"]) for r in items if r["refusal"]],
    )


def _begin(uid: str, document: PayoutBatchRequest, asked: str, actor: Actor) -> None:
    """Writes down what is to be done, once."""
    advisory_lock(f"payout-batch/{uid}")
    known = fetch_one(select(PayoutBatch.asked).where(PayoutBatch.uid == uid))
    if known is not None:
        if known["asked"] != asked:
            raise used_before()
        return
    execute(
        insert(PayoutBatch),
        {
            "uid": uid,
            "method": document.method,
            "reference": document.reference,
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


def _open_items(uid: str) -> list[Row]:
    query = select(PayoutBatchItem.__table__).where(
        PayoutBatchItem.batch_uid == uid, PayoutBatchItem.payout_uid.is_(None), PayoutBatchItem.refusal.is_(None)
    )
    return list(fetch_all(query.order_by(PayoutBatchItem.position)))


def _pay(item: Row, document: PayoutBatchRequest, actor: Actor) -> None:
    """Pays one statement, unless another sender of the same batch just did."""

    def act() -> None:
        request = _request(item["statement_uid"], document)
        statements.lock_producer(request.producer)
        if _is_open(item):
            payout = new_uid()
            payouts.pay(payout, _request(item["statement_uid"], document), actor, _no_drawer)
            _end(item, payout_uid=payout)

    try:
        transaction(act)
    except DomainError as refusal:
        code = refusal.code
        transaction(lambda: _end(item, refusal=code))


def _request(statement: str, document: PayoutBatchRequest) -> PayoutRequest:
    """The payout of all that is payable now. Raises NotFound, `nothing_payable` and `no_account`."""
    row = fetch_one(select(Statement.__table__).where(Statement.uid == statement))
    if row is None:
        raise NotFound(N_("Không có bảng thanh toán này."))
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
    )


def _no_drawer(shift: str, _amount_vnd: int) -> None:
    """A batch names no shift."""
    raise AssertionError(f"no drawer gives out a batch: {shift}")


def _is_open(item: Row) -> bool:
    query = select(PayoutBatchItem.position).where(*_this(item), PayoutBatchItem.payout_uid.is_(None))
    return fetch_one(query.where(PayoutBatchItem.refusal.is_(None))) is not None


def _end(item: Row, **outcome: str) -> None:
    open_one = update(PayoutBatchItem).where(*_this(item), PayoutBatchItem.payout_uid.is_(None))
    execute(open_one.where(PayoutBatchItem.refusal.is_(None)).values(**outcome))


def _this(item: Row) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PayoutBatchItem.batch_uid == item["batch_uid"], PayoutBatchItem.statement_uid == item["statement_uid"]
