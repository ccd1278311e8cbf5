"""The terms of a version of an agreement as the rules that split a line; the version need not be recorded yet."""

from __future__ import annotations

from datetime import date

from core.money import Bp, Vnd
from suppliers.agreements.results import AgreementResult, TermResult
from suppliers.commission import Term


def rules_of(says: AgreementResult) -> list[Term]:
    """The terms of a version, in its order; the id of each is its place in the version, counted from 1."""
    return [
        rule_of(term, position, says.number, says.starts_on, says.ends_on, says.grace_days)
        for position, term in enumerate(says.terms, 1)
    ]


def rule_of(term: TermResult, id: int, agreement: str, starts_on: date, ends_on: date | None = None, grace_days: int = 0) -> Term:
    """A term with what its agreement says around it."""
    return Term(
        id=id,
        agreement=agreement,
        starts_on=starts_on,
        ends_on=ends_on,
        grace_days=grace_days,
        product=term.product,
        product_set=term.set,
        basis=term.basis,
        rate_bp=term.rate_bp or Bp(0),
        owed_per_unit_vnd=term.owed_per_unit_vnd or Vnd(0),
        discount_bearer=term.discount_bearer,
        loss=term.loss,
        loss_allowance_bp=term.loss_allowance_bp,
        commission_base=term.commission_base,
        vat_kept_by=term.vat_kept_by,
    )
