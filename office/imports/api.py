"""The API of imports. Thin: read, ask, answer."""

from __future__ import annotations

import csv
import io
from typing import Annotated

from flask import Blueprint, Response, make_response

from core.people.actor import current_actor
from core.people.permits import Permit
from core.values.field_types import RequestModel, choice_of
from core.web.api import BINARY, TEXT, endpoint, path_uid, put_once, read_body, read_query, respond
from office.imports import importing
from office.imports.choices import ImportKind, TemplateFormat
from office.imports.requests import ImportCommitRequest, ImportRequest
from office.imports.results import ImportResult
from suppliers.api import XLSX

bp = Blueprint("imports_api", __name__)
CSV = "text/csv"


class TemplateQuery(RequestModel):
    """GET /imports/template."""

    kind: Annotated[ImportKind, choice_of(ImportKind)]
    format: Annotated[TemplateFormat, choice_of(TemplateFormat)] = TemplateFormat.XLSX


@endpoint(bp, "POST", "/imports", Permit.MANAGE, body=ImportRequest, answer=ImportResult, statuses=(200, 201))
def post_import() -> Response:
    """Says what each row of a file would do, and writes none of it."""
    document, data = read_body(ImportRequest)
    actor = current_actor()
    return put_once("imports", document.uid, data, lambda: importing.receive(document, actor))


@endpoint(bp, "GET", "/imports/<uid>", Permit.MANAGE, answer=ImportResult)
def get_import(uid: str) -> Response:
    """A file, and what its rows would do now."""
    return respond(importing.show(path_uid(uid)))


@endpoint(
    bp, "POST", "/imports/<uid>/commit", Permit.MANAGE, body=ImportCommitRequest, answer=ImportResult, statuses=(200, 201)
)  # fmt: skip
def commit_import(uid: str) -> Response:
    """Writes all rows of a file, or none while one is refused."""
    uid = path_uid(uid)
    importing.show(uid)
    document, data = read_body(ImportCommitRequest)
    actor = current_actor()
    return put_once("import-commits", document.uid, [uid, data], lambda: importing.commit(uid, actor))


@endpoint(bp, "GET", "/imports/template", Permit.MANAGE, query=TemplateQuery, answer=None, media={CSV: TEXT, XLSX: BINARY})
def get_template() -> Response:
    """A file with the heads of a kind and one row as an example."""
    q = read_query(TemplateQuery)
    rows = [importing.heads_of(q.kind), importing.examples_of(q.kind)]
    answer = make_response(_csv(rows) if q.format is TemplateFormat.CSV else _workbook(rows))
    answer.content_type = f"{CSV}; charset=utf-8" if q.format is TemplateFormat.CSV else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{q.kind}.{q.format}"'
    return answer


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _workbook(rows: list[list[str]]) -> bytes:
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        for n, row in enumerate(rows):
            for k, text in enumerate(row):
                page.write_string(n, k, text, head if n == 0 else None)
        page.set_column(0, len(rows[0]) - 1, 24)
        page.freeze_panes(1, 0)
    return out.getvalue()
