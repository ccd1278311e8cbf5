"""Taking a goods document back by its mirror image: every movement and book line with the opposite sign, money included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import bindparam, insert, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, NotFound
from core.events import emit
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit
from inventory import audit_actions, document_queries, goods_documents, stock_ledger, surpluses
from inventory.announcing import announcements
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource, ReturnState
from inventory.events import GoodsDocumentReversed
from inventory.models import CountLine, GoodsDocument, GoodsReversal, Lot, Movement
from inventory.permits import GoodsPermit
from inventory.requests import ReversalRequest
from inventory.results import GoodsDocumentResult, ReturnResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.allowances import ledger
from suppliers.book import POSTING
from suppliers.choices import LossCause

MOST_NAMED = 10
"""Lots named in a refusal. It travels in the session's cookie, and browsers drop one above 4 KB."""


class NotReversible(DomainError):
    """Goods of some lines are no longer where the document left them."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        """`lines` are the places of lines in the document, counted from 0, each with its lot."""
        sentence = N_("Không hủy được phiếu: lô %(lots)s không còn đủ hàng ở nơi đã ghi trên phiếu.")
        lots = list(dict.fromkeys(lot for _line, lot in lines))
        more = ["…"] if len(lots) > MOST_NAMED else []
        super().__init__("not_reversible", sentence, lots=", ".join(lots[:MOST_NAMED] + more))
        self.lines = lines

    @property
    def errors(self) -> list[dict[str, str]]:
        """`[{"field", "message"}]` in the reader's language."""
        sentence = N_("Lô %(lot)s không còn đủ hàng ở đó.")
        return [{"field": f"lines.{n}", "message": str(gettext(sentence, lot=lot))} for n, lot in self.lines]


class NotYours(DomainError):
    """This person may not take this document back."""

    status = 403

    def __init__(self) -> None:
        super().__init__("not_yours", N_("Thủ kho chỉ hủy được phiếu của chính mình, trong ngày ghi phiếu. Hãy nhờ quản lý."))


def may_reverse(document: GoodsDocumentResult, actor: Actor) -> bool:
    """Whether this person may take a document back: managers any, a storekeeper one's own of the same day."""
    own_of_today = document.recorded_by == actor.name and clock.day_of(document.recorded_at) == clock.today()
    return actor.may(Permit.MANAGE) or (actor.may(GoodsPermit.WRITE) and own_of_today)


def reverse(kind: GoodsDocumentKind, uid: str, document: ReversalRequest, actor: Actor) -> GoodsDocumentResult:
    """Takes a goods document back on the day it is called.

    Raises NotFound, NotYours, `reversed` the second time, and NotReversible where the goods are gone.
    """
    query = select(GoodsDocument.id).where(GoodsDocument.kind == kind, GoodsDocument.uid == uid)
    if fetch_one(query.with_for_update() if on_postgresql() else query) is None:
        raise NotFound(N_("Không có chứng từ này."))
    original = document_queries.get(kind, uid)
    if not may_reverse(original, actor):
        raise NotYours
    if original.reversal or (isinstance(original, ReturnResult) and original.state is ReturnState.CANCELLED):
        raise DomainError("reversed", N_("Phiếu này đã bị hủy."))
    if isinstance(original, ReturnResult) and original.state is ReturnState.SET_ASIDE:
        raise DomainError("not_reversible", N_("Hàng còn để riêng, chưa giao: hãy bỏ để riêng."))
    now = clock.now()
    moved = _movements(kind, uid)
    goods_documents.lots_of(m["lot"] for m in moved)
    _require_goods(kind, uid, moved)
    if kind is GoodsDocumentKind.DELIVERY:
        announcements.reopen(uid)
    if kind is GoodsDocumentKind.COUNT:
        _give_back_surplus(uid, moved)
    stock_ledger.post([_mirrored(m) for m in moved], now)
    day = clock.day_of(now)
    book.post([book.mirrored(entry, day, document.reason) for entry in book.posted_by(kind, [uid])[uid]], now)
    _give_back_to_lots(moved)
    ledger.give_back(kind, uid)
    row = {
        "kind": kind,
        "document_uid": uid,
        "uid": document.uid,
        "day": day,
        "reason": document.reason,
        "recorded_at": now,
        "recorded_by": actor.name,
    }
    execute(insert(GoodsReversal), row)
    audit.note(actor, audit_actions.REVERSED, uid, now, number=original.number, reason=document.reason)
    emit(GoodsDocumentReversed(kind, uid))
    return document_queries.get(kind, uid)


def _movements(kind: GoodsDocumentKind, uid: str) -> Sequence[Row]:
    query = select(Movement.__table__).where(
        Movement.source_kind == kind, Movement.source_uid == uid, Movement.reverses.is_(None)
    )
    return fetch_all(query.order_by(Movement.id))


def _mirrored(movement: Row) -> StockMovement:
    """The movement back, out of where the goods went to."""
    return StockMovement(
        MovementKind(movement["kind"]),
        movement["product_code"],
        movement["lot"],
        movement["quantity"],
        MovementSource(movement["source_kind"]),
        movement["source_uid"],
        from_place=movement["to_place"],
        to_place=movement["from_place"],
        cause=LossCause(movement["cause"]) if movement["cause"] else None,
        reverses=movement["uid"],
    )


def _require_goods(kind: GoodsDocumentKind, uid: str, moved: Sequence[Row]) -> None:
    """Locks what lies where the document left goods. Raises NotReversible naming each line of which too little lies there."""
    left_at: dict[str, set[str]] = defaultdict(set)
    for movement in moved:
        if movement["to_place"]:
            left_at[movement["to_place"]].add(movement["lot"])
    here = {
        (place, lot.lot): int(lot.free) for place in sorted(left_at) for lot in stock_ledger.stocked(place, lots=left_at[place])
    }
    for movement in moved:  # what the document took out of such a lot comes back with it
        key = movement["from_place"], movement["lot"]
        if key in here and movement["to_place"] is None:
            here[key] += movement["quantity"]
    missing: list[tuple[int, str]] = []
    lines = _line_numbers(kind, uid, moved)
    for line, movement in zip(lines, moved, strict=True):
        if movement["to_place"]:
            key = movement["to_place"], movement["lot"]
            here[key] = here.get(key, 0) - movement["quantity"]
            if here[key] < 0:
                missing.append((line, movement["lot"]))
    if missing:
        raise NotReversible(missing)


def _give_back_surplus(uid: str, moved: Sequence[Row]) -> None:
    """Undoes what a count did to the surpluses. Raises NotReversible where a later shortage has taken back what it found."""
    # Counts change surpluses in this queue.
    advisory_lock(POSTING)
    gone = surpluses.take_back(uid)
    lines = zip(_line_numbers(GoodsDocumentKind.COUNT, uid, moved), moved, strict=True)
    if gone:
        raise NotReversible([(line, m["lot"]) for line, m in lines if m["to_place"] and m["product_code"] in gone])


def _line_numbers(kind: GoodsDocumentKind, uid: str, moved: Sequence[Row]) -> list[int]:
    """The place of each movement among the document's lines; a count's lines without a difference moved nothing."""
    if kind is not GoodsDocumentKind.COUNT:
        return list(range(len(moved)))
    counted = fetch_all(select(CountLine.lot).where(CountLine.count_uid == uid).order_by(CountLine.id))
    numbers = {r["lot"]: n for n, r in enumerate(counted)}
    return [numbers[movement["lot"]] for movement in moved]


_LESS = (
    update(Lot.__table__)  # type: ignore[arg-type]
    .where(Lot.code == bindparam("of_lot"))
    .values(delivered=Lot.delivered - bindparam("brought"), lost=Lot.lost - bindparam("gone"))
)


def _give_back_to_lots(moved: Sequence[Row]) -> None:
    """Takes off what the lots were delivered and had lost, so that a loss gives its allowance back."""
    changes: list[dict[str, object]] = [
        {
            "of_lot": m["lot"],
            "brought": m["quantity"] if m["kind"] == MovementKind.RECEIVED else 0,
            "gone": m["quantity"] if m["cause"] else 0,
        }
        for m in moved
        if m["kind"] == MovementKind.RECEIVED or m["cause"]
    ]
    execute(_LESS, changes)
