"""The document of a producer that takes part."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import Day, Remark, RequestModel, ShortText, choice_of, refuse
from suppliers.programme.participation.choices import ParticipationKind


class YearRequest(RequestModel):
    """What a year was for the producer."""

    year: Annotated[int, Field(ge=2000, le=2999)]
    kind: Annotated[ParticipationKind, choice_of(ParticipationKind)]
    note: Remark | None = None


class ParticipationRequest(RequestModel):
    """PUT /programme/producers/{code}. `strengthening` is the plan by which the producer gets stronger."""

    since: Day | None = None
    members: Annotated[int, Field(gt=0, le=1_000_000)] | None = None
    strengthening: ShortText | None = None
    years: Annotated[list[YearRequest], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        kinds = [(year.year, year.kind) for year in self.years]
        if len(set(kinds)) < len(kinds):
            raise refuse(N_("Mỗi năm chỉ ghi một lần là mới, một lần là củng cố."))
        if [kind for _year, kind in kinds].count(ParticipationKind.NEW) > 1:
            raise refuse(N_("Nhà sản xuất chỉ mới tham gia một lần."))
        return self
