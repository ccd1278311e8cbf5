"""The links our labels carry: a GS1 Digital Link when the product has a GTIN, else our own short one."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app
from sqlalchemy import select

from core.db import row
from suppliers.models import Barcode


def lot_link(product: str, lot: str) -> str:
    """The link on a lot's label."""
    base = current_app.config["PUBLIC_URL"]
    found = row(select(Barcode.gtin).where(Barcode.product_code == product).order_by(Barcode.position).limit(1))
    lot = quote(lot, safe="")
    return f"{base}/01/{found['gtin']}/10/{lot}" if found else f"{base}/t/{lot}"


def receipt_link(sale: str) -> str:
    """The link on a receipt."""
    return f"{current_app.config['PUBLIC_URL']}/r/{sale}"
