"""Pages for everybody who scans a label: the product, the lot with its ten fields, the programme. No sign-in, no script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.models import Outlet
from core.people.permits import Permit, needs
from core.values.gtin import gtin14, is_gtin
from inventory.models import Lot, Movement, StockLevel
from suppliers.models import Barcode, Producer, Product, shown_stars

bp = Blueprint("public", __name__)


@bp.get("/p/<product>")
@needs(Permit.PUBLIC)
def product(product: str) -> str:
    """A product's page."""
    return render_template("public/product.html", product=_product(product), in_stock=_in_stock(product))


@bp.get("/t/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot(lot: str) -> str:
    """A lot's page, by our short link."""
    found = fetch_one(select(Lot.__table__).where(Lot.code == lot))
    if found is None:
        raise NotFound(N_("Không có lô này. Hãy xem lại mã in trên tem."))
    return _lot_page(found)


@bp.get("/01/<gtin>/10/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot_by_gtin(gtin: str, lot: str) -> str:
    """A lot's page, by the GS1 Digital Link on its label."""
    found = fetch_one(select(Lot.__table__).where(Lot.code == lot))
    if found is None or not is_gtin(gtin) or not _is_of(gtin, found["product_code"]):
        raise NotFound(N_("Không có lô này. Hãy xem lại mã in trên tem."))
    return _lot_page(found)


@bp.get("/01/<gtin>")
@needs(Permit.PUBLIC)
def product_by_gtin(gtin: str) -> str:
    """A product's page, by its GTIN."""
    found = fetch_one(select(Barcode.product_code).where(Barcode.gtin == gtin14(gtin))) if is_gtin(gtin) else None
    if found is None:
        raise NotFound(N_("Không có sản phẩm này."))
    return product(found["product_code"])


@bp.get("/programme")
@needs(Permit.PUBLIC)
def programme() -> str:
    """The products of the programme that are sold here, by commune."""
    place = func.coalesce(Product.commune, Producer.commune)
    query = (
        select(Product.__table__, Producer.name.label("producer_name"), place.label("place"))
        .join(Producer, Producer.code == Product.producer_code)
        .where(Product.retired.is_(False))
        .order_by(place, Product.name_folded)
    )
    today = clock.today()
    communes: dict[str, list[dict[str, Any]]] = {}
    for r in fetch_all(query):
        stars = shown_stars(r["stars"], r["certificate_valid_until"], today)
        communes.setdefault(r["place"], []).append({**r, "shown_stars": stars})
    starred = sum(1 for items in communes.values() for item in items if item["shown_stars"])
    return render_template("public/programme.html", communes=communes, starred=starred, total=sum(map(len, communes.values())))


def _product(code: str) -> dict[str, Any]:
    found = fetch_one(
        select(
            Product.__table__,
            Producer.name.label("producer_name"),
            Producer.kind.label("producer_kind"),
            func.coalesce(Product.commune, Producer.commune).label("place"),
        )
        .join(Producer, Producer.code == Product.producer_code)
        .where(Product.code == code)
    )
    if found is None:
        raise NotFound(N_("Không có sản phẩm này."))
    barcode = fetch_one(select(Barcode.printed).where(Barcode.product_code == code).order_by(Barcode.position).limit(1))
    return {
        **found,
        "shown_stars": shown_stars(found["stars"], found["certificate_valid_until"], clock.today()),
        "barcode": barcode["printed"] if barcode else None,
    }


def _in_stock(code: str) -> bool:
    query = (
        select(StockLevel.lot)
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.product_code == code, StockLevel.on_hand > 0, Lot.recalled_at.is_(None))
        .where(Lot.best_before.is_(None) | (Lot.best_before >= clock.today()))
        .limit(1)
    )
    return fetch_one(query) is not None


def _is_of(gtin: str, product_code: str) -> bool:
    found = fetch_one(select(Barcode.product_code).where(Barcode.gtin == gtin14(gtin)))
    return found is not None and found["product_code"] == product_code


def _lot_page(found: Row) -> str:
    received = select(func.min(Movement.moved_at).label("at")).where(Movement.lot == found["code"], Movement.kind == "received")
    first = fetch_one(received)
    return render_template(
        "public/lot.html",
        lot=found,
        product=_product(found["product_code"]),
        outlet=fetch_one(select(Outlet.__table__)),
        received_at=first["at"] if first else None,
    )
