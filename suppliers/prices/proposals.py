"""Prices that producers propose, and what a manager decides about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, insert, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.choices import ProposalDecision, ProposalState
from suppliers.events import PriceProposalDecided
from suppliers.models import Product
from suppliers.prices import planning
from suppliers.prices.models import PriceProposal
from suppliers.prices.requests import ProposalDecisionRequest, ProposalRequest
from suppliers.prices.results import ProposalResult, ProposedPrice

_ACTIONS = {
    ProposalDecision.APPROVED: audit_actions.PROPOSAL_APPROVED,
    ProposalDecision.REFUSED: audit_actions.PROPOSAL_REFUSED,
}


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """Which proposals: of a producer, of a product, in a state, made in a span of days."""

    producer: str | None = None
    product: str | None = None
    state: ProposalState | None = None
    first: date | None = None
    last: date | None = None


def propose(uid: str, document: ProposalRequest, actor: Actor) -> ProposalResult:
    """Records a price that a producer asks for. Raises Invalid for a product that is not its own, and a day that is over."""
    product = fetch_one(select(Product.producer_code).where(Product.code == document.product))
    if product is None or actor.producer not in {None, product["producer_code"]}:
        raise Invalid(("product", N_("Không có sản phẩm này.")))
    if document.from_ < clock.today():
        raise Invalid(("from", N_("Ngày đã qua.")))
    row = {
        "uid": uid,
        "product_code": document.product,
        "producer_code": product["producer_code"],
        "price_vnd": document.price_vnd,
        "from_day": document.from_,
        "note": document.note or None,
        "proposed_at": clock.now(),
        "proposed_by": actor.name,
    }
    execute(insert(PriceProposal), row)
    said = ProposedPrice(document.product, Vnd(document.price_vnd), document.from_, document.note or None)
    audit.record_change(actor, audit_actions.PRICE_PROPOSED, uid, None, said)
    return show_proposal(uid)


def approve(uid: str, document: ProposalDecisionRequest, actor: Actor) -> ProposalResult:
    """Plans the price that was proposed, or brings it into force when its day has begun. Raises NotFound and `closed`."""
    proposal = _decide(uid, ProposalDecision.APPROVED, document, actor)
    if proposal.from_ > clock.today():
        planning.plan(proposal.product, proposal.from_, proposal.price_vnd, actor, uid)
    else:
        planning.set_now(proposal.product, proposal.price_vnd, actor, uid)
    return proposal


def refuse(uid: str, document: ProposalDecisionRequest, actor: Actor) -> ProposalResult:
    """Turns a proposal down. Raises NotFound and `closed`."""
    return _decide(uid, ProposalDecision.REFUSED, document, actor)


def show_proposal(uid: str, producer: str | None = None) -> ProposalResult:
    """A proposal. Raises NotFound, also for another's than that of `producer`."""
    row = fetch_one(select(PriceProposal.__table__).where(PriceProposal.uid == uid))
    if row is None or producer not in {None, row["producer_code"]}:
        raise NotFound(N_("Không có đề nghị giá này."))
    return _proposal(row)


def list_proposals(
    wanted: ProposalFilter, after: int | None = None, limit: int = 100, *, newest_first: bool = False
) -> list[ProposalResult]:
    """Proposals in the order they were made, or the newest first."""
    query = select(PriceProposal.__table__).order_by(PriceProposal.id.desc() if newest_first else PriceProposal.id).limit(limit)
    if after is not None:
        query = query.where(PriceProposal.id < after if newest_first else PriceProposal.id > after)
    return [_proposal(row) for row in fetch_all(_narrowed(query, wanted))]


def _narrowed(query: Select[tuple[object, ...]], wanted: ProposalFilter) -> Select[tuple[object, ...]]:
    if wanted.producer is not None:
        query = query.where(PriceProposal.producer_code == wanted.producer)
    if wanted.product is not None:
        query = query.where(PriceProposal.product_code == wanted.product)
    if wanted.state is not None:
        is_open = wanted.state is ProposalState.OPEN
        query = query.where(PriceProposal.decision.is_(None) if is_open else PriceProposal.decision == wanted.state)
    if wanted.first is not None:
        query = query.where(PriceProposal.proposed_at >= clock.midnight(wanted.first))
    if wanted.last is not None:
        query = query.where(PriceProposal.proposed_at < clock.day_bounds(wanted.last, wanted.last)[1])
    return query


def _decide(uid: str, decision: ProposalDecision, document: ProposalDecisionRequest, actor: Actor) -> ProposalResult:
    advisory_lock(planning.QUEUE)
    if show_proposal(uid).state is not ProposalState.OPEN:
        raise DomainError("closed", N_("Đề nghị giá này đã được trả lời."))
    decided = {"decision": decision, "decided_at": clock.now(), "decided_by": actor.name, "answer": document.note or None}
    execute(update(PriceProposal).where(PriceProposal.uid == uid).values(decided))
    proposal = show_proposal(uid)
    audit.note(actor, _ACTIONS[decision], uid, product=proposal.product, price_vnd=proposal.price_vnd, note=proposal.answer)
    emit(PriceProposalDecided(proposal))
    return proposal


def _proposal(row: Row) -> ProposalResult:
    return ProposalResult(
        uid=row["uid"],
        product=row["product_code"],
        producer=row["producer_code"],
        price_vnd=row["price_vnd"],
        from_=row["from_day"],
        note=row["note"],
        state=ProposalState(row["decision"] or ProposalState.OPEN),
        proposed_at=row["proposed_at"],
        proposed_by=row["proposed_by"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        answer=row["answer"],
        id=row["id"],
    )
