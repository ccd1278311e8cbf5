"""What the outlet owed its producers at the beginning of a span of days, what came and went, what it owes at the end, how old.

opening + owed for goods − charges ± adjustments − paid + received = closing, for each producer and for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from sqlalchemy import case, func, select

from core.db import fetch_all
from core.money import Vnd
from core.results import MoneyOut
from suppliers import producers
from suppliers.choices import BookKind, SourceKind
from suppliers.models import BookLine

AGES = (30, 60, 90)
"""The last day of each age but the oldest, counted back from the end of the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A producer's way through a span of days, đồng; where it owes the outlet, `closing_vnd` is below zero and has no age.

    `paid_vnd` and `received_vnd` are after what was taken back. `age_…` split the closing by how long it has been owed: what
    is paid pays the oldest first.
    """

    producer: str
    name: str
    opening_vnd: MoneyOut
    owed_vnd: MoneyOut
    charges_vnd: MoneyOut
    adjustments_vnd: MoneyOut
    paid_vnd: MoneyOut
    received_vnd: MoneyOut
    closing_vnd: MoneyOut
    age_30_vnd: MoneyOut
    age_60_vnd: MoneyOut
    age_90_vnd: MoneyOut
    older_vnd: MoneyOut


FIGURES = tuple(field.name for field in fields(Moved) if field.name.endswith("_vnd"))


def roll_forward(first: date, last: date) -> list[Moved]:
    """Every producer with something owed or moved in a span of days, by name."""
    opening, moved = _sums(first, last)
    ages = _owed_by_day(last)
    rows = []
    for code, name in producers.producer_names(consigning=True):
        of = moved[code]
        closing_vnd = opening[code] + sum(of.values())
        age = aged(closing_vnd, ages.get(code, {}), last)
        row = Moved(
            producer=code,
            name=name,
            opening_vnd=Vnd(opening[code]),
            owed_vnd=Vnd(of["owed_vnd"]),
            charges_vnd=Vnd(-of["charges_vnd"]),
            adjustments_vnd=Vnd(of["adjustments_vnd"]),
            paid_vnd=Vnd(-of["paid_vnd"]),
            received_vnd=Vnd(of["received_vnd"]),
            closing_vnd=Vnd(closing_vnd),
            age_30_vnd=age[0],
            age_60_vnd=age[1],
            age_90_vnd=age[2],
            older_vnd=age[3],
        )
        if any(getattr(row, figure) for figure in FIGURES):
            rows.append(row)
    return rows


def total(rows: Sequence[Moved]) -> Moved:
    """The sum of all rows."""
    sums = {figure: Vnd(sum(getattr(row, figure) for row in rows)) for figure in FIGURES}
    return Moved(producer="", name="", **sums)


def aged(closing_vnd: int, owed_by_day: Mapping[date, int], last: date) -> tuple[Vnd, Vnd, Vnd, Vnd]:
    """What is owed at the end, by age: up to 30, 60 and 90 days, and older. The newest debts are those still open. Pure.

    `owed_by_day` is what came to be owed on the days that are not older than the last age; what they do not explain is older.
    """
    left, ages = max(0, closing_vnd), [0, 0, 0]
    for day in sorted(owed_by_day, reverse=True):
        days = (last - day).days
        part = min(left, max(0, owed_by_day[day]))
        for n, most in enumerate(AGES):
            if days <= most:
                ages[n] += part
                left -= part
                break
    return Vnd(ages[0]), Vnd(ages[1]), Vnd(ages[2]), Vnd(left)


def _sums(first: date, last: date) -> tuple[defaultdict[str, int], defaultdict[str, defaultdict[str, int]]]:
    """By producer what was owed before the span, and by its column what moved in it."""
    before = func.sum(case((BookLine.day < first, BookLine.owed_vnd), else_=0)).label("before_vnd")
    within = func.sum(case((BookLine.day < first, 0), else_=BookLine.owed_vnd)).label("within_vnd")
    key = BookLine.producer_code, BookLine.kind, BookLine.source_kind
    opening: defaultdict[str, int] = defaultdict(int)
    moved: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for r in fetch_all(select(*key, before, within).where(BookLine.day <= last).group_by(*key)):
        opening[r["producer_code"]] += int(r["before_vnd"])
        moved[r["producer_code"]][_column(BookKind(r["kind"]), r["source_kind"])] += int(r["within_vnd"])
    return opening, moved


def _column(kind: BookKind, source: str) -> str:
    """The figure that lines of a kind and a source count in."""
    match kind:
        case BookKind.CHARGE:
            return "charges_vnd"
        case BookKind.ADJUSTMENT:
            return "adjustments_vnd"
        case BookKind.PAYOUT:
            return "received_vnd" if source == SourceKind.PRODUCER_PAYMENT else "paid_vnd"
        case _:
            return "owed_vnd"


def _owed_by_day(last: date) -> dict[str, dict[date, int]]:
    """By producer what came to be owed on each day that is not older than the last age, payments apart."""
    query = (
        select(BookLine.producer_code, BookLine.day, func.sum(BookLine.owed_vnd).label("vnd"))
        .where(BookLine.day <= last, BookLine.day >= last - timedelta(days=AGES[-1]), BookLine.kind != BookKind.PAYOUT)
        .group_by(BookLine.producer_code, BookLine.day)
    )
    owed: dict[str, dict[date, int]] = defaultdict(dict)
    for r in fetch_all(query):
        owed[r["producer_code"]][r["day"]] = int(r["vnd"])
    return owed
