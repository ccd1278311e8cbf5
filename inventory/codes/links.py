"""The links our labels and receipts carry: a GS1 Digital Link when the product has a GTIN, else our own short ones."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app


def lot_link(lot: str, gtin: str | None) -> str:
    """The link on a lot's label; `gtin` is the product's first, as 14 digits."""
    base = current_app.config["PUBLIC_URL"]
    lot = quote(lot, safe="")
    return f"{base}/01/{gtin}/10/{lot}" if gtin else f"{base}/t/{lot}"


def receipt_link(sale: str) -> str:
    """The link on a receipt."""
    return f"{current_app.config['PUBLIC_URL']}/r/{sale}"
