"""What a product brought in each month of a year: sales after discounts, less what customers gave back. Read-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import fetch_all
from core.money import Vnd
from pos.models import RefundLine, SaleLine


def sold_by_month(product: str, producer: str, year: int) -> Sequence[Vnd]:
    """The money of each month of a year up to today's, January first; of a year to come nothing."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), clock.today())
    if last < first:
        return []
    months: Counter[int] = Counter()
    sold = select(SaleLine.business_day, (func.sum(SaleLine.gross_vnd) - func.sum(SaleLine.discount_vnd)).label("net_vnd")).where(
        SaleLine.business_day >= first,
        SaleLine.business_day <= last,
        SaleLine.producer_code == producer,
        SaleLine.product_code == product,
    )
    back = select(RefundLine.business_day, func.sum(RefundLine.net_vnd).label("net_vnd")).where(
        RefundLine.business_day >= first,
        RefundLine.business_day <= last,
        RefundLine.producer_code == producer,
        RefundLine.product_code == product,
    )
    for row in fetch_all(sold.group_by(SaleLine.business_day)):
        months[row["business_day"].month] += int(row["net_vnd"])
    for row in fetch_all(back.group_by(RefundLine.business_day)):
        months[row["business_day"].month] -= int(row["net_vnd"])
    return [Vnd(months[month]) for month in range(1, last.month + 1)]
