"""Trying terms on what was sold: each line is split again by the rules of real sales, and what came back is taken off again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core.db import fetch_one
from core.money import Vnd
from core.quantity import Milli
from pos.models import SaleLine
from pos.pricing.parts import split_over_lots
from reports.simulator.past import PastBearers, PastTerms, Period
from reports.simulator.requests import SimulationRequest
from reports.simulator.results import SimulatedProduct, SimulatedTotals, Simulation
from reports.simulator.sold import SoldLine, sold_lines
from suppliers.agreements import reading
from suppliers.agreements.recording import check_products, term_result
from suppliers.agreements.requests import TermRequest
from suppliers.agreements.rules import rule_of
from suppliers.commission import Term, choose, refunded_part


@dataclass
class _Sums:
    """What a product comes to."""

    sold: int = 0
    net_vnd: int = 0
    owed_now_vnd: int = 0
    owed_then_vnd: int = 0


def simulate(number: str, document: SimulationRequest) -> Simulation:
    """What the producer is owed for what was sold by an agreement, and what it would be owed by other terms of it.

    Only goods that are sold by the agreement, or would be, are counted; other agreements stay as they stood. Raises NotFound, and
    Invalid for another producer's product.
    """
    producer = reading.show(number).producer
    check_products(producer, document.terms)
    past, bearers = PastTerms(producer), PastBearers(producer)
    tried = _Tried(number, document.terms, past)
    sums: dict[str, _Sums] = defaultdict(_Sums)
    for line in sold_lines(producer, document.from_day, document.to):
        sold_by = past.by_id.get(line.term_id) if line.term_id is not None else None
        then, is_tried = tried.term_for(line)
        if is_tried or (sold_by is not None and sold_by.agreement == number):
            _add(sums[line.product], line, sold_by, then, bearers)
    items = [
        SimulatedProduct(
            product=product,
            sold=Milli(each.sold),
            net_vnd=Vnd(each.net_vnd),
            owed_now_vnd=Vnd(each.owed_now_vnd),
            owed_then_vnd=Vnd(each.owed_then_vnd),
        )
        for product, each in sorted(sums.items())
    ]
    totals = SimulatedTotals(
        net_vnd=Vnd(sum(item.net_vnd for item in items)),
        owed_now_vnd=Vnd(sum(item.owed_now_vnd for item in items)),
        owed_then_vnd=Vnd(sum(item.owed_then_vnd for item in items)),
    )
    return Simulation(items, totals)


class _Tried:
    """The terms that are tried, as rules of the agreement's days at each moment."""

    def __init__(self, number: str, terms: Sequence[TermRequest], past: PastTerms) -> None:
        self._number, self._past = number, past
        self._terms = [term_result(term) for term in terms]
        self._rules: dict[Period, list[Term]] = {}

    def term_for(self, line: SoldLine) -> tuple[Term | None, bool]:
        """The term that would have held for a line, and whether it is one of those that are tried."""
        period = self._past.period(self._number, line.known_at, line.term_id)
        others = self._past.beside(self._number, line.known_at)
        term = choose([*others, *self._at(period)], line.product, line.product_set, line.day)
        return term, term is not None and term.agreement == self._number

    def _at(self, period: Period | None) -> list[Term]:
        if period is None:
            return []
        if period not in self._rules:
            days = (period.starts_on, period.ends_on, period.grace_days)
            self._rules[period] = [rule_of(term, period.rank, self._number, *days) for term in self._terms]
        return self._rules[period]


def _add(sums: _Sums, line: SoldLine, sold_by: Term | None, then: Term | None, bearers: PastBearers) -> None:
    asked, agreed = bearers.asked(line.adjustments, sold_by, line.known_at)
    quantities = [part.quantity for part in line.parts]
    priced = replace(asked, gross_vnd=line.gross_vnd)
    split = split_over_lots(priced, then, quantities, line.vat_percent, agreed=agreed)
    for part, (by_then, _adjustments) in zip(line.parts, split, strict=True):

        def left(amount: int, returned: Milli = part.returned, sold: Milli = part.quantity) -> int:
            return amount - refunded_part(amount, returned, Milli(0), sold)

        sums.sold += part.quantity - part.returned
        sums.net_vnd += left(part.net_vnd)
        sums.owed_now_vnd += left(part.owed_vnd)
        sums.owed_then_vnd += left(by_then.owed_vnd)


def has_sold(producer: str, first: date, last: date) -> bool:
    """Whether any of a producer's goods were sold on these days."""
    query = select(SaleLine.id).where(SaleLine.producer_code == producer, SaleLine.business_day.between(first, last))
    return fetch_one(query.limit(1)) is not None
