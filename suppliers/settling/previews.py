"""What the statements of many producers would say, in figures alone: a few queries for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select

from core.db import fetch_all
from core.money import Vnd
from core.quantity import ZERO
from suppliers import statement_sums, statements
from suppliers.agreements.models import AgreementCharge, AgreementTerm, AgreementVersion
from suppliers.choices import BookKind
from suppliers.models import BookLine, Statement, StatementLine
from suppliers.results import StatementMoney
from suppliers.statement_sums import LineSum


@dataclass(frozen=True, slots=True)
class Draft:
    """What a producer's statement up to a day would say: its money, and how many lines it would claim."""

    money: StatementMoney
    lines: int

    @property
    def held_vnd(self) -> Vnd:
        """What would be owed and not paid yet."""
        return Vnd(max(0, self.money.closing_vnd - self.money.payable_vnd))


def drafts(until: date, producers: Collection[str]) -> dict[str, Draft]:
    """The drafts up to a day of those producers whose book has something that no statement claims."""
    sums = _unclaimed(until, producers)
    openings, young = _openings(sums), _young(until, sums)
    charged = _with_charges(sums)
    made: dict[str, Draft] = {}
    for producer, lines in sums.items():
        if producer in charged:
            preview = statements.preview(producer, until)
            made[producer] = Draft(preview.money, preview.line_count)
            continue
        money = statement_sums.money(openings.get(producer, 0), lines, 0)
        payable_vnd = statements.payable_of(producer, until, money.closing_vnd, young[producer])
        made[producer] = Draft(replace(money, payable_vnd=payable_vnd), sum(line.count for line in lines))
    return made


def _unclaimed(until: date, producers: Collection[str]) -> Mapping[str, list[LineSum]]:
    query = (
        select(BookLine.producer_code, BookLine.kind, func.sum(BookLine.owed_vnd).label("vnd"), func.count().label("n"))
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(BookLine.day <= until, StatementLine.book_line_id.is_(None), BookLine.producer_code.in_(sorted(producers)))
        .group_by(BookLine.producer_code, BookLine.kind)
    )
    sums: dict[str, list[LineSum]] = defaultdict(list)
    for r in fetch_all(query):
        line = LineSum(BookKind(r["kind"]), None, None, ZERO, Vnd(0), Vnd(int(r["vnd"])), int(r["n"]))
        sums[r["producer_code"]].append(line)
    return sums


def _openings(producers: Collection[str]) -> dict[str, int]:
    """What the newest statement of each closed with."""
    newest = select(Statement.producer_code, func.max(Statement.sequence).label("n")).group_by(Statement.producer_code).subquery()
    query = (
        select(Statement.producer_code, Statement.closing_vnd)
        .join(newest, (newest.c.producer_code == Statement.producer_code) & (newest.c.n == Statement.sequence))
        .where(Statement.producer_code.in_(sorted(producers)))
    )
    return {r["producer_code"]: r["closing_vnd"] for r in fetch_all(query)}


def _young(until: date, producers: Collection[str]) -> Mapping[str, int]:
    """What is owed for sales and refunds that are younger than the holding days they happened under."""
    young: dict[str, int] = defaultdict(int)
    version = AgreementVersion.__table__.c
    longest = max((r["days"] or 0 for r in fetch_all(select(func.max(version.holding_days).label("days")))), default=0)
    if not longest:
        return young
    key = BookLine.producer_code, BookLine.day, version.holding_days
    query = (
        select(*key, func.sum(BookLine.owed_vnd).label("vnd"))
        .join(AgreementTerm, AgreementTerm.id == BookLine.term_id)
        .join(AgreementVersion, version.id == AgreementTerm.version_id)
        .where(
            BookLine.producer_code.in_(sorted(producers)),
            BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)),
            BookLine.day <= until,
            BookLine.day > until - timedelta(days=longest),
            version.holding_days > 0,
        )
        .group_by(*key)
    )
    for r in fetch_all(query):
        if (until - r["day"]).days < r["holding_days"]:
            young[r["producer_code"]] += int(r["vnd"])
    return young


def _with_charges(producers: Collection[str]) -> set[str]:
    """Those with an agreement that charges: what it comes to needs their lines one by one."""
    query = (
        select(AgreementVersion.producer_code)
        .join(AgreementCharge, AgreementCharge.version_id == AgreementVersion.id)
        .where(AgreementVersion.producer_code.in_(sorted(producers)))
        .distinct()
    )
    return {r["producer_code"] for r in fetch_all(query)}
