"""What people type into forms, turned into the values documents take; what cannot be read is passed on to be refused there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from flask import request
from pydantic import BaseModel

from core.db import idempotency, transaction
from core.errors import DomainError, Invalid
from core.results import from_json
from core.text.letters import clean_text
from core.values.field_types import MasterCode, RequestModel, Uid
from core.web import validation

Document = TypeVar("Document", bound=BaseModel)
Result = TypeVar("Result")
Typed = Mapping[str, str]


class CodeShape(RequestModel):
    """A code typed into a form."""

    code: MasterCode


class UidShape(RequestModel):
    """The id a form was made with."""

    uid: Uid


def form_text(name: str, typed: Typed | None = None) -> str | None:
    """A text without what no screen shows, or nothing when it was left empty."""
    return clean_text((typed if typed is not None else request.form).get(name, "")) or None


def lines(*names: str) -> list[dict[str, str]]:
    """Rows of a form with repeated fields, those with anything typed in."""
    columns = [request.form.getlist(name) for name in names]
    length = max((len(column) for column in columns), default=0)
    table = [
        {name: column[i] if i < len(column) else "" for name, column in zip(names, columns, strict=True)} for i in range(length)
    ]
    return [line for line in table if any(value.strip() for value in line.values())]


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that were left empty."""
    return {name: value for name, value in values.items() if value is not None}


def put_once(
    scope: str,
    model: type[Document],
    data: dict[str, Any],
    act: Callable[[str, Document], Result],
    path: str | None = None,
    result_type: type[Result] | None = None,
    before: Callable[[Document], None] | None = None,
) -> Result:
    """Reads the document and does the act once under the form's own id, so that a second press changes nothing.

    `before` is what a new document asks outside the transaction of its act, such as a PIN.
    """
    uid = str(validation.read(UidShape, {"uid": request.form.get("uid", "")}).uid)
    document = validation.read(model, data)
    answer, _ = idempotency.run_once(
        scope,
        uid,
        data if path is None else [path, data],
        lambda: act(uid, document),
        (lambda: before(document)) if before else None,
    )
    return from_json(result_type or cast("type[Result]", dict), answer)


def decision_form() -> dict[str, Any]:
    """The form that confirms or refuses a bank account, with the account that was read on its page."""
    account = {name: request.form.get(name) or None for name in ("bank_bin", "bank_account", "bank_holder")}
    return {"uid": request.form.get("uid", ""), "account": account}


def put_code(model: type[Document], code: str, data: dict[str, Any], act: Callable[[Document], object]) -> None:
    """Reads master data and records it under its code."""
    errors: list[tuple[str, str]] = []
    document: Document | None = None
    for attempt in (lambda: validation.read(CodeShape, {"code": code}), lambda: validation.read(model, data)):
        try:
            checked = attempt()
        except Invalid as refused:
            errors += [(e["field"], e["message"]) for e in refused.errors]
        else:
            document = checked if isinstance(checked, model) else document
    if errors or document is None:
        raise Invalid(*errors)
    read = document
    transaction(lambda: act(read))


def form_errors(error: DomainError) -> tuple[str, dict[str, str]]:
    """What a refused form says: the sentence above it, and a message per field."""
    by_field: dict[str, str] = {}
    for e in error.errors:
        by_field.setdefault(e["field"], e["message"])
    return error.detail, by_field


def read_day(text: str | None) -> date | None:
    """A day of an address, or nothing when it is none, or one that no outlet lived in."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1900 <= day.year < 3000 else None
