"""Finds products to receive, and lots of a place. Read-only; fast over thousands of lots: the database narrows, few rows come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from core.db import Row, fetch_all
from core.text.search_fold import search_words
from inventory.choices import ScanKind
from inventory.codes import scan
from inventory.finding.results import FoundGoods, FoundGoodsList
from inventory.models import Lot, StockLevel
from inventory.results import ScanResult
from suppliers.models import Producer, Product

MOST_FOUND = 20
"""Nobody reads further down: they type another word."""

_OF_PRODUCT = (
    Product.code.label("product"),
    Product.name,
    Product.name_folded,
    Product.unit,
    Product.places,
    Product.price_vnd,
    Product.producer_code,
    Producer.name.label("producer_name"),
)
_PRODUCTS: Select[*tuple[Any, ...]] = select(*_OF_PRODUCT).join(Producer, Producer.code == Product.producer_code)


def find_products(text: str, *, producer: str | None = None, limit: int = MOST_FOUND) -> FoundGoodsList:
    """Products that may be received, not retired: each word in the name, the code or the producer's name.

    The one that a code, a barcode, a lot's label or a pack's barcode names comes first, marked `exact`.
    """
    query = _PRODUCTS.where(Product.retired.is_(False))
    if producer is not None:
        query = query.where(Product.producer_code == producer)
    read = _read(text)
    named = fetch_all(query.where(Product.code == read.product)) if read.product else []
    for word in search_words(text):
        query = query.where(or_(*_product_has(word)))
    others = fetch_all(query.order_by(Product.name_folded, Product.code).limit(limit + 1))
    return _listed(named, others, read, limit)


def find_lots(
    text: str, *, place: str, producer: str | None = None, gone: bool = False, limit: int = MOST_FOUND
) -> FoundGoodsList:
    """Lots that lie at a place, the nearest best-before day of a product first: each word in the lot's code, or as in products.

    With `gone` also those of which nothing lies there, behind the others. The lot whose label was read comes first, marked
    `exact`; so do the lots of a product whose code or barcode was read, exact where it is only one.
    """
    query = _lots(place, producer, gone=gone)
    read = _read(text)
    named: Sequence[Row] = []
    if read.lot or read.product:
        named = fetch_all(query.where(Lot.code == read.lot if read.lot else Lot.product_code == read.product).limit(limit + 1))
    for word in search_words(text):
        query = query.where(or_(*_product_has(word), func.lower(Lot.code).contains(word, autoescape=True)))
    return _listed(named, fetch_all(query.limit(limit + 1)), read, limit)


def products_named(codes: Sequence[str]) -> dict[str, FoundGoods]:
    """Products by code, retired ones too; unknown codes are left out."""
    return {r["product"]: _found(r) for r in fetch_all(_PRODUCTS.where(Product.code.in_(sorted(set(codes)))))}


def lots_named(codes: Sequence[str], place: str) -> dict[str, FoundGoods]:
    """Lots by code with what of them lies at a place, perhaps nothing; unknown codes are left out."""
    rows = fetch_all(_lots(place, None, gone=True).where(Lot.code.in_(sorted(set(codes)))))
    return {r["lot"]: _found(r) for r in rows}


def _lots(place: str, producer: str | None, *, gone: bool) -> Select[*tuple[Any, ...]]:
    on_hand = func.coalesce(StockLevel.on_hand, 0) if gone else StockLevel.on_hand
    query = select(*_OF_PRODUCT, Lot.code.label("lot"), Lot.best_before, on_hand.label("on_hand")).select_from(Lot)
    here = and_(StockLevel.lot == Lot.code, StockLevel.place_code == place)
    query = query.join(StockLevel, here, isouter=gone)
    query = query.join(Product, Product.code == Lot.product_code).join(Producer, Producer.code == Lot.producer_code)
    if not gone:
        query = query.where(StockLevel.on_hand > 0)
    if producer is not None:
        query = query.where(Lot.producer_code == producer)
    is_gone = on_hand == literal(0)
    return query.order_by(is_gone, Product.name_folded, Lot.best_before.is_(None), Lot.best_before, Lot.code)


def _product_has(word: str) -> list[ColumnElement[bool]]:
    columns = (Product.name_folded, Producer.name_folded, func.lower(Product.code))
    return [column.contains(word, autoescape=True) for column in columns]


def _read(text: str) -> ScanResult:
    return scan.look_up(text) if text.strip() else scan.UNKNOWN


def _listed(named: Sequence[Row], others: Sequence[Row], read: ScanResult, limit: int) -> FoundGoodsList:
    """What the code names, then what the words find; `quantity` is what a pack's or a weighed bag's code says."""
    said = read.quantity if read.kind in {ScanKind.PACK, ScanKind.WEIGHED} else None
    first = [replace(_found(r), exact=len(named) == 1, quantity=said) for r in named]
    codes = {goods.code for goods in first}
    found = first + [goods for goods in map(_found, others) if goods.code not in codes]
    return FoundGoodsList(items=found[:limit], more=len(found) > limit)


def _found(r: Row) -> FoundGoods:
    is_lot = "lot" in r
    return FoundGoods(
        product=r["product"],
        name=r["name"],
        unit=r["unit"],
        places=r["places"],
        price_vnd=r["price_vnd"],
        producer=r["producer_code"],
        producer_name=r["producer_name"],
        lot=r["lot"] if is_lot else None,
        best_before=r["best_before"] if is_lot else None,
        on_hand=r["on_hand"] if is_lot else None,
        exact=False,
        quantity=None,
    )
