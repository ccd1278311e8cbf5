"""Charts against their tables: what a bar's height says is the figure, at every size."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.charts.bars import Column, Series, bar_chart
from reports.charts.heat import STEPS, heat_map
from reports.charts.scale import MOST_STEPS, scale_to
from tests.journeys.inside import MANAGER, Inside
from tests.signed_in import sign_in_as

RECT = re.compile(r'<rect class="ground-(\w+)[^>]*?height="([\d.]+)"\s+data-vnd="(-?\d+)"><title>([^<]*)</title>', re.S)
VALUES = st.integers(-(10**9), 10**10)


@given(st.integers(0, 10**12))
def test_an_axis_begins_at_zero_and_reaches_the_peak_in_few_round_steps(peak: int) -> None:
    scale = scale_to(peak)
    assert scale.marks[0] == 0 and scale.top >= peak and 1 <= scale.steps <= MOST_STEPS
    assert str(scale.step).rstrip("0") in {"1", "2", "25", "5"}
    assert peak <= 1 or scale.step < 5 * peak


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=40), st.booleans())
def test_bars_are_as_tall_as_their_figures(rows: list[tuple[int, int, int]], is_wide: bool) -> None:
    columns = [Column(str(n), f"ngày {n}") for n in range(len(rows))]
    series = [Series(f"bộ {k}", [row[k] for row in rows]) for k in range(3)]
    chart = bar_chart(columns, series, 1040 if is_wide else 346, 300)
    room = chart.lines[0][1] - chart.lines[-1][1]
    for bar in chart.bars:
        assert abs(bar.height - bar.value * room / chart.scale.top) < 1e-6
        assert bar.value > 0 and bar.x >= 0 and bar.x + bar.width <= chart.width
    assert sorted(bar.value for bar in chart.bars) == sorted(v for row in rows for v in row if v > 0)
    feet: dict[float, float] = defaultdict(float)
    for bar in chart.bars:
        assert abs(bar.y + bar.height - (chart.base - feet[bar.x])) < 1e-6, "bars of a column stand on each other"
        feet[bar.x] += bar.height
    assert all(tall <= room + 1e-6 for tall in feet.values())


@given(st.dictionaries(st.tuples(st.sampled_from("1234567"), st.sampled_from("89")), st.integers(0, 10**7)))
def test_a_heat_map_colours_more_darker_and_adds_up(values: dict[tuple[str, str], int]) -> None:
    shown = heat_map([(key, key) for key in "1234567"], [("8", "8h"), ("9", "9h")], values)
    cells = [cell for row in shown.rows for cell in row.cells]
    assert all(0 <= cell.step <= STEPS and (cell.step == 0) == (cell.value == 0) for cell in cells)
    assert sorted(cells, key=lambda cell: cell.value) == sorted(cells, key=lambda cell: (cell.step, cell.value))
    assert sum(row.total for row in shown.rows) == sum(values.values())


def test_the_page_draws_what_its_report_says(inside: Inside) -> None:
    first = date(2026, 11, 2)
    with inside.on(first):
        shop = inside.shop()
        goods = [shop.stocked(price, set=number) for price, number in ((10_000, 1), (7_000, 3), (33_000, 7))]
    for n in range(3):
        with inside.on(first + timedelta(days=n)):
            for k, (product, price) in enumerate(zip(goods, (10_000, 7_000, 33_000), strict=True)):
                shop.sell(shop.line(product, str(n + k + 1), price))
    with inside.on(first + timedelta(days=2)):
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        page = browser.get(f"/reports/sales?by=set&from={first}&to={first + timedelta(days=2)}").get_data(as_text=True)
        report = inside.api.get(
            "/api/v1/reports/sales", by="set", across="day", from_=str(first), to=str(first + timedelta(days=2))
        ).ok()
    expected = sorted(item["net_vnd"] for item in report["items"])
    rects = RECT.findall(page)
    assert len(rects) == 2 * len(expected), "one drawing for a wide page and one for a telephone"
    for drawing in (rects[: len(expected)], rects[len(expected) :]):
        assert sorted(int(vnd) for _ground, _height, vnd, _title in drawing) == expected
        ratios = {round(float(height) / int(vnd), 6) for _ground, height, vnd, _title in drawing}
        assert max(ratios) - min(ratios) <= 2e-6, "one scale for all bars"
    assert {title.split(": ")[0].split(" · ")[0] for *_rest, title in rects} == {"02/11/2026", "03/11/2026", "04/11/2026"}
