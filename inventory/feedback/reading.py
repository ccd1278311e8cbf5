"""What visitors said, as everybody, a producer, staff and managers may read it. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit
from core.values.phones import mask
from inventory.choices import FeedbackState
from inventory.feedback.models import Feedback, FeedbackCase, FeedbackContact, FeedbackDecision, FeedbackNote
from inventory.feedback.results import CaseNote, CaseResult, FeedbackResult, Ratings
from inventory.permits import GoodsPermit
from suppliers.models import Product

ON_PAGE = 5
"""What visitors said of a product that a lot's page shows, the newest."""
_LAST = (
    select(func.max(FeedbackDecision.id))
    .where(FeedbackDecision.feedback_uid == Feedback.uid)
    .correlate(Feedback)
    .scalar_subquery()
)


def _query() -> Select[tuple[object, ...]]:
    """Feedback with its product's name, its last decision, its phone number and its case."""
    return (
        select(
            Feedback.__table__,
            Product.name,
            FeedbackDecision.is_shown,
            FeedbackContact.phone,
            FeedbackCase.opened_at,
            FeedbackCase.closed_at,
            FeedbackCase.closed_by,
        )
        .join(Product, Product.code == Feedback.product_code)
        .outerjoin(FeedbackDecision, FeedbackDecision.id == _LAST)
        .outerjoin(FeedbackContact, FeedbackContact.feedback_uid == Feedback.uid)
        .outerjoin(FeedbackCase, FeedbackCase.feedback_uid == Feedback.uid)
    )


def ratings(product: str) -> Ratings | None:
    """What managers let everybody read of a product; None as long as that is nothing."""
    shown = _query().where(Feedback.product_code == product, FeedbackDecision.is_shown)
    figures = (
        select(func.count().label("n"), func.sum(Feedback.rating).label("stars"))
        .select_from(Feedback)
        .join(FeedbackDecision, FeedbackDecision.id == _LAST)
        .where(Feedback.product_code == product, FeedbackDecision.is_shown)
    )
    found = fetch_one(figures)
    if found is None or not found["n"]:
        return None
    newest = fetch_all(shown.order_by(Feedback.id.desc()).limit(ON_PAGE))
    mean = (int(found["stars"]) * 20 + found["n"]) // (2 * found["n"])
    return Ratings(found["n"], mean, [_result(r, None, ()) for r in newest])


def of_producer(producer: str, limit: int) -> list[FeedbackResult]:
    """What a producer reads of its goods, the newest first: what is shown, and complaints, without phone numbers."""
    heard = or_(FeedbackDecision.is_shown, and_(Feedback.is_complaint, FeedbackDecision.is_shown.is_(None)))
    rows = fetch_all(_query().where(Feedback.producer_code == producer, heard).order_by(Feedback.id.desc()).limit(limit))
    return [_result(r, None, ()) for r in rows]


def of_staff(actor: Actor, *, after: int | None = None, limit: int = 100, what: str = "") -> list[FeedbackResult]:
    """What visitors said, the newest first, below the id `after`: all, what is `waiting`, or the `cases` that are open."""
    query = _query().order_by(Feedback.id.desc()).limit(limit)
    conditions: dict[str, ColumnElement[bool]] = {"waiting": _WAITING, "cases": _OPEN}
    if what in conditions:
        query = query.where(conditions[what])
    if after is not None:
        query = query.where(Feedback.id < after)
    rows = fetch_all(query)
    notes = _notes([r["uid"] for r in rows])
    return [_result(r, actor, notes.get(r["uid"], ())) for r in rows]


_WAITING = FeedbackDecision.id.is_(None)
_OPEN = and_(FeedbackCase.opened_at.is_not(None), FeedbackCase.closed_at.is_(None))


def show(uid: str, actor: Actor | None = None) -> FeedbackResult:
    """What a visitor said, with its phone number as `actor` may see it. Raises NotFound."""
    row = fetch_one(_query().where(Feedback.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lời khách này."))
    return _result(row, actor, _notes([uid]).get(uid, ()))


def count(what: ColumnElement[bool]) -> int:
    """How many there are of what visitors said."""
    query = (
        select(func.count().label("n"))
        .select_from(Feedback)
        .outerjoin(FeedbackDecision, FeedbackDecision.id == _LAST)
        .outerjoin(FeedbackCase, FeedbackCase.feedback_uid == Feedback.uid)
    )
    found = fetch_one(query.where(what))
    return int(found["n"]) if found else 0


def waiting() -> int:
    """How much of what visitors said no manager has looked at."""
    return count(_WAITING)


def open_cases() -> int:
    """How many complaints nobody has closed."""
    return count(_OPEN)


def _notes(uids: Collection[str]) -> dict[str, list[CaseNote]]:
    notes: dict[str, list[CaseNote]] = defaultdict(list)
    query = select(FeedbackNote.__table__).where(FeedbackNote.feedback_uid.in_(sorted(uids))).order_by(FeedbackNote.id)
    for r in fetch_all(query):
        notes[r["feedback_uid"]].append(CaseNote(r["text"], r["noted_at"], r["noted_by"]))
    return notes


def _result(r: Row, actor: Actor | None, notes: Sequence[CaseNote]) -> FeedbackResult:
    states = {None: FeedbackState.WAITING, True: FeedbackState.SHOWN, False: FeedbackState.HIDDEN}
    return FeedbackResult(
        id=r["id"],
        uid=r["uid"],
        lot=r["lot"],
        product=r["product_code"],
        name=r["name"],
        producer=r["producer_code"],
        rating=r["rating"],
        text=r["text"],
        is_complaint=bool(r["is_complaint"]),
        said_at=r["said_at"],
        state=states[r["is_shown"]],
        phone=_phone(r["phone"], actor),
        case=CaseResult(r["opened_at"], r["closed_at"], r["closed_by"], notes) if r["opened_at"] else None,
    )


def _phone(phone: str | None, actor: Actor | None) -> str | None:
    """The number as somebody may see it: whole for managers, masked for staff who read feedback."""
    if phone is None or actor is None or not actor.may(GoodsPermit.FEEDBACK_READ):
        return None
    return phone if actor.may(Permit.MANAGE) else mask(phone)
