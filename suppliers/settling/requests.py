"""The documents that close and pay many producers at once."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import Day, MasterCode, Note, RequestModel, Uid, choice_of, refuse
from suppliers.choices import PayoutMethod

MOST = 1_000
"""Producers or statements of one act."""


class SettlementRequest(RequestModel):
    """PUT /settlements/{uid}: all that are due, or those that are named."""

    until: Day
    producers: Annotated[list[MasterCode], Field(min_length=1, max_length=MOST)] | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if self.producers and len(set(self.producers)) != len(self.producers):
            raise refuse(N_("Một nhà sản xuất bị ghi hai lần."))
        return self


class PayoutBatchRequest(RequestModel):
    """PUT /payout-batches/{uid}."""

    statements: Annotated[list[Uid], Field(min_length=1, max_length=MOST)]
    method: Annotated[PayoutMethod, choice_of(PayoutMethod)]
    reference: Note | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.statements)) != len(self.statements):
            raise refuse(N_("Một bảng thanh toán bị ghi hai lần."))
        return self
