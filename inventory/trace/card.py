"""The stock card of a product or a lot: what was here, each movement with the number of its document, what is left. Read-only.

The sums are made by the database over the whole span; the lines are read a page at a time, and only the documents of a page are
looked up. Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from core import clock
from core.area import numbers_of
from core.db import Row, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.quantity import ZERO, Milli
from inventory.choices import MovementKind
from inventory.models import Lot, Movement
from inventory.stock_view import authors
from inventory.trace.results import CardLine, StockCard
from suppliers import book
from suppliers.choices import LossCause
from suppliers.models import Product

_CAME = case((Movement.to_place.is_not(None), Movement.quantity), else_=0)
_LEFT = case((Movement.from_place.is_not(None), Movement.quantity), else_=0)
_SALES = frozenset({"sale", "refund"})


def card(
    *,
    product: str | None = None,
    lot: str | None = None,
    first: date,
    last: date,
    producer: str | None = None,
    after: int | None = None,
    limit: int = 100,
    with_sales: bool = True,
) -> StockCard:
    """The card of a product, or of one lot, over all places, for a span of days by when goods moved.

    The lines after the movement with the id `after`, at most `limit` of them; the sums are those of the whole span. Raises
    NotFound, also for goods that are not this producer's, and Invalid for an `after` that is no movement. `with_sales=False`
    spares the numbers of sales and refunds, which a paper does not name one by one.
    """
    of = _goods(product, lot, producer)
    named: ColumnElement[bool] = Movement.lot == lot if lot is not None else Movement.product_code == of["product"]
    begin, end = clock.day_bounds(first, last)
    position = _position(after) if after is not None else None
    sums = _sums(named, begin, end, position)
    query = select(Movement.__table__).where(named, Movement.moved_at >= begin, Movement.moved_at < end)
    if position is not None:
        # The first condition alone finds the place in the index.
        query = query.where(Movement.moved_at >= position[0], ~_up_to(position))
    rows = fetch_all(query.order_by(Movement.moved_at, Movement.id).limit(limit + 1))
    more = len(rows) > limit
    hidden = producer is not None
    lines = _lines(rows[:limit], sums["before"], hidden=hidden, with_sales=with_sales and not hidden)
    return StockCard(
        product=of["product"],
        lot=lot,
        name=of["name"],
        unit=of["unit"],
        from_=first,
        to=last,
        opening=sums["opening"],
        came=sums["came"],
        left=sums["left"],
        closing=Milli(sums["opening"] + sums["came"] - sums["left"]),
        lines=lines,
        next=str(rows[limit - 1]["id"]) if more else None,
    )


def _position(after: int) -> tuple[datetime, int]:
    found = fetch_one(select(Movement.moved_at).where(Movement.id == after))
    if found is None:
        raise Invalid(("after", N_("Sai định dạng.")))
    return found["moved_at"], after


def _up_to(position: tuple[datetime, int]) -> ColumnElement[bool]:
    """The condition that a movement stands on a card at or before a position."""
    moved_at, number = position
    return or_(Movement.moved_at < moved_at, and_(Movement.moved_at == moved_at, Movement.id <= number))


def _sums(named: ColumnElement[bool], begin: datetime, end: datetime, position: tuple[datetime, int] | None) -> dict[str, Milli]:
    """What was here when the span begins, what came and left in it, and what was here `before` the lines of the page."""
    inside = Movement.moved_at >= begin
    shown = and_(inside, _up_to(position)) if position is not None else ~true()
    query = select(
        _sum(_CAME - _LEFT, ~inside).label("opening"),
        _sum(_CAME, inside).label("came"),
        _sum(_LEFT, inside).label("left"),
        _sum(_CAME - _LEFT, or_(~inside, shown)).label("before"),
    )
    found = fetch_one(query.where(named, Movement.moved_at < end))
    return {name: Milli(int(found[name] or 0)) if found else ZERO for name in ("opening", "came", "left", "before")}


def _sum(quantity: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, quantity), else_=0))


def _lines(rows: Sequence[Row], balance: Milli, *, hidden: bool, with_sales: bool) -> list[CardLine]:
    """Movements as lines that begin at a balance; whoever may not see them reads no sale and nobody's name."""
    documents = [f"{r['source_kind']}/{r['source_uid']}" for r in rows]
    named = [(d, r) for d, r in zip(documents, rows, strict=True) if with_sales or r["source_kind"] not in _SALES]
    numbers = numbers_of(d for d, _row in named)
    acts = {(d, r["reverses"] is not None) for d, r in named}
    names = {} if hidden else authors.of_movements(acts)
    lines = []
    for document, r in zip(documents, rows, strict=True):
        came, left = Milli(r["quantity"] if r["to_place"] else 0), Milli(r["quantity"] if r["from_place"] else 0)
        balance = Milli(balance + came - left)
        lines.append(
            CardLine(
                at=r["moved_at"],
                kind=MovementKind(r["kind"]),
                cause=LossCause(r["cause"]) if r["cause"] else None,
                document=book.hide_sale(document) if hidden else document,
                number=numbers.get(document),
                by=names.get((document, r["reverses"] is not None)),
                lot=r["lot"],
                from_=r["from_place"],
                to=r["to_place"],
                came=came,
                left=left,
                balance=balance,
                is_reversal=r["reverses"] is not None,
            )
        )
    return lines


def _goods(product: str | None, lot: str | None, producer: str | None) -> Row:
    """What the card is of. Raises NotFound."""
    query = select(Product.code.label("product"), Product.name, Product.unit, Product.producer_code)
    query = query.where(Product.code == product) if product is not None else query
    query = query.join(Lot, Lot.product_code == Product.code).where(Lot.code == lot) if lot is not None else query
    found = fetch_one(query)
    if found is None or producer not in {None, found["producer_code"]}:
        raise NotFound(N_("Không có sản phẩm này.") if lot is None else N_("Không có lô này."))
    return found
