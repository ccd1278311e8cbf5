"""What comes back of a sale's line, and the rows it makes. The simulator writes the same rows in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.db import Row
from core.money import Vnd
from core.quantity import Milli
from inventory.choices import MovementKind, MovementSource
from inventory.stock_ledger import StockMovement
from pos.choices import Condition
from suppliers.book import BookEntry
from suppliers.choices import BookKind, SourceKind
from suppliers.commission import refunded_part

AMOUNTS = ("gross_vnd", "net_vnd", "vat_vnd", "owed_vnd")
"""The amounts of a sale's line that come back in part."""


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """So much of a sale's line that comes back, with its part of each amount; `before` of `sold` had come back already."""

    line: int
    product: str
    producer: str
    lot: str
    condition: Condition
    quantity: Milli
    before: Milli
    sold: Milli
    unit_price_vnd: Vnd
    gross_vnd: Vnd
    net_vnd: Vnd
    vat_vnd: Vnd
    owed_vnd: Vnd
    term_id: int | None

    @property
    def after(self) -> Milli:
        """What has come back with this."""
        return Milli(self.before + self.quantity)

    @property
    def kept_vnd(self) -> Vnd:
        """The outlet's part of the net."""
        return Vnd(self.net_vnd - self.owed_vnd)


def refunded_line(sold: Row, quantity: Milli, before: Milli, condition: Condition) -> RefundedLine:
    """A part of a row of `sale_line`. Each amount is the difference to what came back before, so pieces add up exactly."""
    parts = {amount: Vnd(refunded_part(sold[amount], quantity, before, sold["quantity"])) for amount in AMOUNTS}
    return RefundedLine(
        line=sold["line"],
        product=sold["product_code"],
        producer=sold["producer_code"],
        lot=sold["lot"],
        condition=condition,
        quantity=quantity,
        before=before,
        sold=sold["quantity"],
        unit_price_vnd=sold["unit_price_vnd"],
        term_id=sold["term_id"],
        **parts,
    )


def refund_line_row(line: RefundedLine, uid: str, sale: str, day: date) -> dict[str, object]:
    """A line of a refund as columns."""
    return {
        "refund_uid": uid,
        "sale_uid": sale,
        "line": line.line,
        "business_day": day,
        "product_code": line.product,
        "lot": line.lot,
        "producer_code": line.producer,
        "condition": line.condition,
        "quantity": line.quantity,
        "before": line.before,
        "after": line.after,
        "sold": line.sold,
        "gross_vnd": line.gross_vnd,
        "net_vnd": line.net_vnd,
        "vat_vnd": line.vat_vnd,
        "owed_vnd": line.owed_vnd,
        "kept_vnd": line.kept_vnd,
    }


def back_to_shelf(line: RefundedLine, uid: str, place: str) -> StockMovement:
    """The movement of the goods to the place of the refund."""
    return StockMovement(MovementKind.REFUNDED, line.product, line.lot, line.quantity, MovementSource.REFUND, uid, to_place=place)


def book_entry(line: RefundedLine, uid: str, day: date, reason: str) -> BookEntry:
    """The producer's book line: the goods are ours to sell again, the money is not theirs any more."""
    return BookEntry(
        line.producer,
        day,
        BookKind.REFUNDED,
        SourceKind.REFUND,
        uid,
        line.product,
        line.lot,
        line.quantity,
        unit_price_vnd=line.unit_price_vnd,
        gross_vnd=-line.gross_vnd,
        discount_vnd=line.net_vnd - line.gross_vnd,
        owed_vnd=-line.owed_vnd,
        term_id=line.term_id,
        memo=reason,
    )
