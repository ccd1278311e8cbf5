"""The links our labels and receipts carry: a GS1 Digital Link when the product has a GTIN, else our own short ones."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import current_app
from sqlalchemy import select

from suppliers.models import Barcode, Product

FIRST_GTIN = (
    select(Barcode.gtin)
    .where(Barcode.product_code == Product.code, Barcode.pack_quantity.is_(None))
    .order_by(Barcode.position)
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
    .label("gtin")
)
"""A column of a query of products: the GTIN that stands in their links."""


def lot_link(lot: str, gtin: str | None, best_before: date | None = None) -> str:
    """The link on a lot's label; `gtin` is the product's first, as 14 digits. A Digital Link says the best-before day, too."""
    base = current_app.config["PUBLIC_URL"]
    lot = quote(lot, safe="")
    if not gtin:
        return f"{base}/t/{lot}"
    return f"{base}/01/{gtin}/10/{lot}" + (f"?17={best_before:%y%m%d}" if best_before else "")


def product_link(product: str, gtin: str | None) -> str:
    """The link on a product's price card."""
    base = current_app.config["PUBLIC_URL"]
    return f"{base}/01/{gtin}" if gtin else f"{base}/p/{quote(product, safe='')}"


def receipt_link(sale: str) -> str:
    """The link on a receipt."""
    return f"{current_app.config['PUBLIC_URL']}/r/{sale}"
