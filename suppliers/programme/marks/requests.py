"""The document of a mark's rule."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from core.i18n import N_
from core.values.field_types import Day, MasterCode, RequestModel, ShortText, Uid, choice_of, refuse
from suppliers.programme.marks.choices import MarkPlace


def _each_once(values: list[str]) -> list[str]:
    if len(set(values)) < len(values):
        raise refuse(N_("Mỗi mã ghi một lần."))
    return values


Named = Annotated[list[MasterCode], Field(max_length=1000), AfterValidator(_each_once)]


class MarkRuleRequest(RequestModel):
    """PUT /mark-rules/{code}: which goods, named or of named producers, may bear the mark; both days are included."""

    name: ShortText
    files: Annotated[list[Uid], Field(min_length=1, max_length=50)]
    producers: Named = []
    products: Named = []
    where: Annotated[list[Annotated[MarkPlace, choice_of(MarkPlace)]], Field(min_length=1, max_length=3)]
    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.producers) == bool(self.products):
            raise refuse(N_("Kể tên nhà sản xuất, hoặc kể tên sản phẩm."))
        if self.to < self.from_:
            raise refuse(N_("Ngày cuối trước ngày đầu."))
        return self
