"""What is asked of the simulator."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import Day, RequestModel, refuse
from suppliers.agreements.requests import TermRequest, refuse_same_scope


class SimulationRequest(RequestModel):
    """POST /agreements/{number}/simulate: the terms that are tried, on what was sold from a day to a day, both included."""

    terms: Annotated[list[TermRequest], Field(min_length=1, max_length=500)]
    from_day: Annotated[Day, Field(alias="from")]
    to: Day

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.from_day > self.to:
            raise refuse(N_("Ngày đầu sau ngày cuối."))
        refuse_same_scope(self.terms)
        return self
