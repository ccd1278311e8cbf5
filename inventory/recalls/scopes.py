"""What somebody wants to stop, by a code: a lot, all lots of a product, or those of a delivery. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from core.db import Row, fetch_all
from core.values.uid import is_uid
from inventory import document_queries
from inventory.choices import GoodsDocumentKind
from inventory.codes import scan
from inventory.models import DeliveryLine, GoodsDocument, Lot
from suppliers.models import Product

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RecallScope:
    """What would be stopped: the field of a recall's document with its value, its name, and the lots that are still sold."""

    field: str
    value: str
    name: str
    lots: Sequence[str]

    def document(self) -> dict[str, object]:
        """The scope as a recall's document names it."""
        return {self.field: [self.value] if self.field == "lots" else self.value}


def scope_of(code: str) -> RecallScope | None:
    """What a code names: a delivery by its number or id, a lot, a product by its code or barcode; None for anything else."""
    for delivery in _deliveries(code):
        of_delivery = select(Lot.code).join(DeliveryLine, DeliveryLine.lot == Lot.code)
        number = document_queries.number_of(GoodsDocumentKind.DELIVERY, delivery["year"], delivery["sequence"])
        lots = _still_sold(of_delivery.where(DeliveryLine.delivery_uid == delivery["uid"]))
        return RecallScope("delivery", delivery["uid"], number, lots)
    meant = scan.look_up(code)
    if meant.lot:
        return RecallScope("lots", meant.lot, meant.lot, _still_sold(select(Lot.code).where(Lot.code == meant.lot)))
    if meant.product:
        (product,) = fetch_all(select(Product.name).where(Product.code == meant.product))
        lots = _still_sold(select(Lot.code).where(Lot.product_code == meant.product))
        return RecallScope("product", meant.product, product["name"], lots)
    return None


def _deliveries(code: str) -> Sequence[Row]:
    """The delivery of a number (`PN-2026-0001`) or an id, none for anything else."""
    query = select(GoodsDocument.uid, GoodsDocument.year, GoodsDocument.sequence)
    query = query.where(GoodsDocument.kind == GoodsDocumentKind.DELIVERY)
    if is_uid(code):
        return fetch_all(query.where(GoodsDocument.uid == code.lower()))
    prefix, *figures = code.upper().split("-")
    are_figures = all(f.isascii() and f.isdigit() and len(f) <= MOST_DIGITS for f in figures)
    if prefix != GoodsDocumentKind.DELIVERY.prefix or len(figures) != 2 or not are_figures:
        return []
    year, sequence = map(int, figures)
    return fetch_all(query.where(GoodsDocument.year == year, GoodsDocument.sequence == sequence))


def _still_sold(query: Select[*tuple[Any, ...]]) -> list[str]:
    return sorted({r["code"] for r in fetch_all(query.where(Lot.recalled_at.is_(None)))})
