"""The document of a member."""

from __future__ import annotations

from core.values.field_types import RequestModel, ShortText
from core.values.phones import Phone


class MemberRequest(RequestModel):
    """PUT /producers/{code}/members/{member}. A masked phone leaves the number as it is."""

    name: ShortText
    phone: Phone | None = None
