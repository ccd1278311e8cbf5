"""The sums of a row of the sales report while it is reckoned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypedDict

from core.db import Row
from core.money import Vnd
from core.quantity import Milli
from pos.pricing.lines import AdjustmentKind
from reports.results import SalesRow, SalesTotals
from reports.selling.own_goods import OwnGoods

SOLD_COLUMNS = ("quantity", "gross_vnd", "discount_vnd", "vat_vnd", "owed_vnd")
BACK_COLUMNS = ("net_vnd", "vat_vnd", "owed_vnd")


class _Figures(TypedDict):
    sales: int
    quantity: Milli
    gross_vnd: Vnd
    discount_vnd: Vnd
    net_vnd: Vnd
    vat_vnd: Vnd
    owed_vnd: Vnd
    kept_vnd: Vnd
    refunds_vnd: Vnd
    discounts: dict[AdjustmentKind, Vnd]
    cost_vnd: Vnd | None
    margin_vnd: Vnd | None


@dataclass
class Sums:
    """One row of the report before it is written out. Amounts are of sold lines; `back_*` of refunded ones."""

    sales: int = 0
    quantity: int = 0
    gross_vnd: int = 0
    discount_vnd: int = 0
    vat_vnd: int = 0
    owed_vnd: int = 0
    back_net_vnd: int = 0
    back_vat_vnd: int = 0
    back_owed_vnd: int = 0
    discounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    own: OwnGoods | None = None

    def add_sold(self, r: Row, sales: int) -> None:
        """Adds sold amounts (a row with `SOLD_COLUMNS`)."""
        self.sales += sales
        for name in SOLD_COLUMNS:
            setattr(self, name, getattr(self, name) + int(r[name]))

    def add_refunded(self, r: Row) -> None:
        """Adds refunded amounts (a row with `BACK_COLUMNS`)."""
        for name in BACK_COLUMNS:
            setattr(self, f"back_{name}", getattr(self, f"back_{name}") + int(r[name]))

    def add(self, other: Sums) -> None:
        """Adds everything of another row but its number of sales, which may be the same sales."""
        for name in (*SOLD_COLUMNS, *(f"back_{name}" for name in BACK_COLUMNS)):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, amount_vnd in other.discounts.items():
            self.discounts[kind] += amount_vnd
        if other.own is not None:
            self.add_own(other.own)

    def add_own(self, cost: OwnGoods) -> None:
        """Adds what goods of the outlet's own cost."""
        self.own = OwnGoods.total(filter(None, (self.own, cost)))

    def totals(self) -> SalesTotals:
        """The columns of the totals."""
        return SalesTotals(**self._figures())

    def row(self, key: tuple[str, ...], label: tuple[str, ...]) -> SalesRow:
        """The columns of a row; of two keys the second is `across`."""
        crossed = {"across_key": key[1], "across_label": label[1]} if len(key) > 1 else {}
        return SalesRow(key=key[0], label=label[0], **crossed, **self._figures())

    @property
    def net_vnd(self) -> int:
        """What was taken, after refunds."""
        return self.gross_vnd - self.discount_vnd - self.back_net_vnd

    def _figures(self) -> _Figures:
        owed_vnd = self.owed_vnd - self.back_owed_vnd
        return {
            "sales": self.sales,
            "quantity": Milli(self.quantity),
            "gross_vnd": Vnd(self.gross_vnd),
            "discount_vnd": Vnd(self.discount_vnd),
            "net_vnd": Vnd(self.net_vnd),
            "vat_vnd": Vnd(self.vat_vnd - self.back_vat_vnd),
            "owed_vnd": Vnd(owed_vnd),
            "kept_vnd": Vnd(self.net_vnd - owed_vnd),
            "refunds_vnd": Vnd(self.back_net_vnd),
            "discounts": {kind: Vnd(self.discounts[kind]) for kind in AdjustmentKind if self.discounts.get(kind)},
            "cost_vnd": None if self.own is None else Vnd(self.own.cost_vnd),
            "margin_vnd": None if self.own is None else Vnd(self.own.margin_vnd),
        }
