"""What verbs return, and how it becomes JSON.

A result is a frozen dataclass whose fields hold domain values: `int` đồng, `int` thousandths, `date`, aware `datetime`,
members of a StrEnum. The annotations below say how each is written in JSON; pydantic writes it, once, at the edge, and makes
the OpenAPI schema from the same annotations. Pages and papers read the fields and never the JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter, WithJsonSchema

from core import clock
from core.money import Vnd
from core.quantity import PATTERN, Milli, format_quantity, unformat_quantity
from core.values import uid

T = TypeVar("T")

MoneyOut = Annotated[Vnd, WithJsonSchema({"type": "integer", "description": "đồng"})]
"""An amount in đồng."""
QuantityOut = Annotated[
    Milli,
    BeforeValidator(lambda value: unformat_quantity(value) if isinstance(value, str) else value),
    PlainSerializer(format_quantity, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN}),
]
"""A quantity that is never negative: `"1.25"`."""
SignedQuantityOut = Annotated[
    Milli,
    BeforeValidator(lambda value: unformat_quantity(value) if isinstance(value, str) else value),
    PlainSerializer(format_quantity, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,3})?$"}),
]
"""A quantity that may be negative: `"-1.25"`."""
TimestampOut = Annotated[
    datetime, PlainSerializer(clock.rfc3339, return_type=str), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A moment, RFC 3339 in the outlet's time zone."""
DayOut = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]
UidOut = Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{uid.PATTERN}$"})]
NumberOut = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{6,}$"})]
"""A number of a yearly series: `"2026-004128"`."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next` is the `after` of the following page, or None."""

    items: Sequence[T]
    next: str | None

    @classmethod
    def cut(cls, items: Sequence[T], limit: int, cursor: Any) -> Page[T]:
        """Makes a page of a list read one longer than `limit`; `cursor(item)` is the cursor after an item."""
        more = len(items) > limit
        return cls(items[:limit], str(cursor(items[limit - 1])) if more else None)


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(result_type: Any) -> TypeAdapter[Any]:
    """The pydantic adapter of a result type, made once."""
    if result_type not in _ADAPTERS:
        _ADAPTERS[result_type] = TypeAdapter(result_type)
    return _ADAPTERS[result_type]


def to_json(result: Any, result_type: Any = None) -> str:
    """Writes a result as JSON text. `result_type` is needed for lists and generic results, else the result's own class."""
    return adapter(result_type or type(result)).dump_json(result, by_alias=True).decode()


def from_json(result_type: type[T], text: str) -> T:
    """Reads a result back from the JSON that `to_json` wrote."""
    result: T = adapter(result_type).validate_json(text)
    return result


LEFT_OUT_IF_NONE: Any = Field(exclude_if=lambda value: value is None)
"""Annotates a field that the JSON does not have when it is None."""


def alias(name: str) -> Any:
    """Annotates a field whose JSON name is a Python keyword: `from_: Annotated[DayOut, alias("from")]`."""
    return Field(alias=name)
