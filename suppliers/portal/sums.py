"""A statement, or the book since the last one, added up as a producer reads it: by product, by day, and what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from core.db import fetch_all, fetch_one
from core.money import Bp, Vnd, share_of
from core.quantity import Milli
from suppliers import book
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.choices import BookKind
from suppliers.models import BookLine, Product, Statement, StatementLine
from suppliers.results import StatementLineResult
from suppliers.statement_states import StatementHead


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """Which lines of a book: of a statement or of none yet (`statement` is None and `is_open`), of a product, kind or day."""

    producer: str
    statement: str | None = None
    is_open: bool = False
    product: str | None = None
    kind: BookKind | None = None
    day: date | None = None

    def narrow(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The query over these lines alone."""
        query = query.where(BookLine.producer_code == self.producer)
        if self.statement is not None or self.is_open:
            query = query.outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
            query = query.where(StatementLine.statement_uid.is_not_distinct_from(self.statement))
        if self.product is not None:
            query = query.where(BookLine.product_code == self.product)
        if self.kind is not None:
            query = query.where(BookLine.kind == self.kind)
        if self.day is not None:
            query = query.where(BookLine.day == self.day)
        return query


@dataclass(frozen=True, slots=True)
class LinesTotal:
    """How many lines there are, what they owe without payouts, and what was paid."""

    count: int
    owed_vnd: Vnd
    paid_vnd: Vnd


@dataclass(frozen=True, slots=True)
class PriceSum:
    """What was sold of a product at one price."""

    unit_price_vnd: Vnd
    quantity: Milli
    gross_vnd: Vnd


@dataclass(frozen=True, slots=True)
class ProductSum:
    """What was sold of a product before refunds: gross less discounts is what customers paid, less what is kept what is owed."""

    product: str
    name: str
    unit: str
    prices: Sequence[PriceSum]
    rates: Sequence[Bp]
    discount_vnd: Vnd
    gross_vnd: Vnd
    owed_vnd: Vnd

    @property
    def net_vnd(self) -> Vnd:
        """What customers paid."""
        return Vnd(self.gross_vnd - self.discount_vnd)

    @property
    def kept_vnd(self) -> Vnd:
        """What the outlet keeps of it."""
        return Vnd(self.net_vnd - self.owed_vnd)

    @property
    def outlet_bears(self) -> bool:
        """Whether the outlet keeps less than its one rate of what customers paid, because it bears discounts."""
        return len(self.rates) == 1 and self.discount_vnd > 0 and self.kept_vnd < share_of(self.net_vnd, self.rates[0])


@dataclass(frozen=True, slots=True)
class DaySum:
    """A day's lines: what they owe without payouts, and what was paid that day."""

    day: date
    total: LinesTotal


@dataclass(frozen=True, slots=True)
class Held:
    """What sales and refunds of a day are held back for, until the day on which it may be paid."""

    day: date
    free_on: date
    owed_vnd: Vnd


_OWED = func.sum(case((BookLine.kind == BookKind.PAYOUT, 0), else_=BookLine.owed_vnd)).label("owed_vnd")
_PAID = func.sum(case((BookLine.kind == BookKind.PAYOUT, -BookLine.owed_vnd), else_=0)).label("paid_vnd")


def total(lines: LineFilter) -> LinesTotal:
    """What lines add up to."""
    row = fetch_one(lines.narrow(select(func.count(BookLine.id).label("n"), _OWED, _PAID)))
    assert row is not None  # an aggregate
    return _total(row)


def _total(row: Any) -> LinesTotal:
    return LinesTotal(int(row["n"]), Vnd(int(row["owed_vnd"] or 0)), Vnd(int(row["paid_vnd"] or 0)))


def lines(wanted: LineFilter, *, after: int = 0, limit: int) -> list[StatementLineResult]:
    """The lines in the order of posting, past the first `after` of them."""
    query = wanted.narrow(select(BookLine.__table__)).order_by(BookLine.id).offset(after).limit(limit)
    return [book.line_result(line) for line in fetch_all(query)]


def by_day(wanted: LineFilter) -> list[DaySum]:
    """The days of lines, the newest first."""
    query = wanted.narrow(select(BookLine.day, func.count(BookLine.id).label("n"), _OWED, _PAID)).group_by(BookLine.day)
    return [DaySum(r["day"], _total(r)) for r in fetch_all(query.order_by(BookLine.day.desc()))]


def sold_by_day(producer: str, first: date, last: date) -> list[DaySum]:
    """What sales less refunds of a span of days owe, by day, the newest first."""
    query = (
        select(BookLine.day, func.count(BookLine.id).label("n"), _OWED, _PAID)
        .where(BookLine.producer_code == producer, BookLine.day.between(first, last))
        .where(BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)))
        .group_by(BookLine.day)
        .order_by(BookLine.day.desc())
    )
    return [DaySum(r["day"], _total(r)) for r in fetch_all(query)]


def by_kind(wanted: LineFilter) -> dict[BookKind, Vnd]:
    """What lines owe, by their kind; payouts are below zero."""
    query = wanted.narrow(select(BookLine.kind, func.sum(BookLine.owed_vnd).label("owed_vnd"))).group_by(BookLine.kind)
    return {BookKind(r["kind"]): Vnd(int(r["owed_vnd"])) for r in fetch_all(query)}


def by_product(wanted: LineFilter) -> list[ProductSum]:
    """What was sold, by product, the most money first."""
    columns = BookLine.product_code, BookLine.unit_price_vnd, BookLine.term_id
    sums = [func.sum(getattr(BookLine, name)).label(name) for name in ("quantity", "gross_vnd", "discount_vnd", "owed_vnd")]
    query = wanted.narrow(select(*columns, *sums)).where(BookLine.kind == BookKind.SOLD).group_by(*columns)
    rows: dict[str, list[Any]] = defaultdict(list)
    for r in fetch_all(query):
        rows[r["product_code"]].append(r)
    named = select(Product.code, Product.name, Product.unit).where(Product.code.in_(sorted(rows)))
    names = {r["code"]: r for r in fetch_all(named)}
    terms = {r["term_id"] for of in rows.values() for r in of if r["term_id"] is not None}
    rated = select(AgreementTerm.id, AgreementTerm.rate_bp).where(AgreementTerm.id.in_(sorted(terms)))
    rates = {r["id"]: r["rate_bp"] for r in fetch_all(rated)}
    products = [_product(names[code], of, rates) for code, of in rows.items()]
    return sorted(products, key=lambda product: (-product.owed_vnd, product.name))


def _product(named: Any, rows: Sequence[Any], rates: dict[int, Bp | None]) -> ProductSum:
    prices: dict[int, list[Any]] = defaultdict(list)
    for r in rows:
        prices[r["unit_price_vnd"]].append(r)
    return ProductSum(
        product=named["code"],
        name=named["name"],
        unit=named["unit"],
        prices=[
            PriceSum(Vnd(price), Milli(-_sum(of, "quantity")), Vnd(_sum(of, "gross_vnd")))
            for price, of in sorted(prices.items(), reverse=True)
        ],
        rates=sorted({rate for r in rows if (rate := rates.get(r["term_id"])) is not None}),
        discount_vnd=Vnd(_sum(rows, "discount_vnd")),
        gross_vnd=Vnd(_sum(rows, "gross_vnd")),
        owed_vnd=Vnd(_sum(rows, "owed_vnd")),
    )


def _sum(rows: Sequence[Any], name: str) -> int:
    return sum(int(r[name]) for r in rows)


def held(producer: str, until: date, sequence: int | None = None) -> list[Held]:
    """What sales and refunds up to a day still lie within their holding days, the oldest first.

    With `sequence` it is what the producer's statement of that number held: lines that it or an earlier one claimed.
    """
    v = AgreementVersion.__table__.c
    longest = fetch_one(select(func.max(v.holding_days).label("days")).where(v.producer_code == producer))
    if longest is None or not longest["days"]:
        return []
    query = (
        select(BookLine.day, v.holding_days, func.sum(BookLine.owed_vnd).label("owed_vnd"))
        .join(AgreementTerm, AgreementTerm.id == BookLine.term_id)
        .join(AgreementVersion, v.id == AgreementTerm.version_id)
        .where(BookLine.producer_code == producer, BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)))
        .where(v.holding_days > 0, BookLine.day <= until, BookLine.day > until - timedelta(days=longest["days"]))
        .group_by(BookLine.day, v.holding_days)
        .order_by(BookLine.day)
    )
    if sequence is not None:
        query = (
            query.join(StatementLine, StatementLine.book_line_id == BookLine.id)
            .join(Statement, Statement.uid == StatementLine.statement_uid)
            .where(Statement.sequence <= sequence)
        )
    return [
        Held(r["day"], r["day"] + timedelta(days=r["holding_days"]), Vnd(int(r["owed_vnd"])))
        for r in fetch_all(query)
        if (until - r["day"]).days < r["holding_days"]
    ]


def held_by(head: StatementHead) -> list[Held]:
    """What a statement held back."""
    return held(head.producer, head.until, head.sequence)
