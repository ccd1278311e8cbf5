"""What comes in to stop lots."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import LotCode, MasterCode, RequestModel, ShortText, Uid, refuse

MOST_LOTS = 1000


class LotRecallRequest(RequestModel):
    """POST /lots/{lot}/recall."""

    uid: Uid
    reason: ShortText


class RecallRequest(RequestModel):
    """PUT /recalls/{uid}: lots by code, or all there are of a product or of a delivery."""

    reason: ShortText
    lots: Annotated[list[LotCode], Field(min_length=1, max_length=MOST_LOTS)] | None = None
    product: MasterCode | None = None
    delivery: Uid | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if sum(named is not None for named in (self.lots, self.product, self.delivery)) != 1:
            raise refuse(N_("Thu hồi theo lô, theo sản phẩm hoặc theo phiếu nhận: chọn một."))
        return self
