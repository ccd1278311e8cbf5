"""Inspections put under their own ids, the whole replaced each time; the next one of the same subject closes an open one.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, and_, insert, or_, select, update
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import FieldError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers.audit_actions import INSPECTION_RECORDED
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionState, InspectionSubject
from suppliers.programme.inspections.models import Inspection
from suppliers.programme.inspections.requests import InspectionRequest
from suppliers.programme.inspections.results import InspectionResult

MOST_OPEN = 500
"""Inspections of one state that wait for another; an outlet has some dozens of producers."""


class Order(StrEnum):
    """How a list of inspections is ordered."""

    ADDED = "added"
    NEWEST = "newest"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class InspectionFilter:
    """Which inspections: of a producer, a subject, with a result, in a state, on days of a span."""

    producer: str | None = None
    subject: InspectionSubject | None = None
    result: InspectionOutcome | None = None
    state: InspectionState | None = None
    first: date | None = None
    last: date | None = None


def put_inspection(uid: str, document: InspectionRequest, actor: Actor) -> bool:
    """Records an inspection; says whether it is new. Call it in a transaction.

    Raises Invalid for a producer that is not known or is the outlet itself, for a day to come, for `to_mend` without a last day,
    a last day before the inspection, and one where nothing is to be mended.
    """
    advisory_lock("inspection")
    _refuse(document)
    values = {
        "producer_code": document.producer,
        "on_day": document.on,
        "inspected_by": document.by,
        "subject": document.subject,
        "result": document.result,
        "mend_by": document.mend_by,
        "note": document.note or None,
    }
    old = fetch_one(_INSPECTIONS.where(Inspection.uid == uid))
    if old is None:
        execute(insert(Inspection), values | {"uid": uid, "added_at": clock.now(), "added_by": actor.name})
        audit.record_change(actor, INSPECTION_RECORDED, uid, None, show_inspection(uid))
        return True
    if any(old[name] != value for name, value in values.items()):
        before = _inspection(old)
        execute(update(Inspection).where(Inspection.uid == uid).values(values))
        audit.record_change(actor, INSPECTION_RECORDED, uid, before, show_inspection(uid))
    return False


def _refuse(document: InspectionRequest) -> None:
    errors: list[FieldError] = []
    query = select(Producer.code).where(Producer.code == document.producer, Producer.kind != ProducerKind.OUTLET)
    if fetch_one(query) is None:
        errors.append(("producer", N_("Không có nhà sản xuất này.")))
    if document.on > clock.today():
        errors.append(("on", N_("Ngày chưa tới.")))
    if document.mend_by is None:
        if document.result is InspectionOutcome.TO_MEND:
            errors.append(("mend_by", N_("Phải khắc phục thì ghi hạn khắc phục.")))
    elif document.result is InspectionOutcome.MET:
        errors.append(("mend_by", N_("Đạt thì không có gì phải khắc phục.")))
    elif document.mend_by < document.on:
        errors.append(("mend_by", N_("Hạn khắc phục trước ngày kiểm tra.")))
    if errors:
        raise Invalid(*errors)


def show_inspection(uid: str) -> InspectionResult:
    """An inspection. Raises NotFound."""
    row = fetch_one(_INSPECTIONS.where(Inspection.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lần kiểm tra này."))
    return _inspection(row)


def list_inspections(
    wanted: InspectionFilter, after: int | None, limit: int, order: Order = Order.ADDED
) -> list[InspectionResult]:
    """Inspections in the order they were added, the newest first, or what must be mended soonest first.

    `after` is the cursor of the first order alone.
    """
    query = _INSPECTIONS.where(*_where(wanted)).limit(limit)
    if after is not None:
        query = query.where(Inspection.id > after)
    match order:
        case Order.ADDED:
            query = query.order_by(Inspection.id)
        case Order.NEWEST:
            query = query.order_by(Inspection.on_day.desc(), Inspection.id.desc())
        case Order.URGENT:
            query = query.order_by(Inspection.mend_by.is_(None), Inspection.mend_by, Inspection.on_day, Inspection.id)
    return [_inspection(r) for r in fetch_all(query)]


def open_inspections(producer: str | None = None) -> list[InspectionResult]:
    """What was found wanting and was not inspected again, what must be mended soonest first."""
    states = (InspectionState.OVERDUE, InspectionState.OPEN)
    found = [list_inspections(InspectionFilter(producer, state=state), None, MOST_OPEN, Order.URGENT) for state in states]
    return [one for of_state in found for one in of_state]


def _next() -> ScalarSelect[str | None]:
    """The id of the inspection that follows `Inspection`."""
    other = aliased(Inspection)
    later = or_(other.on_day > Inspection.on_day, and_(other.on_day == Inspection.on_day, other.id > Inspection.id))
    same = other.producer_code == Inspection.producer_code, other.subject == Inspection.subject
    return select(other.uid).where(*same, later).order_by(other.on_day, other.id).limit(1).scalar_subquery()


_NEXT = _next()
_INSPECTIONS = select(Inspection.__table__, _NEXT.label("followed_by"))


def _where(wanted: InspectionFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.producer is not None:
        conditions.append(Inspection.producer_code == wanted.producer)
    if wanted.subject is not None:
        conditions.append(Inspection.subject == wanted.subject)
    if wanted.result is not None:
        conditions.append(Inspection.result == wanted.result)
    if wanted.first is not None:
        conditions.append(Inspection.on_day >= wanted.first)
    if wanted.last is not None:
        conditions.append(Inspection.on_day <= wanted.last)
    is_open = and_(Inspection.result != InspectionOutcome.MET, _NEXT.is_(None))
    is_late = and_(Inspection.mend_by.is_not(None), Inspection.mend_by < clock.today())
    match wanted.state:
        case InspectionState.CLOSED:
            conditions.append(~is_open)
        case InspectionState.OPEN:
            conditions.append(and_(is_open, ~is_late))
        case InspectionState.OVERDUE:
            conditions.append(and_(is_open, is_late))
    return conditions


def _inspection(r: Row) -> InspectionResult:
    is_open = r["result"] != InspectionOutcome.MET and r["followed_by"] is None
    left = (r["mend_by"] - clock.today()).days if is_open and r["mend_by"] is not None else None
    state = InspectionState.OPEN if left is None or left >= 0 else InspectionState.OVERDUE
    return InspectionResult(
        uid=r["uid"],
        producer=r["producer_code"],
        on=r["on_day"],
        by=r["inspected_by"],
        subject=InspectionSubject(r["subject"]),
        result=InspectionOutcome(r["result"]),
        mend_by=r["mend_by"],
        note=r["note"] or "",
        state=state if is_open else InspectionState.CLOSED,
        days_left=left,
        followed_by=r["followed_by"],
        added_by=r["added_by"],
        id=r["id"],
    )
