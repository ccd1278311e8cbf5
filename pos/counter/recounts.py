"""Counting a drawer once more after its shift was closed: a new difference, with the first count beside it."""

from __future__ import annotations

from sqlalchemy import insert, or_, select

from core import clock
from core.db import audit, execute, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from pos import audit_actions, shifts
from pos.choices import Approved
from pos.counter.models import ShiftRecount, ShiftRecountNote
from pos.counter.requests import RecountRequest
from pos.counter.results import ShiftReport
from pos.models import Shift, Till
from pos.trust import limits
from pos.trust.limits import ApprovedAct


def recount(shift: str, document: RecountRequest, approval: Approval, actor: Actor) -> ShiftReport:
    """Counts the drawer of a closed shift again; what it should hold stays what it was at the close.

    Raises NotFound, Invalid for too large a sum, `other_till`, `shift_open`, `recounted` the second time, `too_late` once the
    till has a later shift, `approval_refused` and `approval_needed`.
    """
    row = fetch_one(select(Shift.__table__).where(Shift.uid == shift))
    if row is None:
        raise NotFound(shifts.UNKNOWN)
    # The till's row first, as where a shift is opened: no shift opens between the question and the count.
    fetch_one(select(Till.code).where(Till.code == row["till_code"]).with_for_update())
    row = fetch_one(select(Shift.__table__).where(Shift.uid == shift).with_for_update())
    assert row is not None
    shifts.enter(row["till_code"], actor)
    counted, counted_vnd = shifts.count_of(document.counted)
    if row["closed_at"] is None:
        raise DomainError("shift_open", N_("Ca này chưa đóng. Hãy đóng ca trước."))
    if fetch_one(select(ShiftRecount.uid).where(ShiftRecount.shift_uid == shift)):
        raise DomainError("recounted", N_("Két của ca này đã đếm lại một lần rồi."))
    later = select(Shift.uid).where(Shift.till_code == row["till_code"], Shift.uid != shift)
    if fetch_one(later.where(or_(Shift.closed_at.is_(None), Shift.closed_at > row["closed_at"])).limit(1)):
        raise DomainError("too_late", N_("Máy này đã mở ca khác nên không đếm lại ca này được nữa."))
    approval.raise_if_refused()
    limits.require(approval, [Approved.RECOUNT])
    now = clock.now()
    values = {
        "shift_uid": shift,
        "uid": document.uid,
        "counted_vnd": counted_vnd,
        "difference_vnd": counted_vnd - row["expected_vnd"],
        "recounted_at": now,
        "recounted_by": actor.name,
        "approved_by": approval.by,
    }
    execute(insert(ShiftRecount), values)
    notes = [{"shift_uid": shift, "note_vnd": note.value_vnd, "pieces": pieces} for note, pieces in counted.items()]
    execute(insert(ShiftRecountNote), notes)
    audit.note(
        actor,
        audit_actions.RECOUNTED,
        shift,
        expected_vnd=row["expected_vnd"],
        before={"counted_vnd": row["counted_vnd"]},
        counted_vnd=counted_vnd,
    )
    limits.record(approval, [ApprovedAct(Approved.RECOUNT, counted_vnd)], shift, actor, now)
    return shifts.report(shift)
