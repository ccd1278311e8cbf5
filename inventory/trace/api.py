"""The API of where goods came from and went."""

from __future__ import annotations

from typing import Annotated, Self

from flask import Blueprint, Response
from pydantic import Field, model_validator

from core import clock
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.values.field_types import Day, refuse
from core.web.api import PageQuery, cursor_number, endpoint, read_query, respond
from inventory.permits import GoodsPermit
from inventory.trace import card
from inventory.trace.results import StockCard
from suppliers.agreements import visibility
from suppliers.choices import Visibility

bp = Blueprint("trace_api", __name__)


class CardQuery(PageQuery):
    """GET /stock/card: of a product or of a lot; without days the present month up to today."""

    product: str | None = None
    lot: str | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if (self.product is None) == (self.lot is None):
            raise refuse(N_("Thẻ kho là của một sản phẩm hoặc của một lô."))
        return self


@endpoint(bp, "GET", "/stock/card", GoodsPermit.DOCUMENTS_READ, query=CardQuery, answer=StockCard)
def get_card() -> Response:
    """The stock card of a product or a lot: opening, each movement with its document, closing; `limit` lines at a time."""
    visibility.require(current_actor(), Visibility.BASIC)
    q = read_query(CardQuery)
    last = q.to or clock.today()
    first = q.from_ or last.replace(day=1)
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    found = card.card(
        product=q.product,
        lot=q.lot,
        first=first,
        last=last,
        producer=current_actor().producer,
        after=cursor_number(q.after),
        limit=q.limit,
    )
    return respond(found)
