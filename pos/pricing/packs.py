"""Packs: so many units of a product under a barcode of their own, perhaps at a price of their own. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.quantity import Milli
from pos.pricing.lines import Adjustment, AdjustmentKind


@dataclass(frozen=True)
class Pack:
    """A pack of `quantity` of a product, in thousandths. Without a price it costs what its pieces cost."""

    barcode: str
    quantity: Milli
    price_vnd: int | None


def takes(pack: Pack, quantity: Milli, gross_vnd: int) -> tuple[Adjustment, ...]:
    """What packs take off a line of so much; nothing where their pieces are cheaper. `quantity` is a number of whole packs."""
    if pack.price_vnd is None:
        return ()
    less_vnd = gross_vnd - quantity // pack.quantity * pack.price_vnd
    return (Adjustment(AdjustmentKind.PACK, less_vnd, pack.barcode),) if less_vnd > 0 else ()


def is_whole(pack: Pack, quantity: Milli) -> bool:
    """Whether a quantity is a number of whole packs."""
    return quantity % pack.quantity == 0
