"""Opening, filling, closing and dropping a count session.

Entries of several people come in at once; a session that is being closed lets none in between.
Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, FieldError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from core.values.device_clock import TOLERANCE, DeviceClock
from inventory import audit_actions, counts, goods_documents
from inventory.choices import CountSessionState
from inventory.counting import reading
from inventory.counting.models import CountEntry, CountSession, CountSessionProduct
from inventory.counting.requests import CloseSessionRequest, CountEntryRequest, CountSessionRequest
from inventory.counting.results import CountEntryResult, CountSessionResult
from inventory.goods_documents import LotRecord
from inventory.requests import ActRequest
from inventory.results import CountResult


def open_session(uid: str, document: CountSessionRequest, actor: Actor) -> CountSessionResult:
    """Opens a session. Raises Invalid for an unknown place, producer or product, and for products of another producer."""
    goods_documents.require_place(document.place)
    if document.producer:
        goods_documents.require_producer(document.producer)
    named = list(dict.fromkeys(document.products or ()))
    known = goods_documents.products_of(named)
    errors: list[FieldError] = []
    for i, code in enumerate(document.products or ()):
        product = known.get(code)
        if product is None or document.producer not in {None, product.producer}:
            errors.append((f"products.{i}", N_("Không có sản phẩm này.")))
    if errors:
        raise Invalid(*errors)
    now = clock.now()
    execute(
        insert(CountSession),
        {
            "uid": uid,
            "place_code": document.place,
            "producer_code": document.producer,
            "blind": document.blind,
            "opened_at": now,
            "opened_by": actor.name,
            "state": CountSessionState.OPEN,
        },
    )
    products: list[dict[str, object]] = [
        {"session_uid": uid, "product_code": code, "position": n} for n, code in enumerate(named, 1)
    ]
    execute(insert(CountSessionProduct), products)
    audit.note(actor, audit_actions.SESSION_OPENED, uid, now, place=document.place)
    return reading.get_session(uid)


def enter(session: str, document: CountEntryRequest, actor: Actor) -> CountEntryResult:
    """Records what somebody counted of a lot.

    Raises NotFound, `closed` once the session has ended, and Invalid for a lot that is unknown or not counted in this session,
    a quantity with too many places and a moment to come.
    """
    _require_open(session, to_end=False)
    now = clock.now()
    lot = goods_documents.lots_of([document.lot], lock=False).get(document.lot)
    if lot is None:
        raise Invalid(("lot", N_("Không có lô này.")))
    if not _is_counted(session, lot):
        raise Invalid(("lot", N_("Lô này không thuộc đợt kiểm kê.")))
    errors = goods_documents.decimal_places_errors("counted", document.counted, lot.places)
    counted_at = DeviceClock(now, document.sent_at).correct(document.counted_at)
    if counted_at > now + TOLERANCE:
        errors.append(("counted_at", N_("Thời điểm này chưa đến.")))
    if errors:
        raise Invalid(*errors)
    row = {
        "uid": document.uid,
        "session_uid": session,
        "lot": document.lot,
        "counted": document.counted.milli,
        "counted_at": min(counted_at, now),
        "by_scan": document.by_scan,
        "recorded_at": now,
        "recorded_by": actor.name,
    }
    (recorded,) = fetch_all(insert(CountEntry).values(row).returning(CountEntry.__table__))
    return reading.entry_result(recorded, lot)


def close(session: str, document: CloseSessionRequest, approval: Approval, actor: Actor) -> CountResult:
    """Posts one count of the lots that have an entry; the others stay as they are.

    Raises NotFound, `closed`, `nothing_counted` without an entry, `count_changed` when it is no longer what was seen, and what
    posting a count raises.
    """
    opened = _require_open(session, to_end=True)
    counted = reading.counted_lots(session)
    if not counted:
        raise DomainError("nothing_counted", N_("Chưa đếm lô nào."))
    if document.seen:
        found = reading.get_session(session)
        if (found.entries, found.owed_vnd) != (document.seen.entries, document.seen.owed_vnd):
            raise DomainError("count_changed", N_("Từ lúc bạn xem đã có thay đổi. Hãy xem lại chênh lệch rồi ghi sổ."))
    posted = counts.post(document.uid, opened["place_code"], counted, approval, actor)
    _end(session, CountSessionState.CLOSED, actor, document.uid)
    audit.note(actor, audit_actions.SESSION_CLOSED, session, number=posted.number)
    return posted


def drop(session: str, _document: ActRequest, actor: Actor) -> CountSessionResult:
    """Ends a session without a count; its entries stay readable. Raises NotFound and `closed`."""
    _require_open(session, to_end=True)
    _end(session, CountSessionState.DROPPED, actor)
    audit.note(actor, audit_actions.SESSION_DROPPED, session)
    return reading.get_session(session)


def _require_open(session: str, *, to_end: bool) -> Row:
    """The session, which nobody ends (or, to end it, adds to) until this act is over. Raises NotFound and `closed`."""
    query = select(CountSession.__table__).where(CountSession.uid == session)
    found = fetch_one(query.with_for_update(read=not to_end) if on_postgresql() else query)
    if found is None:
        raise NotFound(N_("Không có đợt kiểm kê này."))
    if found["state"] != CountSessionState.OPEN:
        raise DomainError("closed", N_("Đợt kiểm kê này đã kết thúc."))
    return found


def _is_counted(session: str, lot: LotRecord) -> bool:
    """Whether a session counts the goods of a lot."""
    narrowed = {r["product_code"] for r in fetch_all(_PRODUCTS.where(CountSessionProduct.session_uid == session))}
    found = fetch_one(select(CountSession.producer_code).where(CountSession.uid == session))
    producer = found["producer_code"] if found else None
    return producer in {None, lot.producer} and (not narrowed or lot.product in narrowed)


_PRODUCTS = select(CountSessionProduct.product_code)


def _end(session: str, state: CountSessionState, actor: Actor, count: str | None = None) -> None:
    ended = {"state": state, "ended_at": clock.now(), "ended_by": actor.name, "count_uid": count}
    execute(update(CountSession).where(CountSession.uid == session).values(ended))
