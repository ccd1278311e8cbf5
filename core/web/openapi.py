"""OpenAPI 3.1, made from the endpoints themselves."""

from __future__ import annotations

import re
from types import UnionType
from typing import Any

from pydantic import BaseModel

from core.people.permits import Permit, Role
from core.results import adapter
from core.values.field_types import CODE_PATTERN, LOT_PATTERN
from core.values.uid import PATTERN as UID_PATTERN
from core.web.api import ENDPOINTS, PREFIX, Endpoint, needs_body

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_REFUSALS = {
    400: "not JSON, or not text",
    401: "who is asking is not known",
    403: "known, but not allowed",
    404: "what the path names does not exist",
    409: "a rule of the outlet said no",
    413: "larger than what is taken here",
    422: "shape or values are wrong; each field is named",
    429: "too many failed attempts",
}
_CONVENTIONS = """\
Money is whole đồng (`_vnd`), a quantity a decimal string in the product's unit (`"1.25"`), a rate basis points (`_bp`: 1500 is
15 %), a moment RFC 3339 with an offset, a day `YYYY-MM-DD` in the outlet's time zone. `flask tokens issue` makes a bearer token.

A document is PUT under a UUID that the client makes. The first time it happens, 201; the same body again gets the first answer,
200, and nothing happens; another body under that UUID is 409 `uid_reused`. So a client may send until it hears an answer.
Master data is PUT under its own code, each time as a whole.

A refusal is `application/problem+json`: `code` is stable, `detail` is a sentence for a person, in English with
`Accept-Language: en`. Lists give `limit` items; `next` is the `after` of the following page, or null.
"""
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "lines": {
            "type": "array",
            "description": "With `offer_differs`: the lines of the request, counted from 1, and what should come off each.",
            "items": {
                "type": "object",
                "required": ["line", "adjustments"],
                "properties": {
                    "line": {"type": "integer"},
                    "adjustments": {
                        "type": "array",
                        "items": {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
                    },
                },
            },
        },
    },
}
_SECRETS = {"approval", "password", "old"}
"""Fields of a document that a secret stands in: whoever guesses is told to wait."""


def document(version: str) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for e in sorted(ENDPOINTS, key=lambda e: (e.rule, e.method)):
        path = PREFIX + _PARAMETER.sub(r"{\2}", e.rule)
        paths.setdefault(path, {})[e.method.lower()] = _operation(e, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OCOP outlet",
            "version": version,
            "description": _CONVENTIONS,
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(e: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    name = _PARAMETER.sub(r"by_\2", e.rule).strip("/").replace("/", "_").replace("-", "_")
    operation: dict[str, Any] = {
        "operationId": f"{e.method.lower()}_{name}",
        "summary": e.summary,
        "description": "For: " + ", ".join(role for role in Role if role in e.permit.roles),
        "responses": _responses(e, schemas),
    }
    if e.permit is Permit.PUBLIC:
        operation["security"] = []
        operation["description"] = "For everybody."
    parameters = [_path_parameter(kind, name) for kind, name in _PARAMETER.findall(e.rule)] + _query_parameters(e.query, schemas)
    if parameters:
        operation["parameters"] = parameters
    if e.body:
        operation["requestBody"] = {
            "required": needs_body(e.body),
            "content": {"application/json": {"schema": _schema(e.body, schemas)}},
        }
    if e.takes:
        content = {kind: {"schema": schema} for kind, schema in e.takes.items()}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _path_parameter(kind: str, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "pattern": CODE_PATTERN}
    if name == "uid":
        schema = {"type": "string", "pattern": f"^{UID_PATTERN}$"}
    elif kind == "code":
        schema = {"type": "string", "pattern": LOT_PATTERN}
    elif kind == "int":
        schema = {"type": "integer", "minimum": 1, "maximum": 1000}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(query: type[BaseModel] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if query is None:
        return []
    schema = query.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _no_null(part)}
        for name, part in schema["properties"].items()
    ]


def _no_null(part: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out cannot be null in an address."""
    options = [option for option in part.get("anyOf", []) if option.get("type") != "null"]
    rest = {key: value for key, value in part.items() if key not in {"anyOf", "default", "title"}}
    return {**rest, **options[0]} if len(options) == 1 else part


def _schema(body: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = body.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    schemas[body.__name__] = schema
    return {"$ref": f"#/components/schemas/{body.__name__}"}


def _answer_schema(answer: type | UnionType, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = adapter(answer).json_schema(by_alias=True, mode="serialization", ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    return schema


def _responses(e: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    content = {kind: {"schema": schema} for kind, schema in e.media.items()}
    if e.answer is not None:
        content = {"application/json": {"schema": _answer_schema(e.answer, schemas)}, **content}
    responses: dict[str, Any] = {
        str(status): {"description": "done", "content": content} if status < 300 else {"description": "not new"}
        for status in e.statuses
    }
    refusals = {400, 401, 403}
    if "<" in e.rule or e.body is not None or e.query is not None:
        refusals |= {404, 422}
    if e.method != "GET":
        refusals |= {409}
    if e.body is not None and _SECRETS & e.body.model_fields.keys():
        refusals |= {429}
    if e.takes:
        refusals |= {413, 429}
    for status in sorted(refusals):
        responses[str(status)] = {
            "description": _REFUSALS[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return responses
