"""Baskets over the API. Thin: read, ask, answer."""

from __future__ import annotations

from flask import Blueprint, Response

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import MasterCode
from core.web.api import PageQuery, endpoint, put_once, read_body, read_master, read_query, respond
from pos.baskets import baskets
from pos.baskets.requests import BasketRequest
from pos.baskets.results import BasketResult
from pos.offers.requests import AgreeRequest
from pos.permits import SalesPermit

bp = Blueprint("baskets_api", __name__)


class BasketsQuery(PageQuery):
    """GET /baskets."""

    producer: MasterCode | None = None


@endpoint(bp, "PUT", "/baskets/<code>", Permit.MANAGE, body=BasketRequest, answer=BasketResult, statuses=(200, 201))
def put_basket(code: str) -> Response:
    """Records a basket."""
    document, actor = read_master(BasketRequest, BasketResult, code), current_actor()
    created, basket = transaction(lambda: (baskets.put(code, document, actor), baskets.show(code)))
    return respond(basket, 201 if created else 200)


@endpoint(bp, "GET", "/baskets/<code>", SalesPermit.OFFERS_READ, answer=BasketResult)
def get_basket(code: str) -> Response:
    """A basket; a producer sees those with goods of its own."""
    return respond(baskets.show(code, current_actor().producer))


@endpoint(bp, "GET", "/baskets", SalesPermit.OFFERS_READ, query=BasketsQuery, answer=Page[BasketResult])
def list_baskets() -> Response:
    """Baskets by code; a producer sees those with goods of its own."""
    q, own = read_query(BasketsQuery), current_actor().producer
    listed = baskets.list_baskets(q.after, q.limit + 1, producer=own or q.producer)
    return respond(Page.cut(listed, q.limit, lambda basket: basket.code), result_type=Page[BasketResult])


@endpoint(
    bp, "POST", "/baskets/<code>/agree", SalesPermit.OFFERS_AGREE, body=AgreeRequest, answer=BasketResult, statuses=(200, 201)
)
def agree_to_basket(code: str) -> Response:
    """Agrees to bear a basket: a producer for itself, a manager with a note of how the producers did."""
    document, data = read_body(AgreeRequest)
    actor = current_actor()
    return put_once("basket-agreements", document.uid, [code, data], lambda: baskets.agree(code, document, actor))
