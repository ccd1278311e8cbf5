"""The document of a fair."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

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

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.to < self.from_:
            raise refuse(N_("Ngày cuối hội chợ trước ngày đầu."))
        return self
