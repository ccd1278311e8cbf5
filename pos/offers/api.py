"""Offers over the API. Thin: read, ask, answer."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import Day, MasterCode
from core.web.api import PageQuery, endpoint, put_once, read_body, read_master, read_query, respond
from pos.offers import offers
from pos.offers.requests import AgreeRequest, OfferRequest
from pos.offers.results import OfferResult
from pos.permits import SalesPermit

bp = Blueprint("offers_api", __name__)


class OffersQuery(PageQuery):
    """GET /offers."""

    producer: MasterCode | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(bp, "PUT", "/offers/<code>", Permit.MANAGE, body=OfferRequest, answer=OfferResult, statuses=(200, 201))
def put_offer(code: str) -> Response:
    """Records an offer."""
    document, actor = read_master(OfferRequest, OfferResult, code), current_actor()
    created, offer = transaction(lambda: (offers.put(code, document, actor), offers.show(code)))
    return respond(offer, 201 if created else 200)


@endpoint(bp, "GET", "/offers/<code>", SalesPermit.OFFERS_READ, answer=OfferResult)
def get_offer(code: str) -> Response:
    """An offer; a producer sees those on goods of its own."""
    return respond(offers.show(code, current_actor().producer))


@endpoint(bp, "GET", "/offers", SalesPermit.OFFERS_READ, query=OffersQuery, answer=Page[OfferResult])
def list_offers() -> Response:
    """Offers by code; a producer sees those on goods of its own."""
    q, own = read_query(OffersQuery), current_actor().producer
    listed = offers.list_offers(q.after, q.limit + 1, producer=own or q.producer, first=q.from_, last=q.to)
    return respond(Page.cut(listed, q.limit, lambda offer: offer.code), result_type=Page[OfferResult])


@endpoint(
    bp, "POST", "/offers/<code>/agree", SalesPermit.OFFERS_AGREE, body=AgreeRequest, answer=OfferResult, statuses=(200, 201)
)
def agree_to_offer(code: str) -> Response:
    """Agrees to bear an offer: a producer for itself, a manager with a note of how the producers did."""
    document, data = read_body(AgreeRequest)
    actor = current_actor()
    return put_once("offer-agreements", document.uid, [code, data], lambda: offers.agree(code, document, actor))
