"""A shift's report in full: its money, and all that happened at the till beside its sales."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import func, select

from core import clock
from core.db import fetch_all
from core.money import Vnd
from core.printing.devices.models import PrintJob
from pos import shifts
from pos.choices import CashMoveKind
from pos.counter import drawer_causes, results
from pos.counter.models import CartVoid, CartVoidLine, DrawerOpening
from pos.counter.results import CashMoveResult, DiscountSum, FullShiftReport, Reprint, ShiftReport, VoidedLine
from pos.models import CashMove, Sale, SaleLineAdjustment
from pos.pricing import AdjustmentKind


def full_report(uid: str) -> FullShiftReport:
    """The X report of an open shift, the Z report of a closed one, as papers have it. Raises NotFound."""
    report = shifts.report(uid)
    return FullShiftReport(
        **{field.name: getattr(report, field.name) for field in fields(ShiftReport)},
        discounts=_discounts(uid),
        cash_moves=cash_moves(uid),
        drawer_openings=drawer_openings(uid),
        voids=voids(uid),
        reprints=_reprints(report),
        likely_causes=drawer_causes.likely_causes(report),
    )


def _discounts(uid: str) -> Sequence[DiscountSum]:
    query = (
        select(SaleLineAdjustment.kind, func.sum(SaleLineAdjustment.amount_vnd).label("vnd"))
        .join(Sale, Sale.uid == SaleLineAdjustment.sale_uid)
        .where(Sale.shift_uid == uid)
        .group_by(SaleLineAdjustment.kind)
    )
    sums = {row["kind"]: int(row["vnd"]) for row in fetch_all(query)}
    return [DiscountSum(kind, Vnd(sums[kind])) for kind in AdjustmentKind if kind in sums]


def cash_moves(uid: str) -> Sequence[CashMoveResult]:
    """The cash that was put into a shift's drawer or taken out of it, in the order of time."""
    query = select(CashMove.__table__).where(CashMove.shift_uid == uid).order_by(CashMove.moved_at, CashMove.uid)
    return [
        CashMoveResult(
            uid=move["uid"],
            shift=uid,
            kind=CashMoveKind(move["kind"]),
            amount_vnd=Vnd(move["amount_vnd"]),
            reason=move["reason"],
            at=move["moved_at"],
            approved_by=move["approved_by"],
        )
        for move in fetch_all(query)
    ]


def drawer_openings(uid: str) -> Sequence[results.DrawerOpening]:
    """When a shift's drawer was opened without a sale, in the order of time."""
    query = select(DrawerOpening.__table__).where(DrawerOpening.shift_uid == uid)
    return [
        results.DrawerOpening(row["uid"], row["reason"], row["opened_at"], row["opened_by"])
        for row in fetch_all(query.order_by(DrawerOpening.opened_at, DrawerOpening.uid))
    ]


def voids(uid: str) -> Sequence[results.CartVoid]:
    """What left carts of a shift before it was paid, in the order of time."""
    lines: dict[str, list[VoidedLine]] = defaultdict(list)
    of_shift = select(CartVoidLine.__table__).join(CartVoid, CartVoid.uid == CartVoidLine.void_uid)
    for row in fetch_all(of_shift.where(CartVoid.shift_uid == uid).order_by(CartVoidLine.void_uid, CartVoidLine.n)):
        lines[row["void_uid"]].append(VoidedLine(row["product_code"], row["quantity"], row["unit_price_vnd"]))
    query = select(CartVoid.__table__).where(CartVoid.shift_uid == uid).order_by(CartVoid.voided_at, CartVoid.uid)
    return [
        results.CartVoid(row["uid"], lines[row["uid"]], row["whole_cart"], row["voided_at"], row["voided_by"])
        for row in fetch_all(query)
    ]


def _reprints(report: ShiftReport) -> Sequence[Reprint]:
    """Papers of the shift's till that somebody had printed again while it was open."""
    query = select(PrintJob.paper, PrintJob.document, PrintJob.number, PrintJob.asked_at, PrintJob.asked_by).where(
        PrintJob.till_code == report.till,
        PrintJob.copy > 0,
        PrintJob.asked_at >= report.opened_at,
        PrintJob.asked_at <= (report.closed_at or clock.now()),
    )
    return [
        Reprint(row["paper"], row["document"], row["number"], row["asked_at"], row["asked_by"])
        for row in fetch_all(query.order_by(PrintJob.outbox_job_id))
    ]
