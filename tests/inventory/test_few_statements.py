"""Lists and papers ask the database as often for many as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from core.db import db
from inventory import queries
from suppliers import agreements
from tests.journeys.inside import Inside


@contextmanager
def asked() -> Iterator[list[str]]:
    """The questions asked meanwhile."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            ran.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def times(act: Callable[[], object]) -> int:
    with asked() as ran:
        act()
    return len(ran)


def test_labels_and_agreements_of_many(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    product = shop.product(producer, barcodes=["8938500000010"])
    for _ in range(6):
        shop.agreement(producer)
    lots = [f"F{n}" for n in range(12)]
    shop.deliver(producer, *({"product": product, "lot": lot, "quantity": "1"} for lot in lots))
    assert 0 < times(lambda: queries.label_data(lots[:1])) == times(lambda: queries.label_data(lots))
    assert len(agreements.list_of(None, None, 9)) == 6
    assert 0 < times(lambda: agreements.list_of(None, None, 1)) == times(lambda: agreements.list_of(None, None, 9))
    assert {facts.link for facts in queries.label_data(lots).values()} == {
        f"https://ocop.example.vn/01/08938500000010/10/{lot}" for lot in lots
    }
