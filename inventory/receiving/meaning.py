"""What the rows of a delivery mean before it is written: worth, best-before day, difference from the announcement, mistakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.i18n import gettext as _
from core.money import Vnd, times
from core.quantity import Milli
from core.text.formats import day as day_text
from core.text.formats import qty
from inventory.finding.results import FoundGoods
from inventory.receiving.reading import ReceivedProduct

MANY_TIMES = 5
"""So many times what was announced, or what ever came, is asked about: a comma may be missing."""
LATE_SHARE = 3
"""Goods that arrive with less than one part in so many of their shelf life are said to come late."""
Note = tuple[str, str]
"""`info`, `warn` or `bad`, and a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """A row as it was typed: goods, how much, its dates; what could not be read is None."""

    goods: FoundGoods
    quantity: Milli | None
    made_on: date | None
    best_before: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMeaning:
    """What a row means. `filled` is the best-before day of the shelf life, `until` the one that counts."""

    value_vnd: Vnd | None
    filled: date | None
    until: date | None
    needs_best_before: bool
    announced: Milli | None
    notes: list[Note]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySum:
    """All rows together. `amounts` are quantities with their units, units apart; `missing` was announced and has no row."""

    products: int
    amounts: list[tuple[Milli, str]]
    value_vnd: Vnd
    missing: list[str]


def filled_best_before(product: ReceivedProduct, made_on: date | None, day: date) -> date | None:
    """The day made, else the day delivered, and the shelf life."""
    days = product.record.shelf_life_days
    return (made_on or day) + timedelta(days=days) if days else None


def meanings(
    rows: Sequence[CountedRow],
    products: Mapping[str, ReceivedProduct],
    announced: Mapping[str, Milli],
    day: date,
    near_days: int,
) -> list[RowMeaning]:
    """What each row means on the day the goods came. `announced` is empty where nothing was."""
    received: dict[str, int] = defaultdict(int)
    last: dict[str, int] = {}
    for n, row in enumerate(rows):
        received[row.goods.product] += row.quantity or 0
        last[row.goods.product] = n
    said: list[RowMeaning] = []
    for n, row in enumerate(rows):
        code = row.goods.product
        product = products[code]
        filled = filled_best_before(product, row.made_on, day)
        until = row.best_before or filled
        notes = _wrong(row, product, until, day)
        notes += _dates(product, until, day, near_days)
        if last[code] == n and row.quantity is not None:
            notes += _against(row.goods, Milli(received[code]), announced)
        notes += _plausible(row, product, announced)
        said.append(
            RowMeaning(
                value_vnd=None if row.quantity is None else times(row.goods.price_vnd, row.quantity),
                filled=filled,
                until=until,
                needs_best_before=product.record.needs_best_before,
                announced=announced.get(code),
                notes=notes,
            )
        )
    return said


def sum_of(rows: Sequence[CountedRow], announced: Mapping[str, Milli], names: Mapping[str, FoundGoods]) -> DeliverySum:
    """All rows together; `names` are the announced goods."""
    amounts: dict[str, int] = defaultdict(int)
    for row in rows:
        amounts[row.goods.unit] += row.quantity or 0
    here = {row.goods.product for row in rows}
    return DeliverySum(
        products=len(here),
        amounts=[(Milli(amount), unit) for unit, amount in amounts.items() if amount],
        value_vnd=Vnd(sum(times(row.goods.price_vnd, row.quantity or 0) for row in rows)),
        missing=[
            f"{names[code].name} {qty(quantity)} {names[code].unit}"
            for code, quantity in announced.items()
            if code not in here and code in names
        ],
    )


def _wrong(row: CountedRow, product: ReceivedProduct, until: date | None, day: date) -> list[Note]:
    """What would be refused."""
    notes: list[Note] = []
    if not product.is_agreed:
        notes.append(("bad", _("Chưa có hợp đồng đang hiệu lực cho hàng này nên chưa nhận được. Nhờ quản lý ghi hợp đồng.")))
    if row.made_on and row.made_on > day:
        notes.append(("bad", _("Ngày sản xuất sau ngày nhận. Xem lại ngày in trên hàng.")))
    if row.made_on and row.best_before and row.best_before < row.made_on:
        notes.append(("bad", _("Hạn sử dụng trước ngày sản xuất. Xem lại hai ngày.")))
    elif until is not None and until < day:
        notes.append(("bad", _("Hàng đã hết hạn từ %(day)s. Xem lại ngày, hoặc bỏ dòng này.", day=day_text(until))))
    elif until is None and product.record.needs_best_before:
        notes.append(("warn", _("Hàng này phải ghi hạn sử dụng.")))
    return notes


def _dates(product: ReceivedProduct, until: date | None, day: date, near_days: int) -> list[Note]:
    """That goods come near their end."""
    left = (until - day).days if until else None
    if left is None or left < 0:
        return []
    life = product.record.shelf_life_days
    if left <= near_days:
        return [("warn", _("Về tới nơi chỉ còn %(n)s ngày là hết hạn.", n=left) if left else _("Hết hạn ngay hôm nhận."))]
    if life and left * LATE_SHARE < life:
        return [("warn", _("Hàng giữ được %(life)s ngày, về tới nơi chỉ còn %(n)s ngày.", life=life, n=left))]
    return []


def _against(goods: FoundGoods, received: Milli, announced: Mapping[str, Milli]) -> list[Note]:
    """The difference from the announcement."""
    if not announced:
        return []
    expected = announced.get(goods.product)
    if expected is None:
        return [("info", _("Không có trong báo trước."))]
    if received < expected:
        short = qty(Milli(expected - received))
        return [("warn", _("Ít hơn báo trước %(n)s %(unit)s. Chưa nhận thì chưa ai nợ ai.", n=short, unit=goods.unit))]
    if received > expected:
        return [("info", _("Nhiều hơn báo trước %(n)s %(unit)s.", n=qty(Milli(received - expected)), unit=goods.unit))]
    return []


def _plausible(row: CountedRow, product: ReceivedProduct, announced: Mapping[str, Milli]) -> list[Note]:
    """A comma may be missing: 255 for 25,5."""
    usual = announced.get(row.goods.product) or product.most
    if row.quantity is None or not usual or row.quantity < usual * MANY_TIMES:
        return []
    values = {"n": qty(row.quantity), "unit": row.goods.unit, "usual": qty(usual)}
    if row.goods.product in announced:
        return [("warn", _("%(n)s %(unit)s là gấp nhiều lần số đã báo (%(usual)s). Có thiếu dấu phẩy không?", **values))]
    return [("warn", _("%(n)s %(unit)s là nhiều hơn hẳn mọi chuyến trước (%(usual)s). Có thiếu dấu phẩy không?", **values))]
