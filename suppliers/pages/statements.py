"""Pages of settlement for the manager: preview, close, answer, accept on paper. Paying stands in `office.payouts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing import qr
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import filled, form_errors, form_text, put_once, read_day
from core.web.validation import read
from suppliers import book, producers, products, statement_queries, statement_states, statements, vietqr
from suppliers.addressing import speak_of
from suppliers.choices import StatementState
from suppliers.messages.money import about_statement
from suppliers.messages.went import went_to
from suppliers.requests import AcceptRequest, MessageRequest, StatementRequest
from suppliers.results import ProducerResult, QuestionResult, StatementLineResult, StatementResult, Subject

bp = Blueprint("statements", __name__)

STATEMENTS_PAGE = 100
LINES_PAGE = 100


@bp.get("/statements")
@needs(Permit.MANAGE)
def statements_list() -> str:
    """All statements, and the producers whose books wait to be closed."""
    asked = request.args.get("state")
    state = next((s for s in StatementState if s == asked and s is not StatementState.PREVIEW), None)
    after = request.args.get("after") or None
    newest_first = statement_queries.list_statements(None, after, STATEMENTS_PAGE + 1, [state] if state else ())
    page = Page.cut(newest_first, STATEMENTS_PAGE, lambda s: s.number)
    return render_template(
        "suppliers/statements.html",
        items=page.items,
        next=page.next,
        names=dict(producers.producer_names()),
        balances=book.balances(),
        state=state,
    )


@bp.get("/producers/<code>/statement")
@needs(Permit.MANAGE)
def preview(code: str) -> Any:
    """What a statement up to a day would say."""
    producer = producers.show_producer(code)
    until = read_day(request.args.get("until")) or clock.today()
    try:
        statement = statements.preview(code, until)
        sentence = None
    except DomainError as error:
        statement, sentence = None, "; ".join([*form_errors(error)[1].values()]) or error.detail
    return render_template(
        "suppliers/statement_preview.html",
        producer=producer,
        until=until.isoformat(),
        statement=statement,
        lines_page=LINES_PAGE,
        sentence=sentence,
        names=products.product_names(code),
    )


@bp.post("/producers/<code>/statement")
@needs(Permit.MANAGE)
def close(code: str) -> Any:
    """Closes the book up to a day."""
    data = {"producer": code, "until": form_text("until") or ""}
    actor = current_actor()

    def act(uid: str, document: StatementRequest) -> StatementResult:
        return statements.issue(uid, document, actor)

    issued = put_once("statements", StatementRequest, data, act, result_type=StatementResult)
    assert issued.uid is not None
    flash(
        " ".join([_("Đã chốt bảng thanh toán %(number)s.", number=issued.number), went_to(about_statement(issued.uid))]), "good"
    )
    return redirect(f"/statements/{issued.uid}")


@bp.get("/statements/<uid>")
@needs(Permit.MANAGE)
def statement(uid: str) -> str:
    """A statement: its goods and money, questions, and what was paid."""
    return statement_page(uid, {}, None)


def statement_page(uid: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a statement, with what was refused, if anything."""
    statement = statement_queries.show(uid.lower(), with_lines=False)
    producer = producers.show_producer(statement.producer)
    speak_of(producer.code)
    left_vnd = statement.money.payable_vnd - statement.paid_on_this_vnd
    newest = statements.newest(statement.producer)
    first = cursor_number(request.args.get("after") or None) or 0
    day, product = read_day(request.args.get("day")), request.args.get("product") or None
    lines = statement_queries.lines_of(uid.lower(), after=first, limit=LINES_PAGE, day=day, product=product)
    return render_template(
        "suppliers/statement.html",
        statement=statement,
        producer=producer,
        names=products.product_names(statement.producer),
        threads=threads(statement),
        lines=lines,
        first=first,
        next=first + LINES_PAGE if len(lines) == LINES_PAGE and first + len(lines) < statement.line_count else None,
        narrowed={"day": day, "product": product},
        left_vnd=left_vnd,
        is_newest=newest is not None and newest.uid == statement.uid,
        transfer=transfer_code(producer, statement, left_vnd),
        went_to=went_to(about_statement(uid.lower())),
        errors=errors,
        sentence=sentence,
        typed=request.form,
    )


@dataclass(frozen=True, slots=True)
class Thread:
    """What was asked and answered about a line, a day or a product, and whether an answer is waited for."""

    about: Subject
    line: StatementLineResult | None
    questions: Sequence[QuestionResult]
    open: bool


def threads(statement: StatementResult) -> list[Thread]:
    """The questions and answers of a statement, by what they are about."""
    threads: dict[Subject, list[QuestionResult]] = {}
    for question in statement.questions:
        threads.setdefault(question.about, []).append(question)
    if statement.uid is None or not threads:
        return []
    named = [about.line for about in threads if about.line is not None]
    lines = {line.uid: line for line in statement_queries.lines_of(statement.uid, uids=named)}
    return [
        Thread(about, lines[about.line] if about.line else None, asked, not asked[-1].answers) for about, asked in threads.items()
    ]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A code that a bank's app reads, and the purpose that the transfer carries."""

    svg: Markup
    purpose: str


def transfer_code(producer: ProducerResult, statement: StatementResult, left_vnd: int) -> Transfer | None:
    """The code a manager's bank app reads to pay, when we know the account."""
    if left_vnd <= 0 or not producer.bank_bin or not producer.bank_account:
        return None
    purpose = vietqr.fold_purpose(f"{statement.number} {producer.code}".replace("-", " "))
    try:
        payload = vietqr.payload(producer.bank_bin, producer.bank_account, left_vnd, purpose)
    except ValueError:
        return None
    svg = Markup(qr.svg(payload, label=_("Mã VietQR chuyển cho %(name)s", name=producer.name), border=2))  # noqa: S704
    return Transfer(svg, purpose)


@bp.post("/statements/<uid>/accept")
@needs(Permit.MANAGE)
def accept(uid: str) -> Any:
    """Records that the producer signed the paper."""
    actor = current_actor()
    try:
        document = read(AcceptRequest, filled({"note": form_text("note")}))
        transaction(lambda: statement_states.accept(uid.lower(), document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã ghi nhận nhà sản xuất đồng ý."), "good")
    return redirect(f"/statements/{uid}")


@bp.post("/statements/<uid>/answer")
@needs(Permit.MANAGE)
def answer(uid: str) -> Any:
    """Answers a question about a line, a day or a product."""
    actor = current_actor()
    try:
        about = filled({name: form_text(name) for name in ("line", "day", "product")})
        document = read(MessageRequest, about | {"message": form_text("message") or ""})
        transaction(lambda: statement_states.answer(uid.lower(), document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã gửi câu trả lời."), "good")
    return redirect(f"/statements/{uid}#questions")
