"""Checks of what was sold: lines against the producers' book, money, and drawers."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from core import clock
from core.db import fetch_all
from core.db.integrity import missing_records, number_gaps
from core.quantity import Milli, format_quantity
from pos import shifts
from pos.choices import FlagCode
from pos.counter.models import IN_FORCE, Exchange, KeyedSheet, PaymentCorrection
from pos.models import Payment, Refund, RefundLine, Sale, SaleFlag, SaleLine, SaleLineAdjustment
from pos.pricing import AdjustmentKind
from pos.refund_records import AMOUNTS
from suppliers.commission import refunded_part
from suppliers.models import BookLine

_BATCH = 2000


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _against_book("sold", SaleLine, -1, 1)
    yield from _against_book("refunded", RefundLine, 1, -1)
    yield from _payments()
    yield from _adjustments()
    yield from _refunds()
    yield from _parts()
    yield from _drawers()
    yield from _till_chains()
    yield from number_gaps("sale", Sale.year, Sale.sequence)
    yield from number_gaps("refund", Refund.year, Refund.sequence)
    yield from missing_records("sales", Sale.uid)
    yield from missing_records("refunds", Refund.uid)
    yield from missing_records("exchanges", Exchange.uid)
    yield from missing_records("pad-sheets", KeyedSheet.number)


def _against_book(kind: str, lines: Any, goods_sign: int, money_sign: int) -> list[str]:
    """Quantity, gross and owed of each producer's days."""
    ours = _sums(select(*_key(lines.producer_code, lines.business_day), *_columns(lines)), 1, 1)
    booked = _sums(
        select(*_key(BookLine.producer_code, BookLine.day), *_columns(BookLine)).where(BookLine.kind == kind),
        goods_sign,
        money_sign,
    )
    none = (0, 0, 0)
    return [
        f"{producer} {day}: {kind} {ours.get((producer, day), none)}, book {booked.get((producer, day), none)}"
        for producer, day in sorted(ours.keys() | booked.keys())
        if ours.get((producer, day), none) != booked.get((producer, day), none)
    ]


def _key(producer: Any, day: Any) -> tuple[Any, Any]:
    return producer.label("producer"), day.label("day")


def _columns(lines: Any) -> tuple[Any, ...]:
    return tuple(func.sum(getattr(lines, name)).label(name) for name in ("quantity", "gross_vnd", "owed_vnd"))


def _sums(query: Any, goods_sign: int, money_sign: int) -> dict[tuple[str, date], tuple[int, int, int]]:
    return {
        (r["producer"], r["day"]): (
            goods_sign * int(r["quantity"]),
            money_sign * int(r["gross_vnd"]),
            money_sign * int(r["owed_vnd"]),
        )
        for r in fetch_all(query.group_by("producer", "day"))
    }


def _payments() -> list[str]:
    nets = {
        r["sale_uid"]: int(r["n"])
        for r in fetch_all(select(SaleLine.sale_uid, func.sum(SaleLine.net_vnd).label("n")).group_by(SaleLine.sale_uid))
    }
    paid = {
        r["sale_uid"]: int(r["n"])
        for r in fetch_all(
            select(Payment.sale_uid, func.sum(Payment.amount_vnd).label("n")).where(IN_FORCE).group_by(Payment.sale_uid)
        )
    }
    gaps = []
    for r in fetch_all(select(Sale.uid, Sale.number, Sale.total_vnd, Sale.rounding_vnd)):
        if r["total_vnd"] != nets.get(r["uid"], 0) + r["rounding_vnd"] or r["total_vnd"] != paid.get(r["uid"], 0):
            gaps.append(
                f"sale {r['number']}: total {r['total_vnd']}, lines {nets.get(r['uid'], 0)}, paid {paid.get(r['uid'], 0)}"
            )
    return gaps


def _adjustments() -> list[str]:
    """The adjustments of a line add up to its discount, and those of kind `sale` to the discount on the whole sale."""
    lines: dict[tuple[str, int], int] = defaultdict(int)
    sales: dict[str, int] = defaultdict(int)
    taken = SaleLineAdjustment
    of_sale = Sale.uid == taken.sale_uid
    for r in fetch_all(select(Sale.number, taken.line, taken.kind, taken.amount_vnd).join(Sale, of_sale)):
        lines[r["number"], r["line"]] += r["amount_vnd"]
        if r["kind"] == AdjustmentKind.SALE:
            sales[r["number"]] += r["amount_vnd"]
    of_line = select(Sale.number, SaleLine.line, SaleLine.discount_vnd).join(Sale, Sale.uid == SaleLine.sale_uid)
    line_discounts = {(r["number"], r["line"]): r["discount_vnd"] for r in fetch_all(of_line.where(SaleLine.discount_vnd != 0))}
    sale_discounts = {
        r["number"]: r["discount_vnd"] for r in fetch_all(select(Sale.number, Sale.discount_vnd).where(Sale.discount_vnd != 0))
    }
    return [
        f"sale {number}, line {line}: discount {line_discounts.get((number, line), 0)}, adjustments {lines[number, line]}"
        for number, line in sorted(line_discounts.keys() | lines.keys())
        if line_discounts.get((number, line), 0) != lines[number, line]
    ] + [
        f"sale {number}: discount {sale_discounts.get(number, 0)}, adjustments {sales[number]}"
        for number in sorted(sale_discounts.keys() | sales.keys())
        if sale_discounts.get(number, 0) != sales[number]
    ]


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
            .where(Payment.method == "cash", IN_FORCE)
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


ChainLine = tuple[int, str, str, str, int, int, int, int, int]
"""Line, product, lot, quantity as text, then unit price, gross, discount, VAT and owed in đồng."""
ChainPayment = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """What a link of a till's chain covers."""

    uid: str
    number: str
    till: str
    shift: str
    cashier: str
    sold_at: datetime
    day: date
    offline: bool
    discount_vnd: int
    rounding_vnd: int
    total_vnd: int
    lines: Sequence[ChainLine]
    payments: Sequence[ChainPayment]

    def digest(self, before: str) -> str:
        """The digest of this link after the link `before`. Its text never changes: kept digests were made from it."""
        facts = {name: getattr(self, name) for name in self.__slots__} | {
            "sold_at": self.sold_at.astimezone(UTC).isoformat(),
            "day": self.day.isoformat(),
        }
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


_FIRST_PAYMENTS = select(Payment.__table__).where(
    ~exists().where(PaymentCorrection.sale_uid == Payment.sale_uid, PaymentCorrection.first_n <= Payment.n)
)
"""What a sale was recorded with, whatever was corrected since."""


def _till_chains() -> list[str]:
    """Recomputes the digest of every sale that has one; a removed or altered sale breaks the chain of its till."""
    gaps: list[str] = []
    for till in fetch_all(select(Sale.till_code).where(Sale.digest.is_not(None)).distinct()):
        before, expected = "", 1
        while True:
            sales = fetch_all(
                select(Sale.__table__)
                .where(Sale.till_code == till["till_code"], Sale.chain_no >= expected)
                .order_by(Sale.chain_no)
                .limit(_BATCH)
            )
            if not sales:
                break
            uids = [sale["uid"] for sale in sales]
            lines, payments = defaultdict(list), defaultdict(list)
            for r in fetch_all(
                select(SaleLine.__table__).where(SaleLine.sale_uid.in_(uids)).order_by(SaleLine.sale_uid, SaleLine.line)
            ):
                lines[r["sale_uid"]].append(
                    (
                        r["line"],
                        r["product_code"],
                        r["lot"],
                        format_quantity(r["quantity"]),
                        r["unit_price_vnd"],
                        r["gross_vnd"],
                        r["discount_vnd"],
                        r["vat_vnd"],
                        r["owed_vnd"],
                    )
                )
            for r in fetch_all(_FIRST_PAYMENTS.where(Payment.sale_uid.in_(uids)).order_by(Payment.sale_uid, Payment.n)):
                payments[r["sale_uid"]].append((r["method"], r["amount_vnd"], r["tendered_vnd"]))
            for sale in sales:
                facts = ChainFacts(
                    uid=sale["uid"],
                    number=sale["number"],
                    till=sale["till_code"],
                    shift=sale["shift_uid"],
                    cashier=sale["cashier"],
                    sold_at=sale["sold_at"],
                    day=sale["business_day"],
                    offline=sale["offline"],
                    discount_vnd=sale["discount_vnd"],
                    rounding_vnd=sale["rounding_vnd"],
                    total_vnd=sale["total_vnd"],
                    lines=lines[sale["uid"]],
                    payments=payments[sale["uid"]],
                )
                digest = facts.digest(before)
                if sale["chain_no"] != expected or sale["digest"] != digest:
                    gaps.append(f"sale {sale['number']} on till {sale['till_code']} does not follow from the one before it")
                before, expected = sale["digest"], sale["chain_no"] + 1
    return gaps
