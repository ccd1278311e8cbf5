"""Goods lost, by cause, with the bearer the agreement names; also what a count finds missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from core import clock
from core.db import audit, execute, fetch_all
from core.errors import DomainError
from core.i18n import N_
from core.money import MAX_VND, half_up, times
from core.people.actor import Actor
from core.people.approvals import Approval
from core.quantity import Milli
from core.values import tax
from inventory import audit_actions, document_queries, goods_documents, stock_ledger, surpluses
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.goods_documents import LotRecord
from inventory.models import Lot
from inventory.requests import LossRequest
from inventory.results import LossResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.agreements import terms_of
from suppliers.book import BookEntry
from suppliers.choices import Bearer, BookKind, LossCause, SourceKind
from suppliers.commission import Term, choose, loss_owed
from suppliers.producers import owner_code


@dataclass(frozen=True, slots=True)
class Loss:
    """So much of a lot, gone by a cause."""

    lot: str
    quantity: Milli
    cause: LossCause


def lose(uid: str, document: LossRequest, approval: Approval, actor: Actor) -> LossResult:
    """Writes goods off.

    Raises Invalid for unknown lots, `out_of_stock` and `approval_refused`; `approval_needed` for one who is no manager, when
    the goods are worth more than the outlet's limit or would have to come out of what counts found.
    """
    goods_documents.require_place(document.place)
    lots = goods_documents.require_lots((line.lot, line.quantity) for line in document.lines)
    approval.raise_if_refused()
    now = clock.now()
    lost = [Loss(line.lot, line.quantity.milli, line.cause) for line in document.lines]
    movements = [
        StockMovement(
            MovementKind.LOST,
            lots[loss.lot].product,
            loss.lot,
            loss.quantity,
            MovementSource.LOSS,
            uid,
            from_place=document.place,
            cause=loss.cause,
        )
        for loss in lost
    ]
    stock_ledger.post(movements, now)
    surpluses.require_within_limit(sum(times(lots[loss.lot].price_vnd, loss.quantity) for loss in lost), approval)
    if surpluses.exceeds_delivered_goods({lots[loss.lot].product for loss in lost}):
        approval.require(N_("Phiếu này ghi hao hụt cả hàng đếm thừa: cần quản lý duyệt."))
    entries = owe_for(lost, lots, SourceKind.LOSS, uid, now, memo=document.note)
    book.post(entries, now)
    goods_documents.record(GoodsDocumentKind.LOSS, uid, actor, now, place=document.place, note=document.note, approval=approval)
    audit.note(actor, audit_actions.LOST, uid, now, lines=len(entries))
    return document_queries.get_loss(uid)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A loss and what it makes us owe. `free` is how much of it the lot's allowance covers."""

    loss: Loss
    term: Term | None
    free: Milli
    owed_vnd: int
    bearer: Bearer
    """Who bears it after all: the producer where nothing is owed, the outlet of its own goods."""


def assess(losses: Iterable[Loss], lots: Mapping[str, LotRecord], day: date) -> list[Assessed]:
    """What losses of a day would make us owe, in their order; writes nothing.

    The allowance is a share of what the lot's deliveries brought; it is the producer's before the bearer pays, over all
    causes together, in the order the losses are posted.
    """
    losses = list(losses)
    terms = terms_of({lot.producer for lot in lots.values()})
    owner = owner_code()
    rates = tax.rates_on(day)
    lost = _lost_of({loss.lot for loss in losses})
    assessed: list[Assessed] = []
    for loss in losses:
        lot = lots[loss.lot]
        term = choose(terms.get(lot.producer, []), lot.product, lot.product_set, day)
        allowance = half_up(lot.delivered * term.loss_allowance_bp, 10_000) if term else 0
        free = Milli(min(loss.quantity, max(0, allowance - lost[loss.lot])))
        lost[loss.lot] += loss.quantity
        if lot.producer == owner:  # of the outlet's own goods nobody is owed anything
            assessed.append(Assessed(loss, term, free, 0, Bearer.OUTLET))
            continue
        owed_vnd = loss_owed(
            term,
            cause=loss.cause,
            gross_vnd=times(lot.price_vnd, loss.quantity - free),
            quantity=loss.quantity,
            free=free,
            vat_percent=rates.get(lot.vat),
        )
        if owed_vnd > MAX_VND:
            raise DomainError("amount_too_large", N_("Số tiền quá lớn."))
        named = term.loss.get(loss.cause, Bearer.OUTLET) if term else Bearer.OUTLET
        assessed.append(Assessed(loss, term, free, owed_vnd, named if owed_vnd else Bearer.PRODUCER))
    return assessed


def owe_for(
    losses: Iterable[Loss],
    lots: Mapping[str, LotRecord],
    source_kind: SourceKind,
    source_uid: str,
    now: datetime,
    *,
    kind: BookKind = BookKind.LOST,
    memo: str | None = None,
) -> list[BookEntry]:
    """What the losses of a document post to the producers' books, in their order, and the lots' allowances they use up."""
    day = clock.day_of(now)
    assessed = assess(losses, lots, day)
    changes: list[dict[str, object]] = [{"of_lot": a.loss.lot, "gone": a.loss.quantity} for a in assessed]
    execute(_MORE_LOST, changes)
    return [
        BookEntry(
            lots[a.loss.lot].producer,
            day,
            kind,
            source_kind,
            source_uid,
            lots[a.loss.lot].product,
            a.loss.lot,
            Milli(-a.loss.quantity),
            unit_price_vnd=lots[a.loss.lot].price_vnd,
            owed_vnd=a.owed_vnd,
            term_id=a.term.id if a.term else None,
            cause=a.loss.cause,
            memo=memo or None,
        )
        for a in assessed
    ]


_MORE_LOST = (
    update(Lot.__table__)  # type: ignore[arg-type]
    .where(Lot.code == bindparam("of_lot"))
    .values(lost=Lot.lost + bindparam("gone"))
)


def _lost_of(lots: Collection[str]) -> dict[str, int]:
    """What the lots have lost so far, by code; the lots are locked by who asks."""
    return {r["code"]: r["lost"] for r in fetch_all(select(Lot.code, Lot.lost).where(Lot.code.in_(sorted(lots))))}
