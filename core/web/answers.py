"""The shapes of answers, for the OpenAPI document: short words for JSON schemas."""

from __future__ import annotations

from typing import Any

from core import quantity
from core.values import uid

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
UID: Schema = {"type": "string", "pattern": f"^{uid.PATTERN}$"}
VND: Schema = {"type": "integer", "description": "đồng"}
INT: Schema = {"type": "integer"}
BOOL: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
QTY: Schema = {"type": "string", "pattern": quantity.PATTERN}
SIGNED_QTY: Schema = {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,3})?$"}
ANY: Schema = {}
NUMBER: Schema = {"type": "string", "pattern": r"^\d{4}-\d{6,}$"}


def maybe(schema: Schema) -> Schema:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: Any) -> Schema:
    """One of these values."""
    return {"enum": list(values)}


def obj(*, also: dict[str, Schema] | None = None, **fields: Schema) -> Schema:
    """An object with at least these fields. `also` takes names Python cannot spell."""
    fields |= also or {}
    return {"type": "object", "properties": fields, "required": sorted(fields)}


def items(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


def page(item: Schema) -> Schema:
    """A page of a list."""
    return obj(items=items(item), next=maybe(TEXT))
