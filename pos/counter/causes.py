"""What may have made a drawer's difference: everything that fits it to the đồng. Pure.

Source: contract of the outlet, section 12, `likely_causes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pos.choices import Banknote, LikelyCauseCode, PaymentMethod

TEN = 10
ELSEWHERE = frozenset({PaymentMethod.VIETQR, PaymentMethod.CARD})
"""Ways to pay that a hurried hand takes for cash, and cash for them."""


@dataclass(frozen=True, slots=True)
class OfSale:
    """An amount that belongs to a sale: its id, and its number as people know it."""

    sale: str
    number: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Tender(OfSale):
    """What a sale took by one method; `is_certain` where the bank itself said so."""

    method: PaymentMethod
    is_certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerFacts:
    """What is known of a counted drawer. `late` is the cash of sales that came after the count, `refunds` cash given back."""

    difference_vnd: int
    opening_float_vnd: int
    counted: Mapping[Banknote, int]
    tenders: Sequence[Tender]
    late: Sequence[OfSale]
    refunds: Sequence[OfSale]


@dataclass(frozen=True, slots=True)
class Cause:
    """What fits a difference; `of` is the sale it is about, `method` how that was recorded, `notes` which notes were mixed up."""

    code: LikelyCauseCode
    amount_vnd: int
    of: OfSale | None = None
    method: PaymentMethod | None = None
    notes: tuple[Banknote, Banknote] | None = None


def likely_causes(facts: DrawerFacts) -> list[Cause]:
    """Everything that explains the difference alone, in the order of the contract; nothing where nothing differs."""
    return list(_causes(facts)) if facts.difference_vnd else []


def _causes(facts: DrawerFacts) -> Iterator[Cause]:
    difference_vnd = facts.difference_vnd
    amount_vnd = abs(difference_vnd)
    for tender in facts.tenders:
        # Recorded as cash and paid otherwise, the drawer is short of it; the other way it is over.
        short = tender.method is PaymentMethod.CASH and difference_vnd < 0
        over = tender.method in ELSEWHERE and difference_vnd > 0 and not tender.is_certain
        if (short or over) and tender.amount_vnd == amount_vnd:
            yield Cause(LikelyCauseCode.OTHER_METHOD, amount_vnd, tender, method=tender.method)
    for sale in facts.late:
        if sale.amount_vnd == difference_vnd:
            yield Cause(LikelyCauseCode.LATE_SALE, amount_vnd, sale)
    if len(facts.late) > 1 and sum(sale.amount_vnd for sale in facts.late) == difference_vnd:
        yield Cause(LikelyCauseCode.LATE_SALE, amount_vnd)
    for refund in facts.refunds:
        if refund.amount_vnd == difference_vnd:
            yield Cause(LikelyCauseCode.REFUND_UNPAID, amount_vnd, refund)
    yield from _factors_of_ten(difference_vnd, facts.counted)
    if difference_vnd == -facts.opening_float_vnd:
        yield Cause(LikelyCauseCode.FLOAT_TWICE, amount_vnd)


def _factors_of_ten(difference_vnd: int, counted: Mapping[Banknote, int]) -> Iterator[Cause]:
    """One note taken for one of ten times its value, or for one of a tenth; or all pieces that stand at a note."""
    by_value = {note.value_vnd: note for note in Banknote}
    for note in Banknote:
        larger = by_value.get(note.value_vnd * TEN)
        if larger is None:
            continue
        gap_vnd = larger.value_vnd - note.value_vnd
        stands_at = note if difference_vnd < 0 else larger
        if abs(difference_vnd) in {gap_vnd, gap_vnd * counted.get(stands_at, 0)}:
            yield Cause(LikelyCauseCode.FACTOR_OF_TEN, abs(difference_vnd), notes=(note, larger))
