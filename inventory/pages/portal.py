"""The producers' own pages about goods: the first page, and what lies on the shelves. Works without JavaScript."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from core import clock
from core.outlet import show_outlet
from core.people.permits import needs
from inventory import document_queries, queries
from inventory.choices import GoodsDocumentKind
from inventory.counting import countersigning, posted
from inventory.listing.documents import Wanted, list_documents
from inventory.pages import portal_expiring
from inventory.results import DeliveryResult, NamedStockRow
from suppliers import products, statement_queries
from suppliers.agreements import visibility
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.choices import StatementState, Visibility
from suppliers.messages import reading
from suppliers.permits import SuppliersPermit
from suppliers.portal import agreement, owed, payments
from suppliers.portal.pages import own_producer, require
from suppliers.portal.queries import sold_goods

bp = Blueprint("portal_goods", __name__)

STATEMENTS = 3
MESSAGES = 3
"""What the outlet said that is shown in full; the rest is a number."""
COUNTS = 2
"""Counts to countersign that are shown one by one."""
LATEST = 2
"""Deliveries and payments that stand on the first page."""
PAPER_DAYS = 90
"""So long before a paper ends its producer is told."""


@bp.get("/portal")
@needs(SuppliersPermit.PORTAL)
def home() -> str:
    """What the outlet owes me, what is asked of me, what was sold, what runs out, what came and what was paid."""
    producer = own_producer()
    today = clock.today()
    yesterday = today - timedelta(days=1)
    sees_goods = visibility.may_see(producer, Visibility.BASIC)
    asked = statement_queries.list_statements(producer, None, STATEMENTS, [StatementState.QUERIED])
    issued = statement_queries.list_statements(producer, None, STATEMENTS, [StatementState.ISSUED])
    wanted = Wanted(kind=GoodsDocumentKind.DELIVERY, producer=producer)
    delivered = [document for _cursor, document in list_documents(wanted, limit=LATEST, newest_first=True)]
    return render_template(
        "portal/home.html",
        owed=owed.owed_now(producer),
        sold_yesterday=sold_goods(producer, yesterday, yesterday) if sees_goods else (),
        sold_today=sold_goods(producer, today, today) if sees_goods else (),
        yesterday=yesterday,
        now=clock.now(),
        ending=portal_expiring.asked_of(producer),
        ending_shown=portal_expiring.ON_HOME,
        ending_papers=papers.to_renew(PaperFilter(producer=producer, ending_within=PAPER_DAYS)),
        statements=[*asked, *issued],
        waiting=agreement.waiting_of(producer),
        messages=reading.unread(producer)[:MESSAGES],
        unread=reading.count_unread(producer),
        counts=[
            countersigning.narrowed(document_queries.get_count(uid), producer) for uid in posted.to_countersign(producer)[:COUNTS]
        ],
        brought=[document for document in delivered if isinstance(document, DeliveryResult)],
        goods_names=products.product_names(producer),
        payments=payments.payments_of(producer, limit=LATEST),
        outlet_phone=show_outlet().phone,
        tab="home",
    )


@bp.get("/portal/stock")
@needs(SuppliersPermit.PORTAL)
def stock() -> str:
    """What lies on the shelves, by product and lot."""
    require(Visibility.BASIC)
    producer = own_producer()
    by_product: dict[str, list[NamedStockRow]] = {}
    for row in queries.named_stock(producer=producer):
        by_product.setdefault(row.product, []).append(row)
    groups = [(lots, sum(lot.on_hand for lot in lots)) for lots in by_product.values()]
    return render_template("portal/stock.html", groups=groups, tab="stock")
