"""What receiving asks the books before a delivery is written. Read-only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import fetch_all, fetch_one
from core.quantity import Milli
from inventory.choices import GoodsDocumentKind
from inventory.goods_documents import ProductRecord, products_of
from inventory.models import DeliveryLine, GoodsDocument, Place
from suppliers.agreements.standing import terms_of
from suppliers.commission import choose
from suppliers.producers import owner_code


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedProduct:
    """What receiving needs to know of a product; `most` is the largest line of it that ever came."""

    record: ProductRecord
    is_agreed: bool
    most: Milli | None


def received_products(codes: Collection[str], producer: str, day: date) -> dict[str, ReceivedProduct]:
    """Products by code, with whether they may be received of this producer on a day: by an agreement, or as the outlet's own."""
    records = products_of(codes)
    is_own = producer == owner_code()
    terms = [] if is_own else terms_of([producer]).get(producer, [])
    most = _most(records)
    return {
        code: ReceivedProduct(
            record=record,
            is_agreed=is_own or choose(terms, code, record.product_set, day, for_delivery=True) is not None,
            most=most.get(code),
        )
        for code, record in records.items()
    }


def _most(codes: Collection[str]) -> dict[str, Milli]:
    query = select(DeliveryLine.product_code, func.max(DeliveryLine.quantity).label("most"))
    query = query.where(DeliveryLine.product_code.in_(sorted(codes))).group_by(DeliveryLine.product_code)
    return {r["product_code"]: Milli(r["most"]) for r in fetch_all(query)}


def usual_place(person: str) -> str | None:
    """Where this person put the last delivery, else where anybody did, else the first place."""
    query = select(GoodsDocument.place_code).where(GoodsDocument.kind == GoodsDocumentKind.DELIVERY)
    query = query.order_by(GoodsDocument.id.desc()).limit(1)
    own = fetch_one(query.where(GoodsDocument.recorded_by == person)) or fetch_one(query)
    if own:
        return str(own["place_code"])
    first = fetch_one(select(Place.code).order_by(Place.kind, Place.code).limit(1))
    return str(first["code"]) if first else None
