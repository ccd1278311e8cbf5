"""The documents the verbs of offers take."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from core.i18n import N_
from core.values.field_types import (
    Amount,
    Day,
    LotCode,
    MasterCode,
    Note,
    PositiveAmount,
    RequestModel,
    ShortText,
    Uid,
    choice_of,
    refuse,
    shaped,
)
from pos.choices import OfferBearer, OfferKind, OfferScope

MOST_TARGETS = 500
Rate = Annotated[int, Field(ge=1, le=10_000)]
Units = Annotated[int, Field(ge=1, le=1000)]
TimeOfDay = Annotated[str, shaped("^([01][0-9]|2[0-3]):[0-5][0-9]$", N_("Giờ có dạng 00:00 đến 23:59, ví dụ 07:30."))]
FIELDS_OF = {
    OfferKind.PERCENT: ({"rate_bp"},),
    OfferKind.AMOUNT: ({"amount_vnd"},),
    OfferKind.PRICE: ({"price_vnd"},),
    OfferKind.BUY_GET: ({"buy", "get"},),
    OfferKind.BASKET: ({"threshold_vnd", "rate_bp"}, {"threshold_vnd", "amount_vnd"}),
    OfferKind.AGE: ({"steps"},),
}
"""The fields of each kind: one of these sets, and no other."""


class OfferOn(RequestModel):
    """What an offer is on: products, sets, producers or lots, or all goods; one of them."""

    products: Annotated[list[MasterCode], Field(min_length=1, max_length=MOST_TARGETS)] | None = None
    sets: Annotated[list[Annotated[int, Field(ge=1, le=26)]], Field(min_length=1, max_length=26)] | None = None
    producers: Annotated[list[MasterCode], Field(min_length=1, max_length=MOST_TARGETS)] | None = None
    lots: Annotated[list[LotCode], Field(min_length=1, max_length=MOST_TARGETS)] | None = None
    all: Literal[True] | None = None

    @field_validator("all", mode="before")
    @classmethod
    def _is_true_itself(cls, value: object) -> object:
        if value is not None and value is not True:  # 1 equals True
            raise refuse(N_("Chỉ có thể là true."))
        return value

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(getattr(self, scope.value) is not None for scope in OfferScope) != 1:
            raise refuse(N_("Khuyến mãi cho một trong: sản phẩm, bộ sản phẩm, nhà sản xuất, lô hàng, hoặc tất cả hàng."))
        targets = self.targets
        if len(set(targets)) != len(targets):
            raise refuse(N_("Có mã bị ghi hai lần."))
        return self

    @property
    def scope(self) -> OfferScope:
        """Which of them it is."""
        return next(scope for scope in OfferScope if getattr(self, scope.value) is not None)

    @property
    def targets(self) -> list[str]:
        """What is named, as text; nothing where it is on all goods."""
        return [] if self.scope is OfferScope.ALL else [str(target) for target in getattr(self, self.scope.value)]


class AgeStepRequest(RequestModel):
    """What is taken off a lot with so many days left, or fewer."""

    days_left: Annotated[int, Field(ge=0, le=3650)]
    rate_bp: Rate


class OfferRequest(RequestModel):
    """PUT /offers/{code}."""

    name: ShortText
    from_: Annotated[Day, Field(alias="from")]
    to: Day
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)] | None = None
    hours: Annotated[list[TimeOfDay], Field(min_length=2, max_length=2)] | None = None
    on: OfferOn
    kind: Annotated[OfferKind, choice_of(OfferKind)]
    rate_bp: Rate | None = None
    amount_vnd: PositiveAmount | None = None
    price_vnd: Amount | None = None
    buy: Units | None = None
    get: Units | None = None
    threshold_vnd: Amount | None = None
    steps: Annotated[list[AgeStepRequest], Field(min_length=1, max_length=20)] | None = None
    bearer: Annotated[OfferBearer, choice_of(OfferBearer)]
    priority: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    retired: bool = False

    @field_validator("days")
    @classmethod
    def _days_once(cls, days: list[int] | None) -> list[int] | None:
        if days is not None and len(set(days)) != len(days):
            raise refuse(N_("Có ngày bị ghi hai lần."))
        return days

    @field_validator("hours")
    @classmethod
    def _in_order(cls, hours: list[str] | None) -> list[str] | None:
        if hours is not None and hours[1] <= hours[0]:
            raise refuse(N_("Giờ kết thúc phải sau giờ bắt đầu."))
        return hours

    @field_validator("steps")
    @classmethod
    def _steps_once(cls, steps: list[AgeStepRequest] | None) -> list[AgeStepRequest] | None:
        if steps is not None and len({step.days_left for step in steps}) != len(steps):
            raise refuse(N_("Hai mức giảm cho cùng một số ngày còn lại."))
        return steps

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.to < self.from_:
            raise refuse(N_("Khuyến mãi kết thúc trước ngày bắt đầu."))
        every = set().union(*(fields for sets in FIELDS_OF.values() for fields in sets))
        given = {field for field in every if getattr(self, field) is not None}
        if given not in FIELDS_OF[self.kind]:
            raise refuse(N_("Kiểu khuyến mãi này cần những ô khác, hoặc thừa ô."))
        return self


class AgreeRequest(RequestModel):
    """POST /offers/{code}/agree, POST /baskets/{code}/agree; a manager says how it was agreed, and for one producer or all."""

    uid: Uid
    producer: MasterCode | None = None
    note: Note | None = None
