"""What products cost, cost before and will cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from suppliers.choices import PriceState
from suppliers.models import Product, ProductPrice
from suppliers.prices.models import PlannedPrice
from suppliers.prices.results import PlannedResult, PriceResult


def list_prices(code: str, producer: str | None) -> list[PriceResult]:
    """The prices of a product, the oldest first: those it had, the present one, those that are planned.

    Raises NotFound for an unknown product, or for another's than that of `producer`.
    """
    product = fetch_one(select(Product.producer_code).where(Product.code == code))
    if product is None or producer not in {None, product["producer_code"]}:
        raise NotFound(N_("Không có sản phẩm này."))
    had = [_had(row) for row in fetch_all(_recorded(code))]
    present = replace(had.pop(), state=PriceState.PRESENT)
    to_come = [_planned(row) for row in fetch_all(_all_planned(code))]
    return [replace(price, position=n) for n, price in enumerate([*had, present, *to_come], 1)]


def show_price(code: str, from_day: date, producer: str | None) -> PriceResult:
    """The price that begins, or began, on a day; of several that were set on it the last. Raises NotFound."""
    of_day = [price for price in list_prices(code, producer) if price.from_ == from_day]
    if not of_day:
        raise NotFound(N_("Không có giá nào bắt đầu từ ngày này."))
    return of_day[-1]


def planned(code: str, from_day: date) -> PlannedResult | None:
    """The price that is planned for a day."""
    row = fetch_one(_all_planned(code).where(PlannedPrice.from_day == from_day))
    return PlannedResult(row["from_day"], row["price_vnd"]) if row else None


def began(code: str, day: date) -> bool:
    """Whether a price of a product came into force on a day."""
    first, end = clock.day_bounds(day, day)
    of_day = ProductPrice.from_at >= first, ProductPrice.from_at < end
    return fetch_one(select(ProductPrice.id).where(ProductPrice.product_code == code, *of_day).limit(1)) is not None


def planned_of(codes: Collection[str] | None) -> dict[str, list[PlannedResult]]:
    """The planned prices of these products (None: of all), the next one first; products without any are left out."""
    query = select(PlannedPrice.product_code, PlannedPrice.from_day, PlannedPrice.price_vnd).order_by(PlannedPrice.from_day)
    if codes is not None:
        query = query.where(PlannedPrice.product_code.in_(sorted(codes)))
    of_product: dict[str, list[PlannedResult]] = defaultdict(list)
    for row in fetch_all(query):
        of_product[row["product_code"]].append(PlannedResult(row["from_day"], row["price_vnd"]))
    return of_product


def _recorded(code: str) -> Select[Any]:
    return select(ProductPrice.__table__).where(ProductPrice.product_code == code).order_by(ProductPrice.id)


def _all_planned(code: str) -> Select[Any]:
    return select(PlannedPrice.__table__).where(PlannedPrice.product_code == code).order_by(PlannedPrice.from_day)


def _had(row: Row) -> PriceResult:
    return PriceResult(clock.day_of(row["from_at"]), row["price_vnd"], PriceState.PAST, row["from_at"])


def _planned(row: Row) -> PriceResult:
    return PriceResult(row["from_day"], row["price_vnd"], PriceState.PLANNED, clock.midnight(row["from_day"]))
