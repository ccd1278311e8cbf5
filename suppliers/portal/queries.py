"""What a producer's own pages ask of the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from core.db import fetch_all
from core.money import Vnd
from core.quantity import Milli
from suppliers.choices import BookKind
from suppliers.models import BookLine, Product
from suppliers.results import SoldGoods


def sold_goods(producer: str, first: date, last: date) -> list[SoldGoods]:
    """What was sold and brought back in a span of days, by product and price, the most money first."""
    query = (
        select(
            BookLine.product_code,
            Product.name,
            Product.unit,
            BookLine.unit_price_vnd,
            BookLine.kind,
            func.sum(BookLine.quantity).label("quantity"),
            func.sum(BookLine.gross_vnd).label("gross_vnd"),
            func.sum(BookLine.owed_vnd).label("owed_vnd"),
        )
        .join(Product, Product.code == BookLine.product_code)
        .where(BookLine.producer_code == producer, BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)))
        .where(BookLine.day >= first, BookLine.day <= last)
        .group_by(BookLine.product_code, Product.name, Product.unit, BookLine.unit_price_vnd, BookLine.kind)
    )
    table: dict[tuple[str, int], SoldGoods] = {}
    for r in fetch_all(query):
        key = r["product_code"], r["unit_price_vnd"]
        goods = table.get(key) or SoldGoods(
            product=r["product_code"], name=r["name"], unit=r["unit"], unit_price_vnd=r["unit_price_vnd"]
        )
        is_sale = r["kind"] == BookKind.SOLD
        table[key] = replace(
            goods,
            sold=Milli(-int(r["quantity"])) if is_sale else goods.sold,
            refunded=goods.refunded if is_sale else Milli(int(r["quantity"])),
            gross_vnd=Vnd(goods.gross_vnd + int(r["gross_vnd"])),
            owed_vnd=Vnd(goods.owed_vnd + int(r["owed_vnd"])),
        )
    return sorted(table.values(), key=lambda goods: -goods.gross_vnd)
