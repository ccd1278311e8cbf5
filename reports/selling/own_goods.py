"""What the outlet's own goods cost that were sold, and the margin on them. Read-only.

Goods count whose lot came with a unit cost. Refunds take back the refunded part of a line's cost, on their own day.
Source: contract of the outlet, sections 9 and 11.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.db import fetch_all
from core.money import half_up, times
from inventory.models import Lot
from pos.models import RefundLine, SaleLine


@dataclass
class OwnGoods:
    """Sums of the outlet's own goods: what they cost, and what was taken for them without VAT."""

    cost_vnd: int = 0
    before_vat_vnd: int = 0

    @property
    def margin_vnd(self) -> int:
        """What is left of the takings."""
        return self.before_vat_vnd - self.cost_vnd

    def add(self, cost_vnd: int, net_vnd: int, vat_vnd: int) -> None:
        """Adds a line; a refunded one is below zero."""
        self.cost_vnd += cost_vnd
        self.before_vat_vnd += net_vnd - vat_vnd

    @staticmethod
    def total(sums: Iterable[OwnGoods]) -> OwnGoods:
        """The sums together."""
        together = list(sums)
        return OwnGoods(sum(s.cost_vnd for s in together), sum(s.before_vat_vnd for s in together))


SOLD_COLUMNS = (SaleLine.quantity, SaleLine.net_vnd, SaleLine.vat_vnd, Lot.unit_cost_vnd)
BACK_COLUMNS = (
    RefundLine.sold,
    RefundLine.before,
    RefundLine.after,
    RefundLine.net_vnd,
    RefundLine.vat_vnd,
    Lot.unit_cost_vnd,
)


def of_own_goods(query: Any, line: Any) -> Any:
    """Narrows a query of lines to goods whose lot has a unit cost."""
    return query.join(Lot, Lot.code == line.lot).where(Lot.unit_cost_vnd.is_not(None))


def by_key(sold: Any, refunded: Any, key_of: Callable[[Any], tuple[str, ...]]) -> dict[tuple[str, ...], OwnGoods]:
    """The sums of two queries with the columns of above, by what `key_of` reads from a row."""
    sums: dict[tuple[str, ...], OwnGoods] = defaultdict(OwnGoods)
    for r in fetch_all(sold):
        sums[key_of(r)].add(times(r["unit_cost_vnd"], r["quantity"]), r["net_vnd"], r["vat_vnd"])
    for r in fetch_all(refunded):
        whole_vnd = times(r["unit_cost_vnd"], r["sold"])
        back_vnd = half_up(whole_vnd * r["after"], r["sold"]) - half_up(whole_vnd * r["before"], r["sold"])
        sums[key_of(r)].add(-back_vnd, -r["net_vnd"], -r["vat_vnd"])
    return sums
