"""Reading a document from what a form or a program sent, with a message for every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.errors import Invalid
from core.i18n import N_
from core.values.field_types import PATTERN_SENTENCES

Document = TypeVar("Document", bound=BaseModel)

_SENTENCES = {
    "missing": N_("Thiếu ô này."),
    "extra_forbidden": N_("Không có ô này trong chứng từ."),
    "string_type": N_("Phải là chữ."),
    "string_pattern_mismatch": N_("Sai định dạng."),
    "string_too_short": N_("Chưa điền."),
    "string_too_long": N_("Quá dài."),
    "int_type": N_("Phải là số nguyên."),
    "int_from_float": N_("Phải là số nguyên."),
    "int_parsing_size": N_("Số quá lớn."),
    "bool_type": N_("Phải là có hoặc không."),
    "literal_error": N_("Giá trị không hợp lệ."),
    "enum": N_("Giá trị không hợp lệ."),
    "is_instance_of": N_("Giá trị không hợp lệ."),
    "greater_than": N_("Quá nhỏ."),
    "greater_than_equal": N_("Quá nhỏ."),
    "less_than_equal": N_("Quá lớn."),
    "too_short": N_("Chưa có dòng nào."),
    "too_long": N_("Quá nhiều dòng."),
    "list_type": N_("Phải là một danh sách."),
    "dict_type": N_("Phải là một đối tượng JSON."),
    "model_type": N_("Phải là một đối tượng JSON."),
    "model_attributes_type": N_("Phải là một đối tượng JSON."),
}
MOST_ERRORS = 1000
"""More are not named: a body of very many wrong fields would be answered with a sentence for each."""
MOST_UNKNOWN = 100
"""So many unknown fields are named, and so many errors of a body with more than MOST_ERRORS."""
FIRST_LINES, DEEPEST = 10, 6
"""So much is looked at again of a document with more than MOST_ERRORS errors: lines of a list, levels of nesting."""
_OTHER = N_("Chưa đúng.")


@dataclass(frozen=True)
class Unread:
    """Stands in a form's data for a value that could not be read. No field takes it, and its sentence is the field's message."""

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)


def read(shape: type[Document], data: Any) -> Document:
    """A document of this shape. Raises Invalid naming every field that is wrong."""
    if isinstance(data, dict) and len(data) > MOST_UNKNOWN:
        names = {field.alias or name for name, field in shape.model_fields.items()}
        unknown = list(islice((str(name) for name in data if name not in names), MOST_UNKNOWN))
        if unknown:
            raise Invalid(*((name, _SENTENCES["extra_forbidden"]) for name in unknown))
    errors = _errors_of_beginning(shape, data) if _is_swollen(data) else []
    if not errors:
        try:
            return shape.model_validate(data, strict=True)
        except ValidationError as error:
            errors = _errors(shape, data, error)
    raise Invalid(*(_refusal(e) for e in errors))


def _is_swollen(data: Any, depth: int = 0) -> bool:
    """Whether an object in a document has more fields than any shape: reading all would take the interpreter for 15 ms."""
    if depth < DEEPEST and isinstance(data, dict):
        return len(data) > MOST_UNKNOWN or any(_is_swollen(value, depth + 1) for value in data.values())
    return depth < DEEPEST and isinstance(data, list) and any(_is_swollen(value, depth + 1) for value in data)


def _errors(shape: type[BaseModel], data: Any, error: ValidationError) -> list[ErrorDetails]:
    """What is wrong with a document; of a document with very many mistakes, what is wrong with its beginning."""
    if error.error_count() <= MOST_ERRORS:
        return error.errors(include_url=False, include_context=True, include_input=True)
    # Ten thousand errors, written out, take the interpreter for 70 ms at once.
    return _errors_of_beginning(shape, data) or error.errors(include_url=False, include_context=False)[:MOST_UNKNOWN]


def _errors_of_beginning(shape: type[BaseModel], data: Any) -> list[ErrorDetails]:
    """The first mistakes of a document's beginning, MOST_UNKNOWN at most."""
    try:
        shape.model_validate(_beginning(data), strict=True)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False, include_input=False)[:MOST_UNKNOWN]
    return []


def _beginning(data: Any, depth: int = 0) -> Any:
    """A document without most of its lines and fields."""
    if depth < DEEPEST and isinstance(data, dict):
        return {name: _beginning(value, depth + 1) for name, value in islice(data.items(), MOST_UNKNOWN)}
    if depth < DEEPEST and isinstance(data, list):
        return [_beginning(value, depth + 1) for value in data[:FIRST_LINES]]
    return data


def _refusal(error: ErrorDetails) -> tuple[str, str] | tuple[str, str, Mapping[str, object]]:
    name = ".".join(str(part) for part in error["loc"]) or "body"
    if isinstance(unread := error.get("input"), Unread):
        return name, unread.sentence, unread.values
    if error["type"] == "outlet":
        return name, error["msg"]
    if error["type"] == "string_pattern_mismatch":
        return name, _of_pattern(error)
    return name, _SENTENCES.get(error["type"], _OTHER)


def _of_pattern(error: ErrorDetails) -> str:
    """What is wrong with a text that does not fit its pattern: nothing was typed, or what the pattern asks for."""
    if error.get("input") == "":
        return _SENTENCES["string_too_short"]
    return PATTERN_SENTENCES.get(error.get("ctx", {}).get("pattern", ""), _SENTENCES[error["type"]])
