"""The document that freezes a report."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.values.field_types import Day, RequestModel


class PackRequest(RequestModel):
    """PUT /programme/packs/{uid}."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day
