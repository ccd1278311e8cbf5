"""The products that a span of days brought stars: recognised for the first time, or with more stars than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import fetch_all
from suppliers.certificates.models import ProducerPaper
from suppliers.choices import PaperKind
from suppliers.models import Producer, Product


@dataclass(frozen=True, slots=True)
class Recognised:
    """A product that was recognised or raised; `before` is None for the first time. One that `waits` has no decision yet."""

    product: str
    name: str
    commune: str
    group: int | None
    stars: int
    before: int | None
    waits: bool


def recognised(first: date, last: date) -> list[Recognised]:
    """By code, each product once, with the most stars that the span gave it; those that only wait for approval are named so."""
    commune = func.coalesce(Product.commune, Producer.commune).label("commune")
    papers = ProducerPaper.product_code, ProducerPaper.stars, ProducerPaper.issued_on, ProducerPaper.approved_at
    query = (
        select(*papers, Product.name, commune, Product.priority_group)
        .join(Product, Product.code == ProducerPaper.product_code)
        .join(Producer, Producer.code == Product.producer_code)
        .where(ProducerPaper.kind == PaperKind.OCOP, ProducerPaper.stars.is_not(None), ProducerPaper.issued_on <= last)
        .order_by(ProducerPaper.product_code, ProducerPaper.issued_on, ProducerPaper.id)
    )
    found: dict[str, Recognised] = {}
    waiting: dict[str, Recognised] = {}
    before: dict[str, int] = {}
    for row in fetch_all(query):
        code, stars = row["product_code"], int(row["stars"])
        earlier = before.get(code)
        is_more = earlier is None or stars > earlier
        if is_more and row["issued_on"] >= first:
            is_waiting = row["approved_at"] is None
            kept = waiting if is_waiting else found
            was = kept[code].before if code in kept else earlier
            kept[code] = Recognised(code, row["name"], row["commune"], row["priority_group"], stars, was, is_waiting)
        if row["approved_at"] is not None:
            before[code] = stars
    return sorted({**waiting, **found}.values(), key=lambda product: product.product)
