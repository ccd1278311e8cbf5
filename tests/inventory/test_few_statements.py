"""Lists and papers send the database as many statements for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable

from inventory.labels import contents
from suppliers.agreements import reading as agreements
from tests.journeys.inside import Inside
from tests.statements import recorded_statements


def times(act: Callable[[], object]) -> int:
    """The number of SELECT statements that an act sends."""
    with recorded_statements() as statements:
        act()
    return sum(statement.startswith("SELECT") for statement, _values in statements)


def test_labels_and_agreements_of_many_take_as_many_statements_as_of_one(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    product = shop.product(producer, barcodes=["8938500000010"])
    for _ in range(6):
        shop.agreement(producer)
    lots = [f"F{n}" for n in range(12)]
    shop.deliver(producer, *({"product": product, "lot": lot, "quantity": "1"} for lot in lots))
    assert 0 < times(lambda: contents.lot_labels(lots[:1])) == times(lambda: contents.lot_labels(lots))
    assert len(agreements.list_of(None, None, 9)) == 6
    assert 0 < times(lambda: agreements.list_of(None, None, 1)) == times(lambda: agreements.list_of(None, None, 9))
    assert {label.link for label in contents.lot_labels(lots).values()} == {
        f"https://ocop.example.vn/01/08938500000010/10/{lot}" for lot in lots
    }
