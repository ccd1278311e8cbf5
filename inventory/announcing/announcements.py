"""Announcing a delivery, changing and cancelling what was announced, and the delivery that names it.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_one, on_postgresql
from core.errors import DomainError, FieldError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions, goods_documents
from inventory.announcing import reading
from inventory.announcing.models import AnnouncedDelivery, Announcement, AnnouncementLine, CallUp
from inventory.announcing.requests import AnnouncedLine, AnnouncementRequest, WantedLine
from inventory.announcing.results import AnnouncementResult
from inventory.choices import AnnouncementState
from inventory.requests import ActRequest
from suppliers.members import registry as members


def put(uid: str, document: AnnouncementRequest, actor: Actor) -> bool:
    """Announces a delivery, or replaces what was announced; says whether it is new.

    Raises Invalid for unknown names and products of others, NotFound for another producer's announcement, and `closed` once
    a delivery came or it was cancelled and it would say something else.
    """
    goods_documents.require_producer(document.producer)
    if document.place:
        goods_documents.require_place(document.place)
    require_products(document.producer, document.lines)
    if document.call_up:
        _require_call_up(document.call_up, document.producer)
    old = _locked(uid)
    if old is None:
        make(uid, document, actor)
        audit.record_change(actor, audit_actions.ANNOUNCED, uid, None, reading.get_announcement(uid))
        return True
    if old["producer_code"] != document.producer:
        raise NotFound(N_("Không có báo hàng này."))
    before = reading.get_announcement(uid)
    if _says(before) == _wanted(document):
        return False
    if old["state"] != AnnouncementState.OPEN:
        raise _closed()
    execute(update(Announcement).where(Announcement.uid == uid).values(_columns(document)))
    execute(delete(AnnouncementLine).where(AnnouncementLine.announcement_uid == uid))
    execute(insert(AnnouncementLine), _lines(uid, document))
    audit.record_change(actor, audit_actions.ANNOUNCED, uid, before, reading.get_announcement(uid))
    return False


def make(uid: str, document: AnnouncementRequest, actor: Actor) -> None:
    """Writes a new announcement, whose names are known to be right. Raises `uid_reused` where its id is another's."""
    if fetch_one(select(Announcement.id).where(Announcement.uid == uid)):
        raise DomainError("uid_reused", N_("Mã này đã dùng cho một chứng từ khác. Chứng từ cũ vẫn giữ nguyên."))
    row = {
        "uid": uid,
        "producer_code": document.producer,
        "announced_at": clock.now(),
        "announced_by": actor.name,
        "state": AnnouncementState.OPEN,
    }
    execute(insert(Announcement), row | _columns(document))
    execute(insert(AnnouncementLine), _lines(uid, document))


def cancel(uid: str, _document: ActRequest, actor: Actor) -> AnnouncementResult:
    """Takes an announcement back. Raises NotFound and `closed`."""
    old = _locked(uid)
    if old is None:
        raise NotFound(N_("Không có báo hàng này."))
    if old["state"] != AnnouncementState.OPEN:
        raise _closed()
    before = reading.get_announcement(uid)
    execute(update(Announcement).where(Announcement.uid == uid).values(state=AnnouncementState.CANCELLED))
    after = reading.get_announcement(uid)
    audit.record_change(actor, audit_actions.ANNOUNCEMENT_CANCELLED, uid, before, after)
    return after


def require_open(uid: str, producer: str) -> None:
    """Holds the announcement that a delivery names. Raises Invalid for an unknown one and another producer's, and `closed`."""
    found = _locked(uid)
    if found is None or found["producer_code"] != producer:
        raise Invalid(("announcement", N_("Không có báo hàng này.")))
    if found["state"] != AnnouncementState.OPEN:
        raise _closed()


def receive(uid: str, delivery: str) -> None:
    """Writes that a delivery, which is recorded, is the one announced."""
    execute(insert(AnnouncedDelivery), {"delivery_uid": delivery, "announcement_uid": uid})
    received = {"state": AnnouncementState.RECEIVED, "delivery_uid": delivery}
    execute(update(Announcement).where(Announcement.uid == uid).values(received))


def reopen(delivery: str) -> None:
    """Opens the announcement of a delivery that is taken back, if it named one."""
    waiting = {"state": AnnouncementState.OPEN, "delivery_uid": None}
    execute(update(Announcement).where(Announcement.delivery_uid == delivery).values(waiting))


def require_products(producer: str, lines: Sequence[WantedLine | AnnouncedLine]) -> None:
    """Raises Invalid for products and members that are not this producer's and quantities with too many places."""
    products = goods_documents.products_of(line.product for line in lines)
    named = [line.member if isinstance(line, AnnouncedLine) else None for line in lines]
    unknown = members.unknown(producer, named)
    errors: list[FieldError] = [
        (f"lines.{i}.member", N_("Nhà sản xuất này không có hộ thành viên đó.")) for i, one in enumerate(named) if one in unknown
    ]
    for i, line in enumerate(lines):
        product = products.get(line.product)
        if product is None or product.producer != producer:
            errors.append((f"lines.{i}.product", N_("Nhà sản xuất này không có sản phẩm đó.")))
        else:
            errors += goods_documents.decimal_places_errors(f"lines.{i}.quantity", line.quantity, product.places)
    if errors:
        raise Invalid(*errors)


def _require_call_up(uid: str, producer: str) -> None:
    found = fetch_one(select(CallUp.producer_code).where(CallUp.uid == uid))
    if found is None or found["producer_code"] != producer:
        raise Invalid(("call_up", N_("Không có lời gọi hàng này.")))


def _locked(uid: str) -> Row | None:
    query = select(Announcement.__table__).where(Announcement.uid == uid)
    return fetch_one(query.with_for_update() if on_postgresql() else query)


def _closed() -> DomainError:
    return DomainError("closed", N_("Báo hàng này đã nhận hoặc đã hủy."))


def _columns(document: AnnouncementRequest) -> dict[str, object]:
    return {
        "place_code": document.place,
        "expected_on": document.expected_on,
        "note": document.note or None,
        "call_up_uid": document.call_up,
    }


def _lines(uid: str, document: AnnouncementRequest) -> list[dict[str, object]]:
    return [
        {
            "announcement_uid": uid,
            "n": n,
            "product_code": line.product,
            "quantity": line.quantity.milli,
            "made_on": line.made_on,
            "best_before": line.best_before,
            "member_code": line.member,
        }
        for n, line in enumerate(document.lines, 1)
    ]


def _wanted(document: AnnouncementRequest) -> tuple[object, ...]:
    """What an announcement should say, to compare."""
    lines = tuple((line.product, line.quantity.milli, line.made_on, line.best_before, line.member) for line in document.lines)
    return (document.place, document.expected_on, document.note or None, document.call_up, lines)


def _says(standing: AnnouncementResult) -> tuple[object, ...]:
    """What an announcement says, to compare."""
    lines = tuple((line.product, int(line.quantity), line.made_on, line.best_before, line.member) for line in standing.lines)
    return (standing.place, standing.expected_on, standing.note, standing.call_up, lines)
