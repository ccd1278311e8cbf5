"""Sales over the ways they were paid: by amount, largest remainder, and in tables whose rows and columns both add up."""

from __future__ import annotations

from collections.abc import Sequence

from core.money import half_up, spread
from pos.choices import PaymentMethod


def cells(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Spreads the sums of rows over columns whose sums are given, too; both must add up to the same.

    A cell is the difference of rounded running products, so each row and each column adds up exactly and a cell lies within
    1 đồng or so of its share.
    """
    total = sum(columns)
    if total == 0:
        return [list(columns) if n == 0 else [0] * len(columns) for n in range(len(rows))]
    table: list[list[int]] = []
    above = [0] * (len(columns) + 1)
    row_sum = 0
    for row in rows:
        row_sum += row
        column_sum, running = 0, [0]
        for column in columns:
            column_sum += column
            running.append(_share(row_sum * column_sum, total))
        table.append([running[n + 1] - running[n] - above[n + 1] + above[n] for n in range(len(columns))])
        above = running
    return table


def _share(product: int, total: int) -> int:
    return half_up(product, total) if total > 0 else half_up(-product, -total)


def nets(net_vnd: int, ways: dict[str, int], *, is_whole: bool) -> list[int]:
    """A net, by way. What goods pay for goods is the same on both sides, so cash rounding is left to the other ways.

    `is_whole` unless the net is of one producer's lines alone.
    """
    goods_vnd = ways.get(PaymentMethod.EXCHANGE)
    if goods_vnd is None or len(ways) == 1 or not is_whole:
        return spread(net_vnd, list(ways.values()))
    money = [amount for way, amount in ways.items() if way != PaymentMethod.EXCHANGE]
    rest_vnd = net_vnd - goods_vnd
    parts = iter(spread(rest_vnd, money) if rest_vnd >= 0 and any(money) else [rest_vnd, *[0] * (len(money) - 1)])
    return [goods_vnd if way == PaymentMethod.EXCHANGE else next(parts) for way in ways]
