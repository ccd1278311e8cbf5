"""The stock card as it goes on paper: a document a line, what sold on a day in one. Read-only.

Source: form S12-DN of Circular 200/2014/TT-BTC (thẻ kho), whose columns it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from core.quantity import Milli
from inventory.choices import MovementKind
from inventory.trace import card
from inventory.trace.results import CardLine, StockCard
from suppliers.choices import LossCause

_TOGETHER = frozenset({MovementKind.SOLD, MovementKind.REFUNDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the paper. `documents` says how many receipts are in it; `number` is the document's where it is one."""

    day: date
    kind: MovementKind
    cause: LossCause | None
    is_reversal: bool
    number: str | None
    documents: int
    came: Milli
    left: Milli
    balance: Milli


def sheet(found: StockCard) -> list[SheetLine]:
    """The lines of a whole card for the paper: sales and refunds of a day stand together."""
    lines: list[SheetLine] = []
    receipts: set[str] = set()
    for line in found.lines:
        day = clock.day_of(line.at)
        last = lines[-1] if lines else None
        if last and last.day == day and _goes_with(last, line):
            lines[-1] = _joined(last, line, is_new=line.document not in receipts)
        else:
            lines.append(_line(day, line))
            receipts.clear()
        receipts.add(line.document)
    return lines


def whole_card(
    *, product: str | None, lot: str | None, first: date, last: date, producer: str | None, most: int
) -> tuple[StockCard, Sequence[SheetLine]]:
    """The card of a span with its paper; of a span with more than `most` movements the first ones. Raises NotFound."""
    found = card.card(product=product, lot=lot, first=first, last=last, producer=producer, limit=most, with_sales=False)
    return found, sheet(found)


def _goes_with(last: SheetLine, line: CardLine) -> bool:
    if line.kind in _TOGETHER:
        return last.kind is line.kind and not last.is_reversal and not line.is_reversal
    return last.number is not None and last.number == line.number and last.cause is line.cause and _same_act(last, line)


def _same_act(last: SheetLine, line: CardLine) -> bool:
    return last.kind is line.kind and last.is_reversal == line.is_reversal


def _joined(last: SheetLine, line: CardLine, *, is_new: bool) -> SheetLine:
    return SheetLine(
        day=last.day,
        kind=last.kind,
        cause=last.cause,
        is_reversal=last.is_reversal,
        number=last.number if last.number == line.number else None,
        documents=last.documents + is_new,
        came=Milli(last.came + line.came),
        left=Milli(last.left + line.left),
        balance=line.balance,
    )


def _line(day: date, line: CardLine) -> SheetLine:
    return SheetLine(
        day=day,
        kind=line.kind,
        cause=line.cause,
        is_reversal=line.is_reversal,
        number=None if line.kind in _TOGETHER else line.number,
        documents=1,
        came=line.came,
        left=line.left,
        balance=line.balance,
    )
