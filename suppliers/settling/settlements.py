"""Closing many books: one act for each producer, so that none waits for another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import insert, select

from core import clock
from core.db import execute, fetch_all, fetch_one, transaction
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers import statement_queries, statements
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.requests import StatementRequest
from suppliers.settling.acts import Items, asked_as, is_begun
from suppliers.settling.due import producers_to_close
from suppliers.settling.models import Settlement, SettlementItem
from suppliers.settling.requests import SettlementRequest
from suppliers.settling.results import RefusedProducer, SettlementResult

NOTHING_DUE = "nothing_to_claim"
_ITEMS = Items(
    SettlementItem.settlement_uid,
    SettlementItem.producer_code,
    SettlementItem.producer_code,
    SettlementItem.statement_uid,
    SettlementItem.refusal,
)


def settle(uid: str, document: SettlementRequest, body: object, actor: Actor) -> SettlementResult:
    """Closes the books of all producers that are due, or of those that are named, in one act each.

    The same settlement again closes only what is not closed yet. Raises `uid_reused` for another one under the uid: `body` is
    the document as it was sent.
    """

    def close_one(producer: str) -> str:
        statement = new_uid()
        request = {"producer": producer, "until": document.until.isoformat()}
        statements.close(statement, StatementRequest.model_validate(request), actor)
        return statement

    transaction(partial(_begin, uid, document, asked_as(body), actor))
    _ITEMS.do_each(uid, close_one)
    return show(uid)


def show(uid: str) -> SettlementResult:
    """What came of a settlement. Raises NotFound."""
    settlement = fetch_one(select(Settlement.until_day).where(Settlement.uid == uid))
    if settlement is None:
        raise NotFound(N_("Không có lần chốt này."))
    items = _ITEMS.of(uid)
    return SettlementResult(
        uid=uid,
        until=settlement["until_day"],
        statements=statement_queries.summaries([r["made"] for r in items if r["made"]]),
        nothing_due=[r["item"] for r in items if r["refusal"] == NOTHING_DUE],
        refused=[RefusedProducer(r["item"], r["refusal"]) for r in items if r["refusal"] and r["refusal"] != NOTHING_DUE],
    )


def _begin(uid: str, document: SettlementRequest, asked: str, actor: Actor) -> None:
    """Writes down what is to be done, once."""
    if is_begun(Settlement.uid, Settlement.asked, uid, asked):
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
