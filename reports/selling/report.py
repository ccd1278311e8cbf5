"""The sales report: who sold what, when and how, equal to the books to the đồng. Read-only.

Sales count on their business day, refunds on their own. The lines of a span are read once, through the index
`ix_sale_line_report`, which holds every column that most keys need.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.errors import Invalid
from core.i18n import N_
from reports.choices import Compare, SalesKey
from reports.columns import Column, Kind
from reports.results import SalesReport, SalesRow, SalesSpan, SalesTotals
from reports.selling.labels import labels
from reports.selling.reading import Span, Table
from reports.selling.sums import Sums

_FIGURES = (
    Column("sales", N_("Số đơn"), Kind.COUNT),
    Column("quantity", N_("Số lượng"), Kind.QUANTITY),
    Column("gross_vnd", N_("Tiền hàng"), Kind.MONEY),
    Column("discount_vnd", N_("Giảm giá"), Kind.MONEY),
    Column("net_vnd", N_("Tiền bán"), Kind.MONEY),
    Column("vat_vnd", N_("Thuế GTGT"), Kind.MONEY),
    Column("owed_vnd", N_("Phải trả nhà sản xuất"), Kind.MONEY),
    Column("kept_vnd", N_("Điểm bán giữ"), Kind.MONEY),
    Column("refunds_vnd", N_("Khách trả hàng"), Kind.MONEY),
)
COLUMNS = (Column("key", N_("Mã")), Column("label", N_("Tên"), wide=True), *_FIGURES)
CROSSED_COLUMNS = (
    *COLUMNS[:2],
    Column("across_key", N_("Mã thứ hai")),
    Column("across_label", N_("Tên thứ hai"), wide=True),
    *_FIGURES,
)


def columns(across: SalesKey | None) -> Sequence[Column]:
    """The columns of a file of the report."""
    return COLUMNS if across is None else CROSSED_COLUMNS


def sales(
    by: SalesKey,
    first: date,
    last: date,
    *,
    across: SalesKey | None = None,
    producer: str | None = None,
    compare: Compare | None = None,
) -> SalesReport:
    """The sales of a span of days, of one producer or of all; with `across` a row for each pair of keys.

    With `compare`, `previous` holds the same of the equally long span just before, or of the same days last year. Raises Invalid.
    """
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    if across is by:
        raise Invalid(("across", N_("Chọn hai cách gộp khác nhau.")))
    previous: SalesSpan | None = None
    if compare is not None:
        earlier_first, earlier_last = earlier(compare, first, last)
        items, totals = _rows(by, across, Span(earlier_first, earlier_last, producer))
        previous = SalesSpan(by=by, across=across, from_=earlier_first, to=earlier_last, items=items, totals=totals)
    items, totals = _rows(by, across, Span(first, last, producer))
    return SalesReport(by=by, across=across, from_=first, to=last, items=items, totals=totals, previous=previous)


def earlier(compare: Compare, first: date, last: date) -> tuple[date, date]:
    """The span of days that one is compared with: as long and just before, or a year ago. Raises Invalid where there is none.

    A year before 29 February is 28 February.
    """
    try:
        if compare is Compare.PREVIOUS:
            length = last - first + timedelta(days=1)
            return first - length, last - length
        return _a_year_before(first), _a_year_before(last)
    except (OverflowError, ValueError):
        raise Invalid(("from", N_("Không có kỳ trước."))) from None


def _a_year_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _rows(by: SalesKey, across: SalesKey | None, span: Span) -> tuple[list[SalesRow], SalesTotals]:
    keys = (by,) if across is None else (by, across)
    table = span.table(keys)
    totals = Sums(sales=span.different_sales())
    for sums in table.values():
        totals.add(sums)
    named = [labels(key, {pair[n] for pair in table}) for n, key in enumerate(keys)]
    items = [
        table[pair].row(pair, tuple(name(part) for name, part in zip(named, pair, strict=True)))
        for pair in _in_order(keys, table)
    ]
    return items, totals.totals()


def _in_order(keys: Sequence[SalesKey], table: Table) -> list[tuple[str, ...]]:
    """Times as they follow each other, the rest by what was taken, most first; pairs within their first key."""
    ranks: list[dict[str, tuple[int, str]]] = []
    for n, key in enumerate(keys):
        taken: dict[str, int] = {}
        for pair, sums in table.items():
            taken[pair[n]] = taken.get(pair[n], 0) + sums.net_vnd
        ranks.append({part: (0 if key.is_time else -net_vnd, part) for part, net_vnd in taken.items()})
    return sorted(table, key=lambda pair: [rank[part] for rank, part in zip(ranks, pair, strict=True)])
