"""The adjustments a sale came with, held against those the outlet would take off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from core.db import fetch_all
from core.errors import DomainError, FieldError, Invalid
from core.i18n import N_
from core.values.gtin import gtin14, is_gtin
from pos.offers.reading import Offers
from pos.pricing import Adjustment, AdjustmentKind, Cart, PricedLine, price
from pos.pricing.offers import Offer
from pos.pricing.pipeline import offered
from pos.requested import RequestedLine
from pos.requests import SaleLineAdjustmentRequest, SaleRequest
from suppliers.models import Barcode

Adjustments = tuple[Adjustment, ...]


class OfferDiffers(DomainError):
    """What comes off some lines is not what the outlet takes off. The problem names the right adjustments of each."""

    def __init__(self, lines: Mapping[int, Adjustments]) -> None:
        super().__init__("offer_differs", N_("Khuyến mãi đã đổi, hãy tải lại bảng giá."))
        self._lines = lines

    @property
    def facts(self) -> Mapping[str, object]:
        """The right adjustments by line of the request, as they may be sent."""
        return {"lines": [{"line": n, "adjustments": [_as_sent(one) for one in taken]} for n, taken in self._lines.items()]}


def _as_sent(adjustment: Adjustment) -> Mapping[str, object]:
    named = "pack" if adjustment.kind is AdjustmentKind.PACK else "offer"
    return {named: adjustment.code, "amount_vnd": adjustment.amount_vnd}


@dataclass(frozen=True)
class Checked:
    """The lines priced; `differing` are the right adjustments of those that came with others, by line of the request."""

    priced: Sequence[PricedLine]
    differing: Mapping[int, Adjustments]


def priced_as_sent(
    document: SaleRequest, lines: Sequence[RequestedLine], cart: Cart, offers: Offers, holding: Sequence[Offer]
) -> Checked:
    """Prices the lines with the adjustments they came with; `cart` are the same lines without them.

    Raises Invalid for a code nobody knows, DiscountTooLarge and AdjustmentsTooLarge.
    """
    known = _known(document, offers)
    asked, differing = [], {}
    for line, right in zip(lines, offered(cart, holding), strict=True):
        taken = right.adjustments
        if line.basket is None:
            sent = [known[one] for one in document.lines[line.n - 1].adjustments or () if one.amount_vnd]
            if _sums(sent) != _sums(right.adjustments):
                differing[line.n] = right.adjustments
                taken = tuple(sorted(sent, key=lambda one: one.kind is not AdjustmentKind.PACK))
        asked.append(replace(line.cart_line, taken=taken))
    return Checked(price(Cart(asked, document.discount_vnd)), differing)


def _sums(adjustments: Sequence[Adjustment]) -> list[tuple[str, str | None, int]]:
    return sorted((one.kind.value, one.code, one.amount_vnd) for one in adjustments)


def _known(document: SaleRequest, offers: Offers) -> dict[SaleLineAdjustmentRequest, Adjustment]:
    """What was sent, with the bearers that the offers name. Raises Invalid."""
    sent = [
        (f"lines.{i}.adjustments.{k}", one)
        for i, line in enumerate(document.lines)
        for k, one in enumerate(line.adjustments or ())
    ]
    named = offers.named({one.offer for _, one in sent if one.offer})
    packs = _packs({one.pack for _, one in sent if one.pack})
    known: dict[SaleLineAdjustmentRequest, Adjustment] = {}
    wrong: list[FieldError] = []
    for place, one in sent:
        if one.offer is not None:
            if one.offer not in named:
                wrong.append((f"{place}.offer", N_("Không có khuyến mãi này.")))
            else:
                known[one] = Adjustment(AdjustmentKind.OFFER, one.amount_vnd, one.offer, named[one.offer].bearer)
        elif one.pack not in packs:
            wrong.append((f"{place}.pack", N_("Không có thùng, lốc nào mang mã này.")))
        else:
            known[one] = Adjustment(AdjustmentKind.PACK, one.amount_vnd, packs[one.pack])
    if wrong:
        raise Invalid(*wrong)
    return known


def _packs(barcodes: set[str]) -> dict[str, str]:
    """The barcodes that are of packs, and how each is printed."""
    gtins = {gtin14(barcode): barcode for barcode in barcodes if is_gtin(barcode)}
    query = select(Barcode.gtin, Barcode.printed).where(Barcode.gtin.in_(sorted(gtins)), Barcode.pack_quantity.is_not(None))
    return {gtins[row["gtin"]]: row["printed"] for row in fetch_all(query)} if gtins else {}
