"""The producers' own pages about goods: the first page, and what lies on the shelves. Works without JavaScript."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from core import clock
from core.outlet import show_outlet
from core.people.permits import needs
from inventory import document_queries, queries
from inventory.counting import countersigning, posted
from inventory.pages import portal_expiring
from inventory.results import NamedStockRow
from suppliers import book, messages, producers, statement_queries
from suppliers.choices import StatementState
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer
from suppliers.portal.queries import sold_goods

bp = Blueprint("portal_goods", __name__)

STATEMENTS = 3
COUNTS = 2
"""Counts to countersign that are shown one by one."""


@bp.get("/portal")
@needs(SuppliersPermit.PORTAL)
def home() -> str:
    """What I receive, what is asked of me, what was sold yesterday."""
    producer = own_producer()
    today = clock.today()
    month = sold_goods(producer, today.replace(day=1), today)
    yesterday = today - timedelta(days=1)
    outlet = show_outlet()
    here = queries.stock(producer=producer)
    asked = statement_queries.list_statements(producer, None, STATEMENTS, [StatementState.QUERIED])
    issued = statement_queries.list_statements(producer, None, STATEMENTS, [StatementState.ISSUED])
    return render_template(
        "portal/home.html",
        producer=producers.show_producer(producer),
        balance_vnd=book.balance(producer),
        month_gross_vnd=sum(goods.gross_vnd for goods in month),
        month_owed_vnd=sum(goods.owed_vnd for goods in month),
        sold_yesterday=sold_goods(producer, yesterday, yesterday),
        sold_today=sold_goods(producer, today, today),
        yesterday=yesterday,
        products_here=len({row.product for row in here}),
        ending=portal_expiring.asked_of(producer),
        ending_shown=portal_expiring.ON_HOME,
        statements=[*asked, *issued],
        messages=messages.unread(producer),
        counts=[
            countersigning.narrowed(document_queries.get_count(uid), producer) for uid in posted.to_countersign(producer)[:COUNTS]
        ],
        outlet_phone=outlet.phone,
        tab="home",
    )


@bp.get("/portal/stock")
@needs(SuppliersPermit.PORTAL)
def stock() -> str:
    """What lies on the shelves, by product and lot."""
    producer = own_producer()
    by_product: dict[str, list[NamedStockRow]] = {}
    for row in queries.named_stock(producer=producer):
        by_product.setdefault(row.product, []).append(row)
    groups = [(lots, sum(lot.on_hand for lot in lots)) for lots in by_product.values()]
    return render_template("portal/stock.html", producer=producers.show_producer(producer), groups=groups, tab="stock")
