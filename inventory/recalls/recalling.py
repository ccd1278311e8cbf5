"""Lots that may no longer be sold, stopped one by one or all of a product or a delivery in one act.

Source: contract of the outlet, section 5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import insert, select, update

from core import clock
from core.db import audit, execute, fetch_all, fetch_one, numbering
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.i18n import gettext as _
from core.people.actor import Actor
from core.quantity import format_quantity
from core.values.uid import new_uid
from inventory import audit_actions, goods_documents, returns
from inventory.choices import GoodsDocumentKind
from inventory.models import DeliveryLine, GoodsDocument, Lot
from inventory.recalls import reading
from inventory.recalls.models import Recall, RecalledLot
from inventory.recalls.requests import LotRecallRequest, RecallRequest
from inventory.recalls.results import LotRecallResult, RecallResult
from inventory.requests import ReturnRequest
from suppliers import products
from suppliers.models import Product
from suppliers.producers import owner_code

SERIES = "recall"


def recall_lot(lot: str, document: LotRecallRequest, actor: Actor) -> LotRecallResult:
    """Stops a lot: it is not sold any more, whoever approves it. The first reason stands. Raises NotFound."""
    if not goods_documents.lots_of([lot]):
        raise NotFound(N_("Không có lô này."))
    _stop(document.uid, [lot], RecallRequest(reason=document.reason, lots=[lot]), actor)
    row = fetch_one(select(Lot.recall_reason).where(Lot.code == lot))
    assert row is not None
    return LotRecallResult(uid=document.uid, lot=lot, recalled=True, reason=row["recall_reason"])


def recall(uid: str, document: RecallRequest, actor: Actor) -> RecallResult:
    """Stops lots; those that were stopped before stay in their recall. What comes of a product later is not stopped.

    Raises Invalid for what nobody knows, and `closed` when all of the lots were stopped before.
    """
    lots = _named(document)
    goods_documents.lots_of(lots)
    if not _stop(uid, lots, document, actor):
        raise DomainError("closed", N_("Mọi lô này đã thu hồi từ trước."))
    return reading.get(uid)


def _named(document: RecallRequest) -> list[str]:
    """The lots that a document names. Raises Invalid."""
    if document.lots is not None:
        known = goods_documents.lots_of(document.lots, lock=False)
        wrong = [(f"lots.{i}", N_("Không có lô này.")) for i, lot in enumerate(document.lots) if lot not in known]
        if wrong:
            raise Invalid(*wrong)
        return sorted(known)
    if document.product is not None:
        if fetch_one(select(Product.code).where(Product.code == document.product)) is None:
            raise Invalid(("product", N_("Không có sản phẩm này.")))
        found = fetch_all(select(Lot.code).where(Lot.product_code == document.product))
        if not found:
            raise Invalid(("product", N_("Sản phẩm này chưa có lô nào.")))
        return sorted(r["code"] for r in found)
    delivery = GoodsDocument.kind == GoodsDocumentKind.DELIVERY, GoodsDocument.uid == document.delivery
    if fetch_one(select(GoodsDocument.uid).where(*delivery)) is None:
        raise Invalid(("delivery", N_("Không có phiếu nhận hàng này.")))
    found = fetch_all(select(DeliveryLine.lot).where(DeliveryLine.delivery_uid == document.delivery).distinct())
    return sorted(r["lot"] for r in found)


def _stop(uid: str, lots: Collection[str], document: RecallRequest, actor: Actor) -> list[str]:
    """Stops those of the lots that are not stopped yet and writes the recall; none where all of them are."""
    selling = select(Lot.code, Lot.product_code).where(Lot.code.in_(lots), Lot.recalled_at.is_(None)).order_by(Lot.code)
    rows = fetch_all(selling)
    stopped = [r["code"] for r in rows]
    if not stopped:
        return []
    now = clock.now()
    execute(update(Lot).where(Lot.code.in_(stopped)).values(recalled_at=now, recall_reason=document.reason))
    products.show_tills_again({r["product_code"] for r in rows})
    for lot in stopped:
        audit.note(actor, audit_actions.RECALLED, lot, now, reason=document.reason)
    year = clock.day_of(now).year
    execute(
        insert(Recall),
        {
            "uid": uid,
            "year": year,
            "sequence": numbering.take(SERIES, year),
            "reason": document.reason,
            "product_code": document.product,
            "delivery_uid": document.delivery,
            "recorded_at": now,
            "recorded_by": actor.name,
        },
    )
    execute(insert(RecalledLot), [{"lot": lot, "recall_uid": uid} for lot in stopped])
    return stopped


def is_free_to_set_aside(found: RecallResult) -> bool:
    """Whether something of a recall is left that is neither set aside nor the outlet's own."""
    return bool(_free(found))


def set_aside_rest(uid: str, actor: Actor) -> int:
    """Sets all that is left of a recall aside for its producers, a return for each and each place; answers how many.

    The outlet's own goods stay where they lie: nobody takes them back. Raises NotFound, and `closed` when nothing is free.
    """
    goods_documents.lots_of([goods.lot for goods in reading.get(uid).lots])
    found = reading.get(uid)
    free = _free(found)
    if not free:
        raise DomainError("closed", N_("Không còn hàng nào để trả HTX."))
    for (producer, place), lines in sorted(free.items()):
        body = {"producer": producer, "place": place, "lines": lines, "handed_over": False}
        document = ReturnRequest.model_validate(body | {"reason": _("Thu hồi %(number)s.", number=found.number)})
        returns.give_back(new_uid(), document, actor)
    return len(free)


def _free(found: RecallResult) -> dict[tuple[str, str], list[dict[str, str]]]:
    """What producers could take back, as lines of returns by producer and place."""
    owner = owner_code()
    free: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for goods in found.lots:
        for level in goods.places:
            if goods.producer != owner and level.on_hand > level.set_aside:
                line = {"lot": goods.lot, "quantity": format_quantity(level.on_hand - level.set_aside)}
                free[goods.producer, level.place].append(line)
    return free
