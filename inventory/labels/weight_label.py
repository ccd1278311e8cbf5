"""The label on a bag that was weighed: the outlet's own EAN-13 with the weight in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.i18n import gettext as _
from core.money import times
from core.quantity import Milli
from core.text.formats import qty, vnd
from core.values.gtin import check_digit
from inventory.labels import wordings
from inventory.labels.arranging import Ean13, LabelText, Part


def most_grams(layout: str) -> int:
    """The heaviest weight that a layout has digits for."""
    return int("9" * layout.count("G"))


def weight_code(layout: str, plu: str, weight: Milli) -> str | None:
    """The digits of a weighed bag by the outlet's layout (`core.values.gtin.WEIGHT_LABEL`); free digits are 0.

    None when the layout has no room for this PLU or this weight.
    """
    grams = str(weight).zfill(layout.count("G"))
    item = plu.zfill(5)[-layout.count("P") :]
    if weight <= 0 or weight > most_grams(layout) or item.zfill(5) != plu.zfill(5):
        return None
    left = {"P": iter(item), "G": iter(grams), "F": iter("0" * len(layout))}
    digits = "".join(mark if mark.isdigit() else next(left[mark]) for mark in layout[:-1])
    return digits + check_digit(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLabel:
    """So much of a product; `code` are the 13 digits of `weight_code`, `weight` is in grams."""

    product_name: str
    producer_name: str
    commune: str | None
    lot: str | None
    best_before: date | None
    packed_on: date
    weight: Milli
    price_vnd: int
    stars: int | None
    code: str
    outlet_name: str = ""
    outlet_phone: str | None = None
    language: str = "vi"

    def says(self) -> LabelText:
        """The label's words, in the present language."""
        kg = f"{qty(self.weight)}\u00a0kg"
        packed = (_("Ngày cân %(day)s", day=f"{self.packed_on:%d/%m/%Y}"), _("Cân %(day)s", day=f"{self.packed_on:%d/%m/%y}"))
        lot = (Part(wordings=(_("Lô %(lot)s", lot=self.lot), self.lot), rank=7, breaks=True, most=2),) if self.lot else ()
        return LabelText(
            title=_("Tem cân %(product)s", product=self.product_name),
            code=Ean13(self.code),
            stars=self.stars,
            parts=(
                Part(wordings=(self.product_name,), rank=1, size=1.15, bold=True, most=2, breaks=True),
                Part(wordings=(f"{kg} × {vnd(self.price_vnd)}/kg", kg), rank=2),
                Part(wordings=(vnd(times(self.price_vnd, self.weight)),), rank=2, size=1.5, bold=True),
                *wordings.made_and_best(None, self.best_before),
                Part(wordings=tuple(map(wordings.whole, packed)), rank=5),
                *lot,
                wordings.maker(self.producer_name, self.commune),
                *wordings.sold_by(self.outlet_name, self.outlet_phone),
            ),
        )
