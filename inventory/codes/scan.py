"""What a scanned code means here: the reading (`gs1`) looked up in the outlet's own goods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.models import Outlet
from core.money import half_up
from core.quantity import Milli
from core.values.gtin import WEIGHT_LABEL
from inventory.choices import ScanKind, ScanWarning
from inventory.codes.gs1 import other_cases, read
from inventory.models import Lot
from inventory.results import ScanResult
from suppliers.models import Barcode, Product

UNKNOWN = ScanResult(kind=ScanKind.UNKNOWN)
Finder = Callable[[str], ScanResult | None]
_finders: list[Finder] = []

_LOTS = select(Lot.code, Lot.product_code, Lot.best_before, Lot.recalled_at, Product.retired).join(
    Product, Product.code == Lot.product_code
)
_PRODUCTS = select(Product.code, Product.unit, Product.places, Product.retired)
_OWNER = (
    select(
        Barcode.printed,
        Barcode.pack_quantity,
        Barcode.basket_code,
        Product.code,
        Product.unit,
        Product.places,
        Product.retired,
    )
    .select_from(Barcode)
    .outerjoin(Product, Product.code == Barcode.product_code)
)
"""Whose a barcode is: a product's, perhaps as a pack, or a basket's."""


def also_finds(finder: Finder) -> Finder:
    """Registers what an area above knows by a code that names no goods."""
    _finders.append(finder)
    return finder


def look_up(code: str) -> ScanResult:
    """What a code means in this outlet. It never guesses: what is not surely known is unknown.

    A name in the other case is taken when nothing is called by the exact one and only one thing is called so.
    """
    outlet = fetch_one(select(Outlet.weight_label, Outlet.near_expiry_days))
    goods = _Goods(outlet["near_expiry_days"] if outlet else 7)
    meaning = read(code, clock.today().year, outlet["weight_label"] if outlet else WEIGHT_LABEL)
    if meaning.receipt:
        return ScanResult(kind=ScanKind.RECEIPT, sale=meaning.receipt)
    lots = _called(_LOTS, Lot.code, meaning.text)
    products = _called(_PRODUCTS, Product.code, meaning.text)
    for lot in lots:
        if lot["code"] == meaning.text:
            return goods.lot(lot)
    for product in products:
        if product["code"] == meaning.text:
            return goods.product(product)
    if meaning.gtin14 and (owner := fetch_one(_OWNER.where(Barcode.gtin == meaning.gtin14))):
        if owner["basket_code"] is not None:
            return ScanResult(kind=ScanKind.BASKET, basket=owner["basket_code"])
        scan = goods.of_product(owner, meaning.lot, meaning.expiry)
        if owner["pack_quantity"] is not None:
            return replace(scan, kind=ScanKind.PACK, pack=owner["printed"], quantity=owner["pack_quantity"])
        # A bag sold by the piece may say its weight; only goods sold by weight are so much of it.
        if meaning.weight_milli and owner["unit"] == "kg" and not meaning.plu:
            return _weighed(scan, owner, meaning.weight_milli)
        return scan
    if meaning.plu and meaning.weight_milli and (weighed := fetch_one(_PRODUCTS.where(Product.plu == meaning.plu))):
        return _weighed(goods.product(weighed), weighed, meaning.weight_milli)
    if meaning.lot and not meaning.gtin14 and (named := _only(_called(_LOTS, Lot.code, meaning.lot), meaning.lot)):
        return goods.lot(named)
    for finder in _finders:
        if meaning.text and (found := finder(meaning.text)):
            return found
    if len(lots) + len(products) == 1:
        return goods.lot(lots[0]) if lots else goods.product(products[0])
    return UNKNOWN


@dataclass(frozen=True)
class _Goods:
    """Answers for rows of `_LOTS` and `_PRODUCTS`, with their warnings."""

    near_expiry_days: int

    def lot(self, lot: Row, printed: date | None = None) -> ScanResult:
        """A lot. The earlier of its date and the one printed on the code counts."""
        warnings = self._of_date(min((day for day in (lot["best_before"], printed) if day), default=None))
        if lot["recalled_at"]:
            warnings.append(ScanWarning.RECALLED)
        if lot["retired"]:
            warnings.append(ScanWarning.RETIRED)
        return ScanResult(kind=ScanKind.LOT, product=lot["product_code"], lot=lot["code"], warnings=tuple(warnings))

    def product(self, product: Row, printed: date | None = None) -> ScanResult:
        """A product without a lot."""
        warnings = self._of_date(printed)
        if product["retired"]:
            warnings.append(ScanWarning.RETIRED)
        return ScanResult(kind=ScanKind.PRODUCT, product=product["code"], warnings=tuple(warnings))

    def of_product(self, product: Row, lot: str | None, printed: date | None) -> ScanResult:
        """A product's lot, or the product with `unknown_lot` when it has no lot called so."""
        if lot is None:
            return self.product(product, printed)
        known = _only(_called(_LOTS.where(Lot.product_code == product["code"]), Lot.code, lot), lot)
        if known:
            return self.lot(known, printed)
        scan = self.product(product, printed)
        return replace(scan, warnings=(*scan.warnings, ScanWarning.UNKNOWN_LOT))

    def _of_date(self, best_before: date | None) -> list[ScanWarning]:
        today = clock.today()
        if best_before is None or best_before > today + timedelta(days=self.near_expiry_days):
            return []
        return [ScanWarning.EXPIRED if best_before < today else ScanWarning.NEAR_EXPIRY]


def _weighed(scan: ScanResult, product: Row, weight_milli: Milli) -> ScanResult:
    """So much of a product: half up to the places its quantities have; what is less than one of them is to be weighed again."""
    step = 10 ** (3 - product["places"])
    quantity = half_up(weight_milli, step) * step
    return replace(scan, kind=ScanKind.WEIGHED, quantity=Milli(quantity)) if quantity else scan


def _called(query: Select[*tuple[Any, ...]], code: InstrumentedAttribute[str], name: str | None) -> Sequence[Row]:
    """The rows whose code is this name, in any of the cases a scanner may have made of it."""
    return fetch_all(query.where(code.in_([name, *other_cases(name)]))) if name else []


def _only(rows: Sequence[Row], name: str) -> Row | None:
    """The row with exactly this code, else the only one."""
    return next((r for r in rows if r["code"] == name), rows[0] if len(rows) == 1 else None)
