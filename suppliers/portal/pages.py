"""The producers' own pages about money: what was sold, statements to accept or ask about. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import form_errors, form_text, read_day
from core.web.validation import read
from suppliers import book, messages, producers, products, statement_queries, statement_states
from suppliers.pages.statements import threads
from suppliers.permits import SuppliersPermit
from suppliers.portal.queries import sold_goods
from suppliers.requests import AcceptRequest, MessageRequest
from suppliers.results import StatementLineResult

bp = Blueprint("portal", __name__)

STATEMENTS_PAGE = 50
LINES_AT_ONCE = 40
LINES_PAGE = 100


def own_producer() -> str:
    """The producer of the person at hand."""
    code = current_actor().producer
    assert code is not None  # the permit is granted to producers alone
    return code


@bp.get("/portal/sales")
@needs(SuppliersPermit.PORTAL)
def sales() -> str:
    """What was sold in a span of days."""
    producer = own_producer()
    today = clock.today()
    last = min(read_day(request.args.get("to")) or today, today)
    first = min(read_day(request.args.get("from")) or last - timedelta(days=6), last)
    return render_template(
        "portal/sales.html",
        producer=producers.show_producer(producer),
        items=sold_goods(producer, first, last),
        first=first,
        last=last,
        tab="sales",
    )


@bp.get("/portal/statements")
@needs(SuppliersPermit.PORTAL)
def statements_list() -> str:
    """The producer's statements, newest first."""
    producer = own_producer()
    newest_first = statement_queries.list_statements(producer, request.args.get("after") or None, STATEMENTS_PAGE + 1)
    page = Page.cut(newest_first, STATEMENTS_PAGE, lambda s: s.number)
    return render_template(
        "portal/statements.html",
        producer=producers.show_producer(producer),
        items=page.items,
        next=page.next,
        balance_vnd=book.balance(producer),
        tab="statements",
    )


@bp.get("/portal/statements/<uid>")
@needs(SuppliersPermit.PORTAL)
def statement(uid: str) -> str:
    """A statement with its lines; each can be asked about."""
    return _page(uid, {}, None)


def _page(uid: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a statement. A long one shows the days, and the lines of the day that is opened, in parts."""
    producer = own_producer()
    own_statement = statement_queries.show(uid.lower(), producer, with_lines=False)
    asked = request.args.get("ask") or form_text("line")
    opened = read_day(request.args.get("day"))
    if asked:
        opened = next((line.day for line in statement_queries.lines_of(uid.lower(), uids=[asked.lower()])), opened)
    whole = own_statement.line_count <= LINES_AT_ONCE
    first = cursor_number(request.args.get("after") or None) or 0
    lines: Sequence[StatementLineResult] = ()
    if whole:
        lines = statement_queries.lines_of(uid.lower())
    elif asked and opened:  # the line asked about may be far down its day
        lines = statement_queries.lines_of(uid.lower(), uids=[asked.lower()])
    elif opened:
        lines = statement_queries.lines_of(uid.lower(), day=opened, after=first, limit=LINES_PAGE)
    return render_template(
        "portal/statement.html",
        producer=producers.show_producer(producer),
        statement=own_statement,
        names=products.product_names(producer),
        threads=threads(own_statement),
        days=statement_queries.days_of(uid.lower()),
        lines_of_day={day: list(of_day) for day, of_day in groupby(sorted(lines, key=_day_of), key=_day_of)},
        first=first,
        lines_page=LINES_PAGE,
        asked=asked,
        errors=errors,
        sentence=sentence,
        typed=request.form,
        tab="statements",
    )


def _day_of(line: StatementLineResult) -> date:
    return line.day


@bp.post("/portal/statements/<uid>/accept")
@needs(SuppliersPermit.PORTAL, Permit.ACCEPT)
def accept(uid: str) -> Any:
    """The producer agrees."""
    actor = current_actor()
    transaction(lambda: statement_states.accept(uid.lower(), AcceptRequest(), actor))
    flash(_("Cảm ơn bạn. Đã ghi nhận bạn đồng ý với bảng thanh toán này."), "good")
    return redirect(f"/portal/statements/{uid}")


@bp.post("/portal/statements/<uid>/ask")
@needs(SuppliersPermit.PORTAL)
def ask(uid: str) -> Any:
    """The producer asks about a line."""
    actor = current_actor()
    try:
        document = read(MessageRequest, {"line": form_text("line") or "", "message": form_text("message") or ""})
        transaction(lambda: statement_states.ask(uid.lower(), document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(uid, errors, sentence), error.status
    flash(_("Đã gửi câu hỏi. Điểm bán sẽ trả lời trên bảng thanh toán này."), "good")
    return redirect(f"/portal/statements/{uid}")


@bp.post("/portal/messages/<int:message>/read")
@needs(SuppliersPermit.PORTAL)
def read_message(message: int) -> Any:
    """Takes a message off the portal."""
    actor, producer = current_actor(), own_producer()
    transaction(lambda: messages.close(producer, message, actor))
    return redirect("/portal")
