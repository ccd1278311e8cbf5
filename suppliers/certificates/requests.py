"""The documents that the verbs about papers take."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator

from core.i18n import N_
from core.values.field_types import WHOLE, Day, MasterCode, RequestModel, ShortText, Uid, choice_of, refuse
from suppliers.choices import PaperKind


class PaperRequest(RequestModel):
    """PUT /papers/{uid}: of a producer, or of a product; stars are those that an `ocop` paper gives."""

    kind: Annotated[PaperKind, choice_of(PaperKind)]
    producer: MasterCode | None = None
    product: MasterCode | None = None
    number: ShortText
    issuer: ShortText
    issued_on: Day
    valid_until: Day | None = None
    stars: Annotated[Literal[3, 4, 5], WHOLE] | None = None
    file: Uid | None = None

    @model_validator(mode="after")
    def _is_of_one(self) -> Self:
        if (self.producer is None) == (self.product is None):
            raise refuse(N_("Giấy tờ là của một nhà sản xuất, hoặc của một sản phẩm."))
        if self.kind is PaperKind.OCOP and self.product is None:
            raise refuse(N_("Chứng nhận OCOP cấp cho từng sản phẩm."))
        if self.stars is not None and self.kind is not PaperKind.OCOP:
            raise refuse(N_("Chỉ chứng nhận OCOP có hạng sao."))
        if self.valid_until is not None and self.valid_until < self.issued_on:
            raise refuse(N_("Giấy hết hạn trước ngày cấp."))
        return self


class PaperRefusalRequest(RequestModel):
    """POST /papers/{uid}/refuse; its producer reads the reason."""

    uid: Uid
    reason: ShortText


class PaperApprovalRequest(RequestModel):
    """POST /papers/{uid}/approve."""

    uid: Uid
