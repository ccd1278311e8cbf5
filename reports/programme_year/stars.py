"""How many products had how many stars on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import fetch_all
from suppliers.certificates.models import StarSpan
from suppliers.choices import ProducerKind
from suppliers.models import Producer, Product


@dataclass(frozen=True, slots=True)
class StarCounts:
    """Products that are sold, by their stars on a day; `ended` had stars before, `none` never had any."""

    five: int
    four: int
    three: int
    ended: int
    none: int

    @property
    def products(self) -> int:
        """All of them."""
        return self.five + self.four + self.three + self.ended + self.none


def stars_of_products(day: date) -> StarCounts:
    """The products of producers, without those no longer sold and the outlet's own."""
    query = select(Product.code).join(Producer, Producer.code == Product.producer_code)
    sold = query.where(Product.retired.is_(False), Producer.kind != ProducerKind.OUTLET)
    codes = {row["code"] for row in fetch_all(sold)}
    spans = select(StarSpan.product_code, StarSpan.stars, StarSpan.until_day).where(StarSpan.from_day <= day)
    now: dict[str, int] = {}
    before: set[str] = set()
    for row in fetch_all(spans):
        if row["until_day"] >= day:
            now[row["product_code"]] = row["stars"]
        else:
            before.add(row["product_code"])
    shown = [now[code] for code in codes if code in now]
    ended = sum(code in before and code not in now for code in codes)
    five, four, three = (shown.count(stars) for stars in (5, 4, 3))
    return StarCounts(five, four, three, ended, len(codes) - len(shown) - ended)
