"""A table whose cells are coloured in six steps by their figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEPS = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and its step, 0 for nothing to 6 for the most."""

    value: int
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of cells with its sum."""

    name: str
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by columns."""

    columns: Sequence[str]
    rows: Sequence[HeatRow]


def heat_map(
    rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]], values: Mapping[tuple[str, str], int]
) -> HeatMap:
    """Colours values by row and column, each given with its key and name. Equal steps from zero to the largest."""
    peak = max([0, *values.values()])

    def cell(key: tuple[str, str]) -> Cell:
        value = values.get(key, 0)
        return Cell(value, 0 if value <= 0 else -(-value * STEPS // peak))

    made = [
        HeatRow(
            name, [cell((key, column)) for column, _name in columns], sum(values.get((key, column), 0) for column, _n in columns)
        )
        for key, name in rows
    ]
    return HeatMap([name for _key, name in columns], made)
