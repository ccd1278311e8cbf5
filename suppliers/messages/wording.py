"""Goods in words: one line for a list or a message."""

from __future__ import annotations

from collections.abc import Iterable

from core.i18n import gettext as _
from core.quantity import Milli
from core.text.formats import qty

MOST_NAMED = 3
"""Goods that one line of a list names; the rest are a number."""
MOST_TOLD = 12
"""Goods that one message names."""


def goods(lines: Iterable[tuple[str, str, Milli]], most: int | None = MOST_NAMED) -> str:
    """Goods in one line, `20 hũ Dưa gang muối, 5 kg Khoai tây`, from their names, units and quantities."""
    named = [f"{qty(quantity)} {unit} {name}" for name, unit, quantity in lines]
    return shortened(named, most)


def shortened(named: list[str], most: int | None = MOST_TOLD) -> str:
    """What is named, in one line; what is over the most is a number."""
    if most is None or len(named) <= most:
        return ", ".join(named)
    return _("%(goods)s và %(n)s sản phẩm khác", goods=", ".join(named[:most]), n=len(named) - most)
