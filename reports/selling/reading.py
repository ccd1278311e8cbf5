"""The sums of the sales report, read from lines of sales and refunds. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, distinct, func, select

from core.db import Row, fetch_all
from core.money import spread
from pos.choices import PaymentMethod
from pos.counter.models import IN_FORCE, Exchange
from pos.models import Payment, Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment
from reports.choices import SalesKey
from reports.selling import own_goods
from reports.selling.keys import BACK, SOLD, Side, groups, joined, key_column, key_text
from reports.selling.spreading import cells, nets
from reports.selling.sums import BACK_COLUMNS, SOLD_COLUMNS, Sums

Pair = tuple[str, ...]
Table = dict[Pair, Sums]
Discounts = dict[str, list[tuple[Pair, str, int]]]
_SOLD = tuple(func.sum(getattr(SaleLine, name)).label(name) for name in SOLD_COLUMNS)
_BACK = tuple(func.sum(getattr(RefundLine, name)).label(name) for name in BACK_COLUMNS)
_SALES = func.count(distinct(SaleLine.sale_uid)).label("sales")
_TAKEN = (SaleLineAdjustment.sale_uid == SaleLine.sale_uid) & (SaleLineAdjustment.line == SaleLine.line)
_AMOUNT = func.sum(SaleLineAdjustment.amount_vnd).label("amount_vnd")


@dataclass(frozen=True)
class Span:
    """A span of days, of one producer or of all."""

    first: date
    last: date
    producer: str | None

    def different_sales(self) -> int:
        """How many different sales there were."""
        if self.producer is None:
            query: Select[Any] = select(func.count().label("sales")).select_from(Sale)
            query = query.where(Sale.business_day >= self.first, Sale.business_day <= self.last)
            return int(fetch_all(query)[0]["sales"])
        return sum(int(r["sales"]) for r in fetch_all(self._lines((), SOLD, _SALES).group_by(SaleLine.business_day)))

    def table(self, keys: Sequence[SalesKey]) -> Table:
        """The sums of one key or of each pair of two."""
        table: Table = defaultdict(Sums)
        if SalesKey.METHOD in keys:
            place = list(keys).index(SalesKey.METHOD)
            _ByMethod(self, tuple(key for key in keys if key is not SalesKey.METHOD), place, table).read()
        else:
            self._read(keys, table)
        return table

    def _read(self, keys: Sequence[SalesKey], table: Table) -> None:
        for r in fetch_all(self._lines(keys, SOLD, _SALES, *_SOLD).group_by(*groups(keys, SOLD))):
            table[pair_of(keys, r)].add_sold(r, int(r["sales"]))
        for r in fetch_all(self._lines(keys, BACK, *_BACK).group_by(*groups(keys, BACK))):
            table[pair_of(keys, r)].add_refunded(r)
        taken = self._lines(keys, SOLD, SaleLineAdjustment.kind, _AMOUNT).join(SaleLineAdjustment, _TAKEN)
        for r in fetch_all(taken.group_by(*groups(keys, SOLD), SaleLineAdjustment.kind)):
            table[pair_of(keys, r)].discounts[r["kind"]] += int(r["amount_vnd"])
        sold = own_goods.of_own_goods(self._lines(keys, SOLD, *own_goods.SOLD_COLUMNS), SaleLine)
        back = own_goods.of_own_goods(self._lines(keys, BACK, *own_goods.BACK_COLUMNS), RefundLine)
        for pair, cost in own_goods.by_key(sold, back, lambda r: pair_of(keys, r)).items():
            table[pair].add_own(cost)

    def _lines(self, keys: Sequence[SalesKey], side: Side, *columns: Any) -> Select[Any]:
        """The lines of the span, with each key as `key0`, `key1`."""
        named = [key_column(key, side).label(f"key{n}") for n, key in enumerate(keys)]
        query = select(*named, *columns).select_from(side.line)
        query = query.where(side.line.business_day >= self.first, side.line.business_day <= self.last)
        if self.producer is not None:
            query = query.where(side.line.producer_code == self.producer)
        return joined(query, keys, side)

    def lines_of_sales(self, keys: Sequence[SalesKey], *columns: Any) -> Select[Any]:
        """The sold lines of the span."""
        return self._lines(keys, SOLD, *columns)

    def lines_of_refunds(self, keys: Sequence[SalesKey], *columns: Any) -> Select[Any]:
        """The refunded lines of the span, with their refunds."""
        query = self._lines(keys, BACK, *columns)
        return query if _has_head(keys) else query.join(Refund, Refund.uid == RefundLine.refund_uid)


def _has_head(keys: Sequence[SalesKey]) -> bool:
    return bool(frozenset(keys) & {SalesKey.HOUR, SalesKey.CASHIER, SalesKey.TILL})


def pair_of(keys: Sequence[SalesKey], r: Any) -> Pair:
    """The texts of the keys of a row."""
    return tuple(key_text(key, r[f"key{n}"]) for n, key in enumerate(keys))


@dataclass(frozen=True)
class _ByMethod:
    """Sales by way of payment, alone or with another key. A sale paid in several ways is spread over them by amount."""

    span: Span
    others: tuple[SalesKey, ...]
    place: int
    table: Table

    def read(self) -> None:
        """Fills the table."""
        ways = (
            select(Payment.sale_uid, func.count(distinct(Payment.method)).label("ways"), func.min(Payment.method).label("method"))
            .join(Sale, Sale.uid == Payment.sale_uid)
            .where(Sale.business_day >= self.span.first, Sale.business_day <= self.span.last, IN_FORCE)
            .group_by(Payment.sale_uid)
            .subquery()
        )
        of_sale = ways.c.sale_uid == SaleLine.sale_uid
        self._paid_in_one_way(ways, of_sale)
        self._paid_in_several(ways, of_sale)
        self._refunded()

    def _sums(self, way: str | None, others: Pair) -> Sums:
        return self.table[(*others[: self.place], way or "", *others[self.place :])]

    def _paid_in_one_way(self, ways: Any, of_sale: Any) -> None:
        """Sales with one way of payment, or none because nothing was to pay, are summed by the database."""
        single = (ways.c.ways == 1) | ways.c.ways.is_(None)
        lines = self.span.lines_of_sales(self.others, ways.c.method, _SALES, *_SOLD).outerjoin(ways, of_sale).where(single)
        for r in fetch_all(lines.group_by(ways.c.method, *groups(self.others, SOLD))):
            self._sums(r["method"], pair_of(self.others, r)).add_sold(r, int(r["sales"]))
        taken = self.span.lines_of_sales(self.others, ways.c.method, SaleLineAdjustment.kind, _AMOUNT)
        taken = taken.outerjoin(ways, of_sale).join(SaleLineAdjustment, _TAKEN).where(single)
        for r in fetch_all(taken.group_by(ways.c.method, SaleLineAdjustment.kind, *groups(self.others, SOLD))):
            self._sums(r["method"], pair_of(self.others, r)).discounts[r["kind"]] += int(r["amount_vnd"])

    def _paid_in_several(self, ways: Any, of_sale: Any) -> None:
        lines = self.span.lines_of_sales(self.others, SaleLine.sale_uid, *_SOLD).join(ways, of_sale).where(ways.c.ways > 1)
        sold: dict[str, dict[Pair, Sums]] = defaultdict(lambda: defaultdict(Sums))
        for r in fetch_all(lines.group_by(SaleLine.sale_uid, *groups(self.others, SOLD))):
            sold[r["sale_uid"]][pair_of(self.others, r)].add_sold(r, 0)
        taken = self.span.lines_of_sales(self.others, SaleLine.sale_uid, SaleLineAdjustment.kind, _AMOUNT)
        taken = taken.join(ways, of_sale).join(SaleLineAdjustment, _TAKEN).where(ways.c.ways > 1)
        for r in fetch_all(taken.group_by(SaleLine.sale_uid, SaleLineAdjustment.kind, *groups(self.others, SOLD))):
            sold[r["sale_uid"]][pair_of(self.others, r)].discounts[r["kind"]] += int(r["amount_vnd"])
        for sale, paid in _payments_of(list(sold)).items():
            self._spread_over(sold[sale], paid)

    def _spread_over(self, parts: dict[Pair, Sums], paid: dict[str, int]) -> None:
        """Spreads one sale's sums. Net and discounts are spread, and gross is their sum, so that net follows the money."""
        ways = {method: amount for method, amount in paid.items() if amount} or {next(iter(paid)): 1}
        weights = list(ways.values())
        rows = list(parts.values())
        net_rows = [sums.net_vnd for sums in rows]
        net = cells(net_rows, nets(sum(net_rows), ways, is_whole=self.span.producer is None))
        spread_cells = {
            name: cells(amounts, spread(sum(amounts), weights))
            for name in ("quantity", "vat_vnd", "owed_vnd")
            for amounts in [[getattr(sums, name) for sums in rows]]
        }
        taken = [(n, kind, amount_vnd) for n, sums in enumerate(rows) for kind, amount_vnd in sums.discounts.items()]
        taken_amounts = [amount_vnd for _n, _kind, amount_vnd in taken]
        discounts = cells(taken_amounts, spread(sum(taken_amounts), weights))
        for way_number, way in enumerate(ways):
            for n, others in enumerate(parts):
                sums = self._sums(way, others)
                off_vnd = 0
                for (owner, kind, _amount_vnd), amounts in zip(taken, discounts, strict=True):
                    if owner == n:
                        sums.discounts[kind] += amounts[way_number]
                        off_vnd += amounts[way_number]
                part = {name: table[n][way_number] for name, table in spread_cells.items()}
                sums.add_sold({**part, "discount_vnd": off_vnd, "gross_vnd": net[n][way_number] + off_vnd}, 1)

    def _refunded(self) -> None:
        back = self.span.lines_of_refunds(self.others, Refund.method, *_BACK)
        back = back.outerjoin(Exchange, Exchange.refund_uid == Refund.uid).where(Exchange.uid.is_(None))
        for r in fetch_all(back.group_by(Refund.method, *groups(self.others, BACK))):
            self._sums(r["method"], pair_of(self.others, r)).add_refunded(r)
        heads = (Refund.uid, Refund.method, Refund.total_vnd, Exchange.amount_vnd)
        exchanged = self.span.lines_of_refunds(self.others, *heads, *_BACK).join(Exchange, Exchange.refund_uid == Refund.uid)
        parts: dict[str, dict[Pair, Sums]] = defaultdict(lambda: defaultdict(Sums))
        refunds: dict[str, Row] = {}
        for r in fetch_all(exchanged.group_by(*heads, *groups(self.others, BACK))):
            refunds[r["uid"]] = r
            parts[r["uid"]][pair_of(self.others, r)].add_refunded(r)
        for uid, r in refunds.items():
            self._spread_back(parts[uid], r["method"], r["total_vnd"], int(r["amount_vnd"]))

    def _spread_back(self, parts: dict[Pair, Sums], method: str, total_vnd: int, goods_vnd: int) -> None:
        """Spreads one refund's sums of an exchange over what goods paid and what left by its method."""
        rows = list(parts.values())
        net_rows = [sums.back_net_vnd for sums in rows]
        is_whole = self.span.producer is None
        left_vnd = total_vnd - goods_vnd
        rounding_vnd = sum(net_rows) - total_vnd if is_whole else 0
        ways = {PaymentMethod.EXCHANGE.value: goods_vnd} if goods_vnd else {}
        if left_vnd or rounding_vnd or not goods_vnd:
            ways[method] = left_vnd if goods_vnd else 1
        weights = list(ways.values())
        table = {"net_vnd": cells(net_rows, nets(sum(net_rows), ways, is_whole=is_whole))}
        for name in ("vat_vnd", "owed_vnd"):
            amounts = [getattr(sums, f"back_{name}") for sums in rows]
            table[name] = cells(amounts, spread(sum(amounts), weights))
        for way_number, way in enumerate(ways):
            for n, others in enumerate(parts):
                self._sums(way, others).add_refunded({name: amounts[n][way_number] for name, amounts in table.items()})


def _payments_of(sales: list[str]) -> dict[str, dict[str, int]]:
    """What each sale was paid with, by way, in the order of the payments."""
    paid: dict[str, dict[str, int]] = {}
    for start in range(0, len(sales), 500):
        some = sales[start : start + 500]
        query = select(Payment.sale_uid, Payment.method, Payment.amount_vnd).where(Payment.sale_uid.in_(some), IN_FORCE)
        for r in fetch_all(query.order_by(Payment.sale_uid, Payment.n)):
            ways = paid.setdefault(r["sale_uid"], {})
            ways[r["method"]] = ways.get(r["method"], 0) + int(r["amount_vnd"])
    return paid
