"""What comes in for count sessions, and about posted counts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.requests import ApprovalRequest
from core.values.field_types import (
    Amount,
    AnyQuantity,
    LotCode,
    MasterCode,
    Note,
    RequestModel,
    ShortText,
    Timestamp,
    Uid,
    refuse,
)
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


class TypedEntryRequest(RequestModel):
    """An entry from a form, which says no moment: it is that of the form's arrival."""

    uid: Uid
    lot: LotCode
    counted: AnyQuantity

    def at(self, moment: datetime) -> CountEntryRequest:
        """The entry as it came at a moment."""
        return CountEntryRequest.model_construct(
            uid=self.uid, lot=self.lot, counted=self.counted, counted_at=moment, by_scan=False, sent_at=None
        )


class SeenBeforeClose(RequestModel):
    """What the person who closes a session saw of it: how many entries, and what they make us owe."""

    entries: Annotated[int, Field(ge=1)]
    owed_vnd: Amount


class CloseSessionRequest(RequestModel):
    """POST /count-sessions/{uid}/close; `uid` is that of the count. With `seen` it is posted only if that is still so."""

    uid: Uid
    seen: SeenBeforeClose | None = None
    approval: ApprovalRequest | None = None


class CountersignLine(RequestModel):
    """What the producer of a counted lot says of it: that it agrees, or else what it asks."""

    lot: LotCode
    agreed: bool
    message: ShortText | None = None

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.agreed and self.message is None:
            raise refuse(N_("Ghi rõ thấy chưa đúng ở đâu."))
        return self


class CountersignRequest(RequestModel):
    """POST /counts/{uid}/countersign. A manager who speaks for a producer says in `note` how it answered."""

    uid: Uid
    lines: Annotated[list[CountersignLine], Field(min_length=1, max_length=MOST_LINES)]
    note: Note | None = None

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({line.lot for line in self.lines}) != len(self.lines):
            raise refuse(N_("Một lô được trả lời hai lần."))
        return self


class CountAnswerRequest(RequestModel):
    """POST /counts/{uid}/answer: the outlet answers the question about a lot."""

    uid: Uid
    lot: LotCode
    message: ShortText
