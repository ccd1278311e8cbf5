"""What the verbs of baskets return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.results import LEFT_OUT_IF_NONE, MoneyOut, QuantityOut
from pos.choices import OfferBearer
from pos.offers.results import AgreementOfProducer


@dataclass(frozen=True, slots=True)
class BasketItemResult:
    """So much of a product in one basket."""

    product: str
    quantity: QuantityOut
    share_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketContents:
    """A basket as it is sold."""

    code: str
    name: str
    price_vnd: MoneyOut
    barcodes: Sequence[str]
    items: Sequence[BasketItemResult]
    wrapping: str | None
    bearer: OfferBearer


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketResult(BasketContents):
    """A basket as it stands. `asks` are the producers that would bear more than they agreed to, and have not agreed yet."""

    retired: bool
    version: int
    agreed: Sequence[AgreementOfProducer]
    asks: Sequence[str]
