"""What a producer chooses for a lot near its day, what its silence means, and what follows.

A markdown becomes an offer on that lot, goods to be given back are set aside; samples and gifts wait for a person's loss.
Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from sqlalchemy import insert

from core import clock
from core.db import audit, execute, transaction
from core.db.outbox import hourly
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.i18n import gettext as _
from core.money import Bp
from core.people.actor import SYSTEM, Actor
from core.quantity import format_quantity
from core.values.uid import new_uid
from inventory import audit_actions, goods_documents, queries, returns
from inventory.choices import ExpiryProposalState
from inventory.events import ExpiryAsked, ExpirySilenceHeld, LotMarkedDown, LotsExpiring
from inventory.expiry.models import ExpiryAnswer, ExpiryAsking
from inventory.expiry.proposals import planned, proposals
from inventory.expiry.requests import ExpiryAnswerRequest, ExpiryAskRequest
from inventory.expiry.results import ExpiryProposal
from inventory.requests import ReturnRequest
from suppliers.choices import ExpiryChoice
from suppliers.producers import owner_code

NO_PROPOSAL = N_("Lô này không có đề nghị nào.")
CLOSED = N_("Lô này đã có cách xử lý.")
MOST_DAYS = 36_500
"""A lot's producer may be asked however far its day is."""


def answer(lot: str, document: ExpiryAnswerRequest, actor: Actor) -> ExpiryProposal:
    """Chooses for a lot in its producer's name.

    Raises NotFound for a lot without a proposal and another producer's, `closed` once it is answered, `too_late` after the day,
    and Invalid for a manager who does not say in a note how the producer answered.
    """
    goods_documents.lots_of([lot])
    proposal = get_proposal(lot, actor.producer)
    if actor.producer is None and not document.note:
        raise Invalid(("note", N_("Ghi rõ nhà sản xuất đã trả lời thế nào.")))
    if proposal.state is not ExpiryProposalState.OPEN:
        raise DomainError("closed", CLOSED)
    if clock.today() > proposal.answer_by:
        raise DomainError("too_late", N_("Đã quá ngày trả lời cho lô này."))
    _decide(proposal, ExpiryProposalState.ANSWERED, document, actor)
    return get_proposal(lot, actor.producer)


def ask(lot: str, document: ExpiryAskRequest, actor: Actor) -> ExpiryProposal:
    """Proposes something for a lot, or the same once more, and shows it to its producer.

    What holds when nobody answers stays what the agreement says. Raises NotFound for a lot that has nothing to propose for
    (without a day or without goods, recalled, the outlet's own), `closed` once it is answered.
    """
    goods_documents.lots_of([lot])
    found = planned(lot=lot, days=MOST_DAYS)
    if not found:
        raise NotFound(NO_PROPOSAL)
    if found[0].proposal.state is not ExpiryProposalState.OPEN:
        raise DomainError("closed", CLOSED)
    row = {"lot": lot, "choice": document.choice, "rate_bp": document.rate_bp, "asked_at": clock.now(), "asked_by": actor.name}
    execute(insert(ExpiryAsking), row)
    audit.note(actor, audit_actions.EXPIRY_ASKED, lot, choice=document.choice, rate_bp=document.rate_bp)
    proposal = get_proposal(lot)
    emit(ExpiryAsked(proposal))
    return proposal


def mark_down_own(lot: str, rate_bp: Bp, actor: Actor) -> None:
    """Marks down a lot of the outlet's own goods. Raises NotFound for another's, and for one that has ended or has no day."""
    goods_documents.lots_of([lot])
    here = queries.lot(lot)
    if here.producer != owner_code() or here.best_before is None or here.best_before < clock.today():
        raise NotFound(NO_PROPOSAL)
    audit.note(actor, audit_actions.EXPIRY_DECIDED, lot, choice=ExpiryChoice.MARK_DOWN, rate_bp=rate_bp)
    emit(LotMarkedDown(lot, here.name, rate_bp, here.best_before, actor))


def get_proposal(lot: str, producer: str | None = None) -> ExpiryProposal:
    """The proposal of a lot. Raises NotFound, also when the lot is not this producer's."""
    found = proposals(producer=producer, lot=lot)
    if not found:
        raise NotFound(NO_PROPOSAL)
    return found[0]


@hourly
def let_silence_hold() -> int:
    """Does for each lot what its agreement says when nobody has answered in time, and returns for how many."""
    return sum(transaction(lambda lot=lot: _hold(lot)) for lot in _unanswered())  # type: ignore[misc]


@hourly
def propose() -> None:
    """Says which lots wait for their producers' word."""
    waiting = [proposal for proposal in proposals() if proposal.state is ExpiryProposalState.OPEN]
    if waiting:
        transaction(lambda: emit(LotsExpiring(waiting)))


def _unanswered() -> list[str]:
    return [proposal.lot for proposal in proposals() if _is_silent(proposal)]


def _is_silent(proposal: ExpiryProposal) -> bool:
    return proposal.by_agreement and proposal.state is ExpiryProposalState.OPEN and clock.today() > proposal.answer_by


def _hold(lot: str) -> bool:
    """Lets the agreement's choice hold for a lot, unless somebody was quicker."""
    goods_documents.lots_of([lot])
    found = proposals(lot=lot)
    if not found or not _is_silent(found[0]):
        return False
    assert found[0].silence is not None, "an agreement says what silence means"
    chosen = ExpiryAnswerRequest(uid=new_uid(), choice=found[0].silence, rate_bp=found[0].silence_rate_bp)
    _decide(found[0], ExpiryProposalState.SILENT, chosen, SYSTEM)
    emit(ExpirySilenceHeld(found[0]))
    return True


def _decide(proposal: ExpiryProposal, state: ExpiryProposalState, document: ExpiryAnswerRequest, actor: Actor) -> None:
    """Writes what was chosen for a lot, and does it."""
    row = {
        "lot": proposal.lot,
        "uid": document.uid,
        "state": state,
        "choice": document.choice,
        "rate_bp": document.rate_bp,
        "note": document.note or None,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }
    execute(insert(ExpiryAnswer), row)
    audit.note(actor, audit_actions.EXPIRY_DECIDED, proposal.lot, choice=document.choice, rate_bp=document.rate_bp)
    if document.choice is ExpiryChoice.MARK_DOWN and document.rate_bp and proposal.days_left >= 0:
        emit(LotMarkedDown(proposal.lot, proposal.name, document.rate_bp, proposal.best_before, actor))
    elif document.choice is ExpiryChoice.GIVE_BACK:
        _set_aside(proposal, actor)


def _set_aside(proposal: ExpiryProposal, actor: Actor) -> None:
    """Sets aside what is free of a lot, place by place."""
    for level in queries.lot(proposal.lot).places:
        if free := level.on_hand - level.set_aside:
            document = ReturnRequest.model_validate(
                {
                    "producer": proposal.producer,
                    "place": level.place,
                    "lines": [{"lot": proposal.lot, "quantity": format_quantity(free)}],
                    "reason": _("Gần hết hạn sử dụng."),
                    "handed_over": False,
                }
            )
            returns.give_back(new_uid(), document, actor)
