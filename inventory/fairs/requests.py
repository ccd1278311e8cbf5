"""The document of a fair."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from core.i18n import N_
from core.values.field_types import Day, MasterCode, Note, RequestModel, ShortText, refuse


class FairRequest(RequestModel):
    """PUT /fairs/{code}: `place` is the stall, `note` what visitors read beside the days."""

    name: ShortText
    from_: Annotated[Day, Field(alias="from")]
    to: Day
    where: ShortText
    place: MasterCode
    note: Note | None = None

    @field_validator("to")
    @classmethod
    def _ends_after_it_begins(cls, last: date, others: ValidationInfo) -> date:
        first = others.data.get("from_")
        if first is not None and last < first:
            raise refuse(N_("Ngày cuối hội chợ trước ngày đầu."))
        return last
