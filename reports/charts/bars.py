"""Bars, alone or on top of each other, with a dotted line for the time before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.charts.scale import Scale, scale_to


class Ground(StrEnum):
    """What fills a part of a chart. They differ in black and white, too, and stand in this order."""

    LEAF = "leaf"
    HATCH = "hatch"
    CLAY = "clay"
    DOTS = "dots"
    RULED = "ruled"


GROUNDS = tuple(Ground)
LEFT, RIGHT, ABOVE, BELOW = 44, 6, 10, 34
THICKEST = 44


@dataclass(frozen=True, slots=True)
class Series:
    """What one ground stands for, with a value for each column, đồng."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Column:
    """Where bars stand: its name under the axis, a word for its title, whether a small dot marks it (a weekend), whether it is
    not over yet.
    """

    name: str
    title: str
    is_marked: bool = False
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the drawing; `value` is what its height says."""

    x: float
    y: float
    width: float
    height: float
    ground: Ground
    title: str
    value: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A word of the drawing at its middle."""

    x: float
    words: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """A drawing of bars. `lines` are the marks of the axis with their heights, `before` the points of the dotted line."""

    width: int
    height: int
    base: float
    scale: Scale
    lines: Sequence[tuple[int, float]]
    bars: Sequence[Bar]
    texts: Sequence[Text]
    before: Sequence[tuple[float, float]]


def bar_chart(
    columns: Sequence[Column], series: Sequence[Series], width: int, height: int, before: Sequence[int | None] = ()
) -> BarChart:
    """Draws a bar for each column, its series on top of each other. Values below zero have no height; the table says them."""
    piles = [sum(max(0, one.values[n]) for one in series) for n in range(len(columns))]
    scale = scale_to(max([*piles, *(value or 0 for value in before)], default=0))
    base, room = height - BELOW, height - BELOW - ABOVE
    step = (width - LEFT - RIGHT) / max(1, len(columns))
    thick = min(step * 0.72, THICKEST)
    bars: list[Bar] = []
    for n, column in enumerate(columns):
        y = float(base)
        for ground, one in zip(GROUNDS, series, strict=False):
            tall = scale.length(one.values[n], room)
            if tall <= 0:
                continue
            y -= tall
            title = f"{column.title} · {one.name}" if len(series) > 1 else column.title
            bars.append(
                Bar(LEFT + step * n + (step - thick) / 2, y, thick, tall, ground, title, one.values[n], column.is_partial)
            )
    every = max(1, -(-len(columns) * 34 // max(1, width - LEFT)))
    texts = [
        Text(LEFT + step * (n + 0.5), column.name if n % every == 0 else "", column.is_marked) for n, column in enumerate(columns)
    ]
    points = [(LEFT + step * (n + 0.5), base - scale.length(value, room)) for n, value in enumerate(before) if value is not None]
    lines = [(mark, base - scale.length(mark, room)) for mark in scale.marks]
    return BarChart(width, height, base, scale, lines, bars, texts, points)
