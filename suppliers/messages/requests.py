"""The documents about messages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from core.i18n import Language
from core.text.letters import clean_text
from core.values.field_types import EMAIL_SENTENCE, RequestModel, choice_of, shaped
from core.values.phones import NUMBER, PHONE_SENTENCE
from suppliers.choices import ContactChannel, ProducerMessageKind, SoldEvery


def _number(value: Any) -> Any:
    """A number without what people write between its digits."""
    return clean_text(value).translate(str.maketrans("", "", " .-()")) if isinstance(value, str) else value


EMAIL_PATTERN = r"^[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,189}\.[A-Za-z]{2,20}$"
Email = Annotated[str, shaped(EMAIL_PATTERN, EMAIL_SENTENCE)]
Number = Annotated[str, shaped(f"^{NUMBER}$", PHONE_SENTENCE), BeforeValidator(_number)]
Kind = Annotated[ProducerMessageKind, choice_of(ProducerMessageKind)]


class ChannelsRequest(RequestModel):
    """PUT /producers/{code}/channels. A kind that is not named goes to the portal alone, one by a channel without address too."""

    email: Email | None = None
    zalo: Number | None = None
    sms: Number | None = None
    kinds: dict[
        Kind,
        Annotated[
            list[Annotated[ContactChannel, choice_of(ContactChannel)]], Field(min_length=1, max_length=len(ContactChannel))
        ],
    ]
    language: Annotated[Language, choice_of(Language)] | None = None
    sold_every: Annotated[SoldEvery, choice_of(SoldEvery)] = SoldEvery.DAY
