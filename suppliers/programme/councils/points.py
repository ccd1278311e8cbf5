"""Points: whole tenths inside, decimal text at the border."""

from __future__ import annotations

import re
from typing import Annotated, Any, NewType

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from core.i18n import N_
from core.values.field_types import refuse

Tenths = NewType("Tenths", int)
"""Points in tenths (31.5 points are 315)."""
PATTERN = r"^\d{1,3}(\.\d)?$"
_SHAPE = re.compile(r"\d{1,3}(\.\d)?", re.ASCII)
_SCHEMA = {"type": "string", "pattern": PATTERN, "examples": ["31.5"]}


def parse_points(text: str) -> Tenths:
    """Reads ``"31.5"`` as 315. Raises ValueError unless the text has that shape."""
    if not _SHAPE.fullmatch(text):
        raise ValueError("no points")
    whole, _point, part = text.partition(".")
    return Tenths(int(whole) * 10 + int(part or 0))


def format_points(tenths: int) -> str:
    """Writes 315 as ``"31.5"`` and 320 as ``"32"``."""
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)


def _points(value: Any) -> Tenths:
    try:
        return parse_points(value)
    except (TypeError, ValueError):
        raise refuse(N_('Điểm là chữ số trong dấu nháy, nhiều nhất một số lẻ, như "31.5".')) from None


Points = Annotated[Tenths, PlainValidator(_points), WithJsonSchema(_SCHEMA)]
"""Points as a document gives them."""
PointsOut = Annotated[
    Tenths,
    BeforeValidator(lambda value: parse_points(value) if isinstance(value, str) else value),
    PlainSerializer(format_points, return_type=str),
    WithJsonSchema(_SCHEMA),
]
"""Points in a result."""
