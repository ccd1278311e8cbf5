"""VAT inside the price, by class and business day. `KCT` and `KKKNT` have none, which is not the same as 0 %."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from core.db import Prepared, fetch_all
from core.models import VatRate

SHIPPED = (
    ("0", date(2000, 1, 1), 0, "Luật 48/2024/QH15, điều 9"),
    ("5", date(2000, 1, 1), 5, "Luật 48/2024/QH15, điều 9"),
    ("8", date(2000, 1, 1), 8, "NQ 204/2025/QH15, NĐ 174/2025/NĐ-CP, đến 31/12/2026"),
    ("8", date(2027, 1, 1), 10, "Luật 48/2024/QH15, điều 9"),
    ("10", date(2000, 1, 1), 10, "Luật 48/2024/QH15, điều 9"),
)
"""The table a new outlet begins with: class, first day, percent, legal basis."""


_RATES = Prepared(
    select(VatRate.vat, VatRate.rate_percent).where(VatRate.from_day <= bindparam("day")).order_by(VatRate.from_day)
)


def rates_on(day: date) -> dict[str, int]:
    """The percent of each class that has one, on a business day."""
    rates: dict[str, int] = {}
    for r in fetch_all(_RATES, {"day": day}):
        rates[r["vat"]] = r["rate_percent"]
    return rates
