"""What a book line was reckoned from: the sale's line and its other lots, the refund's line, the lost goods, the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.quantity import Milli
from core.values import tax
from pos.models import RefundLine, SaleLine, SaleLineAdjustment
from pos.pricing.lines import AdjustmentKind
from reports.why.results import AdjustmentTold
from suppliers.agreements.models import AgreementTerm
from suppliers.agreements.reading import read_versions
from suppliers.agreements.results import AgreementResult, TermResult
from suppliers.agreements.rules import rules_of
from suppliers.allowances.models import AllowanceUse
from suppliers.choices import Bearer, BookKind, LossCause
from suppliers.commission import Term
from suppliers.models import BookLine, Product, StatementLine
from suppliers.producers import owner_code


@dataclass(frozen=True, slots=True)
class Part:
    """What one lot gave to a line of a sale."""

    lot: str
    quantity: Milli
    gross_vnd: int
    owed_vnd: int


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of a sale as the customer bought it, over all lots that gave to it; `nth` of them is the book line's."""

    unit_price_vnd: int
    vat_percent: int | None
    adjustments: Sequence[AdjustmentTold]
    parts: Sequence[Part]
    nth: int

    @property
    def quantity(self) -> Milli:
        """How much the customer bought."""
        return Milli(sum(part.quantity for part in self.parts))

    @property
    def gross_vnd(self) -> int:
        """What it cost by its list price, đồng."""
        return sum(part.gross_vnd for part in self.parts)

    def borne_by(self, bearer: Bearer) -> int:
        """What of the discount somebody bears, đồng."""
        return sum(one.amount_vnd for one in self.adjustments if one.bearer is bearer)


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of a sold line: `before` of `sold` had come back already, and all of it had been owed `owed_of_all_vnd`."""

    sold: Milli
    before: Milli
    quantity: Milli
    owed_of_all_vnd: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """The version of an agreement and the term in it that a line happened under."""

    version: AgreementResult
    term: TermResult
    rule: Term


@dataclass(frozen=True, slots=True)
class Facts:
    """A book line and all that stands behind it."""

    line: Row
    unit: str
    name: str
    agreed: Agreed | None
    sold: Sold | None = None
    returned: Returned | None = None

    @property
    def kind(self) -> BookKind:
        """What the line records."""
        return BookKind(self.line["kind"])

    @property
    def cause(self) -> LossCause | None:
        """Why goods are gone."""
        return LossCause(self.line["cause"]) if self.line["cause"] else None

    @property
    def day(self) -> date:
        """The line's day."""
        return self.line["day"]  # type: ignore[no-any-return]


def read(uid: str, producer: str | None) -> Facts:
    """What stands behind a book line; `producer` narrows it to one's own. Raises NotFound."""
    line = fetch_one(select(BookLine.__table__).where(BookLine.uid == uid))
    if line is None or producer not in {None, line["producer_code"]}:
        raise NotFound(N_("Không có dòng này trong sổ."))
    goods = fetch_one(select(Product.name, Product.unit).where(Product.code == line["product_code"]))
    agreed = _agreed(line["term_id"])
    name, unit = (goods["name"], goods["unit"]) if goods else ("", "")
    if line["reverses"]:
        return Facts(line, unit, name, agreed)
    if line["kind"] == BookKind.SOLD:
        return Facts(line, unit, name, agreed, sold=_sold(line))
    if line["kind"] == BookKind.REFUNDED:
        return Facts(line, unit, name, agreed, returned=_returned(line))
    return Facts(line, unit, name, agreed)


def statement_of(line: Row) -> str | None:
    """The statement that claimed the line, if one did."""
    claim = fetch_one(select(StatementLine.statement_uid).where(StatementLine.book_line_id == line["id"]))
    return claim["statement_uid"] if claim else None


def _agreed(term_id: int | None) -> Agreed | None:
    if term_id is None:
        return None
    row = fetch_one(select(AgreementTerm.__table__).where(AgreementTerm.id == term_id))
    assert row is not None  # a foreign key
    version = read_versions([row["version_id"]])[row["version_id"]]
    term = version.terms[row["position"] - 1]
    rule = replace(rules_of(version)[row["position"] - 1], id=term_id)
    return Agreed(version, term, rule)


def _nth(line: Row) -> int:
    """Which of the lines of its kind that its document posted it is, from 0."""
    query = select(func.count().label("n")).where(
        BookLine.source_kind == line["source_kind"],
        BookLine.source_uid == line["source_uid"],
        BookLine.kind == line["kind"],
        BookLine.reverses.is_(None),
        BookLine.id < line["id"],
    )
    (row,) = fetch_all(query)
    return int(row["n"])


def _sold(line: Row) -> Sold:
    """The line of the sale: book lines stand in the order of its lines, those of the outlet's own goods left out."""
    query = select(SaleLine.__table__).where(SaleLine.sale_uid == line["source_uid"])
    lines = fetch_all(query.where(SaleLine.producer_code != owner_code()).order_by(SaleLine.line))
    mine = lines[_nth(line)]
    parts = [r for r in lines if r["request_line"] == mine["request_line"] and r["product_code"] == mine["product_code"]]
    of_line = select(SaleLineAdjustment.__table__).where(
        SaleLineAdjustment.sale_uid == line["source_uid"], SaleLineAdjustment.line.in_([r["line"] for r in parts])
    )
    adjustments: dict[tuple[str, str | None, str], int] = {}
    for r in fetch_all(of_line.order_by(SaleLineAdjustment.line, SaleLineAdjustment.n)):
        key = r["kind"], r["code"], r["bearer"]
        adjustments[key] = adjustments.get(key, 0) + r["amount_vnd"]
    return Sold(
        unit_price_vnd=mine["unit_price_vnd"],
        vat_percent=mine["vat_percent"],
        adjustments=[
            AdjustmentTold(AdjustmentKind(kind), code, vnd, Bearer(bearer))  # type: ignore[arg-type]
            for (kind, code, bearer), vnd in adjustments.items()
        ],
        parts=[Part(r["lot"], r["quantity"], r["gross_vnd"], r["owed_vnd"]) for r in parts],
        nth=parts.index(mine),
    )


def _returned(line: Row) -> Returned | None:
    """The line of the refund, and what the sold line was owed in all; None for goods without a slip."""
    query = select(RefundLine.__table__).where(RefundLine.refund_uid == line["source_uid"])
    lines = [r for r in fetch_all(query.order_by(RefundLine.id)) if r["producer_code"] != owner_code()]
    nth = _nth(line)
    if nth >= len(lines):
        return None
    mine = lines[nth]
    sold = fetch_one(select(SaleLine.owed_vnd).where(SaleLine.sale_uid == mine["sale_uid"], SaleLine.line == mine["line"]))
    if sold is None:
        return None
    return Returned(mine["sold"], mine["before"], mine["quantity"], sold["owed_vnd"])


def lost_before(line: Row) -> tuple[Milli, Milli]:
    """What deliveries had brought of the lot of a loss, and what of it was lost earlier, less what was taken back."""
    query = (
        select(BookLine.kind, func.sum(BookLine.quantity).label("quantity"))
        .where(BookLine.lot == line["lot"], BookLine.id < line["id"])
        .group_by(BookLine.kind)
    )
    sums = {r["kind"]: int(r["quantity"]) for r in fetch_all(query)}
    return Milli(sums.get(BookKind.RECEIVED, 0)), Milli(-sums.get(BookKind.LOST, 0))


def allowance_used(line: Row) -> tuple[int, int] | None:
    """What the lost goods were worth, and what of it an allowance of the agreement took, đồng; None without one."""
    query = select(func.sum(AllowanceUse.worth_vnd).label("worth_vnd"), func.sum(AllowanceUse.used_vnd).label("used_vnd"))
    (row,) = fetch_all(
        query.where(
            AllowanceUse.source_kind == line["source_kind"],
            AllowanceUse.source_uid == line["source_uid"],
            AllowanceUse.lot == line["lot"],
            AllowanceUse.cause == line["cause"],
            AllowanceUse.reverses.is_(None),
        )
    )
    return None if row["worth_vnd"] is None else (int(row["worth_vnd"]), int(row["used_vnd"]))


def vat_percent_of(line: Row) -> int | None:
    """The VAT rate of a line's product on its day."""
    row = fetch_one(select(Product.vat).where(Product.code == line["product_code"]))
    return tax.rates_on(line["day"]).get(row["vat"]) if row else None
