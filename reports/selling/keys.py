"""What sales may be grouped by: for each key the column, the tables to join, and the text of its values. Read-only.

A line of a sale and a line of a refund have the same keys. Time, seller and till are those of the sale or the refund itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from pos.models import Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment
from pos.pricing.lines import AdjustmentKind
from reports.choices import SalesKey
from suppliers.certificates.stars import stars_on
from suppliers.models import Producer, Product

_DAYS = frozenset({SalesKey.DAY, SalesKey.WEEK, SalesKey.WEEKDAY, SalesKey.MONTH})
_OF_HEAD = frozenset({SalesKey.HOUR, SalesKey.CASHIER, SalesKey.TILL})
_OF_GOODS = frozenset({SalesKey.SET, SalesKey.COMMUNE, SalesKey.STARS, SalesKey.GROUP, SalesKey.KIND})
_OF_SOLD_LINE = frozenset({SalesKey.BASKET, SalesKey.VAT})


@dataclass(frozen=True)
class Side:
    """Sold lines with their sales, or refunded lines with their refunds."""

    line: Any
    head: Any

    @property
    def head_uid(self) -> Any:
        """The column of the line that names its sale or refund."""
        return self.line.sale_uid if self.line is SaleLine else self.line.refund_uid


SOLD = Side(SaleLine, Sale)
BACK = Side(RefundLine, Refund)


def key_column(by: SalesKey, side: Side) -> Any:
    """The expression of a key of lines; way of payment is none of a line's."""
    line = side.line
    if by in _DAYS:
        return line.business_day
    if by in _OF_HEAD:
        return {"hour": side.head.business_hour, "cashier": side.head.cashier, "till": side.head.till_code}[by]
    if by is SalesKey.PRODUCER:
        return line.producer_code
    if by is SalesKey.PRODUCT:
        return line.product_code
    if by in _OF_SOLD_LINE:
        return {"basket": SaleLine.basket_code, "vat": SaleLine.vat}[by]
    return _first_offer(line) if by is SalesKey.OFFER else goods_key(by, line)


def goods_key(by: SalesKey, line: Any) -> Any:
    """The expression of a key that product and producer have; stars only while the certificate was valid on the day."""
    columns = {
        SalesKey.SET: Product.product_set,
        SalesKey.COMMUNE: func.coalesce(Product.commune, Producer.commune),
        SalesKey.GROUP: Product.priority_group,
        SalesKey.KIND: Producer.kind,
    }
    return columns[by] if by in columns else stars_on(line.business_day)


def _first_offer(line: Any) -> Any:
    """The offer that a sold line took first; adjustments count in the order they were taken."""
    taken = SaleLineAdjustment
    return (
        select(taken.code)
        .where(taken.sale_uid == line.sale_uid, taken.line == line.line, taken.kind == AdjustmentKind.OFFER)
        .order_by(taken.n)
        .limit(1)
        .correlate(line)
        .scalar_subquery()
    )


def joined(query: Select[Any], keys: Sequence[SalesKey], side: Side) -> Select[Any]:
    """A query of lines with the tables that its keys need."""
    wanted = frozenset(keys)
    if wanted & _OF_HEAD:
        query = query.join(side.head, side.head.uid == side.head_uid)
    if wanted & _OF_GOODS:
        query = query.join(Product, Product.code == side.line.product_code)
        query = query.join(Producer, Producer.code == side.line.producer_code)
    if wanted & _OF_SOLD_LINE and side is BACK:
        query = query.join(SaleLine, (SaleLine.sale_uid == RefundLine.sale_uid) & (SaleLine.line == RefundLine.line))
    return query


def groups(keys: Sequence[SalesKey], side: Side) -> tuple[Any, ...]:
    """What to group lines by, in the order of the index of the report where the keys allow it.

    Grouping by day, too, changes no sum, since a sale has one day: the numbers of different sales add up over days.
    """
    line = side.line
    columns: list[Any] = [line.business_day] if any(key in _DAYS or key in _IN_INDEX for key in keys) else []
    if any(key in _IN_INDEX for key in keys):
        columns.append(line.producer_code)
    if SalesKey.PRODUCT in keys:
        columns.append(line.product_code)
    return (*columns, *(key_column(key, side) for key in keys if key not in _DAYS | _IN_INDEX))


_IN_INDEX = frozenset({SalesKey.PRODUCER, SalesKey.PRODUCT})


def key_text(by: SalesKey, value: Any) -> str:
    """A key as the API writes it; "" for none. A weekday is 1 for Monday to 7 for Sunday (ISO 8601)."""
    if value is None:
        return ""
    write = _TEXT.get(by)
    return write(value) if write else str(value)


def _week(day: Any) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


_TEXT: dict[SalesKey, Callable[[Any], str]] = {
    SalesKey.HOUR: lambda hour: f"{hour:02d}",
    SalesKey.DAY: lambda day: str(day.isoformat()),
    SalesKey.WEEK: _week,
    SalesKey.WEEKDAY: lambda day: str(day.isoweekday()),
    SalesKey.MONTH: lambda day: f"{day:%Y-%m}",
}
