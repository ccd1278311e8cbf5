"""Which columns the file of transfers has: every bank wants another one."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from core.db import audit, execute, fetch_all
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.choices import BankFileField
from suppliers.settling.models import BankFileColumn
from suppliers.settling.requests import BankFileRequest
from suppliers.settling.results import BankFileColumnResult, BankFileColumns

_ALL = tuple(field for field in BankFileField if field is not BankFileField.POSITION)
"""What a file has unless somebody says otherwise."""


def put_columns(document: BankFileRequest, actor: Actor) -> BankFileColumns:
    """Replaces the columns of the file."""
    before = show_columns()
    execute(delete(BankFileColumn))
    rows: list[dict[str, object]] = [
        {"position": position, "field": column.field, "heading": column.heading or ""}
        for position, column in enumerate(document.columns, 1)
    ]
    if rows:
        execute(insert(BankFileColumn), rows)
    after = show_columns()
    audit.record_change(actor, audit_actions.BANK_FILE_RECORDED, "bank-file", before, after)
    return after


def show_columns() -> BankFileColumns:
    """The columns that somebody chose, in their order."""
    chosen = fetch_all(select(BankFileColumn.field, BankFileColumn.heading).order_by(BankFileColumn.position))
    return BankFileColumns([BankFileColumnResult(BankFileField(r["field"]), r["heading"] or None) for r in chosen])


def columns() -> list[tuple[BankFileField, str | None]]:
    """The columns of the file: fields and the headings that the outlet's bank wants, None for the usual one."""
    chosen = show_columns().columns
    return [(column.field, column.heading) for column in chosen] or [(field, None) for field in _ALL]
