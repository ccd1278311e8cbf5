"""Counting: the difference is counted minus booked at the moment of counting; what was sold since still applies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from core import audit, clock
from core.actor import Actor
from core.db import write
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.quantity import format_quantity
from inventory import actions, heads, ledger
from inventory.documents import CountDocument
from inventory.ledger import Move
from inventory.losses import Loss, owe_for
from inventory.models import CountLine
from suppliers import book
from suppliers.book import Fact


def count(uid: str, document: CountDocument, actor: Actor) -> dict[str, Any]:
    """Records what was counted and brings the shelf in line.

    Raises Invalid for unknown lots and moments to come, and `count_conflict` when sales made since the counting say that
    more was there than was counted.
    """
    heads.need_place(document.place)
    lots = heads.need_lots(document.lines, "counted")
    now = clock.now()
    early = [
        (f"lines.{i}.counted_at", N_("Thời điểm này chưa đến."))
        for i, line in enumerate(document.lines)
        if line.counted_at and (line.counted_at - now).total_seconds() > 120
    ]
    if early:
        raise Invalid(*early)
    ledger.stocked(document.place, products={lot["product_code"] for lot in lots.values()})
    heads.record("count", uid, actor, place=document.place)
    origin = f"count/{uid}"
    day = clock.day_of(now)
    answer: list[dict[str, Any]] = []
    moves: list[Move] = []
    facts: list[Fact] = []
    kept: list[dict[str, Any]] = []
    for line in document.lines:
        lot = lots[line.lot]
        at = min(line.counted_at or now, now)
        booked = ledger.booked_at(document.place, line.lot, at)
        difference = line.counted - booked
        fact: Fact | None = None
        if difference > 0:
            moves.append(Move("count", lot["product_code"], line.lot, difference, origin, to_place=document.place))
            fact = Fact(lot["producer_code"], day, "count", origin, lot["product_code"], line.lot, difference)
        elif difference < 0:
            moves.append(
                Move("count", lot["product_code"], line.lot, -difference, origin, from_place=document.place, cause="count")
            )
            (fact,) = owe_for([Loss(line.lot, -difference, "count")], {line.lot: lot}, origin, "count", now)
        if fact:
            facts.append(fact)
        kept.append(
            {
                "count_uid": uid,
                "place_code": document.place,
                "lot": line.lot,
                "counted": int(line.counted),
                "booked": booked,
                "counted_at": at,
            }
        )
        answer.append(
            {
                "lot": line.lot,
                "product": lot["product_code"],
                "producer": lot["producer_code"],
                "counted": format_quantity(line.counted),
                "booked": format_quantity(booked),
                "difference": format_quantity(difference),
                "counted_at": clock.rfc3339(at),
                "owed_vnd": fact.owed_vnd if fact else 0,
            }
        )
    try:
        ledger.post(moves, now)
    except DomainError as error:
        if error.code != "out_of_stock":
            raise
        raise DomainError("count_conflict", N_("Số đếm không khớp với hàng đã bán sau lúc đếm. Hãy đếm lại.")) from error
    book.post(facts, now)
    write(insert(CountLine), kept)
    audit.note(actor, actions.COUNTED, uid, now, lines=len(answer))
    return {"uid": uid, "place": document.place, "lines": answer}
