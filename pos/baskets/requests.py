"""The documents the verbs of baskets take."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from core.i18n import N_
from core.values.field_types import Amount, MasterCode, MovedQuantity, RequestModel, ShortText, choice_of, refuse
from pos.choices import OfferBearer
from suppliers.requests import GoodsBarcode, real_barcodes


class BasketItemRequest(RequestModel):
    """So much of a product in one basket; `share_vnd` is what it costs there, if that is fixed."""

    product: MasterCode
    quantity: MovedQuantity
    share_vnd: Amount | None = None


class BasketRequest(RequestModel):
    """PUT /baskets/{code}. `wrapping` is a product of the outlet's own that takes the price above the goods."""

    name: ShortText
    price_vnd: Amount
    barcodes: Annotated[list[GoodsBarcode], Field(max_length=20)] = []
    items: Annotated[list[BasketItemRequest], Field(min_length=1, max_length=50)]
    wrapping: MasterCode | None = None
    bearer: Annotated[OfferBearer, choice_of(OfferBearer)]
    retired: bool = False

    @field_validator("barcodes")
    @classmethod
    def _barcodes_once(cls, barcodes: list[str]) -> list[str]:
        return real_barcodes(barcodes)

    @model_validator(mode="after")
    def _goods_once(self) -> BasketRequest:
        goods = [item.product for item in self.items] + ([self.wrapping] if self.wrapping else [])
        if len(set(goods)) != len(goods):
            raise refuse(N_("Một sản phẩm bị ghi hai lần trong giỏ."))
        return self
