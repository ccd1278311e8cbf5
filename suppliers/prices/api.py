"""Prices and proposals of prices over the API. Thin: read, ask, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Blueprint, Response, current_app
from pydantic import Field

from core.db import transaction
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor, current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import Day, MasterCode, RequestModel, choice_of
from core.web import validation
from core.web.api import PageQuery, cursor_number, endpoint, path_uid, put_once, read_body, read_query, read_settings, respond
from suppliers.choices import ProposalState
from suppliers.permits import SuppliersPermit
from suppliers.prices import history, planning, proposals
from suppliers.prices.proposals import ProposalFilter
from suppliers.prices.requests import PriceRequest, ProposalDecisionRequest, ProposalRequest
from suppliers.prices.results import PriceResult, ProposalResult

bp = Blueprint("prices_api", __name__)


class _PathDay(RequestModel):
    from_: Annotated[Day, Field(alias="from")]


class ProposalsQuery(PageQuery):
    """GET /price-proposals."""

    producer: MasterCode | None = None
    product: MasterCode | None = None
    state: Annotated[ProposalState | None, choice_of(ProposalState)] = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(
    bp,
    "PUT",
    "/products/<code>/prices/<from_day>",
    Permit.MANAGE,
    body=PriceRequest,
    answer=PriceResult,
    statuses=(200, 201),
)
def put_price(code: str, from_day: str) -> Response:
    """Plans the price of a product from a day to come."""
    day, document = _path_day(from_day), read_settings(PriceRequest, PriceResult)
    if document.from_ not in {None, day}:
        raise Invalid(("from", N_("Khác với ngày trong địa chỉ.")))
    actor = current_actor()

    def act() -> tuple[bool, PriceResult]:
        return planning.plan(code, day, Vnd(document.price_vnd), actor), history.show_price(code, day, None)

    created, price = transaction(act)
    return respond(price, 201 if created else 200)


@endpoint(bp, "DELETE", "/products/<code>/prices/<from_day>", Permit.MANAGE, answer=None, statuses=(204,))
def delete_price(code: str, from_day: str) -> Response:
    """Takes a planned price back, until its day begins."""
    day, actor = _path_day(from_day), current_actor()
    transaction(lambda: planning.withdraw(code, day, actor))
    return current_app.response_class(status=204)


@endpoint(bp, "GET", "/products/<code>/prices/<from_day>", SuppliersPermit.PRICES_READ, answer=PriceResult)
def get_price(code: str, from_day: str) -> Response:
    """The price of a product that begins, or began, on a day."""
    return respond(history.show_price(code, _path_day(from_day), current_actor().producer))


@endpoint(bp, "GET", "/products/<code>/prices", SuppliersPermit.PRICES_READ, query=PageQuery, answer=Page[PriceResult])
def list_prices(code: str) -> Response:
    """The prices of a product, the oldest first: past, present and planned."""
    q = read_query(PageQuery)
    after = cursor_number(q.after) or 0
    prices = history.list_prices(code, current_actor().producer)[after : after + q.limit + 1]
    return respond(Page.cut(prices, q.limit, lambda price: price.position), result_type=Page[PriceResult])


@endpoint(
    bp,
    "PUT",
    "/price-proposals/<uid>",
    SuppliersPermit.PRICES_PROPOSE,
    body=ProposalRequest,
    answer=ProposalResult,
    statuses=(200, 201),
)
def put_proposal(uid: str) -> Response:
    """Proposes a price: a producer for its own products."""
    uid = path_uid(uid)
    document, data = read_body(ProposalRequest)
    actor = current_actor()
    return put_once("price-proposals", uid, data, lambda: proposals.propose(uid, document, actor))


@endpoint(bp, "GET", "/price-proposals/<uid>", SuppliersPermit.PRICES_PROPOSE, answer=ProposalResult)
def get_proposal(uid: str) -> Response:
    """A price that was proposed, and what became of it."""
    return respond(proposals.show_proposal(uid.lower(), current_actor().producer))


@endpoint(bp, "GET", "/price-proposals", SuppliersPermit.PRICES_PROPOSE, query=ProposalsQuery, answer=Page[ProposalResult])
def list_proposals() -> Response:
    """Prices that were proposed, in that order; a producer sees its own."""
    q, own = read_query(ProposalsQuery), current_actor().producer
    if own is not None and q.producer not in {None, own}:
        raise NotFound(N_("Không có nhà sản xuất này."))
    wanted = ProposalFilter(own or q.producer, q.product, q.state, q.from_, q.to)
    listed = proposals.list_proposals(wanted, cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(listed, q.limit, lambda proposal: proposal.id), result_type=Page[ProposalResult])


@endpoint(
    bp,
    "POST",
    "/price-proposals/<uid>/approve",
    Permit.MANAGE,
    body=ProposalDecisionRequest,
    answer=ProposalResult,
    statuses=(200, 201),
)
def approve_proposal(uid: str) -> Response:
    """Plans the price that was proposed, or brings it into force when its day has begun."""
    return _decide(uid, "price-approvals", proposals.approve)


@endpoint(
    bp,
    "POST",
    "/price-proposals/<uid>/refuse",
    Permit.MANAGE,
    body=ProposalDecisionRequest,
    answer=ProposalResult,
    statuses=(200, 201),
)
def refuse_proposal(uid: str) -> Response:
    """Turns a proposed price down."""
    return _decide(uid, "price-refusals", proposals.refuse)


def _decide(uid: str, scope: str, decide: Callable[[str, ProposalDecisionRequest, Actor], ProposalResult]) -> Response:
    proposals.show_proposal(uid.lower())
    document, data = read_body(ProposalDecisionRequest)
    actor = current_actor()
    return put_once(scope, document.uid, [uid.lower(), data], lambda: decide(uid.lower(), document, actor))


def _path_day(text: str) -> date:
    """The day in an address. Raises Invalid."""
    return validation.read(_PathDay, {"from": text}).from_
