"""The document of a training."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from core.i18n import N_
from core.values.field_types import Day, MasterCode, RequestModel, ShortText, refuse


def _once(codes: list[str]) -> list[str]:
    if len(set(codes)) < len(codes):
        raise refuse(N_("Mỗi nhà sản xuất chỉ ghi một lần."))
    return codes


class TrainingRequest(RequestModel):
    """PUT /trainings/{uid}: `for` names producers, none for the programme's own people; `people` came, or are to come."""

    on: Day
    subject: ShortText
    for_: Annotated[list[MasterCode], Field(alias="for", max_length=500), AfterValidator(_once)]
    people: Annotated[int, Field(ge=0, le=1_000_000)]
