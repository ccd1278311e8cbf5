"""The price card on a shelf."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import gettext as _
from inventory.labels import wordings
from inventory.labels.arranging import LabelText, Part, QrCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLabel:
    """A product with today's price; `link` leads to its page, `stars` are those that may be shown today."""

    product: str
    product_name: str
    producer_name: str
    commune: str | None
    price_vnd: int
    unit: str
    stars: int | None
    link: str
    language: str = "vi"

    def says(self) -> LabelText:
        """The label's words, in the present language."""
        return LabelText(
            title=_("Tem giá %(product)s", product=self.product),
            code=QrCode(self.link),
            stars=self.stars,
            parts=(
                Part(wordings=(self.product_name,), rank=1, size=1.3, bold=True, most=3, breaks=True),
                wordings.price(self.price_vnd, self.unit, size=2.3, rank=2),
                wordings.maker(self.producer_name, self.commune),
                Part(wordings=(_("Mã %(product)s", product=self.product),), rank=7, size=0.92, most=2, breaks=True),
            ),
        )
