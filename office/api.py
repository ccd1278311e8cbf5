"""The API of the outlet's own settings and of the audit trail. Thin: read, ask, answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal

from flask import Blueprint, Response, stream_with_context
from pydantic import Field

from core import clock, outlet
from core.db import audit, transaction
from core.db.audit import AuditEntry, AuditFilter
from core.machine import clock_check
from core.machine.clock_check import ClockState
from core.outlet import OutletSettings
from core.people.actor import Actor, current_actor
from core.people.permits import Permit
from core.requests import AccountDecisionRequest, OutletRequest
from core.results import Page
from core.values.field_types import Day
from core.web.api import (
    TEXT,
    PageQuery,
    cursor_number,
    endpoint,
    put_once,
    read_body,
    read_query,
    read_settings,
    respond,
)
from reports.files.cells import safe_text
from suppliers.permits import SuppliersPermit

bp = Blueprint("office_api", __name__)
CSV = "text/csv"


class AuditQuery(PageQuery):
    """GET /audit."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    who: str | None = None
    action: str | None = None
    subject: str | None = None
    format: Literal["json", "csv"] = "json"


@endpoint(bp, "PUT", "/outlet", Permit.MANAGE, body=OutletRequest, answer=OutletSettings)
def put_outlet() -> Response:
    """Changes the outlet's settings; a changed bank account waits for another manager or a day."""
    document = read_settings(OutletRequest, OutletSettings)
    transaction(lambda: outlet.put_outlet(document, current_actor()))
    return respond(outlet.show_outlet())


@endpoint(bp, "GET", "/outlet", SuppliersPermit.MASTER_READ, answer=OutletSettings)
def get_outlet() -> Response:
    """The outlet's settings."""
    return respond(outlet.show_outlet())


@endpoint(
    bp,
    "POST",
    "/outlet/bank-account/confirm",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=OutletSettings,
    statuses=(200, 201),
)
def confirm_account() -> Response:
    """Another manager brings the bank account that waits into force."""
    return _decide("outlet-account-confirmations", outlet.confirm_account)


@endpoint(
    bp,
    "POST",
    "/outlet/bank-account/refuse",
    Permit.MANAGE,
    body=AccountDecisionRequest,
    answer=OutletSettings,
    statuses=(200, 201),
)
def refuse_account() -> Response:
    """Drops the bank account that waits."""
    return _decide("outlet-account-refusals", outlet.refuse_account)


def _decide(scope: str, decide: Callable[[AccountDecisionRequest, Actor], OutletSettings]) -> Response:
    document, data = read_body(AccountDecisionRequest)
    actor = current_actor()
    return put_once(scope, document.uid, data, lambda: decide(document, actor))


@endpoint(bp, "POST", "/clock/confirm", Permit.MANAGE, answer=ClockState)
def confirm_clock() -> Response:
    """Takes the server's present time for right, although its last posting lies far from it."""
    actor = current_actor()
    return respond(transaction(lambda: clock_check.confirm(actor)))


@endpoint(bp, "GET", "/audit", Permit.AUDIT, query=AuditQuery, answer=Page[AuditEntry], media={CSV: TEXT})
def list_audit() -> Response:
    """The audit trail in the order it was written; an action also finds those below it. As CSV all lines, whatever the limit."""
    q = read_query(AuditQuery)
    wanted = AuditFilter(q.from_, q.to, q.who, q.action, q.subject)
    after = cursor_number(q.after)
    if q.format == "csv":
        answer = Response(stream_with_context(_csv(wanted, after)), content_type=f"{CSV}; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return answer
    lines = audit.list_lines(wanted, after=after, limit=q.limit + 1)
    return respond(Page.cut(lines, q.limit, lambda line: line.id), result_type=Page[AuditEntry])


def _csv(wanted: AuditFilter, after: int | None) -> Iterator[str]:
    yield "\ufeffid,at,who,action,subject,before,after,detail\r\n"
    for lines in audit.every_line(wanted, after=after):
        out = io.StringIO(newline="")
        file = csv.writer(out, lineterminator="\r\n")
        for line in lines:
            texts = (line.who, line.action, line.subject, _json(line.before), _json(line.after), _json(line.detail))
            file.writerow([line.id, clock.rfc3339(line.at), *map(safe_text, texts)])
        yield out.getvalue()


def _json(fields: Mapping[str, object] | None) -> str:
    return "" if fields is None else json.dumps(fields, ensure_ascii=False)
