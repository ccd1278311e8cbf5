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
    shaped,
)
from core.values.gtin import gtin14, is_gtin
from suppliers.choices import (
    PayoutMethod,
    ProducerKind,
    VatClass,
)
from suppliers.results import Subject


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
    representative: Note | None = None
    story: LongText | None = None
    story_en: LongText | None = None
    photo: Uid | None = None

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


GoodsBarcode = Annotated[
    str, shaped("^([0-9]{8}|[0-9]{12,14})$", N_("Mã vạch gồm 8, 12, 13 hoặc 14 chữ số dưới vạch, ví dụ 8938500000034."))
]


Month = Annotated[int, Field(ge=1, le=12), WHOLE]
"""A month of the year, 1 to 12."""


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
    plu: Annotated[str, shaped("^[0-9]{5}$", N_("Mã cân gồm đúng 5 chữ số, ví dụ 00123."))] | None = None
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
    name_en: Note | None = None
    story_en: LongText | None = None
    usage_en: LongText | None = None
    keeping: LongText | None = None
    keeping_en: LongText | None = None
    season: Annotated[list[Month], Field(max_length=12)] = []

    @field_validator("barcodes")
    @classmethod
    def _each_once(cls, barcodes: list[str]) -> list[str]:
        return real_barcodes(barcodes)

    @field_validator("season")
    @classmethod
    def _each_month_once(cls, season: list[int]) -> list[int]:
        if len(set(season)) != len(season):
            raise refuse(N_("Một tháng bị ghi hai lần."))
        return season

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


class MinimumRequest(RequestModel):
    """How many of a product should be here at least; nothing for no such number."""

    minimum: AnyQuantity | None = None


class StatementRequest(RequestModel):
    """PUT /statements/{uid}."""

    producer: MasterCode
    until: Day


class AcceptRequest(RequestModel):
    """POST /statements/{uid}/accept; a manager must say how it was accepted."""

    note: Note | None = None


class UnacceptRequest(RequestModel):
    """POST /statements/{uid}/unaccept."""

    uid: Uid


class MessageRequest(RequestModel):
    """POST /statements/{uid}/query and /answer: about a `line` (uid of a book line), a `day` or a `product` of the statement."""

    uid: Uid | None = None
    message: ShortText
    day: Day | None = None
    product: MasterCode | None = None
    line: Annotated[Uid | None, Field(validate_default=True)] = None

    @field_validator("line")
    @classmethod
    def _one_thing(cls, line: str | None, info: ValidationInfo) -> str | None:
        if sum(value is not None for value in (line, info.data.get("day"), info.data.get("product"))) != 1:
            raise refuse(N_("Hỏi về một dòng, một ngày hoặc một sản phẩm."))
        return line

    @property
    def about(self) -> Subject:
        """What it is about."""
        return Subject(self.line, self.day, self.product)


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
