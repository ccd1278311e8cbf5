"""The label on a lot's goods: what it is, who made it and when, and a code that leads to its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.i18n import gettext as _
from inventory.labels import wordings
from inventory.labels.arranging import LabelText, Part, QrCode
from suppliers.programme.marks.results import ShownMark


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLabel:
    """`link` is what the code holds, `language` what the paper speaks; `stars` and `mark` are what may be shown today.

    `mark_picture` is the file of the mark's picture.
    """

    product_name: str
    producer_name: str
    commune: str | None
    lot: str
    made_on: date | None
    best_before: date | None
    price_vnd: int
    unit: str
    stars: int | None
    link: str
    outlet_name: str = ""
    outlet_phone: str | None = None
    language: str = "vi"
    mark: ShownMark | None = None
    mark_picture: bytes | None = None

    def says(self) -> LabelText:
        """The label's words, in the present language."""
        return LabelText(
            title=_("Tem lô %(lot)s", lot=self.lot),
            code=QrCode(self.link),
            stars=self.stars,
            mark=self.mark_picture,
            parts=(
                Part(wordings=(self.product_name,), rank=1, size=1.2, bold=True, most=3, breaks=True),
                wordings.maker(self.producer_name, self.commune),
                Part(wordings=(_("Lô %(lot)s", lot=self.lot), self.lot), rank=4, most=2, breaks=True),
                *wordings.made_and_best(self.made_on, self.best_before),
                wordings.price(self.price_vnd, self.unit),
                *wordings.sold_by(self.outlet_name, self.outlet_phone),
                Part(wordings=(_("Quét để xem nguồn gốc"),), rank=10, size=0.92, most=2),
            ),
        )
