"""A sale as rows: header, lines, adjustments, payments, flags, movements and book entries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core import clock
from core.db import numbering
from core.money import Vnd, vat_inside
from core.quantity import Milli
from inventory.allocation import Take
from inventory.choices import MovementKind, MovementSource
from inventory.stock_ledger import StockMovement
from pos.pricing import Adjustment, PricedLine
from pos.pricing.parts import AgreedTo, split_over_lots
from pos.requests import PaymentRequest
from pos.results import Flag
from pos.trust.limits import ApprovedAct
from suppliers.book import BookEntry
from suppliers.choices import BookKind, SourceKind
from suppliers.commission import Split, Term


@dataclass(frozen=True)
class AllocatedLine:
    """One line of the answer: so much of one lot. `shortfall` of it was not in the book and is counted in first.

    A line that came in a basket names it, and how many of them its line of the request was.
    """

    line: int
    request_line: int
    product: str
    producer: str
    lot: str
    quantity: Milli
    shortfall: Milli
    unit_price_vnd: int
    split: Split
    adjustments: tuple[Adjustment, ...]
    vat: str
    vat_percent: int | None
    term_id: int | None
    basket: str | None = None
    baskets: int | None = None

    @property
    def vat_vnd(self) -> Vnd:
        """The VAT inside the net."""
        return vat_inside(self.split.net_vnd, self.vat_percent)


@dataclass(frozen=True)
class SaleHeader:
    """A sale without its lines. `notes` are what was written to lines of the request, and to the whole sale under 0."""

    uid: str
    shift: str
    till: str
    place: str
    cashier: str
    sent_by: str | None
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
    approved: Sequence[ApprovedAct] = ()
    customer_uid: str | None = None
    customer_on_slip: bool = False
    is_exchange: bool = False
    notes: Mapping[int, str] = field(default_factory=dict)

    @property
    def change_vnd(self) -> int:
        """What the customer gets back of the cash handed over."""
        return sum(p.tendered_vnd - p.amount_vnd for p in self.payments if p.tendered_vnd is not None)


@dataclass(frozen=True, slots=True)
class SaleNumber:
    """A sale's place in the series of its year."""

    year: int
    sequence: int

    @property
    def printed(self) -> str:
        """As people read it: `2026-004128`."""
        return numbering.numbered(self.year, self.sequence)


def allocated_lines(
    priced: PricedLine,
    takes: Sequence[Take],
    *,
    first: int,
    request_line: int,
    product: str,
    producer: str,
    unit_price_vnd: int,
    term: Term | None,
    vat: str,
    vat_percent: int | None,
    shortfalls: Sequence[Take] = (),
    is_own: bool = False,
    agreed: Collection[AgreedTo] = (),
    basket: str | None = None,
    baskets: int | None = None,
) -> list[AllocatedLine]:
    """A priced line of a request as it is sold: split by its term, and cut over the lots it takes.

    `first` is the number of the first line that comes out. `shortfalls` is what had to be counted in first. On the outlet's own
    goods (`is_own`) nothing is owed; `agreed` are the offers and baskets that the producer agreed to bear.
    """
    quantities = [take.quantity for take in takes]
    split = split_over_lots(priced, term, quantities, vat_percent, is_own=is_own, agreed=agreed)
    return [
        AllocatedLine(
            line=line,
            request_line=request_line,
            product=product,
            producer=producer,
            lot=take.lot,
            quantity=take.quantity,
            shortfall=Milli(sum(short.quantity for short in shortfalls if short.lot == take.lot)),
            unit_price_vnd=unit_price_vnd,
            split=part,
            adjustments=adjustments,
            vat=vat,
            vat_percent=vat_percent,
            term_id=term.id if term else None,
            basket=basket,
            baskets=baskets,
        )
        for line, (take, (part, adjustments)) in enumerate(zip(takes, split, strict=True), first)
    ]


def sale_row(header: SaleHeader, number: SaleNumber) -> dict[str, object]:
    """A sale's header as columns."""
    return {
        "uid": header.uid,
        "number": number.printed,
        "year": number.year,
        "sequence": number.sequence,
        "shift_uid": header.shift,
        "till_code": header.till,
        "place_code": header.place,
        "cashier": header.cashier,
        "sent_by": header.sent_by,
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
    }


def flag_rows(document: str, uid: str, flags: Sequence[Flag]) -> list[dict[str, object]]:
    """The flags of a `sale` or `refund` as columns."""
    return [
        {f"{document}_uid": uid, "n": n, "code": flag.code, "line": flag.line, "seconds": flag.seconds}
        for n, flag in enumerate(flags, 1)
    ]


def line_row(line: AllocatedLine, header: SaleHeader) -> dict[str, object]:
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
        "basket_code": line.basket,
        "baskets": line.baskets,
    }


def adjustment_rows(line: AllocatedLine, header: SaleHeader) -> list[dict[str, object]]:
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


def note_rows(header: SaleHeader) -> list[dict[str, object]]:
    """What was written to a sale and its lines, as columns."""
    return [{"sale_uid": header.uid, "line": line, "note": note} for line, note in header.notes.items()]


def payment_rows(header: SaleHeader) -> list[dict[str, object]]:
    """A sale's payments as columns."""
    return [payment_row(header.uid, n, payment) for n, payment in enumerate(header.payments, 1)]


def payment_row(sale: str, n: int, payment: PaymentRequest) -> dict[str, object]:
    """The `n`th payment of a sale as columns."""
    return {
        "sale_uid": sale,
        "n": n,
        "method": payment.method,
        "amount_vnd": payment.amount_vnd,
        "tendered_vnd": payment.tendered_vnd,
        "reference": payment.reference or None,
    }


def movements_of(line: AllocatedLine, header: SaleHeader) -> list[StockMovement]:
    """The movements of a line: what had to be counted in, then what was sold, both at the moment of the sale."""
    of_sale, at = (MovementSource.SALE, header.uid), header.sold_at
    sold = StockMovement(MovementKind.SOLD, line.product, line.lot, line.quantity, *of_sale, from_place=header.place, moved_at=at)
    if not line.shortfall:
        return [sold]
    counted = StockMovement(
        MovementKind.COUNT, line.product, line.lot, line.shortfall, *of_sale, to_place=header.place, moved_at=at
    )
    return [counted, sold]


def book_entries(line: AllocatedLine, header: SaleHeader) -> list[BookEntry]:
    """The producer's book lines of a line."""
    entries = []
    if line.shortfall:
        entries.append(
            BookEntry(
                line.producer, header.day, BookKind.COUNT, SourceKind.SALE, header.uid, line.product, line.lot, line.shortfall
            )
        )
    entries.append(
        BookEntry(
            line.producer,
            header.day,
            BookKind.SOLD,
            SourceKind.SALE,
            header.uid,
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
