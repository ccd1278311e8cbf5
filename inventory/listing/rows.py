"""A goods document in one row of a list: what it is about, whose goods, and what it makes us owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.i18n import gettext as _
from core.money import Vnd
from core.text.formats import qty
from inventory import queries
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.results import (
    CountLineResult,
    CountResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossResult,
    LotLineResult,
    ReturnResult,
    TransferResult,
)

NAMED = 2
"""Goods that a row names; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A row. `goods` names the first ones, `owed_vnd` is None where a document never owes."""

    kind: GoodsDocumentKind
    document: GoodsDocumentResult
    to: str | None
    producers: tuple[str, ...]
    goods: str
    note: str | None
    owed_vnd: Vnd | None
    is_set_aside: bool
    is_cancelled: bool


def rows_of(documents: Sequence[GoodsDocumentResult]) -> list[DocumentRow]:
    """The rows of documents, in their order."""
    lots = {line.lot for document in documents if isinstance(document, TransferResult) for line in document.lines}
    owners = queries.producers_of_lots(lots) if lots else {}
    return [_row(document, owners) for document in documents]


def _row(document: GoodsDocumentResult, owners: Mapping[str, str]) -> DocumentRow:
    kind, to, note, owed_vnd, state = GoodsDocumentKind.DELIVERY, None, None, None, None
    producers: list[str] = []
    lines: Sequence[LotLineResult | CountLineResult] = []
    match document:
        case DeliveryResult():
            lines, note, producers = document.lines, document.note, [document.producer]
        case ReturnResult():
            kind, lines, note, producers = GoodsDocumentKind.RETURN, document.lines, document.reason, [document.producer]
            state = document.state
        case LossResult():
            kind, lines, note, owed_vnd = GoodsDocumentKind.LOSS, document.lines, document.note, document.owed_vnd
            producers = [line.producer for line in document.lines]
        case TransferResult():
            kind, lines, to = GoodsDocumentKind.TRANSFER, document.lines, document.to
            producers = [owners[line.lot] for line in document.lines]
        case CountResult():
            kind, lines, owed_vnd = GoodsDocumentKind.COUNT, document.lines, document.owed_vnd
            producers = [line.producer for line in document.lines]
    return DocumentRow(
        kind=kind,
        document=document,
        to=to,
        producers=tuple(dict.fromkeys(producers)),
        goods=_goods(lines),
        note=note,
        owed_vnd=owed_vnd,
        is_set_aside=state is ReturnState.SET_ASIDE,
        is_cancelled=state is ReturnState.CANCELLED,
    )


def _goods(lines: Sequence[LotLineResult | CountLineResult]) -> str:
    named = []
    for line in lines[:NAMED]:
        quantity = line.counted if isinstance(line, CountLineResult) else line.quantity
        named.append(f"{line.name} {qty(quantity)}\u00a0{line.unit}")
    more = len(lines) - NAMED
    return ", ".join(named) + (_(" và %(n)s dòng nữa", n=more) if more > 0 else "")
