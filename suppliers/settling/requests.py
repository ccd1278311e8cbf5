"""The documents that close and pay many producers at once."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from core.i18n import N_
from core.values.field_types import Day, MasterCode, Note, RequestModel, Uid, choice_of, refuse
from suppliers.choices import BankFileField, PayoutMethod

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
    """PUT /payout-batches/{uid}. Cash of a `shift` leaves its drawer, statement by statement, as far as it holds."""

    statements: Annotated[list[Uid], Field(min_length=1, max_length=MOST)]
    method: Annotated[PayoutMethod, choice_of(PayoutMethod)]
    reference: Note | None = None
    shift: Uid | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.statements)) != len(self.statements):
            raise refuse(N_("Một bảng thanh toán bị ghi hai lần."))
        return self

    @field_validator("shift")
    @classmethod
    def _of_cash(cls, shift: str | None, info: ValidationInfo) -> str | None:
        if shift and info.data.get("method") is not PayoutMethod.CASH:
            raise refuse(N_("Chỉ tiền mặt mới lấy từ két của ca."))
        return shift


class BankFileColumnRequest(RequestModel):
    """A column of the file for the bank; without a heading it has the field's own name."""

    field: Annotated[BankFileField, choice_of(BankFileField)]
    heading: Note | None = None


class BankFileRequest(RequestModel):
    """PUT /payouts/bank-file/columns: the columns in their order; none is all fields."""

    columns: Annotated[list[BankFileColumnRequest], Field(max_length=len(BankFileField))]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({column.field for column in self.columns}) != len(self.columns):
            raise refuse(N_("Một cột bị ghi hai lần."))
        return self
