"""Endpoints of the JSON API: one decorator reads, checks and describes; the OpenAPI document is made from the same facts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, wraps
from types import UnionType
from typing import Annotated, Any, NoReturn

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel, PlainValidator, WithJsonSchema

from core.db import idempotency
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.permits import AnyPermit, Permit, needs
from core.results import to_json
from core.values.field_types import MasterCode, RequestModel, refuse
from core.values.uid import is_uid
from core.web import validation
from core.web.error_responses import Problem

PREFIX = "/api/v1"
_PARSED = "outlet.json"
Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
"""A file that is text, for the OpenAPI document."""
BINARY: Schema = {"type": "string", "format": "binary"}
"""Any other file."""


@dataclass(frozen=True)
class Endpoint:
    """What the OpenAPI document says about one method of one path."""

    method: str
    rule: str
    permit: AnyPermit
    summary: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: type | UnionType | None
    statuses: tuple[int, ...]
    media: Mapping[str, Schema] = field(default_factory=dict)
    takes: Mapping[str, Schema] = field(default_factory=dict)


ENDPOINTS: list[Endpoint] = []


def endpoint(
    bp: Blueprint,
    method: str,
    rule: str,
    permit: AnyPermit,
    *,
    answer: type | UnionType | None,
    statuses: tuple[int, ...] = (200,),
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    media: Mapping[str, Schema] | None = None,
    takes: Mapping[str, Schema] | None = None,
    right: Permit | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a view under `/api/v1` and describes it. The view's docstring is its summary.

    `answer` is the result type that comes back as JSON, None where no JSON comes back; `media` the files by content type,
    `takes` those that are sent in the place of a JSON `body`; `right` is what it asks of somebody of a producer (`needs`).
    """

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(**part: Any) -> Any:
            if body:  # what is not JSON is refused before what the address or the document says
                read_json(nothing=not needs_body(body))
            return view(**part)

        summary = (view.__doc__ or "").strip().splitlines()[0]
        ENDPOINTS.append(Endpoint(method, rule, permit, summary, body, query, answer, statuses, media or {}, takes or {}))
        bp.add_url_rule(PREFIX + rule, view.__name__, needs(permit, right)(checked), methods=[method])
        return view

    return register


def needs_body(shape: type[BaseModel]) -> bool:
    """Whether a document has a field that must be there; one that has none may be left out altogether."""
    return any(part.is_required() for part in shape.model_fields.values())


def read_json(*, nothing: bool = False) -> Any:
    """The request's body as JSON, parsed once; with `nothing` an empty one is `{}`.

    Raises a 400 problem for what is not JSON or not text.
    """
    if _PARSED in request.environ:
        return request.environ[_PARSED]
    try:
        text = request.get_data().decode("utf-8")
        data = {} if nothing and not text else json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Problem(400, "not_json", N_("Nội dung gửi lên không phải JSON.")) from None
    if "\\u" in text:  # UTF-8 and JSON have refused them as such; only an escape can still name one
        _refuse_untext(data)
    request.environ[_PARSED] = data
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_untext(data: Any) -> None:
    """Lone surrogates and NUL are no text; no database would take them."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if "\x00" in part or any("\ud800" <= c <= "\udfff" for c in part):
                raise Problem(400, "not_text", N_("Nội dung có ký tự không đọc được."))
        elif isinstance(part, dict):
            waiting += part.keys()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def read_body(shape: type[validation.Document]) -> tuple[validation.Document, Any]:
    """The document and the parsed JSON it came from. Raises a 400 problem and Invalid."""
    data = read_json()
    document = validation.read(shape, data)
    if "uid" in shape.model_fields:
        data = {**data, "uid": document.uid}  # type: ignore[attr-defined]  # an id is the same in letters of any case
    return document, data


class _PathCode(RequestModel):
    code: MasterCode | None = None
    number: MasterCode | None = None


def read_master(shape: type[validation.Document], result: type, code: str, field: str = "code") -> validation.Document:
    """The document that is put under a code in the path.

    What GET shows may be sent back as it is: fields of the result that the document does not take change nothing, and the
    code itself must be the one of the path. Raises a 400 problem and Invalid.
    """
    validation.read(_PathCode, {field: code})
    data = read_json()
    if isinstance(data, dict) and data.get(field, code) != code:
        raise Invalid((field, N_("Khác với mã trong địa chỉ.")))
    return read_settings(shape, result)


def read_settings(shape: type[validation.Document], result: type) -> validation.Document:
    """A document of which there is only one, like `read_master`. Raises a 400 problem and Invalid."""
    data = read_json()
    if isinstance(data, dict):
        data = {name: value for name, value in data.items() if name in shape.model_fields or name not in _fields_of(result)}
    return validation.read(shape, data)


@cache
def _fields_of(result: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(result))


def path_uid(text: str) -> str:
    """A document's id in the path of a PUT, in lower case. Raises Invalid."""
    if not is_uid(text):
        raise Invalid(("uid", N_("Mã chứng từ phải là UUID.")))
    return text.lower()


def known_uid(uid: str) -> str:
    """The id of a document in an address, in lower case. Raises NotFound for what is no id."""
    if not is_uid(uid):
        raise NotFound(N_("Không có chứng từ này."))
    return uid.lower()


def read_query(shape: type[validation.Document]) -> validation.Document:
    """The query's known parameters; the first of a repeated one. Raises Invalid."""
    names = {f.alias or name for name, f in shape.model_fields.items()}
    return validation.read(
        shape, {key: unicodedata.normalize("NFC", value) for key, value in request.args.items() if key in names and value != ""}
    )


def put_once(scope: str, uid: str, body: Any, act: Callable[[], object], before: Callable[[], None] | None = None) -> Response:
    """Answers a document: 201 with its answer the first time, 200 with the same text ever after."""
    text, created = idempotency.run_once(scope, uid, body, act, before)
    return json_text(text, 201 if created else 200)


def respond(result: object, status: int = 200, *, result_type: Any = None) -> Response:
    """Answers with a result as JSON. A generic result (`Page[…]`) or a list needs its `result_type`."""
    return json_text(to_json(result, result_type), status)


def json_text(text: str | bytes, status: int = 200) -> Response:
    """JSON that is text already."""
    return current_app.response_class(text, status=status, mimetype="application/json")


def _limit(value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 1000):
        raise refuse(N_("Số dòng mỗi trang từ 1 đến 1000."))
    return int(text)


Limit = Annotated[int, PlainValidator(_limit), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000, "default": 100})]


class PageQuery(RequestModel):
    """The parameters of every list."""

    limit: Limit = 100
    after: str | None = None


def cursor_number(text: str | None) -> int | None:
    """A cursor that is a number. Raises Invalid for anything else."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid(("after", N_("Sai định dạng.")))
    return int(text)


def cursor_uid(text: str) -> str:
    """A cursor that is a document's id, in lower case. Raises Invalid for anything else."""
    if not is_uid(text):
        raise Invalid(("after", N_("Sai định dạng.")))
    return text.lower()
