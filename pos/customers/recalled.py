"""What was sold of recalled lots, in which sales, and whom that can be told. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.db import fetch_all
from core.quantity import Milli
from pos.customers import registry
from pos.customers.models import CustomerSale
from pos.customers.results import CustomerResult
from pos.models import Refund, RefundLine, Sale, SaleLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOfLot:
    """What of a recalled lot a sale sold and nobody brought back. `is_late`: it was sold after the lot was stopped."""

    sale: str
    number: str
    sold_at: datetime
    till: str
    lot: str
    quantity: Milli
    customer: str | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A customer who may be called, and what they bought, newest first."""

    customer: CustomerResult
    goods: Sequence[SoldOfLot]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledSales:
    """The sales of recalled lots, newest first, and the customers behind them.

    `buyers` gave their phone and agreed that it is kept; so many others (`not_callable`) are known and did not agree.
    """

    sold: Sequence[SoldOfLot]
    buyers: Sequence[Buyer]
    not_callable: int

    @property
    def sales(self) -> int:
        """How many sales there are."""
        return len({sold.sale for sold in self.sold})


def sales_of(stopped: Mapping[str, datetime]) -> RecalledSales:
    """The sales of lots, by when each was stopped."""
    sold = _sold(stopped)
    customers = registry.by_uid([one.customer for one in sold if one.customer], whole=True)
    goods: dict[str, list[SoldOfLot]] = defaultdict(list)
    for one in sold:
        if one.customer:
            goods[one.customer].append(one)
    callable_ = [uid for uid in goods if customers[uid].phone and customers[uid].consent]
    return RecalledSales(
        sold=sold,
        buyers=[Buyer(customer=customers[uid], goods=goods[uid]) for uid in callable_],
        not_callable=len(goods) - len(callable_),
    )


def _sold(stopped: Mapping[str, datetime]) -> list[SoldOfLot]:
    """Sale by sale and lot by lot, without what came back."""
    back = _back(stopped)
    query = (
        select(
            Sale.uid,
            Sale.number,
            Sale.sold_at,
            Sale.till_code,
            SaleLine.lot,
            CustomerSale.customer_uid,
            func.sum(SaleLine.quantity).label("quantity"),
        )
        .join(SaleLine, SaleLine.sale_uid == Sale.uid)
        .outerjoin(CustomerSale, CustomerSale.sale_uid == Sale.uid)
        .where(SaleLine.lot.in_(sorted(stopped)))
        .group_by(Sale.uid, Sale.number, Sale.sold_at, Sale.till_code, SaleLine.lot, CustomerSale.customer_uid)
        .group_by(Sale.year, Sale.sequence)
        .order_by(Sale.year.desc(), Sale.sequence.desc(), SaleLine.lot)
    )
    return [
        SoldOfLot(
            sale=r["uid"],
            number=r["number"],
            sold_at=r["sold_at"],
            till=r["till_code"],
            lot=r["lot"],
            quantity=left,
            customer=r["customer_uid"],
            is_late=r["sold_at"] >= stopped[r["lot"]],
        )
        for r in fetch_all(query)
        if (left := Milli(int(r["quantity"]) - back.get((r["uid"], r["lot"]), 0)))
    ]


def _back(lots: Collection[str]) -> dict[tuple[str, str], int]:
    """What came back of each sale and lot."""
    query = select(Refund.sale_uid, RefundLine.lot, func.sum(RefundLine.quantity).label("quantity"))
    query = query.join(RefundLine, RefundLine.refund_uid == Refund.uid).where(RefundLine.lot.in_(sorted(lots)))
    return {(r["sale_uid"], r["lot"]): int(r["quantity"]) for r in fetch_all(query.group_by(Refund.sale_uid, RefundLine.lot))}
