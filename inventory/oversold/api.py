"""The API of goods sold beyond the book."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import choice_of
from core.web.api import PageQuery, cursor_number, endpoint, known_uid, put_once, read_body, read_query, respond
from inventory.choices import OversoldState
from inventory.oversold import deciding, reading
from inventory.oversold.requests import OversoldRequest
from inventory.oversold.results import OversoldGoods
from inventory.permits import GoodsPermit

bp = Blueprint("oversold_api", __name__)


class OversoldQuery(PageQuery):
    """GET /stock/oversold. `open` waits for a decision; `decided` and `counted` are settled, and either lists both."""

    state: Annotated[OversoldState | None, choice_of(OversoldState)] = None
    place: str | None = None
    product: str | None = None
    producer: str | None = None


@endpoint(bp, "GET", "/stock/oversold", GoodsPermit.WRITE, query=OversoldQuery, answer=Page[OversoldGoods])
def list_oversold() -> Response:
    """Goods that sales had to find, because the book had too little of them, in the order of posting."""
    q = read_query(OversoldQuery)
    found = reading.list_oversold(
        state=q.state,
        place=q.place,
        product=q.product,
        producer=q.producer,
        after=cursor_number(q.after),
        limit=q.limit + 1,
    )
    cut = Page.cut(found, q.limit, lambda item: item[0])
    return respond(Page([goods for _cursor, goods in cut.items], cut.next), result_type=Page[OversoldGoods])


@endpoint(bp, "GET", "/stock/oversold/<uid>", GoodsPermit.WRITE, answer=OversoldGoods)
def get_oversold(uid: str) -> Response:
    """What one sale had to find."""
    return respond(reading.get_oversold(known_uid(uid)))


@endpoint(
    bp,
    "POST",
    "/stock/oversold/<uid>/decide",
    Permit.MANAGE,
    body=OversoldRequest,
    answer=OversoldGoods,
    statuses=(200, 201),
)
def decide_oversold(uid: str) -> Response:
    """Leaves goods that were sold beyond the book as they are, or says which delivery they came with."""
    movement, actor = known_uid(uid), current_actor()
    document, data = read_body(OversoldRequest)
    return put_once("oversold-decisions", document.uid, [movement, data], lambda: deciding.decide(movement, document, actor))
