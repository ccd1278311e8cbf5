"""Search for goods over the API: what forms and programs put into documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field, StringConstraints

from core.errors import Invalid
from core.i18n import N_
from core.values.field_types import RequestModel, choice_of
from core.web.api import endpoint, read_query, respond
from inventory.finding import goods
from inventory.finding.results import FoundGoodsList
from inventory.permits import GoodsPermit

bp = Blueprint("finding_api", __name__)


class SearchedIn(StrEnum):
    """What is searched."""

    PRODUCTS = "products"
    LOTS = "lots"


class YesNo(StrEnum):
    """A parameter that is said or not."""

    YES = "true"
    NO = "false"


class GoodsQuery(RequestModel):
    """GET /goods. `q` is a text or what a scanner read; lots are those of a place, with `gone` also what it has nothing of."""

    q: Annotated[str, StringConstraints(max_length=500)] = ""
    in_: Annotated[SearchedIn, choice_of(SearchedIn), Field(alias="in")] = SearchedIn.PRODUCTS
    producer: str | None = None
    place: str | None = None
    gone: Annotated[YesNo, choice_of(YesNo)] = YesNo.NO


@endpoint(bp, "GET", "/goods", GoodsPermit.WRITE, query=GoodsQuery, answer=FoundGoodsList)
def find_goods() -> Response:
    """Products to receive, or lots of a place, by words or by a scanned code; what a code names comes first, marked exact."""
    q = read_query(GoodsQuery)
    if q.in_ is SearchedIn.PRODUCTS:
        return respond(goods.find_products(q.q, producer=q.producer))
    if q.place is None:
        raise Invalid(("place", N_("Thiếu ô này.")))
    return respond(goods.find_lots(q.q, place=q.place, producer=q.producer, gone=q.gone is YesNo.YES))
