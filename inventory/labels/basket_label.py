"""The label on a gift basket: what is in it, and one price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.i18n import gettext as _
from inventory.labels import wordings
from inventory.labels.arranging import LabelText, Part, QrCode


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLabel:
    """A basket by its code, which the scanner reads; `items` are the names and quantities of what it holds."""

    basket: str
    name: str
    items: tuple[str, ...]
    best_before: date | None
    price_vnd: int
    outlet_name: str = ""
    outlet_phone: str | None = None
    language: str = "vi"

    def says(self) -> LabelText:
        """The label's words, in the present language."""
        return LabelText(
            title=_("Tem giỏ quà %(basket)s", basket=self.basket),
            code=QrCode(self.basket),
            parts=(
                Part(wordings=(self.name,), rank=1, size=1.25, bold=True, most=3, breaks=True),
                Part(wordings=(_listed(map(wordings.whole, self.items)), _listed(self.items)), rank=4, most=6, breaks=True),
                *wordings.made_and_best(None, self.best_before),
                wordings.price(self.price_vnd, ""),
                *wordings.sold_by(self.outlet_name, self.outlet_phone),
            ),
        )


def _listed(items: Iterable[str]) -> str:
    """The items with dots that stay behind them."""
    return "\u00a0· ".join(items)
