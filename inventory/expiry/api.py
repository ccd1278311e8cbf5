"""The API of goods near their best-before day."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import choice_of
from core.web.api import PageQuery, endpoint, put_once, read_body, read_query, respond
from inventory.choices import ExpiryProposalState
from inventory.expiry import answering, proposals
from inventory.expiry.requests import ExpiryAnswerRequest, ExpiryAskRequest
from inventory.expiry.results import ExpiryProposal
from inventory.permits import GoodsPermit
from suppliers.api import narrowed

bp = Blueprint("expiry_api", __name__)


class ProposalsQuery(PageQuery):
    """GET /expiry-proposals."""

    producer: str | None = None
    state: Annotated[ExpiryProposalState | None, choice_of(ExpiryProposalState)] = None


@endpoint(bp, "GET", "/expiry-proposals", GoodsPermit.DOCUMENTS_READ, query=ProposalsQuery, answer=Page[ExpiryProposal])
def list_expiry_proposals() -> Response:
    """Lots near their day with what is proposed for each, the nearest first."""
    q = read_query(ProposalsQuery)
    found = [p for p in proposals.proposals(producer=narrowed(q.producer)) if q.state in {None, p.state}]
    if q.after is not None:
        found = [p for p in found if _cursor(p) > q.after]
    return respond(Page.cut(found[: q.limit + 1], q.limit, _cursor), result_type=Page[ExpiryProposal])


def _cursor(proposal: ExpiryProposal) -> str:
    return f"{proposal.best_before.isoformat()}@{proposal.lot}"


@endpoint(
    bp,
    "POST",
    "/expiry-proposals/<code:lot>/answer",
    GoodsPermit.ANNOUNCE,
    body=ExpiryAnswerRequest,
    answer=ExpiryProposal,
    statuses=(200, 201),
)
def answer_expiry_proposal(lot: str) -> Response:
    """Chooses what happens to a lot near its day. A manager says in a note how the producer answered."""
    document, data = read_body(ExpiryAnswerRequest)
    actor = current_actor()
    answering.get_proposal(lot, actor.producer)
    return put_once("expiry-answers", document.uid, [lot, data], lambda: answering.answer(lot, document, actor))


@endpoint(
    bp,
    "POST",
    "/expiry-proposals/<code:lot>/ask",
    Permit.MANAGE,
    body=ExpiryAskRequest,
    answer=ExpiryProposal,
    statuses=(200, 201),
)
def ask_about_lot(lot: str) -> Response:
    """Proposes something for a lot, or the same once more; silence still means what the agreement says."""
    document, data = read_body(ExpiryAskRequest)
    actor = current_actor()
    return put_once("expiry-askings", document.uid, [lot, data], lambda: answering.ask(lot, document, actor))
