"""Reads what labels say from the books, as of today. Read-only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.files import reading
from core.files.choices import Width
from core.i18n import N_
from core.models import Outlet
from core.quantity import Milli
from inventory.codes.links import FIRST_GTIN, lot_link, product_link
from inventory.labels.lot_label import LotLabel
from inventory.labels.shelf_label import ShelfLabel
from inventory.labels.weight_label import WeightLabel, weight_code
from inventory.models import Lot, StockLevel
from suppliers.certificates.stars import STARS_TODAY
from suppliers.models import Producer, Product
from suppliers.programme.marks import rules
from suppliers.programme.marks.choices import MarkPlace

_PRODUCTS: Select[*tuple[Any, ...]] = (
    select(
        Product.code.label("product"),
        Product.producer_code,
        Product.name,
        Product.unit,
        Product.price_vnd,
        Product.plu,
        STARS_TODAY.label("stars"),
        func.coalesce(Product.commune, Producer.commune).label("commune"),
        Producer.name.label("producer_name"),
        FIRST_GTIN,
    )
    .select_from(Product)
    .join(Producer, Producer.code == Product.producer_code)
)
_LOTS = _PRODUCTS.join(Lot, Lot.product_code == Product.code).add_columns(Lot.code.label("lot"), Lot.made_on, Lot.best_before)


@dataclass(frozen=True, slots=True)
class LabelledGoods:
    """A lot, or a product without one, as a form of labels lists it; weighed goods have a code for weight labels."""

    lot: str | None
    product: str
    name: str
    unit: str
    is_weighed: bool


def lot_labels(codes: Collection[str], producer: str | None = None) -> dict[str, LotLabel]:
    """The labels of these lots, by lot. Raises NotFound when one does not exist, or is not this producer's."""
    outlet = _outlet()
    rows = list(_lot_rows(codes, producer))
    marks = rules.marks_of({r["product"] for r in rows}, MarkPlace.LABEL, clock.today())
    first = {product: shown[0] for product, shown in marks.items()}
    pictures = {file: _picture(file) for file in {mark.file for mark in first.values()}}
    return {
        r["lot"]: LotLabel(
            product_name=r["name"],
            producer_name=r["producer_name"],
            commune=r["commune"],
            lot=r["lot"],
            made_on=r["made_on"],
            best_before=r["best_before"],
            price_vnd=r["price_vnd"],
            unit=r["unit"],
            stars=r["stars"],
            link=lot_link(r["lot"], r["gtin"], r["best_before"]),
            outlet_name=outlet["name"],
            outlet_phone=outlet["phone"],
            language=outlet["paper_language"],
            mark=(mark := first.get(r["product"])),
            mark_picture=pictures[mark.file] if mark else None,
        )
        for r in rows
    }


def _picture(file: str) -> bytes | None:
    """The picture of a mark; None where its file is gone from the disk."""
    try:
        return reading.content(file, Width.CARD, ()).content
    except NotFound:
        return None


def shelf_labels(codes: Collection[str], producer: str | None = None) -> dict[str, ShelfLabel]:
    """The price cards of these products, by product. Raises NotFound when one does not exist, or is not this producer's."""
    outlet = _outlet()
    return {
        r["product"]: ShelfLabel(
            product=r["product"],
            product_name=r["name"],
            producer_name=r["producer_name"],
            commune=r["commune"],
            price_vnd=r["price_vnd"],
            unit=r["unit"],
            stars=r["stars"],
            link=product_link(r["product"], r["gtin"]),
            language=outlet["paper_language"],
        )
        for r in _product_rows(codes, producer)
    }


@dataclass(frozen=True, slots=True)
class Weighed:
    """So much of a product, of a lot where one is named; `weight` is in grams."""

    product: str
    lot: str | None
    weight: Milli


def weight_labels(bags: Collection[Weighed], producer: str | None, packed_on: date) -> dict[Weighed, WeightLabel | None]:
    """The labels of bags that were weighed on a day, by bag.

    None where the product is not weighed or the outlet's layout has no room for it. Raises NotFound when a product does not exist
    or is not this producer's.
    """
    outlet = _outlet()
    lots = {r["lot"]: r for r in _lot_rows([bag.lot for bag in bags if bag.lot], producer)}
    products = {r["product"]: r for r in _product_rows([bag.product for bag in bags], producer)}
    return {bag: _weight_label(bag, products[bag.product], lots.get(bag.lot or ""), outlet, packed_on) for bag in bags}


def _weight_label(bag: Weighed, product: Row, lot: Row | None, outlet: Row, packed_on: date) -> WeightLabel | None:
    if not _is_weighed(product):
        return None
    code = weight_code(outlet["weight_label"], product["plu"], bag.weight)
    if code is None:
        return None
    return WeightLabel(
        product_name=product["name"],
        producer_name=product["producer_name"],
        commune=product["commune"],
        lot=bag.lot,
        best_before=lot["best_before"] if lot else None,
        packed_on=packed_on,
        weight=bag.weight,
        price_vnd=product["price_vnd"],
        stars=product["stars"],
        code=code,
        outlet_name=outlet["name"],
        outlet_phone=outlet["phone"],
        language=outlet["paper_language"],
    )


def named_lots(codes: Collection[str], producer: str | None = None) -> dict[str, LabelledGoods]:
    """The goods of these lots, by lot. Raises NotFound when one does not exist, or is not this producer's."""
    return {r["lot"]: _named(r, r["lot"]) for r in _lot_rows(codes, producer)}


def named_products(codes: Collection[str], producer: str | None = None) -> dict[str, LabelledGoods]:
    """These products, by code. Raises NotFound when one does not exist, or is not this producer's."""
    return {r["product"]: _named(r, None) for r in _product_rows(codes, producer)}


def _named(r: Row, lot: str | None) -> LabelledGoods:
    return LabelledGoods(lot, r["product"], r["name"], r["unit"], _is_weighed(r))


def _is_weighed(product: Row) -> bool:
    return product["unit"] == "kg" and bool(product["plu"])


def on_hand(codes: Collection[str]) -> dict[str, tuple[Milli, str]]:
    """How much of these lots lies at all places together, and its unit, by lot; nothing where nothing lies."""
    query = select(StockLevel.lot, func.sum(StockLevel.on_hand).label("on_hand"), Product.unit)
    query = query.join(Product, Product.code == StockLevel.product_code).where(StockLevel.lot.in_(codes), StockLevel.on_hand > 0)
    rows = fetch_all(query.group_by(StockLevel.lot, Product.unit)) if codes else []
    return {r["lot"]: (Milli(int(r["on_hand"])), r["unit"]) for r in rows}


def _lot_rows(codes: Collection[str], producer: str | None) -> Iterable[Row]:
    rows = fetch_all(_LOTS.where(Lot.code.in_(codes))) if codes else []
    if len(rows) < len(set(codes)) or any(producer not in {None, r["producer_code"]} for r in rows):
        raise NotFound(N_("Không có lô này."))
    return rows


def _product_rows(codes: Collection[str], producer: str | None) -> Iterable[Row]:
    rows = fetch_all(_PRODUCTS.where(Product.code.in_(codes))) if codes else []
    if len(rows) < len(set(codes)) or any(producer not in {None, r["producer_code"]} for r in rows):
        raise NotFound(N_("Không có sản phẩm này."))
    return rows


def _outlet() -> Row:
    outlet = fetch_one(select(Outlet.name, Outlet.phone, Outlet.paper_language, Outlet.weight_label))
    if outlet is None:
        raise NotFound(N_("Điểm bán chưa được thiết lập."))
    return outlet
