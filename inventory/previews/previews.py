"""Goods documents before they are saved, by the rules that save them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.i18n import gettext as _
from core.money import Vnd, times
from core.people.approvals import Approval
from core.quantity import ZERO, Milli
from core.text.formats import qty, vnd
from core.values.device_clock import DeviceClock
from inventory import goods_documents, places, stock_ledger, surpluses
from inventory.counting import differences
from inventory.counting.differences import CountedLot, Difference
from inventory.goods_documents import LotRecord
from inventory.losses import Assessed, Loss, approvals_for, assess
from inventory.previews import sentences
from inventory.previews.results import (
    CountPreview,
    CountPreviewLine,
    LossPreview,
    LossPreviewLine,
    PreviewLine,
    ReturnPreview,
    TransferPreview,
)
from inventory.requests import CountRequest, LossRequest, LotLine, ReturnRequest, TransferRequest
from suppliers.choices import ProducerKind
from suppliers.models import Producer


@dataclass(frozen=True, slots=True)
class _Moved:
    """What a line takes from a lot at a place, and how much of that may be taken."""

    lot: LotRecord
    quantity: Milli
    free: Milli
    left: Milli

    @property
    def is_too_much(self) -> bool:
        """Whether less is there than the lines so far take."""
        return self.left < 0

    @property
    def text(self) -> str:
        """How much stays of the lot at its place."""
        if self.is_too_much:
            return _("Ở đây chỉ còn %(free)s %(unit)s", free=qty(self.free), unit=self.lot.unit)
        return _("Còn lại ở đây %(left)s %(unit)s", left=qty(self.left), unit=self.lot.unit)


def preview_loss(document: LossRequest, approval: Approval) -> LossPreview:
    """What writing these goods off would cost whom. Raises Invalid for an unknown place or lot."""
    goods_documents.require_place(document.place)
    lots = goods_documents.require_lots(((line.lot, line.quantity) for line in document.lines), lock=False)
    moved = _moved(document.place, document.lines, lots)
    lost = [Loss(line.lot, line.quantity.milli, line.cause) for line in document.lines]
    assessed = assess(lost, lots, clock.today())
    kinds = _kinds(lot.producer for lot in lots.values())
    leaving: dict[str, Milli] = defaultdict(lambda: ZERO)
    for each in moved:
        leaving[each.lot.product] = Milli(leaving[each.lot.product] + each.quantity)
    is_short = any(each.is_too_much for each in moved)
    reasons = [] if approval.is_granted or is_short else [_(reason) for reason in approvals_for(assessed, lots, leaving)]
    owed_vnd = Vnd(sum(a.owed_vnd for a in assessed))
    return LossPreview(
        place=document.place,
        value_vnd=_value(moved),
        owed_vnd=owed_vnd,
        approval_needed=bool(reasons),
        approval_reasons=reasons,
        text=_owed_text(owed_vnd),
        lines=[_loss_line(each, a, kinds[each.lot.producer], approval) for each, a in zip(moved, assessed, strict=True)],
    )


def _loss_line(moved: _Moved, assessed: Assessed, kind: ProducerKind, approval: Approval) -> LossPreviewLine:
    lot, use = moved.lot, assessed.use
    text = sentences.loss_text(kind, assessed.bearer, Vnd(assessed.owed_vnd))
    has_share = assessed.free_left > 0
    return LossPreviewLine(
        **_common(moved),
        text=moved.text if moved.is_too_much else text,
        note=None if moved.is_too_much else sentences.allowance_note(assessed, lot.unit),
        cause=assessed.loss.cause,
        bearer=assessed.bearer,
        owed_vnd=Vnd(assessed.owed_vnd),
        approval_needed=assessed.needs_approval and not approval.is_granted,
        allowance_before_vnd=Vnd(assessed.allowed_vnd or 0) if use else None,
        allowance_after_vnd=Vnd((assessed.allowed_vnd or 0) - use.used_vnd) if use else None,
        allowance_before=assessed.free_left if has_share else None,
        allowance_after=Milli(assessed.free_left - assessed.free) if has_share else None,
    )


def preview_return(document: ReturnRequest) -> ReturnPreview:
    """What would stay here when these goods go back. Raises Invalid for an unknown place and an unknown or foreign lot."""
    goods_documents.require_producer(document.producer)
    goods_documents.require_place(document.place)
    lines = ((line.lot, line.quantity) for line in document.lines)
    lots = goods_documents.require_lots(lines, producer=document.producer, lock=False)
    moved = _moved(document.place, document.lines, lots)
    value_vnd = _value(moved)
    return ReturnPreview(
        place=document.place,
        producer=document.producer,
        value_vnd=value_vnd,
        text=_("Trị giá theo giá bán %(amount)s, không ai phải trả", amount=vnd(value_vnd)),
        lines=[PreviewLine(**_common(each), text=each.text, note=None) for each in moved],
    )


def preview_transfer(document: TransferRequest) -> TransferPreview:
    """What would lie where after a transfer. Raises Invalid for an unknown place or lot."""
    goods_documents.require_place(document.from_, "from")
    goods_documents.require_place(document.to, "to")
    lots = goods_documents.require_lots(((line.lot, line.quantity) for line in document.lines), lock=False)
    moved = _moved(document.from_, document.lines, lots)
    there = {lot.lot: int(lot.on_hand) for lot in stock_ledger.stocked(document.to, lots=lots, lock=False)}
    name = places.place_names()[document.to]
    lines = []
    for each in moved:
        there[each.lot.code] += each.quantity
        values = {"place": name, "quantity": qty(Milli(there[each.lot.code])), "unit": each.lot.unit}
        note = None if each.is_too_much else _("Ở %(place)s thành %(quantity)s %(unit)s", **values)
        lines.append(PreviewLine(**_common(each), text=each.text, note=note))
    return TransferPreview(
        place=document.from_,
        from_=document.from_,
        to=document.to,
        value_vnd=_value(moved),
        text=_("Sổ nhà sản xuất không đổi"),
        lines=lines,
    )


def preview_count(document: CountRequest, approval: Approval) -> CountPreview:
    """What a count would find and cost if it were posted now. Raises Invalid for an unknown place or lot."""
    goods_documents.require_place(document.place)
    lines = ((line.lot, line.counted) for line in document.lines)
    lots = goods_documents.require_lots(lines, "counted", lock=False)
    device = DeviceClock(clock.now(), document.sent_at)
    counted = [
        CountedLot(line.lot, line.counted.milli, device.correct(line.counted_at) if line.counted_at else None)
        for line in document.lines
    ]
    free = {lot.lot: lot.free for lot in stock_ledger.stocked(document.place, lots=lots, lock=False)}
    kinds = _kinds(lot.producer for lot in lots.values())
    found = differences.preview(document.place, counted, lots)
    worth_vnd = sum(times(lots[d.compared.lot].price_vnd, abs(d.compared.difference)) for d in found)
    is_refused = surpluses.exceeds_limit(worth_vnd) and not approval.is_granted
    read = [_count_line(d, lots[d.compared.lot], free[d.compared.lot], kinds) for d in found]
    owed_vnd = Vnd(sum(line.owed_vnd for line in read))
    return CountPreview(
        place=document.place,
        value_vnd=Vnd(sum(line.value_vnd for line in read)),
        owed_vnd=owed_vnd,
        approval_needed=is_refused,
        approval_reasons=[_(surpluses.OVER_LIMIT)] if is_refused else [],
        text=_owed_text(owed_vnd),
        lines=read,
    )


def _count_line(found: Difference, lot: LotRecord, free: Milli, kinds: Mapping[str, ProducerKind]) -> CountPreviewLine:
    compared, loss = found.compared, found.loss
    lost = loss.loss.quantity if loss else ZERO
    bearer, owed_vnd = (loss.bearer, Vnd(loss.owed_vnd)) if loss else (None, Vnd(0))
    return CountPreviewLine(
        lot=lot.code,
        product=lot.product,
        name=lot.name,
        unit=lot.unit,
        producer=lot.producer,
        quantity=compared.quantity,
        free=free,
        left=Milli(free + compared.difference),
        value_vnd=_signed_worth(lot, compared.difference),
        text=sentences.count_text(kinds[lot.producer], compared.difference, lost, bearer, owed_vnd),
        note=sentences.allowance_note(loss, lot.unit) if loss else None,
        booked=compared.booked,
        difference=compared.difference,
        lost=lost,
        bearer=bearer,
        owed_vnd=owed_vnd,
    )


def _signed_worth(lot: LotRecord, difference: Milli) -> Vnd:
    worth_vnd = times(lot.price_vnd, abs(difference))
    return Vnd(-worth_vnd if difference < 0 else worth_vnd)


def _moved(place: str, lines: Sequence[LotLine], lots: Mapping[str, LotRecord]) -> list[_Moved]:
    """Each line with what is free of its lot, and what stays once the lines so far have left."""
    here = {lot.lot: lot.free for lot in stock_ledger.stocked(place, lots=lots, lock=False)}
    left = dict(here)
    moved = []
    for line in lines:
        left[line.lot] = Milli(left[line.lot] - line.quantity.milli)
        moved.append(_Moved(lots[line.lot], line.quantity.milli, here[line.lot], left[line.lot]))
    return moved


class _Common(TypedDict):
    """What every line of a preview says of its goods."""

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    quantity: Milli
    free: Milli
    left: Milli
    value_vnd: Vnd


def _common(moved: _Moved) -> _Common:
    lot = moved.lot
    return {
        "lot": lot.code,
        "product": lot.product,
        "name": lot.name,
        "unit": lot.unit,
        "producer": lot.producer,
        "quantity": moved.quantity,
        "free": moved.free,
        "left": moved.left,
        "value_vnd": Vnd(times(lot.price_vnd, moved.quantity)),
    }


def _value(moved: Sequence[_Moved]) -> Vnd:
    return Vnd(sum(times(each.lot.price_vnd, each.quantity) for each in moved))


def _owed_text(owed_vnd: Vnd) -> str:
    return _("Điểm bán trả thêm %(amount)s", amount=vnd(owed_vnd)) if owed_vnd else _("Điểm bán không phải trả ai")


def _kinds(producers: Iterable[str]) -> dict[str, ProducerKind]:
    """What producers are in law, by code."""
    codes: Collection[str] = sorted(set(producers))
    rows = fetch_all(select(Producer.code, Producer.kind).where(Producer.code.in_(codes)))
    return {r["code"]: ProducerKind(r["kind"]) for r in rows}
