"""Net sales of the programme's goods: everything but the outlet's own goods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.db import fetch_all
from core.money import Vnd
from pos.models import RefundLine, SaleLine
from suppliers.choices import ProducerKind
from suppliers.models import Producer, Product


def net_sales(first: date, last: date) -> Mapping[tuple[int, str], Vnd]:
    """Net sales of a span of days by priority group (0 for none) and commune: sold − refunded, each on its own day, in đồng."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for line, sign in ((SaleLine, 1), (RefundLine, -1)):
        for row in _lines(line, first, last):
            sums[row["priority_group"] or 0, row["commune"]] += sign * int(row["net_vnd"])
    return {key: Vnd(amount) for key, amount in sums.items()}


def _lines(line: Any, first: date, last: date) -> list[Any]:
    commune = func.coalesce(Product.commune, Producer.commune)
    query = (
        select(Product.priority_group, commune.label("commune"), func.sum(line.net_vnd).label("net_vnd"))
        .join(Product, Product.code == line.product_code)
        .join(Producer, Producer.code == line.producer_code)
        .where(line.business_day >= first, line.business_day <= last, Producer.kind != ProducerKind.OUTLET)
        .group_by(Product.priority_group, commune)
    )
    return list(fetch_all(query))
