"""Closing many books: one act for each producer, so that none waits for another, and one that was cut off goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, insert, select, update

from core import clock
from core.db import Row, advisory_lock, execute, fetch_all, fetch_one, transaction
from core.db.idempotency import used_before
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers import statement_queries, statements
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.requests import StatementRequest
from suppliers.settling.due import producers_to_close
from suppliers.settling.models import Settlement, SettlementItem
from suppliers.settling.requests import SettlementRequest
from suppliers.settling.results import RefusedProducer, SettlementResult

NOTHING_DUE = "nothing_to_claim"


def settle(uid: str, document: SettlementRequest, body: object, actor: Actor) -> SettlementResult:
    """Closes the books of all producers that are due, or of those that are named, in one act each.

    The same settlement again closes only what is not closed yet. Raises `uid_reused` for another
    one under the uid: `body` is the document as it was sent.
    """
    transaction(partial(_begin, uid, document, json.dumps(body, sort_keys=True), actor))
    for item in _open_items(uid):
        _close(item, document, actor)
    return show(uid)


def show(uid: str) -> SettlementResult:
    """What came of a settlement. Raises NotFound."""
    settlement = fetch_one(select(Settlement.__table__).where(Settlement.uid == uid))
    if settlement is None:
        raise NotFound(N_("Không có lần chốt này."))
    items = fetch_all(
        select(SettlementItem.__table__).where(SettlementItem.settlement_uid == uid).order_by(SettlementItem.producer_code)
    )
    return SettlementResult(
        uid=uid,
        until=settlement["until_day"],
        statements=statement_queries.summaries([r["statement_uid"] for r in items if r["statement_uid"]]),
        nothing_due=[r["producer_code"] for r in items if r["refusal"] == NOTHING_DUE],
        refused=[
            RefusedProducer(r["producer_code"], r["refusal"]) for r in items if r["refusal"] and r["refusal"] != NOTHING_DUE
        ],
    )


def _begin(uid: str, document: SettlementRequest, asked: str, actor: Actor) -> None:
    """Writes down what is to be done, once."""
    advisory_lock(f"settlement/{uid}")
    known = fetch_one(select(Settlement.asked).where(Settlement.uid == uid))
    if known is not None:
        if known["asked"] != asked:
            raise used_before()
        return
    _require_producers(document.producers or [])
    row = {"uid": uid, "until_day": document.until, "asked": asked, "begun_at": clock.now(), "begun_by": actor.name}
    execute(insert(Settlement), row)
    producers = document.producers or producers_to_close(document.until)
    execute(insert(SettlementItem), [{"settlement_uid": uid, "producer_code": code} for code in producers])


def _require_producers(codes: Sequence[str]) -> None:
    """Raises Invalid for those that nobody knows, and for the outlet itself."""
    query = select(Producer.code).where(Producer.code.in_(sorted(codes)), Producer.kind != ProducerKind.OUTLET)
    known = {r["code"] for r in fetch_all(query)}
    wrong = [(f"producers.{i}", N_("Không có nhà sản xuất này.")) for i, code in enumerate(codes) if code not in known]
    if wrong:
        raise Invalid(*wrong)


def _open_items(uid: str) -> list[Row]:
    query = select(SettlementItem.__table__).where(
        SettlementItem.settlement_uid == uid, SettlementItem.statement_uid.is_(None), SettlementItem.refusal.is_(None)
    )
    return list(fetch_all(query.order_by(SettlementItem.producer_code)))


def _close(item: Row, document: SettlementRequest, actor: Actor) -> None:
    """Closes one producer's book, unless another sender of the same settlement just did."""
    producer = item["producer_code"]

    def issue() -> None:
        statements.lock_producer(producer)
        if _is_open(item):
            statement = new_uid()
            statements.issue(
                statement, StatementRequest.model_validate({"producer": producer, "until": document.until.isoformat()}), actor
            )
            _end(item, statement_uid=statement)

    try:
        transaction(issue)
    except DomainError as refusal:
        code = refusal.code
        transaction(lambda: _end(item, refusal=code))


def _is_open(item: Row) -> bool:
    query = select(SettlementItem.producer_code).where(*_this(item), SettlementItem.statement_uid.is_(None))
    return fetch_one(query.where(SettlementItem.refusal.is_(None))) is not None


def _end(item: Row, **outcome: str) -> None:
    open_one = update(SettlementItem).where(*_this(item), SettlementItem.statement_uid.is_(None))
    execute(open_one.where(SettlementItem.refusal.is_(None)).values(**outcome))


def _this(item: Row) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SettlementItem.settlement_uid == item["settlement_uid"], SettlementItem.producer_code == item["producer_code"]
