"""`books check`: every balance from the ledgers again, and the chain of sales from its content."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from core.db import db, fetch_all, on_postgresql
from core.quantity import ZERO, format_quantity
from inventory import stock_ledger
from inventory.models import Lot, Movement, StockLevel
from ops.integrity import records
from pos.models import Payment, RefundLine, Sale, SaleLine, SaleLineAdjustment
from pos.pricing import AdjustmentKind
from pos.sale_records import ChainFacts
from suppliers import book, statements
from suppliers.models import BookLine, Payout, Statement, StatementLine

_BATCH = 2000


def check() -> tuple[list[str], str]:
    """Every gap as a line of text, and a one-line summary; all of one moment, while tills go on selling."""
    if on_postgresql() and not db.session().in_transaction():
        # SQLite reads one snapshot anyway; here a sale between two statements would look like a gap.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    gaps = [
        *_shelves(),
        *_book_against_shelf(),
        *_sales_against_book(),
        *_refunds_against_book(),
        *_payments(),
        *_adjustments(),
        *_statements(),
        *_losses(),
        *_chain(),
        *records.gaps(),
    ]
    counted = {t.__tablename__: _count(t) for t in (Sale, SaleLine, Movement, BookLine, Statement)}
    summary = (
        f"books agree: {counted['sale']} sales, {counted['sale_line']} lines, {counted['movement']} movements, "
        f"{counted['book_line']} book lines, {counted['statement']} statements"
    )
    return gaps, summary


def _count(table: Any) -> int:
    return int(db.session.execute(select(func.count()).select_from(table)).scalar_one())


def _shelves() -> list[str]:
    booked = stock_ledger.stock_levels_by_movements()
    held = {(r["place_code"], r["lot"]): r["on_hand"] for r in fetch_all(select(StockLevel.__table__)) if r["on_hand"]}
    return [
        f"shelf {place} lot {lot}: shelf {format_quantity(held.get((place, lot), 0))}, "
        f"movements {format_quantity(booked.get((place, lot), ZERO))}"
        for place, lot in sorted(held.keys() | booked.keys())
        if held.get((place, lot), 0) != booked.get((place, lot), ZERO)
    ]


def _book_against_shelf() -> list[str]:
    held: dict[tuple[str, str, str], int] = defaultdict(int)
    for r in fetch_all(
        select(Lot.producer_code, StockLevel.product_code, StockLevel.lot, StockLevel.on_hand).join(
            Lot, Lot.code == StockLevel.lot
        )
    ):
        held[r["producer_code"], r["product_code"], r["lot"]] += r["on_hand"]
    booked = book.goods_held()
    return [
        f"{key[0]} {key[1]} lot {key[2]}: "
        f"shelf {format_quantity(held.get(key, ZERO))}, book {format_quantity(booked.get(key, ZERO))}"
        for key in sorted(held.keys() | booked.keys())
        if held.get(key, ZERO) != booked.get(key, ZERO)
    ]


def _sales_against_book() -> list[str]:
    return _against_book("sold", SaleLine, -1, 1)


def _refunds_against_book() -> list[str]:
    return _against_book("refunded", RefundLine, 1, -1)


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
        for r in fetch_all(select(Payment.sale_uid, func.sum(Payment.amount_vnd).label("n")).group_by(Payment.sale_uid))
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


def _statements() -> list[str]:
    gaps = []
    claimed = {
        r["statement_uid"]: int(r["owed_vnd"])
        for r in fetch_all(
            select(StatementLine.statement_uid, func.sum(BookLine.owed_vnd).label("owed_vnd"))
            .join(BookLine, BookLine.id == StatementLine.book_line_id)
            .group_by(StatementLine.statement_uid)
        )
    }
    last: dict[str, int] = {}
    paid: dict[str, int] = {}
    for r in fetch_all(select(Statement.__table__).order_by(Statement.producer_code, Statement.sequence)):
        if r["producer_code"] not in last:
            paid |= statements.paid_on(r["producer_code"])
        if r["paid_vnd"] != paid[r["uid"]]:
            gaps.append(f"statement {r['number']}: paid {r['paid_vnd']}, payouts {paid[r['uid']]}")
        opening = last.get(r["producer_code"], 0)
        if r["opening_vnd"] != opening or r["closing_vnd"] != opening + claimed.get(r["uid"], 0):
            gaps.append(
                f"statement {r['number']}: opening {r['opening_vnd']}, lines {claimed.get(r['uid'], 0)}, "
                f"closing {r['closing_vnd']}"
            )
        last[r["producer_code"]] = r["closing_vnd"]
    for producer, owed_vnd in last.items():
        unclaimed = sum(
            r["owed_vnd"]
            for r in fetch_all(
                select(BookLine.owed_vnd)
                .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
                .where(BookLine.producer_code == producer, StatementLine.book_line_id.is_(None))
            )
        )
        if owed_vnd + unclaimed != book.balance(producer):
            gaps.append(f"{producer}: statements {owed_vnd} and unclaimed {unclaimed}, balance {book.balance(producer)}")
    paid = -sum(r["owed_vnd"] for r in fetch_all(select(BookLine.owed_vnd).where(BookLine.kind == "payout")))
    out = sum(r["amount_vnd"] for r in fetch_all(select(Payout.amount_vnd)))
    if paid != out:
        gaps.append(f"payouts {out}, book {paid}")
    return gaps


def _losses() -> list[str]:
    signed = case((Movement.reverses.is_(None), Movement.quantity), else_=-Movement.quantity)
    lost: dict[str, int] = defaultdict(int)
    for r in fetch_all(
        select(Movement.lot, func.sum(signed).label("quantity")).where(Movement.cause.is_not(None)).group_by(Movement.lot)
    ):
        lost[r["lot"]] = int(r["quantity"])
    brought = {
        r["lot"]: int(r["quantity"])
        for r in fetch_all(
            select(Movement.lot, func.sum(signed).label("quantity")).where(Movement.kind == "received").group_by(Movement.lot)
        )
    }
    return [
        f"lot {r['code']}: lost {format_quantity(r['lost'])}, brought {format_quantity(r['delivered'])} "
        "do not follow from the movements"
        for r in fetch_all(select(Lot.code, Lot.lost, Lot.delivered))
        if r["lost"] != lost.get(r["code"], 0) or r["delivered"] != brought.get(r["code"], 0)
    ]


def _chain() -> list[str]:
    """Recomputes every sale's digest; a removed or altered sale breaks the chain of its till."""
    gaps: list[str] = []
    for till in fetch_all(select(Sale.till_code).distinct()):
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
            for r in fetch_all(select(Payment.__table__).where(Payment.sale_uid.in_(uids)).order_by(Payment.sale_uid, Payment.n)):
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
