"""The documents that the verbs about files take."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import WHOLE, Day, MasterCode, Note, Remark, RequestModel, ShortText, Uid, refuse

Year = Annotated[int, WHOLE, Field(ge=2018, le=2999)]
"""A year of the programme; it began in 2018."""


class FileRequest(RequestModel):
    """PUT /programme/files/{uid}: a product, or an idea that has none yet. Only an idea names its producer apart."""

    product: MasterCode | None = None
    idea: ShortText | None = None
    producer: MasterCode | None = None
    commune: Note | None = None
    year: Year
    group: Annotated[Literal[1, 2, 3], WHOLE]
    aim: Annotated[Literal[3, 4, 5], WHOLE] | None = None
    waits_for: Remark | None = None

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.product is None and self.idea is None:
            raise refuse(N_("Hồ sơ là của một sản phẩm, hoặc của một ý tưởng."))
        return self


class StepRequest(RequestModel):
    """POST /programme/files/{uid}/steps/{n}; `document` is the id of a stored file."""

    uid: Uid
    done_on: Day
    note: Note | None = None
    document: Uid | None = None
