"""The documents of invitations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from core.people.choices import Right
from core.values.field_types import RequestModel, ShortText, Uid, choice_of


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


PersonsName = Annotated[ShortText, StringConstraints(max_length=200)]
Rights = Annotated[
    tuple[Annotated[Right, choice_of(Right)], ...], Field(min_length=1, max_length=len(Right)), BeforeValidator(_listed)
]


class InvitationRequest(RequestModel):
    """POST /producers/{code}/invitations. `see` is everybody's, whether it is named or not."""

    uid: Uid
    name: PersonsName
    rights: Rights


def stored(rights: Sequence[Right]) -> str:
    """How rights are kept: each once, in the order of the list, `see` always."""
    return " ".join(right for right in Right if right is Right.SEE or right in rights)
