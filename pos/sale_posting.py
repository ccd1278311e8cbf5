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
from pos.models import Payment, Sale, SaleLine
from pos.receipts import spool
from pos.requests import PaymentDocument
from suppliers import book
from suppliers.book import BookEntry
from suppliers.commission import Part


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
class SoldPart:
    """One line of the answer: so much of one lot. `found` of it was not on the shelf and is found first."""

    line: int
    request_line: int
    product: str
    producer: str
    lot: str
    quantity: Milli
    found: Milli
    unit_price_vnd: int
    part: Part
    vat: str
    vat_percent: int | None
    term_id: int | None

    @property
    def vat_vnd(self) -> int:
        """The VAT inside the net."""
        return vat_inside(self.part.net_vnd, self.vat_percent)


@dataclass(frozen=True)
class Head:
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
    payments: Sequence[PaymentDocument]
    flags: Sequence[Flag]

    @property
    def change_vnd(self) -> int:
        """What the customer gets back of the cash handed over."""
        return sum(p.tendered_vnd - p.amount_vnd for p in self.payments if p.tendered_vnd is not None)


_LAST = select(Sale.chain_no, Sale.digest).where(Sale.till_code == bindparam("till")).order_by(Sale.chain_no.desc()).limit(1)
_SALE, _LINES, _PAYMENTS = (insert(table.__table__) for table in (Sale, SaleLine, Payment))  # type: ignore[arg-type]


def write_down(head: Head, parts: Sequence[SoldPart], actor: Actor, *, printer: str) -> dict[str, Any]:
    """Posts everything a sale causes and returns its answer."""
    origin = f"sale/{head.uid}"
    at = head.received_at
    stock_ledger.post([movement for part in parts for movement in movements_of(part, head, origin)], at)
    before = fetch_one(_LAST, {"till": head.till})
    answer_lines = [shown_line(part) for part in parts]
    number = numbering.numbered(head.day.year, numbering.take("sale", head.day.year))
    digest = chained(before["digest"] if before else "", facts_of(head, number, answer_lines))
    execute(_SALE, sale_row(head, number, before["chain_no"] + 1 if before else 1, digest))
    execute(_LINES, [line_row(part, head) for part in parts])
    execute(_PAYMENTS, payment_rows(head))
    book.post([entry for part in parts for entry in book_entries(part, head, origin)], at)
    audit.note(
        actor, audit_actions.SOLD, head.uid, at, number=number, total_vnd=head.total_vnd, flags=[f.code for f in head.flags]
    )
    if head.approved_by:
        audit.note(actor, audit_actions.APPROVED, head.uid, at, by=head.approved_by)
    if printer != spool.NO_PRINTER and not head.offline:
        cash = any(payment.method == "cash" for payment in head.payments)
        spool.put("sale", head.uid, head.till, drawer=cash)
    return {
        "uid": head.uid,
        "number": number,
        "business_day": head.day.isoformat(),
        "total_vnd": head.total_vnd,
        "change_vnd": head.change_vnd,
        "discount_vnd": head.discount_vnd,
        "rounding_vnd": head.rounding_vnd,
        "lines": answer_lines,
        "payments": [
            shown_payment(n, p.method, p.amount_vnd, p.tendered_vnd, p.reference) for n, p in enumerate(head.payments, 1)
        ],
        "flags": [flag.shown() for flag in head.flags],
    }


def shown_line(part: SoldPart) -> dict[str, Any]:
    """A line as the API writes it."""
    return {
        "line": part.line,
        "product": part.product,
        "lot": part.lot,
        "producer": part.producer,
        "quantity": format_quantity(part.quantity),
        "unit_price_vnd": part.unit_price_vnd,
        "gross_vnd": part.part.gross_vnd,
        "discount_vnd": part.part.discount_vnd,
        "net_vnd": part.part.net_vnd,
        "vat": part.vat,
        "vat_vnd": part.vat_vnd,
        "owed_vnd": part.part.owed_vnd,
        "kept_vnd": part.part.kept_vnd,
    }


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


def facts_of(head: Any, number: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the chain's digest covers. `head` has the attributes of Head."""
    return {
        "uid": head.uid,
        "number": number,
        "till": head.till,
        "shift": head.shift,
        "cashier": head.cashier,
        "sold_at": head.sold_at.astimezone(UTC).isoformat(),
        "day": head.day.isoformat(),
        "offline": head.offline,
        "discount_vnd": head.discount_vnd,
        "rounding_vnd": head.rounding_vnd,
        "total_vnd": head.total_vnd,
        "lines": [[line[key] for key in CHAINED] for line in lines],
        "payments": [[p.method, p.amount_vnd, p.tendered_vnd] for p in head.payments],
    }


CHAINED = ("line", "product", "lot", "quantity", "unit_price_vnd", "gross_vnd", "discount_vnd", "vat_vnd", "owed_vnd")


def chained(before: str, entries: dict[str, Any]) -> str:
    """A sale's link in its till's chain: a digest of the link before it and of its own facts."""
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def sale_row(head: Head, number: str, chain_no: int, digest: str) -> dict[str, Any]:
    """A sale's head as columns."""
    return {
        "uid": head.uid,
        "number": number,
        "shift_uid": head.shift,
        "till_code": head.till,
        "place_code": head.place,
        "cashier": head.cashier,
        "sold_at": head.sold_at,
        "received_at": head.received_at,
        "business_day": head.day,
        "business_hour": clock.local(head.sold_at).hour,
        "offline": head.offline,
        "customer": head.customer,
        "approved_by": head.approved_by,
        "discount_vnd": head.discount_vnd,
        "rounding_vnd": head.rounding_vnd,
        "total_vnd": head.total_vnd,
        "change_vnd": head.change_vnd,
        "flags": json.dumps([flag.shown() for flag in head.flags]),
        "chain_no": chain_no,
        "digest": digest,
    }


def line_row(part: SoldPart, head: Head) -> dict[str, Any]:
    """A line as columns."""
    return {
        "sale_uid": head.uid,
        "line": part.line,
        "request_line": part.request_line,
        "business_day": head.day,
        "product_code": part.product,
        "lot": part.lot,
        "producer_code": part.producer,
        "quantity": part.quantity,
        "unit_price_vnd": part.unit_price_vnd,
        "gross_vnd": part.part.gross_vnd,
        "discount_vnd": part.part.discount_vnd,
        "net_vnd": part.part.net_vnd,
        "vat": part.vat,
        "vat_percent": part.vat_percent,
        "vat_vnd": part.vat_vnd,
        "owed_vnd": part.part.owed_vnd,
        "kept_vnd": part.part.kept_vnd,
        "term_id": part.term_id,
    }


def payment_rows(head: Head) -> list[dict[str, Any]]:
    """A sale's payments as columns."""
    return [
        {
            "sale_uid": head.uid,
            "n": n,
            "method": payment.method,
            "amount_vnd": payment.amount_vnd,
            "tendered_vnd": payment.tendered_vnd,
            "reference": payment.reference or None,
        }
        for n, payment in enumerate(head.payments, 1)
    ]


def movements_of(part: SoldPart, head: Head, origin: str) -> list[StockMovement]:
    """The movements of a line: what had to be found, then what was sold, both at the moment of the sale."""
    movements = []
    if part.found:
        movements.append(
            StockMovement("count", part.product, part.lot, part.found, origin, to_place=head.place, moved_at=head.sold_at)
        )
    movements.append(
        StockMovement("sold", part.product, part.lot, part.quantity, origin, from_place=head.place, moved_at=head.sold_at)
    )
    return movements


def book_entries(part: SoldPart, head: Head, origin: str) -> list[BookEntry]:
    """The producer's book lines of a line."""
    entries = []
    if part.found:
        entries.append(BookEntry(part.producer, head.day, "count", origin, part.product, part.lot, part.found))
    entries.append(
        BookEntry(
            part.producer,
            head.day,
            "sold",
            origin,
            part.product,
            part.lot,
            -part.quantity,
            unit_price_vnd=part.unit_price_vnd,
            gross_vnd=part.part.gross_vnd,
            discount_vnd=part.part.discount_vnd,
            owed_vnd=part.part.owed_vnd,
            term_id=part.term_id,
        )
    )
    return entries
