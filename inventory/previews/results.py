"""What previews of goods documents return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, MoneyOut, QuantityOut, SignedQuantityOut, alias
from suppliers.choices import Bearer, LossCause


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """A line of a document that is not saved. `free` is what of the lot may leave its place before the document, `left` after.

    `left` below 0 means that too little is there. `value_vnd` is at today's price. `text` says to a person what the line
    means, `note` what is special about it.
    """

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    quantity: QuantityOut
    free: QuantityOut
    left: SignedQuantityOut
    value_vnd: MoneyOut
    text: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LossPreviewLine(PreviewLine):
    """A loss: who bears it, and what it would make us owe.

    Of an allowance of the agreement for its cause, `allowance_before_vnd` and `allowance_after_vnd` are what is left; of the
    share of the lot's deliveries that is the producer's, `allowance_before` and `allowance_after`. Left out where there is none.
    """

    cause: LossCause
    bearer: Bearer
    owed_vnd: MoneyOut
    approval_needed: bool
    allowance_before_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    allowance_after_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    allowance_before: Annotated[QuantityOut | None, LEFT_OUT_IF_NONE] = None
    allowance_after: Annotated[QuantityOut | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPreviewLine(PreviewLine):
    """A counted lot; `quantity` is what was counted, `booked` what the book says. `lost` is what of a shortage is a loss."""

    booked: SignedQuantityOut
    difference: SignedQuantityOut
    lost: QuantityOut
    bearer: Bearer | None
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewResult:
    """What every preview says; `value_vnd` is the sum of the lines. `text` sums up for a person."""

    place: str
    value_vnd: MoneyOut
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LossPreview(PreviewResult):
    """Losses before they are saved. `approval_reasons` says why a manager must approve; empty when nobody must."""

    owed_vnd: MoneyOut
    approval_needed: bool
    approval_reasons: list[str]
    lines: list[LossPreviewLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPreview(PreviewResult):
    """A count before it is saved; `value_vnd` sums the differences, shortages below 0."""

    owed_vnd: MoneyOut
    approval_needed: bool
    approval_reasons: list[str]
    lines: list[CountPreviewLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPreview(PreviewResult):
    """Goods that would go back to their producer."""

    producer: str
    lines: list[PreviewLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPreview(PreviewResult):
    """Goods that would move to another place."""

    from_: Annotated[str, alias("from")]
    to: str
    lines: list[PreviewLine]
