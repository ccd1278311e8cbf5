"""Writing a sale down: head, lines, payments, movements, book lines, audit, print job. All in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from core import audit, clock, numbering
from core.db import execute, fetch_one
from core.money import vat_inside
from core.people.actor import Actor
from core.quantity import Milli, format_quantity
from inventory import stock_ledger
from inventory.stock_ledger import StockMovement
from pos import audit_actions
from pos.models import Payment, Sale, SaleLine, SaleLineAdjustment
from pos.pricing import Adjustment
from pos.receipts import spool
from pos.requests import PaymentRequest
from suppliers import book
from suppliers.book import BookEntry
from suppliers.commission import Split


@dataclass(frozen=True)
class Flag:
    """Something about an offline sale that does not fit. `line` is a line of the answer; `seconds` a clock's error."""

    code: str
    line: int | None = None
    seconds: int | None = None

    def shown(self) -> dict[str, Any]:
        """As the API writes it."""
        more = {"line": self.line, "seconds": self.seconds}
        return {"code": self.code, **{key: value for key, value in more.items() if value is not None}}


@dataclass(frozen=True)
class AllocatedLine:
    """One line of the answer: so much of one lot. `found` of it was not on the shelf and is found first."""

    line: int
    request_line: int
    product: str
    producer: str
    lot: str
    quantity: Milli
    found: Milli
    unit_price_vnd: int
    split: Split
    adjustments: tuple[Adjustment, ...]
    vat: str
    vat_percent: int | None
    term_id: int | None

    @property
    def vat_vnd(self) -> int:
        """The VAT inside the net."""
        return vat_inside(self.split.net_vnd, self.vat_percent)


@dataclass(frozen=True)
class SaleHeader:
    """A sale without its lines."""

    uid: str
    shift: str
    till: str
    place: str
    cashier: str
    sold_at: datetime
    received_at: datetime
    day: date
    offline: bool
    customer: str | None
    approved_by: str | None
    discount_vnd: int
    rounding_vnd: int
    total_vnd: int
    payments: Sequence[PaymentRequest]
    flags: Sequence[Flag]

    @property
    def change_vnd(self) -> int:
        """What the customer gets back of the cash handed over."""
        return sum(p.tendered_vnd - p.amount_vnd for p in self.payments if p.tendered_vnd is not None)


_LAST = select(Sale.chain_no, Sale.digest).where(Sale.till_code == bindparam("till")).order_by(Sale.chain_no.desc()).limit(1)
_SALE, _LINES, _ADJUSTMENTS, _PAYMENTS = (
    insert(table.__table__)  # type: ignore[arg-type]
    for table in (Sale, SaleLine, SaleLineAdjustment, Payment)
)


def post_sale(header: SaleHeader, lines: Sequence[AllocatedLine], actor: Actor, *, printer: str) -> dict[str, Any]:
    """Posts everything a sale causes and returns its answer."""
    origin = f"sale/{header.uid}"
    at = header.received_at
    stock_ledger.post([movement for line in lines for movement in movements_of(line, header, origin)], at)
    before = fetch_one(_LAST, {"till": header.till})
    answer_lines = [shown_line(line) for line in lines]
    number = numbering.numbered(header.day.year, numbering.take("sale", header.day.year))
    digest = chained(before["digest"] if before else "", chain_facts(header, number, answer_lines))
    execute(_SALE, sale_row(header, number, before["chain_no"] + 1 if before else 1, digest))
    execute(_LINES, [line_row(line, header) for line in lines])
    execute(_ADJUSTMENTS, [adjustment for line in lines for adjustment in adjustment_rows(line, header)])
    execute(_PAYMENTS, payment_rows(header))
    book.post([entry for line in lines for entry in book_entries(line, header, origin)], at)
    audit.note(
        actor, audit_actions.SOLD, header.uid, at, number=number, total_vnd=header.total_vnd, flags=[f.code for f in header.flags]
    )
    if header.approved_by:
        audit.note(actor, audit_actions.APPROVED, header.uid, at, by=header.approved_by)
    if printer != spool.NO_PRINTER and not header.offline:
        cash = any(payment.method == "cash" for payment in header.payments)
        spool.put("sale", header.uid, header.till, drawer=cash)
    return {
        "uid": header.uid,
        "number": number,
        "business_day": header.day.isoformat(),
        "total_vnd": header.total_vnd,
        "change_vnd": header.change_vnd,
        "discount_vnd": header.discount_vnd,
        "rounding_vnd": header.rounding_vnd,
        "lines": answer_lines,
        "payments": [
            shown_payment(n, p.method, p.amount_vnd, p.tendered_vnd, p.reference) for n, p in enumerate(header.payments, 1)
        ],
        "flags": [flag.shown() for flag in header.flags],
    }


def shown_line(line: AllocatedLine) -> dict[str, Any]:
    """A line as the API writes it."""
    return {
        "line": line.line,
        "product": line.product,
        "lot": line.lot,
        "producer": line.producer,
        "quantity": format_quantity(line.quantity),
        "unit_price_vnd": line.unit_price_vnd,
        "gross_vnd": line.split.gross_vnd,
        "adjustments": [shown_adjustment(a.kind, a.code, a.amount_vnd, a.bearer) for a in line.adjustments],
        "discount_vnd": line.split.discount_vnd,
        "net_vnd": line.split.net_vnd,
        "vat": line.vat,
        "vat_vnd": line.vat_vnd,
        "owed_vnd": line.split.owed_vnd,
        "kept_vnd": line.split.kept_vnd,
    }


def shown_adjustment(kind: str, code: str | None, amount_vnd: int, bearer: str | None) -> dict[str, Any]:
    """An adjustment as the API writes it; what was granted by hand has no code."""
    return {"kind": kind, **({"code": code} if code else {}), "amount_vnd": amount_vnd, "bearer": bearer}


def shown_payment(n: int, method: str, amount_vnd: int, tendered_vnd: int | None, reference: str | None) -> dict[str, Any]:
    """A payment as it was made: a transfer is unconfirmed until somebody sees the money."""
    return {
        "n": n,
        "method": method,
        "amount_vnd": amount_vnd,
        "tendered_vnd": tendered_vnd,
        "reference": reference,
        "state": "unconfirmed" if method == "vietqr" else "received",
    }


def chain_facts(header: Any, number: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the chain's digest covers. `header` has the attributes of SaleHeader."""
    return {
        "uid": header.uid,
        "number": number,
        "till": header.till,
        "shift": header.shift,
        "cashier": header.cashier,
        "sold_at": header.sold_at.astimezone(UTC).isoformat(),
        "day": header.day.isoformat(),
        "offline": header.offline,
        "discount_vnd": header.discount_vnd,
        "rounding_vnd": header.rounding_vnd,
        "total_vnd": header.total_vnd,
        "lines": [[line[key] for key in CHAINED] for line in lines],
        "payments": [[p.method, p.amount_vnd, p.tendered_vnd] for p in header.payments],
    }


CHAINED = ("line", "product", "lot", "quantity", "unit_price_vnd", "gross_vnd", "discount_vnd", "vat_vnd", "owed_vnd")


def chained(before: str, entries: dict[str, Any]) -> str:
    """A sale's link in its till's chain: a digest of the link before it and of its own facts."""
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def sale_row(header: SaleHeader, number: str, chain_no: int, digest: str) -> dict[str, Any]:
    """A sale's head as columns."""
    return {
        "uid": header.uid,
        "number": number,
        "shift_uid": header.shift,
        "till_code": header.till,
        "place_code": header.place,
        "cashier": header.cashier,
        "sold_at": header.sold_at,
        "received_at": header.received_at,
        "business_day": header.day,
        "business_hour": clock.local(header.sold_at).hour,
        "offline": header.offline,
        "customer": header.customer,
        "approved_by": header.approved_by,
        "discount_vnd": header.discount_vnd,
        "rounding_vnd": header.rounding_vnd,
        "total_vnd": header.total_vnd,
        "change_vnd": header.change_vnd,
        "flags": json.dumps([flag.shown() for flag in header.flags]),
        "chain_no": chain_no,
        "digest": digest,
    }


def line_row(line: AllocatedLine, header: SaleHeader) -> dict[str, Any]:
    """A line as columns."""
    return {
        "sale_uid": header.uid,
        "line": line.line,
        "request_line": line.request_line,
        "business_day": header.day,
        "product_code": line.product,
        "lot": line.lot,
        "producer_code": line.producer,
        "quantity": line.quantity,
        "unit_price_vnd": line.unit_price_vnd,
        "gross_vnd": line.split.gross_vnd,
        "discount_vnd": line.split.discount_vnd,
        "net_vnd": line.split.net_vnd,
        "vat": line.vat,
        "vat_percent": line.vat_percent,
        "vat_vnd": line.vat_vnd,
        "owed_vnd": line.split.owed_vnd,
        "kept_vnd": line.split.kept_vnd,
        "term_id": line.term_id,
    }


def adjustment_rows(line: AllocatedLine, header: SaleHeader) -> list[dict[str, Any]]:
    """The adjustments of a line as columns."""
    return [
        {
            "sale_uid": header.uid,
            "line": line.line,
            "n": n,
            "kind": adjustment.kind,
            "code": adjustment.code,
            "amount_vnd": adjustment.amount_vnd,
            "bearer": adjustment.bearer,
        }
        for n, adjustment in enumerate(line.adjustments, 1)
    ]


def payment_rows(header: SaleHeader) -> list[dict[str, Any]]:
    """A sale's payments as columns."""
    return [
        {
            "sale_uid": header.uid,
            "n": n,
            "method": payment.method,
            "amount_vnd": payment.amount_vnd,
            "tendered_vnd": payment.tendered_vnd,
            "reference": payment.reference or None,
        }
        for n, payment in enumerate(header.payments, 1)
    ]


def movements_of(line: AllocatedLine, header: SaleHeader, origin: str) -> list[StockMovement]:
    """The movements of a line: what had to be found, then what was sold, both at the moment of the sale."""
    movements = []
    if line.found:
        movements.append(
            StockMovement("count", line.product, line.lot, line.found, origin, to_place=header.place, moved_at=header.sold_at)
        )
    movements.append(
        StockMovement("sold", line.product, line.lot, line.quantity, origin, from_place=header.place, moved_at=header.sold_at)
    )
    return movements


def book_entries(line: AllocatedLine, header: SaleHeader, origin: str) -> list[BookEntry]:
    """The producer's book lines of a line."""
    entries = []
    if line.found:
        entries.append(BookEntry(line.producer, header.day, "count", origin, line.product, line.lot, line.found))
    entries.append(
        BookEntry(
            line.producer,
            header.day,
            "sold",
            origin,
            line.product,
            line.lot,
            Milli(-line.quantity),
            unit_price_vnd=line.unit_price_vnd,
            gross_vnd=line.split.gross_vnd,
            discount_vnd=line.split.discount_vnd,
            owed_vnd=line.split.owed_vnd,
            term_id=line.term_id,
        )
    )
    return entries
