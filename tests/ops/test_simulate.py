"""The simulator: repeatable, by the rules, and beside whatever is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, fetch_all
from core.errors import Invalid
from ops import books
from ops.simulate.history import simulate
from pos.models import Payment, Refund, RefundLine, Sale, SaleLine, Shift
from reports import stock
from reports.choices import SalesKey
from reports.selling import report as report_sales
from suppliers.models import BookLine
from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import ZONE

GOOD_REFUND = {"method": "cash", "reason": "thử", "lines": [{"line": 1, "quantity": "1", "condition": "resell"}]}
NOW = datetime(2027, 1, 6, 10, tzinfo=ZONE)


def _history(app: Flask, seed: int) -> list[list[dict[str, Any]]]:
    with app.app_context(), clock.time_travel(NOW):
        Inside(app)
        simulate(12, 15, 9, 4, seed)
        assert books.check()[0] == []
        orders = ((Sale, Sale.number), (SaleLine, SaleLine.id), (Payment, Payment.sale_uid), (Refund, Refund.number),
                  (RefundLine, RefundLine.id), (BookLine, BookLine.id), (Shift, Shift.uid))  # fmt: skip
        tables = [[dict(r) for r in fetch_all(select(table.__table__).order_by(order))] for table, order in orders]
        db.session.rollback()
        return tables


def test_the_same_seed_gives_the_same_history_and_another_another(app_on: AppOn) -> None:
    first, again, other = _history(app_on("sqlite"), 7), _history(app_on("sqlite"), 7), _history(app_on("sqlite"), 8)
    assert first == again
    assert first[0] != other[0]
    sales = first[0]
    assert len(sales) == 12 * 15 and {s["number"][:4] for s in sales} == {"2026", "2027"}
    assert sales[0]["business_day"] == date(2026, 12, 25) and sales[-1]["business_day"] == date(2027, 1, 5)


def test_it_stands_beside_an_outlets_own_goods_and_beside_itself(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    rice = shop.stocked()
    assert shop.sell(shop.line(rice, "2"))["number"].endswith("-000001")
    simulate(3, 20, 8, 3, 1)
    assert simulate(2, 10, 5, 2, 1).startswith("SIM2: 2 days")
    assert shop.sell(shop.line(rice, "2"))["number"].endswith("-000082")
    assert inside.gaps() == []
    for table, path in ((Sale, "sales"), (Refund, "refunds")):
        for uid in [r["uid"] for r in fetch_all(select(table.uid).where(table.till_code.like("SIM%")).limit(1))]:
            body = shop.sale(shop.line(rice)) if table is Sale else GOOD_REFUND | {"shift": shop.shift, "sale": uid}
            assert inside.api.put(f"/api/v1/{path}/{uid}", body).code == "uid_reused"
    today = clock.today()
    totals = report_sales.sales(SalesKey.PRODUCER, today - timedelta(days=5), today).totals
    assert totals.sales == 82


def test_goods_expire_and_come_back(app: Flask) -> None:
    Inside(app)
    simulate(45, 12, 10, 3, 3)
    today = clock.today()
    assert books.check()[0] == []
    with app.test_request_context("/"):
        lost = stock.losses(today - timedelta(days=60), today).items
    assert {x.cause for x in lost} == {"expiry"}
    assert fetch_all(select(Refund.uid))


@pytest.mark.parametrize("counts", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 2), (1, 1, 1, 0)])
def test_counts_that_make_no_sense_are_refused(app: Flask, counts: tuple[int, int, int, int]) -> None:
    Inside(app)
    with pytest.raises(Invalid):
        simulate(*counts, 1)
