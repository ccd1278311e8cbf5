"""`books check` finds what somebody changed behind the outlet's back, whichever row it was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.db import db, on_postgresql, transaction
from core.db.append_only import ensure, lift
from inventory import stock_ledger
from ops import books
from tests.api.inside import LocalOutlet
from tests.conftest import BOTH, Kind, NewDatabase, _application, _close
from tests.guards import GUARDS
from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid


@pytest.fixture(scope="module")
def outlets(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Kind], LocalOutlet]]:
    """For each kind of database one outlet that lived a day with every kind of act in it, and books that agree."""

    @cache
    def outlet(kind: Kind) -> LocalOutlet:
        app = _application(new_database(kind), tmp_path_factory.mktemp("data"))
        local_outlet = LocalOutlet.set_up(app)
        made.append(app)
        _work_a_day(Shop(local_outlet.api))
        with app.app_context():
            assert books.check()[0] == []
        return local_outlet

    made: list[Flask] = []
    yield outlet
    for app in made:
        with app.app_context():
            assert books.check()[0] == [], "what a test damaged is as it was"
        _close(app)


@pytest.fixture(params=BOTH)
def local_outlet(request: pytest.FixtureRequest, outlets: Callable[[Kind], LocalOutlet]) -> LocalOutlet:
    """That outlet on each kind of database."""
    return outlets(request.param)


def _work_a_day(shop: Shop) -> None:
    api = shop.api
    shop.open_shift()
    product = shop.stocked()
    producer, lot = shop.producer_of(product), api.all("/api/v1/stock", product=product)[0]["lot"]
    sold = shop.sell(shop.line(product, "2", discount_vnd=500), shop.line(shop.stocked(), "3"), discount_vnd=1_000)
    shop.sell(shop.line(product))
    back = {"shift": shop.shift, "sale": sold["uid"], "slip": True, "method": "cash", "reason": "đổi ý"}
    for condition in ("resell", "spoiled"):
        lines = [{"line": 1, "quantity": "0.5", "condition": condition}]
        api.put(f"/api/v1/refunds/{uid()}", back | {"lines": lines}).ok(201)
    lost = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
    api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": "40"}]}).ok(201)
    for counted in ("60", "50"):
        api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": counted}]}).ok(201)
    issued = api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    paid = {"producer": producer, "statement": issued["uid"], "amount_vnd": 5_000, "method": "bank"}
    api.put(f"/api/v1/payouts/{uid()}", paid).ok(201)
    for kind in ("adjustments", "charges"):
        api.post(f"/api/v1/producers/{producer}/{kind}", {"uid": uid(), "amount_vnd": 700, "memo": "sửa"}).ok(201)
    moved = {"uid": uid(), "kind": "out", "amount_vnd": 2_000, "reason": "mua nước"}
    api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", moved).ok(201)
    api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1, "1000": 3}}).ok()
    api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product), offline=True)).ok(201)


FIRST = "id = (SELECT min(id) FROM book_line WHERE kind = '{}')"
LAST_SALE = "(SELECT uid FROM sale ORDER BY number DESC LIMIT 1)"
LAST_MOVED = f"source_kind = 'sale' AND source_uid = {LAST_SALE}"
DAMAGE = {
    "a shelf": ["UPDATE shelf SET on_hand = on_hand + 1000"],
    "a movement gone": ["DELETE FROM movement WHERE id = (SELECT max(id) FROM movement)"],
    "a movement's quantity": ["UPDATE movement SET quantity = quantity + 1 WHERE kind = 'sold'"],
    "a surplus that was taken back": ["UPDATE surplus_line SET quantity = 1000 WHERE quantity > 0"],
    "a surplus that was not found": ["UPDATE surplus_line SET quantity = quantity + 1 WHERE quantity > 0"],
    "what a lot lost": ["UPDATE lot SET lost = lost + 1"],
    "what a lot brought": ["UPDATE lot SET delivered = delivered + 1"],
    **{
        f"owed of a {kind} line": [f"UPDATE book_line SET owed_vnd = owed_vnd + 1 WHERE {FIRST.format(kind)}"]
        for kind in ("sold", "refunded", "lost", "count", "adjustment", "charge", "payout")
    },
    "an adjustment gone": [f"DELETE FROM book_line WHERE {FIRST.format('adjustment')}"],
    "a book line's day": ["UPDATE book_line SET day = '2020-01-01' WHERE kind = 'sold'"],
    "a book line's gross": [f"UPDATE book_line SET gross_vnd = gross_vnd + 1 WHERE {FIRST.format('sold')}"],
    "a payout's amount": ["UPDATE payout SET amount_vnd = amount_vnd + 1"],
    "a payout gone": ["DELETE FROM payout"],
    "an adjustment of a sale gone": ["DELETE FROM sale_line_adjustment WHERE kind = 'manual'"],
    "an adjustment's amount": ["UPDATE sale_line_adjustment SET amount_vnd = amount_vnd + 1"],
    "an adjustment's kind": ["UPDATE sale_line_adjustment SET kind = 'manual' WHERE kind = 'sale'"],
    "a sale's total": ["UPDATE sale SET total_vnd = total_vnd + 1"],
    "a sale's cashier": ["UPDATE sale SET cashier = 'ai-do'"],
    "when a sale was made": ["UPDATE sale SET sold_at = received_at"],
    "how a sale came": ["UPDATE sale SET offline = NOT offline"],
    "what the customer handed over": ["UPDATE payment SET tendered_vnd = tendered_vnd + 1 WHERE tendered_vnd IS NOT NULL"],
    "a sale line's VAT": ["UPDATE sale_line SET vat_vnd = vat_vnd + 1"],
    "how a sale was paid": ["UPDATE payment SET method = 'card'"],
    "a refund's total": ["UPDATE refund SET total_vnd = total_vnd + 1"],
    "a refunded line's net": ["UPDATE refund_line SET net_vnd = net_vnd + 1, kept_vnd = kept_vnd + 1"],
    "a refunded line's VAT": ["UPDATE refund_line SET vat_vnd = vat_vnd + 1"],
    "what had come back before": ["UPDATE refund_line SET before = before + 1, after = after + 1"],
    "a refund's day": ["UPDATE refund SET business_day = '2020-01-01'"],
    "cash that was moved": ["UPDATE cash_move SET amount_vnd = amount_vnd + 1"],
    "cash that was moved, gone": ["DELETE FROM cash_move"],
    "what was in a drawer at first": ["UPDATE shift SET opening_float_vnd = opening_float_vnd + 1"],
    "what should have been in a drawer": [
        "UPDATE shift SET expected_vnd = expected_vnd - 1, difference_vnd = difference_vnd + 1"
    ],
    "what was in a drawer": ["UPDATE shift SET counted_vnd = counted_vnd + 1, difference_vnd = difference_vnd + 1"],
    "a statement's closing": ["UPDATE statement SET closing_vnd = closing_vnd + 1"],
    "a statement's payable": ["UPDATE statement SET payable_vnd = payable_vnd + 1"],
    "a claim without money": [
        "DELETE FROM statement_line WHERE book_line_id = (SELECT min(id) FROM book_line WHERE kind = 'received')"
    ],
    "a counter": ["UPDATE counter SET value = value + 1 WHERE series = 'sale'"],
    "the last sale with all its traces": [
        f"UPDATE shelf SET on_hand = on_hand + 1000 WHERE lot = (SELECT lot FROM movement WHERE {LAST_MOVED})",
        f"DELETE FROM movement WHERE {LAST_MOVED}",
        f"DELETE FROM book_line WHERE {LAST_MOVED}",
        f"DELETE FROM sale_line WHERE sale_uid = {LAST_SALE}",
        f"DELETE FROM payment WHERE sale_uid = {LAST_SALE}",
        f"DELETE FROM sale_flag WHERE sale_uid = {LAST_SALE}",
        f"DELETE FROM sale WHERE uid = {LAST_SALE}",
    ],
}


ALSO_ON_POSTGRESQL = (
    "a shelf", "a payout gone", "a book line's day", "when a sale was made", "how a sale came", "how a sale was paid",
    "a counter", "the last sale with all its traces",
)  # fmt: skip
"""A change of each type of column, and rows that are gone: the same statements read both databases, and Python compares."""


@pytest.mark.parametrize(
    ("local_outlet", "what"),
    [
        *[pytest.param("sqlite", what, id=f"sqlite-{what}") for what in DAMAGE],
        *[pytest.param("postgresql", what, id=f"postgresql-{what}", marks=pytest.mark.postgres) for what in ALSO_ON_POSTGRESQL],
    ],
    indirect=["local_outlet"],
)
def test_a_gap_is_named(local_outlet: LocalOutlet, what: str) -> None:
    class _Enough(Exception):
        pass

    def damage() -> None:
        lift(db.session.connection(), GUARDS.tables)
        for statement in DAMAGE[what]:
            assert db.session.connection().execute(text(statement)).rowcount > 0, statement
        ensure(db.session.connection(), GUARDS)
        assert books.check()[0] != []
        raise _Enough

    with local_outlet.app.app_context(), pytest.raises(_Enough):
        transaction(damage)


@pytest.mark.parametrize(
    "row", ["shift WHERE uid IN (SELECT shift_uid FROM sale)", "lot WHERE code IN (SELECT lot FROM movement)"]
)
def test_a_row_that_others_name_does_not_go_unseen(local_outlet: LocalOutlet, row: str) -> None:
    class _Enough(Exception):
        pass

    def take_out() -> None:
        connection = db.session.connection()
        lift(connection, GUARDS.tables)
        if not on_postgresql():
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        assert connection.execute(text(f"DELETE FROM {row}")).rowcount > 0
        assert any(f"name a {row.split()[0]} that is gone" in gap for gap in books.check()[0])
        raise _Enough

    with local_outlet.app.app_context():
        with pytest.raises(IntegrityError if on_postgresql() else _Enough):
            transaction(take_out)
        assert books.check()[0] == []


def test_sales_while_the_books_are_checked_are_no_gaps(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    product = shop.stocked()
    by_movements = stock_ledger.stock_levels_by_movements

    def meanwhile() -> None:
        with each_app.app_context():
            shop.sell(shop.line(product))
            db.session.remove()

    def slowly() -> dict[tuple[str, str], int]:
        levels = by_movements()
        till = threading.Thread(target=meanwhile)
        till.start()
        till.join()
        return levels

    monkeypatch.setattr(stock_ledger, "stock_levels_by_movements", slowly)
    assert inside.gaps() == []
    assert shop.on_hand(product=product) == "49"
