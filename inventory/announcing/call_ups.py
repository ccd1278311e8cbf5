"""Asking a producer for goods, and the answer, which becomes an announcement.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_one, on_postgresql
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions, goods_documents
from inventory.announcing import announcements, reading
from inventory.announcing.models import CallUp, CallUpLine
from inventory.announcing.requests import AnnouncementRequest, CallUpAnswerRequest, CallUpRequest
from inventory.announcing.results import CallUpResult
from inventory.choices import CallUpState
from inventory.events import CalledUp, CallUpCancelled
from inventory.requests import ActRequest
from suppliers.producers import refuse_owner


def call_up(uid: str, document: CallUpRequest, actor: Actor) -> CallUpResult:
    """Asks a producer for goods. Raises Invalid for unknown names, the outlet itself, and a day that is past."""
    goods_documents.require_producer(document.producer)
    refuse_owner(document.producer)
    announcements.require_products(document.producer, document.lines)
    now = clock.now()
    if document.wanted_by < clock.day_of(now):
        raise Invalid(("wanted_by", N_("Ngày này đã qua.")))
    row = {
        "uid": uid,
        "producer_code": document.producer,
        "wanted_by": document.wanted_by,
        "note": document.note or None,
        "made_at": now,
        "made_by": actor.name,
        "state": CallUpState.OPEN,
    }
    execute(insert(CallUp), row)
    lines: list[dict[str, object]] = [
        {"call_up_uid": uid, "n": n, "product_code": line.product, "quantity": line.quantity.milli}
        for n, line in enumerate(document.lines, 1)
    ]
    execute(insert(CallUpLine), lines)
    audit.note(actor, audit_actions.CALLED_UP, uid, now, producer=document.producer, lines=len(lines))
    emit(CalledUp(uid, document.producer))
    return reading.get_call_up(uid)


def answer(uid: str, document: CallUpAnswerRequest, actor: Actor) -> CallUpResult:
    """Answers in the producer's name: the lines become the announcement of the answer's id; without any nothing will come.

    Raises NotFound, `closed` once it is answered or cancelled, Invalid for unknown products, and for a manager who does not say
    in a note how the producer answered.
    """
    asked = _open(uid)
    if actor.producer is None and not document.note:
        raise Invalid(("note", N_("Ghi rõ nhà sản xuất đã trả lời thế nào.")))
    announcements.require_products(asked["producer_code"], document.lines)
    if document.lines:
        announced = AnnouncementRequest(
            producer=asked["producer_code"],
            expected_on=asked["wanted_by"].isoformat(),
            lines=document.lines,
            note=document.note,
            call_up=uid,
        )
        announcements.make(document.uid, announced, actor)
        audit.record_change(actor, audit_actions.ANNOUNCED, document.uid, None, reading.get_announcement(document.uid))
    _end(uid, CallUpState.ANSWERED, actor, document.note or None)
    audit.note(actor, audit_actions.CALL_UP_ANSWERED, uid, lines=len(document.lines))
    return reading.get_call_up(uid)


def cancel(uid: str, _document: ActRequest, actor: Actor) -> CallUpResult:
    """Takes a call-up back. Raises NotFound and `closed`."""
    asked = _open(uid)
    _end(uid, CallUpState.CANCELLED, actor)
    audit.note(actor, audit_actions.CALL_UP_CANCELLED, uid)
    emit(CallUpCancelled(uid, asked["producer_code"]))
    return reading.get_call_up(uid)


def _open(uid: str) -> Row:
    """The call-up, held until this act is over. Raises NotFound and `closed`."""
    query = select(CallUp.__table__).where(CallUp.uid == uid)
    found = fetch_one(query.with_for_update() if on_postgresql() else query)
    if found is None:
        raise NotFound(N_("Không có lời gọi hàng này."))
    if found["state"] != CallUpState.OPEN:
        raise DomainError("closed", N_("Lời gọi hàng này đã được trả lời hoặc đã hủy."))
    return found


def _end(uid: str, state: CallUpState, actor: Actor, note: str | None = None) -> None:
    ended = {"state": state, "ended_at": clock.now(), "ended_by": actor.name, "answer_note": note}
    execute(update(CallUp).where(CallUp.uid == uid).values(ended))
