"""What a scanned code means here: the reading (`scan_code`) looked up in the outlet's own goods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from core import clock
from core.db import row
from core.gtin import WEIGHT_LABEL
from core.models import Outlet
from core.quantity import format_quantity
from inventory.gs1 import read
from inventory.models import Lot
from suppliers.models import Barcode, Product

UNKNOWN: dict[str, Any] = {"kind": "unknown", "warnings": []}


def look_up(code: str) -> dict[str, Any]:
    """`{"kind","product"?,"lot"?,"quantity"?,"sale"?,"warnings"}`. Never guesses: what is not surely known is unknown."""
    outlet = row(select(Outlet.weight_label))
    layout = outlet["weight_label"] if outlet else WEIGHT_LABEL
    meaning = read(code, layout, public_url=current_app.config["PUBLIC_URL"])
    text = meaning.text
    if text and (found := _lot(text)):
        return found
    if text and (product := row(select(Product.code).where(Product.code == text))):
        return _product(product["code"])
    if meaning.gtin14 and (owner := row(_OWNER.where(Barcode.gtin == meaning.gtin14))):
        known = _lot(meaning.lot, owner["product_code"]) if meaning.lot else None
        found = known or _product(owner["product_code"], meaning.expiry)
        # A bag sold by the piece may say its weight; only goods sold by weight are so much of it.
        if meaning.weight_milli and owner["unit"] == "kg" and not meaning.plu:
            return {**found, "kind": "weighed", "quantity": format_quantity(meaning.weight_milli)}
        return found
    if meaning.plu and meaning.weight_milli and (weighed := row(select(Product.code).where(Product.plu == meaning.plu))):
        return {**_product(weighed["code"]), "kind": "weighed", "quantity": format_quantity(meaning.weight_milli)}
    if meaning.receipt:
        return {"kind": "receipt", "sale": meaning.receipt, "warnings": []}
    if meaning.kind == "lot" and meaning.lot and not meaning.gtin14 and (found := _lot(meaning.lot)):
        return found
    return UNKNOWN


_OWNER = select(Barcode.product_code, Product.unit).join(Product, Product.code == Barcode.product_code)


def _product(code: str, best_before: date | None = None) -> dict[str, Any]:
    found = row(select(Product.retired).where(Product.code == code))
    warnings = _of_date(best_before)
    if found and found["retired"]:
        warnings.append("retired")
    return {"kind": "product", "product": code, "warnings": warnings}


def _of_date(best_before: date | None) -> list[str]:
    today = clock.today()
    near = row(select(Outlet.near_expiry_days))
    if best_before is None or best_before > today + timedelta(days=near["near_expiry_days"] if near else 7):
        return []
    return ["expired" if best_before < today else "near_expiry"]


def _lot(code: str, product: str | None = None) -> dict[str, Any] | None:
    found = row(
        select(Lot.product_code, Lot.best_before, Lot.recalled_at, Product.retired)
        .join(Product, Product.code == Lot.product_code)
        .where(Lot.code == code)
    )
    if found is None or (product is not None and found["product_code"] != product):
        return None
    warnings = _of_date(found["best_before"])
    if found["recalled_at"]:
        warnings.append("recalled")
    if found["retired"]:
        warnings.append("retired")
    return {"kind": "lot", "product": found["product_code"], "lot": code, "warnings": warnings}
