"""Pages of settlement for the manager: preview, close, answer, accept on paper. Paying stands in `office.payouts`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from core import clock
from core.db import fetch_all, transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing import qr
from core.web.form_parsing import filled, put_once, read_day, told, words
from core.web.validation import read
from suppliers import book, producers, products, statement_states, statements, vietqr
from suppliers.models import Payout
from suppliers.requests import AcceptRequest, QueryRequest, StatementRequest

bp = Blueprint("statements", __name__)


@bp.get("/statements")
@needs(Permit.MANAGE)
def statements_list() -> str:
    """All statements, and the producers whose books wait to be closed."""
    state = request.args.get("state")
    state = state if state in statement_states.STATES else None
    found = statements.list_of(None, request.args.get("after") or None, 101, state)
    return render_template(
        "suppliers/statements.html",
        items=found[:100],
        next=found[99]["number"] if len(found) > 100 else None,
        names=dict(producers.producer_names()),
        balances=book.balances(),
        state=state,
    )


@bp.get("/producers/<code>/statement")
@needs(Permit.MANAGE)
def preview(code: str) -> Any:
    """What a statement up to a day would say."""
    maker = producers.show_producer(code)
    until = read_day(request.args.get("until")) or clock.today()
    try:
        shown = statements.preview(code, until)
        sentence = None
    except DomainError as error:
        shown, sentence = None, "; ".join([*told(error)[1].values()]) or error.detail
    return render_template(
        "suppliers/statement_preview.html",
        producer=maker,
        until=until.isoformat(),
        statement=shown,
        sentence=sentence,
        names=products.product_names(code),
    )


@bp.post("/producers/<code>/statement")
@needs(Permit.MANAGE)
def close(code: str) -> Any:
    """Closes the book up to a day."""
    data = {"producer": code, "until": words("until") or ""}
    actor = current_actor()
    answer = put_once("statements", StatementRequest, data, lambda uid, document: statements.issue(uid, document, actor))
    flash(_("Đã chốt kỳ và gửi bảng thanh toán %(number)s cho nhà sản xuất.", number=answer["number"]), "good")
    return redirect(f"/statements/{answer['uid']}")


@bp.get("/statements/<uid>")
@needs(Permit.MANAGE)
def statement(uid: str) -> str:
    """A statement: its goods and money, questions, and what was paid."""
    return statement_page(uid, {}, None)


def statement_page(uid: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a statement, with what was refused, if anything."""
    shown = statements.show(uid.lower())
    maker = producers.show_producer(shown["producer"])
    left_vnd = shown["money"]["payable_vnd"] - shown["paid_on_this_vnd"]
    newest = statements.newest(shown["producer"])
    paid = fetch_all(select(Payout.__table__).where(Payout.statement_uid == shown["uid"]).order_by(Payout.paid_at))
    return render_template(
        "suppliers/statement.html",
        statement=shown,
        producer=maker,
        names=products.product_names(shown["producer"]),
        threads=threads(shown),
        left_vnd=left_vnd,
        is_newest=newest is not None and newest["uid"] == shown["uid"],
        payouts=paid,
        taken_back={p["reverses"] for p in paid if p["reverses"]},
        transfer=_transfer(maker, shown, left_vnd),
        errors=errors,
        sentence=sentence,
        typed=request.form,
    )


def threads(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions and answers of a statement, by line, and whether an answer is waited for."""
    lines = {line["uid"]: line for line in shown["lines"]}
    by_line: dict[str, list[Any]] = {}
    for said in shown["words"]:
        by_line.setdefault(said["line"], []).append(said)
    return [{"line": lines[line], "said": said, "open": said[-1]["kind"] == "query"} for line, said in by_line.items()]


def _transfer(maker: dict[str, Any], shown: dict[str, Any], left_vnd: int) -> dict[str, Any] | None:
    """The code a manager's bank app reads to pay, when we know the account."""
    if left_vnd <= 0 or not maker["bank_bin"] or not maker["bank_account"]:
        return None
    purpose = vietqr.fold_purpose(f"{shown['number']} {maker['code']}".replace("-", " "))
    try:
        payload = vietqr.payload(maker["bank_bin"], maker["bank_account"], left_vnd, purpose)
    except ValueError:
        return None
    svg = Markup(qr.svg(payload, label=_("Mã VietQR chuyển cho %(name)s", name=maker["name"]), border=2))  # noqa: S704
    return {"svg": svg, "purpose": purpose}


@bp.post("/statements/<uid>/accept")
@needs(Permit.MANAGE)
def accept(uid: str) -> Any:
    """Records that the producer signed the paper."""
    actor = current_actor()
    try:
        document = read(AcceptRequest, filled({"note": words("note")}))
        transaction(lambda: statement_states.accept(uid.lower(), document, actor))
    except DomainError as error:
        sentence, errors = told(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã ghi nhận nhà sản xuất đồng ý."), "good")
    return redirect(f"/statements/{uid}")


@bp.post("/statements/<uid>/answer")
@needs(Permit.MANAGE)
def answer(uid: str) -> Any:
    """Answers a question on a line."""
    actor = current_actor()
    try:
        document = read(QueryRequest, {"line": words("line") or "", "message": words("message") or ""})
        transaction(lambda: statement_states.say(uid.lower(), "answer", document, actor))
    except DomainError as error:
        sentence, errors = told(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã gửi câu trả lời."), "good")
    return redirect(f"/statements/{uid}#questions")
