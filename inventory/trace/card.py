"""The stock card of a product or a lot: what was here, each movement with the number of its document, what is left. Read-only.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import case, func, select

from core import clock
from core.area import numbers_of
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.quantity import ZERO, Milli
from inventory.choices import MovementKind
from inventory.models import Lot, Movement
from inventory.trace.results import CardLine, StockCard
from suppliers import book
from suppliers.choices import LossCause
from suppliers.models import Product

_SIGNED = case((Movement.from_place.is_(None), Movement.quantity), (Movement.to_place.is_(None), -Movement.quantity), else_=0)


def card(
    *, product: str | None = None, lot: str | None = None, first: date, last: date, producer: str | None = None
) -> StockCard:
    """The card of a product, or of one lot, over all places, for a span of days by when goods moved.

    Raises NotFound, also for goods that are not this producer's.
    """
    of = _goods(product, lot, producer)
    named = Movement.lot == lot if lot is not None else Movement.product_code == of["product"]
    begin, end = clock.day_bounds(first, last)
    before = fetch_one(select(func.coalesce(func.sum(_SIGNED), 0).label("quantity")).where(named, Movement.moved_at < begin))
    opening = balance = int(before["quantity"]) if before else 0
    query = select(Movement.__table__).where(named, Movement.moved_at >= begin, Movement.moved_at < end)
    rows = fetch_all(query.order_by(Movement.moved_at, Movement.id))
    numbers = numbers_of({f"{r['source_kind']}/{r['source_uid']}" for r in rows})
    lines = []
    for r in rows:
        came, left = Milli(r["quantity"] if r["to_place"] else 0), Milli(r["quantity"] if r["from_place"] else 0)
        balance += came - left
        document = f"{r['source_kind']}/{r['source_uid']}"
        lines.append(
            CardLine(
                at=r["moved_at"],
                kind=MovementKind(r["kind"]),
                cause=LossCause(r["cause"]) if r["cause"] else None,
                document=book.hide_sale(document) if producer is not None else document,
                number=None if producer is not None and r["source_kind"] in {"sale", "refund"} else numbers.get(document),
                lot=r["lot"],
                from_=r["from_place"],
                to=r["to_place"],
                came=came,
                left=left,
                balance=Milli(balance),
                is_reversal=r["reverses"] is not None,
            )
        )
    return StockCard(
        product=of["product"],
        lot=lot,
        name=of["name"],
        unit=of["unit"],
        from_=first,
        to=last,
        opening=Milli(opening),
        came=Milli(sum((line.came for line in lines), ZERO)),
        left=Milli(sum((line.left for line in lines), ZERO)),
        closing=Milli(balance),
        lines=lines,
    )


def _goods(product: str | None, lot: str | None, producer: str | None) -> Row:
    """What the card is of. Raises NotFound."""
    query = select(Product.code.label("product"), Product.name, Product.unit, Product.producer_code)
    query = query.where(Product.code == product) if product is not None else query
    query = query.join(Lot, Lot.product_code == Product.code).where(Lot.code == lot) if lot is not None else query
    found = fetch_one(query)
    if found is None or producer not in {None, found["producer_code"]}:
        raise NotFound(N_("Không có sản phẩm này.") if lot is None else N_("Không có lô này."))
    return found
