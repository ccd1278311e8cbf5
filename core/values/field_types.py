"""The shapes of values in documents: the same rules refuse bad input and write the OpenAPI schemas."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from core import quantity as quantities
from core.i18n import N_
from core.money import MAX_VND
from core.quantity import Milli
from core.text.letters import clean_text, has_visible, is_readable
from core.values import uid as uids
from core.values.gtin import WEIGHT_LABEL_PATTERN, is_gtin

CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"
LOT_PATTERN = r"""^[!"%&'()*+,./0-9:;<=>?A-Z_a-z-]{1,20}$"""
BIN_PATTERN = "^[0-9]{6}$"
ACCOUNT_PATTERN = r"^[A-Za-z0-9]{1,19}$"
CLOCK_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
LINK_PATTERN = r"^https?://[!-~]{3,490}$"
PATTERN_SENTENCES = {
    CODE_PATTERN: N_("Mã chỉ có chữ không dấu, số, dấu chấm, gạch, nhiều nhất 32 ký tự, chữ hoặc số đứng đầu."),
    LOT_PATTERN: N_("Mã lô chỉ có chữ không dấu, số và dấu, nhiều nhất 20 ký tự, không có khoảng trắng."),
    BIN_PATTERN: N_("Mã ngân hàng gồm 6 chữ số."),
    CLOCK_PATTERN: N_("Giờ có dạng 00:00 đến 23:59, ví dụ 07:30."),
    LINK_PATTERN: N_("Đường dẫn bắt đầu bằng https:// và không có khoảng trắng."),
    ACCOUNT_PATTERN: N_("Số tài khoản chỉ có chữ số và chữ không dấu, nhiều nhất 19 ký tự, không có khoảng trắng."),
}
"""What a field of a pattern says of a text that does not fit."""
EMAIL_SENTENCE = N_("Địa chỉ email có dạng ten@tenmien.vn, ví dụ htx@daixuan.vn, không dấu, không khoảng trắng.")
PRINTER_SENTENCE = N_(
    "Địa chỉ máy in có dạng tcp://192.168.1.50:9100 (máy in mạng), usb://04b8:0e15 (cắm USB), cups://TenMayIn hoặc"
    " win32://TenMayIn (máy in của máy tính)."
)
DAY_PATTERN = r"^(19|2\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_MOMENT = re.compile(r"(19|2\d)\d\d-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def shaped(pattern: str, sentence: str) -> StringConstraints:
    """Constrains a field to a pattern; `sentence` tells who typed something else what is expected, with an example."""
    PATTERN_SENTENCES[pattern] = sentence
    return StringConstraints(pattern=pattern)


class RequestModel(BaseModel):
    """A document or a part of one: unknown fields are refused, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def choice_of(choices: type[StrEnum]) -> BeforeValidator:
    """Annotates a field of a closed list: reads the text of JSON as the member it names."""
    known = {str(choice): choice for choice in choices}
    return BeforeValidator(lambda value: known.get(value, value) if isinstance(value, str) else value)


class Qty(int):
    """A quantity in thousandths that remembers how many decimal places it was written with."""

    places: int

    @staticmethod
    def read(text: str) -> Qty:
        """Reads a quantity text. Raises ValueError."""
        value = Qty(quantities.parse_quantity(text))
        value.places = len(text.partition(".")[2])
        return value

    @property
    def milli(self) -> Milli:
        """The plain quantity."""
        return Milli(int(self))


def refuse(sentence: str) -> PydanticCustomError:
    """A refusal whose sentence is a message id."""
    return PydanticCustomError("outlet", sentence)


def _quantity(value: Any) -> Qty:
    if not isinstance(value, str):
        raise refuse(N_('Số lượng phải là chữ số trong dấu nháy, như "1.25".'))
    try:
        return Qty.read(value)
    except ValueError:
        raise refuse(N_('Số lượng sai định dạng: tối đa 9 chữ số và 3 số lẻ, như "1.25".')) from None


def _whole(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise refuse(N_("Phải là số nguyên."))
    return value


def _moved(value: Any) -> Qty:
    read = _quantity(value)
    if read <= 0:
        raise refuse(N_("Số lượng phải lớn hơn 0."))
    return read


def _day(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(DAY_PATTERN, value, re.ASCII):
        raise refuse(N_("Ngày phải có dạng NĂM-THÁNG-NGÀY, như 2026-11-24."))
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse(N_("Không có ngày này trong lịch.")) from None


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise refuse(N_("Thời điểm phải theo RFC 3339 và có múi giờ, như 2026-11-24T09:30:00+07:00."))
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise refuse(N_("Không có thời điểm này.")) from None


def _composed(value: Any) -> Any:
    """A text as it is counted and kept: composed letters (a Mac types `ê` as two), one Đ, nothing invisible."""
    return clean_text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    if not is_readable(value):
        raise refuse(N_("Có ký tự điều khiển không đọc được."))
    return value


def _filled(value: str) -> str:
    if not has_visible(_text(value)):
        raise refuse(N_("Chưa điền."))
    return value


def _code(value: str) -> str:
    if is_gtin(value):
        raise refuse(N_("Mã không được trùng dạng mã vạch GTIN."))
    return value


def _weight_label(value: Any) -> Any:
    if isinstance(value, str) and not (len(value) == 13 and re.fullmatch(WEIGHT_LABEL_PATTERN, value)):
        raise refuse(N_("Mẫu tem cân gồm 13 ký tự như 2FPPPPPGGGGGC: 2 đứng đầu, 4–5 chữ P, 4–6 chữ G, C đứng cuối."))
    return value


MasterCode = Annotated[str, StringConstraints(pattern=CODE_PATTERN), AfterValidator(_code)]
LotCode = Annotated[str, StringConstraints(pattern=LOT_PATTERN), AfterValidator(_code)]
Uid = Annotated[str, StringConstraints(pattern=f"^{uids.PATTERN}$", to_lower=True)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_filled), BeforeValidator(_composed)]
Note = Annotated[str, StringConstraints(max_length=500), AfterValidator(_text), BeforeValidator(_composed)]
Remark = Annotated[str, StringConstraints(max_length=200), AfterValidator(_text), BeforeValidator(_composed)]
"""A few words beside a document or a line of it."""
LongText = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_text), BeforeValidator(_composed)]
"""A text of several lines."""
WHOLE = BeforeValidator(_whole)
"""For a choice among numbers: Python takes `5.0` and `True` for numbers that are equal to them."""
Amount = Annotated[int, Field(ge=0, le=MAX_VND)]
QueryAmount = Annotated[
    int,
    BeforeValidator(lambda value: int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,16}", value) else value),
    Field(ge=0, le=MAX_VND),
]
"""An amount in an address, where every value is a text."""
SignedAmount = Annotated[int, Field(ge=-MAX_VND, le=MAX_VND)]
PositiveAmount = Annotated[int, Field(gt=0, le=MAX_VND)]
Bp = Annotated[int, Field(ge=0, le=10_000)]
_QTY_SCHEMA = {"type": "string", "pattern": quantities.PATTERN, "examples": ["1.25"]}
AnyQuantity = Annotated[Qty, PlainValidator(_quantity), WithJsonSchema(_QTY_SCHEMA)]
MovedQuantity = Annotated[Qty, PlainValidator(_moved), WithJsonSchema({**_QTY_SCHEMA, "not": {"pattern": r"^[0.]*$"}})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN})]
Timestamp = Annotated[datetime, PlainValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
BankBin = Annotated[str, StringConstraints(pattern=BIN_PATTERN)]
ClockTime = Annotated[str, StringConstraints(pattern=CLOCK_PATTERN)]
"""A time of the day as clocks show it, `07:30`."""
Link = Annotated[str, StringConstraints(pattern=LINK_PATTERN)]
BankAccount = Annotated[str, StringConstraints(pattern=ACCOUNT_PATTERN)]
WeightLabel = Annotated[
    str, StringConstraints(pattern=WEIGHT_LABEL_PATTERN, min_length=13, max_length=13), BeforeValidator(_weight_label)
]
_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
PrinterUrl = Annotated[
    str,
    shaped(
        rf"^(none:|tcp://[^\s/]+:{_PORT}|file:///\S*|usb://[0-9A-Fa-f]+:[0-9A-Fa-f]+"
        r"|serial://[A-Za-z0-9_./-]+|cups://\S+|win32://.+)$",
        PRINTER_SENTENCE,
    ),
    StringConstraints(max_length=500),
]
