"""What a statement's goods were sold under: each term with its products and sums, and the agreements they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import Row, fetch_all
from core.money import Bp, Vnd, share_of, times
from core.quantity import Milli
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.choices import Basis, BookKind, CommissionBase, VatKeeper
from suppliers.models import BookLine, StatementLine


@dataclass(frozen=True, slots=True)
class TermUsed:
    """A term as the paper names it; of two versions that say the same it is one. Without an agreement all but `basis` is None."""

    agreement: str | None = None
    product: str | None = None
    product_set: int | None = None
    basis: Basis | None = None
    rate_bp: Bp | None = None
    owed_per_unit_vnd: Vnd | None = None
    commission_base: CommissionBase | None = None
    vat_kept_by: VatKeeper | None = None


@dataclass(frozen=True, slots=True)
class TermSum:
    """What was sold under a term, before refunds: gross − discount − owed is what the outlet keeps.

    `products` are codes. `producer_discount_vnd` is what of the discount the producer bore, None where the books do not say.
    """

    term: TermUsed
    products: tuple[str, ...]
    lines: int
    gross_vnd: Vnd
    discount_vnd: Vnd
    owed_vnd: Vnd
    producer_discount_vnd: Vnd | None

    @property
    def net_vnd(self) -> Vnd:
        """What customers paid."""
        return Vnd(self.gross_vnd - self.discount_vnd)

    @property
    def kept_vnd(self) -> Vnd:
        """The outlet's side."""
        return Vnd(self.net_vnd - self.owed_vnd)


@dataclass(frozen=True, slots=True)
class AgreementUsed:
    """An agreement behind the statement, in the newest version that its lines happened under."""

    number: str
    version: int
    starts_on: date


@dataclass(frozen=True, slots=True)
class TermsUsed:
    """The terms of a statement's sold lines, and the agreements of all its lines.

    `of_lines` are the terms by the lines' uids, `borne_vnd` what of a line's discount the producer bore, where the books say it.
    """

    sums: Sequence[TermSum] = ()
    agreements: Sequence[AgreementUsed] = ()
    of_lines: Mapping[str, TermUsed] | None = None
    borne_vnd: Mapping[str, int] | None = None


def terms_used(statement: str) -> TermsUsed:
    """What the lines of an issued statement happened under."""
    columns = ("uid", "kind", "product_code", "quantity", "gross_vnd", "discount_vnd", "owed_vnd", "term_id")
    lines = fetch_all(
        select(*(getattr(BookLine, name) for name in columns))
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == statement, BookLine.product_code.is_not(None))
        .order_by(BookLine.id)
    )
    terms, agreements = _terms({line["term_id"] for line in lines if line["term_id"] is not None})
    none = TermUsed()
    sold: dict[TermUsed, list[Row]] = {}
    for line in lines:
        if line["kind"] == BookKind.SOLD:
            sold.setdefault(terms.get(line["term_id"], none), []).append(line)
    of_lines = {line["uid"]: terms[line["term_id"]] for line in lines if line["term_id"] is not None}
    borne = {
        line["uid"]: vnd
        for term, of_term in sold.items()
        for line in of_term
        if line["discount_vnd"] and (vnd := _producer_discount_vnd(term, line)) is not None
    }
    return TermsUsed([_sum(term, of_term) for term, of_term in sold.items()], agreements, of_lines, borne)


def _terms(ids: set[int]) -> tuple[dict[int, TermUsed], list[AgreementUsed]]:
    query = (
        select(AgreementTerm.__table__, AgreementVersion.agreement_number, AgreementVersion.version, AgreementVersion.starts_on)
        .join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        .where(AgreementTerm.id.in_(sorted(ids)))
        .order_by(AgreementVersion.version)
    )
    terms: dict[int, TermUsed] = {}
    agreements: dict[str, AgreementUsed] = {}
    for r in fetch_all(query):
        terms[r["id"]] = TermUsed(
            agreement=r["agreement_number"],
            product=r["product_code"],
            product_set=r["product_set"],
            basis=Basis(r["basis"]),
            rate_bp=r["rate_bp"],
            owed_per_unit_vnd=r["owed_per_unit_vnd"],
            commission_base=CommissionBase(r["commission_base"]),
            vat_kept_by=VatKeeper(r["vat_kept_by"]),
        )
        agreements[r["agreement_number"]] = AgreementUsed(r["agreement_number"], r["version"], r["starts_on"])
    return terms, [agreements[number] for number in sorted(agreements)]


def _sum(term: TermUsed, lines: Sequence[Row]) -> TermSum:
    borne = [_producer_discount_vnd(term, line) for line in lines if line["discount_vnd"]]
    return TermSum(
        term=term,
        products=tuple(dict.fromkeys(line["product_code"] for line in lines)),
        lines=len(lines),
        gross_vnd=Vnd(sum(line["gross_vnd"] for line in lines)),
        discount_vnd=Vnd(sum(line["discount_vnd"] for line in lines)),
        owed_vnd=Vnd(sum(line["owed_vnd"] for line in lines)),
        producer_discount_vnd=None if None in borne else Vnd(sum(part or 0 for part in borne)),
    )


def _producer_discount_vnd(term: TermUsed, line: Row) -> int | None:
    """What of a line's discount the producer bore: what it would have been owed without, less what it is owed.

    With VAT in between, which the book does not name, nobody can say afterwards.
    """
    match term:
        case TermUsed(basis=Basis.FIXED_PRICE, owed_per_unit_vnd=int(each)):
            return max(0, times(each, Milli(-line["quantity"])) - int(line["owed_vnd"]))
        case TermUsed(rate_bp=int(rate_bp), commission_base=CommissionBase.WITH_VAT, vat_kept_by=VatKeeper.PRODUCER):
            without = int(line["gross_vnd"]) - share_of(line["gross_vnd"], Bp(rate_bp))
            return min(int(line["discount_vnd"]), max(0, without - int(line["owed_vnd"])))
        case TermUsed(basis=None):
            return int(line["discount_vnd"])
    return None
