"""A visitor says something of a lot; managers decide who reads it, and follow up what is a complaint."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import clock
from core.db import audit, execute, fetch_one
from core.errors import DomainError, NotFound
from core.events import emit
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions
from inventory.events import FeedbackHeard
from inventory.feedback import limits
from inventory.feedback.models import Feedback, FeedbackCase, FeedbackContact, FeedbackDecision, FeedbackNote
from inventory.feedback.requests import CaseNoteRequest, FeedbackRequest
from inventory.models import Lot


def say(uid: str, lot: str, document: FeedbackRequest, address: str) -> None:
    """Records what a visitor says of a lot; a complaint opens its case at once. Call it in a transaction.

    Raises NotFound for no such lot, and TooMany for whoever says too much.
    """
    of = fetch_one(select(Lot.product_code, Lot.producer_code).where(Lot.code == lot))
    if of is None:
        raise NotFound(N_("Không có lô này. Hãy xem lại mã in trên tem."))
    limits.count(address, lot)
    now = clock.now()
    row = {
        "uid": uid,
        "lot": lot,
        "product_code": of["product_code"],
        "producer_code": of["producer_code"],
        "rating": document.rating,
        "text": document.text.strip(),
        "is_complaint": document.is_complaint,
        "said_at": now,
    }
    execute(insert(Feedback), row)
    if document.phone is not None:
        execute(insert(FeedbackContact), {"feedback_uid": uid, "phone": document.phone})
    if document.is_complaint:
        execute(insert(FeedbackCase), {"feedback_uid": uid, "opened_at": now})
        emit(FeedbackHeard(uid))


def decide(uid: str, *, is_shown: bool, actor: Actor) -> None:
    """Lets everybody read what a visitor said, or nobody; the same once more changes nothing. Call it in a transaction.

    Raises NotFound.
    """
    said = fetch_one(select(Feedback.is_complaint).where(Feedback.uid == uid).with_for_update())
    if said is None:
        raise _unknown()
    decided = select(FeedbackDecision.is_shown).where(FeedbackDecision.feedback_uid == uid)
    last = fetch_one(decided.order_by(FeedbackDecision.id.desc()).limit(1))
    if last is not None and last["is_shown"] == is_shown:
        return
    row = {"feedback_uid": uid, "is_shown": is_shown, "decided_at": clock.now(), "decided_by": actor.name}
    execute(insert(FeedbackDecision), row)
    audit.note(actor, audit_actions.FEEDBACK_SHOWN if is_shown else audit_actions.FEEDBACK_HIDDEN, uid)
    ever_shown = fetch_one(decided.where(FeedbackDecision.is_shown).offset(1).limit(1))
    if is_shown and not said["is_complaint"] and ever_shown is None:
        emit(FeedbackHeard(uid))


def add_note(uid: str, document: CaseNoteRequest, actor: Actor) -> None:
    """Adds a note to a case, open or closed. Call it in a transaction. Raises NotFound."""
    if fetch_one(select(FeedbackCase.feedback_uid).where(FeedbackCase.feedback_uid == uid)) is None:
        raise _unknown()
    row = {"uid": document.uid, "feedback_uid": uid, "text": document.text, "noted_at": clock.now(), "noted_by": actor.name}
    execute(insert(FeedbackNote), row)
    audit.note(actor, audit_actions.CASE_NOTED, uid)


def close(uid: str, actor: Actor) -> None:
    """Closes a case; one that is closed stays as it is. Call it in a transaction.

    Raises NotFound, and `note_missing` where nobody has written what came of it.
    """
    found = fetch_one(select(FeedbackCase.closed_at).where(FeedbackCase.feedback_uid == uid).with_for_update())
    if found is None:
        raise _unknown()
    if found["closed_at"] is not None:
        return
    if fetch_one(select(FeedbackNote.id).where(FeedbackNote.feedback_uid == uid).limit(1)) is None:
        raise DomainError("note_missing", N_("Hãy ghi đã xử lý thế nào rồi mới đóng vụ này."))
    execute(update(FeedbackCase).where(FeedbackCase.feedback_uid == uid).values(closed_at=clock.now(), closed_by=actor.name))
    audit.note(actor, audit_actions.CASE_CLOSED, uid)


def _unknown() -> NotFound:
    return NotFound(N_("Không có lời khách này."))
