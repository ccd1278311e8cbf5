"""What comes in for count sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.requests import ApprovalRequest
from core.values.field_types import AnyQuantity, LotCode, MasterCode, RequestModel, Timestamp, Uid
from inventory.requests import MOST_LINES


class CountSessionRequest(RequestModel):
    """PUT /count-sessions/{uid}. Without a producer and products all goods of the place are counted."""

    place: MasterCode
    producer: MasterCode | None = None
    products: Annotated[list[MasterCode], Field(min_length=1, max_length=MOST_LINES)] | None = None
    blind: bool = True


class CountEntryRequest(RequestModel):
    """POST /count-sessions/{uid}/entries."""

    uid: Uid
    lot: LotCode
    counted: AnyQuantity
    counted_at: Timestamp
    by_scan: bool
    sent_at: Timestamp | None = None


class CloseSessionRequest(RequestModel):
    """POST /count-sessions/{uid}/close; `uid` is that of the count."""

    uid: Uid
    approval: ApprovalRequest | None = None
