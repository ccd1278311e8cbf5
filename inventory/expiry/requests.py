"""What comes in for goods near their best-before day."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import Note, RequestModel, Uid, choice_of, refuse
from suppliers.choices import ExpiryChoice


class ExpiryAskRequest(RequestModel):
    """POST /expiry-proposals/{lot}/ask: what the outlet proposes instead, or asks once more."""

    uid: Uid
    choice: Annotated[ExpiryChoice, choice_of(ExpiryChoice)]
    rate_bp: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.choice is ExpiryChoice.MARK_DOWN) != (self.rate_bp is not None):
            raise refuse(N_("Giảm giá, và chỉ giảm giá, cần tỷ lệ giảm."))
        return self


class ExpiryAnswerRequest(ExpiryAskRequest):
    """POST /expiry-proposals/{lot}/answer; a manager says in a note how the producer answered."""

    note: Note | None = None


class MarkDownRequest(RequestModel):
    """A markdown of a lot that nobody is asked about: the outlet's own goods."""

    uid: Uid
    rate_bp: Annotated[int, Field(ge=1, le=10_000)]
