"""The documents suppliers' verbs take, as the API and the pages hand them in."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from core.i18n import N_
from core.requests import BankAccountRequest
from core.text.letters import has_visible
from core.values.field_types import (
    WHOLE,
    Amount,
    AnyQuantity,
    Bp,
    Day,
    LongText,
    MasterCode,
    MovedQuantity,
    Note,
    PositiveAmount,
    Qty,
    RequestModel,
    ShortText,
    SignedAmount,
    Uid,
    choice_of,
    refuse,
)
from core.values.gtin import gtin14, is_gtin
from suppliers.choices import (
    AllowancePeriod,
    Basis,
    Bearer,
    CommissionBase,
    ExpiryChoice,
    LossCause,
    PayoutMethod,
    ProducerKind,
    VatClass,
    VatKeeper,
)

BearerField = Annotated[Bearer, choice_of(Bearer)]

ANSWER_DAYS = 7
"""Days a producer has to answer, where its agreement does not say."""


def real_barcodes(barcodes: list[str]) -> list[str]:
    """The barcodes of a document, as one may be put on goods; none of them may stand in it twice."""
    for barcode in barcodes:
        if not is_gtin(barcode) or not barcode.strip("0"):
            raise refuse(N_("Mã vạch sai số kiểm tra."))
        if len(barcode) == 13 and barcode[0] == "2":
            raise refuse(N_("Mã vạch bắt đầu bằng 2 là tem cân trong cửa hàng, không gắn cho sản phẩm được."))
    if len({gtin14(barcode) for barcode in barcodes}) != len(barcodes):
        raise refuse(N_("Một mã vạch bị ghi hai lần."))
    return barcodes


class ProducerRequest(BankAccountRequest):
    """PUT /producers/{code}."""

    name: ShortText
    kind: Annotated[ProducerKind, choice_of(ProducerKind)]
    commune: Note
    tax_code: Note | None = None
    phone: Note | None = None

    @field_validator("commune")
    @classmethod
    def _of_those_who_make_goods(cls, commune: str, info: ValidationInfo) -> str:
        if not has_visible(commune) and info.data.get("kind") is not ProducerKind.OUTLET:
            raise refuse(N_("Chưa điền."))
        return commune


class CertificateRequest(RequestModel):
    """An OCOP certificate; the issuer is dated text, because authorities disappear before their papers do."""

    number: ShortText
    issuer: ShortText
    issued_on: Day
    valid_until: Day

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_until < self.issued_on:
            raise refuse(N_("Giấy chứng nhận hết hạn trước ngày cấp."))
        return self


GoodsBarcode = Annotated[str, StringConstraints(pattern="^([0-9]{8}|[0-9]{12,14})$")]


class PackRequest(RequestModel):
    """So much of a product under a barcode of its own. Without a price it costs what its pieces cost."""

    barcode: GoodsBarcode
    quantity: MovedQuantity
    price_vnd: Amount | None = None


class ProductRequest(RequestModel):
    """PUT /products/{code}."""

    name: ShortText
    producer: MasterCode
    unit: Annotated[ShortText, StringConstraints(max_length=20)]
    places: Annotated[int, Field(ge=0, le=3)]
    price_vnd: Amount
    vat: Annotated[VatClass, choice_of(VatClass)]
    barcodes: Annotated[list[GoodsBarcode], Field(max_length=20)] = []
    packs: Annotated[list[PackRequest], Field(max_length=20)] = []
    plu: Annotated[str, StringConstraints(pattern="^[0-9]{5}$")] | None = None
    set: Annotated[int, Field(ge=1, le=26)] | None = None
    commune: Note | None = None
    stars: Annotated[Literal[3, 4, 5], WHOLE] | None = None
    certificate: CertificateRequest | None = None
    shelf_life_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    needs_best_before: bool = False
    minimum: AnyQuantity | None = None
    available: bool = True
    retired: bool = False
    story: LongText | None = None
    usage: LongText | None = None
    priority_group: Annotated[Literal[1, 2, 3], WHOLE] | None = None
    plan_year: Annotated[int, Field(ge=2000, le=2999)] | None = None
    photo: Uid | None = None

    @field_validator("barcodes")
    @classmethod
    def _each_once(cls, barcodes: list[str]) -> list[str]:
        return real_barcodes(barcodes)

    @field_validator("minimum")
    @classmethod
    def _as_it_is_counted(cls, minimum: Qty | None, info: ValidationInfo) -> Qty | None:
        if minimum is not None and minimum.places > info.data.get("places", 3):
            raise refuse(N_("Tồn tối thiểu có nhiều số lẻ hơn sản phẩm."))
        return minimum

    @field_validator("packs")
    @classmethod
    def _fit(cls, packs: list[PackRequest], info: ValidationInfo) -> list[PackRequest]:
        real_barcodes([*info.data.get("barcodes", []), *(pack.barcode for pack in packs)])
        if any(pack.quantity.places > info.data.get("places", 3) for pack in packs):
            raise refuse(N_("Số lượng trong thùng, lốc có nhiều số lẻ hơn sản phẩm."))
        return packs


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


class AgreementRequest(RequestModel):
    """PUT /agreements/{number}."""

    producer: MasterCode
    starts_on: Day
    ends_on: Day | None = None
    terms: Annotated[list[TermRequest], Field(min_length=1, max_length=500)]
    holding_days: Annotated[int, Field(ge=0, le=3650)] = 0
    minimum_payout_vnd: Amount = 0
    answer_days: Annotated[int, Field(ge=0, le=365)] = ANSWER_DAYS
    allowances: AllowancesRequest = AllowancesRequest()
    on_expiry: OnExpiryRequest | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.ends_on and self.ends_on < self.starts_on:
            raise refuse(N_("Hợp đồng kết thúc trước ngày bắt đầu."))
        scopes = [(term.product, term.set) for term in self.terms]
        if len(set(scopes)) != len(scopes):
            raise refuse(N_("Hai điều khoản cho cùng một sản phẩm hoặc bộ sản phẩm."))
        return self


class StatementRequest(RequestModel):
    """PUT /statements/{uid}."""

    producer: MasterCode
    until: Day


class AcceptRequest(RequestModel):
    """POST /statements/{uid}/accept; a manager must say how it was accepted."""

    note: Note | None = None


class MessageRequest(RequestModel):
    """POST /statements/{uid}/query and /answer; `line` is the uid of a book line of the statement."""

    uid: Uid | None = None
    line: Uid
    message: ShortText


class PayoutRequest(RequestModel):
    """PUT /payouts/{uid}."""

    producer: MasterCode
    statement: Uid
    amount_vnd: PositiveAmount
    method: Annotated[PayoutMethod, choice_of(PayoutMethod)]
    reference: Note | None = None
    shift: Uid | None = None


class ReversalRequest(RequestModel):
    """POST /payouts/{uid}/reverse."""

    uid: Uid
    reason: ShortText


class AdjustmentRequest(RequestModel):
    """POST /producers/{code}/adjustments and /charges."""

    uid: Uid
    amount_vnd: SignedAmount
    memo: ShortText

    @field_validator("amount_vnd")
    @classmethod
    def _not_nothing(cls, amount_vnd: int) -> int:
        if amount_vnd == 0:
            raise refuse(N_("Số tiền phải khác 0."))
        return amount_vnd
