"""`books check`, second part: whatever was recorded once is still there, unchanged, and no number is missing at the end.

A chain shows what was taken out of its middle; only the counters and the idempotency keys show what is gone from its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.db import db, fetch_all, on_postgresql
from core.models import Counter, IdempotencyKey
from core.quantity import Milli
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument
from pos import shifts
from pos.choices import FlagCode
from pos.models import Payment, Refund, RefundLine, Sale, SaleFlag, SaleLine
from pos.refunds import AMOUNTS
from suppliers.choices import BookKind, CorrectionKind
from suppliers.commission import refunded_part
from suppliers.models import AgreementTerm, AgreementVersion, BookLine, Correction, Payout, Statement, StatementLine

_NUMBERED: dict[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]]] = {
    "sale": (Sale.year, Sale.sequence),
    "refund": (Refund.year, Refund.sequence),
    "statement": (Statement.year, Statement.year_sequence),
}
_RECORDED: dict[str, InstrumentedAttribute[str]] = {
    "sales": Sale.uid,
    "refunds": Refund.uid,
    "statements": Statement.uid,
    "payouts": Payout.uid,
}
"""By scope of idempotency keys, where the record of each key stands."""
_CORRECTIONS = {"adjustments": CorrectionKind.ADJUSTMENT, "charges": CorrectionKind.CHARGE}


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _numbers()
    yield from _refunds()
    yield from _parts()
    yield from _drawers()
    yield from _gone()
    yield from _torn()
    yield from _corrections()
    yield from _claims()


def _numbers() -> Iterator[str]:
    """Numbers of a year run from 1 to the counter without gaps."""
    taken = {(r["series"], r["year"]): r["value"] for r in fetch_all(select(Counter.__table__))}
    for series, (year, sequence) in _NUMBERED.items():
        years: dict[int, list[int]] = defaultdict(list)
        for r in fetch_all(select(year.label("year"), sequence.label("sequence"))):
            years[r["year"]].append(r["sequence"])
        yield from _unlike(series, years, taken)
    for kind in GoodsDocumentKind:
        years = defaultdict(list)
        for r in fetch_all(select(GoodsDocument.year, GoodsDocument.sequence).where(GoodsDocument.kind == kind)):
            years[r["year"]].append(r["sequence"])
        yield from _unlike(kind, years, taken)


def _unlike(series: str, years: dict[int, list[int]], taken: dict[tuple[str, int], int]) -> Iterator[str]:
    """The years of a series whose numbers do not run from 1 to the counter."""
    for year in sorted(years.keys() | {year for of, year in taken if of == series}):
        found, last = years[year], taken.get((series, year), 0)
        if len(found) != last or max(found, default=0) != last:
            highest = max(found, default=0)
            yield f"{series} numbers of {year}: {len(found)} found, highest {highest}, {last} were given"


def _refunds() -> Iterator[str]:
    nets = select(RefundLine.refund_uid, func.sum(RefundLine.net_vnd).label("net_vnd")).group_by(RefundLine.refund_uid).subquery()
    query = select(Refund.number, Refund.total_vnd, Refund.rounding_vnd, func.coalesce(nets.c.net_vnd, 0).label("net_vnd"))
    for r in fetch_all(query.outerjoin(nets, nets.c.refund_uid == Refund.uid)):
        if r["total_vnd"] != int(r["net_vnd"]) + r["rounding_vnd"]:
            yield f"refund {r['number']}: total {r['total_vnd']}, lines {r['net_vnd']}, rounding {r['rounding_vnd']}"


def _parts() -> Iterator[str]:
    """What came back of a sale's line is that part of its amounts, counted from what had come back before."""
    back: dict[tuple[str, int], int] = defaultdict(int)
    query = (
        select(RefundLine.__table__, Refund.number, Refund.business_day.label("day"), SaleLine.quantity.label("of"))
        .add_columns(*(getattr(SaleLine, key).label(f"of_{key}") for key in AMOUNTS))
        .join(Refund, Refund.uid == RefundLine.refund_uid)
        .outerjoin(SaleLine, (SaleLine.sale_uid == RefundLine.sale_uid) & (SaleLine.line == RefundLine.line))
    )
    for r in fetch_all(query.order_by(RefundLine.id)):
        before = back[r["sale_uid"], r["line"]]
        back[r["sale_uid"], r["line"]] = after = before + r["quantity"]
        follows = (
            (r["before"], r["after"], r["sold"], r["business_day"]) == (before, after, r["of"], r["day"])
            and all(r[key] == refunded_part(r[f"of_{key}"], r["quantity"], Milli(before), r["of"]) for key in AMOUNTS)
            and r["kept_vnd"] == r["net_vnd"] - r["owed_vnd"]
        )
        if not follows:
            yield f"refund {r['number']}: line {r['line']} does not follow from the sale"


def _drawers() -> Iterator[str]:
    """A closed shift keeps what its drawer should have held; only sales that came in after the close are beside it."""
    late = {
        r["shift_uid"]: int(r["late_vnd"])
        for r in fetch_all(
            select(Sale.shift_uid, func.sum(Payment.amount_vnd).label("late_vnd"))
            .join(Payment, Payment.sale_uid == Sale.uid)
            .join(SaleFlag, (SaleFlag.sale_uid == Sale.uid) & (SaleFlag.code == FlagCode.SHIFT_CLOSED))
            .where(Payment.method == "cash")
            .group_by(Sale.shift_uid)
        )
    }
    for shift in shifts.list_shifts(date(1900, 1, 1), clock.today() + timedelta(days=1)):
        if shift.counted is None:
            continue
        counted_vnd = sum(note.value_vnd * pieces for note, pieces in shift.counted.items())
        if (shift.late_vnd, shift.counted_vnd) != (late.get(shift.uid, 0), counted_vnd):
            yield (
                f"shift {shift.uid}: expected {shift.expected_vnd} when closed, late {late.get(shift.uid, 0)}, "
                f"drawer {shift.expected_vnd + shift.late_vnd}, counted {shift.counted_vnd}, notes {counted_vnd}"
            )


def _gone() -> Iterator[str]:
    """Every idempotency key of these scopes has its record."""
    for scope, uid in _RECORDED.items():
        lost = select(IdempotencyKey.key).where(
            IdempotencyKey.scope == scope, ~select(uid).where(uid == IdempotencyKey.key).exists()
        )
        for r in fetch_all(lost.order_by(IdempotencyKey.key)):
            yield f"{scope}/{r['key']} was recorded and is gone"
    for scope, kind in _CORRECTIONS.items():
        present = select(Correction.uid).where(Correction.kind == kind, Correction.uid == IdempotencyKey.key).exists()
        lost = select(IdempotencyKey.key).where(IdempotencyKey.scope == scope, ~present)
        for r in fetch_all(lost.order_by(IdempotencyKey.key)):
            yield f"{scope}/{r['key']} was recorded and is gone"


def _torn() -> Iterator[str]:
    """Rows that name a row that is gone. PostgreSQL never allows it, SQLite to every connection but the outlet's own."""
    if on_postgresql():
        return
    found: dict[tuple[str, str], int] = defaultdict(int)
    for table, _, parent, _ in db.session.execute(text("PRAGMA foreign_key_check")):
        found[table, parent] += 1
    for (table, parent), count in sorted(found.items()):
        yield f"{table}: {count} rows name a {parent} that is gone"


def _corrections() -> Iterator[str]:
    """Each adjustment and charge is in the book once, with its sign."""
    recorded = {
        (r["kind"], r["uid"], r["producer_code"]): -r["amount_vnd"] if r["kind"] == CorrectionKind.CHARGE else r["amount_vnd"]
        for r in fetch_all(select(Correction.__table__))
    }
    query = select(BookLine.kind, BookLine.source_uid, BookLine.producer_code, BookLine.owed_vnd)
    booked = {
        (r["kind"], r["source_uid"], r["producer_code"]): r["owed_vnd"]
        for r in fetch_all(query.where(BookLine.kind.in_(tuple(CorrectionKind))))
    }
    for name in sorted(recorded.keys() | booked.keys()):
        if recorded.get(name) != booked.get(name):
            yield f"{name[0]}/{name[1]} of {name[2]}: recorded {recorded.get(name)}, book {booked.get(name)}"


def _claims() -> Iterator[str]:
    """A statement claims as many lines as when it was issued, and may pay what follows from them (contract §8).

    Nothing is payable below a minimum that later versions of the agreement may change, so 0 is never a gap.
    """
    claimed = {
        r["uid"]: r["n"]
        for r in fetch_all(
            select(StatementLine.statement_uid.label("uid"), func.count().label("n")).group_by(StatementLine.statement_uid)
        )
    }
    young = _young_sales()
    for r in fetch_all(select(Statement.__table__).order_by(Statement.number)):
        if claimed.get(r["uid"], 0) != r["line_count"]:
            yield f"statement {r['number']}: {r['line_count']} lines when issued, {claimed.get(r['uid'], 0)} claimed"
        on_hold_vnd = sum(
            owed_vnd
            for sequence, day, holding_days, owed_vnd in young[r["producer_code"]]
            if sequence <= r["sequence"] and day <= r["until_day"] and (r["until_day"] - day).days < holding_days
        )
        payable_vnd = max(0, r["closing_vnd"] - on_hold_vnd)
        if r["payable_vnd"] not in (0, payable_vnd):
            yield f"statement {r['number']}: payable {r['payable_vnd']}, by its lines {payable_vnd}"


def _young_sales() -> dict[str, list[tuple[int, date, int, int]]]:
    """By producer, what is owed for sold and refunded goods with holding days: statement's sequence, day, days, owed."""
    key = (Statement.producer_code, Statement.sequence, BookLine.day, AgreementVersion.holding_days)
    query = (
        select(*key, func.sum(BookLine.owed_vnd).label("owed_vnd"))
        .select_from(BookLine)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .join(Statement, Statement.uid == StatementLine.statement_uid)
        .join(AgreementTerm, AgreementTerm.id == BookLine.term_id)
        .join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        .where(BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)), AgreementVersion.holding_days > 0)
        .group_by(*key)
    )
    young: dict[str, list[tuple[int, date, int, int]]] = defaultdict(list)
    for r in fetch_all(query):
        young[r["producer_code"]].append((r["sequence"], r["day"], r["holding_days"], int(r["owed_vnd"])))
    return young
