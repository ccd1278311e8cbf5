"""What delivered goods are worth: at the prices of that moment, and for their producer once all of it is sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from core.db import fetch_all
from core.money import Vnd, times
from core.values import tax
from inventory.results import DeliveryResult
from suppliers import commission, products
from suppliers.agreements.standing import terms_of
from suppliers.models import Product


@dataclass(frozen=True, slots=True)
class GoodsValue:
    """Prices by product, the sum at these prices, what of it the producer is owed, and the agreements that say so.

    `owed_vnd` is None when a product has no agreement.
    """

    prices_vnd: Mapping[str, Vnd]
    gross_vnd: Vnd
    owed_vnd: Vnd | None
    agreements: tuple[str, ...]


def value_of(document: DeliveryResult) -> GoodsValue:
    """The worth of a delivery when it was recorded, as sales of its lines without a discount would have shared it."""
    codes = sorted({line.product for line in document.lines})
    prices = {code: Vnd(price) for code, price in products.prices_at(codes, document.recorded_at).items()}
    query = select(Product.code, Product.product_set, Product.vat).where(Product.code.in_(codes))
    of_product = {r["code"]: r for r in fetch_all(query)}
    terms = terms_of([document.producer], document.recorded_at).get(document.producer, [])
    rates = tax.rates_on(document.day)
    gross_vnd = owed_vnd = 0
    numbers: dict[str, None] = {}
    is_agreed = True
    for line in document.lines:
        product = of_product[line.product]
        line_vnd = times(prices[line.product], line.quantity)
        term = commission.choose(terms, line.product, product["product_set"], document.day)
        is_agreed = is_agreed and term is not None
        if term is not None:
            numbers[term.agreement] = None
        owed_vnd += commission.owed(
            term,
            gross_vnd=line_vnd,
            discounts=commission.NO_DISCOUNT,
            quantity=line.quantity,
            vat_percent=rates.get(product["vat"]),
        )
        gross_vnd += line_vnd
    return GoodsValue(prices, Vnd(gross_vnd), Vnd(owed_vnd) if is_agreed else None, tuple(numbers))
