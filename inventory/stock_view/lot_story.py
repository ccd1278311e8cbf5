"""The story of a lot: where its goods went, what was left day by day, and what happened, newest first. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from core import clock
from core.area import numbers_of
from core.db import Row, fetch_all
from core.quantity import Milli
from inventory.choices import MovementKind
from inventory.models import Movement
from inventory.stock_view import authors
from inventory.stock_view.results import LotEvent, LotPart, LotReceipt, LotStory
from suppliers.choices import LossCause

EVENTS = 60
"""Lines of history on the page; the stock card has all movements."""
RECEIPTS = 30
"""Receipts that one line of sales unfolds to."""
PACE_DAYS = 7
_SALES = frozenset({MovementKind.SOLD, MovementKind.REFUNDED})


@dataclass(slots=True)
class _Run:
    """Movements that make one line of history, the oldest first."""

    rows: list[Row]
    balance: int
    documents: dict[str, Row] = field(default_factory=dict)


def story(lot: str, best_before: date | None, *, with_sales: bool) -> LotStory:
    """What became of a lot. `with_sales=False`: nobody's name, and no receipts."""
    columns = (Movement.kind, Movement.quantity, Movement.from_place, Movement.to_place, Movement.cause, Movement.moved_at)
    source = (Movement.source_kind, Movement.source_uid, Movement.reverses)
    query = select(*columns, *source).where(Movement.lot == lot).order_by(Movement.moved_at, Movement.id)
    rows = fetch_all(query)
    days = [clock.day_of(r["moved_at"]) for r in rows]
    runs = _runs(rows, days)
    left = sum(_change(r) for r in rows)
    today = clock.today()
    week = sum(_sold(r) for r, day in zip(rows, days, strict=True) if day > today - timedelta(days=PACE_DAYS))
    return LotStory(
        came=Milli(sum(part.quantity for part in _parts(rows)) + left),
        left=Milli(left),
        parts=_parts(rows),
        sold_by_month=_by_month(rows, days),
        days=_evenings(rows, days),
        sold_7d=Milli(week),
        left_over=_left_over(left, week, best_before, today),
        sales=len({r["source_uid"] for r in rows if r["source_kind"] == "sale"}),
        events=_events(runs[-EVENTS:][::-1], with_sales=with_sales),
        older=sum(len(run.rows) for run in runs[:-EVENTS]),
    )


def _change(r: Row) -> int:
    """What all places together gained by a movement."""
    return int(r["quantity"]) * ((r["to_place"] is not None) - (r["from_place"] is not None))


def _sold(r: Row) -> int:
    """What a movement sold, below zero for what came back."""
    return -_change(r) if r["kind"] in _SALES else 0


def _parts(rows: Sequence[Row]) -> list[LotPart]:
    """Where the goods went: sold, lost by cause, given back, missing at counts. What came back is taken off."""
    sums: dict[tuple[MovementKind, LossCause | None], int] = defaultdict(int)
    for r in rows:
        kind = MovementKind(r["kind"])
        if kind in _SALES:
            sums[MovementKind.SOLD, None] -= _change(r)
        elif kind is MovementKind.LOST:
            sums[kind, LossCause(r["cause"]) if r["cause"] else None] -= _change(r)
        elif kind in {MovementKind.RETURNED, MovementKind.COUNT}:
            sums[kind, None] -= _change(r)
    order = list(MovementKind)
    found = [
        LotPart(kind=kind, cause=cause, quantity=Milli(quantity)) for (kind, cause), quantity in sums.items() if quantity > 0
    ]
    return sorted(found, key=lambda part: (order.index(part.kind) if part.kind else 0, -part.quantity))


def _by_month(rows: Sequence[Row], days: Sequence[date]) -> list[tuple[date, Milli]]:
    months: dict[date, int] = defaultdict(int)
    for r, day in zip(rows, days, strict=True):
        months[day.replace(day=1)] += _sold(r)
    return [(month, Milli(quantity)) for month, quantity in sorted(months.items()) if quantity]


def _evenings(rows: Sequence[Row], days: Sequence[date]) -> list[tuple[date, Milli]]:
    """What was left in the evening of each day on which something changed."""
    evenings: dict[date, int] = {}
    left = 0
    for r, day in zip(rows, days, strict=True):
        left += _change(r)
        evenings[day] = left
    return [(day, Milli(left)) for day, left in evenings.items()]


def _left_over(left: int, week: int, best_before: date | None, today: date) -> Milli | None:
    """What the pace of the last week leaves on the best-before day; None without a day to come or a pace."""
    if best_before is None or best_before < today or week <= 0:
        return None
    days = (best_before - today).days + 1
    return Milli(max(0, left - week * days // PACE_DAYS))


def _runs(rows: Sequence[Row], days: Sequence[date]) -> list[_Run]:
    """The lines of history: a document each, and sales that follow each other within a month together."""
    runs: list[_Run] = []
    balance, last_day = 0, date.min
    for r, day in zip(rows, days, strict=True):
        balance += _change(r)
        if not (runs and _follows(runs[-1].rows[-1], r) and (r["kind"] != MovementKind.SOLD or _same_month(last_day, day))):
            runs.append(_Run([], 0))
        runs[-1].rows.append(r)
        runs[-1].balance = balance
        runs[-1].documents[f"{r['source_kind']}/{r['source_uid']}"] = r
        last_day = day
    return runs


def _follows(last: Row, r: Row) -> bool:
    """Whether a movement belongs to the line of the one before it."""
    if last["kind"] != r["kind"] or (last["reverses"] is None) != (r["reverses"] is None):
        return False
    if r["kind"] == MovementKind.SOLD:
        return True
    return bool(last["source_uid"] == r["source_uid"] and last["cause"] == r["cause"])


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _events(runs: Sequence[_Run], *, with_sales: bool) -> list[LotEvent]:
    shown = {document for run in runs for document in list(run.documents)[-RECEIPTS:] if with_sales or not _is_sale(run.rows[0])}
    acts = {(document, run.rows[0]["reverses"] is not None) for run in runs for document in run.documents if document in shown}
    numbers = numbers_of(shown)
    people = authors.of_movements(acts) if with_sales else {}
    return [_event(run, numbers, people, with_sales=with_sales) for run in runs]


def _is_sale(r: Row) -> bool:
    return r["kind"] in _SALES


def _event(run: _Run, numbers: dict[str, str], people: dict[tuple[str, bool], str], *, with_sales: bool) -> LotEvent:
    first, last = run.rows[0], run.rows[-1]
    is_reversal, is_sale = first["reverses"] is not None, _is_sale(first)
    document = next(iter(run.documents)) if not is_sale else None
    newest = [(name, numbers[name], r) for name, r in reversed(run.documents.items()) if is_sale and name in numbers]
    names = [people[name, is_reversal] for name in run.documents if (name, is_reversal) in people]
    return LotEvent(
        kind=MovementKind(first["kind"]),
        cause=LossCause(first["cause"]) if first["cause"] else None,
        is_reversal=is_reversal,
        first_at=first["moved_at"],
        last_at=last["moved_at"],
        first_on=clock.day_of(first["moved_at"]),
        last_on=clock.day_of(last["moved_at"]),
        moved=Milli(sum(r["quantity"] for r in run.rows)),
        change=Milli(sum(_change(r) for r in run.rows)),
        balance=Milli(run.balance),
        from_=first["from_place"],
        to=first["to_place"],
        document=document,
        number=numbers.get(document) if document else None,
        documents=len(run.documents) if with_sales or not is_sale else 0,
        receipts=[
            LotReceipt(document=name, number=number, at=r["moved_at"], quantity=_of_document(run, name))
            for name, number, r in newest
        ]
        if with_sales
        else [],
        people=list(dict.fromkeys(names)),
    )


def _of_document(run: _Run, document: str) -> Milli:
    """What one document moved within a line."""
    kind, _slash, uid = document.partition("/")
    return Milli(sum(r["quantity"] for r in run.rows if r["source_uid"] == uid and r["source_kind"] == kind))
