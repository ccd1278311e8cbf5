"""The API of a lot traced both ways."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.web.api import PageQuery, endpoint, read_query, respond
from inventory.permits import GoodsPermit
from reports.stock_book import trace
from reports.stock_book.results import LotTrace
from suppliers.agreements import visibility
from suppliers.choices import Visibility

bp = Blueprint("stock_book_api", __name__)


@endpoint(bp, "GET", "/lots/<code:lot>/trace", GoodsPermit.DOCUMENTS_READ, query=PageQuery, answer=LotTrace)
def get_trace(lot: str) -> Response:
    """Where a lot came from and where it went; `limit` and `after` page through its sales. Customers are for a manager."""
    visibility.require(current_actor(), Visibility.BASIC)
    q, actor = read_query(PageQuery), current_actor()
    found = trace.trace(lot, producer=actor.producer, with_customers=actor.may(Permit.MANAGE), after=q.after, limit=q.limit)
    return respond(found)
