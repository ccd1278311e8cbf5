"""Pages that import files: choose one, see what each row would do, say which column is which, and write all of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError, Invalid
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.values.uid import new_uid
from office.imports import importing
from office.imports.choices import ImportKind, RowDoes
from office.imports.registry import KINDS
from office.imports.requests import MOST_BYTES, ImportRequest

bp = Blueprint("imports", __name__)
SHOWN = 300
"""Rows on the page: those that are refused first."""
_RANK = {RowDoes.REFUSED: 0, RowDoes.CHANGE: 1, RowDoes.CREATE: 2, RowDoes.SAME: 3}


@bp.get("/imports")
@needs(Permit.MANAGE)
def imports() -> str:
    """Where a file is chosen."""
    return _choose()


@bp.post("/imports")
@needs(Permit.MANAGE)
def send() -> Any:
    """Takes a file and shows what it would do."""
    kind = next((kind for kind in KINDS if kind == request.form.get("kind")), ImportKind.BANK_FILE)
    sent = request.files.get("file")
    content = sent.read(MOST_BYTES + 1) if sent else b""
    if sent is None or not content or len(content) > MOST_BYTES:
        return _choose(_("Chọn một tệp Excel hoặc CSV, nhiều nhất 12 MB."), kind), 422
    name = (sent.filename or "")[:200] or kind.value
    document = ImportRequest.model_construct(uid=new_uid(), kind=kind, file=content, name=name, columns=None)
    try:
        result = transaction(lambda: importing.receive(document, current_actor()))
    except Invalid as invalid:
        return _choose(invalid.errors[0]["message"], kind), 422
    return redirect(url_for("imports.show", uid=result.uid))


@bp.get("/imports/<uuid:uid>")
@needs(Permit.MANAGE)
def show(uid: Any) -> str:
    """What each row of a file would do, or did."""
    result = importing.show(str(uid))
    kind = KINDS[result.kind]
    missing = [column for column in kind.columns if column.is_needed and column.key not in result.columns]
    rows = sorted(result.rows, key=lambda row: (_RANK[row.does], row.row))
    return render_template(
        "settings/import.html", result=result, rows=rows[:SHOWN], all_rows=len(rows), columns=kind.columns, missing=missing
    )


@bp.post("/imports/<uuid:uid>/columns")
@needs(Permit.MANAGE)
def choose_columns(uid: Any) -> Any:
    """Reads the same file again with the columns that somebody chose."""
    said = {key.removeprefix("column-"): head for key, head in request.form.items() if key.startswith("column-") and head}
    result = transaction(lambda: importing.read_again(str(uid), said))
    return redirect(url_for("imports.show", uid=result.uid))


@bp.post("/imports/<uuid:uid>/commit")
@needs(Permit.MANAGE)
def commit(uid: Any) -> Any:
    """Writes all rows of a file."""
    try:
        result = transaction(lambda: importing.commit(str(uid), current_actor()))
    except DomainError as error:
        if error.code != "import_refused":
            raise
        flash(error.detail, "bad")
        return redirect(url_for("imports.show", uid=uid))
    written = result.creates + result.changes
    if written:
        flash(_("Đã nhập %(n)s dòng.", n=written), "good")
    else:
        flash(_("Tệp %(name)s không có gì mới, nên không ghi thêm dòng nào.", name=result.name), "good")
    return redirect(url_for("matching.transfers") if result.kind is ImportKind.BANK_FILE else url_for("imports.imports"))


def _choose(wrong: str | None = None, kind: ImportKind = ImportKind.BANK_FILE) -> str:
    kinds = [(one, _(one.label)) for one in KINDS]
    return render_template("settings/imports.html", kinds=kinds, kind=kind, wrong=wrong)
