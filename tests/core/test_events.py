"""Events: another reader needs no line elsewhere, writes in the act's own transaction, and is undone with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from core import events
from core.db import audit, db, fetch_all, transaction
from core.events import Event
from core.models import AuditLine, OutboxJob
from core.people.actor import SYSTEM
from inventory.events import DeliveryReceived
from pos.events import RefundRecorded, SaleRecorded
from pos.models import Sale
from suppliers.events import PayoutMade, StatementIssued
from tests.journeys.inside import Inside
from tests.outlet import today, uid

Happened = TypeVar("Happened", bound=Event)


@contextmanager
def reading(event_type: type[Happened], *, fails: bool = False) -> Iterator[list[Happened]]:
    """A reader of the test's own, which notes each event in the audit trail."""
    read: list[Happened] = []

    def note(event: Happened) -> None:
        audit.note(SYSTEM, "test.read", event_type.__name__)
        read.append(event)
        if fails:
            raise RuntimeError("the reader fails")

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(events._readers, event_type, [*events._readers[event_type]])
        events.subscribe(event_type)(note)
        yield read


def notes() -> int:
    db.session.rollback()
    return len(fetch_all(select(AuditLine.id).where(AuditLine.action == "test.read")))


def test_another_reader_hears_of_a_sale_and_a_refund_in_their_transaction(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    with reading(SaleRecorded) as sales, reading(RefundRecorded) as refunds:
        sold = shop.sell(shop.line(product, "2"))
        shop.refund(sold["uid"], 1, "1").ok(201)
    assert [(sale.uid, sale.number, sale.total_vnd) for sale in sales] == [(sold["uid"], sold["number"], 20_000)]
    assert [(refund.sale, refund.total_vnd) for refund in refunds] == [(sold["uid"], 10_000)]
    assert notes() == 2


def test_what_a_reader_wrote_is_undone_with_the_act(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    with reading(SaleRecorded, fails=True) as read:
        assert shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product))).status == 500
    assert len(read) == 1 and notes() == 0
    assert fetch_all(select(Sale.uid)) == [] and fetch_all(select(OutboxJob.id)) == []


def test_deliveries_statements_and_payouts_are_events_too(inside: Inside) -> None:
    shop = inside.shop()
    with reading(DeliveryReceived) as deliveries:
        product = shop.stocked(quantity="50")
    assert [delivery.place for delivery in deliveries] == [shop.place]
    producer = deliveries[0].producer
    shop.sell(shop.line(product))
    statement, payout = uid(), uid()
    with reading(StatementIssued) as statements, reading(PayoutMade) as payouts:
        issued = shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
        paid = issued["money"]["payable_vnd"]
        body = {"producer": producer, "statement": statement, "amount_vnd": paid, "method": "bank"}
        shop.api.put(f"/api/v1/payouts/{payout}", body).ok(201)
    assert [(s.uid, s.closing_vnd) for s in statements] == [(statement, issued["money"]["closing_vnd"])]
    assert payouts == [PayoutMade(payout, producer, statement, paid)]


def test_an_event_outside_a_transaction_is_a_mistake(app: Flask) -> None:
    with pytest.raises(AssertionError):
        events.emit(DeliveryReceived("x", "y", "z"))


def test_a_transaction_inside_a_transaction_is_refused(app: Flask) -> None:
    with pytest.raises(AssertionError, match="inside a transaction"):
        transaction(lambda: transaction(lambda: audit.note(SYSTEM, "test.read", "inner")))
    assert notes() == 0
