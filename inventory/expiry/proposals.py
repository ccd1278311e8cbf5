"""What is proposed for the lots near their best-before day. Read-only.

A lot has its proposal from so many days before its day as its agreement says, else as the outlet says. Source: contract of the
outlet, section 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.models import Outlet
from core.quantity import Milli
from inventory.choices import ExpiryProposalState
from inventory.expiry.models import ExpiryAnswer, ExpiryAsking
from inventory.expiry.results import ExpiryProposal
from inventory.models import Lot, StockLevel
from suppliers.agreements.models import AgreementVersion
from suppliers.agreements.standing import standing_versions, terms_of
from suppliers.allowances.models import AgreementExpiry
from suppliers.choices import ExpiryChoice
from suppliers.commission import choose
from suppliers.models import Product
from suppliers.producers import owner_code


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an agreement says of goods near their day, and since when it says so."""

    days: int
    answer_days: int
    choice: ExpiryChoice
    rate_bp: int | None
    since: date


def proposals(*, producer: str | None = None, lot: str | None = None) -> list[ExpiryProposal]:
    """The proposals of today, the nearest day first; of the outlet's own goods there are none.

    A lot whose producer the outlet asked has its proposal from then on, however far its day is.
    """
    return [each.proposal for each in planned(producer=producer, lot=lot) if each.is_due]


@dataclass(frozen=True, slots=True)
class Planned:
    """The proposal of a lot, and the day from which it stands by itself; `is_due` once it stands."""

    proposal: ExpiryProposal
    from_day: date
    is_due: bool


def planned(*, producer: str | None = None, lot: str | None = None, days: int = 0) -> list[Planned]:
    """The proposals of lots that end within so many days, those to come too, and all that stand today."""
    rules, today = _rules(), clock.today()
    outlet = fetch_one(select(Outlet.near_expiry_days))
    near = outlet["near_expiry_days"] if outlet else 0
    lots = _lots(today + timedelta(days=max([days, near, *(rule.days for rule in rules.values())])), producer, lot)
    terms = terms_of({r["producer_code"] for r in lots})
    codes = [r["code"] for r in lots]
    answers, askings = _answers(codes), _askings(codes)
    found = []
    for r in lots:
        term = choose(terms.get(r["producer_code"], []), r["product_code"], r["product_set"], today)
        rule = rules.get(term.agreement) if term else None
        answer, asking = answers.get(r["code"]), askings.get(r["code"])
        from_day = r["best_before"] - timedelta(days=rule.days if rule else near)
        is_due = bool(answer or asking) or from_day <= today
        # Who could not know of it earlier is asked from when they could.
        from_day = max(from_day, r["delivered_on"], *([rule.since] if rule else []))
        if is_due or r["best_before"] <= today + timedelta(days=days):
            found.append(Planned(_proposal(r, rule, answer, asking, today), from_day, is_due))
    return found


def _rules() -> Mapping[str, _Rule]:
    """What the agreements say as they stand, by agreement."""
    query = (
        select(AgreementExpiry.__table__, AgreementVersion.agreement_number, AgreementVersion.recorded_at)
        .join(AgreementVersion, AgreementVersion.id == AgreementExpiry.version_id)
        .where(AgreementVersion.id.in_(sorted(standing_versions().values())))
    )
    return {
        r["agreement_number"]: _Rule(
            r["days"], r["answer_days"], ExpiryChoice(r["choice"]), r["rate_bp"], clock.day_of(r["recorded_at"])
        )
        for r in fetch_all(query)
    }


def _lots(until: date, producer: str | None, lot: str | None) -> list[Row]:
    """Dated lots with goods that end up to a day, or that their producers were asked about; none that is recalled."""
    columns = (Lot.code, Lot.product_code, Lot.producer_code, Lot.best_before, Lot.delivered_on)
    goods = (Product.name, Product.unit, Product.product_set)
    query = (
        select(*columns, *goods, func.sum(StockLevel.on_hand).label("on_hand"))
        .join(StockLevel, StockLevel.lot == Lot.code)
        .join(Product, Product.code == Lot.product_code)
        .where(StockLevel.on_hand > 0, Lot.best_before.is_not(None), Lot.recalled_at.is_(None), Lot.producer_code != owner_code())
        .where(or_(Lot.best_before <= until, Lot.code.in_(select(ExpiryAsking.lot))))
        .group_by(*columns, *goods)
        .order_by(Lot.best_before, Lot.code)
    )
    if producer is not None:
        query = query.where(Lot.producer_code == producer)
    if lot is not None:
        query = query.where(Lot.code == lot)
    return list(fetch_all(query))


def _answers(lots: list[str]) -> dict[str, Row]:
    return {r["lot"]: r for r in fetch_all(select(ExpiryAnswer.__table__).where(ExpiryAnswer.lot.in_(lots)))}


def _askings(lots: list[str]) -> dict[str, Row]:
    """The last time that each lot's producer was asked."""
    query = select(ExpiryAsking.__table__).where(ExpiryAsking.lot.in_(lots)).order_by(ExpiryAsking.id)
    return {r["lot"]: r for r in fetch_all(query)}


def _proposal(lot: Row, rule: _Rule | None, answer: Row | None, asking: Row | None, today: date) -> ExpiryProposal:
    answer_by = lot["best_before"]
    if rule:
        # Who could not know of it earlier has the same days to answer.
        begins = max(lot["best_before"] - timedelta(days=rule.days), lot["delivered_on"], rule.since)
        answer_by = begins + timedelta(days=rule.answer_days)
    proposed, rate_bp = (rule.choice, rule.rate_bp) if rule else (ExpiryChoice.GIVE_BACK, None)
    if asking:
        proposed, rate_bp = ExpiryChoice(asking["choice"]), asking["rate_bp"]
    return ExpiryProposal(
        lot=lot["code"],
        product=lot["product_code"],
        name=lot["name"],
        unit=lot["unit"],
        producer=lot["producer_code"],
        best_before=lot["best_before"],
        days_left=(lot["best_before"] - today).days,
        on_hand=Milli(int(lot["on_hand"])),
        proposed=proposed,
        rate_bp=rate_bp,  # type: ignore[arg-type]
        answer_by=answer_by,
        by_agreement=rule is not None,
        silence=rule.choice if rule else None,
        silence_rate_bp=rule.rate_bp if rule else None,  # type: ignore[arg-type]
        asked_at=asking["asked_at"] if asking else None,
        state=ExpiryProposalState(answer["state"]) if answer else ExpiryProposalState.OPEN,
        choice=ExpiryChoice(answer["choice"]) if answer else None,
        chosen_rate_bp=answer["rate_bp"] if answer else None,
        decided_at=answer["recorded_at"] if answer else None,
    )
