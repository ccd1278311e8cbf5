"""The till's snapshot: what may be sold, what it costs, which lots are here; and what changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.models import Outlet
from core.quantity import format_quantity
from inventory.models import Lot, Movement, StockLevel
from pos.models import SaleLine, Till
from pos.receipts import spool
from suppliers.models import Barcode, Producer, Product, shown_stars


def version() -> str:
    """Moves whenever a product, a movement or a lot's recall does."""
    product = fetch_one(select(func.coalesce(func.max(Product.version), 0).label("n")))
    movement = fetch_one(select(func.coalesce(func.max(Movement.id), 0).label("n")))
    recalls = fetch_one(select(func.count(Lot.recalled_at).label("n")))
    assert product and movement and recalls
    return f"{product['n']}-{movement['n']}-{recalls['n']}-{clock.today():%Y%m%d}"


def snapshot(till: str | None, since: str | None) -> dict[str, Any]:
    """The catalogue for a till (its place's goods), whole or what changed since a known version."""
    now = version()
    outlet = fetch_one(select(Outlet.__table__))
    at = fetch_one(select(Till.__table__).where(Till.code == till)) if till else None
    known = _parse(since)
    changed = _changed(known) if known else None
    answer: dict[str, Any] = {
        "version": now,
        "since": since if changed is not None else None,
        "outlet": _outlet(outlet),
        "till": _till(at) if at else None,
        "products": _products(at["place_code"] if at else None, changed),
        "removed": _removed(changed),
        "offers": [],
    }
    return answer


def _outlet(outlet: Any) -> dict[str, Any]:
    if outlet is None:
        return {}
    return {
        "name": outlet["name"],
        "cash_rounding_vnd": outlet["cash_rounding_vnd"],
        "cashier_discount_limit_bp": outlet["cashier_discount_limit_bp"],
        "near_expiry_days": outlet["near_expiry_days"],
        "paper_language": outlet["paper_language"],
        "weight_label": outlet["weight_label"],
        "public_url": current_app.config["PUBLIC_URL"],
        "bank": bool(outlet["bank_bin"] and outlet["bank_account"]),
    }


def _till(at: Row) -> dict[str, Any]:
    state, trouble = spool.state(at["code"], at["printer"])
    return {
        "code": at["code"],
        "name": at["name"],
        "place": at["place_code"],
        "paper_mm": at["paper_mm"],
        "printer_state": state,
        "printer_trouble": trouble,
    }


def _parse(since: str | None) -> tuple[int, int] | None:
    """The two counters of a version of today's; anything else is not known, and gets the whole."""
    if not since:
        return None
    parts = since.split("-")
    recalls = fetch_one(select(func.count(Lot.recalled_at).label("n")))
    if len(parts) != 4 or not all(p.isascii() and p.isdigit() and len(p) < 16 for p in parts):
        return None
    if recalls is None or parts[2] != str(recalls["n"]) or parts[3] != f"{clock.today():%Y%m%d}":
        return None
    return int(parts[0]), int(parts[1])


def _changed(known: tuple[int, int]) -> set[str]:
    products = {r["code"] for r in fetch_all(select(Product.code).where(Product.version > known[0]))}
    moved = {r["product_code"] for r in fetch_all(select(Movement.product_code).where(Movement.id > known[1]).distinct())}
    return products | moved


def _removed(changed: set[str] | None) -> list[str]:
    if not changed:
        return []
    return sorted(r["code"] for r in fetch_all(select(Product.code).where(Product.code.in_(sorted(changed)), Product.retired)))


def _products(place: str | None, changed: set[str] | None) -> list[dict[str, Any]]:
    query = (
        select(Product.__table__, Producer.name.label("producer_name"))
        .join(Producer, Producer.code == Product.producer_code)
        .where(~Product.retired)
        .order_by(Product.code)
    )
    if changed is not None:
        query = query.where(Product.code.in_(sorted(changed)))
    found = fetch_all(query)
    barcodes: dict[str, list[str]] = {}
    for b in fetch_all(select(Barcode.product_code, Barcode.printed).order_by(Barcode.product_code, Barcode.position)):
        barcodes.setdefault(b["product_code"], []).append(b["printed"])
    lots = _lots(place)
    since = clock.today() - timedelta(days=30)
    sold = {
        r["product_code"]: int(r["n"])
        for r in fetch_all(
            select(SaleLine.product_code, func.count().label("n"))
            .where(SaleLine.business_day >= since)
            .group_by(SaleLine.product_code)
        )
    }
    today = clock.today()
    return [
        {
            "code": r["code"],
            "name": r["name"],
            "folded": r["name_folded"],
            "producer": r["producer_code"],
            "producer_name": r["producer_name"],
            "unit": r["unit"],
            "places": r["places"],
            "price_vnd": r["price_vnd"],
            "vat": r["vat"],
            "barcodes": barcodes.get(r["code"], []),
            "plu": r["plu"],
            "set": r["product_set"],
            "stars": shown_stars(r["stars"], r["certificate_valid_until"], today),
            "retired": False,
            "on_hand": format_quantity(sum(lot["quantity"] for lot in lots.get(r["code"], []))),
            "lots": [
                {key: lot[key] for key in ("lot", "place", "on_hand", "best_before", "recalled")}
                for lot in lots.get(r["code"], [])
            ],
            "sold_30d": sold.get(r["code"], 0),
        }
        for r in found
    ]


def _lots(place: str | None) -> dict[str, list[dict[str, Any]]]:
    query = (
        select(
            StockLevel.product_code, StockLevel.place_code, StockLevel.lot, StockLevel.on_hand, Lot.best_before, Lot.recalled_at
        )
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.on_hand > 0)
        .order_by(Lot.best_before, Lot.delivered_on, Lot.id)
    )
    if place is not None:
        query = query.where(StockLevel.place_code == place)
    lots: dict[str, list[dict[str, Any]]] = {}
    for r in fetch_all(query):
        lots.setdefault(r["product_code"], []).append(
            {
                "lot": r["lot"],
                "place": r["place_code"],
                "quantity": r["on_hand"],
                "on_hand": format_quantity(r["on_hand"]),
                "best_before": r["best_before"].isoformat() if r["best_before"] else None,
                "recalled": r["recalled_at"] is not None,
            }
        )
    return lots
