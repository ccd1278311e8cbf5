"""The page of the sales report: its sentence, its chart, its table, and the hours in which people come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.quantity import Milli
from core.text.formats import capitalized, qty, weekday_name
from reports.charts.bars import GROUNDS, BarChart, Column, Ground, Series, bar_chart
from reports.charts.heat import HeatMap, heat_map
from reports.choices import Compare, SalesKey
from reports.results import SalesReport, SalesRow
from reports.selling.labels import SHORT_WEEKDAYS
from reports.selling.reading import Span
from reports.selling.report import sales
from suppliers.models import Product

WIDE, PHONE = (1040, 300), (346, 240)
MOST_DAYS, MOST_WEEKS = 62, 200
SATURDAY = 6
LEAST_DAYS_OF_HOURS = 7
"""Days from which on the hours of each weekday say something."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One drawing for a wide page and one for a telephone."""

    wide: BarChart
    phone: BarChart
    has_before: bool


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row with what stands beside its figures: its ground in the chart, its quantities by unit, where it leads."""

    row: SalesRow
    ground: Ground | None
    quantities: Sequence[str]
    href: str | None
    before_vnd: int | None


@dataclass(frozen=True, slots=True)
class Busiest:
    """The weekday on which most was taken, and its two best hours that follow each other."""

    weekday: str
    from_hour: int
    to_hour: int


@dataclass(frozen=True, slots=True)
class Hours:
    """What is taken in each hour of each weekday, thousands of đồng: weekdays down a wide page, hours down a telephone."""

    wide: HeatMap
    phone: HeatMap
    busiest: Busiest


@dataclass(frozen=True, slots=True)
class Pivot:
    """Two keys crossed: what was taken for each pair, with the sums along and across."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None], int]]
    totals: Sequence[int]


def time_key(first: date, last: date) -> SalesKey:
    """The steps of time that a chart of a span has."""
    days = (last - first).days + 1
    return SalesKey.DAY if days <= MOST_DAYS else SalesKey.WEEK if days <= MOST_WEEKS else SalesKey.MONTH


def rows(report: SalesReport, producer: str | None) -> list[PageRow]:
    """The rows of the table; the chart's grounds stand before the first of them unless they are times."""
    quantities = _quantities(report, producer)
    earlier = {}
    if report.previous is not None:
        earlier = {_beside(report, item.key): item.net_vnd for item in report.previous.items}
    return [
        PageRow(
            item,
            None if report.by.is_time else _ground(n, len(report.items)),
            quantities.get(item.key, ()),
            _leads_to(report, item.key),
            earlier.get(item.key),
        )
        for n, item in enumerate(report.items)
    ]


def _ground(n: int, count: int) -> Ground | None:
    own = len(GROUNDS) if count <= len(GROUNDS) else len(GROUNDS) - 1
    return GROUNDS[n] if n < own else GROUNDS[-1]


def _quantities(report: SalesReport, producer: str | None) -> dict[str, Sequence[str]]:
    """What was sold of each key, by unit: kilograms and pieces are never one figure."""
    keys = (report.by,) if report.by is SalesKey.PRODUCT else (report.by, SalesKey.PRODUCT)
    table = Span(report.from_, report.to, producer).table(keys)
    units = {r["code"]: r["unit"] for r in fetch_all(select(Product.code, Product.unit))}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pair, figures in table.items():
        sums[pair[0]][units.get(pair[-1], "")] += figures.quantity
    return {
        key: [f"{qty(Milli(n))} {unit}" for unit, n in sorted(by_unit.items(), key=lambda one: -one[1]) if n]
        for key, by_unit in sums.items()
    }


def _beside(report: SalesReport, key: str) -> str:
    """The key in this span that a key of the earlier one stands beside: for days, the day as far into it."""
    if report.by is not SalesKey.DAY or report.previous is None:
        return key
    return (date.fromisoformat(key) + (report.from_ - report.previous.from_)).isoformat()


def _leads_to(report: SalesReport, key: str) -> str | None:
    """A closer look at a row: a producer's products, a day's hours, a month's days."""
    span = {"from": report.from_.isoformat(), "to": report.to.isoformat()}
    if report.by is SalesKey.PRODUCER:
        return f"?{urlencode({'by': SalesKey.PRODUCT, 'producer': key, **span})}"
    if report.by is SalesKey.DAY:
        return f"?{urlencode({'by': SalesKey.HOUR, 'from': key, 'to': key})}"
    if report.by in {SalesKey.WEEK, SalesKey.MONTH}:
        first, last = _days_of(report.by, key)
        cut = {"from": max(first, report.from_).isoformat(), "to": min(last, report.to).isoformat()}
        return f"?{urlencode({'by': SalesKey.DAY, **cut})}"
    return None


def _days_of(by: SalesKey, key: str) -> tuple[date, date]:
    if by is SalesKey.WEEK:
        first = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
        return first, first + timedelta(days=6)
    first = date(int(key[:4]), int(key[5:]), 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def chart(report: SalesReport, producer: str | None) -> Shown | None:
    """Bars over time: of the rows themselves where they are times, else of the largest rows on top of each other."""
    if report.by.is_time:
        return _of_times(report)
    return _of_largest(report, producer)


def _of_times(report: SalesReport) -> Shown | None:
    if len(report.items) < 2:
        return None
    columns = [_column(report.by, item.key, item.label) for item in report.items]
    earlier: list[int | None] = []
    if report.previous is not None and report.by in {SalesKey.HOUR, SalesKey.DAY, SalesKey.WEEKDAY}:
        taken = {_beside(report, item.key): item.net_vnd for item in report.previous.items}
        earlier = [taken.get(item.key, 0) for item in report.items]
    return _drawn(columns, [Series(str(_("Tiền bán")), [item.net_vnd for item in report.items])], earlier)


def _of_largest(report: SalesReport, producer: str | None) -> Shown | None:
    by = time_key(report.from_, report.to)
    crossed = sales(report.by, report.from_, report.to, across=by, producer=producer)
    times = sorted({item.across_key or "": item.across_label or "" for item in crossed.items}.items())
    if len(times) < 2:
        return None
    place = {key: n for n, (key, _label) in enumerate(times)}
    own = len(GROUNDS) if len(report.items) <= len(GROUNDS) else len(GROUNDS) - 1
    named = {item.key: n for n, item in enumerate(report.items[:own])}
    values = [[0] * len(times) for _n in range(min(len(report.items), len(GROUNDS)))]
    for item in crossed.items:
        values[named.get(item.key, len(values) - 1)][place[item.across_key or ""]] += item.net_vnd
    names = [item.label for item in report.items[:own]] + [str(_("Còn lại"))]
    series = [Series(name, amounts) for name, amounts in zip(names, values, strict=False)]
    return _drawn([_column(by, key, label) for key, label in times], series, [])


def _drawn(columns: Sequence[Column], series: Sequence[Series], earlier: Sequence[int | None]) -> Shown:
    wide, phone = (bar_chart(columns, series, width, height, earlier) for width, height in (WIDE, PHONE))
    return Shown(wide, phone, bool(earlier))


def _column(by: SalesKey, key: str, label: str) -> Column:
    if by is SalesKey.DAY:
        day = date.fromisoformat(key)
        return Column(f"{day.day}/{day.month}", label, day.isoweekday() >= SATURDAY, day == clock.today())
    if by is SalesKey.HOUR:
        return Column(f"{int(key)}h", label)
    return Column(label, label, by is SalesKey.WEEKDAY and int(key) >= SATURDAY)


def hours(first: date, last: date, producer: str | None) -> Hours | None:
    """What was taken on an average day, by weekday and hour; None of spans too short to say it, or without sales."""
    if (last - first).days + 1 < LEAST_DAYS_OF_HOURS:
        return None
    table = Span(first, last, producer).table((SalesKey.WEEKDAY, SalesKey.HOUR))
    if not table:
        return None
    days = _weekdays_of(first, min(last, clock.today()))
    taken = {(day, hour): round(sums.net_vnd / days[int(day)]) for (day, hour), sums in table.items() if days[int(day)]}
    reached = [int(hour) for _day, hour in table]
    columns = [(f"{hour:02d}", f"{hour}h") for hour in range(min(reached), max(reached) + 1)]
    thousands = {pair: round(vnd / 1000) for pair, vnd in taken.items()}
    turned = {(hour, day): value for (day, hour), value in thousands.items()}
    names = [(str(n), capitalized(weekday_name(n))) for n in range(1, 8)]
    shorts = [(str(n), str(_(name))) for n, name in enumerate(SHORT_WEEKDAYS, 1)]
    return Hours(heat_map(names, columns, thousands), heat_map(columns, shorts, turned), _busiest(taken))


def _weekdays_of(first: date, last: date) -> Mapping[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for n in range((last - first).days + 1):
        counts[(first + timedelta(days=n)).isoweekday()] += 1
    return counts


def _busiest(taken: Mapping[tuple[str, str], int]) -> Busiest:
    by_day: dict[str, int] = defaultdict(int)
    for (day, _hour), vnd in taken.items():
        by_day[day] += vnd
    best = max(by_day, key=lambda day: by_day[day])
    first = max(range(23), key=lambda hour: taken.get((best, f"{hour:02d}"), 0) + taken.get((best, f"{hour + 1:02d}"), 0))
    return Busiest(weekday_name(int(best)), first, first + 2)


def pivot(report: SalesReport) -> Pivot:
    """A crossed report as a table of what was taken."""
    across = {item.across_key or "": item.across_label or "" for item in report.items}
    order = sorted(across) if report.across is not None and report.across.is_time else list(across)
    by_row: dict[str, dict[str, int]] = defaultdict(dict)
    names: dict[str, str] = {}
    for item in report.items:
        names[item.key] = item.label
        by_row[item.key][item.across_key or ""] = item.net_vnd
    made = [(names[key], [cells.get(column) for column in order], sum(cells.values())) for key, cells in by_row.items()]
    totals = [sum(cells.get(column, 0) for cells in by_row.values()) for column in order]
    return Pivot([across[column] for column in order], made, totals)


def previous_words(compare: Compare | None) -> str:
    """How the span that is compared with is called."""
    return str(_("cùng kỳ năm trước") if compare is Compare.LAST_YEAR else _("kỳ trước"))
