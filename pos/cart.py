"""The arithmetic of a cart. Pure; its twin is static/js/till/domain/cart.js, and the same vectors hold both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.money import spread, times
from core.quantity import Milli


@dataclass(frozen=True)
class CartLine:
    """A line as it is rung up: list price, quantity in thousandths, its own discount."""

    quantity: Milli
    unit_price_vnd: int
    discount_vnd: int


@dataclass(frozen=True)
class Totalled:
    """A line after its part of the whole sale's discount."""

    gross_vnd: int
    discount_vnd: int

    @property
    def net_vnd(self) -> int:
        """What the customer pays for the line."""
        return self.gross_vnd - self.discount_vnd


def total(lines: Sequence[CartLine], discount_vnd: int) -> list[Totalled]:
    """Gross, discount and net of each line; the sale's discount is spread by net, largest remainder, earlier line first.

    Raises ValueError when a line's discount exceeds its gross, or the sale's discount all that is left.
    """
    grosses = [times(line.unit_price_vnd, line.quantity) for line in lines]
    nets = [gross - line.discount_vnd for gross, line in zip(grosses, lines, strict=True)]
    if any(net < 0 for net in nets) or discount_vnd > sum(nets):
        raise ValueError("more discount than price")
    parts = spread(discount_vnd, nets)
    return [Totalled(gross, line.discount_vnd + part) for gross, line, part in zip(grosses, lines, parts, strict=True)]


def over_limit(line: Totalled, limit_bp: int) -> bool:
    """Whether a line's discount is more than a cashier may give alone."""
    return line.discount_vnd * 10_000 > limit_bp * line.gross_vnd
