"""The documents the stock's verbs take."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from core.i18n import N_
from core.requests import ApprovalRequest
from core.values.field_types import (
    Amount,
    AnyQuantity,
    Day,
    LotCode,
    MasterCode,
    MovedQuantity,
    Note,
    PrinterUrl,
    RequestModel,
    ShortText,
    Timestamp,
    Uid,
    choice_of,
    refuse,
)
from inventory.choices import LabelKind, PlaceKind
from inventory.labels.stocks import LabelStock
from suppliers.choices import LossCause

MOST_LINES = 500
MOST_PHOTOS = 10
MOST_PIECES = 10_000
"""Labels of one run: more is a slip of the hand."""
WRITTEN_OFF = [cause for cause in LossCause if cause is not LossCause.COUNT]
"""The causes a loss may have; what a count finds missing is written off by the count."""


class PlaceRequest(RequestModel):
    """PUT /places/{code}."""

    name: ShortText
    kind: Annotated[PlaceKind, choice_of(PlaceKind)]


class DeliveredLine(RequestModel):
    """Goods of one product and one pair of dates; of the outlet's own goods perhaps what a unit cost.

    `member` is the household of the producer that brought them; left out, they are nobody's, or the named lot's.
    """

    product: MasterCode
    lot: LotCode | None = None
    quantity: MovedQuantity
    made_on: Day | None = None
    best_before: Day | None = None
    unit_cost_vnd: Amount | None = None
    member: MasterCode | None = None

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if self.made_on and self.best_before and self.best_before < self.made_on:
            raise refuse(N_("Hạn sử dụng trước ngày sản xuất."))
        return self


def _each_once(photos: list[str]) -> list[str]:
    if len(set(photos)) != len(photos):
        raise refuse(N_("Một ảnh được ghi hai lần."))
    return photos


Photos = Annotated[list[Uid], Field(max_length=MOST_PHOTOS), AfterValidator(_each_once)]
"""Pictures that were sent as files, by their ids."""


class CorrectionRequest(RequestModel):
    """Which delivery was written wrong, and how."""

    delivery: Uid
    reason: ShortText


class DeliveryRequest(RequestModel):
    """PUT /deliveries/{uid}. One that `corrects` another takes it back and stands in its place."""

    producer: MasterCode
    place: MasterCode
    delivered_on: Day
    note: Note | None = None
    announcement: Uid | None = None
    corrects: CorrectionRequest | None = None
    photos: Photos = []
    lines: Annotated[list[DeliveredLine], Field(min_length=1, max_length=MOST_LINES)]


class LotLine(RequestModel):
    """So much of a lot."""

    lot: LotCode
    quantity: MovedQuantity


class ReturnRequest(RequestModel):
    """PUT /producer-returns/{uid}."""

    producer: MasterCode
    place: MasterCode
    lines: Annotated[list[LotLine], Field(min_length=1, max_length=MOST_LINES)]
    reason: Note | None = None
    handed_over: bool = True


def _written_off(cause: LossCause) -> LossCause:
    if cause not in WRITTEN_OFF:
        raise refuse(N_("Giá trị không hợp lệ."))
    return cause


WrittenOffCause = Annotated[
    LossCause,
    AfterValidator(_written_off),
    choice_of(LossCause),
    WithJsonSchema({"type": "string", "enum": list(WRITTEN_OFF)}),
]


class LossLine(LotLine):
    """So much of a lot, lost by a cause."""

    cause: WrittenOffCause


class LossRequest(RequestModel):
    """PUT /losses/{uid}."""

    place: MasterCode
    lines: Annotated[list[LossLine], Field(min_length=1, max_length=MOST_LINES)]
    note: Note | None = None
    photos: Photos = []
    approval: ApprovalRequest | None = None


class TransferRequest(RequestModel):
    """PUT /transfers/{uid}."""

    from_: Annotated[MasterCode, Field(alias="from")]
    to: MasterCode
    lines: Annotated[list[LotLine], Field(min_length=1, max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _elsewhere(self) -> Self:
        if self.from_ == self.to:
            raise refuse(N_("Nơi chuyển đi và nơi chuyển đến trùng nhau."))
        return self


class CountedLine(RequestModel):
    """What was counted of a lot, and when."""

    lot: LotCode
    counted: AnyQuantity
    counted_at: Timestamp | None = None


class CountRequest(RequestModel):
    """PUT /counts/{uid}."""

    place: MasterCode
    lines: Annotated[list[CountedLine], Field(min_length=1, max_length=MOST_LINES)]
    sent_at: Timestamp | None = None
    approval: ApprovalRequest | None = None

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({line.lot for line in self.lines}) != len(self.lines):
            raise refuse(N_("Một lô bị đếm hai lần."))
        return self


class LabelLine(RequestModel):
    """So many equal labels of a lot, or of a product without one; a weight label says how much is in the bag."""

    label: Annotated[LabelKind, choice_of(LabelKind)] = LabelKind.LOT
    lot: LotCode | None = None
    product: MasterCode | None = None
    weight: MovedQuantity | None = None
    pieces: Annotated[int, Field(ge=1, le=MOST_PIECES)]

    @model_validator(mode="after")
    def _goods(self) -> Self:
        if (self.lot is None) == (self.product is None):
            raise refuse(N_("Mỗi dòng tem ghi một lô hoặc một sản phẩm."))
        if self.label is LabelKind.LOT and self.lot is None:
            raise refuse(N_("Tem lô cần mã lô."))
        if (self.label is LabelKind.WEIGHT) != (self.weight is not None):
            raise refuse(N_("Tem cân, và chỉ tem cân, có khối lượng."))
        return self


class LabelRunRequest(RequestModel):
    """POST /labels. `start` is the first free sticker of a sheet that was begun; without a printer a file is made."""

    uid: Uid
    stock: Annotated[LabelStock, choice_of(LabelStock)]
    start: Annotated[int, Field(ge=1)] = 1
    lines: Annotated[list[LabelLine], Field(min_length=1, max_length=MOST_LINES)]
    printer: PrinterUrl | None = None


class ReversalRequest(RequestModel):
    """POST /{deliveries,producer-returns,losses,transfers,counts}/{uid}/reverse."""

    uid: Uid
    reason: ShortText


class ActRequest(RequestModel):
    """An act that says nothing but what it is called."""

    uid: Uid


class HandOverRequest(ActRequest):
    """POST /producer-returns/{uid}/hand-over; `by` is who takes the goods."""

    by: ShortText
