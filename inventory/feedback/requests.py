"""The documents of what visitors say and of what is done about it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from core.i18n import N_
from core.values.field_types import WHOLE, Note, RequestModel, ShortText, Uid, refuse
from core.values.phones import WholePhone


class FeedbackRequest(RequestModel):
    """What a visitor says of a lot; a complaint says what happened."""

    rating: Annotated[Literal[1, 2, 3, 4, 5], WHOLE]
    is_complaint: bool = False
    text: Annotated[Note, Field(validate_default=True)] = ""
    phone: WholePhone | None = None

    @field_validator("text")
    @classmethod
    def _complaint_says_what(cls, text: str, others: ValidationInfo) -> str:
        if others.data.get("is_complaint") and not text.strip():
            raise refuse(N_("Hãy viết chuyện gì đã xảy ra, để điểm bán biết mà xử lý."))
        return text


class CaseNoteRequest(RequestModel):
    """A note on a case."""

    uid: Uid
    text: ShortText
