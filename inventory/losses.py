"""Goods lost, by cause, with the bearer the agreement names; also what a count finds missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from core.quantity import ZERO, Milli
from core.values import tax
from inventory import audit_actions, document_queries, goods_documents, stock_ledger, surpluses
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.goods_documents import LotRecord
from inventory.models import Lot
from inventory.photos import photos
from inventory.requests import LossRequest
from inventory.results import LossResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.agreements.standing import terms_of
from suppliers.allowances import ledger
from suppliers.allowances.ledger import Use
from suppliers.book import BookEntry
from suppliers.choices import Bearer, BookKind, LossCause, SourceKind
from suppliers.commission import Term, beyond_allowance, choose, loss_owed
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
    the goods are worth more than the outlet's limit or would have to come out of what counts found, and when samples are worth
    more than is left of their allowance.
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
    goods_documents.require_free(document.place, [(loss.lot, loss.quantity) for loss in lost], lots)
    stock_ledger.post(movements, now)
    assessed = assess(lost, lots, clock.day_of(now))
    for reason in approvals_for(assessed, lots):
        approval.require(reason)
    entries = owe_for(assessed, lots, SourceKind.LOSS, uid, now, memo=document.note)
    book.post(entries, now)
    goods_documents.record(GoodsDocumentKind.LOSS, uid, actor, now, place=document.place, note=document.note, approval=approval)
    photos.record(GoodsDocumentKind.LOSS, uid, document.photos, actor)
    audit.note(actor, audit_actions.LOST, uid, now, lines=len(entries))
    return document_queries.get_loss(uid)


def approvals_for(
    assessed: Sequence[Assessed], lots: Mapping[str, LotRecord], leaving: Mapping[str, Milli] | None = None
) -> Iterator[str]:
    """Why losses need a manager, each as a sentence. `leaving` is what has not left yet, by product, for who asks before."""
    if surpluses.exceeds_limit(sum(times(lots[a.loss.lot].price_vnd, a.loss.quantity) for a in assessed)):
        yield surpluses.OVER_LIMIT
    if surpluses.exceeds_delivered_goods({lots[a.loss.lot].product for a in assessed}, leaving):
        yield N_("Phiếu này ghi hao hụt cả hàng đếm thừa: cần quản lý duyệt.")
    if any(a.needs_approval for a in assessed):
        yield N_("Hàng mẫu, hàng dùng thử vượt định mức của hợp đồng: cần quản lý duyệt.")


@dataclass(frozen=True, slots=True)
class Assessed:
    """A loss and what it makes us owe. `use` is what it takes of an allowance of the agreement."""

    loss: Loss
    term: Term | None
    owed_vnd: int
    bearer: Bearer
    """Who bears it after all: the producer where nothing is owed, the outlet of its own goods."""
    use: Use | None = None
    allowed_vnd: int | None = None
    """What was left of the agreement's allowance for this cause; None where there is none."""
    free_left: Milli = ZERO
    """What was left of the share of the lot's deliveries that is the producer's."""
    free: Milli = ZERO
    """What of the loss falls into that share."""

    @property
    def needs_approval(self) -> bool:
        """Whether it is samples worth more than was left of their allowance."""
        return self.use is not None and self.use.exceeds and self.loss.cause is LossCause.SAMPLING


def assess(losses: Iterable[Loss], lots: Mapping[str, LotRecord], day: date) -> list[Assessed]:
    """What losses of a day would make us owe, in their order; writes nothing.

    Of a cause with an allowance in the agreement, what is left of that is the producer's, and the bearer owes the part beyond it.
    Of any other, a share of what the lot's deliveries brought is the producer's before the bearer pays, over all those causes
    together, in the order the losses are posted.
    """
    losses = list(losses)
    terms = terms_of({lot.producer for lot in lots.values()})
    chosen = [choose(terms.get(lots[x.lot].producer, []), lots[x.lot].product, lots[x.lot].product_set, day) for x in losses]
    allowed = ledger.left({term.agreement for term in chosen if term}, day)
    owner = owner_code()
    rates = tax.rates_on(day)
    lost = _lost_of({loss.lot for loss in losses})
    assessed: list[Assessed] = []
    for loss, term in zip(losses, chosen, strict=True):
        lot = lots[loss.lot]
        if lot.producer == owner:  # of the outlet's own goods nobody is owed anything
            lost[loss.lot] += loss.quantity
            assessed.append(Assessed(loss, term, 0, Bearer.OUTLET))
            continue
        worth_vnd = times(lot.price_vnd, loss.quantity)
        left_vnd = allowed.get((term.agreement, loss.cause)) if term else None
        free_left = free = ZERO
        if left_vnd is None:
            allowance = half_up(lot.delivered * term.loss_allowance_bp, 10_000) if term else 0
            free_left = Milli(max(0, allowance - lost[loss.lot]))
            free = Milli(min(loss.quantity, free_left))
            lost[loss.lot] += loss.quantity
        owed_vnd = loss_owed(
            term,
            cause=loss.cause,
            gross_vnd=times(lot.price_vnd, loss.quantity - free),
            quantity=loss.quantity,
            free=free,
            vat_percent=rates.get(lot.vat),
        )
        use = None
        if term and left_vnd is not None:
            used_vnd = min(worth_vnd, left_vnd)
            allowed[term.agreement, loss.cause] = left_vnd - used_vnd
            owed_vnd = beyond_allowance(owed_vnd, worth_vnd, left_vnd)
            use = Use(term.agreement, loss.cause, loss.lot, loss.quantity, worth_vnd, used_vnd)
        if owed_vnd > MAX_VND:
            raise DomainError("amount_too_large", N_("Số tiền quá lớn."))
        named = term.loss.get(loss.cause, Bearer.OUTLET) if term else Bearer.OUTLET
        bearer = named if owed_vnd else Bearer.PRODUCER
        assessed.append(Assessed(loss, term, owed_vnd, bearer, use, left_vnd, free_left, free))
    return assessed


def owe_for(
    assessed: Sequence[Assessed],
    lots: Mapping[str, LotRecord],
    source_kind: SourceKind,
    source_uid: str,
    now: datetime,
    *,
    kind: BookKind = BookKind.LOST,
    memo: str | None = None,
) -> list[BookEntry]:
    """What the losses of a document post to the producers' books, in their order, and the allowances they use up."""
    day = clock.day_of(now)
    changes: list[dict[str, object]] = [{"of_lot": a.loss.lot, "gone": a.loss.quantity} for a in assessed]
    execute(_MORE_LOST, changes)
    ledger.record([a.use for a in assessed if a.use], source_kind, source_uid, day)
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
    """What the lots have lost so far outside the agreements' allowances, by code; the lots are locked by who asks."""
    apart = ledger.outside(lots)
    query = select(Lot.code, Lot.lost).where(Lot.code.in_(sorted(lots)))
    return {r["code"]: r["lost"] - apart.get(r["code"], 0) for r in fetch_all(query)}
