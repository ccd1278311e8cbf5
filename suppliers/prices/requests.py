"""The documents that the verbs about prices take."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.values.field_types import Amount, Day, MasterCode, Note, RequestModel, Uid


class PriceRequest(RequestModel):
    """PUT /products/{code}/prices/{from_day}; `from`, where it is sent, is the day of the address."""

    price_vnd: Amount
    from_: Annotated[Day | None, Field(alias="from")] = None


class PlannedPriceForm(RequestModel):
    """A price and its day, as the page of a product asks for them."""

    price_vnd: Amount
    from_: Annotated[Day, Field(alias="from")]


class ProposalRequest(RequestModel):
    """PUT /price-proposals/{uid}."""

    product: MasterCode
    price_vnd: Amount
    from_: Annotated[Day, Field(alias="from")]
    note: Note | None = None


class ProposalDecisionRequest(RequestModel):
    """POST /price-proposals/{uid}/approve and /refuse."""

    uid: Uid
    note: Note | None = None
