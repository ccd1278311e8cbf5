"""Pages for everybody who scans a label: the product, the lot with its ten fields, the programme. No sign-in, no script."""

from __future__ import annotations

from flask import Blueprint, render_template

from core.outlet import show_outlet
from core.people.permits import Permit, needs
from inventory.trace import queries
from inventory.trace.results import PublicLot, PublicProduct

bp = Blueprint("public", __name__)


@bp.get("/p/<product>")
@needs(Permit.PUBLIC)
def product(product: str) -> str:
    """A product's page."""
    return _product_page(queries.product(product))


@bp.get("/t/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot(lot: str) -> str:
    """A lot's page, by our short link."""
    return _lot_page(queries.lot(lot))


@bp.get("/01/<gtin>/10/<code:lot>", merge_slashes=False)
@needs(Permit.PUBLIC)
def lot_by_gtin(gtin: str, lot: str) -> str:
    """A lot's page, by the GS1 Digital Link on its label."""
    return _lot_page(queries.lot(lot, gtin))


@bp.get("/01/<gtin>")
@needs(Permit.PUBLIC)
def product_by_gtin(gtin: str) -> str:
    """A product's page, by its GTIN."""
    return _product_page(queries.product_of_gtin(gtin))


@bp.get("/programme")
@needs(Permit.PUBLIC)
def programme() -> str:
    """The products of the programme that are sold here, by commune."""
    communes = queries.communes()
    products = [product for commune in communes for product in commune.products]
    starred = sum(1 for product in products if product.certificate)
    return render_template("public/programme.html", communes=communes, starred=starred, total=len(products))


def _product_page(product: PublicProduct) -> str:
    return render_template("public/product.html", product=product, in_stock=queries.is_in_stock(product.code))


def _lot_page(lot: PublicLot) -> str:
    outlet = show_outlet()
    return render_template(
        "public/lot.html",
        lot=lot,
        product=queries.product(lot.product),
        address=outlet.address,
        phone=outlet.phone,
    )
