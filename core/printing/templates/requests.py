"""What comes in for slip templates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from core.i18n import Language
from core.printing.slip_template import SlipPart
from core.values.field_types import RequestModel, ShortText, Uid, choice_of

MOST_LINES, MOST_LETTERS = 4, 300


class SlipTemplateRequest(RequestModel):
    """PUT /slip-template. `logo` is the digest that POST /slip-logos answered; `hidden` are the parts that are left away."""

    logo: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    header: ShortText | None = None
    footer: ShortText | None = None
    thanks: ShortText | None = None
    second_language: Annotated[Language, choice_of(Language)] | None = None
    hidden: Annotated[list[Annotated[SlipPart, choice_of(SlipPart)]], Field(max_length=len(SlipPart))]


class SlipLogoRequest(RequestModel):
    """POST /slip-logos. `file` is a PNG or JPEG in base64."""

    uid: Uid
    file: str
