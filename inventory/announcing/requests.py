"""What comes in for announcements and call-ups."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import Day, MasterCode, MovedQuantity, Note, RequestModel, Uid, refuse
from inventory.requests import MOST_LINES


class AnnouncedLine(RequestModel):
    """So much of a product that will come, with its dates and whose goods they are if that is known."""

    product: MasterCode
    quantity: MovedQuantity
    made_on: Day | None = None
    best_before: Day | None = None
    member: MasterCode | None = None

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if self.made_on and self.best_before and self.best_before < self.made_on:
            raise refuse(N_("Hạn sử dụng trước ngày sản xuất."))
        return self


class AnnouncementRequest(RequestModel):
    """PUT /announcements/{uid}."""

    producer: MasterCode
    place: MasterCode | None = None
    expected_on: Day
    lines: Annotated[list[AnnouncedLine], Field(min_length=1, max_length=MOST_LINES)]
    note: Note | None = None
    call_up: Uid | None = None


class WantedLine(RequestModel):
    """So much of a product that is asked for."""

    product: MasterCode
    quantity: MovedQuantity


class CallUpRequest(RequestModel):
    """PUT /call-ups/{uid}."""

    producer: MasterCode
    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=MOST_LINES)]
    wanted_by: Day
    note: Note | None = None


class CallUpAnswerRequest(RequestModel):
    """POST /call-ups/{uid}/answer; `uid` is that of the announcement it makes. Without lines nothing will come."""

    uid: Uid
    lines: Annotated[list[AnnouncedLine], Field(max_length=MOST_LINES)]
    note: Note | None = None
