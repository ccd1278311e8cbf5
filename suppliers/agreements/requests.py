"""The documents that record agreements, as the API and the pages hand them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from core.i18n import N_
from core.values.field_types import (
    Amount,
    Bp,
    Day,
    MasterCode,
    Note,
    PositiveAmount,
    RequestModel,
    ShortText,
    Uid,
    choice_of,
    refuse,
)
from suppliers.choices import (
    AllowancePeriod,
    Basis,
    Bearer,
    ChargePer,
    CommissionBase,
    Cycle,
    ExpiryChoice,
    LossCause,
    PaperKind,
    VatKeeper,
    Visibility,
    WithoutPaper,
)

BearerField = Annotated[Bearer, choice_of(Bearer)]

ANSWER_DAYS = 7
"""Days a producer has to answer, where its agreement does not say."""


class LossBearers(RequestModel):
    """Who pays for a loss, by cause; a cause not named is the outlet's."""

    damage: BearerField | None = None
    expiry: BearerField | None = None
    theft: BearerField | None = None
    count: BearerField | None = None
    sampling: BearerField | None = None
    recall: BearerField | None = None

    def bearers(self) -> dict[LossCause, Bearer]:
        """The bearer of every cause."""
        return {cause: getattr(self, cause) or Bearer.OUTLET for cause in LossCause}


class TermRequest(RequestModel):
    """One term: for a product, a set, or (neither) everything of the producer."""

    product: MasterCode | None = None
    set: Annotated[int, Field(ge=1, le=26)] | None = None
    basis: Annotated[Basis, choice_of(Basis)]
    rate_bp: Bp | None = None
    owed_per_unit_vnd: Amount | None = None
    discount_bearer: BearerField
    loss: LossBearers = LossBearers()
    loss_allowance_bp: Bp = 0
    commission_base: Annotated[CommissionBase, choice_of(CommissionBase)] = CommissionBase.WITH_VAT
    vat_kept_by: Annotated[VatKeeper, choice_of(VatKeeper)] = VatKeeper.PRODUCER

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.product and self.set:
            raise refuse(N_("Một điều khoản chỉ cho một sản phẩm hoặc một bộ sản phẩm."))
        if self.basis is Basis.COMMISSION and (self.rate_bp is None or self.owed_per_unit_vnd is not None):
            raise refuse(N_("Hoa hồng cần rate_bp và không có owed_per_unit_vnd."))
        if self.basis is Basis.FIXED_PRICE and (self.owed_per_unit_vnd is None or self.rate_bp is not None):
            raise refuse(N_("Giá cố định cần owed_per_unit_vnd và không có rate_bp."))
        return self


def refuse_same_scope(terms: Sequence[TermRequest]) -> None:
    """Raises for two terms on the same goods."""
    scopes = [(term.product, term.set) for term in terms]
    if len(set(scopes)) != len(scopes):
        raise refuse(N_("Hai điều khoản cho cùng một sản phẩm hoặc bộ sản phẩm."))


class AllowanceRequest(RequestModel):
    """What of losses by a cause is the producer's, by calendar, at the price of each day."""

    per: Annotated[AllowancePeriod, choice_of(AllowancePeriod)]
    value_vnd: Amount


class AllowancesRequest(RequestModel):
    """Allowances by cause; a cause not named has none."""

    damage: AllowanceRequest | None = None
    expiry: AllowanceRequest | None = None
    theft: AllowanceRequest | None = None
    count: AllowanceRequest | None = None
    sampling: AllowanceRequest | None = None
    recall: AllowanceRequest | None = None

    def by_cause(self) -> dict[LossCause, AllowanceRequest]:
        """The allowance of each cause that has one."""
        return {cause: allowance for cause in LossCause if (allowance := getattr(self, cause))}


class OnExpiryRequest(RequestModel):
    """What happens to a lot `days` before its best-before when nobody has answered within `answer_days`."""

    days: Annotated[int, Field(ge=0, le=3650)]
    answer_days: Annotated[int, Field(ge=0, le=365)]
    choice: Annotated[ExpiryChoice, choice_of(ExpiryChoice)]
    rate_bp: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.choice is ExpiryChoice.MARK_DOWN) != (self.rate_bp is not None):
            raise refuse(N_("Giảm giá, và chỉ giảm giá, cần tỷ lệ giảm."))
        return self


class ChargeRequest(RequestModel):
    """What the outlet charges by cycle, by unit sold or by delivery, đồng."""

    name: ShortText
    per: Annotated[ChargePer, choice_of(ChargePer)]
    amount_vnd: PositiveAmount


class PaperRuleRequest(RequestModel):
    """A paper that the agreement asks for, and what happens without it."""

    kind: Annotated[PaperKind, choice_of(PaperKind)]
    without: Annotated[WithoutPaper, choice_of(WithoutPaper)]


class AgreementRequest(RequestModel):
    """PUT /agreements/{number}. With `from`, today or later, it holds from that day, once it is confirmed."""

    producer: MasterCode
    starts_on: Day
    ends_on: Day | None = None
    terms: Annotated[list[TermRequest], Field(min_length=1, max_length=500)]
    holding_days: Annotated[int, Field(ge=0, le=3650)] = 0
    minimum_payout_vnd: Amount = 0
    answer_days: Annotated[int, Field(ge=0, le=365)] = ANSWER_DAYS
    allowances: AllowancesRequest = AllowancesRequest()
    on_expiry: OnExpiryRequest | None = None
    signed_number: ShortText | None = None
    reason: Note | None = None
    from_day: Annotated[Day | None, Field(alias="from")] = None
    grace_days: Annotated[int, Field(ge=0, le=365)] = 0
    cycle: Annotated[Cycle, choice_of(Cycle)] = Cycle.MONTH
    charges: Annotated[list[ChargeRequest], Field(max_length=20)] = []
    papers: Annotated[list[PaperRuleRequest], Field(max_length=len(PaperKind))] = []
    visibility: Annotated[Visibility, choice_of(Visibility)] = Visibility.DETAILED

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len({paper.kind for paper in self.papers}) != len(self.papers):
            raise refuse(N_("Một loại giấy tờ bị ghi hai lần."))
        if self.ends_on and self.ends_on < self.starts_on:
            raise refuse(N_("Hợp đồng kết thúc trước ngày bắt đầu."))
        refuse_same_scope(self.terms)
        return self


class ConfirmationRequest(RequestModel):
    """POST /agreements/{number}/versions/{n}/confirm; a manager must say how it was agreed to."""

    uid: Uid
    note: Note | None = None
