"""The document of an article."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from core.i18n import N_
from core.text.letters import clean_text, has_visible, is_readable
from core.values.field_types import Day, RequestModel, ShortText, Uid, refuse

MOST_LETTERS = 20_000


def _composed(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


def _readable(value: str) -> str:
    if not is_readable(value):
        raise refuse(N_("Có ký tự điều khiển không đọc được."))
    if not has_visible(value):
        raise refuse(N_("Chưa điền."))
    return value


Body = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_LETTERS), AfterValidator(_readable), BeforeValidator(_composed)
]
"""A text in Markdown."""


class ArticleRequest(RequestModel):
    """PUT /news/{code}. Without `publish_on` it is a draft; English is shown where it is there."""

    title: ShortText
    body: Body
    body_en: Body | None = None
    title_en: Annotated[ShortText | None, Field(validate_default=True)] = None
    picture: Uid | None = None
    publish_on: Day | None = None

    @field_validator("title_en")
    @classmethod
    def _english_has_a_title(cls, title: str | None, others: ValidationInfo) -> str | None:
        if title is None and others.data.get("body_en") is not None:
            raise refuse(N_("Bài tiếng Anh cần tiêu đề tiếng Anh."))
        return title
