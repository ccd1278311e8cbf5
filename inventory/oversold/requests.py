"""What comes in for goods sold beyond the book."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import model_validator

from core.i18n import N_
from core.values.field_types import Note, RequestModel, Uid, choice_of, refuse
from inventory.choices import OversoldChoice


class OversoldRequest(RequestModel):
    """POST /stock/oversold/{movement}/decide; `delivery` is the one whose goods they were."""

    uid: Uid
    choice: Annotated[OversoldChoice, choice_of(OversoldChoice)]
    delivery: Uid | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _delivery(self) -> Self:
        if (self.choice is OversoldChoice.DELIVERY) != (self.delivery is not None):
            raise refuse(N_("Chọn phiếu nhận của số hàng này, và chỉ khi đó là hàng chưa ghi nhận."))
        return self
